"""Reading an index: rows for the list, locations of articles, counts and keywords."""

import sqlite3
import threading
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Literal

from papers_store.backends.local.index.index_file import VERSION, connect
from papers_store.backends.local.index.rows import COLUMNS as _ROW
from papers_store.backends.local.index.rows import row_of
from papers_store.backends.local.index.searcher import Connections, listed
from papers_store.backends.local.segments import Fingerprint, Location
from papers_store.results import KeywordCount, Match, Order, Row
from papers_store.search.orders import SORT_KEYS, order_by
from papers_store.system.sqlite_damage import converted, is_cut_short, reporting_corruption

_GIVEN = "(SELECT value FROM json_each(?))"


class Index:
    """One index file, opened for reading; may be used from any thread."""

    def __init__(self, path: Path, *, write: bool = False, alone: bool = False) -> None:
        """Open an index.

        Args:
            path: Its file.
            write: As for `connect`.
            alone: As for `connect`.

        Raises:
            sqlite3.Error: it is missing, damaged, out of reach, or no index of this version.
            Damaged: it is damaged where its version stands.
        """
        self.path = path
        self._lock = threading.RLock()
        self._database = connect(path, write=write, alone=alone)
        self._file = path.stat().st_ino
        try:
            self._prepare()
            found = self.one("SELECT value FROM meta WHERE name = 'version'")
            if found is None or found[0] != VERSION:
                raise sqlite3.DatabaseError("another version")
            if self.one("SELECT value FROM meta WHERE name = 'shape'") != (self._shape(),):
                raise sqlite3.DatabaseError("another shape")
            self.connections = Connections(path, self._file, self.count())
            """For searches."""
        except BaseException:
            self._database.close()
            raise

    def _shape(self) -> str:
        """Checksum of the schema, which also reveals views or triggers that others added."""
        made = self.all("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
        return f"{zlib.crc32(repr(made).encode()):08x}"

    def _prepare(self) -> None:
        """Prepare the file before its version is checked."""

    def close(self) -> None:
        """Close the file."""
        self.connections.close()
        with self._lock:
            self._database.close()

    def copy_to(self, path: Path) -> None:
        """Make a copy of the whole index.

        Raises:
            sqlite3.Error: it is damaged, or the copy cannot be written.
        """
        with self._lock, closing(sqlite3.connect(path)) as copy:
            self._database.backup(copy)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Run all statements of this block on one state of the index, whatever is written."""
        with self._lock:
            if self._database.in_transaction:
                yield
                return
            self._database.execute("BEGIN")
            try:
                yield
            finally:
                self._database.rollback()

    def all(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """The rows that a SELECT gives."""
        with self._lock, reporting_corruption(self.path):
            return self._database.execute(sql, values).fetchall()

    def one(self, sql: str, values: Sequence[object] = ()) -> Any:
        """The first row that a SELECT gives; None where there is none."""
        with self._lock, reporting_corruption(self.path):
            return self._database.execute(sql, values).fetchone()

    # What there is.

    def count(self) -> int:
        """How many articles there are, as the last writer has counted them."""
        (count,) = self.one("SELECT value FROM meta WHERE name = 'articles'")
        return converted(self.path, count, int, strict=False)

    def version(self) -> tuple[int, int]:
        """Changes with every write to the index; tells it from another file in its place, too."""
        (data,) = self.one("PRAGMA data_version")
        return self._file, int(data)

    def is_replaced(self) -> bool:
        """Whether another index stands in the place of this one, which is read no more."""
        try:
            return self.path.stat().st_ino != self._file
        except FileNotFoundError:
            return False

    def deleted_ratio(self) -> float:
        """What share of the terms belongs to articles that were replaced."""
        (dead,) = self.one("SELECT count(*) FROM dead")
        return dead / (dead + self.count()) if dead else 0.0

    def fingerprints(self) -> dict[int, Fingerprint]:
        """The versions of the segments that the index was made from."""
        rows = self.all("SELECT segment, size, modified_ns FROM segments")
        known = converted(self.path, rows, list[tuple[int, int, int]])
        return {segment: Fingerprint(size, modified_ns) for segment, size, modified_ns in known}

    def folder_fingerprint(self) -> Fingerprint | None:
        """The version of the folder of segments when the index differed from none of them.

        None where no writer came so far as to say.
        """
        found = self.one("SELECT value FROM meta WHERE name = 'folder'")
        if found is None:
            return None
        fingerprint = converted(self.path, str(found[0]).split(), tuple[int, int], strict=False)
        return Fingerprint(*fingerprint)

    def fingerprint(self, segment: int) -> Fingerprint | None:
        """The version of a segment that the index was made from."""
        found = self.one("SELECT size, modified_ns FROM segments WHERE segment = ?", (segment,))
        return None if found is None else Fingerprint(*found)

    def problems(self) -> tuple[str, ...]:
        """What is wrong with segments that are not in the index because they are damaged."""
        rows = self.all("SELECT problem FROM damaged ORDER BY segment")
        return tuple(problem for (problem,) in rows)

    def is_damaged(self, segment: int) -> bool:
        """Whether a segment is not in the index because it is damaged."""
        found = self.one("SELECT 1 FROM damaged WHERE segment = ?", (segment,))
        return found is not None

    def is_cut_short(self) -> bool:
        """Whether the end of the file is missing."""
        with self._lock:
            return is_cut_short(self._database, self.path)

    def fault(self) -> str | None:
        """What is wrong with the file's structure, all of which is read; None where it is whole."""
        (found,) = self.one("PRAGMA quick_check(1)")
        if found != "ok":
            return str(found)
        (count,) = self.one("SELECT count(*) FROM articles")
        return None if count == self.count() else "holds more or fewer articles than it says"

    def ids(self) -> set[str]:
        """The ids of all articles."""
        return {article_id for (article_id,) in self.all("SELECT id FROM articles")}

    def tokenizer(self) -> str:
        """Which program cut the words that are in the index."""
        (name,) = self.one("SELECT value FROM meta WHERE name = 'cutter'")
        return str(name)

    # Single articles.

    def key(self, article_id: str) -> int | None:
        """The key of an article."""
        found = self.one("SELECT key FROM articles WHERE id = ?", (article_id,))
        return None if found is None else int(found[0])

    def place(self, article_id: str) -> Location | None:
        """Where an article stands."""
        found = self.one("SELECT segment, document FROM articles WHERE id = ?", (article_id,))
        return None if found is None else Location(*converted(self.path, found, tuple[int, int]))

    def listed(self, segment: int) -> dict[int, tuple[str, str]]:
        """Id and title of what is listed of a segment, by its documents."""
        sql = "SELECT document, id, title FROM articles WHERE segment = ?"
        rows = self.all(sql, (segment,))
        return {document: (article_id, title) for document, article_id, title in rows}

    def ids_from(self, beginning: str, limit: int) -> list[str]:
        """Ids that begin so, in order."""
        if not beginning.isascii() or not beginning.isalnum():
            return []
        rows = self.all(
            "SELECT id FROM articles WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
            (beginning, beginning + "\x7f", limit),
        )
        return [article_id for (article_id,) in rows]

    def known(self, ids: Iterable[str]) -> dict[str, tuple[Location, str]]:
        """Place and digest of those of the articles that are there."""
        rows = self.all(
            f"SELECT id, segment, document, digest FROM articles WHERE id IN {_GIVEN}",
            (listed(ids),),
        )
        return {
            found: (Location(segment, document), digest)
            for found, segment, document, digest in converted(
                self.path, rows, list[tuple[str, int, int, str]]
            )
        }

    def copies(self, ids: Iterable[str]) -> list[Location]:
        """Where those of the articles stand that stand elsewhere too, and are read there."""
        rows = self.all(
            f"SELECT segment, document FROM copies WHERE id IN {_GIVEN}", (listed(ids),)
        )
        return [Location(segment, document) for segment, document in rows]

    def contents(self, after: int, limit: int) -> list[tuple[int, str, str]]:
        """Key, id and digest of the articles that follow a key, in the order of the list."""
        return self.all(
            "SELECT key, id, digest FROM articles WHERE key > ? ORDER BY key LIMIT ?",
            (after, limit),
        )

    def last_segment(self) -> tuple[int, int] | None:
        """The segment that was begun last, and how many articles it holds; None without any."""
        found = self.one(
            "SELECT segment, (SELECT count(*) FROM articles a WHERE a.segment = s.segment)"
            " FROM segments s ORDER BY segment DESC LIMIT 1"
        )
        return None if found is None else (found[0], found[1])

    # Rows.

    def rows(self, keys: Sequence[int], match: Match | None = None) -> list[Row]:
        """Rows of articles by key, in the order of the keys.

        An article that was replaced since is shown as it is now; one that was taken out is not.
        """
        found = self.all(f"SELECT key, {_ROW} FROM articles WHERE key IN {_GIVEN}", (listed(keys),))
        by_key = {row[0]: row_of(self.path, row[1:], match) for row in found}
        if missing := [key for key in keys if key not in by_key]:
            found = self.all(
                f"SELECT dead.key, {_ROW} FROM dead JOIN articles USING (id)"
                f" WHERE dead.key IN {_GIVEN}",
                (listed(missing),),
            )
            by_key |= {row[0]: row_of(self.path, row[1:], match) for row in found}
        return [by_key[key] for key in keys if key in by_key]

    def rows_by_year(self, keys: Sequence[int]) -> list[Row]:
        """Rows of articles by key, the newest year first."""
        found = self.all(
            f"SELECT {_ROW} FROM articles WHERE key IN {_GIVEN} ORDER BY {order_by('year')}",
            (listed(keys),),
        )
        return [row_of(self.path, row, None) for row in found]

    def all_rows(self, order: Order, start: int, stop: int) -> list[Row]:
        """All articles in an order, from one place to another."""
        found = self.all(
            f"SELECT {_ROW} FROM articles {_by_index(order)} ORDER BY {order_by(order)}"
            " LIMIT ? OFFSET ?",
            (stop - start, start),
        )
        return [row_of(self.path, row, None) for row in found]

    def all_keys(self, order: Order) -> Sequence[int]:
        """The keys of all articles in an order."""
        from papers_store.backends.local.index.conditions import ALWAYS
        from papers_store.backends.local.index.searcher import Searcher

        return Searcher(self.connections).keys(ALWAYS, order)

    def with_ids(self, ids: Iterable[str]) -> dict[str, int]:
        """Keys of those of the articles that exist, by their ids."""
        return dict(self.all(f"SELECT id, key FROM articles WHERE id IN {_GIVEN}", (listed(ids),)))

    def position(self, article_id: str, order: Order) -> int | None:
        """Where an article stands among all."""
        sort = SORT_KEYS[order]
        first = sort.column if sort else "NULL"
        here = self.one(f"SELECT {first}, key FROM articles WHERE id = ?", (article_id,))
        if here is None:
            return None
        value, key = here
        if sort is None:
            found = self.one(
                f"SELECT count(*) FROM articles {_by_index(order)} WHERE key < ?", (key,)
            )
        else:
            sign = ">" if sort.descending else "<"
            # A number that is unknown comes last.
            ahead = f"{first} {sign} ?" if value is not None else f"coalesce({first}, ?) NOTNULL"
            found = self.one(
                f"SELECT count(*) FROM articles WHERE {ahead} OR ({first} IS ? AND key < ?)",
                (value, value, key),
            )
        return int(found[0])

    def current(self, keys: Sequence[int]) -> list[int]:
        """The keys that articles have now, which had these when they were looked for."""
        found = self.all(
            f"SELECT key FROM articles WHERE key IN {_GIVEN} UNION SELECT articles.key"
            f" FROM dead JOIN articles USING (id) WHERE dead.key IN {_GIVEN}",
            (listed(keys), listed(keys)),
        )
        return [key for (key,) in found]

    # Numbers.

    def counts(
        self, column: Literal["year", "source"], keys: Sequence[int] | None = None
    ) -> list[tuple[Any, int]]:
        """What stands in a column, and in how many of the articles (of all, without keys).

        The most frequent first.
        """
        among, values = _among(keys)
        return self.all(
            f"SELECT {column}, count(*) FROM articles WHERE {column} NOTNULL AND {among}"
            f" GROUP BY {column} ORDER BY count(*) DESC, {column}",
            values,
        )

    def keyword(self, folded: str) -> int | None:
        """The number of a keyword that some article has."""
        found = self.one(
            "SELECT keyword FROM keywords WHERE folded = ? AND EXISTS"
            " (SELECT 1 FROM article_keywords a WHERE a.keyword = keywords.keyword)",
            (folded,),
        )
        return None if found is None else int(found[0])

    def keyword_counts(self, keys: Sequence[int] | None = None) -> list[KeywordCount]:
        """Keywords, and how many of the articles (of all, without keys) have each.

        The most frequent first, and in order of their characters where they are as frequent.
        """
        among, values = _among(keys)
        rows = self.all(
            "SELECT printed, count, extracted, sound FROM (SELECT keyword, count(*) AS count,"
            f" min(extracted) AS extracted FROM article_keywords WHERE {among} GROUP BY keyword)"
            " JOIN keywords USING (keyword) ORDER BY count DESC, folded",
            values,
        )
        return [
            KeywordCount(keyword=printed, count=count, extracted=bool(extracted), sound=sound)
            for printed, count, extracted, sound in converted(
                self.path, rows, list[tuple[str, int, int, str]]
            )
        ]

    def keywords_near(self, length: int, sound: int) -> list[tuple[str, str, str, int]]:
        """Keywords about as long as a text, or as its sound in letters.

        Returns:
            Each as printed, folded, in letters as it sounds, and how many articles have it.
        """
        return self.all(
            "SELECT printed, folded, replace(sound, ' ', ''), count(*)"
            " FROM keywords JOIN article_keywords USING (keyword)"
            " WHERE length(folded) BETWEEN ? - 1 AND ? + 1"
            " OR length(replace(sound, ' ', '')) BETWEEN ? - 1 AND ? + 1 GROUP BY keyword",
            (length, length, sound, sound),
        )


def _by_index(order: Order) -> str:
    """For the order of keys, the index of nothing but keys: rows that are skipped cost little."""
    return "" if SORT_KEYS[order] else "INDEXED BY articles_key"


def _among(keys: Sequence[int] | None) -> tuple[str, tuple[str, ...]]:
    """A condition for the articles with these keys, or for all, and the values it takes."""
    return ("1", ()) if keys is None else (f"key IN {_GIVEN}", (listed(keys),))
