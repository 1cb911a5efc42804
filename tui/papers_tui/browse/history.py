"""The way a reader took from article to article, back and forth."""

from typing import NamedTuple

from msgspec import Struct

from papers_tui.widgets.body import Place

_LONGEST = 200
"""Stops that are kept each way."""


class Stop(NamedTuple):
    """An article, and the place in it; None for where the reader last left it."""

    article_id: str
    place: Place | None


class Trail(Struct, frozen=True):
    """Stops behind the reader, and those ahead after going back, each from first to last.

    A step gives another trail, so that one that leads nowhere need not be taken.
    """

    behind: tuple[Stop, ...] = ()
    ahead: tuple[Stop, ...] = ()

    def left(self, here: Stop) -> "Trail":
        """Gone on to an article of the reader's choice; what lay ahead is forgotten."""
        return Trail(_longest(*self.behind, here))

    def back(self, here: Stop) -> "tuple[Stop, Trail] | None":
        """Where the reader came from, and the trail there; None at the beginning of the way."""
        if not self.behind:
            return None
        *behind, stop = self.behind
        return stop, Trail(tuple(behind), _longest(*self.ahead, here))

    def forward(self, here: Stop) -> "tuple[Stop, Trail] | None":
        """Where the reader went back from, and the trail there; None at the end of the way."""
        turned = Trail(self.ahead, self.behind).back(here)
        if turned is None:
            return None
        stop, trail = turned
        return stop, Trail(trail.ahead, trail.behind)


def _longest(*stops: Stop) -> tuple[Stop, ...]:
    return stops[-_LONGEST:]
