"""Doing what has a key by its name."""

import pytest

from papers_tui.screens.help import HelpScreen
from papers_tui.screens.palette import Command, CommandsScreen
from support.drivers.app import Reader, open_app
from support.fakes.host_app import HostApp
from support.fakes.memory_library import MemoryLibrary, article


@pytest.fixture
def library() -> MemoryLibrary:
    return MemoryLibrary([article(number) for number in range(1, 31)])


def listed(reader: Reader) -> list[str]:
    """The lines of the list."""
    assert isinstance(reader.app.screen, CommandsScreen)
    return [line.strip(" >").rstrip() for line in reader.lines[2:-1] if line.strip()]


async def test_every_key_that_help_tells_has_its_command(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        bindings = [key.binding for key in reader.app.screen.active_bindings.values()]
        told = {one.description for one in bindings if one.id and one.description}
        await reader.press("colon")
        assert isinstance(reader.app.screen, CommandsScreen)
        names = {one.name for one in reader.app.screen._commands}
        assert names == told - {"Commands"}


async def test_a_command_is_done_where_the_reader_was(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        await reader.press("colon")
        await reader.type("down")
        assert listed(reader)[0].startswith("Down") and "j" in listed(reader)[0]
        await reader.press("enter")
        assert reader.cursor("articles") == "第2篇文章"


async def test_a_command_of_the_app_is_done(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        await reader.press("colon")
        await reader.type("help")
        await reader.press("enter")
        assert isinstance(reader.app.screen, HelpScreen)


async def test_a_command_typed_all_at_once_is_the_one_that_is_done(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        await reader.burst("colon", *"down", "enter", "j")
        assert reader.cursor("articles") == "第3篇文章"


async def test_nothing_is_done_where_no_command_is_called_so(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        before = reader.text
        await reader.press("colon")
        await reader.type("乌有")
        assert listed(reader) == []
        await reader.press("enter")
        assert reader.text == before


async def test_escape_goes_back(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        before = reader.text
        await reader.press("colon", "escape")
        assert reader.text == before


@pytest.mark.parametrize(
    ("typed", "first"),
    [("引文", "复制引文"), ("yinwen", "复制引文"), ("fzyw", "复制引文"), ("下一", "下一页")],
)
async def test_commands_are_found_by_words_pinyin_and_initials(typed: str, first: str) -> None:
    app = HostApp()
    done: list[Command | None] = []
    commands = [
        Command(name, key, "do", app)
        for name, key in (("下一页", "space"), ("复制引文", "y"), ("各种格式的引文", "Y"))
    ]
    async with app.run_test() as pilot:
        app.push_screen(CommandsScreen(commands), done.append)
        await pilot.pause()
        await pilot.press(*typed, "enter")
        assert [one.name for one in done if one] == [first]
