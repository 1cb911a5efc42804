"""The rows that a query found, for a list that may outlast the connection to its library."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from papers_store.errors import OutOfReach, PapersError
from papers_store.results import Order, Row
from papers_store.search.highlight import Finder
from papers_store.search.hits import Hits

_Answer = TypeVar("_Answer")


class ListQuery(NamedTuple):
    """What the list is filtered by, as typed, and what it goes by."""

    text: str
    order: Order

    @property
    def filters(self) -> bool:
        """Whether it may leave articles out."""
        return bool(self.text.strip())


class ResilientRows:
    """The answer to a query, with rows that can be drawn while the library is out of reach.

    Drawing cannot wait for a server, and cannot fail. So once the library is out of reach no row is
    read, and rows that have not come stay empty, until `try_again`.
    """

    def __init__(
        self,
        hits: Hits,
        query: ListQuery,
        library_size: int,
        *,
        finder: Finder | None = None,
        suggestions: tuple[str, ...] = (),
        on_error: Callable[[PapersError], None],
    ) -> None:
        """Wrap what was found.

        Args:
            hits: What was found.
            query: What was asked for.
            library_size: How many articles the library holds.
            finder: Finds in a row what the row is listed for.
            suggestions: Queries that would find something, where this one finds nothing.
            on_error: Callback for an error while rows are read; for `OutOfReach` called once.
        """
        self._hits = hits
        self._on_error = on_error
        self._out_of_reach = False
        self.query = query
        self.library_size = library_size
        self.finder = Finder() if finder is None else finder
        self.suggestions = suggestions
        self.total = hits.total
        self.divider = hits.divider
        self.complete = hits.complete
        self.left_out = hits.left_out
        """Parts of the query that made no sense, as typed."""

    def window(self, start: int, stop: int) -> Sequence[Row]:
        """Rows from start up to stop; none where they cannot be read now."""
        return self._read(lambda: self._hits.window(start, stop)) or ()

    def position(self, article_id: str) -> int | None:
        """Where an article stands; None also where that cannot be read now."""
        return self._read(lambda: self._hits.position(article_id))

    def _read(self, read: Callable[[], _Answer]) -> _Answer | None:
        if self._out_of_reach:
            return None
        try:
            return read()
        except PapersError as error:
            self._out_of_reach = isinstance(error, OutOfReach)
            self._on_error(error)
            return None

    def rest(self) -> None:
        """Read no row until `try_again`."""
        self._out_of_reach = True

    def try_again(self) -> None:
        """Read rows again."""
        self._out_of_reach = False
