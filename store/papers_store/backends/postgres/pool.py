"""A pool of connections for queries at the same time; idle ones are closed."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import Connection
from psycopg_pool import ConnectionPool, PoolClosed, PoolTimeout

from papers_store.backends.postgres.connections import CONNECTION_OPTIONS, ConnectionFailed

_IDLE = 60.0
"""Seconds after which an idle connection is closed: people read for minutes between two searches,
and a server has a hundred connections for all of them."""

_POLL_SECONDS = 0.05
"""Seconds between two checks whether a connection was refused, which psycopg's pool does not report
to callers that wait for one."""

# The pool logs every refused connection, and a log line would be written over the screen.
logging.getLogger("psycopg.pool").addHandler(logging.NullHandler())


class Pool:
    """Connections to one address, for use from any thread."""

    def __init__(self, address: str, most: int) -> None:
        """Store an address without connecting.

        Args:
            address: A connection string of libpq.
            most: Largest number of connections; further callers wait.
        """
        self._refused: tuple[float, psycopg.Error] | None = None
        self._pool = ConnectionPool(
            address,
            connection_class=_reporting(self._note),
            kwargs=CONNECTION_OPTIONS,
            min_size=0,
            max_size=most,
            max_idle=_IDLE,
            # The caller decides how long to retry.
            reconnect_timeout=0,
            num_workers=1,
            open=True,
        )

    def _note(self, reason: psycopg.Error) -> None:
        self._refused = time.monotonic(), reason

    @contextmanager
    def one(self) -> Iterator[Connection[Any]]:
        """Yield a connection that no other thread uses.

        Raises:
            ConnectionFailed: No connection could be made.
        """
        connection = self._taken()
        try:
            yield connection
        finally:
            self._pool.putconn(connection)

    def _taken(self) -> Connection[Any]:
        asked = time.monotonic()
        while True:
            try:
                return self._pool.getconn(timeout=_POLL_SECONDS)
            except PoolClosed as error:
                raise ConnectionFailed(error) from error
            except PoolTimeout:
                if self._refused is not None and self._refused[0] >= asked:
                    raise ConnectionFailed(self._refused[1]) from self._refused[1]

    def close(self) -> None:
        """Close all connections, without waiting for one that is being made."""
        self._pool.close(timeout=0)


def _reporting(note: Callable[[psycopg.Error], None]) -> type[Connection[Any]]:
    """Return a connection class that passes the reason of a failure to `note`."""

    class Reporting(Connection[Any]):
        @classmethod
        def connect(cls, *address: Any, **how: Any) -> "Reporting":
            try:
                return super().connect(*address, **how)
            except psycopg.Error as error:
                note(error)
                raise

    return Reporting
