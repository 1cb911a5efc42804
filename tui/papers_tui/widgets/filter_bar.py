"""The top row: the program's name, the filter, and how many articles it leaves."""

from typing import Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.events import Click
from textual.reactive import reactive
from textual.widgets import Input, Static

from papers_tui.locale import _
from papers_tui.messages import Message
from papers_tui.terminal.cells import printable
from papers_tui.widgets.text_input import TextInput

Purpose = Literal["filter", "find", "tags", "save"]
"""What the line is for: to filter the list, to find text in the open article, to tag an article, to
name a file."""

_REMEMBERED = 50
"""Earlier filters that can be called up again."""


class _Query(TextInput):
    """The line to type on; the screen opens it, also for a click."""

    FOCUS_ON_CLICK = False
    BINDINGS = [
        Binding("escape", "abandon", _("Give up what was typed"), id="filter.abandon", show=False),
        Binding("up", "recall(1)", _("An earlier filter"), id="filter.earlier", show=False),
        Binding("down", "recall(-1)", _("A later filter; the list"), id="filter.list", show=False),
        Binding("tab", "take", _("Take what is offered"), id="filter.take", show=False),
    ]

    def action_abandon(self) -> None:
        """Give up what was typed."""
        self.post_message(FilterBar.Abandoned())

    def action_recall(self, by: int) -> None:
        """Call up an earlier filter, or a later one."""
        self.post_message(FilterBar.Recalled(by))

    def action_take(self) -> None:
        """Take what is offered."""
        self.post_message(FilterBar.Completed())


class FilterBar(Horizontal):
    """Shows what the list is filtered by, and takes a new filter."""

    class Changed(Message):
        """The text on the line has changed."""

        text: str
        purpose: Purpose

    class Accepted(Message):
        """The reader is done typing."""

        text: str
        purpose: Purpose

    class GivenUp(Message):
        """The reader gave up typing; the line has the text from before again."""

        purpose: Purpose

    class Wanted(Message):
        """The reader clicked on the line."""

    class Completed(Message):
        """Tab was pressed on the line."""

    class Abandoned(Message):
        """Escape was pressed on the line."""

    class Recalled(Message):
        """The reader wants an earlier filter on the line, or a later one."""

        by: int

    class Taken(Message):
        """The reader wants a suggestion, or the line completed."""

        text: str
        purpose: Purpose

    count: reactive[str] = reactive("", repaint=False, init=False)
    """How many articles there are, at the right end."""

    def __init__(self, query: str = "", *, id: str) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._initial = query
        self._purpose: Purpose = "filter"
        self._texts: dict[Purpose, str] = {"filter": query, "find": "", "tags": "", "save": ""}
        self._before = ""
        self._earlier: list[str] = []
        self._recalled: int | None = None

    def compose(self) -> ComposeResult:
        """Name, filter, count."""
        yield Static("papers-tui", id="filter-name", markup=False)
        query = _Query(
            self._initial,
            placeholder=_("/ to filter"),
            id="filter-query",
            compact=True,
            select_on_focus=False,
        )
        query.cursor_blink = False
        yield query
        yield Static("", id="filter-count", markup=False)

    @property
    def _query(self) -> TextInput:
        return self.query_one("#filter-query", TextInput)

    @property
    def text(self) -> str:
        """The filter as typed."""
        return self._texts["filter"]

    @property
    def typing(self) -> bool:
        """Whether keys go into the line."""
        return self._query.has_focus

    @property
    def is_full(self) -> bool:
        """Whether the line takes no more."""
        return self._query.is_full

    def open(self, purpose: Purpose = "filter", text: str | None = None) -> None:
        """Let the reader type, beginning with a text, or with what they typed before."""
        if text is not None:
            self._texts[purpose] = text
        self._set_purpose(purpose)
        self._before = self._texts[purpose]
        self._recalled = None
        self._query.cursor_position = len(self._query.value)
        # At once: Textual's own focus() takes effect later, and keys typed until then are lost.
        self.screen.set_focus(self._query, scroll_visible=False)

    def close(self) -> None:
        """Give the keys back to the panes; the line shows the filter again."""
        text = self.text
        if text.strip() and text not in self._earlier[-1:]:
            self._earlier = [*self._earlier, text][-_REMEMBERED:]
        self.screen.set_focus(None)
        self._set_purpose("filter")

    def put(self, text: str) -> None:
        """Filter by another text."""
        self._set_purpose("filter")
        self.type(text)

    def type(self, text: str) -> None:
        """Replace the text on the line, whatever its purpose."""
        self._query.value = text
        self._query.cursor_position = len(text)

    def remember(self, earlier: list[str]) -> None:
        """Take earlier filters to step through, the latest last."""
        self._earlier = earlier[-_REMEMBERED:]

    @property
    def earlier(self) -> list[str]:
        """Filters that were used, the latest last."""
        return self._earlier

    def _set_purpose(self, purpose: Purpose) -> None:
        if purpose == self._purpose:
            return
        self._purpose = purpose
        names = {"find": _("in the text"), "tags": _("tags"), "save": _("save as")}
        self.query_one("#filter-name", Static).update(
            names.get(purpose, "papers-tui"), layout=False
        )
        with self._query.prevent(Input.Changed):
            self._query.value = self._texts[purpose]

    def on_click(self, event: Click) -> None:
        """Ask for the line to be opened."""
        event.stop()
        if not self.typing:
            self.post_message(self.Wanted())

    def watch_count(self, count: str) -> None:
        """Show the count."""
        self.query_one("#filter-count", Static).update(printable(count), layout=False)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        # The text from before the line changed its purpose is out of date.
        if event.value == self._query.value:
            self._say(event.value)

    def _say(self, text: str) -> None:
        if text != self._texts[self._purpose]:
            self._texts[self._purpose] = text
            self.post_message(self.Changed(text, self._purpose))

    @on(Input.Submitted)
    def _accepted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Accepted(self._query.value, self._purpose))

    @on(Completed)
    def _complete(self, event: Completed) -> None:
        event.stop()
        self.post_message(self.Taken(self._query.value, self._purpose))

    @on(Abandoned)
    def _give_up(self, event: Abandoned) -> None:
        event.stop()
        with self._query.prevent(Input.Changed):
            self._query.value = self._before
        self._say(self._before)
        self.post_message(self.GivenUp(self._purpose))

    @on(Recalled)
    def _recall(self, event: Recalled) -> None:
        """Step through earlier filters; after the latest comes the text that was being typed."""
        event.stop()
        at = len(self._earlier) if self._recalled is None else self._recalled
        at -= event.by
        if self._purpose != "filter" or at > len(self._earlier) or (at < 0 and event.by > 0):
            if event.by < 0:
                self.post_message(self.Accepted(self._query.value, self._purpose))
            return
        self._recalled = at
        self._query.value = self._earlier[at] if at < len(self._earlier) else self._before
        self._query.cursor_position = len(self._query.value)
