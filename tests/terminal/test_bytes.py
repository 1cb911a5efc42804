"""What a key costs on the wire, at 120 columns by 36 rows.

The budget: a cursor step under 1 KB in one frame, a change of pane under 2 KB, a page under
10 KB in one frame, the first screen under 45 KB, and nothing while nobody touches a key.
"""

from collections.abc import Iterator

import pytest

from support.drivers.terminal import Terminal

KB = 1000


@pytest.fixture
def terminal(program: str, library: str) -> Iterator[Terminal]:
    command = [program, "--library", library]
    env = {"LC_ALL": "C.UTF-8"}
    with Terminal(command, columns=120, rows=36, env=env) as opened:
        opened.wait_for("本文是第1号论文的摘要")
        opened.settle()
        yield opened


def cost(terminal: Terminal, keys: str) -> tuple[int, int]:
    """Bytes and frames that keys cause."""
    terminal.forget()
    terminal.press(keys)
    terminal.settle()
    return len(terminal.received), terminal.frames


def test_the_first_screen(terminal: Terminal) -> None:
    assert len(terminal.received) < 45 * KB


def test_a_cursor_step_in_each_pane_with_a_cursor(terminal: Terminal) -> None:
    for pane in "124":
        cost(terminal, pane)
        for key in "jjk":
            size, frames = cost(terminal, key)
            assert 0 < size < 1 * KB and frames == 1, (pane, key, size, frames)


def test_a_change_of_pane(terminal: Terminal) -> None:
    for key in ("\t", "\t", "\t", "\t", "3", "h", "l"):
        size, frames = cost(terminal, key)
        assert 0 < size < 2 * KB and frames == 1, (key, size, frames)


def test_a_page_of_the_text_and_of_the_list(terminal: Terminal) -> None:
    for pane in "31":
        cost(terminal, pane)
        for key in (" ", " ", "b"):
            size, frames = cost(terminal, key)
            assert 0 < size < 10 * KB and frames == 1, (pane, key, size, frames)


def test_a_jump_to_a_section_is_one_frame(terminal: Terminal) -> None:
    cost(terminal, "2jj")
    size, frames = cost(terminal, "\r")
    assert 0 < size < 10 * KB and frames == 1


def test_opening_the_filter_repaints_its_row_alone(terminal: Terminal) -> None:
    size, _ = cost(terminal, "/")
    assert 0 < size < 1 * KB


def test_nothing_is_sent_while_nobody_touches_a_key(terminal: Terminal) -> None:
    terminal.forget()
    terminal.settle(quiet=2.0)
    assert terminal.received == b""
