"""Whoever is at the far end of a line may send anything: windows, pastes, sequences, keys."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.attacks.byte_sender import ByteSender
from support.data.pages import write_pages
from support.drivers.concurrent_clients import imported
from support.drivers.program import PROGRAM, environment
from support.drivers.terminal import Terminal
from support.processes import gone, memory_of, wait_until
from trust.conftest import Tried

pytestmark = pytest.mark.slow

MOST_MEGABYTES = 300


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The app on thirty articles."""
    folder = tmp_path_factory.mktemp("hostile")
    imported(folder / "library", write_pages(folder / "pages", 30), environment(folder))
    return [PROGRAM, "--library", str(folder / "library")]


@pytest.fixture
def window(command: list[str], tmp_path: Path) -> Iterator[Terminal]:
    env = {"LC_ALL": "C.UTF-8", "LANGUAGE": "en", "PAPERS_READER": str(tmp_path / "reader.json")}
    with Terminal(command, columns=100, rows=30, env=env) as opened:
        opened.wait_for("本文是第1号论文的摘要")
        yield opened


def assert_answers_and_is_small(window: Terminal) -> None:
    """A key does what it does, and memory is what it was."""
    window.press("1gj")
    window.wait_for("2/30", within=60)
    window.press("k")
    window.wait_for("1/30")
    assert memory_of(window.child.pid) < MOST_MEGABYTES


SENT = {
    "a size": [b"\x1b[48;2000000000;2000000000;1;1t"],
    "a size, once told that sizes come so": [b"\x1b[?2048;1$y\x1b[48;65535;65535;1;1t"],
    "a paste without end": [b"\x1b[200~", *[b"x" * 4000] * 5000, b"\x1b[201~"],
    "a paste of pastes": [b"\x1b[200~" * 100_000, b"\x1b[201~"],
    "digits": [b"\x1b[", *[b"1" * 4000] * 50, b"q"],
    "parameters": [b"\x1b[", *[b"1;" * 2000] * 50, b"m"],
    "strings": [*[b"\x1b]52;c;" + b"cXRl" * 1000] * 500, b"\x07"],
    "escapes": [b"\x1b" * 4000] * 2 + [b"\x1b[A"],
    "large numbers": [b"\x1b[" + b"9" * 900 + b"u\x1b[<99999999;9999999;99999999M\x1b[9;9R"],
}


@pytest.mark.parametrize("sent", SENT.values(), ids=SENT.keys())
def test_nothing_that_is_sent_takes_memory_or_holds_up_the_next_key(
    window: Terminal, sent: list[bytes], tried: Tried
) -> None:
    with ByteSender(window, sent) as sending:
        wait_until(lambda: not window.read(0.01) and sending.is_done)
    assert_answers_and_is_small(window)
    tried("hostile terminals", 1)


def test_whoever_holds_down_keys_takes_no_memory_and_can_still_be_ended(
    window: Terminal, tried: Tried
) -> None:
    pid = window.child.pid
    with ByteSender(window, itertools.repeat(b"jk" * 2000)):
        for _ in range(100):
            window.read(0.05)
        assert memory_of(pid) < MOST_MEGABYTES
    window.hang_up()
    wait_until(lambda: gone(pid))
    tried("hostile terminals", 1)


@pytest.mark.parametrize("size", [(65535, 65535), (20_000, 20_000), (65535, 1), (1001, 501)])
def test_a_window_of_any_size_is_one_in_a_corner(
    window: Terminal, size: tuple[int, int], tried: Tried
) -> None:
    window.child.setwinsize(size[1], size[0])
    window.settle()
    assert memory_of(window.child.pid) < MOST_MEGABYTES
    window.resize(100, 30)
    window.wait_for("本文是第1号论文的摘要")
    assert_answers_and_is_small(window)
    tried("hostile terminals", 1)


def test_a_program_that_starts_in_a_huge_window_works(command: list[str], tried: Tried) -> None:
    with Terminal(command, columns=100, rows=30, env={"LC_ALL": "C.UTF-8"}) as window:
        window.child.setwinsize(65535, 65535)
        window.wait_for(lambda shown: "第1号论文".encode() in shown.received)
        assert memory_of(window.child.pid) < MOST_MEGABYTES
        window.press("q")
        assert window.wait_for_end() == 0
    tried("hostile terminals", 1)
