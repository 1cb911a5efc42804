"""Someone at the keyboard of the app, and what they see."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Generic, TypeVar

from textual import events
from textual.app import App
from textual.pilot import Pilot

from papers_store.library import Library
from papers_store.marks.marks import Marks
from papers_tui.access import OWN_ACCOUNT, Access
from papers_tui.app import PapersApp
from papers_tui.keys import SIGNS

SIGNS_BY_CHARACTER = {sign: name for name, sign in SIGNS.items()}

Pressed = TypeVar("Pressed", bound=App[Any])
"""The app that gets the keys."""

PANES = ("articles", "outline", "body", "references")


async def idle(app: App[Any]) -> None:
    """Wait until no worker of an app has anything left to do."""
    while running := [worker for worker in app.workers if not worker.is_finished]:
        # One that a later key overtook ends with an error of its own, which is no news.
        await asyncio.gather(*(worker.wait() for worker in running), return_exceptions=True)
        await asyncio.sleep(0)


class Keyboard(Generic[Pressed]):
    """Someone at the keyboard."""

    def __init__(self, app: Pressed, pilot: Pilot[None]) -> None:
        self.app = app
        self._pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until the app has nothing left to do."""
        for key in keys:
            await self._pilot.press(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Send characters as they are, the way an input method does."""
        for character in text:
            self.app.post_message(events.Key(character, character))
            await self.settle()

    async def burst(self, *keys: str) -> None:
        """Send keys all at once, the way a slow line delivers them."""
        self.send(*keys)
        await self.settle()

    def send(self, *keys: str) -> None:
        """Send keys, and wait for nothing."""
        for key in keys:
            name = SIGNS_BY_CHARACTER.get(key, key)
            self.app.post_message(events.Key(name, key if len(key) == 1 else None))

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds, though work may still be under way."""
        async with asyncio.timeout(10):
            while not holds():
                await self._pilot.pause()

    async def settle(self) -> None:
        await self._pilot.pause()
        await idle(self.app)
        await self._pilot.pause()
        await idle(self.app)
        await self._pilot.pause()

    async def resize(self, columns: int, rows: int) -> None:
        await self._pilot.resize_terminal(columns, rows)
        await self.settle()

    @property
    def lines(self) -> list[str]:
        """The screen's rows as text."""
        width, height = self.app.size
        rows = self.app.screen._compositor.render_strips()
        assert len(rows) == height
        assert all(row.cell_length == width for row in rows)
        return [row.text.rstrip() for row in rows]


class Reader(Keyboard[PapersApp]):
    """Someone who reads, at the four panes."""

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def cursor(self, pane: str) -> str:
        """The line of a pane that its cursor stands on."""
        widget = self.app.screen.query_one(f"#{pane}")
        for y in range(1, widget.size.height):
            line = widget.render_line(y).text
            if line.startswith(">"):
                return line[1:].strip()
        raise AssertionError(f"no cursor in {pane}:\n{self.text}")

    def top_line(self, pane: str) -> str:
        """The first line of a pane below its title that is not empty."""
        widget = self.app.screen.query_one(f"#{pane}")
        for y in range(1, widget.size.height):
            if line := widget.render_line(y).text.strip():
                return line
        return ""

    @property
    def active(self) -> str:
        """The pane that gets the keys, as its title line says."""
        marked = [
            pane
            for pane in PANES
            if self.app.screen.query_one(f"#{pane}").render_line(0).text.startswith(">")
        ]
        assert len(marked) == 1
        return marked[0]


@asynccontextmanager
async def open_app(
    library: Library,
    query: str = "",
    size: tuple[int, int] = (120, 36),
    marks: Marks | None = None,
    access: Access = OWN_ACCOUNT,
) -> AsyncIterator[Reader]:
    """Open the app on a library in a window of so many columns and rows."""
    with tempfile.TemporaryDirectory(prefix="papers-") as folder:
        marks = marks or Marks(Path(folder) / "reader.json")
        app = PapersApp(library, marks, query, access=access)
        async with app.run_test(size=size) as pilot:
            reader = Reader(app, pilot)
            await reader.settle()
            yield reader
