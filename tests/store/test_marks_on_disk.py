"""What of a reader's marks is written, and what becomes of it when others write too."""

import json
import multiprocessing
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from papers_store.marks.marks import Marks
from papers_store.marks.marks_file import SMALL, changes_beside
from papers_store.marks.marks_format import Contents, MarksError, written_whole
from papers_store.marks.values import Mark

A, B = "a" * 16, "b" * 16
WHEN = "2026-01-01T00:00:00.000000+00:00"


def many(count: int, note: str = "想法") -> Contents:
    times = {"starred": WHEN, "note": WHEN}
    marks = [
        Mark(article=f"{n:016x}", starred=True, note=note, changed=times)  # type: ignore[arg-type]
        for n in range(count)
    ]
    return Contents(marks={mark.article: mark for mark in marks})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "reader.json"


@pytest.fixture
def large(file: Path) -> Path:
    """The file of somebody who marked many articles."""
    file.write_bytes(written_whole(many(2_000)))
    assert file.stat().st_size > SMALL
    return file


def written_by(work: Callable[[], object], folder: Path) -> int:
    """Bytes of files that are another after some work than before."""
    before = {one: one.read_bytes() for one in folder.iterdir() if one.is_file()}
    work()
    total = 0
    for one in folder.iterdir():
        data, old = one.read_bytes(), before.get(one, b"")
        if data != old:
            total += len(data) - len(old) if data.startswith(old) else len(data)
    return total


def test_a_change_among_many_marks_writes_what_is_changed(large: Path) -> None:
    marks = Marks(large)
    assert written_by(lambda: marks.star(A, True), large.parent) < 1_000
    assert written_by(lambda: marks.opened(A), large.parent) < 1_000
    assert written_by(lambda: marks.leave(A, None, 0.5), large.parent) < 1_000
    again = Marks(large)
    assert len(again.all()) == 2_001 and again.of(A) == marks.of(A)
    assert again.session.article == A and again.problems == ()


def test_a_hundred_thousand_marks_are_taken_in_and_one_more_writes_one(file: Path) -> None:
    sent = json.dumps(
        {
            "version": 1,
            "marks": [
                {"article": f"{n:016x}", "starred": True, "changed": {"starred": WHEN}}
                for n in range(100_000)
            ],
        }
    )
    marks = Marks(file)
    assert marks.merge(sent.encode(), "sent.json") == 100_000
    assert written_by(lambda: marks.star(A, True), file.parent) < 1_000
    assert len(Marks(file).all()) == 100_001


def test_few_marks_stand_in_one_file(file: Path) -> None:
    marks = Marks(file)
    marks.star(A, True)
    marks.note(B, "想法")
    assert {one.name for one in file.parent.iterdir()} == {"reader.json", "reader.json.lock"}


def test_sessions_take_from_each_other_what_was_changed(large: Path) -> None:
    first, second = Marks(large), Marks(large)
    first.star(A, True)
    second.note(A, "第二处")
    first.tag(B, ("待读",))
    second.filtered("阅读")
    for marks in (first, second, Marks(large)):
        marks.refresh()
        assert (marks.of(A).starred, marks.of(A).note) == (True, "第二处")
        assert marks.of(B).tags == ("待读",) and marks.session.filters == ("阅读",)
        assert not marks.refresh()


def test_changes_are_put_into_the_whole_now_and_then(large: Path) -> None:
    marks, other = Marks(large), Marks(large)
    before = large.read_bytes()
    for number in range(200):
        marks.note(f"{number:016x}", "长" * 1_000)
        if large.read_bytes() != before:
            break
    assert large.read_bytes() != before and not changes_beside(large).exists()
    other.refresh()
    assert other.all() == marks.all() == Marks(large).all()
    assert len(changes_beside(large).name) < 80


def test_a_program_that_knows_no_changes_loses_none(large: Path) -> None:
    marks = Marks(large)
    marks.note(A, "此处")
    # As earlier versions do it: the file alone is read, and put in its place whole.
    tables = json.loads(large.read_bytes())
    later = "2999-01-01T00:00:00.000000+00:00"
    tables["marks"]["9999"] = {"article": B, "starred": True, "changed": {"starred": later}}
    large.write_text(json.dumps(tables), encoding="utf-8")
    for one in (marks, Marks(large)):
        one.refresh()
        assert one.of(A).note == "此处" and one.of(B).starred and one.problems == ()


@pytest.mark.parametrize("half", [b'{"mark":{"article":"cc', b"\0" * 300, b"{"])
def test_the_half_of_a_line_is_nobodys_change(large: Path, half: bytes) -> None:
    Marks(large).star(A, True)
    with changes_beside(large).open("ab") as changes:
        changes.write(half)
    marks = Marks(large)
    assert marks.of(A).starred and marks.problems == ()
    marks.star(B, True)
    again = Marks(large)
    assert again.of(A).starred and again.of(B).starred and again.problems == ()


@pytest.mark.parametrize("line", [b"{}}\n", b'{"mark":{"article":3}}\n', b"\xff\n", b"[" * 9_999])
def test_a_damaged_line_is_named_and_kept_aside_and_the_others_count(
    large: Path, line: bytes
) -> None:
    Marks(large).star(A, True)
    with changes_beside(large).open("ab") as changes:
        changes.write(line.rstrip(b"\n") + b"\n")
    damaged = changes_beside(large).read_bytes()
    marks = Marks(large)
    (problem,) = marks.problems
    assert "reader.changes.jsonl: is damaged" in problem and "reader-aside-1.jsonl" in problem
    assert large.with_name("reader-aside-1.jsonl").read_bytes() == damaged
    assert marks.of(A).starred and len(marks.all()) == 2_001
    assert Marks(large).problems == () and Marks(large).of(A).starred


def test_where_nothing_can_be_written_the_marks_are_as_they_were(
    large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = Marks(large)
    marks.star(A, True)
    before = changes_beside(large).read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(MarksError, match="No space left"):
        marks.star(B, True)
    monkeypatch.undo()
    assert changes_beside(large).read_bytes() == before
    assert not marks.of(B).starred and not Marks(large).of(B).starred
    marks.star(B, True)
    assert Marks(large).of(B).starred


def test_both_files_are_taken_along_by_a_copy_of_the_folder(large: Path, tmp_path: Path) -> None:
    Marks(large).star(A, True)
    shutil.copytree(tmp_path, tmp_path / "elsewhere")
    assert Marks(tmp_path / "elsewhere" / "reader.json").of(A).starred


def _tag_many(path: Path, start: int) -> None:
    marks = Marks(path)
    for number in range(start, start + 20):
        marks.tag(f"other{number}", (str(number),))


def test_processes_that_change_many_marks_at_once_lose_nothing(large: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_tag_many, args=(large, start)) for start in (0, 100, 200)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    assert len(Marks(large).all()) == 2_060 and Marks(large).problems == ()


# What was left half written.


def test_what_killed_writers_left_is_swept_by_the_next_who_writes(file: Path) -> None:
    Marks(file).star(A, True)
    left = file.with_name(".reader.json.ab12cd_9")
    aside = file.with_name(".reader-aside-12.json.ab12cd_9")
    aside.write_text("half", encoding="utf-8")
    others = [file.with_name(name) for name in (".reader.json.swp", ".other.json.ab12cd_9")]
    for one in (left, *others):
        one.write_text("half", encoding="utf-8")
    assert Marks(file).of(A).starred and left.exists()
    Marks(file).star(B, True)
    assert not left.exists() and not aside.exists() and all(one.exists() for one in others)


def test_what_a_living_writer_writes_is_never_swept(file: Path) -> None:
    writes = file.with_name(".reader.json.ab12cd_9")
    with FileLock(f"{file}.lock"):
        writes.write_text("half", encoding="utf-8")
        code = "import sys; from pathlib import Path\n"
        code += "from papers_store.marks import marks; marks._PATIENCE = 1\n"
        code += "marks.Marks(Path(sys.argv[1])).star('a', True)"
        failed = subprocess.run(
            [sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=False
        )
        assert "another session is writing" in failed.stderr and writes.exists()


# How much there may be.


def test_who_has_little_room_is_told_when_it_is_full_and_can_make_room(file: Path) -> None:
    room = 1 << 20
    marks = Marks(file, room=room)
    noted = 0
    with pytest.raises(MarksError, match=r"reader\.json: is full"):
        for number in range(10_000):
            marks.note(f"{number:016x}", "长" * 3_000)
            noted = number + 1
    assert 40 < noted < 100
    assert sum(one.stat().st_size for one in file.parent.iterdir()) <= room // 2
    assert len(Marks(file, room=room).all()) == noted
    marks.note(f"{0:016x}", "")
    marks.note(A, "长" * 2_000)
    assert Marks(file, room=room).of(A).note


def test_more_than_there_is_room_for_can_be_read_and_made_less(file: Path) -> None:
    file.write_bytes(written_whole(many(3_000, "长" * 300)))
    marks = Marks(file, room=1 << 20)
    assert len(marks.all()) == 3_000
    with pytest.raises(MarksError, match="is full"):
        marks.note(A, "长" * 300)
    marks.note(f"{0:016x}", "")
    assert Marks(file).of(f"{0:016x}").note == ""


def test_the_mask_says_who_else_may_read_marks(large: Path) -> None:
    mask = os.umask(0o077)
    try:
        Marks(large).star(A, True)
    finally:
        os.umask(mask)
    assert changes_beside(large).stat().st_mode & 0o777 == 0o600


def test_a_file_that_may_not_grow_loses_nothing(large: Path) -> None:
    Marks(large).star(A, True)
    size = changes_beside(large).stat().st_size
    code = "import sys; from pathlib import Path; from papers_store.marks.marks import Marks\n"
    code += "Marks(Path(sys.argv[1])).note('b' * 16, '长' * 1000)"
    failed = subprocess.run(
        [sys.executable, "-c", code, str(large)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size + 50, size + 50)),
    )
    assert "cannot be written" in failed.stderr
    assert Marks(large).of(A).starred and not Marks(large).of(B).note
    assert Marks(large).problems == ()
