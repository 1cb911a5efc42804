"""What a terminal sends, as the installed program takes it."""

import os
import shutil
import signal
import stat
import subprocess
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from papers_store.marks.marks import Marks
from support.drivers.terminal import Terminal
from support.drivers.tmux import OpenTmux
from support.processes import state_of, wait_until

FIRST = "本文是第1号论文的摘要"


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    return tmp_path / "reader.json"


@pytest.fixture
def env(marks: Path) -> dict[str, str]:
    return {"LC_ALL": "C.UTF-8", "LANGUAGE": "en", "PAPERS_READER": str(marks), "EDITOR": ""}


@pytest.fixture
def window(program: str, library: str, env: dict[str, str]) -> Iterator[Terminal]:
    with Terminal([program, "--library", library], columns=100, rows=30, env=env) as opened:
        opened.wait_for(FIRST)
        opened.settle()
        yield opened


def paste(text: str) -> str:
    return f"\x1b[200~{text}\x1b[201~"


def processor_time(pid: int) -> int:
    return sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))


def quit_from_the_list(window: Terminal) -> None:
    window.press("q")
    assert window.wait_for_end() == 0


# Pastes.


def test_a_note_has_what_was_pasted_once_with_its_lines(window: Terminal, marks: Path) -> None:
    window.press("m")
    window.wait_for("esc keep")
    window.press("a" + paste("甲\r乙\r") + "b")
    window.wait_for("b")
    window.settle()
    window.press("\x1b")
    window.wait_for("Note kept")
    quit_from_the_list(window)
    assert [mark.note for mark in Marks(marks).all().values()] == ["a甲\n乙\nb"]


@pytest.mark.parametrize("keys", ["", "?", "3", "Y"])
def test_what_is_pasted_where_nothing_is_typed_is_nothing(window: Terminal, keys: str) -> None:
    window.press(keys)
    window.settle()
    before = processor_time(window.child.pid)
    shown = window.text
    window.press(paste("党建 q"))
    window.settle(1.0)
    assert window.text == shown
    # In hundredths of a second, and much less than the second that has gone by.
    assert processor_time(window.child.pid) - before < 30
    window.press("\x1b")
    window.settle()
    window.press("1t")
    window.wait_for("tags")
    assert "党建" not in window.text


@pytest.mark.parametrize(
    "pasted", ["第29号\r论文", "\r第29号论文\r", "  第29号 论文  ", "第29号论文\n"]
)
def test_lines_that_are_pasted_into_the_filter_are_one(window: Terminal, pasted: str) -> None:
    window.press("/" + paste(pasted))
    window.wait_for("1 of 30")
    window.press("\x15" + paste("论文\r\n\r\n第7号"))
    window.wait_for(lambda shown: "论文 第7号" in shown.lines[0] and "of 30" in shown.lines[0])


@pytest.mark.parametrize("opener", ["/", "m", "t", "f", ":"])
def test_what_is_pasted_right_behind_the_key_that_opens_a_line_is_on_it(
    window: Terminal, opener: str
) -> None:
    window.press(opener + paste("第7号"))
    window.wait_for(lambda shown: shown.text.count("第7号") > 0 and "第7号" in shown.text)
    window.settle()
    rows = [line for line in window.lines[:4] if "第7号" in line and "第7号论文" not in line]
    assert rows and rows[0].count("第7号") == 1


def test_a_line_takes_so_much_of_a_huge_paste_and_says_so(window: Terminal) -> None:
    window.press("/")
    window.press(paste("新媒体研究" * 40_000))
    window.wait_for("No more than 2,000 characters")
    window.settle()
    assert "No more than 2,000 characters" in window.text
    window.press("\x15第7号")
    window.wait_for("of 30")
    window.press("\x15" + paste("x" * 1_500_000))
    window.wait_for("Nothing was pasted: it is longer than 1,000,000")
    window.press("\x15第29号")
    window.wait_for("1 of 30")


# Keys.


@pytest.mark.parametrize("apart", [0.03, 0.08, 0.15, 0.3])
@pytest.mark.parametrize(("key", "at"), [("\x1b[B", 1), ("\x1b[B", 2), ("\x1bOB", 1)])
def test_a_key_that_comes_in_pieces_is_one(
    window: Terminal, apart: float, key: str, at: int
) -> None:
    window.press(key[:at])
    assert not window.read(apart)
    window.press(key[at:])
    window.wait_for("2/30")
    window.settle()
    assert ">第2号论文" in window.text


def test_escape_by_itself_is_a_key_and_so_is_what_follows(window: Terminal) -> None:
    window.press("/第7号")
    window.wait_for("of 30")
    window.press("\x1b")
    window.wait_for(lambda shown: "of 30" not in shown.text)
    window.press("1gj")
    window.wait_for("2/30")


@pytest.mark.parametrize("enter", ["\r", "\n", "\x1bOM"])
def test_enter_is_enter_however_a_keyboard_sends_it(
    window: Terminal, enter: str, marks: Path
) -> None:
    window.press(f"/第29号{enter}")
    window.wait_for("1 of 30")
    window.press(f"{enter}")
    window.wait_for("本文是第29号论文的摘要")
    window.press(f"tone two{enter}")
    window.wait_for("Tags kept")
    window.press(f"mfirst{enter}second")
    window.wait_for("second")
    window.press("\x1b")
    window.wait_for("Note kept")
    window.press(f":Help{enter}")
    window.wait_for("Next article")
    window.press("q")
    window.wait_for("1/1")
    quit_from_the_list(window)
    (mark,) = (mark for mark in Marks(marks).all().values() if mark.note)
    assert (mark.tags, mark.note) == (("one", "two"), "first\nsecond")


def test_what_is_typed_before_the_program_is_there_is_typed_in_it(
    program: str, library: str, env: dict[str, str]
) -> None:
    # Help does not depend on what the filter has found by then.
    typed = "/第2\r?"
    # A terminal as a shell leaves it: Enter is a line feed by the time the program reads it.
    waits = ["sh", "-c", 'read go; exec "$0" "$@"', program, "--library", library]
    with Terminal(waits, columns=100, rows=30, env=env) as window:
        own = termios.tcgetattr(window.child.child_fd)
        assert own[0] & termios.ICRNL and own[3] & termios.ICANON
        window.press("go\r" + typed)
        window.wait_for("Next article")
        window.press("q")
        window.wait_for(lambda window: " papers-tui  第2 " in window.lines[0])


ANSWERS = {
    "the shape of the cursor": "\x1bP1$r2 q\x1b\\",
    "the colour of the ground": "\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
    "the terminal's name": "\x1bP>|XTerm(379)\x1b\\",
    "the clipboard": "\x1b]52;c;cXRlbQ==\x07",
    "what it can do": "\x1b[?62;4;6;22c\x1b[>1;4000;29c\x1b[?0u\x1b[?997;1n\x1b[8;24;80t",
    "eight bits": "\x901$r2 q\x9c\x9d11;rgb:q\x9c\x9b?62c",
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
def test_what_a_terminal_answers_late_is_no_key(window: Terminal, answer: str) -> None:
    shown = window.text
    window.press(answer)
    window.settle()
    assert window.text == shown
    window.press("j")
    window.wait_for("2/30")
    window.press(answer + "j" + answer)
    window.wait_for("3/30")


def test_answers_that_wait_behind_an_editor_are_no_keys(
    program: str, library: str, env: dict[str, str], tmp_path: Path
) -> None:
    editor = tmp_path / "editor"
    # It asks what the terminal answers only when it has gone, and leaves half of an answer.
    editor.write_text("#!/bin/sh\necho edited by hand\nread line\n")
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    with Terminal(
        [program, "--library", library], columns=100, rows=30, env={**env, "EDITOR": str(editor)}
    ) as window:
        window.wait_for(FIRST)
        window.press("m")
        window.wait_for("edited by hand")
        window.press("\rqqq1$r2 q\x1b\\\x1bP1$r2")
        window.wait_for(FIRST)
        window.press(" q\x1b\\")
        window.press("j")
        window.wait_for("2/30")
        quit_from_the_list(window)


# The window.


@pytest.mark.parametrize(
    ("shell", "how"),
    [("bash", "^z"), ("dash", "^z"), ("bash", "TSTP"), ("bash", "STOP"), ("dash", "STOP")],
)
def test_after_the_shell_has_had_the_terminal_the_screen_is_whole(
    tmux: OpenTmux, program: str, library: str, shell: str, how: str
) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    environ = {"ENV": "", "LANGUAGE": "en", "PS1": "shell: "}
    start = [shell, "--norc"] if shell == "bash" else [shell]
    with tmux(start, columns=100, rows=30, **environ) as window:
        window.type(f"{program} --library {library}")
        window.press("Enter")
        before = window.wait_for(FIRST)
        if how == "^z":
            window.press("C-z")
        else:
            stop(program, library, how)
        window.wait_for("Stopped")
        window.type("fg")
        # A shell that does not mend the terminal's mode after SIGSTOP has no Enter in it.
        window.press("C-j")
        window.wait_for(lambda text: text == before)
        window.press("j")
        window.wait_for("2/30")
        window.press("q")
        window.wait_for(lambda text: FIRST not in text)
        # The shell's own mode is there again.
        window.type("echo it is$((1+1))")
        window.press("C-j")
        window.wait_for("it is2")


def stop(program: str, library: str, how: str) -> None:
    """Stop the program as somebody at another terminal would."""
    found = subprocess.run(
        ["pgrep", "-f", f"{program} --library {library}"],
        capture_output=True,
        text=True,
        check=True,
    )
    for pid in map(int, found.stdout.split()):
        if "papers-tui" in Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").split()[1]:
            os.kill(pid, signal.Signals[f"SIG{how}"])
            wait_until(lambda pid=pid: state_of(pid) == "T")  # type: ignore[misc]


def test_a_size_that_a_shell_exported_once_is_not_believed(
    program: str, library: str, env: dict[str, str]
) -> None:
    stated = {**env, "COLUMNS": "80", "LINES": "24"}
    with Terminal([program, "--library", library], columns=120, rows=36, env=stated) as window:
        window.wait_for(lambda shown: "q quit" in shown.lines[35])
        for columns, rows in ((60, 18), (140, 40)):
            window.resize(columns, rows)
            window.wait_for(lambda shown, rows=rows: "q quit" in shown.lines[rows - 1])  # type: ignore[misc]


def test_a_terminal_without_a_size_has_that_of_the_environment(
    program: str, library: str, env: dict[str, str]
) -> None:
    stated = {**env, "COLUMNS": "90", "LINES": "20"}
    with Terminal([program, "--library", library], columns=0, rows=0, env=stated) as window:
        window.screen.resize(20, 90)
        window.wait_for(lambda shown: "q quit" in shown.lines[19])
