"""How the reading room looks, at the three widths and in its states."""

import tempfile
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from papers_store.article import Article
from papers_store.marks.marks import Marks
from papers_tui.app import PapersApp
from support.drivers.app import idle
from support.fakes.memory_library import MemoryLibrary, article

Look = Callable[..., bool]
WIDTHS = [(140, 40), (100, 30), (60, 20)]


def app(articles: Iterable[Article] | None = None) -> PapersApp:
    titles = (
        "运用新媒体改进高校图书馆阅读推广的若干思考",
        "论终端排版",
        "ABC 与 ＡＢＣ：全角与半角之辨（附 12 例）",
    )
    if articles is None:
        articles = [article(at, titles[at % 3] + str(at)) for at in range(1, 41)]
    # A file that nothing writes before the picture is taken.
    return PapersApp(MemoryLibrary(articles), Marks(Path(tempfile.mkdtemp()) / "reader.json"))


def after(*keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    async def run_before(pilot: Pilot[None]) -> None:
        await pilot.pause()
        await idle(pilot.app)
        for key in keys:
            await pilot.press(key)
            await idle(pilot.app)
            await pilot.pause()

    return run_before


@pytest.mark.parametrize("size", WIDTHS)
def test_reading_room(snap_compare: Look, size: tuple[int, int]) -> None:
    assert snap_compare(app(), run_before=after("j"), terminal_size=size)


@pytest.mark.parametrize("size", WIDTHS)
def test_text_in_the_middle(snap_compare: Look, size: tuple[int, int]) -> None:
    assert snap_compare(app(), run_before=after("enter", "space"), terminal_size=size)


def test_a_reference_shown_whole(snap_compare: Look) -> None:
    assert snap_compare(app(), run_before=after("4", "j", "enter"), terminal_size=(100, 30))


def test_filtering(snap_compare: Look) -> None:
    assert snap_compare(app(), run_before=after("slash", "3"), terminal_size=(100, 30))


def test_help(snap_compare: Look) -> None:
    assert snap_compare(app(), run_before=after("question_mark"), terminal_size=(80, 40))


def test_empty_library(snap_compare: Look) -> None:
    assert snap_compare(app([]), run_before=after(), terminal_size=(100, 30))
