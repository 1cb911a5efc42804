"""Libraries and marks of somebody who may leave nothing behind, anywhere."""

from pathlib import Path

import pytest

from papers_store.errors import LibraryError
from papers_store.marks.marks import Marks
from papers_store.marks.marks_format import MarksError
from papers_store.marks.session_marks import SessionMarks
from papers_store.marks.values import ReadingPosition
from papers_store.opening import open_library
from papers_store.text.dictionary import dictionary_in
from support.drivers.sandbox_recorder import what_leaves
from support.fakes.memory_library import article

A = "a" * 16


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    with open_library(folder, create=True) as library:
        library.put([article(number) for number in range(1, 5)])
    return folder


def test_a_library_that_is_only_read_is_found_in_and_written_nowhere(folder: Path) -> None:
    with what_leaves() as left, open_library(folder, repair=False) as library:
        library.prepare()
        assert library.find("文章").total == len(library) == 4
        assert library.find("wenzhang").total == 4
        library.suggest("终段")
        assert library.article(article(2).id) == article(2)
        assert library.keywords() and library.version() is not None
    assert left == []


def test_what_a_keeper_adds_is_seen_by_whoever_only_reads(folder: Path) -> None:
    with open_library(folder, repair=False) as library:
        before = library.version()
        library.refresh()
        with open_library(folder) as keeper:
            keeper.put([article(9)])
        assert library.version() != before and len(library) == 5


def test_an_index_behind_its_segments_is_taken_as_it_is(folder: Path) -> None:
    (segment,) = (folder / "segments").glob("*.json")
    segment.write_bytes(segment.read_bytes() + b"\n")
    with what_leaves() as left, open_library(folder, repair=False) as library:
        assert len(library) == 4
    assert left == []


def test_a_dictionary_that_only_a_keeper_can_make_is_missed(folder: Path) -> None:
    dictionary_in(folder).unlink()
    with (
        what_leaves() as left,
        pytest.raises(LibraryError, match="as the librarian"),
        open_library(folder, repair=False) as library,
    ):
        library.find("文章")
    assert left == []


def test_marks_without_a_file_last_as_long_as_the_session(tmp_path: Path) -> None:
    marks = SessionMarks(("forgotten",))
    with what_leaves() as left:
        marks.star(A, True)
        marks.tag(A, ("待读",))
        marks.note(A, "一则")
        marks.leave(A, ReadingPosition(block=3), 0.5)
        marks.opened(A)
        marks.filtered("新媒体")
        assert not marks.refresh()
    mark = marks.of(A)
    assert (mark.starred, mark.tags, mark.note, mark.read) == (True, ("待读",), "一则", 0.5)
    assert marks.session.article == A and marks.session.filters == ("新媒体",)
    assert marks.problems == ("forgotten",) and left == []


def test_marks_without_a_file_can_be_moved_to_one_and_from_one(tmp_path: Path) -> None:
    kept, fleeting = Marks(tmp_path / "reader.json"), SessionMarks()
    kept.star(A, True)
    assert fleeting.merge(kept.export().encode(), "kept") == 1 and fleeting.of(A).starred
    fleeting.note(A, "一则")
    assert kept.merge(fleeting.export().encode(), "fleeting") == 1
    assert Marks(tmp_path / "reader.json").of(A).note == "一则"
    with pytest.raises(MarksError):
        fleeting.merge(b"{}", "nothing")
