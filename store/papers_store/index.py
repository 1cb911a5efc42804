"""The index: what the list and the filter need, derived from the segments and disposable.

Two full-text tables (SQLite FTS5) hold no text, only where terms stand: jieba's words, by which
hits are ranked, and single characters, by which substrings are found exactly. Which articles a
query finds is decided by characters alone; words only decide the order.

A full-text table without text cannot take a row out (SQLite learnt to in 3.43). The terms of an
article that was replaced stay behind under a key that is never used again, and no answer shows
them, since every answer is read from the table of articles. `dead_share` says when there are so
many that the index should be made anew.
"""

import json
import sqlite3
import threading
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path

from papers_store.library import Hits, Match, Row
from papers_store.query import Query, Term
from papers_store.segments import Place, Stamp
from papers_store.terms import Entry, spell
from papers_store.text.words import DICTIONARY_VERSION, Cutter, is_word

VERSION = f"1 {DICTIONARY_VERSION}"
"""Of the tables below and of what stands in them; an index of another version is made anew."""

_BUSY_SECONDS = 10.0

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE segments (segment INTEGER PRIMARY KEY, size INT, modified_ns INT);
CREATE TABLE articles (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    segment INT NOT NULL,
    document INT NOT NULL,
    added TEXT NOT NULL,
    digest TEXT NOT NULL,
    title TEXT NOT NULL,
    authors TEXT NOT NULL,
    source TEXT,
    year INT,
    citation_count INT,
    keywords TEXT NOT NULL
);
CREATE INDEX articles_recent ON articles (added DESC, key);
CREATE INDEX articles_place ON articles (segment, document);
CREATE VIRTUAL TABLE words USING fts5 (
    title, keywords, abstract, body, refs,
    content='', tokenize="unicode61 remove_diacritics 0"
);
CREATE VIRTUAL TABLE characters USING fts5 (
    text, content='', tokenize="ascii"
);
"""

_ROW = "id, title, authors, source, year, citation_count, keywords"
_RANK = "bm25(words, 10.0, 8.0, 3.0, 1.0, 0.0)"
_SEARCHED = "{title keywords abstract body}"


class Index:
    """One index file, opened for reading, or for writing by whoever holds the writer's lock."""

    def __init__(self, path: Path, *, write: bool = False) -> None:
        """Open an index; one that is opened for writing is made where it is missing.

        Raises:
            sqlite3.DatabaseError: it is damaged, or no index of this version.
        """
        self.path = path
        self._lock = threading.Lock()
        self._rows = _connect(path, write=write)
        try:
            if write and not self._has_schema():
                self._rows.executescript(_SCHEMA)
                self._rows.execute("INSERT INTO meta VALUES ('version', ?)", (VERSION,))
            found = self._one("SELECT value FROM meta WHERE name = 'version'")
            if found is None or found[0] != VERSION:
                raise sqlite3.DatabaseError("another version")
        except BaseException:
            self._rows.close()
            raise

    def _has_schema(self) -> bool:
        return self._one("SELECT 1 FROM sqlite_master WHERE name = 'meta'") is not None

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._rows.close()

    # Reading.

    def _all(self, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        with self._lock:
            return self._rows.execute(sql, values).fetchall()

    def _one(self, sql: str, values: Sequence[object] = ()) -> tuple[object, ...] | None:
        with self._lock:
            found: tuple[object, ...] | None = self._rows.execute(sql, values).fetchone()
            return found

    def count(self) -> int:
        """How many articles there are."""
        return _int(self._one("SELECT count(*) FROM articles"))

    def dead_share(self) -> float:
        """What share of the terms belongs to articles that were replaced."""
        last = _int(self._one("SELECT seq FROM sqlite_sequence WHERE name = 'articles'"))
        return 1 - self.count() / last if last else 0.0

    def stamps(self) -> dict[int, Stamp]:
        """The versions of the segments that the index was made from."""
        rows = self._all("SELECT segment, size, modified_ns FROM segments")
        return {_int((s,)): Stamp(_int((size,)), _int((ns,))) for s, size, ns in rows}

    def place(self, article_id: str) -> Place | None:
        """Where an article stands."""
        found = self._one("SELECT segment, document FROM articles WHERE id = ?", (article_id,))
        return None if found is None else Place(_int(found[:1]), _int(found[1:]))

    def ids_from(self, beginning: str, limit: int) -> list[str]:
        """Ids that begin so, in order."""
        if not beginning.isascii() or not beginning.isalnum():
            return []
        rows = self._all(
            "SELECT id FROM articles WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
            (beginning, beginning + "\x7f", limit),
        )
        return [str(row[0]) for row in rows]

    def known(self, ids: Sequence[str]) -> dict[str, tuple[Place, str]]:
        """Place and digest of those of the articles that are there."""
        marks = ",".join("?" * len(ids))
        rows = self._all(
            f"SELECT id, segment, document, digest FROM articles WHERE id IN ({marks})", ids
        )
        return {str(i): (Place(_int((s,)), _int((d,))), str(x)) for i, s, d, x in rows}

    def last_segment(self) -> tuple[int, int]:
        """The segment that was begun last, and how many articles it holds; (0, 0) for none."""
        found = self._one(
            "SELECT segment, count(*) FROM articles GROUP BY segment ORDER BY segment DESC LIMIT 1"
        )
        return (0, 0) if found is None else (_int(found[:1]), _int(found[1:]))

    def rows(self, keys: Sequence[int], match: Match | None = None) -> list[Row]:
        """Rows of articles by key, in the order of the keys."""
        marks = ",".join("?" * len(keys))
        found = self._all(f"SELECT key, {_ROW} FROM articles WHERE key IN ({marks})", keys)
        by_key = {_int(row[:1]): _row(row[1:], match) for row in found}
        return [by_key[key] for key in keys if key in by_key]

    def key(self, article_id: str) -> int | None:
        """The key of an article."""
        found = self._one("SELECT key FROM articles WHERE id = ?", (article_id,))
        return None if found is None else _int(found)

    def recent(self, start: int, stop: int) -> list[Row]:
        """All articles, newest import first, from one place to another."""
        found = self._all(
            f"SELECT {_ROW} FROM articles ORDER BY added DESC, key LIMIT ? OFFSET ?",
            (stop - start, start),
        )
        return [_row(row, None) for row in found]

    def recent_position(self, article_id: str) -> int | None:
        """Where an article stands among all."""
        found = self._one(
            "SELECT count(*) FROM articles AS here JOIN articles AS other"
            " ON other.added > here.added OR (other.added = here.added AND other.key < here.key)"
            " WHERE here.id = ?",
            (article_id,),
        )
        return _int(found) if self.key(article_id) is not None else None

    def words(self, query: Query, cutter: Cutter) -> list[int]:
        """Articles that hold every term as words, best first."""
        phrases = [_word_phrase(term, cutter, last=term is query.terms[-1]) for term in query.terms]
        if not all(phrases):
            return []
        expression = f"{_SEARCHED} : ({' AND '.join(p for p in phrases if p)})"
        rows = self._all(
            f"SELECT rowid FROM words WHERE words MATCH ? ORDER BY {_RANK}, rowid", (expression,)
        )
        return [_int(row) for row in rows]

    def substrings(self, query: Query) -> list[int]:
        """Articles that hold every term, whatever stands around it, newest import first."""
        expression = " AND ".join(f'"{spell(term.text)}"' for term in query.terms)
        rows = self._all(
            "SELECT key FROM articles WHERE key IN"
            " (SELECT rowid FROM characters WHERE characters MATCH ?) ORDER BY added DESC, key",
            (expression,),
        )
        return [_int(row) for row in rows]

    # Writing; the caller holds the writer's lock.

    def record(
        self,
        added: Iterable[tuple[Place, Entry]],
        updated: Iterable[tuple[Place, Entry]],
        stamps: dict[int, Stamp],
    ) -> None:
        """Take in what was written to segments, in one transaction."""
        with self._lock, self._rows:
            for place, entry in updated:
                self._remove(place)
                self._insert(place, entry)
            for place, entry in added:
                self._insert(place, entry)
            self._stamp(stamps)

    def reread(self, segment: int, entries: Iterable[tuple[Place, Entry]], stamp: Stamp) -> None:
        """Take in a segment anew, in one transaction."""
        with self._lock, self._rows:
            self._forget(segment)
            for place, entry in entries:
                self._insert(place, entry)
            self._stamp({segment: stamp})

    def forget(self, segments: Iterable[int]) -> None:
        """Take out segments that are gone, in one transaction."""
        with self._lock, self._rows:
            for segment in segments:
                self._forget(segment)
                self._rows.execute("DELETE FROM segments WHERE segment = ?", (segment,))

    def _forget(self, segment: int) -> None:
        self._rows.execute("DELETE FROM articles WHERE segment = ?", (segment,))

    def _remove(self, place: Place) -> None:
        where = (place.segment, place.document)
        self._rows.execute("DELETE FROM articles WHERE segment = ? AND document = ?", where)

    def _insert(self, place: Place, entry: Entry) -> None:
        article, terms = entry.article, entry.terms
        inserted = self._rows.execute(
            "INSERT OR IGNORE INTO articles (id, segment, document, added, digest, title, authors,"
            " source, year, citation_count, keywords) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                article.id,
                place.segment,
                place.document,
                article.origin.imported_at,
                entry.digest,
                article.title,
                _text(article.authors),
                article.source,
                article.year,
                article.citation_count,
                _text(article.keywords or article.extracted_keywords),
            ),
        )
        if not inserted.rowcount:
            return
        key = inserted.lastrowid
        self._rows.execute(
            "INSERT INTO words (rowid, title, keywords, abstract, body, refs)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (key, terms.title, terms.keywords, terms.abstract, terms.body, terms.references),
        )
        self._rows.execute(
            "INSERT INTO characters (rowid, text) VALUES (?, ?)", (key, terms.characters)
        )

    def _stamp(self, stamps: dict[int, Stamp]) -> None:
        self._rows.executemany(
            "INSERT OR REPLACE INTO segments VALUES (?, ?, ?)",
            [(segment, s.size, s.modified_ns) for segment, s in stamps.items()],
        )


def _connect(path: Path, *, write: bool) -> sqlite3.Connection:
    mode = "rwc" if write else "ro"
    rows = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=_BUSY_SECONDS,
        check_same_thread=False,
    )
    if write:
        rows.execute("PRAGMA journal_mode = WAL")
        rows.execute("PRAGMA synchronous = NORMAL")
    return rows


def _word_phrase(term: Term, cutter: Cutter, *, last: bool) -> str | None:
    """A term as a phrase of words; None where it is none, or asks for exact characters."""
    words = [] if term.exact else cutter.cut(term.text)
    if not words or not all(map(is_word, words)):
        return None
    # People type on: the last word of the last term may be the beginning of a longer one.
    return f'"{" ".join(words)}"{"*" if last else ""}'


def _text(values: Sequence[str]) -> str:
    return json.dumps(values, ensure_ascii=False)


def _int(row: Sequence[object] | None) -> int:
    """The one number of a row; 0 where there is none."""
    return int(str(row[0])) if row else 0


def _row(found: Sequence[object], match: Match | None) -> Row:
    article_id, title, authors, source, year, citation_count, keywords = found
    return Row(
        id=str(article_id),
        title=str(title),
        authors=tuple(json.loads(str(authors))),
        source=None if source is None else str(source),
        year=None if year is None else _int((year,)),
        citation_count=None if citation_count is None else _int((citation_count,)),
        keywords=tuple(json.loads(str(keywords))),
        match=match,
    )


class AllHits(Hits):
    """Every article, newest import first, read straight from the table's own order."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.total = index.count()

    def window(self, start: int, stop: int) -> list[Row]:
        """Rows from start up to stop."""
        return self._index.recent(max(0, start), min(stop, self.total))

    def position(self, article_id: str) -> int | None:
        """Where an article stands."""
        return self._index.recent_position(article_id)


class FoundHits(Hits):
    """What a query found: words first, then what holds it only inside other words."""

    def __init__(self, index: Index, query: Query, cutter: Cutter) -> None:
        self._index = index
        self.left_out = query.left_out
        words = index.words(query, cutter)
        found = index.substrings(query)
        inside = set(found)
        ranked = [key for key in words if key in inside]
        self._words = len(ranked)
        taken = set(ranked)
        self._keys = array("q", [*ranked, *(key for key in found if key not in taken)])
        self.total = len(self._keys)

    def window(self, start: int, stop: int) -> list[Row]:
        """Rows from start up to stop."""
        start, stop = max(0, start), min(stop, self.total)
        border = min(max(self._words, start), stop)
        first, rest = self._keys[start:border].tolist(), self._keys[border:stop].tolist()
        return [*self._index.rows(first, "word"), *self._index.rows(rest, "substring")]

    def position(self, article_id: str) -> int | None:
        """Where an article stands."""
        key = self._index.key(article_id)
        try:
            return self._keys.index(key) if key is not None else None
        except ValueError:
            return None
