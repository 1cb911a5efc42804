"""The reader's own file, from the command line."""

import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from papers_store.marks.marks import Marks
from papers_store.opening import open_library
from papers_tui.access import KIOSK
from papers_tui.reader_file import open_reader, reader_file
from support.drivers.app import open_app
from support.fakes.memory_library import MemoryLibrary, article

PROGRAM = str(Path(sys.executable).parent / "papers-tui")
A = "a" * 16
ARTICLES = [article(number) for number in (1, 2, 3)]
LIBRARY = MemoryLibrary(ARTICLES)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "reader.json"


def marks(file: Path, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "LC_ALL": "C.UTF-8", "PAPERS_READER": str(file)}
    return subprocess.run(
        [PROGRAM, "marks", *arguments],
        input=given,
        capture_output=True,
        encoding="utf-8",
        env=environ,
        check=False,
    )


def test_the_file_is_where_the_environment_says(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("PAPERS_READER", raising=False)
    assert reader_file() == tmp_path / "data" / "papers-tui-reader" / "reader.json"
    monkeypatch.setenv("PAPERS_READER", str(file))
    open_reader().star(A, True)
    assert Marks(file).of(A).starred


def test_marks_move_to_another_machine(file: Path, tmp_path: Path) -> None:
    Marks(file).note(A, "注记 [b]x[/b]")
    sent, elsewhere = tmp_path / "sent.json", tmp_path / "elsewhere.json"
    assert marks(file, "export", "-o", str(sent)).returncode == 0
    assert marks(elsewhere, "import", str(sent)).stdout == "marks changed: 1\n"
    assert marks(elsewhere, "import", "-", given=sent.read_text("utf-8")).stdout.endswith(": 0\n")
    assert Marks(elsewhere).all() == Marks(file).all()


def test_an_export_shows_no_controls_and_loses_nothing(file: Path) -> None:
    note = "一\x1b[31m二\u202e三\n\u2028"
    Marks(file).note(A, note)
    exported = marks(file, "export").stdout
    assert all(character.isprintable() for character in exported.replace("\n", ""))
    assert json.loads(exported)["marks"][0]["note"] == note


def test_what_cannot_be_imported_is_one_sentence(file: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text("[]", encoding="utf-8")
    for path in (wrong, tmp_path / "missing.json"):
        failed = marks(file, "import", str(path))
        assert failed.returncode == 2 and failed.stdout == ""
        assert failed.stderr.count("\n") == 1 and str(path) in failed.stderr


def test_a_damaged_file_is_said_where_it_is_met(file: Path) -> None:
    file.write_text("{", encoding="utf-8")
    first = marks(file, "export")
    assert first.returncode == 0 and "reader-aside-1.json" in first.stderr
    assert marks(file, "export").stderr == ""


@pytest.mark.parametrize("depth", [20_000, 100_000])
def test_brackets_without_end_are_refused_by_one_sentence(file: Path, depth: int) -> None:
    Marks(file).star(A, True)
    failed = marks(file, "import", "-", given='{"version": 1, "x": ' + "[" * depth)
    assert failed.returncode == 2 and failed.stdout == ""
    assert failed.stderr.count("\n") == 1 and "nested too deep" in failed.stderr
    assert Marks(file).of(A).starred


def test_what_has_no_end_is_no_export(file: Path) -> None:
    failed = marks(file, "import", "/dev/zero")
    assert failed.returncode == 2 and failed.stderr.count("\n") == 1
    assert "no export of marks" in failed.stderr


@pytest.mark.parametrize("command", [["marks", "export", "-o", "/dev/null"], ["check"]])
def test_a_copy_that_a_conflict_left_is_named_until_it_is_taken_in(
    file: Path, tmp_path: Path, command: list[str]
) -> None:
    copy = file.with_name("reader.sync-conflict-20260501-120000-ABCDEFG.json")
    Marks(copy).note(A, "彼处")
    library = tmp_path / "library"
    open_library(library, create=True).close()
    environ = {**os.environ, "LC_ALL": "C.UTF-8", "PAPERS_READER": str(file)}
    environ["PAPERS_LIBRARY"] = str(library)

    def said() -> str:
        ran = subprocess.run(
            [PROGRAM, *command], capture_output=True, encoding="utf-8", env=environ, check=False
        )
        assert ran.returncode == 0
        return ran.stderr

    assert said().endswith(f": {copy}\n")
    taken = marks(file, "import", str(copy))
    assert (taken.returncode, taken.stdout, taken.stderr) == (0, "marks changed: 1\n", "")
    assert said() == "" and Marks(file).of(A).note == "彼处"


async def test_the_foot_names_a_copy_when_the_app_opens(file: Path) -> None:
    copy = file.with_name("reader (conflicted copy 2026-05-01).json")
    Marks(copy).note(A, "彼处")
    async with open_app(LIBRARY, size=(80, 24), marks=Marks(file)) as reader:
        assert "papers-tui marks import takes in this copy" in reader.lines[-1]
    async with open_app(LIBRARY, marks=Marks(file), access=KIOSK) as reader:
        assert "marks import" not in reader.lines[-1]


async def test_marks_of_the_end_of_all_times_stop_no_app(file: Path) -> None:
    first = ARTICLES[0].id
    when = "9999-12-31T23:59:59.999999+00:00"
    mark = {"article": first, "changed": {"reading": when, "starred": when}}
    file.write_text(
        json.dumps({"about": {"1": {"version": 1}}, "marks": {"1": mark}}), encoding="utf-8"
    )
    async with open_app(LIBRARY, marks=Marks(file)) as reader:
        await reader.press("enter", "j", "s", "J", "K")
    assert Marks(file).of(first).starred and Marks(file).of(first).last_read is not None


def test_what_a_killed_export_left_is_swept_by_the_next_and_nothing_that_is_being_written(
    file: Path, tmp_path: Path
) -> None:
    sent = tmp_path / "sent[1].json"
    dead, living, fresh, other = (
        tmp_path / name
        for name in (
            ".sent[1].json.00aa11bb",
            ".sent[1].json.22cc33dd",
            ".sent[1].json.44ee55ff",
            ".sent1.json.00aa11bb",
        )
    )
    for one in (dead, living, fresh, other):
        one.write_text("half", encoding="utf-8")
        if one != fresh:
            os.utime(one, (0, 0))
    with living.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert marks(file, "export", "-o", str(sent)).returncode == 0
    assert not dead.exists() and all(one.exists() for one in (living, fresh, other, sent))
