"""A small editor for the note on an article.

Textual's text area takes a moment to load, so this module is imported when a note is opened.
"""

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widgets import TextArea

from papers_tui.locale import _
from papers_tui.screens.dialog import Dialog
from papers_tui.terminal.cells import printable
from papers_tui.widgets.pane import Pane
from papers_tui.widgets.status_bar import StatusBar


class _Title(Pane):
    """The title line alone."""

    def __init__(self, title: str, *, id: str) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self.heading = printable(title)
        self.remark = _("Note")
        self.active = True

    @property
    def line_count(self) -> int:
        """None below the title."""
        return 0

    def draw(self, line: int, width: int) -> Strip:
        """There is no line to draw."""
        raise IndexError(line)


class _Note(TextArea):
    """What is written; a pasted text may hold anything, and is drawn without what steers."""

    def get_line(self, line_index: int) -> Text:
        """A line, character for character as long as it is."""
        # Tabs stay: Textual makes them as wide as it has counted them.
        parts = self.document.get_line(line_index).split("\t")
        return Text("\t".join(map(printable, parts)), end="", no_wrap=True)


class NoteScreen(Dialog[str | None]):
    """Takes a note; answers with what was written, or None where it was given up."""

    CSS_PATH = "note.tcss"
    AUTO_FOCUS = "#note"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "keep", _("Keep the note, and go back"), id="note.keep", show=False),
        Binding("ctrl+g", "give_up", _("Leave the note as it was"), id="note.give_up", show=False),
        # Where nothing is selected that it could copy; the app would end, and the note with it.
        Binding("ctrl+c", "remind", show=False),
    ]

    def __init__(self, title: str, note: str = "", said: str = "") -> None:
        """A screen for one article's note.

        Args:
            title: The article's.
            note: What the note says so far.
            said: What the status bar says until something is typed.
        """
        super().__init__()
        self._said = said
        self._before = note
        self._title = title
        self._note = _Note(note, id="note", compact=True, highlight_cursor_line=False)
        self._note.cursor_blink = False
        # Messages may come before the screen has its widgets, and after it has lost them.
        self._foot = StatusBar(hints=(_("^g give up"),), always=(_("esc keep"),), id="foot")

    def compose(self) -> ComposeResult:
        """The article's title, the note, and the keys."""
        yield _Title(self._title, id="title")
        yield self._note
        yield self._foot

    @on(TextArea.Changed)
    @on(TextArea.SelectionChanged)
    def _go_on(self) -> None:
        """Give the hints back: what was said has been read."""
        if self._note.text != self._before:
            self._said = ""
        self._foot.message = self._said

    def on_mount(self) -> None:
        """People go on where they stopped."""
        self._foot.message = self._said
        self._note.move_cursor(self._note.document.end)

    @property
    def text(self) -> str:
        """The text written so far, which is kept if the app has to end."""
        return self._note.text

    def action_keep(self) -> None:
        """Answer with what is written."""
        self.dismiss(self.text)

    def action_give_up(self) -> None:
        """Answer with nothing."""
        self.dismiss(None)

    def action_remind(self) -> None:
        """Say how to leave."""
        self._foot.message = _("Esc keeps the note, ^g leaves it as it was")
