"""What both backends share of a library: finding, counting and suggesting, by one search plan."""

from abc import abstractmethod
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from papers_store.library import Library
from papers_store.results import Order
from papers_store.search.hits import AllHits, FoundHits, Hits, KeyHits, NoHits, RowSource
from papers_store.search.reader_marks import Marks

if TYPE_CHECKING:
    # The first screen waits for every import: what only a query needs comes with the first.
    from papers_store.search.plan import Found, Search
    from papers_store.search.query import Query
    from papers_store.text.tokenizer import Tokenizer


class Tables(RowSource, Protocol):
    """Where articles are looked up."""

    def with_ids(self, ids: Iterable[str]) -> dict[str, int]:
        """The keys of those of the articles that are there."""

    def keywords_near(self, length: int, sound: int) -> list[tuple[str, str, str, int]]:
        """Keywords about as long as a text or its sound: printed, folded, sound and count."""


_Tables = TypeVar("_Tables", bound=Tables)
_Search = TypeVar("_Search", bound="Search[Any]")


class TableLibrary(Library, Generic[_Tables, _Search]):
    """A library that looks articles up in tables, which a backend knows how to ask."""

    @abstractmethod
    def _tables(self) -> _Tables | None:
        """The tables as they are now; None if the library does not exist yet."""

    @abstractmethod
    def _search(
        self,
        tables: _Tables,
        query: "Query",
        *,
        order: Order = "added",
        marks: Marks | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> _Search:
        """A search for a query."""

    @abstractmethod
    def _loaded_tokenizer(self) -> "Tokenizer":
        """The tokenizer of queries, loaded with the first."""

    def find(
        self, query: "str | Query" = "", *, order: Order = "relevance", marks: Marks | None = None
    ) -> Hits:
        """Find the articles that match, words before substrings; all articles without a query."""
        return self._hits(query, lambda search: search.all(), order=order, marks=marks)

    def find_first(
        self,
        query: "str | Query" = "",
        *,
        order: Order = "relevance",
        marks: Marks | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Hits:
        """Find the first articles that match; all of them, where that is as quick."""
        return self._hits(
            query, lambda search: search.first(), order=order, marks=marks, cancelled=cancelled
        )

    def _hits(
        self,
        query: "str | Query",
        find: "Callable[[_Search], Found]",
        *,
        order: Order,
        marks: Marks | None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Hits:
        tables = self._tables()
        if tables is None:
            return NoHits()
        recent = marks.recently_read() if order == "read" and marks is not None else None
        if isinstance(query, str) and not query.strip() and recent is None:
            return AllHits(tables, order)
        from papers_store.search.plan import as_typed_or_parted, read_first
        from papers_store.search.query import parsed

        wanted = parsed(query)
        left_out = self._left_out(wanted, marks)
        if wanted:
            asked, search, found = as_typed_or_parted(
                wanted,
                lambda query: self._search(
                    tables, query, order=order, marks=marks, cancelled=cancelled
                ),
                find,
            )
            return FoundHits(tables, search, found, left_out, asked=asked)
        if recent is not None:
            keys = read_first(tables.with_ids(recent), tables.all_keys("added"), recent)
            return KeyHits(tables, keys, left_out)
        return AllHits(tables, order, left_out)

    def _matching(self, tables: _Tables, wanted: "Query", marks: Marks | None) -> _Search | None:
        """A search for all articles that match, in no order; None where all of the library does."""
        from papers_store.search.plan import as_typed_or_parted

        if not wanted:
            return None

        def search(query: "Query") -> _Search:
            return self._search(tables, query, marks=marks)

        if wanted.partable:
            wanted, _, _ = as_typed_or_parted(wanted, search, lambda search: search.first())
        return search(wanted)

    def _left_out(self, wanted: "Query", marks: Marks | None) -> tuple[str, ...]:
        """Parts of a query that make no sense, or ask for marks where there are none."""
        from papers_store.search.plan import unknown_states

        return (*wanted.left_out, *unknown_states(wanted, marks))

    def suggest(self, query: "str | Query", *, marks: Marks | None = None) -> tuple[str, ...]:
        """Similar queries that find something, the nearest first, for one that finds nothing."""
        tables = self._tables()
        if tables is None:
            return ()
        from papers_store.search.query import parsed
        from papers_store.search.suggest import suggestions

        nearby = suggestions(tables, parsed(query))
        return tuple(one for one in nearby if self.find_first(one, marks=marks).total)

    def prepare(self) -> None:
        """Load the dictionary and the folding tables before the first query needs them."""
        if self._tables() is not None:
            from papers_store.text.fold import fold_text

            self._loaded_tokenizer().cut(fold_text("準備"))
