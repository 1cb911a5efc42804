"""Bytes of all kinds through a real pseudo-terminal: the app stays small, there, and at the keys.

PAPERS_FUZZ_SECONDS has it go on for so long, and PAPERS_FUZZ_SEED begin with another seed.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from support.attacks.byte_sender import ByteSender
from support.attacks.terminal_bytes import Gibberish
from support.data.pages import write_pages
from support.drivers.program import PROGRAM
from support.drivers.terminal import Terminal, is_given_back
from support.processes import memory_of
from trust.conftest import Much, Tried

pytestmark = pytest.mark.slow

MOST_MEGABYTES = 300
SECONDS = float(os.environ.get("PAPERS_FUZZ_SECONDS", "0"))
FIRST_SEED = int(os.environ.get("PAPERS_FUZZ_SEED", "1"))

SIZES = ((100, 30), (100, 30), (40, 10), (1, 1), (65535, 65535), (300, 2), (2, 300))

HELP = ">Keys"


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The reading room: nothing that is typed there writes a file or starts a program."""
    folder = tmp_path_factory.mktemp("fuzz")
    pages = write_pages(folder / "pages", 30)
    library = str(folder / "library")
    subprocess.run([PROGRAM, "--library", library, "import", str(pages)], check=True)
    python = str(Path(sys.executable).parent / "python")
    return [python, "-I", "-m", "papers_tui", "--kiosk", "--library", library, "--mouse"]


def seeds(much: Much) -> Iterator[int]:
    """One after the other, for so long or so many."""
    ends = time.monotonic() + SECONDS
    nth = 0
    while time.monotonic() < ends if SECONDS else nth < much(5, 150):
        yield FIRST_SEED + nth
        nth += 1


def test_whatever_bytes_come_the_app_stays_small_and_at_the_keys(
    command: list[str], much: Much, tried: Tried
) -> None:
    sent = 0
    with Terminal(command, columns=100, rows=30, env={"LC_ALL": "C.UTF-8"}) as window:
        window.wait_for("本文是第1号论文的摘要")
        for seed in seeds(much):
            pieces = Gibberish(seed).pieces(30)
            columns, rows = Random(seed).choice(SIZES)
            window.child.setwinsize(rows, columns)
            with ByteSender(window, pieces) as sending:
                while not sending.is_done and window.child.isalive():
                    window.read(0.02)
            window.resize(100, 30)
            try:
                assert_at_the_keys(window)
                assert memory_of(window.child.pid) < MOST_MEGABYTES
            except AssertionError as failure:
                raise AssertionError(f"seed {seed}: {failure}\n{pieces!r}"[:20_000]) from failure
            window.forget()
            sent += len(pieces)
        window.press("q")
        assert window.wait_for_end() == 0
        assert is_given_back(b"\x1b[?1049h" + window.received)
        assert "Traceback" not in window.text
    tried("pieces of gibberish sent to the app", sent)


def assert_at_the_keys(window: Terminal) -> None:
    """A key does what it does, as soon as what was begun before is over."""
    deadline = time.monotonic() + 90
    while HELP not in window.text:
        assert window.child.isalive(), f"it ended: {window.text}"
        assert time.monotonic() < deadline, f"no key is answered:\n{window.text}"
        # Whatever line, note or screen is open.
        window.press("\x1b")
        window.read(0.6)
        window.settle(0.1)
        window.press("?")
        window.settle(0.2)
    while HELP in window.text:
        assert time.monotonic() < deadline, f"no key is answered:\n{window.text}"
        window.press("\x1b")
        window.read(0.6)
        window.settle(0.1)
