"""The way a reader took from article to article, back and forth."""

from typing import NamedTuple

from msgspec import Struct

from papers_tui.widgets.body import TextPosition

_LONGEST = 200
"""Stops that are kept each way."""


class Entry(NamedTuple):
    """An article, and the place in it; None for where the reader last left it."""

    article_id: str
    place: TextPosition | None


class History(Struct, frozen=True):
    """Stops behind the reader, and those ahead after going back, each from first to last.

    A step gives another trail, so that one that leads nowhere need not be taken.
    """

    behind: tuple[Entry, ...] = ()
    ahead: tuple[Entry, ...] = ()

    def left(self, here: Entry) -> "History":
        """Gone on to an article of the reader's choice; what lay ahead is forgotten."""
        return History(_longest(*self.behind, here))

    def back(self, here: Entry) -> "tuple[Entry, History] | None":
        """Where the reader came from, and the trail there; None at the beginning of the way."""
        if not self.behind:
            return None
        *behind, stop = self.behind
        return stop, History(tuple(behind), _longest(*self.ahead, here))

    def forward(self, here: Entry) -> "tuple[Entry, History] | None":
        """Where the reader went back from, and the trail there; None at the end of the way."""
        turned = History(self.ahead, self.behind).back(here)
        if turned is None:
            return None
        stop, trail = turned
        return stop, History(trail.ahead, trail.behind)


def _longest(*stops: Entry) -> tuple[Entry, ...]:
    return stops[-_LONGEST:]
