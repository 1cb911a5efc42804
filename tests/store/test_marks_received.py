"""Marks that others wrote: whatever stands in them is taken in, or named."""

import json
import os
import shlex
from pathlib import Path
from typing import Any

import pytest

from papers_store.marks.conflict_copies import copies_beside
from papers_store.marks.marks import Marks
from papers_store.marks.marks_format import MarksError
from papers_store.marks.values import Mark, ReadingPosition

A, B = "a" * 16, "b" * 16

TIMES = [
    "9999-12-31T23:59:59.999999+00:00",
    "9999-12-31T23:59:59-23:59",
    "9001-01-01T00:00:00.000000+00:00",
    "2999-01-01T00:00:00.000000+00:00",
    "1969-12-31T23:59:59.999999+00:00",
    "0001-01-01T00:00:00.000000+00:00",
    "0001-01-01T00:00:00+23:59",
    "2026-01-01T08:00:00.000000+08:00",
    "2026-01-01T08:00:00.000000-12:34",
    "2026-01-01T08:00:00+00:00",
    "2026-01-01T08:00:00Z",
    "2026-01-01T08:00:00",
    "2026-01-01",
    "2024-02-29T00:00:00.000000+00:00",
    "2026-W01-1T08:00:00.123456+00:00",
]
NO_TIMES = [
    "",
    "soon",
    "2026-02-30T00:00:00.000000+00:00",
    "2026-01-01T24:61:00",
    "٢٠٢٦-01-01",
    "1e9",
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "reader.json"


def mark(when: str) -> dict[str, Any]:
    changed = dict.fromkeys(("starred", "tags", "note", "reading"), when)
    place = {"block": 3, "offset": 4}
    return {
        "article": A,
        "starred": True,
        "tags": ["旧"],
        "note": "旧",
        "place": place,
        "read": 0.5,
        "last_read": when,
        "changed": changed,
    }


def export(*marks: dict[str, Any]) -> bytes:
    return json.dumps({"version": 1, "marks": marks}).encode()


def database(*marks: dict[str, Any]) -> bytes:
    numbered = {str(number): one for number, one in enumerate(marks, 1)}
    tables = {"about": {"1": {"version": 1}}, "marks": numbered, "session": {}}
    return json.dumps(tables).encode()


def changes(*marks: dict[str, Any]) -> bytes:
    lines = [{"changes": 1}, *({"mark": one} for one in marks)]
    return "".join(json.dumps(one) + "\n" for one in lines).encode()


FORMS = {"export": export, "database": database, "changes": changes}


def changes_count(marks: Marks) -> None:
    """What a reader does now counts, and stays, whatever the times were before."""
    marks.star(A, False)
    marks.note(A, "新")
    marks.tag(A, ("新",))
    marks.leave(A, ReadingPosition(block=9), 0.9)
    assert marks.of(A).changed == {
        part: max(when, Marks(marks._path).of(A).changed[part])
        for part, when in marks.of(A).changed.items()
    }


@pytest.mark.parametrize("when", TIMES)
@pytest.mark.parametrize("form", FORMS)
def test_marks_of_any_time_are_taken_in_and_changed(file: Path, form: str, when: str) -> None:
    marks = Marks(file)
    data = FORMS[form](mark(when))
    assert marks.merge(data, "sent.json") == 1
    assert marks.of(A).note == "旧" and marks.of(A).place == ReadingPosition(block=3, offset=4)
    changes_count(marks)
    marks.merge(data, "sent.json")
    for one in (marks, Marks(file)):
        assert (one.of(A).starred, one.of(A).note, one.of(A).tags) == (False, "新", ("新",))
        assert one.of(A).place == ReadingPosition(block=9) and one.problems == ()
    assert Marks(file.with_name("x.json")).merge(marks.export().encode(), "again") == 1


@pytest.mark.parametrize("when", [*TIMES, "9000-12-31T23:59:59.999999+00:00"])
def test_a_file_of_any_times_is_read_and_changed(file: Path, when: str) -> None:
    file.write_bytes(database(mark(when)))
    marks = Marks(file)
    assert marks.of(A).note == "旧" and marks.problems == ()
    changes_count(marks)
    assert Marks(file).of(A).note == "新" and Marks(file).problems == ()


@pytest.mark.parametrize("when", NO_TIMES)
@pytest.mark.parametrize("form", FORMS)
def test_what_is_no_time_is_refused_by_a_sentence(file: Path, form: str, when: str) -> None:
    with pytest.raises(MarksError, match=r"^sent\.json: is no export of marks"):
        Marks(file).merge(FORMS[form](mark(when)), "sent.json")
    assert not file.exists()


def nested(depth: int, form: str) -> bytes:
    one = FORMS[form]({"article": A, "x": 0})
    return one.replace(b'"x": 0', b'"x": ' + b"[" * depth + b"]" * depth)


HOSTILE = {
    "brackets": b"[" * 100_000,
    "whole brackets": b"[" * 100_000 + b"]" * 100_000,
    "braces": b'{"version":' * 100_000,
    "deep in an export": nested(100_000, "export"),
    "deep in a database": nested(100_000, "database"),
    "deep in changes": nested(100_000, "changes"),
    "UTF-16": export(mark(TIMES[4])).decode().encode("utf-16"),
    "GBK": '{"version": 1, "marks": [{"article": "a", "note": "想法"}]}'.encode("gbk"),
    "a number without use": export({"article": A, "place": {"block": 10**30}}),
    "a number of many digits": b'{"version": ' + b"9" * 5_000 + b', "marks": []}',
    "less than nothing": export({"article": A, "place": {"block": -1, "offset": 0}}),
    "more than all": export({"article": A, "read": 1e300}),
    "no number": b'{"version": 1, "marks": [{"article": "a", "read": NaN}]}',
    "half a character": b'{"version": 1, "marks": [{"article": "a", "note": "\\ud800"}]}',
    "another part": export({"article": A, "changed": {"all": TIMES[4]}}),
    "tags that are none": export({"article": A, "tags": "待读"}),
    "marks that are none": b'{"version": 1, "marks": 7}',
    "a text": "读书笔记".encode(),
    "zeros": bytes(1_000),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_whatever_is_no_export_is_refused_by_a_sentence(file: Path, data: bytes) -> None:
    marks = Marks(file)
    marks.star(B, True)
    before = file.read_bytes()
    with pytest.raises(MarksError, match=r"^sent\.json: ") as refused:
        marks.merge(data, "sent.json")
    assert len(str(refused.value)) < 200 and "\n" not in str(refused.value)
    assert file.read_bytes() == before


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_file_of_whatever_is_named_and_kept_aside(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    marks = Marks(file)
    (problem,) = marks.problems
    assert "reader.json: is " in problem and "reader-aside-1.json" in problem
    assert file.with_name("reader-aside-1.json").read_bytes() == data
    marks.star(A, True)
    assert Marks(file).of(A).starred and Marks(file).problems == ()


@pytest.mark.parametrize(
    "wrong",
    [{"article": 3}, {"note": "想法"}, 7, [[[]]], {"article": B, "read": 7}],
)
def test_one_mark_that_is_none_costs_no_other(file: Path, wrong: Any) -> None:
    data = database(mark(TIMES[4]), wrong)
    file.write_bytes(data)
    marks = Marks(file)
    (problem,) = marks.problems
    assert "damaged in part (mark 2: " in problem and "what is sound in it stays" in problem
    assert file.with_name("reader-aside-1.json").read_bytes() == data
    for one in (marks, Marks(file)):
        assert one.of(A).note == "旧" and one.of(B) == Mark(article=B)
    assert Marks(file).problems == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"place": {"block": -5}},
        {"place": {"block": 10**30, "offset": 0}},
        {"last_read": "?"},
        {"read": 7},
        {"tags": "待读"},
        {"changed": {"note": TIMES[4], "reading": "soon"}},
        {"changed": {"note": TIMES[4], "all": TIMES[4], "tags": 3}},
    ],
)
def test_what_is_sound_of_a_mark_stays(file: Path, wrong: dict[str, Any]) -> None:
    file.write_bytes(database(mark(TIMES[4]) | wrong))
    marks = Marks(file)
    assert len(marks.problems) == 1 and marks.of(A).note == "旧" and marks.of(A).starred
    marks.note(A, "新")
    marks.leave(A, ReadingPosition(block=9), 0.9)
    assert Marks(file).of(A) == marks.of(A) and Marks(file).problems == ()


def test_two_marks_of_one_article_are_put_together(file: Path) -> None:
    early, late = mark("2026-01-01T00:00:00Z"), mark("2026-01-02T00:00:00Z")
    late |= {"note": "晚", "changed": {"note": late["changed"]["note"]}}
    for form in FORMS.values():
        marks = Marks(file.with_name(f"{form.__name__}.json"))
        marks.merge(form(late, early), "sent.json")
        assert (marks.of(A).note, marks.of(A).tags) == ("晚", ("旧",))


@pytest.mark.parametrize("form", FORMS)
def test_what_says_not_when_it_was_changed_is_taken_where_there_is_nothing(
    file: Path, form: str
) -> None:
    data = FORMS[form]({"article": A, "starred": True, "note": "旧", "read": 0.5})
    marks = Marks(file)
    marks.note(A, "新")
    assert marks.merge(data, "sent.json") == 1
    assert (marks.of(A).starred, marks.of(A).note, marks.of(A).read) == (True, "新", 0.5)
    assert marks.merge(data, "sent.json") == 0 and Marks(file).of(A) == marks.of(A)


@pytest.mark.parametrize("form", FORMS)
def test_a_byte_order_mark_stops_nothing(file: Path, form: str) -> None:
    data = b"\xef\xbb\xbf" + FORMS[form](mark(TIMES[4]))
    assert Marks(file).merge(data, "sent.json") == 1
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert Marks(file).of(A).note == "旧" and Marks(file).problems == ()


def test_what_is_no_file_is_named_and_nobody_waits_for_it(file: Path) -> None:
    os.mkfifo(file)
    marks = Marks(file)
    assert len(marks.problems) == 1 and "it is not a regular file" in marks.problems[0]
    with pytest.raises(MarksError, match="it is not a regular file"):
        marks.star(A, True)
    file.unlink()
    marks.refresh()
    marks.star(A, True)
    assert Marks(file).of(A).starred
    file.with_name("reader.changes.jsonl").mkdir()
    (problem,) = Marks(file).problems
    assert "reader.changes.jsonl: cannot be read (it is not a regular file)" in problem


# Copies that are left by programs which keep folders alike.

COPIES = [
    "reader.sync-conflict-20260501-120000-ABCDEFG.json",
    "reader (conflicted copy 2026-05-01).json",
    "reader (小王的冲突副本 2026-05-01).json",
    "reader (SFConflict wang@example.org 2026-05-01-12-00-00).json",
    "reader_conflict-20260501-120000.json",
    "reader [Conflict].json",
    "reader.json.conflict1",
    "reader-LAPTOP.json",
    "reader (1).json",
    "reader 2.json",
]
OTHERS = [
    "reader-aside-1.json",
    "reader-aside-1.jsonl",
    "reader.json.lock",
    "reader.changes.jsonl",
    ".reader.json.ab12cd_9",
    "readers.json",
    "reader2.json",
    "other.sync-conflict-20260501-120000-ABCDEFG.json",
    "reader.json.bak",
]


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_is_named_until_it_is_taken_in(file: Path, name: str) -> None:
    copy = file.with_name(name)
    copy.write_bytes(database(mark(TIMES[4])))
    marks = Marks(file)
    marks.star(B, True)
    (said,) = marks.unread_copies()
    assert said.startswith("papers-tui marks import ") and shlex.split(said)[-1] == str(copy)
    marks.merge(copy.read_bytes(), name)
    assert marks.unread_copies() == () and Marks(file).of(A).note == "旧"


def test_a_copy_of_changes_is_named_too(file: Path) -> None:
    copy = file.with_name("reader.changes.sync-conflict-20260501-120000-ABCDEFG.jsonl")
    copy.write_bytes(changes(mark(TIMES[4])))
    marks = Marks(file)
    assert len(marks.unread_copies()) == 1
    assert marks.merge(copy.read_bytes(), copy.name) == 1 and marks.unread_copies() == ()


def test_a_copy_that_cannot_be_read_is_named(file: Path) -> None:
    copy = file.with_name(COPIES[0])
    copy.write_bytes(b"[" * 100_000)
    (said,) = Marks(file).unread_copies()
    assert copy.name in said and "cannot be read" in said


def test_other_files_are_no_copies(file: Path) -> None:
    for name in OTHERS:
        file.with_name(name).write_bytes(database(mark(TIMES[4])))
    file.with_name("reader (conflicted\x1b[31m copy).json").write_bytes(b"")
    assert copies_beside(file) == []
    other = file.with_name("li.json")
    file.with_name("li-ming.json").write_bytes(database(mark(TIMES[4])))
    assert copies_beside(other) == []
