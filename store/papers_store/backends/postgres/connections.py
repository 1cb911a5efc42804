"""Connections to one address: a first one that stays open, and a pool for use at the same time.

Sequential queries need only the first. If it fails, the reason is known at once, and the module of
the pool need not be loaded to show a list.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import Connection

if TYPE_CHECKING:
    from papers_store.backends.postgres.pool import Pool

CONNECTION_OPTIONS: dict[str, Any] = {
    "autocommit": True,
    "prepare_threshold": None,
    "client_encoding": "utf8",
}
"""Options of every connection: no state is kept from one query to the next."""


class ConnectionFailed(Exception):
    """A connection could not be made; the reason is libpq's error."""

    def __init__(self, reason: psycopg.Error) -> None:
        super().__init__("no connection")
        self.reason = reason


class Connections:
    """Connections to one address, made on demand, for use from any thread."""

    def __init__(self, address: str, most: int) -> None:
        """Store an address without connecting.

        Args:
            address: A connection string of libpq.
            most: Largest number of connections; further callers wait.
        """
        self._address = address
        self._most = most
        self._first: Connection[Any] | None = None
        self._first_in_use = threading.Lock()
        self._pool_lock = threading.Lock()
        self._is_closed = False

    @contextmanager
    def one(self) -> Iterator[Connection[Any]]:
        """Yield a connection that no other thread uses.

        Raises:
            ConnectionFailed: No connection could be made.
        """
        if self._first_in_use.acquire(blocking=self._most == 1):
            try:
                yield self._open_first()
            finally:
                if self._is_closed and self._first is not None:
                    self._first.close()
                self._first_in_use.release()
        else:
            with self._pool_lock:
                pool = self._pool
            with pool.one() as connection:
                yield connection

    def _open_first(self) -> Connection[Any]:
        if self._first is None or self._first.closed:
            try:
                self._first = psycopg.connect(self._address, **CONNECTION_OPTIONS)
            except psycopg.Error as error:
                raise ConnectionFailed(error) from error
        return self._first

    @cached_property
    def _pool(self) -> "Pool":
        from papers_store.backends.postgres.pool import Pool

        return Pool(self._address, self._most - 1)

    def close(self) -> None:
        """Close all connections; one in use is closed when its block ends."""
        self._is_closed = True
        if "_pool" in self.__dict__:
            self._pool.close()
        if self._first is not None and self._first_in_use.acquire(blocking=False):
            self._first.close()
            self._first_in_use.release()
