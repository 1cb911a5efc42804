"""A text in the reader's own editor and pager."""

import os
import shlex
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from textual.app import App

from papers_tui.terminal.external import (
    LARGEST,
    EditResult,
    edit_outside,
    edited,
    page_outside,
    paged,
)
from papers_tui.terminal.programs import command_of
from papers_tui.terminal.signals import ENDINGS


def program(tmp_path: Path, code: str) -> str:
    """What runs a program of some lines of Python, as it would stand in the environment."""
    script = tmp_path / "a program.py"
    script.write_text(f"import os, sys\nfrom pathlib import Path\n{code}\n", encoding="utf-8")
    return shlex.join([sys.executable, str(script)])


def editor(tmp_path: Path, code: str) -> str:
    """An editor whose lines see `file`, and may leave notes in `seen`."""
    seen = tmp_path / "seen"
    return program(tmp_path, f"file = Path(sys.argv[1])\nseen = Path({str(seen)!r})\n{code}")


def seen(tmp_path: Path) -> str:
    return (tmp_path / "seen").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which files for editors are made."""
    folder = tmp_path / "places"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def on_terminal(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papers_tui.terminal.external.terminal_encoding", lambda: encoding)


# Which program, and how it is run.


def test_visual_comes_before_editor() -> None:
    assert command_of({"VISUAL": "code --wait", "EDITOR": "vi"}, "VISUAL", "EDITOR") == (
        "code --wait"
    )
    assert command_of({"VISUAL": " ", "EDITOR": "vi"}, "VISUAL", "EDITOR") == "vi"
    assert command_of({"VISUAL": "'half", "EDITOR": "vi"}, "VISUAL", "EDITOR") == "vi"
    assert command_of({}, "VISUAL", "EDITOR") == ""


@pytest.mark.parametrize(
    "command",
    ["$HOME/ed.sh", "~/ed.sh", "'$HOME/../{name}/ed.sh'", '"$HOME/ed.sh" -x "a b"', "A=1 ~/ed.sh"],
)
def test_a_command_is_run_as_a_shell_runs_it(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "ed.sh"
    script.write_text('#!/bin/sh\nfor last; do :; done\necho 再读。 >> "$last"\n', "utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("HOME", str(tmp_path))
    if command.startswith("'"):
        command = f"'{script}'"
    assert edited(command, "想法", "题目 $(rm) 'x'") == EditResult("想法\n再读。")


def test_a_command_that_does_nothing_leaves_the_text(places: Path) -> None:
    for command in (":", "true", "! false"):
        assert edited(command, "想法", "题目") == EditResult()
    assert list(places.iterdir()) == []


@pytest.mark.parametrize("command", ["no-such-editor", "/no/such -x", "/tmp", "vi 'half"])
def test_an_editor_that_cannot_be_started_is_named(command: str, places: Path) -> None:
    found = edited(command, "想法", "题目")
    assert not found.started and found.text is None and not found.kept
    assert found.said.startswith(f"{command}: cannot be started (")
    assert list(places.iterdir()) == []


def test_where_no_file_can_be_made_the_reason_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/no/such/folder")
    found = edited("true", "想法", "题目")
    assert not found.started and "No such file" in found.said


# What comes back.


def test_what_is_saved_comes_back(tmp_path: Path, places: Path) -> None:
    append = 'file.write_text(file.read_text("utf-8") + "再读。\\n", "utf-8")'
    assert edited(editor(tmp_path, append), "想法", "题目") == EditResult("想法\n再读。")
    assert edited(editor(tmp_path, append), "", "题目") == EditResult("再读。")
    assert list(places.iterdir()) == []


@pytest.mark.parametrize("text", ["", "想法", "想法\n", "\n想法\n\n", "\x1b[31m\t①", "\r\n", "\0"])
@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb18030", "big5hkscs", "ascii"])
def test_what_is_not_touched_stays_as_it_was(
    tmp_path: Path, text: str, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_terminal(encoding, monkeypatch)
    assert edited(editor(tmp_path, "pass"), text, "题目").text is None


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb18030", "big5hkscs"])
def test_the_editor_is_given_the_text_as_the_terminal_has_it(
    tmp_path: Path, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_terminal(encoding, monkeypatch)
    append = f'file.write_bytes(file.read_bytes() + "方法\\n".encode({encoding!r}))'
    assert edited(editor(tmp_path, append), "中文", "题目") == EditResult("中文\n方法")
    assert edited(editor(tmp_path, append), "", "题目") == EditResult("方法")


@pytest.mark.parametrize("saved", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb18030"])
def test_what_an_editor_saves_in_another_encoding_comes_back(
    tmp_path: Path, encoding: str, saved: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_terminal(encoding, monkeypatch)
    writes = f'file.write_bytes("读书笔记：\\r\\n第三节\\r\\n".encode({saved!r}))'
    assert edited(editor(tmp_path, writes), "", "题目") == EditResult("读书笔记：\n第三节")


def test_a_text_that_the_terminal_lacks_is_given_in_utf_8_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_terminal("gbk", monkeypatch)
    append = 'file.write_bytes(file.read_bytes() + "再读。\\n".encode())'
    found = edited(editor(tmp_path, append), "𠮷田📖", "𠮷题目")
    assert found.text == "𠮷田📖\n再读。" and "UTF-8" in found.said and "GBK" in found.said


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
    assert edited(editor(tmp_path, replaces), "旧", "题目") == EditResult("新\n行")


UNTAKEN = {
    "no text": 'file.write_bytes("想".encode() + b"\\xff\\n")',
    "in doubt": 'file.write_bytes("读".encode("gbk"))',
    "a zero byte": 'file.write_bytes(b"a\\0b")',
    "a program": 'file.write_bytes(b"\\x7fELF\\x02\\0\\0\\0" + bytes(100))',
    "too much": f'file.write_bytes(b"x" * ({LARGEST} + 1))',
    "a folder": "file.unlink(); file.mkdir()",
    "a pipe": "file.unlink(); os.mkfifo(file)",
    "a link to nothing": 'file.unlink(); file.symlink_to("nothing")',
    "a failure": 'file.write_text("新", "utf-8")\nsys.exit(1)',
    "a failure to start, later": 'file.write_text("新", "utf-8")\nsys.exit(127)',
    "an end by a signal": 'file.write_text("新", "utf-8")\nos.kill(os.getpid(), 9)',
    "a failure, and a file beside it": 'file.with_name(".swp").touch()\nsys.exit(1)',
    "a file under another name": 'file.rename(file.with_name("other"))',
}


@pytest.mark.parametrize("code", UNTAKEN.values(), ids=UNTAKEN.keys())
def test_what_cannot_be_taken_is_kept_and_named(tmp_path: Path, places: Path, code: str) -> None:
    found = edited(editor(tmp_path, code), "旧", "题目")
    assert found.text is None and found.started and found.kept
    (folder,) = places.iterdir()
    assert str(folder) in found.said and "the note is as it was" in found.said
    assert any(folder.iterdir()) and stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("code", ["sys.exit(1)", "os.kill(os.getpid(), 15)"])
def test_an_editor_that_fails_with_nothing_saved_leaves_nothing(
    tmp_path: Path, places: Path, code: str
) -> None:
    found = edited(editor(tmp_path, code), "想法", "题目")
    assert found.text is None and found.started and not found.kept
    assert "the note is as it was" in found.said
    assert list(places.iterdir()) == []


def test_a_file_that_is_gone_leaves_the_text_and_is_said(tmp_path: Path, places: Path) -> None:
    found = edited(editor(tmp_path, "file.unlink()"), "想法", "题目")
    assert found == EditResult(said="The editor left no file; the note is as it was")
    assert list(places.iterdir()) == []


# The pager.


def test_the_pager_is_given_the_text_without_what_could_steer_a_terminal(tmp_path: Path) -> None:
    code = f"Path({str(tmp_path / 'seen')!r}).write_bytes(sys.stdin.buffer.read())"
    assert paged(program(tmp_path, code), "一\x1b[31m\n二\ud800").code == 0
    assert seen(tmp_path) == "一 [31m\n二 \n"


def test_the_pager_is_given_the_text_as_the_terminal_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_terminal("gbk", monkeypatch)
    code = f"Path({str(tmp_path / 'seen')!r}).write_bytes(sys.stdin.buffer.read())"
    paged(program(tmp_path, code), "读书𠮷")
    assert (tmp_path / "seen").read_bytes() == "读书?\n".encode("gbk")


def test_a_pager_that_reads_nothing_or_is_not_there_stops_nothing(tmp_path: Path) -> None:
    assert paged(program(tmp_path, "pass"), "字" * 1_000_000).code == 0
    assert paged(program(tmp_path, "sys.exit(2)"), "字").code == 2
    assert paged(str(tmp_path / "none"), "字").reason == "not found"


# Signals.


def test_an_interrupt_is_for_the_other_program_alone(tmp_path: Path) -> None:
    # As the terminal does it: a signal to this process and to the other one, which heeds it.
    heeds = "import signal\nos.kill(os.getppid(), signal.SIGINT)\nos.kill(os.getpid(), 2)\n"
    assert edited(editor(tmp_path, heeds + 'file.write_text("x")'), "想法", "题目").text is None
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
    assert edited(program(tmp_path, waits), "想法", "题目").text is None


# The app.


async def test_where_the_terminal_cannot_be_given_away_nothing_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = editor(tmp_path, 'seen.write_text("ran")')
    for name in ("VISUAL", "PAGER"):
        monkeypatch.setenv(name, command)
    app = App[None]()
    async with app.run_test():
        assert not edit_outside(app, "想法", "题目").started
        assert page_outside(app, "想法") == "Set PAGER to a program that shows text"
    assert not (tmp_path / "seen").exists()


async def test_without_an_editor_or_a_pager_the_app_does_not_stand_aside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("VISUAL", "EDITOR", "PAGER"):
        monkeypatch.delenv(name, raising=False)
    app = App[None]()
    assert edit_outside(app, "想法", "题目") == EditResult(started=False)
    assert page_outside(app, "想法") == "Set PAGER to a program that shows text"
