"""Transactions on a PostgreSQL server, over few connections that are reopened when lost.

No session state is kept: every query runs in a transaction of its own that sets what it needs, and
no statement is prepared. So pgbouncer may run each on another connection (transaction pooling).
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar

import psycopg
from psycopg import Connection, Cursor
from psycopg.conninfo import make_conninfo

from papers_store.backends.postgres import error_messages
from papers_store.backends.postgres.address import name_of, parameters_of
from papers_store.backends.postgres.cancellation import RunningQueries
from papers_store.backends.postgres.connections import ConnectionFailed, Connections

_Answer = TypeVar("_Answer")

_READERS = 2
"""Connections for reading: one for a search, and one for the rows of the list during it."""

_DEFAULTS = {
    "application_name": "papers-tui",
    "connect_timeout": "5",
    "tcp_user_timeout": "10000",
}
"""Parameters that an address may leave out: the program's name, and timeouts of a dead host."""

_READ_RETRY_SECONDS = 1.5
"""Seconds in which a lost connection is retried; a reader should soon see the error."""
_WRITE_RETRY_SECONDS = 90.0
"""Seconds in which a lost connection is retried, so that an import survives a server's restart."""

_PAUSE = 0.25

_READING_MS = 30_000
_WRITING_MS = 300_000

PENDING_LIST_LIMIT = "256MB"
"""Limit of a GIN index's pending list, which is flushed after each batch. With the default the
server would flush a dozen times in a batch, and write the same pages each time."""

WORK_MEMORY = "32MB"
"""Memory for a sort or a bitmap of one query on the server before it goes to disk."""


def _begin(how: str, most_ms: int) -> str:
    """Return the SQL that begins a transaction; a statement timeout of the role stays in force."""
    return (
        f"BEGIN {how}; SET LOCAL jit = off; SET LOCAL enable_seqscan = off;"
        f" SET LOCAL client_min_messages = error; SET LOCAL work_mem = '{WORK_MEMORY}';"
        " SELECT set_config('statement_timeout', CASE current_setting('statement_timeout')"
        f" WHEN '0' THEN '{most_ms}' ELSE current_setting('statement_timeout') END, true)"
    )


_BEGIN_READING = _begin("ISOLATION LEVEL REPEATABLE READ READ ONLY", _READING_MS)
_BEGIN_WRITING = (
    f"{_begin('ISOLATION LEVEL READ COMMITTED READ WRITE', _WRITING_MS)};"
    f" SET LOCAL gin_pending_list_limit = '{PENDING_LIST_LIMIT}'"
)


class Server:
    """The server of one library; its methods may be called from any thread."""

    def __init__(self, address: str) -> None:
        """Parse an address without connecting.

        Raises:
            LibraryError: It is not an address.
        """
        parameters = parameters_of(address)
        self.name = name_of(address, parameters)
        """The address without a password."""
        defaults = {name: one for name, one in _DEFAULTS.items() if name not in parameters}
        reading = make_conninfo(address, **defaults)
        self._reading = Connections(reading, _READERS)
        self._writing = Connections(make_conninfo(reading, target_session_attrs="read-write"), 1)
        self._running = RunningQueries()
        self.is_importing = False
        """Whether articles are written; then a read waits as long as a write for a server that
        restarts."""

    def read(
        self,
        work: Callable[[Cursor[Any]], _Answer],
        *,
        cancelled: Callable[[], bool] | None = None,
    ) -> _Answer:
        """Read in one transaction, which sees one state of the library.

        Args:
            work: Reads with the cursor; called again if the connection is lost.
            cancelled: Returns whether the caller no longer waits; called when the next read starts.

        Raises:
            LibraryError: The server cannot be reached, or does not answer.
            SearchCancelled: The caller cancelled the read.
        """
        self._running.cancel_abandoned()
        seconds = _WRITE_RETRY_SECONDS if self.is_importing else _READ_RETRY_SECONDS
        return self._with_retries(
            lambda: self._read_once(work, cancelled), seconds, lost=self.is_importing
        )

    def _read_once(
        self, work: Callable[[Cursor[Any]], _Answer], cancelled: Callable[[], bool] | None
    ) -> _Answer:
        with self._reading.one() as connection, self._running.watch(connection, cancelled):
            return _in_transaction(connection, _BEGIN_READING, work)

    def write(self, work: Callable[[Cursor[Any]], _Answer], *, is_known: bool = False) -> _Answer:
        """Write in one transaction: all or nothing.

        Args:
            work: Writes with the cursor; called again if the connection is lost or another writer
                conflicts, so it must be idempotent.
            is_known: Whether the server was reached a moment ago, so that connecting is retried.

        Raises:
            LibraryError: The server cannot be reached, is read-only, or refuses the data.
        """
        return self._with_retries(
            lambda: self._write_once(work), _WRITE_RETRY_SECONDS, lost=is_known
        )

    def _write_once(self, work: Callable[[Cursor[Any]], _Answer]) -> _Answer:
        with self._writing.one() as connection:
            return _in_transaction(connection, _BEGIN_WRITING, work)

    def _with_retries(
        self, attempt: Callable[[], _Answer], seconds: float, *, lost: bool = False
    ) -> _Answer:
        """Retry after errors that may pass; a first connection that fails raises at once."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                return attempt()
            except ConnectionFailed as error:
                if not lost or time.monotonic() > deadline:
                    raise error_messages.unreachable(self.name, error.reason) from error.reason
            except psycopg.Error as error:
                if not error_messages.is_retryable(error) or time.monotonic() > deadline:
                    raise error_messages.failed(self.name, error) from error
                lost = True
                if not error_messages.is_node_lost(error):
                    continue
            time.sleep(_PAUSE)

    def close(self) -> None:
        """Close the connections."""
        self._reading.close()
        self._writing.close()


def _in_transaction(
    connection: Connection[Any], begin: str, work: Callable[[Cursor[Any]], _Answer]
) -> _Answer:
    """Run `work` in a transaction, and commit it."""
    try:
        connection.execute(begin.encode())
        with connection.cursor(binary=True) as cursor:
            answer = work(cursor)
        connection.execute(b"COMMIT")
    except BaseException:
        _roll_back(connection)
        raise
    return answer


def _roll_back(connection: Connection[Any]) -> None:
    """Roll back, or close a connection that cannot."""
    try:
        connection.execute(b"ROLLBACK")
    except psycopg.Error:
        connection.close()
