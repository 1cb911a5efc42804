"""Connections to a server: few, one for each question asked at once, and made anew when lost.

Nothing is kept in a session: every question stands in a transaction of its own that sets what it
needs, and no statement is prepared there. So pgbouncer may hand each to another connection.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg
from psycopg import Connection, Cursor
from psycopg.conninfo import make_conninfo

from papers_store.postgres import faults
from papers_store.postgres.address import name_of, parameters_of

_Answer = TypeVar("_Answer")

_AT_ONCE = 2
"""Connections for reading: one for a search, one for the rows of the list meanwhile."""

_USUAL = {
    "application_name": "papers-tui",
    "connect_timeout": "5",
    "tcp_user_timeout": "10000",
}
"""What an address need not say: who asks, and after how long a host is taken for dead."""

_PATIENCE_READING = 1.5
"""Seconds in which another connection is tried for; a reader had better be told."""
_PATIENCE_WRITING = 90.0
"""Seconds in which a server may be started again before an import is given up."""

_PAUSE = 0.25

_READING_MS = 30_000
_WRITING_MS = 300_000

_GATHERED = "256MB"
"""What a server gathers of an index before it puts it in its place, which it is told to do after
each batch. Left alone it would a dozen times in a batch, and write the same pages each time."""


def _begin(how: str, most_ms: int) -> str:
    """What begins a transaction, in one message; a limit that the role has already stands."""
    return (
        f"BEGIN {how}; SET LOCAL jit = off; SET LOCAL enable_seqscan = off;"
        " SET LOCAL client_min_messages = error; SET LOCAL work_mem = '32MB';"
        " SELECT set_config('statement_timeout', CASE current_setting('statement_timeout')"
        f" WHEN '0' THEN '{most_ms}' ELSE current_setting('statement_timeout') END, true)"
    )


_BEGIN_READING = _begin("ISOLATION LEVEL REPEATABLE READ READ ONLY", _READING_MS)
_BEGIN_WRITING = (
    f"{_begin('ISOLATION LEVEL READ COMMITTED READ WRITE', _WRITING_MS)};"
    f" SET LOCAL gin_pending_list_limit = '{_GATHERED}'"
)


class Server:
    """The server of one library; may be asked from any thread."""

    def __init__(self, address: str) -> None:
        """Take an address, without connecting.

        Raises:
            LibraryError: it is none.
        """
        parameters = parameters_of(address)
        self.name = name_of(address, parameters)
        """Without anything secret."""
        self._reading = make_conninfo(
            address, **{k: v for k, v in _USUAL.items() if k not in parameters}
        )
        self._writing = make_conninfo(self._reading, target_session_attrs="read-write")
        self._lock = threading.Lock()
        self._free = threading.BoundedSemaphore(_AT_ONCE)
        self._idle: list[Connection[Any]] = []
        self._writer: Connection[Any] | None = None
        self._writer_lock = threading.Lock()
        self._closed = False

    def read(self, work: Callable[[Cursor[Any]], _Answer]) -> _Answer:
        """Do some reading in one transaction, which sees one state of the library.

        Args:
            work: What to do; done again, from its beginning, where the connection is lost.

        Raises:
            LibraryError: the server cannot be reached, or does not answer.
        """
        with self._free:
            return self._patiently(lambda: self._read_once(work), _PATIENCE_READING)

    def write(self, work: Callable[[Cursor[Any]], _Answer], *, is_known: bool = False) -> _Answer:
        """Do some writing in one transaction: all of it, or nothing.

        Args:
            work: What to do; done again, from its beginning, where the connection is lost or others
                wrote at the same time. So it must come to the same when done twice.
            is_known: Whether the server was reached a moment ago, and is waited for at once.

        Raises:
            LibraryError: the server cannot be reached, only reads, or does not take it.
        """
        with self._writer_lock:
            return self._patiently(lambda: self._write_once(work), _PATIENCE_WRITING, lost=is_known)

    def _patiently(
        self, attempt: Callable[[], _Answer], patience: float, *, lost: bool = False
    ) -> _Answer:
        """Try until it goes well, where it may.

        Whoever was never connected is told at once what is wrong.
        """
        deadline = time.monotonic() + patience
        while True:
            try:
                return attempt()
            except _NoConnection as error:
                if not lost or time.monotonic() > deadline:
                    raise faults.unreachable(self.name, error.reason) from error.reason
            except psycopg.Error as error:
                if not faults.may_go_again(error) or time.monotonic() > deadline:
                    raise faults.failed(self.name, error) from error
                lost = True
                self._forget_idle()
                continue
            time.sleep(_PAUSE)

    def _read_once(self, work: Callable[[Cursor[Any]], _Answer]) -> _Answer:
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        if connection is None:
            connection = _connect(self._reading)
        try:
            with _transaction(connection, _BEGIN_READING) as cursor:
                answer = work(cursor)
        except BaseException:
            self._give_back(connection)
            raise
        self._give_back(connection)
        return answer

    def _give_back(self, connection: Connection[Any]) -> None:
        with self._lock:
            keep = not self._closed and not connection.closed
            if keep:
                self._idle.append(connection)
        if not keep:
            connection.close()

    def _forget_idle(self) -> None:
        """Where one connection is lost, so may the others be."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _write_once(self, work: Callable[[Cursor[Any]], _Answer]) -> _Answer:
        if self._writer is None or self._writer.closed:
            self._writer = _connect(self._writing)
        with _transaction(self._writer, _BEGIN_WRITING) as cursor:
            return work(cursor)

    def close(self) -> None:
        """Let go of the connections."""
        with self._lock:
            self._closed = True
        self._forget_idle()
        if self._writer is not None:
            self._writer.close()


class _NoConnection(Exception):
    """None was made; the reason is libpq's."""

    def __init__(self, reason: psycopg.Error) -> None:
        super().__init__("no connection")
        self.reason = reason


def _connect(address: str) -> Connection[Any]:
    try:
        return psycopg.connect(
            address, autocommit=True, prepare_threshold=None, client_encoding="utf8"
        )
    except psycopg.Error as error:
        raise _NoConnection(error) from error


@contextmanager
def _transaction(connection: Connection[Any], begin: str) -> Iterator[Cursor[Any]]:
    """A transaction that is begun in one message and committed where all goes well."""
    try:
        connection.execute(begin.encode())
        with connection.cursor(binary=True) as cursor:
            yield cursor
        connection.execute(b"COMMIT")
    except BaseException:
        _roll_back(connection)
        raise


def _roll_back(connection: Connection[Any]) -> None:
    """Leave a connection as it was; one that cannot be is closed."""
    try:
        connection.execute(b"ROLLBACK")
    except psycopg.Error:
        connection.close()
