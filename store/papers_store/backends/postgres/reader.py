"""Reading a library's tables: rows for the list, places of articles, numbers, references."""

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal, TypeVar

import msgspec
from psycopg import Cursor

from papers_store.article import Article
from papers_store.backends.postgres.key_sets import Keys
from papers_store.backends.postgres.migrations import DISTRIBUTED
from papers_store.backends.postgres.server import Server
from papers_store.errors import SearchCancelled
from papers_store.results import KeywordCount, Match, Order, Row
from papers_store.search.orders import SORT_KEYS, order_by

_ROW = "id, title, authors, source, year, citation_count, keywords"

_Answer = TypeVar("_Answer")


class Reader:
    """Reads the tables of one library; may be used from any thread."""

    def __init__(
        self,
        server: Server,
        cancelled: Callable[[], bool] | None = None,
        cursor: Cursor[Any] | None = None,
    ) -> None:
        """Read from a server.

        Args:
            server: Where the tables are.
            cancelled: Callback that returns True when the caller no longer waits.
            cursor: Cursor of a transaction in which everything is read; else each statement has its
                own transaction.
        """
        self._server = server
        self._cancelled = cancelled
        self._cursor = cursor

    def until(self, cancelled: Callable[[], bool] | None) -> "Reader":
        """The same reader, for a caller who may cancel."""
        return Reader(self._server, cancelled)

    def snapshot(self, read: "Callable[[Reader], _Answer]") -> _Answer:
        """Read several things in one transaction, which sees one state of the library.

        Args:
            read: Reads them; called again if the connection is lost.
        """
        return self._read(lambda cursor: read(Reader(self._server, self._cancelled, cursor)))

    def _read(self, work: Callable[[Cursor[Any]], _Answer]) -> _Answer:
        if self._cursor is not None:
            return work(self._cursor)
        if self._cancelled is not None and self._cancelled():
            raise SearchCancelled
        return self._server.read(work, cancelled=self._cancelled)

    def all(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """The rows that a SELECT gives."""
        sent = _sendable(values)
        return self._read(lambda cursor: cursor.execute(sql.encode(), sent).fetchall())

    def one(self, sql: str, values: Sequence[object] = ()) -> Any:
        """The first row that a SELECT gives; None where there is none."""
        sent = _sendable(values)
        return self._read(lambda cursor: cursor.execute(sql.encode(), sent).fetchone())

    # What there is.

    def count(self) -> int:
        """How many articles there are."""
        (count,) = self.one("SELECT articles FROM changes")
        return int(count)

    def version(self) -> int:
        """A number that changes with every write."""
        (writes,) = self.one("SELECT writes FROM changes")
        return int(writes)

    # Single articles.

    def key(self, article_id: str) -> int | None:
        """The key of an article."""
        found = self.one("SELECT key FROM articles WHERE id = %s", (article_id,))
        return None if found is None else int(found[0])

    def documents(self, ids: Iterable[str]) -> dict[str, Article]:
        """Those of the articles that exist, by their ids."""
        rows = self.all(
            "SELECT id, document::text FROM articles WHERE id = ANY(%s::text[])", (list(ids),)
        )
        return {found: msgspec.json.decode(document, type=Article) for found, document in rows}

    def digests(self, ids: Iterable[str]) -> dict[str, str]:
        """Digests of those of the articles that exist, by their ids."""
        wanted = "SELECT id, digest FROM articles WHERE id = ANY(%s::text[])"
        return dict(self.all(wanted, (list(ids),)))

    def contents(self, after: int, limit: int) -> list[tuple[int, str, str]]:
        """Key, id and digest of the articles that follow a key, in the order of the list."""
        return self.all(
            "SELECT key, id, digest FROM articles WHERE key > %s ORDER BY key LIMIT %s",
            (after, limit),
        )

    def ids_from(self, beginning: str, limit: int) -> list[str]:
        """Ids that begin so, in order."""
        if not beginning.isascii() or not beginning.isalnum():
            return []
        rows = self.all(
            "SELECT id FROM articles WHERE id >= %s AND id < %s ORDER BY id LIMIT %s",
            (beginning, beginning + "\x7f", limit),
        )
        return [article_id for (article_id,) in rows]

    def strays(self) -> list[tuple[str, int, int]]:
        """Tables beside that of the articles; how many articles each lacks, and rows of none.

        Only terms are there of every article.
        """
        found = []
        for table in DISTRIBUTED[1:]:
            (left,) = self.one(
                f"SELECT count(*) FROM {table} AS part LEFT JOIN articles USING (id)"
                " WHERE articles.id IS NULL"
            )
            missing = 0
            if table == "terms":
                (missing,) = self.one(
                    "SELECT count(*) FROM articles LEFT JOIN terms"
                    " ON terms.id = articles.id AND terms.key = articles.key WHERE terms.id IS NULL"
                )
            found.append((table, int(missing), int(left)))
        return found

    # Sets of articles.

    def keys(self, found: Keys, order: Order = "added") -> Sequence[int]:
        """The keys of a set of articles, in order."""
        if SORT_KEYS[order]:
            source = f"articles WHERE key IN ({found.sql})"
        else:
            source = f"({found.sql}) AS found"
        return self.packed(
            Keys(f"SELECT key FROM {source} ORDER BY {_order_by(order)}", found.values)
        )

    def packed(self, ordered: Keys) -> Sequence[int]:
        """The keys that a SELECT gives, in its order."""
        # As one value: a row of its own for each of 60,000 keys takes several times as long, here
        # and on the way. OFFSET keeps Citus from sorting on each server by itself, one after the
        # other (https://github.com/citusdata/citus/issues/6286).
        ((packed,),) = self.all(
            f"SELECT string_agg(int8send(key), ''::bytea) FROM ({ordered.sql} OFFSET 0) AS ordered",
            ordered.values,
        )
        keys = array("q")
        keys.frombytes(packed or b"")
        keys.byteswap()
        return keys

    def beginning(self, ordered: Keys, most: int) -> Sequence[int]:
        """The first keys that a SELECT gives, in its order."""
        # Not as one value: a cluster would keep the rows of the inner query before it packs them.
        rows = self.all(f"{ordered.sql} LIMIT %s", (*ordered.values, most))
        return [key for (key,) in rows]

    def sounds(self, found: Keys, places: Sequence[int]) -> list[tuple[Any, ...]]:
        """The keys of a set of articles, each with some of its texts by their place."""
        texts = ", ".join(f"texts[{place + 1}]" for place in places)
        return self.all(f"SELECT key, {texts} FROM terms WHERE key IN ({found.sql})", found.values)

    def with_ids(self, ids: Iterable[str]) -> dict[str, int]:
        """Keys of those of the articles that exist, by their ids."""
        return dict(
            self.all("SELECT id, key FROM articles WHERE id = ANY(%s::text[])", (list(ids),))
        )

    # Rows.

    def rows(self, keys: Sequence[int], match: Match | None = None) -> list[Row]:
        """Rows of articles by key, in the order of the keys."""
        found = self.all(
            f"SELECT key, {_ROW} FROM articles WHERE key = ANY(%s::bigint[])", (list(keys),)
        )
        by_key = {row[0]: _row(row[1:], match) for row in found}
        return [by_key[key] for key in keys if key in by_key]

    def rows_by_year(self, ids: Sequence[str]) -> list[Row]:
        """Rows of articles by id, the newest year first."""
        found = self.all(
            f"SELECT {_ROW} FROM articles WHERE id = ANY(%s::text[]) ORDER BY {_order_by('year')}",
            (list(ids),),
        )
        return [_row(row, None) for row in found]

    def all_rows(self, order: Order, start: int, stop: int) -> list[Row]:
        """All articles in an order, from one place to another."""
        # Rows that are skipped are skipped in the index.
        found = self.all(
            f"SELECT {_ROW} FROM articles WHERE key IN (SELECT key FROM articles"
            f" ORDER BY {_order_by(order)} LIMIT %s OFFSET %s) ORDER BY {_order_by(order)}",
            (stop - start, start),
        )
        return [_row(row, None) for row in found]

    def all_keys(self, order: Order) -> Sequence[int]:
        """The keys of all articles in an order."""
        return self.packed(Keys(f"SELECT key FROM articles ORDER BY {_order_by(order)}"))

    def position(self, article_id: str, order: Order) -> int | None:
        """Where an article stands among all."""
        sort = SORT_KEYS[order]
        first = sort.column if sort else "NULL::bigint"
        here = self.one(f"SELECT {first}, key FROM articles WHERE id = %s", (article_id,))
        if here is None:
            return None
        value, key = here
        if sort is None:
            found = self.one("SELECT count(*) FROM articles WHERE key < %s", (key,))
        elif value is None:
            # What is unknown comes last.
            found = self.one(
                f"SELECT count(*) FROM articles WHERE {first} IS NOT NULL OR key < %s", (key,)
            )
        else:
            sign = ">" if sort.descending else "<"
            found = self.one(
                f"SELECT count(*) FROM articles WHERE {first} {sign} %s"
                f" OR ({first} = %s AND key < %s)",
                (value, value, key),
            )
        return int(found[0])

    # Numbers.

    def counts(
        self, column: Literal["year", "source"], among: Keys | None = None
    ) -> list[tuple[Any, int]]:
        """What stands in a column, and in how many of a set of articles (of all, without one).

        The most frequent first.
        """
        chosen, values = _among(among)
        return self.all(
            f"SELECT {column}, count(*) FROM articles WHERE {column} IS NOT NULL AND {chosen}"
            f" GROUP BY {column} ORDER BY count(*) DESC, {column}",
            values,
        )

    def keyword(self, folded: str) -> int | None:
        """The number of a keyword that some article has."""
        # With these comes what folds, which the first screen can do without.
        from papers_store.analysis.work_names import number_of

        number = number_of(folded)
        found = self.one("SELECT 1 FROM article_keywords WHERE keyword = %s LIMIT 1", (number,))
        return None if found is None else number

    def keyword_counts(self, among: Keys | None = None) -> list[KeywordCount]:
        """Keywords, and how many of a set of articles (of all, without one) have each.

        The most frequent first, and in order of their characters where they are as frequent.
        """
        chosen, values = _among(among)
        named = self._counted(
            "SELECT keyword, count(*), bool_and(extracted) FROM article_keywords"
            f" WHERE {chosen} GROUP BY keyword",
            values,
        )
        named.sort(key=lambda one: (-one[0][1], one[1]))
        return [
            KeywordCount(keyword=printed, count=count, extracted=extracted, sound=sound)
            for (_, count, extracted), _, printed, sound in named
        ]

    def keywords_near(self, length: int, sound: int) -> list[tuple[str, str, str, int]]:
        """Keywords about as long as a text, or as its sound in letters.

        Returns:
            Each as printed, folded, in letters as it sounds, and how many articles have it.
        """
        near = self.all(
            "SELECT keyword, printed, folded, replace(sound, ' ', '') FROM keywords"
            " WHERE length(folded) BETWEEN %s AND %s"
            " OR length(replace(sound, ' ', '')) BETWEEN %s AND %s",
            (length - 1, length + 1, sound - 1, sound + 1),
        )
        counts = dict(
            self.all(
                "SELECT keyword, count(*) FROM article_keywords"
                " WHERE keyword = ANY(%s::bigint[]) GROUP BY keyword",
                ([number for number, *_ in near],),
            )
        )
        return [(*names, counts[number]) for number, *names in near if number in counts]

    def _counted(self, sql: str, values: Sequence[object]) -> list[tuple[Any, str, str, str]]:
        """Rows that begin with the number of a keyword: each with its folded, printed and sound.

        In two steps, since a cluster would bring all that is grouped to one node to join it.
        """
        sent = _sendable(values)

        def ask(cursor: Cursor[Any]) -> list[tuple[Any, str, str, str]]:
            rows = cursor.execute(sql.encode(), sent).fetchall()
            names = cursor.execute(
                "SELECT keyword, folded, printed, sound FROM keywords"
                " WHERE keyword = ANY(%s::bigint[])",
                ([row[0] for row in rows],),
            ).fetchall()
            named = {number: texts for number, *texts in names}
            return [(row, *named[row[0]]) for row in rows if row[0] in named]

        return self._read(ask)


def _order_by(order: Order) -> str:
    return order_by(order, unknown_last=" NULLS LAST")


def _sendable(values: Sequence[object]) -> list[object]:
    """Replace characters that a server does not take in a text; such a text is found nowhere."""
    return [
        _sendable(value)
        if isinstance(value, list)
        else _text(value)
        if isinstance(value, str)
        else value
        for value in values
    ]


def _text(value: str) -> str:
    return _NEVER_SENT.sub("\ufffd", value) if _NEVER_SENT.search(value) else value


_NEVER_SENT = re.compile("[\0\ud800-\udfff]")


def _among(keys: Keys | None) -> tuple[str, tuple[object, ...]]:
    """A condition for a set of articles, or for all, and the values it takes."""
    return ("true", ()) if keys is None else (f"key IN ({keys.sql})", keys.values)


def _row(found: Sequence[Any], match: Match | None) -> Row:
    article_id, title, authors, source, year, citation_count, keywords = found
    return Row(
        id=article_id,
        title=title,
        authors=tuple(msgspec.json.decode(authors)),
        source=source,
        year=year,
        citation_count=citation_count,
        keywords=tuple(msgspec.json.decode(keywords)),
        match=match,
    )
