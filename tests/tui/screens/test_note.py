"""Writing a note on an article."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual import events
from textual.binding import Binding
from textual.pilot import Pilot

from papers_tui.screens.note import NoteScreen
from support.fakes.host_app import HostApp

TITLE = "运用新媒体改进阅读推广"


class NoteHost(HostApp):
    """Nothing but the screen, what it answered, and keys that would end a real app."""

    BINDINGS = [Binding("q,ctrl+c", "quit"), Binding("colon", "command_palette")]

    def __init__(self, title: str, note: str) -> None:
        super().__init__()
        self.answers: list[str | None] = []
        self.note_screen = NoteScreen(title, note)

    def on_mount(self) -> None:
        self.push_screen(self.note_screen, self.answers.append)

    @property
    def rows(self) -> list[str]:
        return [row.text.rstrip() for row in self.screen._compositor.render_strips()]

    async def type(self, text: str) -> None:
        """Send characters as they are, the way an input method does."""
        for character in text:
            self.post_message(events.Key(character, character))


@asynccontextmanager
async def open_app(
    note: str = "", title: str = TITLE, size: tuple[int, int] = (60, 12)
) -> AsyncIterator[tuple[NoteHost, Pilot[None]]]:
    app = NoteHost(title, note)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


async def test_the_article_and_the_note_are_shown_and_no_line_numbers() -> None:
    async with open_app("第一行\n第二行") as (app, _):
        assert TITLE in app.rows[0]
        assert [row.strip() for row in app.rows[1:3]] == ["第一行", "第二行"]


async def test_escape_keeps_what_was_typed_at_the_end() -> None:
    async with open_app("想法") as (app, pilot):
        await app.type("：可再读。")
        await pilot.press("enter", *"q:?j1 ", "escape")
        assert app.answers == ["想法：可再读。\nq:?j1 "]


async def test_giving_up_answers_with_nothing() -> None:
    async with open_app("想法") as (app, pilot):
        await pilot.press("x", "ctrl+g")
        assert app.answers == [None]


async def test_a_note_can_be_emptied() -> None:
    async with open_app("想法") as (app, pilot):
        await pilot.press("backspace", "backspace", "escape")
        assert app.answers == [""]


async def test_an_interrupt_says_how_to_leave_and_ends_nothing() -> None:
    async with open_app("想法") as (app, pilot):
        await pilot.press("ctrl+c")
        assert app.answers == [] and "Esc" in app.rows[-1]
        await pilot.press("x")
        assert app.note_screen.text == "想法x" and "Esc" not in app.rows[-1]


async def test_a_long_line_is_wrapped_and_stays_one_line() -> None:
    line = "字里行间有文章" * 12
    async with open_app(line, size=(40, 12)) as (app, pilot):
        shown = [row.strip() for row in app.rows[1:-1]]
        assert "".join(shown) == line
        assert all(row.cell_length == 40 for row in app.screen._compositor.render_strips())
        await pilot.press("escape")
        assert app.answers == [line]


async def test_what_is_written_so_far_can_be_asked_for() -> None:
    async with open_app() as (app, pilot):
        await pilot.press("x")
        assert app.note_screen.text == "x"


async def test_text_is_never_markup_and_steers_no_terminal() -> None:
    note = "[red]红[/]\x1b]0;坏\x07\t好"
    async with open_app(note, "[red]题[/]\x1b[2J") as (app, pilot):
        assert app.rows[0].startswith(">[red]题[/] [2J")
        assert "[red]红[/] ]0;坏" in app.rows[1]
        assert not any("\x1b" in row or "\x07" in row for row in app.rows)
        app.screen.post_message(events.Paste("\x1b[31m"))
        await pilot.pause()
        assert not any("\x1b" in row for row in app.rows)
