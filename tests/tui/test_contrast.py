"""Every text that the app paints can be read, in every theme and with every number of colours."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import get_args

import pytest
from rich.color import ColorSystem
from rich.style import Style

from papers_store.marks.marks import Marks
from papers_tui.app import PapersApp
from papers_tui.settings import Settings, Theme
from papers_tui.themes import IN_16
from support.contrast import contrast, painted, shown
from support.drivers.app import Reader
from support.fakes.memory_library import MemoryLibrary, article

pytestmark = pytest.mark.slow

SYSTEMS = {
    "standard": ColorSystem.STANDARD,
    "256": ColorSystem.EIGHT_BIT,
    "truecolor": ColorSystem.TRUECOLOR,
}
WALK = (
    # The list with a star, tags and a read article, the outline, the text and the references.
    *("s", "t", "词", "enter", "enter", "j", "1", "j", "2", "j", "3", "space", "4", "j", "enter"),
    # Filters and finds, and what is found stood on.
    *("1", "slash", "第", "7", "left", "shift+left", "enter", "3", "n", "n", "1", "n", "escape"),
    *("slash", "没", "有", "enter", "escape", "slash", "escape", "e", "escape"),
    # Screens of their own.
    *("question_mark", "j", "q", "colon", "down", "a", "escape"),
    *("f", "space", "down", "x", "escape", "Y", "j", "escape"),
    *("m", "记", "left", "shift+left", "escape", "z", "z"),
)


@asynccontextmanager
async def reading(theme: Theme, file: Path, *, colours: str) -> AsyncIterator[Reader]:
    articles = [article(number) for number in range(1, 31)]
    settings = Settings(theme=theme)
    app = PapersApp(MemoryLibrary(articles), Marks(file), settings=settings, colours=colours)
    async with app.run_test(size=(120, 36)) as pilot:
        reader = Reader(app, pilot)
        await reader.settle()
        yield reader


async def styles(reader: Reader) -> dict[Style, str]:
    """Every style that text is painted with on the walk, with a text in it."""
    found: dict[Style, str] = dict(_seen(reader))
    for key in WALK:
        if key.isascii():
            await reader.press(key)
        else:
            await reader.type(key)
        found.update(_seen(reader))
    return found


def _seen(reader: Reader) -> Iterator[tuple[Style, str]]:
    for row in reader.app.screen._compositor.render_strips():
        for text, style in painted([*row]):
            yield style, text


@pytest.mark.parametrize("theme", get_args(Theme))
@pytest.mark.parametrize("colours", SYSTEMS)
async def test_every_text_can_be_read(
    theme: Theme, colours: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "")
    monkeypatch.setenv("VISUAL", "")
    least = 7.0 if theme == "contrast" else 4.5
    async with reading(theme, tmp_path / "reader.json", colours=colours) as reader:
        found = await styles(reader)
        assert len(found) >= 10
        faint = [
            (f"{contrast(ink, ground):.2f}", name, text.strip(), str(style))
            for style, text in found.items()
            for name, ink, ground in shown(style, SYSTEMS[colours])
            if contrast(ink, ground) < least
        ]
        assert faint == []


@pytest.mark.parametrize("theme", get_args(Theme))
async def test_the_colours_of_16_are_sent_as_they_are_meant(theme: Theme) -> None:
    for name in ("foreground", "background", "primary", "panel", "accent"):
        color = IN_16[theme].to_color_system().generate()[name]
        style = Style.parse(color)
        assert style.color is not None
        number = style.color.downgrade(ColorSystem.STANDARD).number
        assert number in (0, 4, 7, 11, 15), (name, color, number)
