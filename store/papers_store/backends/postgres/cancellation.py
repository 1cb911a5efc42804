"""Questions that nobody waits for any more, which the server need not go on with.

Whoever types asks a new question with every key. The server would answer each to its end, and the
newest would wait for a connection until it has.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg import Connection
from psycopg.errors import QueryCanceled

from papers_store.errors import SearchCancelled

_PATIENCE = 5.0
"""Seconds for a server to hear that it may stop."""


class _RunningQuery:
    """One that is being answered on a connection."""

    def __init__(self, connection: Connection[Any], cancelled: Callable[[], bool]) -> None:
        self.cancelled = cancelled
        self._connection = connection
        self._lock = threading.Lock()
        self._is_over = False

    def cancel(self) -> None:
        """Have the server stop, unless it is done; what is asked next there is left alone."""
        # Whom it does not reach goes on to the end.
        with self._lock, suppress(psycopg.Error):
            if not self._is_over:
                self._connection.cancel_safe(timeout=_PATIENCE)

    def finish(self) -> None:
        """Nothing is to be stopped from now on."""
        with self._lock:
            self._is_over = True


class RunningQueries:
    """Those that one reader has asked, from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._queries: set[_RunningQuery] = set()

    @contextmanager
    def watch(
        self, connection: Connection[Any], cancelled: Callable[[], bool] | None
    ) -> Iterator[None]:
        """While a question is answered.

        Args:
            connection: Where it was asked.
            cancelled: Whether anybody still waits for the answer.

        Raises:
            SearchCancelled: nobody does, and the server was told to stop, where it had begun.
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
        """Have the server stop with those that nobody waits for; nobody waits for that either."""
        with self._lock:
            ended = {query for query in self._queries if query.cancelled()}
            self._queries -= ended
        for query in ended:
            threading.Thread(target=query.cancel, daemon=True).start()
