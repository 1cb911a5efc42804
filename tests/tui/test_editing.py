"""A text in the reader's own editor and pager."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from textual.app import App

from papers_tui.editing import (
    edit_outside,
    edited,
    editor_command,
    page_outside,
    paged,
    pager_command,
)
from papers_tui.ending import ENDINGS


def program(tmp_path: Path, code: str) -> list[str]:
    """A program that runs some lines of Python, and what runs it."""
    script = tmp_path / "a program.py"
    script.write_text(f"import os, sys\nfrom pathlib import Path\n{code}\n", encoding="utf-8")
    return [sys.executable, str(script)]


def editor(tmp_path: Path, code: str) -> list[str]:
    """An editor whose lines see `file`, and may leave notes in `seen`."""
    seen = tmp_path / "seen"
    return program(tmp_path, f"file = Path(sys.argv[1])\nseen = Path({str(seen)!r})\n{code}")


def seen(tmp_path: Path) -> str:
    return (tmp_path / "seen").read_text(encoding="utf-8")


def test_visual_comes_before_editor_and_words_are_cut_as_a_shell_would() -> None:
    assert editor_command({"VISUAL": "code --wait", "EDITOR": "vi"}) == ["code", "--wait"]
    assert editor_command({"VISUAL": "", "EDITOR": "'/my editor' -x"}) == ["/my editor", "-x"]
    assert pager_command({"PAGER": "less -S"}) == ["less", "-S"]


def test_what_is_not_set_or_cannot_be_read_is_no_command() -> None:
    assert editor_command({}) == pager_command({}) == []
    assert editor_command({"EDITOR": "vi 'half"}) == []
    assert editor_command({"VISUAL": "'half", "EDITOR": "vi"}) == ["vi"]


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    append = 'file.write_text(file.read_text("utf-8") + "再读。\\n", "utf-8")'
    assert edited(editor(tmp_path, append), "想法", "题目") == "想法\n再读。"
    assert edited(editor(tmp_path, append), "", "题目") == "再读。"


@pytest.mark.parametrize("text", ["", "想法", "想法\n", "\n想法\n\n", "\x1b[31m\t①"])
def test_what_is_not_touched_comes_back_as_it_was(tmp_path: Path, text: str) -> None:
    assert edited(editor(tmp_path, "pass"), text, "题目") == text


def test_the_file_is_private_named_after_the_article_and_gone_afterwards(tmp_path: Path) -> None:
    note = 'seen.write_text(f"{file}\\n{file.parent.stat().st_mode}", "utf-8")'
    edited(editor(tmp_path, note), "想法", "../论“终端” $(rm) 排版" + "长" * 100)
    file, mode = seen(tmp_path).split("\n")
    assert Path(file).name.startswith("论-终端-rm-排版长")
    assert Path(file).suffix == ".md"
    assert stat.S_IMODE(int(mode)) == 0o700
    assert not Path(file).parent.exists()


def test_a_title_without_letters_makes_a_file_all_the_same(tmp_path: Path) -> None:
    edited(editor(tmp_path, 'seen.write_text(file.name, "utf-8")'), "", "……")
    assert seen(tmp_path) == "note.md"


def test_an_editor_that_puts_a_new_file_in_place_is_understood(tmp_path: Path) -> None:
    replaces = 'file.with_suffix(".new").write_text("新\\r\\n行\\r\\n", "utf-8", newline="")\n'
    replaces += 'os.replace(file.with_suffix(".new"), file)'
    assert edited(editor(tmp_path, replaces), "旧", "题目") == "新\n行"


def test_bytes_that_are_no_text_lose_nothing_else(tmp_path: Path) -> None:
    saved = edited(editor(tmp_path, "file.write_bytes('想'.encode() + b'\\xff\\n')"), "", "题目")
    assert saved == "想\ufffd"


def test_an_editor_that_fails_changes_nothing(tmp_path: Path) -> None:
    failing = 'file.write_text("x", "utf-8")\nsys.exit(1)'
    assert edited(editor(tmp_path, failing), "想法", "题目") is None
    assert edited(editor(tmp_path, "file.unlink()"), "想法", "题目") is None
    assert edited([str(tmp_path / "none")], "想法", "题目") is None
    assert edited([str(tmp_path)], "想法", "题目") is None


def test_the_pager_is_given_the_text_without_what_could_steer_a_terminal(tmp_path: Path) -> None:
    code = f"Path({str(tmp_path / 'seen')!r}).write_bytes(sys.stdin.buffer.read())"
    assert paged(program(tmp_path, code), "一\x1b[31m\n二\ud800")
    assert seen(tmp_path) == "一 [31m\n二 \n"


def test_a_pager_that_reads_nothing_or_is_not_there_stops_nothing(tmp_path: Path) -> None:
    assert paged(program(tmp_path, "pass"), "字" * 1_000_000)
    assert not paged(program(tmp_path, "sys.exit(2)"), "字")
    assert not paged([str(tmp_path / "none")], "字")


def test_an_interrupt_is_for_the_other_program_alone(tmp_path: Path) -> None:
    # As the terminal does it: a signal to this process and to the other one, which heeds it.
    heeds = "import signal\nos.kill(os.getppid(), signal.SIGINT)\nos.kill(os.getpid(), 2)\n"
    assert edited(editor(tmp_path, heeds + 'file.write_text("x")'), "想法", "题目") is None
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), 2)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_program_that_has_just_started_is_told_to_end(
    ending: signal.Signals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Signalled(subprocess.Popen[bytes]):
        """Runs, and has not yet said so when the signal comes."""

        def __init__(self, command: list[str], stdin: int | None) -> None:
            super().__init__(command, stdin=stdin)
            signal.raise_signal(ending)

    monkeypatch.setattr(subprocess, "Popen", Signalled)
    waits = "import time\nwhile True: time.sleep(60)"
    assert edited(program(tmp_path, waits), "想法", "题目") is None


async def test_where_the_terminal_cannot_be_given_away_nothing_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = " ".join(f"'{word}'" for word in editor(tmp_path, 'seen.write_text("ran")'))
    for name in ("VISUAL", "PAGER"):
        monkeypatch.setenv(name, command)
    app = App[None]()
    async with app.run_test():
        assert edit_outside(app, "想法", "题目") is None
        assert not page_outside(app, "想法")
    assert not (tmp_path / "seen").exists()


async def test_without_an_editor_or_a_pager_the_app_does_not_stand_aside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("VISUAL", "EDITOR", "PAGER"):
        monkeypatch.delenv(name, raising=False)
    app = App[None]()
    assert edit_outside(app, "想法", "题目") is None
    assert not page_outside(app, "想法")
