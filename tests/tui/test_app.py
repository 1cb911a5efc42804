"""What a person's settings make of the app."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from papers_store.marks.marks import Marks
from papers_tui.app import PapersApp
from papers_tui.launch import binding_ids
from papers_tui.settings import Settings, SettingsError
from support.drivers.app import Reader
from support.fakes.memory_library import MemoryLibrary, article


@asynccontextmanager
async def open_app(tmp_path: Path, settings: Settings) -> AsyncIterator[Reader]:
    app = PapersApp(
        MemoryLibrary([article(1), article(2)]), Marks(tmp_path / "r.json"), "", settings
    )
    async with app.run_test(size=(140, 40)) as pilot:
        reader = Reader(app, pilot)
        await reader.settle()
        yield reader


async def test_keys_can_be_others(tmp_path: Path) -> None:
    settings = Settings(keys={"browse.down": "n", "browse.next_match": "j", "browse.star": "w"})
    async with open_app(tmp_path, settings) as reader:
        await reader.press("n")
        assert reader.cursor("articles") == "第2篇文章"
        await reader.press("j", "w")
        assert reader.cursor("articles") == "* 第2篇文章"


@pytest.mark.parametrize("columns", [20, 30, 44])
async def test_lines_of_text_are_as_long_as_is_wanted(tmp_path: Path, columns: int) -> None:
    async with open_app(tmp_path, Settings(columns=columns)) as reader:
        lines = [line[47:].strip() for line in reader.lines if "字里行间有文章" in line]
        assert max(map(len, lines)) in range(columns - 2, columns + 1)


async def test_lines_can_have_empty_ones_between_them_and_the_place_stays(tmp_path: Path) -> None:
    async with open_app(tmp_path, Settings(spacing=1)) as reader:
        body = [line[47:].strip() for line in reader.lines[2:30]]
        at = next(nth for nth, line in enumerate(body) if line.startswith("第1篇第0节第0段"))
        assert body[at + 1] == "" and body[at + 2]
        await reader.press("3", "space")
        left = reader.top_line("body")[:8]
        await reader.resize(100, 30)
        await reader.resize(140, 40)
        assert reader.top_line("body")[:8] == left


@pytest.mark.parametrize("theme", ["dark", "light", "contrast"])
async def test_the_colours_are_those_that_were_chosen(tmp_path: Path, theme: str) -> None:
    async with open_app(tmp_path, Settings(theme=theme)) as reader:  # type: ignore[arg-type]
        assert reader.app.theme == f"papers-{theme}"


def test_a_key_for_something_that_there_is_not_is_named() -> None:
    settings = Settings(keys={"browse.dance": "d"})
    with pytest.raises(SettingsError, match=r"browse\.dance"):
        settings.check_keys(binding_ids())
    Settings(keys=dict.fromkeys(binding_ids(), "f9")).check_keys(binding_ids())
