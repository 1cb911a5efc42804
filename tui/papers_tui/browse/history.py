"""The articles that a reader went through, back and forth."""

from typing import NamedTuple

from msgspec import Struct

from papers_tui.widgets.body import TextPosition

_LONGEST = 200
"""Entries that are kept each way."""


class Entry(NamedTuple):
    """An article, and the position in it; None for where the reader last left it."""

    article_id: str
    position: TextPosition | None


class History(Struct, frozen=True):
    """Entries behind the reader, and those ahead after going back, each from first to last.

    A step returns another history, so that one that leads nowhere need not be taken.
    """

    behind: tuple[Entry, ...] = ()
    ahead: tuple[Entry, ...] = ()

    def pushed(self, here: Entry) -> "History":
        """Go on from here to an article that is not part of the history; forget what is ahead."""
        return History(_longest(*self.behind, here))

    def back(self, here: Entry) -> "tuple[Entry, History] | None":
        """Go back; the entry, and the history there, or None at the beginning."""
        if not self.behind:
            return None
        *behind, entry = self.behind
        return entry, History(tuple(behind), _longest(*self.ahead, here))

    def forward(self, here: Entry) -> "tuple[Entry, History] | None":
        """Go forward again; the entry, and the history there, or None at the end."""
        reversed_step = History(self.ahead, self.behind).back(here)
        if reversed_step is None:
            return None
        entry, history = reversed_step
        return entry, History(history.ahead, history.behind)


def _longest(*entries: Entry) -> tuple[Entry, ...]:
    return entries[-_LONGEST:]
