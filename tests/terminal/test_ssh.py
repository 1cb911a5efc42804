"""A reader who comes in over SSH."""

import os
import select
import time
from pathlib import Path

from support.sshd import Sshd
from terminal.conftest import OpenTmux


def test_reading_over_ssh_and_leaving_gives_a_clean_shell_back(
    tmux: OpenTmux, sshd: Sshd, program: str, library: str
) -> None:
    shell = sshd.command("env", "PS1=ready:", "LC_ALL=C.UTF-8", "sh")
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
    shell = sshd.command("env", "PS1=ready:", "LC_ALL=C.UTF-8", "sh")
    with tmux(shell, columns=120, rows=36) as window:
        window.wait_for("ready:")
        window.type(f"sh -c 'echo $$ > {pid_file}; exec {program} --library {library}'")
        window.press("Enter")
        window.wait_for("本文是第1号论文的摘要")
        pid = int(pid_file.read_text())
    assert _gone(pid)


def _gone(pid: int) -> bool:
    """Wait until a process is gone."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        select.select([], [], [], 0.05)
    return False
