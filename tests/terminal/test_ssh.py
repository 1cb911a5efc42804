"""A reader who comes in over SSH."""

import os
import select
import time
from collections.abc import Callable
from pathlib import Path

from support.drivers.sshd import Sshd
from terminal.conftest import OpenTmux


def test_reading_over_ssh_and_leaving_gives_a_clean_shell_back(
    tmux: OpenTmux, sshd: Sshd, program: str, library: str, tmp_path: Path
) -> None:
    marks = f"PAPERS_READER={tmp_path}/reader.json"
    shell = sshd.command("env", "PS1=ready:", "LC_ALL=C.UTF-8", marks, "sh")
    with tmux(shell, columns=120, rows=36) as window:
        window.wait_for("ready:")
        window.type(f"{program} --library {library}")
        window.press("Enter")
        window.wait_for("本文是第1号论文的摘要")
        window.press("j", "Enter")
        window.wait_for("本文是第2号论文的摘要")
        window.press("Tab", "j", "j", "Enter")
        window.wait_for("第3节第1段说")
        window.press("q")
        text = window.wait_for(lambda text: text.count("ready:") == 2)
        assert "Articles" not in text and "第2号" not in text
        window.type("echo still $((40 + 2)) here")
        window.press("Enter")
        window.wait_for("still 42 here")


def test_a_line_that_drops_leaves_no_process(
    tmux: OpenTmux, sshd: Sshd, program: str, library: str, tmp_path: Path
) -> None:
    pid_file = tmp_path / "pid"
    marks = f"PAPERS_READER={tmp_path}/reader.json"
    shell = sshd.command("env", "PS1=ready:", "LC_ALL=C.UTF-8", marks, "sh")
    with tmux(shell, columns=120, rows=36) as window:
        window.wait_for("ready:")
        window.type(f"sh -c 'echo $$ > {pid_file}; exec {program} --library {library}'")
        window.press("Enter")
        window.wait_for("本文是第1号论文的摘要")
        pid = int(pid_file.read_text())
    _wait_until(lambda: _is_gone(pid))


def test_a_demo_whose_line_drops_leaves_no_folder(
    tmux: OpenTmux, sshd: Sshd, program: str, tmp_path: Path
) -> None:
    shell = sshd.command("env", f"TMPDIR={tmp_path}", "LC_ALL=C.UTF-8", program, "demo")
    with tmux(shell, columns=120, rows=36) as window:
        window.wait_for("3 Text")
        assert list(tmp_path.iterdir())
    _wait_until(lambda: not list(tmp_path.iterdir()))


def _is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def _wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        select.select([], [], [], 0.05)
