"""Editors and pagers on a real terminal, as the environment names them."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from support.drivers.program import PROGRAM
from support.drivers.terminal import Terminal

KEY = "Press any key to go back"
APP = "j/k move"


@pytest.fixture
def env(tmp_path: Path, library: str) -> dict[str, str]:
    """An environment without an editor or a pager, and with marks of a test's own."""
    environ = {"LC_ALL": "C.UTF-8", "PAPERS_LIBRARY": library, "VISUAL": "", "EDITOR": ""}
    environ |= {"PAPERS_READER": str(tmp_path / "reader.json"), "HOME": str(tmp_path)}
    return environ | {"TMPDIR": str(tmp_path), "PAGER": "", "LESS": ""}


def script(path: Path, *lines: str) -> Path:
    """A program of a few lines of shell."""
    path.write_text("\n".join(("#!/bin/sh", *lines, "")), encoding="utf-8")
    path.chmod(0o755)
    return path


def opened(env: dict[str, str], columns: int = 140) -> Terminal:
    window = Terminal([PROGRAM], columns=columns, rows=40, env=env)
    window.wait_for("本文是第1号论文的摘要")
    window.wait_for(APP)
    return window


def exported(env: dict[str, str]) -> str:
    ran = subprocess.run(
        [PROGRAM, "marks", "export"], env={**os.environ, **env}, capture_output=True, check=True
    )
    return ran.stdout.decode("utf-8")


# The pager.


@pytest.mark.parametrize(
    ("pager", "shown"),
    [("cat", "周八,吴九"), ("head -5", "第1号论文"), ("true", ""), ("cat | head -1", "第1号论文")],
)
def test_a_pager_that_ends_at_once_waits_for_a_key(
    env: dict[str, str], pager: str, shown: str
) -> None:
    with opened(env | {"PAGER": pager}) as window:
        window.press("v")
        window.wait_for(lambda window: KEY in window.text and shown in window.text)
        # A key of several bytes, none of which means anything in the app.
        window.press("\x1b[B")
        window.wait_for(APP)
        window.press("q")
        assert window.wait_for_end() == 0


@pytest.mark.skipif(shutil.which("less") is None, reason="needs less")
def test_less_is_left_without_one_more_key_unless_it_left_by_itself(
    env: dict[str, str], tmp_path: Path
) -> None:
    with opened(env | {"PAGER": "less"}) as window:
        window.press("v")
        window.wait_for(lambda window: window.lines[-1].startswith(":"))
        window.settle()
        window.press("q")
        window.wait_for(APP)
        assert KEY.encode() not in window.received
    with opened(env | {"PAGER": "head -3 | less -FX"}) as window:
        window.press("v")
        window.wait_for(lambda window: KEY in window.text and "第1号论文" in window.text)


def test_a_pager_that_listens_to_the_keyboard_is_left_without_one_more_key(
    env: dict[str, str], tmp_path: Path
) -> None:
    pager = script(tmp_path / "pager", "head -1", "echo paging", "read line < /dev/tty")
    with opened(env | {"PAGER": str(pager)}) as window:
        window.press("v")
        window.wait_for("paging")
        window.settle()
        window.press("\r")
        window.wait_for(APP)
        assert KEY.encode() not in window.received


def test_the_line_says_it_in_the_readers_language(env: dict[str, str]) -> None:
    with Terminal(
        [PROGRAM], columns=140, rows=40, env=env | {"PAGER": "cat", "LANGUAGE": "zh"}
    ) as window:
        window.wait_for("本文是第1号论文的摘要")
        window.press("v")
        window.wait_for("按任意键返回")


def test_the_app_ends_when_it_is_told_to_while_it_waits_for_a_key(env: dict[str, str]) -> None:
    with opened(env | {"PAGER": "cat"}) as window:
        window.press("v")
        window.wait_for(KEY)
        window.child.kill(signal.SIGTERM)
        assert window.wait_for_end() == 143


def test_a_pager_that_is_not_there_is_named(env: dict[str, str]) -> None:
    with opened(env | {"PAGER": "no-such-pager -x"}) as window:
        window.press("v")
        window.wait_for("no-such-pager -x: cannot be started (not found)")
        window.wait_for("本文是第1号论文的摘要")


# The editor.


def test_an_editor_that_fails_leaves_the_note_and_names_what_it_saved(
    env: dict[str, str], tmp_path: Path
) -> None:
    editor = script(tmp_path / "ed.sh", 'echo 新想法 >> "$2"', "exit 1")
    with opened(env | {"EDITOR": "$HOME/ed.sh -x"}, columns=240) as window:
        window.press("m")
        window.wait_for("was kept, and the note is as it was")
        assert "esc keep" not in window.text and "exit code 1" in window.text
        window.press("q")
        assert window.wait_for_end() == 0
        (kept,) = tmp_path.glob("papers-tui-*/*.md")
        # Said once more, where it stays on the screen.
        assert str(kept) in window.text.replace("\n", "")
    assert kept.read_text(encoding="utf-8") == "新想法\n" and "新想法" not in exported(env)
    assert editor.exists()


@pytest.mark.skipif(shutil.which("vim") is None, reason="needs vim")
@pytest.mark.parametrize("saves", [True, False])
def test_vim_left_by_cq_leaves_the_note(env: dict[str, str], tmp_path: Path, saves: bool) -> None:
    with opened(env | {"EDITOR": "vim -u NONE -N"}, columns=240) as window:
        window.press("m")
        window.wait_for("~")
        window.press("i新想法\x1b".encode())
        window.wait_for("新想法")
        window.press(":w\r:cq\r" if saves else ":cq\r")
        window.wait_for("the note is as it was")
        assert "esc keep" not in window.text
    assert len(list(tmp_path.glob("papers-tui-*/*.md"))) == saves
    assert "新想法" not in exported(env)


def test_an_editor_that_is_not_there_is_named_and_the_small_one_opens(env: dict[str, str]) -> None:
    with opened(env | {"EDITOR": "no-such-editor"}) as window:
        window.press("m")
        window.wait_for("no-such-editor: cannot be started (not found)")
        window.press("新想法".encode())
        window.wait_for("esc keep")
        window.press("\x1b")
        window.wait_for("Note kept")
    assert "新想法" in exported(env)


@pytest.mark.parametrize("encoding", ["GBK", "GB18030", "Big5"])
def test_a_note_written_in_the_terminals_encoding_is_kept_as_it_is(
    env: dict[str, str], tmp_path: Path, encoding: str
) -> None:
    first, second = "閱讀筆記：方法", "再讀一遍"
    script(
        tmp_path / "ed.sh",
        f'iconv -f {encoding} -t UTF-8 "$1" >> "$HOME/given"',
        f'echo "{first if encoding == "Big5" else "读书笔记：方法"}" > "$1.new"',
        f'echo "{second}" >> "$1.new"',
        f'iconv -f UTF-8 -t {encoding} "$1.new" >> "$1"',
    )
    locale = {"LC_ALL": f"zh_CN.{encoding}", "LANGUAGE": "en", "EDITOR": "~/ed.sh"}
    with Terminal([PROGRAM], columns=140, rows=40, env=env | locale) as window:
        window.wait_for(APP)
        window.press("m")
        window.wait_for("Note kept")
        window.press("m")
        window.wait_for(lambda _: second in (tmp_path / "given").read_text("utf-8"))
        window.wait_for("Note kept")
        window.press("q")
        assert window.wait_for_end() == 0
    note = f"{first if encoding == 'Big5' else '读书笔记：方法'}\\n{second}"
    assert f"{note}\\n{note}" in exported(env)
