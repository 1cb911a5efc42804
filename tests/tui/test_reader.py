"""The reader's own file, from the command line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from papers_store.marks.keeper import Marks
from papers_tui.reader import open_reader, reader_file

PROGRAM = str(Path(sys.executable).parent / "papers-tui")
A = "a" * 16


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
