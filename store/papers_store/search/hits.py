"""The answer to a query: keys of articles, of which rows are read a window at a time."""

from abc import ABC, abstractmethod
from array import array
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from papers_store.results import Match, Order, Row

if TYPE_CHECKING:
    from papers_store.search.plan import Found
    from papers_store.search.query import Query


class Hits(ABC):
    """The articles a query found, in order, read a window at a time."""

    total: int
    """How many there are."""
    left_out: tuple[str, ...] = ()
    """Parts of the query that made no sense, as typed."""
    divider: int | None = None
    """Where the articles begin that hold the query only inside other words; None if the list has
    one part."""
    by_sound: bool = False
    """Whether the letters of the query were taken for pinyin."""
    asked: "Query | None" = None
    """The query that was looked up in the end, in which words that nothing holds together, joined
    by a punctuation mark, may stand apart. None where the query asked for nothing."""

    complete: bool = True
    """Whether these are all hits; else they are the first, and `all` finds the rest."""

    def all(self) -> "Hits":
        """Find all hits. They begin with these, so that a list can grow in place.

        Raises:
            SearchCancelled: the caller of `Library.find_first` cancelled.
        """
        return self

    def snapshot(self) -> "Hits":
        """The same hits, fixed: articles that are added later do not shift the windows.

        An article that is removed from the library is skipped.
        """
        return self

    @abstractmethod
    def window(self, start: int, stop: int) -> list[Row]:
        """Rows from start up to stop; fewer where the hits end."""

    def batches(self, size: int, stop: int | None = None) -> Iterator[list[Row]]:
        """All rows, or those up to stop, so many at a time."""
        stop = self.total if stop is None else min(stop, self.total)
        for start in range(0, stop, size):
            yield self.window(start, min(stop, start + size))

    @abstractmethod
    def position(self, article_id: str) -> int | None:
        """Where an article stands among the hits."""


class RowSource(Protocol):
    """Where rows are read by their keys."""

    def count(self) -> int:
        """How many articles there are."""

    def key(self, article_id: str) -> int | None:
        """The key of an article."""

    def rows(self, keys: Sequence[int], match: Match | None = None) -> list[Row]:
        """Rows of articles by key, in the order of the keys."""

    def all_rows(self, order: Order, start: int, stop: int) -> list[Row]:
        """All articles in an order, from one place to another."""

    def all_keys(self, order: Order) -> Sequence[int]:
        """The keys of all articles in an order."""

    def position(self, article_id: str, order: Order) -> int | None:
        """Where an article stands among all."""


class AllFinder(Protocol):
    """A search that can find all hits of its query."""

    def all(self) -> "Found":
        """Everything that the query finds."""


class NoHits(Hits):
    """No hits, as in a library that does not exist yet."""

    total = 0

    def __init__(self, left_out: tuple[str, ...] = ()) -> None:
        self.left_out = left_out

    def window(self, start: int, stop: int) -> list[Row]:
        """No rows."""
        return []

    def position(self, article_id: str) -> int | None:
        """None: no article is among no hits."""
        return None


class AllHits(Hits):
    """Every article, read straight from the table's own order."""

    def __init__(self, index: RowSource, order: Order, left_out: tuple[str, ...] = ()) -> None:
        self._index = index
        self._order = order
        self.total = index.count()
        self.left_out = left_out

    def window(self, start: int, stop: int) -> list[Row]:
        """Rows from start up to stop."""
        start, stop = max(0, start), min(stop, self.total)
        return self._index.all_rows(self._order, start, stop) if start < stop else []

    def snapshot(self) -> Hits:
        """Every article that exists now."""
        return KeyHits(self._index, self._index.all_keys(self._order), self.left_out)

    def position(self, article_id: str) -> int | None:
        """Where an article stands."""
        return self._index.position(article_id, self._order)


class KeyHits(Hits):
    """Articles by their keys, all of one kind."""

    def __init__(
        self, index: RowSource, keys: Sequence[int], left_out: tuple[str, ...] = ()
    ) -> None:
        self._index = index
        self._keys = array("q", keys)
        self.total = len(self._keys)
        self.left_out = left_out

    def window(self, start: int, stop: int) -> list[Row]:
        """Rows from start up to stop."""
        return self._index.rows(self._keys[max(0, start) : max(0, stop)])

    def position(self, article_id: str) -> int | None:
        """Where an article stands."""
        key = self._index.key(article_id)
        try:
            return self._keys.index(key) if key is not None else None
        except ValueError:
            return None


class FoundHits(KeyHits):
    """What a query found: words first, then what holds it inside other words, or sounds so."""

    def __init__(
        self,
        index: RowSource,
        search: AllFinder,
        found: "Found",
        left_out: tuple[str, ...],
        *,
        asked: "Query | None" = None,
    ) -> None:
        super().__init__(index, (*found.words, *found.inside, *found.sounds), left_out)
        self._search = search
        self.asked = asked
        self.complete = found.complete
        words = len(found.words)
        inside = words + len(found.inside)
        self._ranges: tuple[tuple[int, int, Match], ...] = (
            (0, words, "word"),
            (words, inside, "substring"),
            (inside, self.total, "pinyin"),
        )
        self.by_sound = bool(found.sounds)
        self.divider = words if 0 < words < self.total else None

    def all(self) -> Hits:
        """All that the query finds."""
        if self.complete:
            return self
        found = self._search.all()
        return FoundHits(self._index, self._search, found, self.left_out, asked=self.asked)

    def window(self, start: int, stop: int) -> list[Row]:
        """Rows from start up to stop."""
        return [
            row
            for first, last, match in self._ranges
            if (keys := self._keys[max(start, first) : max(0, min(stop, last))])
            for row in self._index.rows(keys, match)
        ]
