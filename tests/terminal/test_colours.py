"""What a terminal of few colours is sent."""

import re
from pathlib import Path

import pytest

from support.drivers.terminal import Terminal

DARK, LIGHT = {"30", "37", "40", "44", "47", "93"}, {"30", "34", "40", "44", "47", "97", "107"}


@pytest.mark.parametrize("terminal", ["xterm", "xterm-16color", "linux", "putty", "screen"])
@pytest.mark.parametrize(("theme", "sent"), [("dark", DARK), ("light", LIGHT)])
def test_sixteen_colours_are_black_white_blue_and_yellow_on_dark(
    program: str, library: str, tmp_path: Path, terminal: str, theme: str, sent: set[str]
) -> None:
    assert colours(program, library, tmp_path, theme, TERM=terminal, COLORTERM="") <= sent


def test_without_colour_there_is_none(program: str, library: str, tmp_path: Path) -> None:
    grey = {"30", "37", "40", "47", "90", "97", "100", "107"}
    for theme in ("dark", "light", "contrast"):
        sent = colours(program, library, tmp_path, theme, TERM="xterm", COLORTERM="", NO_COLOR="1")
        assert sent <= grey


def colours(program: str, library: str, folder: Path, theme: str, **env: str) -> set[str]:
    """The codes of colours that are sent while somebody filters, reads and asks for help."""
    config = folder / "config" / "papers-tui" / "config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(f'theme = "{theme}"\n', encoding="utf-8")
    with Terminal([program, "--library", library], columns=100, rows=30, env=env) as opened:
        opened.wait_for("第1号论文", within=10)
        opened.press("/体会\r")
        opened.press("3n?")
        opened.wait_for("Keys", within=10)
        codes = re.findall(rb"\x1b\[([0-9;]+)m", opened.received)
    parts = {part.decode() for code in codes for part in code.split(b";")}
    # The others are bold, underlined and plain.
    return {part for part in parts if int(part) >= 30}
