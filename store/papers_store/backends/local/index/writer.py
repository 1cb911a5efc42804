"""Writing an index, with the writer lock of the library held."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from papers_store.analysis.terms import Entry, Terms, shown_keywords
from papers_store.backends.local.index.index_file import VERSION
from papers_store.backends.local.index.reader import Index
from papers_store.backends.local.index.schema import INITIALS, TABLES, listed
from papers_store.backends.local.segments import Fingerprint, Location
from papers_store.fields import COLUMNS, HEADS, SOUNDING
from papers_store.search.row_keys import MOST_AT_ONCE, first_key
from papers_store.text.pinyin import initials_of
from papers_store.text.tokenizer import tokenizer_name

_GATHERED = 8_000_000
"""Bytes of terms that FTS5 gathers before it writes them out; eight times its own choice, which
makes an import half as fast again and costs as much memory for each of the two tables."""

_TOGETHER = 16
"""Parts of a table, as they are written out, of which FTS5 makes one; four times its own choice.
Each term is then copied half as often while a hundred thousand articles come, and a search looks
into some more parts."""

_FILL = {
    table: f"INSERT INTO {table} (rowid, {listed(columns)}) VALUES (?{', ?' * len(columns)})"
    for table, columns in (
        ("words", COLUMNS),
        ("heads", HEADS),
        ("characters", COLUMNS),
        ("sounds", (*SOUNDING, *INITIALS)),
    )
}

_HEADS = [COLUMNS.index(name) for name in HEADS]

_COPIED = "SELECT DISTINCT segment FROM copies WHERE id NOT IN (SELECT id FROM articles)"


class IndexWriter(Index):
    """One index file, opened for writing, and made where it is missing."""

    def __init__(self, path: Path, *, alone: bool = False) -> None:
        super().__init__(path, write=True, alone=alone)

    def _prepare(self) -> None:
        if self.one("SELECT 1 FROM sqlite_master WHERE name = 'meta'") is None:
            self._database.executescript(f"BEGIN; {TABLES}")
            for table in ("words", "characters"):
                self._database.executemany(
                    f"INSERT INTO {table} ({table}, rank) VALUES (?, ?)",
                    (("hashsize", _GATHERED), ("automerge", _TOGETHER)),
                )
            made = (
                ("version", VERSION),
                ("shape", self._shape()),
                ("cutter", tokenizer_name()),
                ("articles", "0"),
            )
            self._database.executemany("INSERT INTO meta VALUES (?, ?)", made)
            self._database.commit()

    def close(self) -> None:
        """Let go of the file, with nothing left in its log that a copy could miss."""
        with self._lock:
            self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        super().close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All of what is done, or nothing, and how many articles there are then."""
        with self._lock, self._database:
            yield
            # Read again by the next process, should this one be stopped before it does.
            self._database.execute(f"DELETE FROM segments WHERE segment IN ({_COPIED})")
            # Counted once here, and not by every reader at every start.
            self._database.execute(
                "UPDATE meta SET value = (SELECT count(*) FROM articles) WHERE name = 'articles'"
            )

    def settle(self, folder: Fingerprint) -> None:
        """Remember the version of the folder of segments, in none of which the index differs."""
        value = f"{folder.size} {folder.modified_ns}"
        with self._lock, self._database:
            self._database.execute("INSERT OR REPLACE INTO meta VALUES ('folder', ?)", (value,))

    def record(
        self,
        added: Iterable[tuple[Location, Entry]],
        updated: Sequence[tuple[Location, Entry]],
        fingerprints: Mapping[int, Fingerprint],
        erased: Iterable[Location] = (),
    ) -> None:
        """Take in what was written to segments, and what was taken out, in one transaction."""
        with self._transaction():
            self._remove_places((*(place for place, _ in updated), *erased))
            self._insert_all((*updated, *added))
            self._fingerprint(fingerprints)

    def erase(self, places: Iterable[Location], fingerprints: Mapping[int, Fingerprint]) -> None:
        """Take out what was taken out of segments, in one transaction."""
        with self._transaction():
            self._remove_places(places)
            self._fingerprint(fingerprints)

    def reread(
        self, segment: int, entries: Iterable[tuple[Location, Entry]], fingerprint: Fingerprint
    ) -> None:
        """Replace what the index holds of a segment, in one transaction."""
        with self._transaction():
            self._remove_segment(segment)
            self._insert_all(entries)
            self._fingerprint({segment: fingerprint})

    def forget(self, segments: Iterable[int]) -> None:
        """Take out segments that are gone, in one transaction."""
        with self._transaction():
            for segment in segments:
                self._remove_segment(segment)
                for table in ("segments", "damaged"):
                    self._database.execute(f"DELETE FROM {table} WHERE segment = ?", (segment,))

    def leave_out(self, segment: int, problem: str, fingerprint: Fingerprint) -> None:
        """Have nothing of a damaged segment until its file is another, in one transaction."""
        with self._transaction():
            self._remove_segment(segment)
            self._fingerprint({segment: fingerprint})
            self._database.execute("INSERT INTO damaged VALUES (?, ?)", (segment, problem))

    def copied(self) -> list[int]:
        """Segments with a copy of an article that now stands nowhere else, or stands there newer.

        They have to be read again.
        """
        rows = self.all(_COPIED)
        return [segment for (segment,) in rows]

    def _remove_places(self, places: Iterable[Location]) -> None:
        for place in places:
            where, values = "segment = ? AND document = ?", (place.segment, place.document)
            self._remove(where, values)
            self._database.execute(f"DELETE FROM copies WHERE {where}", values)

    def _remove_segment(self, segment: int) -> None:
        self._remove("segment = ?", (segment,))
        self._database.execute("DELETE FROM copies WHERE segment = ?", (segment,))

    def _remove(self, where: str, values: tuple[int, ...]) -> None:
        dead = f"SELECT key FROM articles WHERE {where}"
        self._database.execute(
            f"INSERT INTO dead (key, id) SELECT key, id FROM articles WHERE {where}", values
        )
        self._database.execute(f"DELETE FROM sounds WHERE rowid IN ({dead})", values)
        for table in ("article_keywords", "titles", "citations"):
            self._database.execute(f"DELETE FROM {table} WHERE key IN ({dead})", values)
        self._database.execute(f"DELETE FROM articles WHERE {where}", values)

    def _insert_all(self, entries: Iterable[tuple[Location, Entry]]) -> None:
        # FTS5 writes out all it has gathered at every key that is smaller than the one before.
        for place, entry in sorted(entries, key=_first_key):
            self._insert(place, entry)

    def _insert(self, place: Location, entry: Entry) -> None:
        key = self._insert_article(place, entry)
        if key is None:
            return
        terms = entry.terms
        self._fill("words", key, terms.words)
        self._fill("heads", key, tuple(terms.words[at] for at in _HEADS))
        self._fill("characters", key, terms.characters)
        self._fill("sounds", key, (*terms.sounds, *map(initials_of, terms.sounds)))
        self._insert_keywords(key, entry)
        self._insert_names(key, terms)

    def _fill(self, table: str, key: int, texts: tuple[str, ...]) -> None:
        """Give a full-text table its row of an article, column by column."""
        self._database.execute(_FILL[table], (key, *texts))

    def _insert_article(self, place: Location, entry: Entry) -> int | None:
        """The key of an article; None where a copy of it that counts more stands elsewhere."""
        article = entry.article
        if self._is_copy(place, entry):
            return None
        inserted = self._database.execute(
            "INSERT INTO articles (key, id, segment, document, digest, title,"
            " title_order, authors, source, year, citation_count, keywords)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self._new_key(article.origin.imported_at),
                article.id,
                place.segment,
                place.document,
                entry.digest,
                article.title,
                entry.terms.title_order,
                _text(article.authors),
                article.source,
                article.year,
                article.citation_count,
                _text(shown_keywords(article)),
            ),
        )
        return inserted.lastrowid

    def _is_copy(self, place: Location, entry: Entry) -> bool:
        """Whether an article counts less than a copy of it; what counts less is noted as a copy.

        The later import counts, and of two at once the lower place, whichever is read first.
        """
        article_id, first = entry.article.id, first_key(entry.article.origin.imported_at)
        note = "INSERT OR REPLACE INTO copies VALUES (?, ?, ?, ?)"
        rank = (first, place.segment, place.document)
        better = self._database.execute(
            "SELECT 1 FROM copies WHERE id = ? AND (first, segment, document) < (?, ?, ?)",
            (article_id, *rank),
        )
        if better.fetchone() is not None:
            self._database.execute(note, (article_id, place.segment, place.document, first))
            return True
        there = self._database.execute(
            "SELECT key, segment, document FROM articles WHERE id = ?", (article_id,)
        ).fetchone()
        if there is None:
            return False
        key, segment, document = there
        other = (key - (key - 1) % MOST_AT_ONCE, segment, document)
        if other < rank:
            self._database.execute(note, (article_id, place.segment, place.document, first))
            return True
        self._remove("key = ?", (key,))
        self._database.execute(note, (article_id, segment, document, other[0]))
        return False

    def _new_key(self, added: str) -> int:
        """The key of the next article of an import; none is ever used again."""
        first = first_key(added)
        (last,) = self._database.execute(
            "SELECT max(coalesce((SELECT max(key) FROM articles WHERE key BETWEEN :a AND :z), 0),"
            " coalesce((SELECT max(key) FROM dead WHERE key BETWEEN :a AND :z), 0))",
            {"a": first, "z": first + MOST_AT_ONCE - 1},
        ).fetchone()
        return max(first, int(last) + 1)

    def _insert_keywords(self, key: int, entry: Entry) -> None:
        extracted = not entry.article.keywords
        for folded, printed, sound in entry.terms.keywords_whole:
            # One row at a time: a statement that may write several opens a savepoint, and at each
            # savepoint FTS5 writes out all that it has gathered.
            self._database.execute(
                "INSERT INTO article_keywords VALUES (?, ?, ?)",
                (key, self._keyword(folded, printed, sound), extracted),
            )

    def _keyword(self, folded: str, printed: str, sound: str) -> int | None:
        """The number of a keyword, a new one where it is new."""
        found = self._database.execute("SELECT keyword FROM keywords WHERE folded = ?", (folded,))
        if known := found.fetchone():
            return int(known[0])
        new = "INSERT INTO keywords (folded, printed, sound) VALUES (?, ?, ?)"
        return self._database.execute(new, (folded, printed, sound)).lastrowid

    def _insert_names(self, key: int, terms: Terms) -> None:
        """What an article is called, and what its references call others."""
        work = terms.names
        self._database.executemany(
            "INSERT INTO titles VALUES (?, ?, ?, ?, ?)",
            [(name, key, threshold, work.author, work.year) for name, threshold in work.names],
        )
        self._database.executemany(
            "INSERT INTO citations VALUES (?, ?, ?, ?, ?, ?)",
            [
                (key, position, name, threshold, entry.author, entry.year)
                for position, entry in enumerate(terms.cited)
                # An entry without a name leads nowhere, and has its place among the others.
                for name, threshold in entry.names or ((None, None),)
            ],
        )

    def _fingerprint(self, fingerprints: Mapping[int, Fingerprint]) -> None:
        self._database.executemany(
            "DELETE FROM damaged WHERE segment = ?", [(segment,) for segment in fingerprints]
        )
        self._database.executemany(
            "INSERT OR REPLACE INTO segments VALUES (?, ?, ?)",
            [(segment, s.size, s.modified_ns) for segment, s in fingerprints.items()],
        )


def _first_key(placed: tuple[Location, Entry]) -> int:
    return first_key(placed[1].article.origin.imported_at)


def _text(values: Sequence[str]) -> str:
    return json.dumps(values, ensure_ascii=False)
