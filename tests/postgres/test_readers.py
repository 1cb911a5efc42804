"""Many readers at once, and servers that are taken from under them."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from papers_store.backends.postgres import pool
from papers_store.library import Library
from papers_store.opening import open_library
from support.drivers.postgres import (
    CONNECTIONS,
    SUPERUSER,
    Server,
    Servers,
    address,
    missing_bouncer,
    wait_until,
)
from support.oracle import Oracle

QUERIES = ("研究", '"甲乙"', "数据 -信息", "年:2013", "kw:新媒体", "引文:大观")


def reads_right(library: Library, oracle: Oracle, query: str) -> None:
    """Hold what a reader sees of a query: the list, its numbers, an article and what it cites."""
    expected = oracle.find(query)
    hits = library.find(query, order="year")
    rows = hits.window(0, hits.total)
    assert {row.id for row in rows} == expected
    assert library.statistics(query).articles == len(expected)
    for row in rows[:2]:
        article = library.article(row.id)
        assert article.title == row.title
        assert len(library.links(row.id)) == len(article.references)


def test_fifty_readers_read_at_once(postgres: Server, filled: str, oracle: Oracle) -> None:
    fifty_read(postgres.url(filled), oracle)


def fifty_read(where: str, oracle: Oracle) -> None:
    begin = threading.Barrier(50, timeout=60)

    def read(reader: int) -> None:
        with open_library(where) as library:
            # All are there before the first one asks.
            begin.wait()
            for nth in range(4):
                reads_right(library, oracle, QUERIES[(reader + nth) % len(QUERIES)])

    with ThreadPoolExecutor(50) as readers:
        for done in [readers.submit(read, reader) for reader in range(50)]:
            done.result()


def test_fifty_readers_share_the_few_connections_of_a_pgbouncer(
    servers: Servers, postgres: Server, filled: str, oracle: Oracle
) -> None:
    if reason := missing_bouncer():
        pytest.skip(reason)
    bouncer = servers.bouncer(postgres)
    fifty_read(bouncer.url(filled), oracle)
    with postgres.connect() as connection:
        (held,) = connection.execute(CONNECTIONS, (filled,)).fetchone() or (0,)
    assert 0 < held <= 8


def test_a_reader_keeps_one_connection_and_gives_others_back(
    postgres: Server, filled: str, oracle: Oracle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_IDLE", 0.1)
    with open_library(postgres.url(filled)) as library, postgres.connect() as connection:

        def holds(count: int) -> bool:
            return connection.execute(CONNECTIONS, (filled,)).fetchone() == (count,)

        reads_right(library, oracle, "研究")
        wait_until(lambda: holds(1), "who filled it has left")
        with ThreadPoolExecutor(4) as together:
            for done in [together.submit(reads_right, library, oracle, q) for q in QUERIES]:
                done.result()
        wait_until(lambda: holds(1), "only one is held")
        reads_right(library, oracle, "研究")


def test_a_library_is_made_filled_and_changed_through_a_pgbouncer(
    servers: Servers, postgres: Server, oracle: Oracle
) -> None:
    if reason := missing_bouncer():
        pytest.skip(reason)
    where = servers.bouncer(postgres).url(postgres.database())
    with open_library(where, create=True) as library, open_library(where) as reading:
        library.put(oracle.articles)
        for query in QUERIES:
            reads_right(reading, oracle, query)
        seen = reading.version()
        library.remove([oracle.articles[0].id])
        assert reading.version() != seen
        assert library.put(oracle.articles[:2]).added == (oracle.articles[0].id,)


class Readers:
    """Readers that ask without end, until they are told to stop."""

    def __init__(self, libraries: Sequence[Library], oracle: Oracle) -> None:
        self._libraries = libraries
        self._oracle = oracle
        self._over = threading.Event()
        self.answered = [0] * len(libraries)
        self._threads = ThreadPoolExecutor(len(libraries))
        self._done = [self._threads.submit(self._read, nth) for nth in range(len(libraries))]

    def _read(self, reader: int) -> None:
        while not self._over.is_set():
            query = QUERIES[(reader + self.answered[reader]) % len(QUERIES)]
            reads_right(self._libraries[reader], self._oracle, query)
            self.answered[reader] += 1

    def all_answered(self) -> Callable[[], bool]:
        """Whether each got two more answers from now on; tells where one failed."""
        before = [*self.answered]

        def holds() -> bool:
            for done in self._done:
                if done.done():
                    done.result()
            return all(now - then >= 2 for now, then in zip(self.answered, before, strict=True))

        return holds

    def stop(self) -> None:
        self._over.set()
        self._threads.shutdown()
        for done in self._done:
            done.result()


@pytest.mark.slow
def test_ten_readers_read_on_while_the_standby_takes_the_place_of_its_primary(
    servers: Servers, careful: Server, oracle: Oracle
) -> None:
    name = careful.database()
    with open_library(careful.url(name), create=True) as library:
        library.put(oracle.articles)
    standby = servers.standby(careful)
    standby.wait_for(careful)
    ports = [careful.port, standby.port]
    with ExitStack() as opened:
        where = address(ports, name, SUPERUSER, target_session_attrs="any")
        libraries = [opened.enter_context(open_library(where)) for _ in range(10)]
        readers = Readers(libraries, oracle)
        try:
            wait_until(readers.all_answered(), "all read from the primary")
            careful.kill()
            wait_until(readers.all_answered(), "all read from the standby")
            standby.promote()
            wait_until(readers.all_answered(), "all read from the new primary")
        finally:
            readers.stop()
        with open_library(address(ports, name, target_session_attrs="read-write")) as writing:
            writing.remove([oracle.articles[0].id])
        assert len(libraries[0]) == len(oracle.articles) - 1
    standby.stop()


def test_reads_go_to_a_standby_where_the_address_prefers_one(
    servers: Servers, careful: Server, oracle: Oracle
) -> None:
    name = careful.database()
    with open_library(careful.url(name), create=True) as library:
        library.put(oracle.articles)
        standby = servers.standby(careful)
        standby.wait_for(careful)
        where = address([careful.port, standby.port], name, target_session_attrs="prefer-standby")
        with open_library(where) as reading:
            reads_right(reading, oracle, "研究")
            with standby.connect() as connection:
                assert connection.execute(CONNECTIONS, (name,)).fetchone() != (0,)
            # What is written to the primary is there a moment later.
            library.remove([oracle.articles[0].id])
            wait_until(
                lambda: len(reading) == len(oracle.articles) - 1, "the standby has caught up"
            )
    standby.stop()


def test_a_reader_goes_on_when_the_server_was_started_again(
    careful: Server, oracle: Oracle
) -> None:
    name = careful.database()
    with open_library(careful.url(name), create=True) as library:
        library.put(oracle.articles)
        hits = library.find("研究", order="year")
        before = hits.window(0, 5)
        careful.stop()
        careful.start()
        assert hits.window(0, 5) == before
        reads_right(library, oracle, "研究")
