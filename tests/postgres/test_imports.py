"""An import that is cut off leaves whole batches, and goes on where it was."""

import json
import os
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest

from papers_store.backends.postgres import server
from papers_store.ingest.importer import LEAST
from papers_store.library import Library
from papers_store.opening import open_library
from support.drivers.postgres import PASSWORD, Server, wait_until
from support.drivers.program import Program
from support.fakes.memory_library import article

pytestmark = pytest.mark.slow

PAGES = 1200


def cut_off(
    importing: "subprocess.Popen[str]", reading: Library, end: "signal.Signals | None" = None
) -> None:
    """Wait until something was written and not all, and end the import where that is asked for."""
    wait_until(lambda: len(reading) or importing.poll() is not None, "a batch is there")
    assert importing.poll() is None, importing.communicate()
    if end is not None:
        os.killpg(importing.pid, end)


def whole(library: Library, count: int) -> None:
    """Hold that so many articles are there with all that belongs to each."""
    ids = [one for batch in library.contents() for one in batch]
    assert len(ids) == len(library) == library.find().total == count
    assert [one.id for one in library.articles(ids)] == ids
    assert library.find("终端").total == library.find('"终端里的"').total == count
    assert {one.keyword: one.count for one in library.keywords()} == dict.fromkeys(
        ("终端", "阅读", "排版"), count
    )
    assert all(len(library.links(one)) == 3 for one in ids[:5])


def test_an_import_outlives_its_server_that_dies_and_is_started_again(
    careful: Server, pages: Path, run_at: Program
) -> None:
    address = careful.url(careful.database())
    with open_library(address, create=True) as reading:
        importing = run_at.start(address, "import", "--json", str(pages))
        cut_off(importing, reading)
        careful.kill()
        careful.start()
        there = len(reading)
        assert 0 < there < PAGES and there % LEAST == 0
        out, err = importing.communicate(timeout=100)
        assert importing.returncode == 0 and PASSWORD not in err, err
        report = json.loads(out)
        # What stood when the server died may have come to be known as there only afterwards.
        assert report["added"] + report["unchanged"] == PAGES and not report["refused"]
        whole(reading, PAGES)
    assert run_at(address, "library", "check").returncode == 0


def test_a_question_of_an_import_waits_for_a_server_that_is_started_again(
    careful: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []
    connect = psycopg.connect

    def counted(address: str, **options: Any) -> Any:
        tried.append(address)
        return connect(address, **options)

    one = article(1)
    with open_library(careful.url(careful.database()), create=True) as library:
        library.put([one])
        known = library.digests([one.id])
        careful.kill()
        monkeypatch.setattr(psycopg, "connect", counted)
        # A reader would give up at once.
        monkeypatch.setattr(server, "_READ_RETRY_SECONDS", -1)
        with ThreadPoolExecutor(1) as hands:
            asked = hands.submit(library.digests, [one.id])
            wait_until(lambda: len(tried) > 1 or asked.done(), "it was tried again")
            careful.start()
            assert asked.result() == known


def test_a_host_that_dies_in_an_import_leaves_whole_batches_to_the_others(
    postgres: Server, pages: Path, run_at: Program
) -> None:
    database = postgres.database()
    address = postgres.url(database)
    with open_library(address, create=True) as library:
        importing = run_at.start(address, "import", "--part", "1/2", str(pages))
        cut_off(importing, library, signal.SIGKILL)
        importing.communicate(timeout=60)
        postgres.wait_until_idle(database)
        there = len(library)
        assert there % LEAST == 0
        whole(library, there)
        others = [
            run_at.start(address, "import", "--part", part, str(pages)) for part in ("1/2", "2/2")
        ]
        for one in others:
            _, err = one.communicate(timeout=120)
            assert one.returncode == 0, err
        whole(library, PAGES)


def test_hosts_that_import_the_same_pages_at_once_do_not_harm_each_other(
    postgres: Server, pages: Path, run_at: Program
) -> None:
    address = postgres.url(postgres.database())
    importing = [run_at.start(address, "import", "--json", str(pages)) for _ in "12"]
    added = 0
    for one in importing:
        out, err = one.communicate(timeout=120)
        assert one.returncode == 0, err
        added += json.loads(out)["added"]
    assert added == PAGES
    with open_library(address) as library:
        whole(library, PAGES)


def test_an_import_that_is_interrupted_leaves_whole_batches(
    postgres: Server, pages: Path, run_at: Program
) -> None:
    address = postgres.url(postgres.database())
    with open_library(address, create=True) as library:
        importing = run_at.start(address, "import", str(pages))
        cut_off(importing, library, signal.SIGINT)
        _, err = importing.communicate(timeout=60)
        assert importing.returncode == 130 and err == ""
        there = len(library)
        assert there % LEAST == 0
        whole(library, there)


def test_a_copy_that_dies_goes_on_and_brings_every_article_back_as_it_was(
    postgres: Server, pages: Path, run_at: Program, tmp_path: Path
) -> None:
    database = postgres.database()
    address, folder, back = postgres.url(database), tmp_path / "library", tmp_path / "back"
    assert run_at(str(folder), "import", str(pages)).returncode == 0
    with open_library(address, create=True) as library:
        copying = run_at.start("", "copy", str(folder), address)
        cut_off(copying, library, signal.SIGKILL)
        copying.communicate(timeout=60)
        postgres.wait_until_idle(database)
        there = len(library)
        assert there % LEAST == 0
        whole(library, there)
        again = json.loads(run_at("", "copy", "--json", str(folder), address).stdout)
        assert (again["added"], again["unchanged"]) == (PAGES - there, there)
        whole(library, PAGES)
        assert run_at("", "copy", address, str(back)).returncode == 0
        with open_library(folder) as one, open_library(back) as other:
            ids = [article_id for batch in one.contents() for article_id in batch]
            assert ids == [article_id for batch in other.contents() for article_id in batch]
            assert one.articles(ids) == other.articles(ids) == library.articles(ids)
