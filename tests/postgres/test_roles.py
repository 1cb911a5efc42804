"""Readers and writers, made as the documentation says."""

import re
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from msgspec.structs import replace

from papers_store.errors import LibraryError
from papers_store.opening import open_library
from support.drivers.postgres import PASSWORD, Server, Servers
from support.oracle import Oracle

DOCUMENT = Path(__file__).parents[2] / "docs" / "postgres.md"
READER, WRITER, OWNER = "papers_reader", "papers_writer", "papers_owner"


def written(heading: str) -> str:
    """The first block of SQL under a heading of the documentation."""
    after = DOCUMENT.read_text(encoding="utf-8").split(f"## {heading}\n", 1)[1]
    block = re.search(r"```sql\n(.*?)```", after, re.DOTALL)
    assert block is not None
    return block[1]


@pytest.fixture(scope="module")
def server(servers: Servers, oracle: Oracle) -> Server:
    """A server with the roles and the database of the documentation, and articles in it."""
    made = servers.server()
    with made.connect() as connection:
        for statement in _statements(written("Roles")):
            connection.execute(statement)
        for role in (READER, WRITER, OWNER):
            connection.execute(f"ALTER ROLE {role} PASSWORD '{PASSWORD}'".encode())
    open_library(made.url("papers", OWNER), create=True).close()
    with open_library(made.url("papers", WRITER)) as library:
        library.put(oracle.articles)
    return made


def _statements(sql: str) -> list[bytes]:
    return [one.strip().encode() for one in sql.split(";") if one.strip()]


def test_a_reader_reads_everything(server: Server, oracle: Oracle) -> None:
    with open_library(server.url("papers", READER)) as library:
        hits = library.find("研究", order="year")
        rows = hits.window(0, hits.total)
        assert {row.id for row in rows} == oracle.find("研究")
        assert library.article(rows[0].id).title == rows[0].title
        assert library.keywords() and library.statistics().articles == len(oracle.articles)
        assert library.version() == library.version()
        library.links(rows[0].id)
        library.cited_by(rows[0].id)
        library.suggest("新媒休")


def test_a_readers_connection_cannot_write(server: Server, oracle: Oracle) -> None:
    new = replace(oracle.articles[0], id="f" * 16)
    with open_library(server.url("papers", READER)) as library:
        writes: tuple[Callable[[], object], ...] = (
            lambda: library.put([new]),
            lambda: library.remove([oracle.articles[0].id]),
        )
        for write in writes:
            with pytest.raises(LibraryError) as raised:
                write()
            assert "\n" not in str(raised.value)
        assert len(library) == len(oracle.articles)
    with server.connect("papers", READER) as connection:
        # Nor where the reader asks for a transaction that may.
        connection.execute("SET default_transaction_read_only = off")
        tables = connection.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        assert tables
        for (table,) in tables:
            for statement in (f"DELETE FROM {table}", f"TRUNCATE {table}", f"DROP TABLE {table}"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(statement.encode())
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine ()")


def test_a_writer_writes_and_is_no_more_than_that(server: Server, oracle: Oracle) -> None:
    with open_library(server.url("papers", WRITER), create=True) as library:
        first = oracle.articles[0]
        assert library.remove([first.id]) == (first.id,)
        assert library.put([first]).added == (first.id,)
    with server.connect("papers", WRITER) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        assert row == (False, False, False)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DROP TABLE articles")


def test_nobody_else_gets_in(server: Server) -> None:
    with server.connect() as connection:
        connection.execute(f"CREATE ROLE passer_by LOGIN PASSWORD '{PASSWORD}'".encode())
    with pytest.raises(LibraryError) as raised:
        open_library(server.url("papers", "passer_by"))
    assert "\n" not in str(raised.value) and PASSWORD not in str(raised.value)


def test_a_readers_statements_end_after_a_while(server: Server) -> None:
    with server.connect("papers", READER) as connection:
        (limit,) = connection.execute("SHOW statement_timeout").fetchone() or ("0",)
    assert limit not in ("0", "0ms")
