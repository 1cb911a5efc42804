"""Connections that wait for the next question: a first one, and others while that is taken.

Who asks one thing after the other needs no more than the first. Where the first cannot be made, the
reason is known at once; and what keeps the others need not be loaded to show a list.
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
"""How every connection is made: nothing is kept in it from one question to the next."""


class ConnectionFailed(Exception):
    """None was made; the reason is libpq's."""

    def __init__(self, reason: psycopg.Error) -> None:
        super().__init__("no connection")
        self.reason = reason


class Connections:
    """Connections to one address, made when they are needed; may be asked from any thread."""

    def __init__(self, address: str, most: int) -> None:
        """Take an address, without connecting.

        Args:
            address: As libpq takes it.
            most: Connections at once; who comes later waits.
        """
        self._address = address
        self._most = most
        self._first: Connection[Any] | None = None
        self._turn = threading.Lock()
        self._making = threading.Lock()
        self._is_closed = False

    @contextmanager
    def one(self) -> Iterator[Connection[Any]]:
        """A connection, for as long as it is needed.

        Raises:
            ConnectionFailed: none could be made.
        """
        if self._turn.acquire(blocking=self._most == 1):
            try:
                yield self._made()
            finally:
                if self._is_closed and self._first is not None:
                    self._first.close()
                self._turn.release()
        else:
            with self._making:
                others = self._others
            with others.one() as connection:
                yield connection

    def _made(self) -> Connection[Any]:
        if self._first is None or self._first.closed:
            try:
                self._first = psycopg.connect(self._address, **CONNECTION_OPTIONS)
            except psycopg.Error as error:
                raise ConnectionFailed(error) from error
        return self._first

    @cached_property
    def _others(self) -> "Pool":
        from papers_store.backends.postgres.pool import Pool

        return Pool(self._address, self._most - 1)

    def close(self) -> None:
        """Let go of all of them; one that is in use ends with it."""
        self._is_closed = True
        if "_others" in self.__dict__:
            self._others.close()
        if self._first is not None and self._turn.acquire(blocking=False):
            self._first.close()
            self._turn.release()
