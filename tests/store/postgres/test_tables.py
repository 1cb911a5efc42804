"""The tables of a library: made once, renewed by steps, and looked over."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from msgspec.structs import replace

from papers_store.backends.consistency import check
from papers_store.backends.postgres.migrations import VERSION
from papers_store.errors import LibraryError
from papers_store.opening import make_library, migrate_library, open_library
from support.drivers.postgres import PASSWORD, Server
from support.fakes.memory_library import article


@pytest.fixture
def database(postgres: Server) -> Iterator[str]:
    """An empty database."""
    name = postgres.database()
    yield name
    postgres.drop(name)


@pytest.fixture
def address(postgres: Server, database: str) -> str:
    return postgres.url(database)


def test_tables_are_made_once(address: str) -> None:
    with pytest.raises(LibraryError, match="papers-tui library init makes one"):
        open_library(address)
    with pytest.raises(LibraryError, match="papers-tui library init makes one"):
        migrate_library(address)
    assert make_library(address)
    assert not make_library(address)
    assert not migrate_library(address)
    with open_library(address) as library:
        assert len(library) == 0 and library.find().total == 0


def test_several_hosts_may_make_them_at_once(address: str) -> None:
    with ThreadPoolExecutor(6) as hosts:
        made = [*hosts.map(lambda _: make_library(address), range(6))]
    assert any(made)
    with open_library(address) as library:
        assert library.put([article(1)]).added


def test_tables_of_a_newer_program_are_left_alone(
    postgres: Server, database: str, address: str
) -> None:
    make_library(address)
    with postgres.connect(database) as connection:
        connection.execute("INSERT INTO schema_version VALUES (%s)", (VERSION + 1,))
    for ask in (open_library, make_library, migrate_library):
        with pytest.raises(LibraryError, match="newer papers-tui; update the program") as raised:
            ask(address)
        assert PASSWORD not in str(raised.value)


def test_tables_of_an_older_program_ask_to_be_renewed(
    postgres: Server, database: str, address: str
) -> None:
    make_library(address)
    with postgres.connect(database) as connection:
        connection.execute("UPDATE schema_version SET version = version - 1")
        if VERSION == 1:
            # Nothing came before the first step, so that a table of versions without one is none.
            connection.execute("DELETE FROM schema_version")
            for table in ("articles", "terms", "keywords", "article_keywords", "titles"):
                connection.execute(f"DROP TABLE {table}".encode())
            connection.execute("DROP TABLE citations, changes")
            connection.execute("DROP FUNCTION settle")
            connection.execute("DROP SEQUENCE arrivals")
    with pytest.raises(LibraryError, match="papers-tui library"):
        open_library(address)
    assert make_library(address)
    open_library(address).close()


def test_what_an_older_program_folded_is_folded_again(
    postgres: Server, database: str, address: str
) -> None:
    with open_library(address, create=True) as library:
        library.put([article(number, title) for number, title in enumerate(TITLES, start=1)])
        library.remove([article(4).id])
        before = {**library.digests([article(number).id for number in range(1, 4)])}
    with postgres.connect(database) as connection:
        connection.execute("DELETE FROM schema_version WHERE version > 1")
        connection.execute("UPDATE articles SET title_order = 'zhong'")
        connection.execute("DELETE FROM terms WHERE id <> %s", (article(1).id,))
        connection.execute("DELETE FROM article_keywords")
    with pytest.raises(LibraryError, match="papers-tui library migrate updates them"):
        open_library(address)
    assert migrate_library(address) and not migrate_library(address)
    with open_library(address) as library:
        assert [row.title for row in library.find("随着").window(0, 9)] == ["隨著變遷"]
        assert library.find("kw:阅读").total == 3
        in_order = [row.title for row in library.find(order="title").window(0, 9)]
        assert in_order == ["重庆", "隨著變遷", "中国"]
        assert {**library.digests([*before])} == before
        assert [*check(library)] == []


TITLES = ("中国", "隨著變遷", "重庆", "离去")


def test_a_step_is_taken_whole_or_not(postgres: Server, database: str, address: str) -> None:
    with postgres.connect(database) as connection:
        # Something of ours is in the way of the last part of the first step.
        connection.execute("CREATE SEQUENCE arrivals")
        with pytest.raises(LibraryError, match="arrivals"):
            make_library(address)
        left = connection.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        ).fetchone()
        assert left == (0,)
        connection.execute("DROP SEQUENCE arrivals")
    assert make_library(address)


def test_citus_is_asked_for_where_it_is_not(address: str) -> None:
    with pytest.raises(LibraryError, match=r"has no Citus; install it there, or leave --citus out"):
        make_library(address, citus=True)
    with pytest.raises(LibraryError, match="library init"):
        open_library(address)


def test_a_library_in_order_has_no_faults(address: str) -> None:
    with open_library(address, create=True) as library:
        library.put([article(number) for number in range(1, 8)])
        library.put([replace(article(3), title="另一个题名")])
        library.remove([article(5).id])
        assert [*check(library)] == []


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ("DELETE FROM terms WHERE id = %s", "1 articles are missing in the table terms"),
        ("DELETE FROM articles WHERE id = %s", "rows of the table citations are of no article"),
        ("UPDATE articles SET digest = 'x' WHERE id = %s", "is not as it was when it was written"),
        ("UPDATE terms SET key = key + 1 WHERE id = %s", "missing in the table terms"),
    ],
)
def test_what_does_not_agree_is_said(
    postgres: Server, database: str, address: str, harm: str, told: str
) -> None:
    with open_library(address, create=True) as library:
        library.put([article(number) for number in range(1, 4)])
        with postgres.connect(database) as connection:
            connection.execute(harm.encode(), (article(2).id,))
        found = "\n".join(check(library))
        assert told in found and PASSWORD not in found


def test_hosts_that_write_the_same_articles_at_once_agree(address: str) -> None:
    versions = [
        [replace(article(number), title=f"第{number}篇之{host}") for number in range(1, 60)]
        for host in range(4)
    ]
    # Some begin at one end and some at the other.
    for host in (1, 3):
        versions[host].reverse()
    make_library(address)

    def write(host: int) -> None:
        with open_library(address) as library:
            for _ in range(3):
                library.put(versions[host])

    with ThreadPoolExecutor(4) as hosts:
        for done in [hosts.submit(write, host) for host in range(4)]:
            done.result()
    with open_library(address) as library:
        assert len(library) == library.find().total == 59
        assert [*check(library)] == []
        for row in library.find().window(0, 59):
            assert library.find(f'title:"{row.title}"').total == 1
