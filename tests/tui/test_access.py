"""What strangers in a reading room may do, and what the owner of an account may."""

from pathlib import Path

import pytest

from papers_tui.access import KIOSK, OWN_ACCOUNT
from papers_tui.screens.palette import CommandsScreen
from support.drivers.app import open_app
from support.drivers.sandbox_recorder import what_leaves
from support.fakes.memory_library import MemoryLibrary, article

LIBRARY = MemoryLibrary(article(number) for number in range(1, 4))


async def test_help_shows_no_key_that_leads_out() -> None:
    async with open_app(LIBRARY, size=(100, 80), access=KIOSK) as reader:
        await reader.press("question_mark")
        assert "Copy the citation" in reader.text and "Note" in reader.text
        for shut in ("Save the article", "your pager", "Suspend"):
            assert shut not in reader.text
    async with open_app(LIBRARY, size=(100, 80)) as reader:
        await reader.press("question_mark")
        for way in ("Save the article", "your pager", "Suspend"):
            assert way in reader.text


async def test_no_key_asks_strangers_for_a_path() -> None:
    async with open_app(LIBRARY, access=KIOSK) as reader:
        before = reader.text
        await reader.press("e")
        assert reader.text == before
    async with open_app(LIBRARY) as reader:
        await reader.press("e")
        assert "save as" in reader.text


@pytest.mark.parametrize("variable", ["VISUAL", "EDITOR"])
async def test_a_stranger_writes_notes_in_the_app_alone(
    variable: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("VISUAL", "EDITOR", "PAGER"):
        monkeypatch.setenv(name, f"touch {tmp_path}/{name}")
    async with open_app(LIBRARY, access=KIOSK) as reader:
        with what_leaves() as left:
            await reader.press("v", "m")
            await reader.type("一则")
        assert "esc keep" in reader.text and "一则" in reader.text
        assert left == [] and not list(tmp_path.iterdir())


@pytest.mark.parametrize("key", ["colon", "ctrl+p"])
async def test_strangers_are_offered_no_command_that_leads_out(key: str) -> None:
    offered = {}
    for access in (OWN_ACCOUNT, KIOSK):
        async with open_app(LIBRARY, access=access) as reader:
            await reader.press(key)
            assert isinstance(reader.app.screen, CommandsScreen)
            offered[access] = {one.action for one in reader.app.screen._commands}
    assert offered[OWN_ACCOUNT] >= {"save", "pager", "suspend_process"}
    assert offered[KIOSK] == set(filter(KIOSK.allows, offered[OWN_ACCOUNT]))
    assert not offered[KIOSK] & {"save", "pager", "suspend_process", "command_palette"}


async def test_an_action_that_is_refused_does_not_run_however_it_is_called() -> None:
    async with open_app(LIBRARY, access=KIOSK) as reader:
        for action in (
            "app.suspend_process",
            "app.screenshot",
            "screen.save",
            "app.command_palette",
        ):
            with what_leaves() as left:
                assert not await reader.app.run_action(action)
            assert left == []


def test_the_owner_of_an_account_may_do_everything() -> None:
    for action in ("save", "pager", "suspend_process", "screenshot", "move"):
        assert OWN_ACCOUNT.allows(action)
    assert KIOSK.allows("move") and KIOSK.allows("copy")
