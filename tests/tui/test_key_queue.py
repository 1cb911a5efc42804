"""What is typed before the screen it is meant for is there, as over a slow line."""

import asyncio
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.widgets import Input, TextArea

from papers_store.marks.marks import Marks
from papers_store.search.hits import Hits
from papers_store.search.query import Query
from papers_tui.screens.keywords import KeywordsScreen
from papers_tui.screens.note import NoteScreen
from support.drivers.app import Reader, open_app
from support.fakes.memory_library import MemoryLibrary, article


@pytest.fixture
def library() -> MemoryLibrary:
    return MemoryLibrary([article(number) for number in range(1, 31)])


def note_of(reader: Reader) -> str:
    assert isinstance(reader.app.screen, NoteScreen)
    return reader.app.screen.query_one(TextArea).text


async def test_a_note_has_all_that_was_typed_at_once_with_its_key(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        # q would leave, d would scroll, and enter would go to the text.
        await reader.burst("m", *"qed:", "enter", *"想 j2")
        assert note_of(reader) == "qed:\n想 j2"
        await reader.burst("x", "backspace", "y")
        assert note_of(reader) == "qed:\n想 j2y"


@pytest.mark.parametrize("turns", [0, 1, 2, 3, 5, 8, 13])
async def test_keys_that_come_one_by_one_while_a_screen_comes_stay_in_order(
    library: MemoryLibrary, turns: int
) -> None:
    async with open_app(library) as reader:
        for key in "mqed:j想":
            reader.send(key)
            for _ in range(turns):
                await asyncio.sleep(0)
        await reader.settle()
        assert note_of(reader) == "qed:j想"


async def test_a_note_ends_where_it_was_ended(library: MemoryLibrary, tmp_path: Path) -> None:
    marks = Marks(tmp_path / "marks.json")
    async with open_app(library, marks=marks) as reader:
        await reader.burst("m", *"记", "escape", "j", "j", "m", *"又", "escape")
        assert reader.cursor("articles") == "第3篇文章"
        notes = {number: marks.of(article(number).id).note for number in (1, 2, 3)}
        assert notes == {1: "记", 2: "", 3: "又"}


async def test_a_filter_ends_where_it_was_ended(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        await reader.burst("/", "第", "enter", "j", "j")
        assert "第" in reader.lines[0] and "第jj" not in reader.lines[0]
        assert reader.cursor("articles") == "第3篇文章"


class LateShelf(MemoryLibrary):
    """Finds nothing before the test lets it."""

    def __init__(self) -> None:
        super().__init__([article(number) for number in range(1, 31)])
        self.asked, self.come = Event(), Event()

    def find_first(self, query: str | Query = "", **how: Any) -> Hits:
        self.asked.set()
        assert self.come.wait(60)
        return super().find_first(query, **how)


async def test_keys_behind_a_filter_act_on_what_it_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papers_tui.browse.search._PATIENCE", 60.0)
    late = LateShelf()
    async with open_app(late) as reader:
        reader.send("/", "第", "2", "enter", "j", "j", "enter")
        await reader.until(lambda: late.asked.is_set() and reader.active == "articles")
        late.come.set()
        await reader.settle()
        assert reader.cursor("articles") == "第21篇文章"
        assert "第21篇的开头" in reader.text


async def test_keys_behind_a_filter_that_takes_long_act_on_the_list_there_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("papers_tui.browse.search._PATIENCE", 0.001)
    late = LateShelf()
    async with open_app(late) as reader:
        reader.send("/", "第", "2", "enter", "j", "j")
        await reader.until(lambda: reader.cursor("articles") == "第3篇文章")
        late.come.set()
        await reader.settle()


async def test_keywords_are_narrowed_by_what_was_typed_at_once_with_their_key(
    library: MemoryLibrary,
) -> None:
    async with open_app(library) as reader:
        await reader.burst("f", *"yuedu")
        assert isinstance(reader.app.screen, KeywordsScreen)
        assert reader.app.screen.query_one(Input).value == "yuedu"
