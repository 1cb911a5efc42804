"""Connections to a server: few, one for each question asked at once, and made anew when lost.

Nothing is kept in a session: every question stands in a transaction of its own that sets what it
needs, and no statement is prepared there. So pgbouncer may hand each to another connection.
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

PENDING_LIST_LIMIT = "256MB"
"""What a server gathers of an index before it puts it in its place, which it is told to do after
each batch. Left alone it would a dozen times in a batch, and write the same pages each time."""

WORK_MEMORY = "32MB"
"""What a sort or a bitmap of one query may take on a server before it goes to disk."""


def _begin(how: str, most_ms: int) -> str:
    """What begins a transaction, in one message; a limit that the role has already stands."""
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
    """The server of one library; may be asked from any thread."""

    def __init__(self, address: str) -> None:
        """Take an address, without connecting.

        Raises:
            LibraryError: it is none.
        """
        parameters = parameters_of(address)
        self.name = name_of(address, parameters)
        """Without anything secret."""
        reading = make_conninfo(address, **{k: v for k, v in _USUAL.items() if k not in parameters})
        self._reading = Connections(reading, _AT_ONCE)
        self._writing = Connections(make_conninfo(reading, target_session_attrs="read-write"), 1)
        self._running = RunningQueries()

    def read(
        self,
        work: Callable[[Cursor[Any]], _Answer],
        *,
        cancelled: Callable[[], bool] | None = None,
    ) -> _Answer:
        """Do some reading in one transaction, which sees one state of the library.

        Args:
            work: What to do; done again, from its beginning, where the connection is lost.
            cancelled: Whether nobody waits for it any more; looked at when the next is asked.

        Raises:
            LibraryError: the server cannot be reached, or does not answer.
            SearchCancelled: it was given up.
        """
        self._running.cancel_abandoned()
        return self._patiently(lambda: self._read_once(work, cancelled), _PATIENCE_READING)

    def _read_once(
        self, work: Callable[[Cursor[Any]], _Answer], cancelled: Callable[[], bool] | None
    ) -> _Answer:
        with self._reading.one() as connection, self._running.watch(connection, cancelled):
            return _in_one(connection, _BEGIN_READING, work)

    def write(self, work: Callable[[Cursor[Any]], _Answer], *, is_known: bool = False) -> _Answer:
        """Do some writing in one transaction: all of it, or nothing.

        Args:
            work: What to do; done again, from its beginning, where the connection is lost or others
                wrote at the same time. So it must come to the same when done twice.
            is_known: Whether the server was reached a moment ago, and is waited for at once.

        Raises:
            LibraryError: the server cannot be reached, only reads, or does not take it.
        """
        return self._patiently(lambda: self._write_once(work), _PATIENCE_WRITING, lost=is_known)

    def _write_once(self, work: Callable[[Cursor[Any]], _Answer]) -> _Answer:
        with self._writing.one() as connection:
            return _in_one(connection, _BEGIN_WRITING, work)

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
            except ConnectionFailed as error:
                if not lost or time.monotonic() > deadline:
                    raise error_messages.unreachable(self.name, error.reason) from error.reason
            except psycopg.Error as error:
                if not error_messages.may_go_again(error) or time.monotonic() > deadline:
                    raise error_messages.failed(self.name, error) from error
                lost = True
                if not error_messages.is_node_lost(error):
                    continue
            time.sleep(_PAUSE)

    def close(self) -> None:
        """Let go of the connections."""
        self._reading.close()
        self._writing.close()


def _in_one(
    connection: Connection[Any], begin: str, work: Callable[[Cursor[Any]], _Answer]
) -> _Answer:
    """Do something in a transaction that is begun in one message, and holds where all goes well."""
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
    """Leave a connection as it was; one that cannot be is closed."""
    try:
        connection.execute(b"ROLLBACK")
    except psycopg.Error:
        connection.close()
