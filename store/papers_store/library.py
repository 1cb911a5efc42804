"""The one door to the articles, for the app and the command line.

Everything above works with [`Library`][] and [`Hits`][] and cannot tell how a library is kept.
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
"""Told how many of how many things have been dealt with."""

BATCH_SIZE = 512
"""Articles that are read or written together.

A write looks at the stamp of every segment once, and FTS5 writes few large parts faster than many
small ones.
"""


class OpenArticle(NamedTuple):
    """An article with what leads from and to it, all of one moment."""

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
    """How to call the library in front of people."""

    @property
    def problems(self) -> tuple[str, ...]:
        """What of the library cannot be read, a sentence each; cheap to ask."""
        return ()

    @abstractmethod
    def __len__(self) -> int:
        """How many articles there are."""

    @abstractmethod
    def find(
        self, query: "str | Query" = "", *, order: Order = "relevance", marks: Marks | None = None
    ) -> Hits:
        """Articles that match, words before substrings; all of them without a query.

        Args:
            query: In the language of [`papers_store.search.query`][], or parsed.
            order: What the list goes by, on both sides of the divider.
            marks: Whose is:, tag: and last read are meant; without them these are left out.
        """

    def find_first(
        self,
        query: "str | Query" = "",
        *,
        order: Order = "relevance",
        marks: Marks | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Hits:
        """The first of what `find` gives, to be shown while `Hits.all` looks for the rest.

        Where a query is found as words they are those, however many articles there are. Nothing
        is given only where nothing is found.

        Args:
            query: As in `find`.
            order: As in `find`.
            marks: As in `find`.
            cancelled: Asked often, from the thread that searches: whether to stop.

        Raises:
            SearchCancelled: `cancelled` returned True.
        """
        return self.find(query, order=order, marks=marks)

    def prepare(self) -> None:  # noqa: B027 (there may be nothing to load)
        """Load what a query will need; somebody is about to type one."""

    @abstractmethod
    def keywords(
        self, query: "str | Query" = "", *, marks: Marks | None = None
    ) -> list[KeywordCount]:
        """The keywords of the articles that match, the most frequent first."""

    @abstractmethod
    def statistics(self, query: "str | Query" = "", *, marks: Marks | None = None) -> Statistics:
        """The articles that match, in numbers."""

    @abstractmethod
    def suggest(self, query: "str | Query", *, marks: Marks | None = None) -> tuple[str, ...]:
        """Queries near one that finds nothing, which find something; the nearest first."""

    @abstractmethod
    def article(self, article_id: str) -> "Article":
        """The article with this id.

        Raises:
            NoSuchArticle: no article has the id.
        """

    def open(self, article_id: str) -> OpenArticle:
        """The article with this id, what its references lead to, and what cites it.

        Links and citing articles are of one moment: an article that is added or removed meanwhile
        is in both or in neither.

        Raises:
            NoSuchArticle: no article has the id.
        """
        return OpenArticle(
            self.article(article_id), self.links(article_id), self.cited_by(article_id)
        )

    @abstractmethod
    def version(self) -> object:
        """Differs from what it was, once an article came, went or changed; cheap to ask."""

    def refresh(self) -> None:  # noqa: B027 (a library may have nobody behind its back)
        """Take in what was changed by other means than this program; may take long.

        Raises:
            LibraryError: the library cannot be read any more.
        """

    @abstractmethod
    def check(self, *, progress: Progress | None = None) -> Sequence[Problem]:
        """All that is wrong with the library, which is read whole; changes nothing.

        Args:
            progress: Told how many of how many parts have been read.

        Raises:
            LibraryError: it cannot be looked at.
        """

    @abstractmethod
    def repair(self, *, progress: Progress | None = None) -> Sequence[Mended]:
        """Mend what `check` finds, as far as it can be; what is damaged is set aside, never lost.

        Args:
            progress: Told how many of how many parts have been read.

        Raises:
            LibraryError: the library cannot be written.
        """

    @abstractmethod
    def links(self, article_id: str) -> tuple[str | None, ...]:
        """For each reference of an article, in order, the id of the article it leads to.

        None where no other article of the library has its title, or author and year speak against
        the one that has. An article that comes or goes is linked or unlinked at once.

        Raises:
            NoSuchArticle: no article has the id.
        """

    @abstractmethod
    def cited_by(self, article_id: str) -> list[Row]:
        """The articles with a reference that leads to this one, the newest year first.

        Raises:
            NoSuchArticle: no article has the id.
        """

    @abstractmethod
    def resolve(self, beginning: str) -> str:
        """The id that begins so.

        Raises:
            NoSuchArticle: none does, or more than one.
        """

    def articles(self, ids: Sequence[str]) -> list["Article"]:
        """Whole articles in the order of their ids as given, without those that are not there."""
        found = []
        for article_id in dict.fromkeys(ids):
            # It may be gone since its id was heard of.
            with suppress(NoSuchArticle):
                found.append(self.article(article_id))
        return found

    def digests(self, ids: Sequence[str]) -> Mapping[str, str]:
        """What those of some articles that are there read like, as `Entry.digest` tells it."""
        from papers_store.analysis.terms import digest_of

        return {article.id: digest_of(article) for article in self.articles(ids)}

    def contents(self) -> Iterator[Mapping[str, str]]:
        """Every article by its id, and what it reads like; in the order of the list, by batches.

        One that comes or goes meanwhile is told or not; each of the others is told once.
        """
        hits = self.find(order="added")
        for rows in hits.batches(BATCH_SIZE):
            yield self.digests([row.id for row in rows])

    def faults(self) -> Iterator[str]:
        """What does not agree in what the library keeps beside its articles, a sentence each."""
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
        """Add articles that are ready for an index; all or none of each segment's worth.

        Raises:
            LibraryError: the library cannot be written.
        """

    @abstractmethod
    def remove(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Take articles out; the ids of those that went.

        Raises:
            NoSuchArticle: no article has one of the ids; nothing was taken out.
            LibraryError: the library cannot be written.
        """

    # What is said of ids, by every kind of library alike.

    def _no_such(self, article_id: str) -> NoSuchArticle:
        return NoSuchArticle(f"{self.name}: no article has the id {article_id}")

    def _only(self, found: Sequence[str], beginning: str) -> str:
        """The only one of the ids that begin so."""
        if not found:
            raise NoSuchArticle(f"{self.name}: no article's id begins with {beginning}")
        if len(found) > 1:
            raise NoSuchArticle(
                f"{self.name}: more than one id begins with {beginning}; write more of it"
            )
        return found[0]

    @abstractmethod
    def close(self) -> None:
        """Let go of files."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
