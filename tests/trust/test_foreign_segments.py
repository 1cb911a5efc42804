"""Segments as other programs, backups and clocks leave them: named or read, and nothing is lost."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from papers_store.article import Article
from papers_store.backends.local.segments import Segments
from papers_store.library import Library
from papers_store.opening import open_library
from support.drivers.program import Run
from support.fakes.memory_library import NOWHERE, article


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library with articles 1 to 3 in its first segment."""
    folder = tmp_path / "library"
    with open_library(folder, create=True) as library:
        library.put([article(number) for number in range(1, 4)])
    return folder


def segment(folder: Path, number: int) -> Path:
    return folder / "segments" / f"{number:05d}.json"


def written(*articles: Article, first: int = 1) -> str:
    """A segment of some articles, as text."""
    documents = {str(first + nth): msgspec.to_builtins(one) for nth, one in enumerate(articles)}
    return json.dumps({"articles": documents}, ensure_ascii=False)


def of(time: str, number: int, title: str) -> Article:
    """An article that was imported at a time."""
    return replace(article(number), title=title, origin=replace(NOWHERE, imported_at=time))


def titles(library: Library) -> set[str]:
    hits = library.find()
    return {row.title for row in hits.window(0, hits.total)}


LOOKING = (
    ["list"],
    ["stats"],
    ["check"],
    ["export", "--format", "ris"],
    ["graph", article(1).id],
    ["keywords"],
)

TELLING = ("list", "stats", "check")


def nested(levels: int, opening: str, closing: str) -> str:
    return opening * levels + closing * levels


@pytest.mark.slow
@pytest.mark.parametrize("levels", [300, 1_200, 100_000])
@pytest.mark.parametrize("brackets", [("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")])
@pytest.mark.parametrize("inside", ["an article", "a document", "a table"])
def test_a_segment_that_is_nested_too_deep_is_named_and_the_rest_is_read(
    folder: Path, run: Run, levels: int, brackets: tuple[str, str], inside: str
) -> None:
    deep = nested(levels, *brackets).replace('{"a":}', "{}")
    whole = written(article(7))
    segment(folder, 1).write_text(
        {
            "an article": whole.replace('"title_en": null', f'"unknown": {deep}'),
            "a document": whole.replace('{"articles": {', f'{{"articles": {{"9": {{"x": {deep}}},'),
            "a table": f'{{"articles": {{}}, "other": {{"1": {{"x": {deep}}}}}}}',
        }[inside],
        encoding="utf-8",
    )
    for command in LOOKING:
        ran = run(*command)
        assert "Traceback" not in ran.stderr, command
        assert command[0] not in TELLING or "00001.json" in ran.stderr + ran.stdout
    assert "第1篇文章" in run("list").stdout
    with open_library(folder) as library:
        assert len(library.put([article(20)]).added) == 1
    repaired = run("check", "--repair")
    assert repaired.returncode == 0, repaired.stdout + repaired.stderr
    assert run("check").returncode == 0


@pytest.mark.parametrize(
    "number",
    ["9" * 18, "9" * 19, "1" * 400, "-1", "+1", "01", "1e3", " 1", "１", "九", "", "1_0"],
)
def test_no_number_of_a_document_loses_an_article(folder: Path, run: Run, number: str) -> None:
    segment(folder, 0).unlink()
    documents = {number: msgspec.to_builtins(article(7))}
    segment(folder, 0).write_text(json.dumps({"articles": documents}), encoding="utf-8")
    with open_library(folder) as library:
        library.put([article(number) for number in range(10, 13)])
        added = {article(number).title for number in range(10, 13)}
        assert added <= titles(library)
    # As when it is restored from a backup.
    os.utime(segment(folder, 0), (1, 1))
    run("check", "--repair")
    assert run("check").returncode == 0
    with open_library(folder) as library:
        assert titles(library) == {*added, article(7).title}


def test_a_segment_whose_numbers_are_used_up_is_mended(folder: Path, run: Run) -> None:
    # What a program wrote that counted on from the largest number there was.
    numbers = ("999999999999999999", "1000000000000000000", "1000000000000000001")
    documents = {at: msgspec.to_builtins(article(number)) for number, at in enumerate(numbers, 1)}
    segment(folder, 0).write_text(json.dumps({"articles": documents}), encoding="utf-8")
    assert "999999" in run("list").stderr or "1000000000" in run("list").stderr
    assert run("check", "--repair").returncode == 0
    assert run("check").stdout.endswith(": sound\n")
    with open_library(folder) as library:
        assert len(library) == 3
        assert all(place.document <= 3 for place, _ in Segments(folder / "segments").articles(0))


def test_new_documents_are_numbered_from_the_gaps_where_numbers_run_out(folder: Path) -> None:
    segment(folder, 0).write_text(written(article(7), first=10**9 - 1), encoding="utf-8")
    with open_library(folder) as library:
        library.put([article(number) for number in range(10, 15)])
        assert len(library) == 6
    held = [place.document for place, _ in Segments(folder / "segments").articles(0)]
    assert held == [1, 2, 3, 4, 5, 10**9 - 1] or sorted(held) == [1, 2, 3, 4, 5, 10**9 - 1]


@pytest.mark.parametrize(
    "nanoseconds",
    [-(10**18), -1, 2**63 - 1, 2**63, 13_569_465_600 * 10**9, 2**65],
    ids=["1938", "before 1970", "the last", "one more", "2400", "far away"],
)
def test_the_clock_of_a_disk_may_say_any_year(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch, nanoseconds: int
) -> None:
    found = segment(folder, 0)
    try:
        os.utime(found, ns=(nanoseconds, nanoseconds))
    except (OSError, OverflowError):
        pytest.skip("no file may be of that time here")
    if found.stat().st_mtime_ns != nanoseconds:
        pytest.skip("this file system keeps no such time")
    for command in (["list"], ["check", "--repair"], ["check"], ["stats"]):
        ran = run(*command)
        assert ran.returncode == 0 and ran.stderr == "", command
    with open_library(folder) as library:
        assert len(library.put([article(9)]).added) == 1
        library.refresh()
        assert titles(library) == {article(number).title for number in (1, 2, 3, 9)}


EARLY, LATE, LATER = "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z"


def anew(folder: Path) -> None:
    """Have the index made from nothing."""
    for file in folder.glob("index.sqlite3*"):
        file.unlink()


def touched(folder: Path) -> None:
    """Have every segment read again, the last one first."""
    for nth, file in enumerate(sorted((folder / "segments").glob("*.json"), reverse=True)):
        os.utime(file, (10**9 + nth, 10**9 + nth))


@pytest.mark.parametrize("late", [0, 1, 2])
@pytest.mark.parametrize("again", [anew, touched, lambda folder: None])
def test_of_an_article_that_stands_twice_the_later_counts(
    tmp_path: Path, late: int, again: Callable[[Path], None]
) -> None:
    folder = tmp_path / "library"
    open_library(folder, create=True).close()
    for number in range(3):
        time = LATER if number == late else (EARLY, LATE)[number % 2]
        segment(folder, number).write_text(
            written(of(time, 7, f"第{number}处"), article(20 + number)), encoding="utf-8"
        )
        with open_library(folder) as library:
            assert library.find(f'"第{number}处"').total in (0, 1)
    again(folder)
    with open_library(folder) as library:
        assert library.article(article(7).id).title == f"第{late}处"
        assert library.find("kw:阅读").total == len(library) == 4
        problems = library.check()
        assert {Path(one.file).name for one in problems} == {
            segment(folder, number).name for number in range(3) if number != late
        }
        library.repair()
        assert library.check() == []
        assert library.article(article(7).id).title == f"第{late}处"
    touched(folder)
    with open_library(folder) as library:
        assert library.article(article(7).id).title == f"第{late}处"


def test_the_other_copy_is_read_when_the_one_that_was_read_goes(folder: Path) -> None:
    for number, time in enumerate((EARLY, LATE, LATER), 1):
        segment(folder, number).write_text(written(of(time, 7, time)), encoding="utf-8")
    for number, time in ((3, LATER), (2, LATE), (1, EARLY)):
        with open_library(folder) as library:
            assert library.article(article(7).id).title == time
        segment(folder, number).unlink()
    with open_library(folder) as library:
        assert library.find('title:"2024"').total == 0 and len(library) == 3


def test_an_older_copy_in_the_place_of_the_one_that_was_read_counts_less(folder: Path) -> None:
    segment(folder, 1).write_text(written(of(LATE, 7, "第一处")), encoding="utf-8")
    segment(folder, 2).write_text(written(of(LATER, 7, "第二处")), encoding="utf-8")
    with open_library(folder) as library:
        assert library.article(article(7).id).title == "第二处"
    segment(folder, 2).write_text(written(of(EARLY, 7, "旧的第二处")), encoding="utf-8")
    with open_library(folder) as library:
        assert library.article(article(7).id).title == "第一处"


@pytest.mark.parametrize("time", [EARLY, "2400-01-01T00:00:00Z"])
def test_an_update_of_an_article_that_stands_twice_stays(folder: Path, time: str) -> None:
    with open_library(folder) as library:
        library.put([of(LATE, 7, "原来")])
    # A segment from a backup, or from a machine whose clock was ahead.
    segment(folder, 1).write_text(written(of(time, 7, "备份"), article(8)), encoding="utf-8")
    with open_library(folder) as library:
        assert library.put([of(LATER, 7, "修订")]).updated == (article(7).id,)
        assert library.article(article(7).id).title == "修订"
    for again in (touched, anew):
        again(folder)
        with open_library(folder) as library:
            assert library.article(article(7).id).title == "修订"
            assert library.check() == [] and len(library) == 5


def test_a_removal_takes_every_copy_out(folder: Path, run: Run) -> None:
    segment(folder, 1).write_bytes(segment(folder, 0).read_bytes())
    assert run("remove", article(2).id).returncode == 0
    touched(folder)
    assert article(2).title not in run("list").stdout
    anew(folder)
    assert article(2).title not in run("list").stdout
    assert article(1).title in run("list").stdout
