"""A server stops with what nobody waits for, and with nothing else."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from papers_store.backends.postgres.server import Server as Asked
from papers_store.errors import LibraryError, SearchCancelled
from support.drivers.postgres import Server, wait_until


@pytest.fixture
def server(postgres: Server) -> Iterator[Asked]:
    server = Asked(postgres.url("postgres"))
    yield server
    server.close()


def sleep(server: Asked, seconds: float, cancelled: Callable[[], bool]) -> object:
    asked = f"SELECT 'asked'::text FROM pg_sleep({seconds})"
    return server.read(
        lambda cursor: cursor.execute(asked.encode()).fetchone(), cancelled=cancelled
    )


def one(server: Asked) -> object:
    return server.read(lambda cursor: cursor.execute(b"SELECT 1").fetchone())


def until_asleep(postgres: Server, sleepers: int = 1) -> None:
    asleep = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
    with postgres.connect() as connection:
        wait_until(lambda: connection.execute(asleep).fetchone() == (sleepers,), "they sleep")


def test_a_question_that_was_given_up_ends_when_the_next_is_asked(
    postgres: Server, server: Asked
) -> None:
    over = threading.Event()
    with ThreadPoolExecutor(1) as other:
        slow = other.submit(sleep, server, 600, over.is_set)
        until_asleep(postgres)
        assert one(server) == (1,)
        assert not slow.done()
        over.set()
        assert one(server) == (1,)
        with pytest.raises(SearchCancelled):
            slow.result(timeout=60)
    assert one(server) == (1,)


def test_one_that_is_waited_for_goes_on(postgres: Server, server: Asked) -> None:
    over = threading.Event()
    with ThreadPoolExecutor(2) as others:
        wanted = others.submit(sleep, server, 2, lambda: False)
        unwanted = others.submit(sleep, server, 600, over.is_set)
        until_asleep(postgres, 2)
        over.set()
        # Both connections are taken: who asks now is answered as soon as one is free.
        assert one(server) == (1,)
        with pytest.raises(SearchCancelled):
            unwanted.result(timeout=60)
        assert wanted.result(timeout=60) == ("asked",)


def test_what_is_asked_next_on_the_same_connection_is_left_alone(server: Asked) -> None:
    stop = threading.Event()

    def give_up() -> None:
        while not stop.is_set():
            with suppress(SearchCancelled):
                sleep(server, 0.001, lambda: True)

    with ThreadPoolExecutor(1) as other:
        other.submit(give_up)
        try:
            assert {one(server) for _ in range(300)} == {(1,)}
        finally:
            stop.set()


def test_a_statement_that_takes_too_long_is_no_question_given_up(server: Asked) -> None:
    def ask(cursor: object) -> object:
        cursor.execute(b"SET LOCAL statement_timeout = '20ms'")  # type: ignore[attr-defined]
        return cursor.execute(b"SELECT pg_sleep(60)")  # type: ignore[attr-defined]

    with pytest.raises(LibraryError, match="took too long"):
        server.read(ask, cancelled=lambda: False)
