"""What goes wrong between a library and its server, in one sentence that says what to do."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from papers_store.errors import LibraryError
from papers_store.opening import open_library
from support.data.generated_articles import articles
from support.drivers.postgres import PASSWORD, Server, Servers, free_port
from support.drivers.program import Program
from support.oracle import Oracle


def refused(ran: "subprocess.CompletedProcess[str]", *words: str) -> None:
    """Hold that a command said one sentence with some words in it, and no password."""
    assert ran.returncode == 2, ran
    assert ran.stdout == "" and ran.stderr.count("\n") == 1, ran.stderr
    assert ran.stderr.startswith("papers-tui: ")
    assert "Traceback" not in ran.stderr
    assert PASSWORD not in ran.stderr and "only%3Afor" not in ran.stderr
    assert all(word in ran.stderr for word in words), ran.stderr


COMMANDS: tuple[tuple[str, ...], ...] = (("list",), ("import", "."), ())
"""The last opens the app."""


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_host_out_of_reach(postgres: Server, run_at: Program, command: tuple[str, ...]) -> None:
    nowhere = postgres.url("papers").replace(str(postgres.port), str(free_port()))
    refused(run_at(nowhere, *command), "127.0.0.1")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_wrong_password(postgres: Server, run_at: Program, command: tuple[str, ...]) -> None:
    address = postgres.url(postgres.database()).replace("for%40tests", "guessed")
    refused(run_at(address, *command), "password")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_database_that_is_not_there(
    postgres: Server, run_at: Program, command: tuple[str, ...]
) -> None:
    refused(run_at(postgres.url("no_such_database"), *command), "no_such_database")


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://[::bad/papers",
        "postgresql://127.0.0.1:port/papers",
        "postgresql://127.0.0.1/papers?no_such_option=1",
        "service=no_such_service",
    ],
)
def test_an_address_that_makes_no_sense(postgres: Server, run_at: Program, address: str) -> None:
    refused(run_at(address, "list"))


@pytest.mark.parametrize("command", [*COMMANDS, ("library", "migrate")], ids=" ".join)
def test_a_library_of_a_newer_program(
    postgres: Server, filled: str, run_at: Program, command: tuple[str, ...]
) -> None:
    with postgres.connect(filled) as connection:
        connection.execute("INSERT INTO schema_version (version) VALUES (99)")
    refused(run_at(postgres.url(filled), *command), "newer", "update")


def test_a_database_without_a_library(postgres: Server, run_at: Program) -> None:
    refused(run_at(postgres.url(postgres.database()), "list"), "library init")


def test_a_cluster_that_is_none(postgres: Server, run_at: Program) -> None:
    with postgres.connect() as connection:
        available = "SELECT FROM pg_available_extensions WHERE name = 'citus'"
        if connection.execute(available).fetchone() is not None:
            pytest.skip("this server has Citus")
    address = postgres.url(postgres.database())
    refused(run_at(address, "library", "init", "--citus"), "Citus")
    # Nothing was made that a library without it would not have.
    assert run_at(address, "library", "init").returncode == 0


@pytest.fixture
def stranger(postgres: Server) -> Iterator[str]:
    """A role that may log in, and nothing else."""
    with postgres.connect() as connection:
        connection.execute(f"CREATE ROLE stranger LOGIN PASSWORD '{PASSWORD}'".encode())
        yield "stranger"
        connection.execute("DROP ROLE stranger")


def test_a_role_without_rights(
    postgres: Server, filled: str, stranger: str, run_at: Program, tmp_path: Path
) -> None:
    (tmp_path / "page.txt").write_text("题名\n\n正文一段。\n", encoding="utf-8")
    address = postgres.url(filled, stranger)
    refused(run_at(address, "list", "研究"))
    refused(run_at(address, "import", str(tmp_path / "page.txt")))
    refused(run_at(postgres.url(postgres.database(), stranger), "library", "init"))


def test_a_statement_that_takes_too_long(postgres: Server, filled: str, run_at: Program) -> None:
    with postgres.connect() as admin:
        admin.execute(f"ALTER DATABASE {filled} SET statement_timeout = '300ms'".encode())
    with postgres.connect(filled) as other:
        tables = other.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        with other.transaction():
            for (table,) in tables:
                other.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE".encode())
            # Whoever asks waits for the lock, and the server does not let them wait for long.
            refused(run_at(postgres.url(filled), "list", "研究"))
    assert run_at(postgres.url(filled), "list", "研究").returncode == 0


def test_a_disk_that_is_full(servers: Servers, run_at: Program) -> None:
    disk = servers.disk(24)
    if disk is None:
        pytest.skip("a small disk cannot be mounted here (only root may)")
    server = servers.server()
    with server.connect() as connection:
        connection.execute(f"CREATE TABLESPACE small LOCATION '{disk}'".encode())
    address = server.url(server.database(TABLESPACE="small"))
    given = articles(4000, seed=9)
    with open_library(address, create=True) as library:
        with pytest.raises(LibraryError) as raised:
            for start in range(0, len(given), 500):
                library.put(given[start : start + 500])
        told = str(raised.value)
        assert "\n" not in told and PASSWORD not in told
        there = len(library)
        assert there % 500 == 0 and there < len(given)
        oracle = Oracle(given[:there])
        for query in ("", "研究", '"甲乙"', "kw:数据"):
            hits = library.find(query)
            assert {row.id for row in hits.window(0, hits.total)} == oracle.find(query)
    server.stop()
