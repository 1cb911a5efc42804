"""Rows of the list that outlast their library."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from papers_store.errors import OutOfReach, PapersError
from papers_store.results import Row
from papers_store.search.hits import Hits

_Answer = TypeVar("_Answer")


class ResilientRows:
    """What was found, to be drawn also while the library cannot be reached.

    Whoever draws cannot wait for a server, and cannot fail. So once it is out of reach nothing is
    asked, and rows that are not there yet stay empty, until somebody says that it is worth trying.
    """

    def __init__(self, hits: Hits, failed: Callable[[PapersError], None]) -> None:
        """Take over what was found.

        Args:
            hits: What was found.
            failed: Told what is wrong, the first time.
        """
        self._hits = hits
        self._failed = failed
        self._away = False
        self.total = hits.total
        self.divider = hits.divider
        self.complete = hits.complete

    def window(self, start: int, stop: int) -> Sequence[Row]:
        """Rows from start up to stop; none for now where they cannot be read."""
        return self._asked(lambda: self._hits.window(start, stop)) or ()

    def position(self, article_id: str) -> int | None:
        """Where an article stands; None also where that cannot be told for now."""
        return self._asked(lambda: self._hits.position(article_id))

    def _asked(self, ask: Callable[[], _Answer]) -> _Answer | None:
        if self._away:
            return None
        try:
            return ask()
        except PapersError as error:
            self._away = isinstance(error, OutOfReach)
            self._failed(error)
            return None

    def rest(self) -> None:
        """Ask nothing for now."""
        self._away = True

    def try_again(self) -> None:
        """Ask again from now on."""
        self._away = False
