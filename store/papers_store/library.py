"""The interface to a library of articles, wherever it is stored.

The app and the command line work with [`Library`][] and [`Hits`][], and do not know the backend.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, Self

from papers_store.errors import NoSuchArticle
from papers_store.results import (
    Changes,
    KeywordCount,
    Mended,
    Order,
    Problem,
    Row,
    Statistics,
)
from papers_store.search.hits import Hits
from papers_store.search.reader_marks import Marks

if TYPE_CHECKING:
    # What only a query or a writer needs comes with the first of them.
    from papers_store.analysis.terms import Entry
    from papers_store.article import Article
    from papers_store.search.query import Query

Progress = Callable[[int, int], None]
"""Callback that takes how many items are done, and how many there are."""

BATCH_SIZE = 512
"""Articles that are read or written together.

A write compares the fingerprint of every segment once, and FTS5 writes few large parts faster than
many small ones.
"""


class OpenArticle(NamedTuple):
    """An article with its links and citing articles, from one snapshot of the library."""

    article: "Article"
    links: tuple[str | None, ...]
    """For each reference, the id of the article it leads to, as `Library.links` gives it."""
    cited_by: Sequence[Row]
    """The articles that cite it, as `Library.cited_by` gives them."""


class Library(ABC):
    """Articles that can be listed, found, read and added to.

    Reading never writes. All calls may be made from any thread.
    """

    name: str
    """What messages call the library."""

    @property
    def problems(self) -> tuple[str, ...]:
        """Parts of the library that cannot be read, a sentence each; cheap."""
        return ()

    @abstractmethod
    def __len__(self) -> int:
        """How many articles there are."""

    @abstractmethod
    def find(
        self, query: "str | Query" = "", *, order: Order = "relevance", marks: Marks | None = None
    ) -> Hits:
        """Find the articles that match, words before substrings; all articles without a query.

        Args:
            query: In the language of [`papers_store.search.query`][], or parsed.
            order: What each side of the divider is sorted by.
            marks: The reader's marks, for is:, tag: and the order of last reading; without them
                these conditions are left out.
        """

    def find_first(
        self,
        query: "str | Query" = "",
        *,
        order: Order = "relevance",
        marks: Marks | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Hits:
        """Find the first of what `find` gives, to be shown while `Hits.all` finds the rest.

        Where articles hold the query as words, these are the first, however many articles there
        are. The answer is empty only if nothing is found.

        Args:
            query: As in `find`.
            order: As in `find`.
            marks: As in `find`.
            cancelled: Callback, run often in the searching thread, that returns True to cancel.

        Raises:
            SearchCancelled: `cancelled` returned True.
        """
        return self.find(query, order=order, marks=marks)

    def prepare(self) -> None:  # noqa: B027 (there may be nothing to load)
        """Load what the first query needs, while the reader begins to type it."""

    @abstractmethod
    def keywords(
        self, query: "str | Query" = "", *, marks: Marks | None = None
    ) -> list[KeywordCount]:
        """Count the keywords of the articles that match, the most frequent first."""

    @abstractmethod
    def statistics(self, query: "str | Query" = "", *, marks: Marks | None = None) -> Statistics:
        """Count the articles that match by year, source and keyword."""

    @abstractmethod
    def suggest(self, query: "str | Query", *, marks: Marks | None = None) -> tuple[str, ...]:
        """Similar queries that find something, the nearest first, for one that finds nothing."""

    @abstractmethod
    def article(self, article_id: str) -> "Article":
        """Read the article with this id.

        Raises:
            NoSuchArticle: no article has the id.
        """

    def open(self, article_id: str) -> OpenArticle:
        """Read an article together with what its references lead to and what cites it.

        Links and citing articles come from one snapshot: an article that is added or removed at
        the same time is in both or in neither.

        Raises:
            NoSuchArticle: no article has the id.
        """
        return OpenArticle(
            self.article(article_id), self.links(article_id), self.cited_by(article_id)
        )

    @abstractmethod
    def version(self) -> object:
        """A value that changes whenever an article is added, removed or changed; cheap."""

    def refresh(self) -> None:  # noqa: B027 (a library may have no other writers)
        """Take in changes that another program made to the files; may take long.

        Raises:
            LibraryError: the library cannot be read any more.
        """

    @abstractmethod
    def check(self, *, progress: Progress | None = None) -> Sequence[Problem]:
        """Read the whole library and report what is wrong; changes nothing.

        Args:
            progress: Called with how many parts have been read, and how many there are.

        Raises:
            LibraryError: it cannot be read.
        """

    @abstractmethod
    def repair(self, *, progress: Progress | None = None) -> Sequence[Mended]:
        """Repair what `check` finds, where possible; damaged files are set aside, never deleted.

        Args:
            progress: Called with how many parts have been read, and how many there are.

        Raises:
            LibraryError: the library cannot be written.
        """

    @abstractmethod
    def links(self, article_id: str) -> tuple[str | None, ...]:
        """For each reference of an article, in order, the id of the article it leads to.

        None where `papers_store.analysis.matching` matches no other article of the library. An
        article that is added or removed is linked or unlinked at once.

        Raises:
            NoSuchArticle: no article has the id.
        """

    @abstractmethod
    def cited_by(self, article_id: str) -> list[Row]:
        """List the articles with a reference that leads to this one, the newest year first.

        Raises:
            NoSuchArticle: no article has the id.
        """

    @abstractmethod
    def resolve(self, beginning: str) -> str:
        """Complete the beginning of an id.

        Raises:
            NoSuchArticle: none does, or more than one.
        """

    def articles(self, ids: Sequence[str]) -> list["Article"]:
        """Read articles in the order of their ids, each once, without those that do not exist."""
        found = []
        for article_id in dict.fromkeys(ids):
            # It may have been removed since its id was read.
            with suppress(NoSuchArticle):
                found.append(self.article(article_id))
        return found

    def digests(self, ids: Sequence[str]) -> Mapping[str, str]:
        """Digests (see `Entry.digest`) of those of the articles that exist, by their ids."""
        from papers_store.analysis.terms import digest_of

        return {article.id: digest_of(article) for article in self.articles(ids)}

    def contents(self) -> Iterator[Mapping[str, str]]:
        """Yield the digests of all articles by their ids, in batches in the order of the list.

        Each article is yielded once; one that is added or removed at the same time may be missing.
        """
        hits = self.find(order="added")
        for rows in hits.batches(BATCH_SIZE):
            yield self.digests([row.id for row in rows])

    def inconsistencies(self) -> Iterator[str]:
        """Inconsistencies in what the library derives from its articles, a sentence each."""
        return iter(())

    def put(self, articles: Iterable["Article"]) -> Changes:
        """Add articles, replacing those with the same id.

        Raises:
            LibraryError: the library cannot be written.
        """
        from papers_store.analysis.terms import entry_of

        return self.put_entries([entry_of(article) for article in articles])

    @abstractmethod
    def put_entries(self, entries: Sequence["Entry"]) -> Changes:
        """Add articles that are analysed already; each batch is written whole or not at all.

        Raises:
            LibraryError: the library cannot be written.
        """

    @abstractmethod
    def remove(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Remove articles, and return their ids.

        Raises:
            NoSuchArticle: no article has one of the ids; nothing was removed.
            LibraryError: the library cannot be written.
        """

    # Errors that every backend raises alike.

    def _no_such(self, article_id: str) -> NoSuchArticle:
        return NoSuchArticle(f"{self.name}: no article has the id {article_id}")

    def _only(self, found: Sequence[str], beginning: str) -> str:
        """The only id that begins so."""
        if not found:
            raise NoSuchArticle(f"{self.name}: no article's id begins with {beginning}")
        if len(found) > 1:
            raise NoSuchArticle(
                f"{self.name}: more than one id begins with {beginning}; write more of it"
            )
        return found[0]

    @abstractmethod
    def close(self) -> None:
        """Release files and connections."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
