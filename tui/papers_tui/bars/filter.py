"""The top row: the program's name, the filter, and how many articles it leaves."""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, Static

from papers_tui.cells import printable
from papers_tui.locale import _


class _Query(Input):
    """The line the filter is typed on."""

    BINDINGS = [
        Binding("escape", "abandon", _("Clear the filter"), id="filter.abandon", show=False),
        Binding("down", "submit", _("To the list"), id="filter.list", show=False),
    ]

    def action_abandon(self) -> None:
        """Give up what was typed."""
        self.post_message(FilterBar.Abandoned())


class FilterBar(Horizontal):
    """Says what the list is filtered by, and takes a new filter."""

    @dataclass
    class Changed(Message):
        """The filter reads differently."""

        query: str

    @dataclass
    class Accepted(Message):
        """The reader is done with the filter and wants the list."""

    @dataclass
    class Abandoned(Message):
        """The reader wants the list as it was without a filter."""

    count: reactive[str] = reactive("", repaint=False, init=False)
    """How many articles there are, at the right end."""

    def __init__(self, query: str = "", *, id: str) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._initial = query

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
    def _query(self) -> Input:
        return self.query_one("#filter-query", Input)

    @property
    def text(self) -> str:
        """The filter as typed."""
        return self._query.value

    @property
    def typing(self) -> bool:
        """Whether keys go into the filter."""
        return self._query.has_focus

    def open(self) -> None:
        """Let the reader type."""
        self._query.focus(scroll_visible=False)

    def close(self) -> None:
        """Give the keys back to the panes."""
        self.screen.set_focus(None)

    def clear(self) -> None:
        """Take the filter away."""
        self._query.value = ""

    def watch_count(self, count: str) -> None:
        """Show the count."""
        self.query_one("#filter-count", Static).update(printable(count), layout=False)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.value))

    @on(Input.Submitted)
    def _accepted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Accepted())
