"""Looking keys up in an index, on connections of their own, until the caller cancels."""

import sqlite3
import threading
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from papers_store.backends.local.index.index_file import connect
from papers_store.errors import LibraryError, SearchCancelled
from papers_store.fields import COLUMNS, HEADS, WEIGHTS
from papers_store.results import Order
from papers_store.search.orders import order_by
from papers_store.system.sqlite_damage import reporting_corruption


def _rank(table: str, columns: Sequence[str]) -> str:
    """What rows of a full-text table are ranked by: a word counts as much as its field weighs."""
    weights = ", ".join(str(WEIGHTS[column]) for column in columns)
    return f"bm25({table}, {weights})"


_RANK, _RANK_BY_HEADS = _rank("words", COLUMNS), _rank("heads", HEADS)

_MANY = 20_000
"""Articles from which a search on two cores is worth a thread and a connection."""

_WRITTEN = "SELECT group_concat(segment || ' ' || size || ' ' || modified_ns) FROM segments"
"""Differs after every write: none leaves the fingerprints of all segments as they were."""

_ALIVE = "rowid NOT IN (SELECT key FROM dead)"

_STEPS = 5_000
"""Instructions of SQLite's virtual machine between two calls of `cancelled`: a millisecond."""


class Condition(NamedTuple):
    """A condition on rows of the table of articles, in SQL, and the values it takes."""

    sql: str
    values: tuple[object, ...] = ()


class Connections:
    """A pool of connections for searches, as many as run at a time.

    A search may take long. Rows of the list are not read on its connection, and a later search does
    not wait for it.
    """

    def __init__(self, path: Path, file: int, articles: int) -> None:
        self._path = path
        self._file = file
        """The inode; keys of another index in its place would be keys of other articles."""
        self._lock = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._articles = articles
        """How many there were when the index was opened."""
        self._middle: int | None = None
        self._closed = False

    @contextmanager
    def one(self) -> Iterator[sqlite3.Connection]:
        """Hold a connection for one user.

        Raises:
            LibraryError: the index was rebuilt since it was opened.
            Damaged: the index was found to be damaged while the connection was used.
        """
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        if connection is None:
            connection = self._another()
        try:
            with reporting_corruption(self._path):
                yield connection
        finally:
            with self._lock:
                closed = self._closed
                if not closed:
                    self._idle.append(connection)
            if closed:
                connection.close()

    @contextmanager
    def moment(self) -> Iterator[sqlite3.Connection]:
        """Hold a connection in a read transaction, which sees one state of the index."""
        with self.one() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.rollback()

    def middle(self, connection: sqlite3.Connection) -> int | None:
        """A key with about as many before as after it; None where there are too few to matter.

        Found once, since any key will do after articles were added.
        """
        if self._middle is None and self._articles >= _MANY:
            sql = "SELECT key FROM articles ORDER BY key LIMIT 1 OFFSET ?"
            found = connection.execute(sql, (self._articles // 2,)).fetchone()
            self._middle = None if found is None else int(found[0])
        return self._middle

    def _another(self) -> sqlite3.Connection:
        try:
            connection = connect(self._path, write=False)
            if self._path.stat().st_ino == self._file:
                return connection
            connection.close()
        except FileNotFoundError:
            connection.close()
        except sqlite3.OperationalError:
            if self._path.exists():
                raise
        raise LibraryError(f"{self._path}: was rebuilt a moment ago; try again")

    def close(self) -> None:
        """Close the connections; those in use are closed when their searches end."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()


def listed(values: Iterable[int | str]) -> str:
    """Encode values as one JSON array, for json_each in SQL."""
    return msgspec.json.encode(list(values)).decode()


class Searcher:
    """Runs the statements of one search. Keys come in the order of the list by default."""

    def __init__(
        self, connections: Connections, cancelled: Callable[[], bool] | None = None
    ) -> None:
        self._connections = connections
        self._cancelled = cancelled
        self._held: sqlite3.Connection | None = None
        self._beside: sqlite3.Connection | None = None
        """Sees the same state of the index as the connection that is held."""
        self._moment: ExitStack | None = None

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Run all statements of this block on one state of the index, whatever is written."""
        if self._held is not None:
            yield
            return
        with ExitStack() as moment:
            self._held = moment.enter_context(self._connections.moment())
            self._moment = moment
            try:
                yield
            finally:
                self._held = self._beside = self._moment = None

    def keys(self, condition: Condition, order: Order = "added") -> Sequence[int]:
        """Articles for which a condition holds."""
        return self._keys(
            f"SELECT key FROM articles WHERE {condition.sql} ORDER BY {order_by(order)}",
            condition.values,
        )

    def characters(self, expression: str, limit: int = -1) -> Sequence[int]:
        """Articles that an expression over characters finds."""
        return self._matching("characters", expression, limit)

    def words(self, expression: str, limit: int = -1) -> Sequence[int]:
        """Articles that an expression over words finds."""
        return self._matching("words", expression, limit)

    def _matching(self, table: str, expression: str, limit: int) -> Sequence[int]:
        if limit < 0 and self._held is not None:
            middle = self._connections.middle(self._held)
            beside = None if middle is None else self._companion(self._held)
            if middle is not None and beside is not None:
                return self._matching_in_halves(table, expression, middle, beside)
        return self._keys(
            f"SELECT rowid AS key FROM {table} WHERE {table} MATCH ? AND {_ALIVE}"
            " ORDER BY rowid LIMIT ?",
            (expression, limit),
        )

    def _matching_in_halves(
        self, table: str, expression: str, middle: int, beside: sqlite3.Connection
    ) -> Sequence[int]:
        """Find all matches, half of them in another thread."""
        from concurrent.futures import ThreadPoolExecutor

        half = f"SELECT rowid AS key FROM {table} WHERE {table} MATCH ? AND {_ALIVE} AND rowid"
        with ThreadPoolExecutor(1) as other:
            values = (expression, middle)
            after = other.submit(self._keys, f"{half} >= ? ORDER BY rowid", values, beside)
            # Upwards FTS5 would look on beyond the middle for one more that matches.
            before = self._keys(f"{half} < ? ORDER BY rowid DESC", values)
            before.reverse()
            return before + after.result()

    def _companion(self, held: sqlite3.Connection) -> sqlite3.Connection | None:
        """A second connection that sees the same state, if nothing was written meanwhile."""
        if self._beside is None and self._moment is not None:
            beside = self._moment.enter_context(self._connections.moment())
            if beside.execute(_WRITTEN).fetchone() == held.execute(_WRITTEN).fetchone():
                self._beside = beside
        return self._beside

    def ranked(self, expression: str, limit: int = -1) -> Sequence[int]:
        """Articles that an expression over words finds, best first."""
        return self._keys(
            f"SELECT rowid AS key FROM words WHERE words MATCH ? AND {_ALIVE}"
            f" ORDER BY {_RANK}, rowid LIMIT ?",
            (expression, limit),
        )

    def heads(self, expression: str, limit: int) -> Sequence[int]:
        """Articles that an expression over the words of title, keywords, authors finds, best first.

        The words of a whole article are thirty times as many.
        """
        return self._keys(
            f"SELECT rowid AS key FROM heads WHERE heads MATCH ? AND {_ALIVE}"
            f" ORDER BY {_RANK_BY_HEADS}, rowid LIMIT ?",
            (expression, limit),
        )

    def sounding(self, expression: str) -> Sequence[int]:
        """Articles that an expression over sounds finds."""
        return self._keys("SELECT rowid AS key FROM sounds WHERE sounds MATCH ?", (expression,))

    def sounds(self, expression: str, columns: Sequence[str]) -> list[tuple[Any, ...]]:
        """The same, each with the syllables in some columns."""
        with self._ask(
            f"SELECT rowid, {', '.join(columns)} FROM sounds WHERE sounds MATCH ?", (expression,)
        ) as rows:
            return list(rows)

    def with_ids(self, ids: Iterable[str]) -> dict[str, int]:
        """Keys of those of the articles that exist, by their ids."""
        with self._ask(
            "SELECT id, key FROM articles WHERE id IN (SELECT value FROM json_each(?))",
            (listed(ids),),
        ) as rows:
            return dict(rows)

    def _keys(
        self, sql: str, values: Sequence[object], on: sqlite3.Connection | None = None
    ) -> "array[int]":
        # As one value, since a row of its own for each of 60,000 keys takes half of the time, and
        # the interpreter away from the thread that paints.
        with self._ask(f"SELECT json_group_array(key) FROM ({sql})", values, on) as rows:
            ((found,),) = rows
        return array("q", msgspec.json.decode(found, type=list[int]))

    @contextmanager
    def _ask(
        self, sql: str, values: Sequence[object], on: sqlite3.Connection | None = None
    ) -> Iterator[Iterable[Any]]:
        """Run a statement, and give its rows.

        Args:
            sql: The question.
            values: What it leaves open.
            on: Where it is asked, if not on the connection that is held.

        Raises:
            SearchCancelled: the caller cancelled.
        """
        if self._cancelled is not None and self._cancelled():
            raise SearchCancelled
        held = on or self._held
        with self._connections.one() if held is None else nullcontext(held) as connection:
            connection.set_progress_handler(self._cancelled, _STEPS)
            try:
                yield connection.execute(sql, values)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                    raise SearchCancelled from error
                raise
            finally:
                connection.set_progress_handler(None, 0)
