"""A reader's marks stay, whatever else happens to their file."""

import json
import multiprocessing
import os
import stat
from pathlib import Path

import pytest
from tinydb import TinyDB

from papers_store.marks.marks import Marks
from papers_store.marks.marks_format import MarksError
from papers_store.marks.values import Mark, ReadingPosition, Session

A, B = "a" * 16, "b" * 16


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "reader" / "reader.json"


def test_marks_are_there_after_closing_and_opening_again(file: Path) -> None:
    marks = Marks(file)
    marks.star(A, True)
    marks.tag(A, ("待读", " 新 媒体 ", "待读", ""))
    marks.note(A, "第一行\n第二行")
    marks.leave(A, ReadingPosition(block=12, offset=40), 0.5)
    again = Marks(file).of(A)
    assert again == marks.of(A)
    assert (again.starred, again.tags) == (True, ("待读", "新 媒体"))
    assert (again.note, again.place) == ("第一行\n第二行", ReadingPosition(block=12, offset=40))
    assert again.read == 0.5 and again.last_read and not again.finished


def test_an_article_without_a_mark_has_an_empty_one(file: Path) -> None:
    assert Marks(file).of(A) == Mark(article=A)
    assert not file.exists() and not file.parent.exists()


def test_the_file_is_a_tinydb_database_in_a_private_folder(file: Path) -> None:
    Marks(file).star(A, True)
    Marks(file).star(A, False)
    Marks(file).star(B, True)
    with TinyDB(file) as database:
        starred = {mark["article"]: mark["starred"] for mark in database.table("marks").all()}
        assert starred == {A: False, B: True}
        assert database.table("about").all() == [{"version": 1}]
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_the_session_returns_to_article_and_filters(file: Path) -> None:
    marks = Marks(file)
    marks.opened(A)
    for query in ("新媒体", "kw:党建", "  ", "新媒体 "):
        marks.filtered(query)
    assert Marks(file).session == Session(article=A, filters=("新媒体", "kw:党建"))
    marks.opened(None)
    assert Marks(file).session.article is None


def test_two_sessions_keep_each_others_marks(file: Path) -> None:
    first, second = Marks(file), Marks(file)
    first.star(A, True)
    second.note(A, "第二处")
    first.tag(B, ("待读",))
    second.filtered("阅读")
    for marks in (first, second, Marks(file)):
        marks.refresh()
        assert (marks.of(A).starred, marks.of(A).note) == (True, "第二处")
        assert marks.of(B).tags == ("待读",) and marks.session.filters == ("阅读",)


def _tag_many(path: Path, start: int) -> None:
    marks = Marks(path)
    for number in range(start, start + 20):
        marks.tag(f"{number:016x}", (str(number),))


def test_processes_that_write_at_once_lose_nothing(file: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_tag_many, args=(file, start)) for start in (0, 100, 200)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    assert len(Marks(file).all()) == 60


def test_what_another_session_wrote_is_seen_when_asked_for(file: Path) -> None:
    first, second = Marks(file), Marks(file)
    assert not second.refresh()
    first.star(A, True)
    assert not second.of(A).starred
    assert second.refresh() and second.of(A).starred
    assert not second.refresh()


def test_halves_of_characters_are_kept_as_question_marks(file: Path) -> None:
    marks = Marks(file)
    marks.note(A, "想\ud800法")
    marks.tag(A, ("\udcb6\udcc1",))
    marks.filtered("kw:\udcff")
    assert Marks(file).of(A).note == "想?法" and Marks(file).of(A).tags == ("??",)
    assert Marks(file).session.filters == ("kw:?",)


def test_tags_are_told_the_most_used_first(file: Path) -> None:
    marks = Marks(file)
    marks.tag(A, ("乙", "甲"))
    marks.tag(B, ("甲",))
    assert marks.tags() == ["甲", "乙"]


@pytest.mark.parametrize(
    ("contents", "fault"),
    [
        ("{", "damaged"),
        ("", "damaged"),
        ('{"marks": {}}', "damaged"),
        ('{"about": {"1": {"version": 1}}, "marks": {"1": {"article": 3}}}', "damaged"),
        (
            '{"about": {"1": {"version": 1}}, "marks": '
            '{"1": {"article": "a", "changed": {"note": "soon"}}}}',
            "damaged",
        ),
        (
            '{"about": {"1": {"version": 1}}, "marks": {"1": {"article": "a", "read": 7}}}',
            "damaged",
        ),
        ('{"about": {"1": {"version": 2}}, "marks": {"1": {"stars": 5}}}', "of another version"),
    ],
)
def test_a_file_that_cannot_be_read_is_set_aside_and_said_once(
    file: Path, contents: str, fault: str
) -> None:
    file.parent.mkdir()
    file.write_text(contents, encoding="utf-8")
    file.with_name("reader-aside-1.json").write_text("kept", encoding="utf-8")
    marks = Marks(file)
    (problem,) = marks.problems
    assert str(file) in problem and fault in problem and "reader-aside-2.json" in problem
    assert file.with_name("reader-aside-2.json").read_text(encoding="utf-8") == contents
    assert file.with_name("reader-aside-1.json").read_text(encoding="utf-8") == "kept"
    marks.star(A, True)
    assert Marks(file).of(A).starred and Marks(file).problems == ()


def test_a_file_damaged_while_it_is_open_is_set_aside_at_the_next_change(file: Path) -> None:
    marks = Marks(file)
    marks.star(A, True)
    file.write_text("{ no longer", encoding="utf-8")
    marks.star(B, True)
    assert len(marks.problems) == 1
    assert file.with_name("reader-aside-1.json").read_text(encoding="utf-8") == "{ no longer"
    assert set(Marks(file).all()) == {B}


def test_a_folder_in_the_files_place_closes_the_marks_and_says_so(file: Path) -> None:
    file.mkdir(parents=True)
    marks = Marks(file)
    assert len(marks.problems) == 1 and str(file) in marks.problems[0]
    assert marks.of(A) == Mark(article=A)
    with pytest.raises(MarksError, match=r"reader\.json"):
        marks.star(A, True)


def test_a_link_to_the_file_stays_a_link(file: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.json"
    Marks(elsewhere).star(A, True)
    file.parent.mkdir()
    file.symlink_to(elsewhere)
    Marks(file).star(B, True)
    assert file.is_symlink() and set(Marks(elsewhere).all()) == {A, B}


def test_a_write_that_fails_leaves_the_marks_as_they_were(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = Marks(file)
    marks.star(A, True)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(MarksError, match="No space left"):
        marks.star(B, True)
    with pytest.raises(MarksError, match="No space left"):
        marks.merge(marks.export().encode().replace(b"aaaa", b"cccc"), "x")
    monkeypatch.undo()
    assert set(marks.all()) == set(Marks(file).all()) == {A}


def test_merging_takes_the_later_change_of_each_part(file: Path, tmp_path: Path) -> None:
    here, there = Marks(file), Marks(tmp_path / "there.json")
    here.star(A, True)
    there.star(A, False)
    there.note(A, "彼处")
    here.tag(A, ("此处",))
    there.star(B, True)
    assert here.merge(there.export().encode(), "there.json") == 2
    merged = Marks(file).of(A)
    assert (merged.starred, merged.note, merged.tags) == (False, "彼处", ("此处",))
    assert here.of(B) == there.of(B)
    assert here.merge(there.export().encode(), "there.json") == 0


def test_merging_both_ways_ends_in_the_same_marks(file: Path, tmp_path: Path) -> None:
    here, there = Marks(file), Marks(tmp_path / "there.json")
    for number, marks in enumerate((here, there, here, there)):
        marks.star(A, number % 2 == 0)
        marks.note(f"{number:016x}", str(number))
        marks.filtered(str(number))
    here.merge(there.export().encode(), "there.json")
    there.merge(here.export().encode(), "here.json")
    assert here.all() == there.all()
    assert set(here.session.filters) == set(there.session.filters) == set("0123")


def test_a_change_is_later_than_one_of_a_clock_that_ran_ahead(file: Path) -> None:
    marks = Marks(file)
    ahead = {"article": A, "note": "未来", "changed": {"note": "2999-01-01T00:00:00.000000+00:00"}}
    marks.merge(json.dumps({"version": 1, "marks": [ahead]}).encode(), "ahead.json")
    before = marks.export()
    marks.note(A, "此时")
    marks.merge(before.encode(), "before.json")
    assert marks.of(A).note == "此时"


@pytest.mark.parametrize(
    "contents", [b"", b"[]", b"{}", b'{"version": 2, "x": 1}', b'{"version": 1, "marks": [{}]}']
)
def test_what_is_no_export_is_refused_whole(file: Path, contents: bytes) -> None:
    marks = Marks(file)
    marks.star(A, True)
    before = file.read_bytes()
    with pytest.raises(MarksError, match=r"^other\.json: "):
        marks.merge(contents, "other.json")
    assert file.read_bytes() == before
