"""An article that stands in several segments counts as it was imported last, wherever that is."""

import itertools
import json
import os
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from papers_store.article import Article
from papers_store.errors import NoSuchArticle
from papers_store.opening import open_library
from support.drivers.program import Run
from support.fakes.memory_library import article

EARLY, LATE, LATEST = "2020-01-01T00:00:00Z", "2024-01-01T00:00:00Z", "2026-01-01T00:00:00Z"


def version(title: str, imported_at: str, number: int = 1) -> Article:
    """The article of a number, in one of its versions."""
    one = article(number, title)
    return replace(one, origin=replace(one.origin, imported_at=imported_at))


def segment(folder: Path, number: int, articles: Sequence[Article]) -> Path:
    """Write a segment, as another program would."""
    path = folder / "segments" / f"{number:05d}.json"
    documents = {str(at): msgspec.to_builtins(one) for at, one in enumerate(articles, 1)}
    aside = path.with_name(f".{path.name}.Xy12Ab")
    aside.write_text(json.dumps({"articles": documents}), encoding="utf-8")
    aside.replace(path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library with nothing but an article of its own."""
    with open_library(tmp_path / "library", create=True) as library:
        library.put([article(9)])
    return tmp_path / "library"


def shown(folder: Path) -> str:
    """The title that the list shows, which is the one that is opened."""
    with open_library(folder) as library:
        (row,) = (one for one in library.find().window(0, 9) if one.id == article(1).id)
        assert library.article(row.id).title == row.title
        return row.title


TIMES = (
    (EARLY, LATE, LATEST),
    (LATE, LATE, EARLY),
    ("", "no time", EARLY),
    ("2024-01-01T08:00:00+08:00", LATE, "2024-01-01T00:00:01Z"),
    ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59-14:00"),
)


@pytest.mark.parametrize("times", TIMES)
def test_the_later_import_counts_in_whatever_order_they_are_read(
    folder: Path, times: tuple[str, ...]
) -> None:
    versions = [version(f"第{nth}版", time) for nth, time in enumerate(times, 1)]
    counted = set()
    for order in itertools.permutations(range(3)):
        for nth in order:
            segment(folder, nth + 1, [versions[nth]])
            shown(folder)
        brought_in_step = shown(folder)
        (folder / "index.sqlite3").unlink()
        assert shown(folder) == brought_in_step
        counted.add(brought_in_step)
        for nth in order:
            (folder / "segments" / f"{nth + 1:05d}.json").unlink()
    assert len(counted) == 1


def test_where_the_one_that_counts_goes_the_next_counts(folder: Path) -> None:
    segments = [
        segment(folder, nth, [version(f"{time[:4]}年版", time)])
        for nth, time in enumerate((LATE, LATEST, EARLY), 1)
    ]
    assert shown(folder) == "2026年版"
    segments[1].unlink()
    assert shown(folder) == "2024年版"
    segments[0].write_text("{", encoding="utf-8")
    assert shown(folder) == "2020年版"
    with open_library(folder) as library:
        assert len(library) == 2


@pytest.mark.parametrize("times", [(EARLY, LATE), (LATE, EARLY), (LATE, LATE)])
@pytest.mark.parametrize("updated_at", ["2019-01-01T00:00:00Z", LATE, LATEST])
def test_an_update_is_never_lost_also_where_a_clock_was_wrong(
    folder: Path, times: tuple[str, str], updated_at: str
) -> None:
    for nth, time in enumerate(times, 1):
        segment(folder, nth, [article(2), version(f"第{nth}版", time)])
    with open_library(folder) as library:
        changes = library.put([version("改过的", updated_at)])
        assert changes.updated == (article(1).id,)
        assert library.article(article(1).id).title == "改过的"
    assert shown(folder) == "改过的"
    (folder / "index.sqlite3").unlink()
    assert shown(folder) == "改过的"
    with open_library(folder) as library:
        library.repair()
        assert library.check() == []
    assert shown(folder) == "改过的"


def test_a_removal_takes_an_article_out_of_every_place(folder: Path, run: Run) -> None:
    for nth in (1, 2, 3):
        segment(folder, nth, [version("一版", EARLY), article(2), version("同一段里", LATE)])
    assert run("remove", article(1).id).returncode == 0
    for again in (folder / "segments").iterdir():
        os.utime(again)
    with open_library(folder) as library, pytest.raises(NoSuchArticle):
        library.article(article(1).id)
    (folder / "index.sqlite3").unlink()
    with open_library(folder) as library:
        assert {row.id for row in library.find().window(0, 9)} == {article(2).id, article(9).id}


def test_a_segment_brought_back_beside_its_articles_undoes_no_update(
    folder: Path, run: Run
) -> None:
    """As from a backup, after its pages were imported again."""
    segment(folder, 1, [version("今天的", LATEST)])
    segment(folder, 0, [article(9), version("备份里的", EARLY)])
    assert shown(folder) == "今天的"
    looked = run("check")
    assert looked.returncode == 1
    # Both are named: where it is surplus, and where it counts.
    assert (
        f"{folder}/segments/00000.json: holds articles that are read in 00001.json" in looked.stdout
    )
    assert run("check", "--repair").returncode == 0 == run("check").returncode
    assert shown(folder) == "今天的"
    kept = json.loads((folder / "set-aside" / "00000.json").read_text(encoding="utf-8"))
    assert kept["articles"]["2"]["title"] == "备份里的"


def test_what_is_whole_in_a_damaged_segment_comes_back_only_where_it_is_later(
    folder: Path,
) -> None:
    for nth, times in enumerate(((LATE, EARLY), (EARLY, LATE)), 1):
        held = [version(f"{nth}段之{at}", time, at) for at, time in enumerate(times, 1)]
        segment(folder, nth, held)
    torn = folder / "segments" / "00001.json"
    torn.write_text(torn.read_text(encoding="utf-8")[:-2], encoding="utf-8")
    with open_library(folder) as library:
        library.repair()
        assert library.check() == []
    with open_library(folder) as library:
        titles = {one: library.article(article(one).id).title for one in (1, 2)}
    assert titles == {1: "1段之1", 2: "2段之2"}
