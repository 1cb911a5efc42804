"""A library in a folder: segments that hold the articles, an index that finds them.

library.json          says that this is a library, and of which format
segments/00000.json   articles, the only truth
index.sqlite3         derived from them
set-aside/            damaged files, as they were before they were repaired
jieba-....sqlite3     jieba's dictionary as a table, for tokenizing queries
lock                  held by the process that writes
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from papers_store.backends.local.index.freshness import open_if_consistent, open_read_only
from papers_store.backends.local.index.links import cited_by, links
from papers_store.backends.local.index.maintainer import IndexMaintainer
from papers_store.backends.local.index.reader import Index
from papers_store.backends.local.manifest import Manifest
from papers_store.backends.local.segments import Segments
from papers_store.backends.table_library import TableLibrary
from papers_store.errors import Damaged, LibraryError
from papers_store.library import BATCH_SIZE, OpenArticle, Progress
from papers_store.results import Changes, KeywordCount, Mended, Order, Problem, Row, Statistics
from papers_store.search.reader_marks import Marks
from papers_store.system.locking import OnWait
from papers_store.system.sqlite_damage import is_flagged_damaged
from papers_store.text.dictionary import dictionary_in

if TYPE_CHECKING:
    # The first screen waits for every import: what only a query or a writer needs comes later.
    from papers_store.analysis.terms import Entry
    from papers_store.article import Article
    from papers_store.backends.local.checker import Checker
    from papers_store.backends.local.index.search import LocalSearch
    from papers_store.search.query import Query
    from papers_store.text.tokenizer import Tokenizer

_PAUSES = (0.01, 0.02, 0.04, 0.08, 0.0)
"""Seconds between tries to read an article as the index knows it, while it is written."""


class LocalLibrary(TableLibrary[Index, "LocalSearch"]):
    """A library in a folder, on this machine or mounted."""

    def __init__(
        self,
        folder: Path,
        *,
        create: bool = False,
        repair: bool = True,
        quick: bool = False,
        on_wait: OnWait | None = None,
    ) -> None:
        """Open the library in a folder.

        Args:
            folder: Where it is.
            create: Make it where there is none, and bring its index up to date; else a missing
                library is an empty one, and nothing is written but an index that is missing.
            repair: Rebuild an index or a dictionary that is missing or damaged; if False, nothing
                is written, here or elsewhere, while the library is open.
            quick: Treat the index as up to date if the folder of segments has not changed. The
                first refresh then finds a segment that was modified in place.
            on_wait: Called when another process is writing and has to be waited for.

        Raises:
            LibraryError: the folder is something else, of a newer format, or out of reach.
        """
        self.name = str(folder)
        self._folder = folder
        self._segments = Segments(folder / "segments")
        self._maintainer = IndexMaintainer(folder, self._segments, on_wait)
        self._repair = repair
        self._mutex = threading.Lock()
        self._tokenizer: Tokenizer | None = None
        self._index: Index | None = None
        self._opened: list[Index] = []
        self._manifest = Manifest(folder)
        self._unmarked: tuple[str, ...] = ()
        self._read_fingerprint: object = None
        present = self._is_present(create)
        if create:
            self._make()
        elif not present:
            return
        # What is changed from here on is seen by the next refresh.
        self._read_fingerprint = None if quick else self._segments.folder_fingerprint()
        self._take_up(
            self._maintainer.open(quick=quick)
            if repair
            else open_read_only(self._maintainer, self._segments)
        )

    # Opening.

    def _is_present(self, create: bool) -> bool:
        """Whether there is a library; one whose manifest is damaged can still be read."""
        try:
            return self._manifest.exists()
        except Damaged as error:
            if create:
                raise
            self._unmarked = (str(error),)
            return True

    def _make(self) -> None:
        from papers_store.backends.local.checker import renew_dictionary
        from papers_store.text.tokenizer import is_dictionary

        dictionary = dictionary_in(self._folder)
        try:
            self._segments.folder.mkdir(parents=True, exist_ok=True)
            if self._manifest.path.exists() and is_dictionary(dictionary):
                return
            with self._maintainer.locked():
                if not self._manifest.path.exists():
                    self._manifest.write()
                # People's own serve where a folder stands in its place.
                if not is_dictionary(dictionary) and not dictionary.is_dir():
                    renew_dictionary(self._folder)
        except OSError as error:
            raise LibraryError(
                f"{self._folder}: a library cannot be made here ({error.strerror})"
            ) from error

    @property
    def problems(self) -> tuple[str, ...]:
        """Parts of the library that cannot be read, a sentence each; cheap."""
        index = self._latest()
        damaged = () if index is None else index.problems()
        copies = (
            f"{self._segments.folder / name}: is not read; papers-tui check says what is in it"
            for name in self._segments.copies
        )
        return (*self._unmarked, *damaged, *self._maintainer.unread, *copies)

    def refresh(self) -> None:
        """Take in segments that another program replaced."""
        if (index := self._latest()) is None or not self._repair:
            return
        fingerprint = self._segments.folder_fingerprint()
        if fingerprint != self._read_fingerprint or is_flagged_damaged(index.path):
            self._read_fingerprint = fingerprint if self._maintainer.catch_up(index) else None

    def check(self, *, progress: Progress | None = None) -> Sequence[Problem]:
        """Read the whole library and report what is wrong; changes nothing."""
        return self._checker(progress).check()

    def repair(self, *, progress: Progress | None = None) -> Sequence[Mended]:
        """Repair what `check` finds, where possible; damaged files are set aside."""
        mended = self._checker(progress).repair()
        self._unmarked = ()
        self._latest()
        return mended

    def _checker(self, progress: Progress | None) -> "Checker":
        from papers_store.backends.local.checker import Checker

        return Checker(self._folder, self._manifest, self._segments, self._maintainer, progress)

    def version(self) -> object:
        """A value that changes whenever an article is added, removed or changed; cheap."""
        index = self._latest()
        return None if index is None else index.version()

    def _latest(self) -> Index | None:
        """The index; opened again if it was rebuilt since."""
        with self._mutex:
            if self._index is None or self._index.is_replaced():
                # One that is of another library is not taken up, and the one before read on.
                self._take_up(
                    self._maintainer.open_unchecked()
                    if self._repair
                    else open_if_consistent(self._maintainer, self._segments)
                )
            return self._index

    def _take_up(self, index: Index | None) -> None:
        """Use another index from now on; hits of the one before can still be read."""
        if index is not None:
            self._opened.append(index)
            self._index = index

    # Reading.

    def __len__(self) -> int:
        """How many articles there are."""
        return 0 if self._index is None else self._index.count()

    def _tables(self) -> Index | None:
        return None if self._index is None else self._latest()

    def _search(
        self,
        tables: Index,
        query: "Query",
        *,
        order: Order = "added",
        marks: Marks | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> "LocalSearch":
        from papers_store.backends.local.index.search import LocalSearch

        return LocalSearch(
            tables, self._loaded_tokenizer(), query, order=order, marks=marks, cancelled=cancelled
        )

    def keywords(
        self, query: "str | Query" = "", *, marks: Marks | None = None
    ) -> list[KeywordCount]:
        """Count the keywords of the articles that match, the most frequent first."""
        if self._index is None:
            return []
        from papers_store.search.query import parsed

        index, search = self._index, self._matching(self._index, parsed(query), marks)
        found = None if search is None else search.keys()
        with index.snapshot():
            return index.keyword_counts(None if found is None else index.current(found))

    def statistics(self, query: "str | Query" = "", *, marks: Marks | None = None) -> Statistics:
        """Count the articles that match by year, source and keyword."""
        if self._index is None:
            return Statistics(articles=0)
        from papers_store.search.query import parsed

        wanted = parsed(query)
        index, search = self._index, self._matching(self._index, wanted, marks)
        found = None if search is None else search.keys()
        with index.snapshot():
            keys = None if found is None else index.current(found)
            return Statistics(
                articles=index.count() if keys is None else len(keys),
                years=dict(sorted(index.counts("year", keys))),
                sources=dict(index.counts("source", keys)),
                keywords=tuple(index.keyword_counts(keys)),
                left_out=self._left_out(wanted, marks),
            )

    def _loaded_tokenizer(self) -> "Tokenizer":
        with self._mutex:
            if self._tokenizer is None:
                from papers_store.text.tokenizer import is_dictionary, open_tokenizer

                dictionary = dictionary_in(self._folder)
                if not self._repair and not is_dictionary(dictionary):
                    raise LibraryError(
                        f"{dictionary}: is missing or damaged; run papers-tui import as the"
                        " librarian"
                    )
                self._tokenizer = open_tokenizer(self._folder)
            return self._tokenizer

    def article(self, article_id: str) -> "Article":
        """Read the article with this id."""
        index = self._index
        place = None if index is None else index.place(article_id)
        if index is None or place is None:
            raise self._no_such(article_id)
        if self._segments.differs(place.segment, index.fingerprint(place.segment)):
            # Written into where it stands, which the folder does not show.
            self._read_fingerprint = None
        found = self._segments.article(place)
        # Another may stand there by now, where this one was removed a moment ago.
        if found is None or found.id != article_id:
            raise self._no_such(article_id)
        return found

    def articles(self, ids: Sequence[str]) -> list["Article"]:
        """Read articles in the order of their ids, each once, without those that do not exist."""
        known = {} if self._index is None else self._index.known(ids)
        by_segment: dict[int, list[int]] = {}
        for place, _ in known.values():
            by_segment.setdefault(place.segment, []).append(place.document)
        found = {
            article.id: article
            for segment, documents in sorted(by_segment.items())
            for article in self._segments.articles_at(segment, documents).values()
        }
        return [found[one] for one in dict.fromkeys(ids) if one in found]

    def digests(self, ids: Sequence[str]) -> Mapping[str, str]:
        """Digests of those of the articles that exist, by their ids."""
        known = {} if self._index is None else self._index.known(ids)
        return {article_id: digest for article_id, (_, digest) in known.items()}

    def contents(self) -> Iterator[Mapping[str, str]]:
        """Yield the digests of all articles by their ids, in the order of the list."""
        index, last = self._latest() if self._index is not None else None, 0
        while index is not None and (batch := index.contents(last, BATCH_SIZE)):
            last = batch[-1][0]
            yield {article_id: digest for _, article_id, digest in batch}

    def links(self, article_id: str) -> tuple[str | None, ...]:
        """For each reference of an article, in order, the id of the article it leads to."""
        with self._finding(article_id) as (index, key):
            return tuple(links(index, key))

    def cited_by(self, article_id: str) -> list[Row]:
        """The articles with a reference that leads to this one, the newest year first."""
        with self._finding(article_id) as (index, key):
            return cited_by(index, key)

    def open(self, article_id: str) -> OpenArticle:
        """Read an article together with what its references lead to and what cites it."""
        for pause in _PAUSES:
            with self._finding(article_id) as (index, key):
                led_to, citing = tuple(links(index, key)), cited_by(index, key)
            article = self.article(article_id)
            if len(led_to) == len(article.references):
                break
            # Its segment was written a moment ago, and the index is about to be.
            time.sleep(pause)
        return OpenArticle(article, led_to, citing)

    @contextmanager
    def _finding(self, article_id: str) -> Iterator[tuple[Index, int]]:
        """Yield the index and the key of an article, on one state of the index."""
        index = self._index
        if index is None:
            raise self._no_such(article_id)
        with index.snapshot():
            key = index.key(article_id)
            if key is None:
                raise self._no_such(article_id)
            yield index, key

    def resolve(self, beginning: str) -> str:
        """Complete the beginning of an id."""
        found = [] if self._index is None else self._index.ids_from(beginning.lower(), 2)
        return self._only(found, beginning)

    # Writing.

    def put_entries(self, entries: "Sequence[Entry]") -> Changes:
        """Add articles, replacing those with the same id; a segment is written whole or not."""
        from papers_store.backends.local.batch import Batch

        if not self._segments.folder.is_dir():
            self._make()
        with self._maintainer.writing() as index:
            changes = [
                Batch(self._segments, index).put(entries[start : start + BATCH_SIZE])
                for start in range(0, len(entries), BATCH_SIZE)
            ]
        if self._index is None:
            self._take_up(self._maintainer.open())
        return Changes.together(changes)

    def remove(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Remove articles, and return their ids."""
        from papers_store.backends.local.batch import Batch

        wanted = tuple(dict.fromkeys(ids))
        # A library that is not there is not made to take nothing out of it.
        for article_id in wanted:
            with self._finding(article_id):
                pass
        if not wanted:
            return ()
        with self._maintainer.writing() as index:
            known = index.known(wanted)
            for article_id in wanted:
                if article_id not in known:
                    raise self._no_such(article_id)
            places = [known[one][0] for one in wanted]
            Batch(self._segments, index).remove([*places, *index.copies(wanted)])
        return wanted

    def close(self) -> None:
        """Close the index and the tokenizer."""
        with self._mutex:
            if self._tokenizer is not None:
                self._tokenizer.close()
                self._tokenizer = None
            for index in self._opened:
                index.close()
