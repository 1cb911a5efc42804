"""A library on a cluster: how it is divided, set up, and kept through the loss of a node."""

import pytest

from papers_store.backends.postgres.migrations import DISTRIBUTED, REFERENCE_TABLES
from papers_store.errors import LibraryError
from papers_store.opening import make_library, migrate_library, open_library
from papers_tui.cli import main
from support.drivers.citus import calls, pretend
from support.drivers.postgres import Server
from support.fakes.memory_library import article


@pytest.fixture
def database(postgres: Server) -> str:
    """A database that takes what a coordinator takes."""
    name = postgres.database()
    pretend(postgres, name)
    return name


def test_tables_are_divided_by_article_into_a_part_for_each_node(
    postgres: Server, database: str
) -> None:
    assert make_library(postgres.url(database), citus=True)
    first, *rest = calls(postgres, database, "divided")
    assert first == "articles id default 2"
    assert rest == [f"{table} id articles" for table in DISTRIBUTED[1:]]
    assert calls(postgres, database, "alike") == [*REFERENCE_TABLES]


def test_the_number_of_parts_can_be_chosen(
    postgres: Server, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(["--library", postgres.url(database), "library", "init", "--citus", "--shards", "16"])
        == 0
    )
    assert "is ready" in capsys.readouterr().out
    assert calls(postgres, database, "divided")[0] == "articles id default 16"


def test_every_node_is_set_up_for_quick_answers(postgres: Server, database: str) -> None:
    make_library(postgres.url(database), citus=True)
    told = "\n".join(calls(postgres, database, "on workers"))
    with postgres.connect(database) as connection:
        for name, value in {
            "jit": "off",
            "enable_seqscan": "off",
            "work_mem": "32MB",
            "gin_pending_list_limit": "256MB",
        }.items():
            assert f'SET "{name}"' in told
            shown = connection.execute("SELECT current_setting(%s)", (name,)).fetchone()
            assert shown == (value,), "the coordinator is a node too"


def test_as_many_connections_to_a_node_are_kept_as_it_has_parts(
    postgres: Server, database: str
) -> None:
    make_library(postgres.url(database), citus=True, shards=6)
    with postgres.connect(database) as connection:
        kept = connection.execute("SHOW citus.max_cached_conns_per_worker").fetchone()
    assert kept == ("3",)


def test_what_was_written_is_put_in_its_place_on_every_shard(
    postgres: Server, database: str
) -> None:
    with postgres.connect(database) as connection:
        connection.execute("CREATE EXTENSION pgstattuple")
    make_library(postgres.url(database), citus=True)
    with open_library(postgres.url(database)) as library:
        library.put([article(number) for number in range(1, 30)])
    assert calls(postgres, database, "on shards")[0] == "terms"
    with postgres.connect(database) as connection:
        for index in ("terms_words", "terms_grams"):
            left = "SELECT pending_tuples FROM pgstatginindex(%s::regclass)"
            assert connection.execute(left, (index,)).fetchone() == (0,)


def test_a_cluster_of_an_older_program_is_set_up_by_migrate(
    postgres: Server, database: str
) -> None:
    address = postgres.url(database)
    make_library(address, citus=True)
    with postgres.connect(database) as connection:
        connection.execute(f"ALTER DATABASE {database} RESET ALL".encode())
    assert not migrate_library(address)
    with postgres.connect(database) as connection:
        assert connection.execute("SHOW enable_seqscan").fetchone() == ("off",)


def test_a_role_that_may_not_set_nodes_up_is_told(postgres: Server, database: str) -> None:
    with postgres.connect(database) as connection:
        connection.execute(
            "CREATE OR REPLACE FUNCTION run_command_on_workers(command text,"
            " parallel bool DEFAULT true, OUT nodename text, OUT nodeport int, OUT success bool,"
            " OUT result text) RETURNS SETOF record LANGUAGE sql AS"
            " $$ SELECT 'worker', 5432, false, 'ERROR:  must be owner of database' $$"
        )
    with pytest.raises(LibraryError, match=r"must be owner of database.*owner of the database on"):
        make_library(postgres.url(database), citus=True)


def test_a_library_on_one_server_is_not_said_to_be_divided(postgres: Server) -> None:
    name = postgres.database()
    make_library(postgres.url(name))
    pretend(postgres, name)
    with pytest.raises(LibraryError, match=r"is not divided.*papers-tui copy"):
        make_library(postgres.url(name), citus=True)


@pytest.mark.parametrize(
    "said",
    [
        "failure on connection marked as essential: 127.0.0.1:5433",
        "connection to the remote node papers@127.0.0.1:5433 failed",
    ],
)
def test_a_node_that_goes_and_comes_back_ends_no_writing(
    postgres: Server, database: str, said: str
) -> None:
    address = postgres.url(database)
    make_library(address, citus=True)
    with postgres.connect(database) as connection:
        # A sequence counts on though the transaction that asks it fails.
        connection.execute("CREATE SEQUENCE failures")
        connection.execute(
            "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF nextval('failures') <= 3 THEN"
            f" RAISE EXCEPTION '{said}' USING ERRCODE = 'XX000'; END IF;"
            " RETURN NEW; END $$".encode()
        )
        connection.execute(
            "CREATE TRIGGER failing BEFORE UPDATE ON changes FOR EACH ROW EXECUTE FUNCTION fail()"
        )
    with open_library(address) as library:
        changes = library.put([article(1), article(2)])
        assert len(changes.added) == len(library) == 2


def test_a_reader_is_told_which_part_of_a_cluster_is_gone(postgres: Server, database: str) -> None:
    address = postgres.url(database)
    make_library(address, citus=True)
    with postgres.connect(database) as connection, open_library(address) as library:
        connection.execute("ALTER TABLE changes RENAME TO hidden")
        connection.execute(
            "CREATE FUNCTION gone() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION"
            " 'connection to the remote node a:1 failed' USING ERRCODE = '08006'; END $$"
        )
        connection.execute("CREATE VIEW changes AS SELECT gone() AS articles, true AS one")
        with pytest.raises(LibraryError, match="a node of the cluster does not answer"):
            len(library)
