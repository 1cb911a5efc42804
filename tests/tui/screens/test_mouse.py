"""With a mouse: a click chooses, two clicks open, and the wheel scrolls."""

import pytest
from textual import events
from textual.pilot import Pilot

from papers_tui.screens.citation import CitationScreen
from papers_tui.screens.help import HelpScreen
from papers_tui.screens.keywords import KeywordsScreen
from papers_tui.screens.palette import CommandsScreen
from papers_tui.widgets.filter_bar import FilterBar
from support.drivers.app import Reader, open_app
from support.fakes.memory_library import MemoryLibrary


async def click(reader: Reader, pane: str, row: int, x: int = 9, times: int = 1) -> None:
    """Click into a row of a pane, counted from its title line."""
    pilot: Pilot[None] = reader._pilot
    await pilot.click(f"#{pane}", offset=(x, row), times=times)
    await reader.settle()


async def test_a_click_chooses_a_row_and_two_open_it(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        await click(reader, "articles", 7)
        assert reader.cursor("articles") == "第3篇文章"
        assert "第1篇文章" in reader.top_line("body")
        await click(reader, "articles", 10)
        assert reader.cursor("articles") == "第4篇文章"
        await click(reader, "articles", 10, times=2)
        assert "第4篇文章" in reader.top_line("body")


async def test_a_click_into_another_pane_sends_the_keys_there(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        for pane in ("outline", "references", "body", "articles"):
            await click(reader, pane, 0)
            assert reader.active == pane
        await click(reader, "references", 2)
        assert reader.active == "references"


async def test_an_entry_of_the_outline_is_chosen_and_shown(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        await click(reader, "outline", 2)
        chosen = reader.cursor("outline")
        top = reader.top_line("body")
        await click(reader, "outline", 2, times=2)
        assert reader.cursor("outline") == chosen
        assert reader.top_line("body") != top and chosen.split()[-1] in reader.top_line("body")


async def test_a_reference_is_chosen_and_unfolded(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        await click(reader, "references", 2)
        chosen = reader.cursor("references")
        assert chosen.startswith("[2]")
        await click(reader, "references", 2, times=2)
        assert reader.active == "references" and reader.cursor("references") != chosen


async def test_below_the_last_row_nothing_is_chosen(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        rows = reader.app.screen.query_one("#references").size.height
        await click(reader, "references", rows - 1, times=2)
        assert reader.active == "references"
        assert reader.cursor("references").startswith("[1]")


async def test_a_click_on_the_filter_opens_it_and_one_into_a_pane_leaves_it(
    library: MemoryLibrary,
) -> None:
    async with open_app(library) as reader:
        await reader.press("3")
        await click(reader, "filter-query", 0)
        bar = reader.app.screen.query_one(FilterBar)
        assert bar.typing
        await reader.type("第7篇")
        await click(reader, "articles", 1)
        assert not bar.typing and bar.text == "第7篇"
        assert reader.cursor("articles") == "第7篇文章"


@pytest.mark.parametrize("key", ["e", "t"])
async def test_what_was_typed_for_something_else_is_left_by_a_click(
    library: MemoryLibrary, key: str
) -> None:
    async with open_app(library) as reader:
        await reader.press(key)
        await reader.type("词")
        await click(reader, "articles", 3)
        assert not reader.app.screen.query_one(FilterBar).typing
        assert "词" not in reader.text


async def test_the_wheel_scrolls_and_chooses_nothing(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        top = reader.top_line("articles")
        await reader._pilot._post_mouse_events(
            [events.MouseScrollDown], "#articles", (5, 5), button=0
        )
        await reader.settle()
        assert reader.top_line("articles") != top
        assert reader.active == "articles"


async def test_keywords_are_chosen_by_a_click_and_filtered_by_two(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        await reader.press("f")
        assert isinstance(reader.app.screen, KeywordsScreen)
        await click(reader, "items", 1, x=3)
        assert "[x]" in reader.lines[2]
        await click(reader, "items", 1, x=3)
        assert "[x]" not in reader.text
        await click(reader, "items", 1, x=9, times=2)
        assert not isinstance(reader.app.screen, KeywordsScreen)
        assert "kw:" in reader.lines[0] or "关键词" in reader.lines[0]


async def test_commands_are_done_by_two_clicks(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        await reader.press("colon")
        await reader.type("help")
        await click(reader, "items", 1)
        assert isinstance(reader.app.screen, CommandsScreen)
        await click(reader, "items", 1, times=2)
        assert isinstance(reader.app.screen, HelpScreen)
        await click(reader, "keys", 3, times=2)
        assert isinstance(reader.app.screen, HelpScreen)


async def test_a_form_of_citation_is_shown_by_a_click(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        await reader.press("Y")
        assert isinstance(reader.app.screen, CitationScreen)
        await click(reader, "forms", 2)
        assert "@" in reader.text
        await click(reader, "text", 1, times=2)
        assert isinstance(reader.app.screen, CitationScreen)
        await click(reader, "forms", 3, times=2)
        assert not isinstance(reader.app.screen, CitationScreen)


async def test_help_tells_of_the_mouse_where_there_is_one(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        await reader.press("question_mark", "G")
        assert "double click" not in reader.text
        await reader.press("q")
        reader.app.has_mouse = True
        await reader.press("question_mark", "G")
        assert "double click" in reader.text


async def test_other_buttons_do_nothing(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        await reader._pilot.click("#articles", offset=(5, 5), button=3)
        await reader.settle()
        assert reader.cursor("articles") == "第1篇文章"
