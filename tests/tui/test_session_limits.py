"""What a session may use of a machine, in processes of their own: limits only go down."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from support.data.pages import write_pages
from support.drivers.concurrent_clients import imported
from support.drivers.program import PROGRAM, environment
from support.drivers.terminal import Terminal, is_given_back

LIMITED = "import resource\nfrom papers_tui.terminal.session_limits import limit_session\n"


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LIMITED + code], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("asked", ["bytearray(500 << 20)", "['x' * 100_000 for _ in range(9000)]"])
def test_a_session_that_asks_for_too_much_memory_gets_an_error_and_not_the_memory(
    asked: str,
) -> None:
    found = run(f"limit_session()\n{asked}")
    assert found.returncode == 1 and "MemoryError" in found.stderr


def test_a_session_has_the_memory_that_reading_takes() -> None:
    found = run("limit_session()\nbytearray(250 << 20)")
    assert found.returncode == 0, found.stderr


def test_limits_that_are_lower_already_stay() -> None:
    found = run(
        "resource.setrlimit(resource.RLIMIT_CPU, (7, 9))\nlimit_session()\n"
        "print(resource.getrlimit(resource.RLIMIT_CPU))"
    )
    assert found.stdout == "(7, 9)\n", found.stderr


def test_a_session_whose_time_is_used_up_ends_in_order(tmp_path: Path) -> None:
    env = environment(tmp_path)
    imported(tmp_path / "library", write_pages(tmp_path / "pages", 3), env)
    with Terminal([PROGRAM], columns=100, rows=30, env=env) as window:
        window.wait_for("本文是第1号论文的摘要")
        os.kill(window.child.pid, signal.SIGXCPU)
        assert window.wait_for_end() == 128 + signal.SIGXCPU
        assert is_given_back(window.received)
