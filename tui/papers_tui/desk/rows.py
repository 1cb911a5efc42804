"""Rows of a list that go on being drawn where the library cannot be read any more."""

from collections.abc import Callable, Sequence

from papers_store.errors import PapersError
from papers_store.library import Hits, Row


class SteadyRows:
    """What a query found, as the list takes it; rows that cannot be read are left out, and said."""

    def __init__(self, hits: Hits, failed: Callable[[PapersError], object]) -> None:
        """Take rows from hits.

        Args:
            hits: What was found.
            failed: Told why rows cannot be read; from within the drawing of the list.
        """
        self._hits = hits
        self._failed = failed
        self.total = hits.total
        self.divider = hits.divider
        self.complete = hits.complete

    def window(self, start: int, stop: int) -> Sequence[Row]:
        """Rows from start up to stop; fewer where the rows end, or cannot be read."""
        try:
            return self._hits.window(start, stop)
        except PapersError as error:
            self._failed(error)
            return []

    def position(self, article_id: str) -> int | None:
        """Where an article stands among the rows."""
        try:
            return self._hits.position(article_id)
        except PapersError as error:
            self._failed(error)
            return None
