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

from papers_store.errors import GivenUp

_PATIENCE = 5.0
"""Seconds for a server to hear that it may stop."""


class _Question:
    """One that is being answered on a connection."""

    def __init__(self, connection: Connection[Any], given_up: Callable[[], bool]) -> None:
        self.given_up = given_up
        self._connection = connection
        self._lock = threading.Lock()
        self._is_over = False

    def end(self) -> None:
        """Have the server stop, unless it is done; what is asked next there is left alone."""
        # Whom it does not reach goes on to the end.
        with self._lock, suppress(psycopg.Error):
            if not self._is_over:
                self._connection.cancel_safe(timeout=_PATIENCE)

    def is_over(self) -> None:
        """Nothing is to be stopped from now on."""
        with self._lock:
            self._is_over = True


class Questions:
    """Those that one reader has asked, from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: set[_Question] = set()

    @contextmanager
    def asked(
        self, connection: Connection[Any], given_up: Callable[[], bool] | None
    ) -> Iterator[None]:
        """While a question is answered.

        Args:
            connection: Where it was asked.
            given_up: Whether anybody still waits for the answer.

        Raises:
            GivenUp: nobody does, and the server was told to stop, where it had begun.
        """
        if given_up is None:
            yield
            return
        if given_up():
            raise GivenUp
        question = _Question(connection, given_up)
        with self._lock:
            self._asked.add(question)
        try:
            yield
        except QueryCanceled:
            if given_up():
                raise GivenUp from None
            raise
        finally:
            with self._lock:
                self._asked.discard(question)
            question.is_over()

    def end_given_up(self) -> None:
        """Have the server stop with those that nobody waits for; nobody waits for that either."""
        with self._lock:
            ended = {question for question in self._asked if question.given_up()}
            self._asked -= ended
        for question in ended:
            threading.Thread(target=question.end, daemon=True).start()
