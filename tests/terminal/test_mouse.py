"""The mouse of a real terminal, by the bytes that it sends (xterm's SGR mode, 1006)."""

import pytest

from support.drivers.terminal import Terminal


def clicked(column: int, row: int) -> str:
    """A press and a release of the left button, counted from 1."""
    return f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m"


def row_of(terminal: Terminal, text: str) -> int:
    """The row of the screen on which a text stands, counted from 1."""
    return next(at for at, line in enumerate(terminal.lines, 1) if text in line)


def test_clicks_choose_open_and_go_from_pane_to_pane(program: str, library: str) -> None:
    with Terminal([program, "--mouse", "--library", library], columns=120, rows=36) as terminal:
        terminal.wait_for("本文是第1号论文的摘要")
        terminal.press(clicked(5, row_of(terminal, "第3号论文")))
        terminal.wait_for(">第3号论文")
        terminal.press(clicked(5, row_of(terminal, "第2号论文")) * 2)
        terminal.wait_for("本文是第2号论文的摘要")
        terminal.press(clicked(60, row_of(terminal, "[2] 孙七")))
        terminal.wait_for(">4 References")
        assert ">[2]" in terminal.text
        terminal.press(clicked(5, row_of(terminal, "三 第2号之三节")) * 2)
        terminal.wait_for("第3节第1段说")
        assert ">2 Outline" in terminal.text
        terminal.press(clicked(20, 1))
        terminal.press("第7号")
        terminal.wait_for(
            lambda seen: "第7号论文" in seen.text and "第2号论文：" not in seen.lines[4]
        )
        terminal.press("\x1b[<65;5;5M" * 2)
        terminal.settle()
        terminal.press("\r")
        terminal.settle()
        terminal.press("q")
        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("option", [[], ["--mouse"]])
def test_the_terminal_is_asked_for_its_mouse_only_where_the_reader_wants_it(
    program: str, library: str, option: list[str]
) -> None:
    with Terminal([program, *option, "--library", library], columns=80, rows=24) as terminal:
        terminal.wait_for("第1号论文")
        terminal.settle()
        assert (b"\x1b[?1006h" in terminal.received) is bool(option)
