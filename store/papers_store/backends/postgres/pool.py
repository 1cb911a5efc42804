"""Connections for who asks while others are answered; given up where nobody needs them."""

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
"""Seconds after which a connection that nobody needs is given up: a reader reads for minutes
between two searches, and a server has a hundred connections for all of them."""

_GLANCE = 0.05
"""Seconds between two looks at whether a connection was refused, of which psycopg's pool says
nothing to who waits for one."""

# It reports every refusal to the log, which on a screen of panes is somebody's text.
logging.getLogger("psycopg.pool").addHandler(logging.NullHandler())


class Pool:
    """Some connections to one address; may be asked from any thread."""

    def __init__(self, address: str, most: int) -> None:
        """Take an address, without connecting.

        Args:
            address: As libpq takes it.
            most: Connections at once; who comes later waits.
        """
        self._refused: tuple[float, psycopg.Error] | None = None
        self._pool = ConnectionPool(
            address,
            connection_class=_reporting(self._note),
            kwargs=CONNECTION_OPTIONS,
            min_size=0,
            max_size=most,
            max_idle=_IDLE,
            # Who asked knows how long it is worth trying.
            reconnect_timeout=0,
            num_workers=1,
            open=True,
        )

    def _note(self, reason: psycopg.Error) -> None:
        self._refused = time.monotonic(), reason

    @contextmanager
    def one(self) -> Iterator[Connection[Any]]:
        """A connection, for as long as it is needed.

        Raises:
            ConnectionFailed: none could be made.
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
                return self._pool.getconn(timeout=_GLANCE)
            except PoolClosed as error:
                raise ConnectionFailed(error) from error
            except PoolTimeout:
                if self._refused is not None and self._refused[0] >= asked:
                    raise ConnectionFailed(self._refused[1]) from self._refused[1]

    def close(self) -> None:
        """Let go of all of them, without waiting for one that is just being made."""
        self._pool.close(timeout=0)


def _reporting(note: Callable[[psycopg.Error], None]) -> type[Connection[Any]]:
    """A kind of connection that tells why it could not be made."""

    class Reporting(Connection[Any]):
        @classmethod
        def connect(cls, *address: Any, **how: Any) -> "Reporting":
            try:
                return super().connect(*address, **how)
            except psycopg.Error as error:
                note(error)
                raise

    return Reporting
