"""The terminal's own cursor stands where the reader is, for whoever follows it.

Braille displays and screen readers read at it, and input methods show there what is composed.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from papers_tui.terminal.cells import width_of
from support.drivers.terminal import Terminal


@pytest.fixture(params=[(120, 36), (60, 20)], ids=["120x36", "60x20"])
def terminal(
    request: pytest.FixtureRequest, program: str, library: str, tmp_path: Path
) -> Iterator[Terminal]:
    columns, rows = request.param
    env = {"LC_ALL": "C.UTF-8", "EDITOR": "", "VISUAL": "", "PAPERS_READER": str(tmp_path / "r")}
    with Terminal([program, "--library", library], columns=columns, rows=rows, env=env) as opened:
        opened.wait_for("第1号论文", within=10)
        opened.settle()
        yield opened


def row_of_cursor(terminal: Terminal) -> str:
    """The row that the cursor stands on, from its column on."""
    cursor = terminal.screen.cursor
    row = terminal.screen.buffer[cursor.y]
    return "".join(row[x].data for x in range(cursor.x, terminal.screen.columns)).rstrip()


def cell_before(terminal: Terminal) -> str:
    """The character that ends where the cursor stands."""
    cursor = terminal.screen.cursor
    row = terminal.screen.buffer[cursor.y]
    # The second half of a wide character is an empty cell.
    return row[cursor.x - 1].data or row[cursor.x - 2].data


def press(terminal: Terminal, keys: str) -> None:
    terminal.press(keys)
    terminal.settle()


@pytest.mark.slow
def test_it_stands_on_the_chosen_row_of_each_pane(terminal: Terminal) -> None:
    assert row_of_cursor(terminal).startswith(">第1号论文")
    for number in (2, 3, 4):
        press(terminal, "j")
        assert row_of_cursor(terminal).startswith(f">第{number}号论文")
    press(terminal, "\r")
    press(terminal, "2jj")
    assert row_of_cursor(terminal).startswith(">") and "第4号之三节" in row_of_cursor(terminal)
    press(terminal, "4j")
    assert row_of_cursor(terminal).startswith(">[2]")
    press(terminal, "x")
    assert row_of_cursor(terminal).startswith(">[2] 孙七.阅读之道")
    press(terminal, "1G")
    assert row_of_cursor(terminal).startswith(">第30号论文")
    press(terminal, "z")
    assert row_of_cursor(terminal).startswith(">第30号论文")


def test_in_the_text_it_stands_at_what_was_found_and_else_at_the_top(terminal: Terminal) -> None:
    press(terminal, "\r3")
    assert row_of_cursor(terminal).startswith("第1号论文")
    press(terminal, "/体会\r")
    assert row_of_cursor(terminal).startswith("体会")
    press(terminal, "n")
    assert row_of_cursor(terminal).startswith("体会")
    press(terminal, "G")
    assert row_of_cursor(terminal) and terminal.screen.cursor.y > 0


def test_it_stands_at_the_caret_of_a_line(terminal: Terminal) -> None:
    press(terminal, "/")
    start = terminal.screen.cursor.x
    assert terminal.screen.cursor.y == 0
    for typed, text in (("论", "论"), ("文a", "论文a"), ("书", "论文a书")):
        press(terminal, typed)
        assert terminal.screen.cursor.x == start + width_of(text)
        assert cell_before(terminal) == text[-1]
    press(terminal, "\x1b[D\x1b[D")
    assert row_of_cursor(terminal).startswith("a书")
    press(terminal, "\x1b[H")
    assert row_of_cursor(terminal).startswith("论文a书")
    press(terminal, "\x15\x0b")
    assert terminal.screen.cursor.x == start


def test_it_stands_at_the_caret_of_a_line_longer_than_its_room(terminal: Terminal) -> None:
    press(terminal, "/" + "论文" * 40 + "终")
    assert cell_before(terminal) == "终"
    press(terminal, "\x1b[D")
    assert row_of_cursor(terminal).startswith("终")


def test_it_stands_at_the_caret_of_a_note(terminal: Terminal) -> None:
    press(terminal, "m")
    press(terminal, "读书笔记 abc")
    assert cell_before(terminal) == "c"
    press(terminal, "\x1b[D" * 5)
    assert row_of_cursor(terminal).startswith("记 abc")
    press(terminal, "\x1b[F\r" + "水")
    assert cell_before(terminal) == "水" and terminal.screen.cursor.y == 2
    # A line as long as several of the screen.
    press(terminal, "渠" * 100)
    assert cell_before(terminal) == "渠"


@pytest.mark.slow
def test_in_lists_of_their_own_it_stands_at_the_line_and_on_the_row_that_was_gone_to(
    terminal: Terminal,
) -> None:
    for key in ":f":
        press(terminal, key)
        start = terminal.screen.cursor.x
        assert terminal.screen.cursor.y == 0
        press(terminal, "\x1b[B")
        assert row_of_cursor(terminal).startswith(">") and terminal.screen.cursor.y == 3
        press(terminal, "y")
        assert terminal.screen.cursor.y == 0 and terminal.screen.cursor.x == start + 1
        terminal.press("\x1b")
        terminal.wait_for("1 Articles", within=10)
    terminal.press("Y")
    terminal.wait_for(">GB/T", within=10)
    press(terminal, "j")
    assert row_of_cursor(terminal) == ">BibTeX"
    terminal.press("\x1b")
    terminal.wait_for("1 Articles", within=10)
    terminal.settle()
    assert row_of_cursor(terminal).startswith(">第1号论文")


def test_it_can_be_shown_for_input_methods_that_follow_no_hidden_one(
    program: str, library: str, tmp_path: Path
) -> None:
    for setting, hidden in (("", True), ('cursor = "shown"\n', False)):
        folder = tmp_path / "config" / "papers-tui"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config.toml").write_text(setting, encoding="utf-8")
        with Terminal([program, "--library", library], columns=80, rows=24) as opened:
            opened.wait_for("第1号论文", within=10)
            opened.settle()
            assert opened.screen.cursor.hidden is hidden
            press(opened, "/论")
            assert opened.screen.cursor.hidden is hidden
            opened.press("\x1b")
            opened.settle()
            opened.press("q")
            opened.wait_for_end()
            assert not opened.screen.cursor.hidden
