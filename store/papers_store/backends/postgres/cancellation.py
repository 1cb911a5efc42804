"""Cancel queries on the server whose callers no longer wait for the answer.

A search while typing starts a new query with every key. Without cancellation the server would
answer each to its end, and the newest would wait for a connection until then.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg import Connection
from psycopg.errors import QueryCanceled

from papers_store.errors import SearchCancelled

_TIMEOUT = 5.0
"""Seconds for a server to accept a cancellation."""


class _RunningQuery:
    """A query that runs on a connection."""

    def __init__(self, connection: Connection[Any], cancelled: Callable[[], bool]) -> None:
        self.cancelled = cancelled
        self._connection = connection
        self._lock = threading.Lock()
        self._is_over = False

    def cancel(self) -> None:
        """Cancel the query unless it is finished; later queries of the connection go on."""
        # If the cancellation does not arrive, the query runs to its end.
        with self._lock, suppress(psycopg.Error):
            if not self._is_over:
                self._connection.cancel_safe(timeout=_TIMEOUT)

    def finish(self) -> None:
        """Prevent any cancellation from now on."""
        with self._lock:
            self._is_over = True


class RunningQueries:
    """The running queries of one server, started from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._queries: set[_RunningQuery] = set()

    @contextmanager
    def watch(
        self, connection: Connection[Any], cancelled: Callable[[], bool] | None
    ) -> Iterator[None]:
        """Let `cancel_abandoned` cancel the query that runs in this block.

        Args:
            connection: The connection of the query.
            cancelled: Returns whether the caller no longer waits for the answer.

        Raises:
            SearchCancelled: The caller cancelled the query before or while it ran.
        """
        if cancelled is None:
            yield
            return
        if cancelled():
            raise SearchCancelled
        query = _RunningQuery(connection, cancelled)
        with self._lock:
            self._queries.add(query)
        try:
            yield
        except QueryCanceled:
            if cancelled():
                raise SearchCancelled from None
            raise
        finally:
            with self._lock:
                self._queries.discard(query)
            query.finish()

    def cancel_abandoned(self) -> None:
        """Cancel the queries whose callers no longer wait, in the background."""
        with self._lock:
            abandoned = {query for query in self._queries if query.cancelled()}
            self._queries -= abandoned
        for query in abandoned:
            threading.Thread(target=query.cancel, daemon=True).start()
