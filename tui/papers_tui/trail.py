"""The way a reader took from article to article, back and forth."""

from typing import NamedTuple

from papers_tui.panes.body import Place

_LONGEST = 200
"""Stops that are kept each way."""


class Stop(NamedTuple):
    """An article, and the place in it where the reader left it."""

    article_id: str
    place: Place


class Trail:
    """Stops behind the reader, and those ahead after going back."""

    def __init__(self) -> None:
        self._behind: list[Stop] = []
        self._ahead: list[Stop] = []

    def leave(self, here: Stop) -> None:
        """Go on to an article of the reader's choice; what lay ahead is forgotten."""
        self._behind = [*self._behind, here][-_LONGEST:]
        self._ahead = []

    def back(self, here: Stop) -> Stop | None:
        """Where the reader came from; None at the beginning of the way."""
        return self._turn(self._behind, self._ahead, here)

    def forward(self, here: Stop) -> Stop | None:
        """Where the reader went back from; None at the end of the way."""
        return self._turn(self._ahead, self._behind, here)

    @staticmethod
    def _turn(there: list[Stop], here_after: list[Stop], here: Stop) -> Stop | None:
        if not there:
            return None
        here_after.append(here)
        return there.pop()
