"""Many people at one library at once."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest
from filelock import FileLock

from papers_store.opening import open_library
from support.data.pages import write_pages
from support.drivers.concurrent_clients import (
    Importer,
    Readers,
    imported,
    is_locked,
    open_to_others,
    write_revised,
)
from support.drivers.program import PROGRAM, environment
from support.drivers.terminal import Terminal
from support.processes import gone, wait_until
from trust.conftest import Much, Tried

pytestmark = pytest.mark.slow

NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
READS_ALL = (*NOBODY, "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search")
"""Somebody who may read what root may, such as a Python in root's home, and write no more."""


def test_ten_readers_get_whole_answers_while_two_importers_write(much: Much, tried: Tried) -> None:
    with open_to_others() as folder, ExitStack() as apps:
        library = folder / "library"
        env = environment(folder) | {"PAPERS_READER": str(folder / "reader.json")}
        imported(library, write_revised(folder / "pages", range(1, 60), 0), env)

        readers = Readers(library, much(4, 10), folder, strangers=1 if os.geteuid() == 0 else 0)
        command = [PROGRAM, "--library", str(library)]
        windows = [
            apps.enter_context(Terminal(command, columns=120, rows=30, env=env))
            for _ in range(much(1, 2))
        ]
        importers = [Importer(folder, library, first, env) for first in (1_000, 500_000)]
        until = time.monotonic() + much(4, 60)
        totals: list[list[int]] = [[] for _ in windows]
        while sum(one.work(begin=time.monotonic() < until) for one in importers):
            for window, seen in zip(windows, totals, strict=True):
                window.read(0.05)
                if (total := shown_total(window)) is not None:
                    seen.append(total)
        looked = readers.done()
        assert [fault for one in looked for fault in one.wrong] == []
        assert all(one.answers for one in looked)

        written = sum(one.written.articles for one in importers)
        with open_library(library) as opened:
            assert len(opened) == 59 + written
        for window, seen in zip(windows, totals, strict=True):
            window.wait_for(lambda shown: shown_total(shown) == 59 + written)
            assert seen == sorted(seen)
            window.press("q")
            assert window.wait_for_end() == 0
        tried("readers held while two importers wrote", len(looked) + len(windows))
        tried("answers given to them, every one whole", sum(one.answers for one in looked))
        tried("articles that came meanwhile", written)


def shown_total(window: Terminal) -> int | None:
    """The number of articles, as the app's first row says it."""
    last = window.lines[0].split()[-1:]
    number = last[0].replace(",", "") if last else ""
    return int(number) if number.isdigit() else None


# Those who write.


def test_a_writer_waits_its_turn_and_says_so(tmp_path: Path) -> None:
    env = environment(tmp_path)
    library = tmp_path / "library"
    imported(library, write_pages(tmp_path / "first", 2), env)
    command = [PROGRAM, "import", str(write_pages(tmp_path / "pages", 5))]
    with (
        FileLock(library / "lock") as lock,
        subprocess.Popen(
            command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as writer,
    ):
        assert writer.stderr is not None
        assert "waiting for it to finish" in writer.stderr.readline()
        assert writer.poll() is None
        lock.release()
        out, err = writer.communicate(timeout=60)
        assert (writer.returncode, err) == (0, "")
        assert "added 3, updated 0, unchanged 2" in out


def test_a_change_of_marks_that_waits_says_so_in_the_app(tmp_path: Path) -> None:
    env = environment(tmp_path) | {"PAPERS_READER": str(tmp_path / "reader.json")}
    imported(tmp_path / "library", write_pages(tmp_path / "pages", 2), env)
    with Terminal([PROGRAM], columns=120, rows=30, env=env) as window:
        window.wait_for("本文是第1号论文的摘要")
        with FileLock(tmp_path / "reader.json.lock"):
            window.press("s")
            window.wait_for("waiting for it")
        window.wait_for("Starred")
        window.press("q")
        assert window.wait_for_end() == 0


def test_the_lock_of_a_dead_writer_is_free_and_its_processes_gone(
    much: Much, tried: Tried, tmp_path: Path
) -> None:
    env = environment(tmp_path)
    library = tmp_path / "library"
    imported(library, write_pages(tmp_path / "first", 2), env)
    times = much(1, 20)
    pages = write_revised(tmp_path / "pages", range(1, 120), 0)
    for _ in range(times):
        importer = subprocess.Popen(
            [PROGRAM, "import", str(pages)],
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_until(lambda: is_locked(library) or importer.poll() is not None)  # noqa: B023
        importer.send_signal(signal.SIGKILL)
        importer.wait()
        assert not is_locked(library)
        wait_until(lambda: gone(importer.pid))  # noqa: B023
        said = imported(library, write_pages(tmp_path / "first", 2), env)
        assert said == "added 0, updated 0, unchanged 2, refused 0\n"
    imported(library, pages, env)
    with open_library(library) as opened:
        assert len(opened) == 121
    tried("writers killed that held the lock", times)


# Those who may only read.


@pytest.fixture(scope="module")
def somebody() -> Sequence[str]:
    """What makes a command somebody else's, with nothing of this one's environment."""
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("only root can become somebody else, by setpriv")
    program = [sys.executable, "-c", "import papers_tui.app, papers_store.ingest.importer"]
    for become in (NOBODY, READS_ALL):
        command = [*become, "env", "-i", *program]
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            return (*become, "env", "-i")
    pytest.skip("the program is where nobody else can run it")


@pytest.fixture(scope="module")
def stock() -> Iterator[Path]:
    """A library that others may enter; pytest's own folders are closed to them."""
    with open_to_others() as folder:
        imported(folder / "library", write_pages(folder / "pages", 30), environment(folder))
        yield folder


@pytest.fixture
def shared(stock: Path) -> Iterator[Path]:
    """A copy of that library, and a home for somebody else who has nothing more."""
    with open_to_others() as folder:
        shutil.copytree(stock / "library", folder / "library")
        shutil.copytree(stock / "pages", folder / "pages")
        (folder / "home").mkdir()
        os.chown(folder / "home", 65534, 65534)
        yield folder


@pytest.mark.parametrize("index", ["in step", "missing", "older", "of another version"])
def test_who_may_only_read_reads_in_full_with_marks_of_their_own(
    somebody: Sequence[str], shared: Path, index: str
) -> None:
    library = shared / "library"
    spoil(library, index)
    before = snapshot(library)
    command = [*somebody, f"HOME={shared / 'home'}", "LC_ALL=C.UTF-8"]
    command += ["TERM=xterm-256color", sys.executable, "-m", "papers_tui"]
    command += ["--library", str(library)]
    with Terminal(command, columns=140, rows=40) as window:
        window.wait_for("本文是第1号论文的摘要")
        window.press("s")
        window.wait_for("Starred")
        window.press("m")
        window.wait_for("esc keep")
        window.press("众目共睹".encode())
        window.press("\x1b")
        window.wait_for("Note kept")
        window.press("/")
        window.press("第29号".encode())
        window.wait_for(lambda shown: "of 30" in shown.lines[0])
        window.press("\r")
        window.press("\r")
        window.wait_for("本文是第29号论文的摘要")
        window.press("q")
        assert window.wait_for_end() == 0

    def listed(query: str) -> list[str]:
        answer = subprocess.run(
            [*command, "list", query, "--json"], check=True, capture_output=True
        )
        return [article["title"] for article in json.loads(answer.stdout)["articles"]]

    assert listed("is:starred") == listed("众目共睹") == ["第1号论文：终端阅读研究"]
    assert len(listed("zhongduan")) == len(listed("终端")) == 30
    assert snapshot(library) == before
    refused = subprocess.run(
        [*command, "import", str(shared / "pages")], check=False, capture_output=True, text=True
    )
    assert refused.returncode == 2
    assert len(refused.stderr.splitlines()) == 1 and str(library) in refused.stderr
    assert snapshot(library) == before


def spoil(library: Path, index: str) -> None:
    """Leave the library with an index that does not serve, or with the one it has."""
    if index == "missing":
        for part in library.glob("index.sqlite3*"):
            part.unlink()
    elif index == "older":
        segment = library / "segments" / "00000.json"
        segment.write_text(segment.read_text("utf-8").replace("\\u0000", ""), "utf-8")
    elif index == "of another version":
        import sqlite3
        from contextlib import closing

        with closing(sqlite3.connect(library / "index.sqlite3")) as rows, rows:
            rows.execute("UPDATE meta SET value = '1' WHERE name = 'version'")


def snapshot(library: Path) -> dict[str, bytes]:
    """What is in a library; what SQLite's readers share is not."""
    return {
        str(path.relative_to(library)): path.read_bytes()
        for path in sorted(library.rglob("*"))
        if path.is_file() and not path.name.endswith("-shm")
    }
