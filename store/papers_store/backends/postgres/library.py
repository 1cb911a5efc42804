"""A library in a database of a PostgreSQL server."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from functools import cached_property
from typing import TYPE_CHECKING

from papers_store.backends.postgres.links import cited_by, links
from papers_store.backends.postgres.migrations import check_version, migrate, version_of
from papers_store.backends.postgres.reader import Reader
from papers_store.backends.postgres.server import Server
from papers_store.backends.table_library import TableLibrary
from papers_store.library import BATCH_SIZE, OpenArticle, Progress
from papers_store.results import Changes, KeywordCount, Mended, Order, Problem, Row, Statistics
from papers_store.search.reader_marks import Marks

if TYPE_CHECKING:
    # The first screen waits for every import: what only a query or a writer needs comes later.
    from papers_store.analysis.terms import Entry
    from papers_store.article import Article
    from papers_store.backends.postgres.index_flush import IndexFlush
    from papers_store.backends.postgres.search import PostgresSearch
    from papers_store.backends.postgres.writer import Batch
    from papers_store.search.query import Query
    from papers_store.text.tokenizer import Tokenizer

_REMEMBERED = 500_000
"""Keywords that are remembered as written; beyond, the memory begins empty again."""


class PostgresLibrary(TableLibrary[Reader, "PostgresSearch"]):
    """A library on a server, which several hosts may share."""

    def __init__(
        self,
        address: str,
        *,
        create: bool = False,
        while_connecting: Callable[[], None] | None = None,
    ) -> None:
        """Open the library at an address.

        Args:
            address: A URL or a conninfo string, as libpq takes it.
            create: Make its tables where there are none.
            while_connecting: Called while the program waits for the server.

        Raises:
            LibraryError: the server cannot be reached, or its tables are missing or of another
                version.
        """
        self._server = Server(address)
        self.name = self._server.name
        self._address = address
        self._reader = Reader(self._server)
        self._mutex = threading.Lock()
        self._tokenizer: Tokenizer | None = None
        self._known: set[int] = set()
        """Numbers of keywords that are known to be in the table."""
        try:
            version = self._version_found(while_connecting)
            if version == 0 and create:
                _, version = migrate(self._server)
            check_version(self.name, version)
        except BaseException:
            self._server.close()
            raise

    def _version_found(self, while_connecting: Callable[[], None] | None) -> int:
        """Ask for the version of the tables, which is the first question to the server."""
        if while_connecting is None:
            return self._server.read(version_of)
        found: Future[int] = Future()

        def ask() -> None:
            try:
                found.set_result(self._server.read(version_of))
            except BaseException as error:
                found.set_exception(error)

        # A daemon: the program may end without waiting for it.
        threading.Thread(target=ask, daemon=True).start()
        while_connecting()
        return found.result()

    # Reading.

    def __len__(self) -> int:
        """How many articles there are."""
        return self._reader.count()

    def version(self) -> object:
        """A number that changes with every write."""
        return self._reader.version()

    def _tables(self) -> Reader:
        return self._reader

    def _search(
        self,
        tables: Reader,
        query: "Query",
        *,
        order: Order = "added",
        marks: Marks | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> "PostgresSearch":
        from papers_store.backends.postgres.search import PostgresSearch

        return PostgresSearch(
            tables, self._loaded_tokenizer(), query, order=order, marks=marks, cancelled=cancelled
        )

    def keywords(
        self, query: "str | Query" = "", *, marks: Marks | None = None
    ) -> list[KeywordCount]:
        """Count the keywords of the articles that match, the most frequent first."""
        from papers_store.search.query import parsed

        search = self._matching(self._reader, parsed(query), marks)
        return self._reader.keyword_counts(None if search is None else search.matching)

    def statistics(self, query: "str | Query" = "", *, marks: Marks | None = None) -> Statistics:
        """Count the articles that match by year, source and keyword."""
        from papers_store.search.query import parsed

        wanted = parsed(query)
        search = self._matching(self._reader, wanted, marks)
        among = None if search is None else search.matching
        return Statistics(
            articles=len(self) if among is None else len(self._reader.keys(among)),
            years=dict(sorted(self._reader.counts("year", among))),
            sources=dict(self._reader.counts("source", among)),
            keywords=tuple(self._reader.keyword_counts(among)),
            left_out=self._left_out(wanted, marks),
        )

    def _loaded_tokenizer(self) -> "Tokenizer":
        with self._mutex:
            if self._tokenizer is None:
                from papers_store.text.tokenizer import private_tokenizer

                self._tokenizer = private_tokenizer()
            return self._tokenizer

    def article(self, article_id: str) -> "Article":
        """Read the article with this id."""
        found = self._reader.documents([article_id])
        if article_id not in found:
            raise self._no_such(article_id)
        return found[article_id]

    def articles(self, ids: Sequence[str]) -> "list[Article]":
        """Read articles in the order of their ids, each once, without those that do not exist."""
        found = self._reader.documents(ids)
        return [found[one] for one in dict.fromkeys(ids) if one in found]

    def digests(self, ids: Sequence[str]) -> Mapping[str, str]:
        """Digests of those of the articles that exist, by their ids."""
        return self._reader.digests(ids)

    def contents(self) -> Iterator[Mapping[str, str]]:
        """Yield the digests of all articles by their ids, in the order of the list."""
        last = 0
        while batch := self._reader.contents(last, BATCH_SIZE):
            last = batch[-1][0]
            yield {article_id: digest for _, article_id, digest in batch}

    def check(self, *, progress: Progress | None = None) -> list[Problem]:
        """Report where an article differs from its row, or a table from another."""
        from papers_store.backends.consistency import check

        remedy = "import the pages again, or bring the database back from its backup"
        return [
            Problem(
                file=self.name,
                wrong=fault.removeprefix(f"{self.name}: "),
                remedy=remedy,
                mendable=False,
            )
            for fault in check(self, progress=progress)
        ]

    def repair(self, *, progress: Progress | None = None) -> list[Mended]:
        """Nothing: a server keeps its tables whole, and what it lost is in its backups."""
        return []

    def inconsistencies(self) -> Iterator[str]:
        """Inconsistencies among the tables, a sentence each."""
        for table, missing, left in self._reader.strays():
            if missing:
                yield f"{self.name}: {missing} articles are missing in the table {table}"
            if left:
                yield f"{self.name}: {left} rows of the table {table} are of no article"

    def links(self, article_id: str) -> tuple[str | None, ...]:
        """For each reference of an article, in order, the id of the article it leads to."""
        self._require(article_id)
        return tuple(links(self._reader, article_id))

    def cited_by(self, article_id: str) -> list[Row]:
        """The articles with a reference that leads to this one, the newest year first."""
        self._require(article_id)
        return cited_by(self._reader, article_id)

    def open(self, article_id: str) -> OpenArticle:
        """Read an article together with what its references lead to and what cites it."""

        def read(reader: Reader) -> OpenArticle:
            found = reader.documents([article_id])
            if article_id not in found:
                raise self._no_such(article_id)
            led_to, citing = links(reader, article_id), cited_by(reader, article_id)
            return OpenArticle(found[article_id], tuple(led_to), citing)

        return self._reader.snapshot(read)

    def _require(self, article_id: str) -> None:
        if self._reader.key(article_id) is None:
            raise self._no_such(article_id)

    def resolve(self, beginning: str) -> str:
        """Complete the beginning of an id."""
        found = self._reader.ids_from(beginning.lower(), 2)
        return self._only(found, beginning)

    # Writing.

    @cached_property
    def _flush(self) -> "IndexFlush":
        from papers_store.backends.postgres.index_flush import IndexFlush

        return IndexFlush(self._address)

    def put_entries(self, entries: "Sequence[Entry]") -> Changes:
        """Add articles, replacing those with the same id; a batch is written whole or not."""
        from papers_store.backends.postgres.writer import Batch

        self._server.is_importing = True
        changes = [
            self._put(Batch(entries[start : start + BATCH_SIZE]))
            for start in range(0, len(entries), BATCH_SIZE)
        ]
        if any(change.added or change.updated for change in changes):
            self._flush.begin()
        return Changes.together(changes)

    def _put(self, batch: "Batch") -> Changes:
        from papers_store.backends.postgres.writer import add_keywords

        keywords = batch.keywords()
        if new := {number: keywords[number] for number in keywords.keys() - self._known}:
            self._server.write(lambda cursor: add_keywords(cursor, new))
            self._known = (set() if len(self._known) > _REMEMBERED else self._known) | new.keys()
        return self._server.write(batch.write)

    def remove(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Remove articles, and return their ids."""
        from papers_store.backends.postgres.writer import erase, known

        wanted = tuple(dict.fromkeys(ids))
        if not wanted:
            return ()
        there = self._server.write(lambda cursor: known(cursor, wanted))
        for article_id in wanted:
            if article_id not in there:
                raise self._no_such(article_id)
        self._server.write(lambda cursor: erase(cursor, wanted))
        return wanted

    def close(self) -> None:
        """Close the connections and the tokenizer."""
        with self._mutex:
            if self._tokenizer is not None:
                self._tokenizer.close()
                self._tokenizer = None
        try:
            if "_flush" in self.__dict__:
                self._flush.close()
        finally:
            self._server.close()
