"""Clusters of PostgreSQL servers: with Citus where it is installed, and a stand-in where it is not.

The stand-in has the names of Citus's functions and catalogs on a single server. It keeps how it
was called, and runs what is sent to shards and workers right there, so that every command is held
to be one that PostgreSQL takes. It spreads nothing.
"""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from support.drivers.postgres import SUPERUSER, Server, Servers, missing, programs

NODES = 3
"""A coordinator and two workers."""

_CITUS = {
    "shared_preload_libraries": "citus",
    "max_prepared_transactions": "200",
    "wal_level": "logical",
    "citus.node_conninfo": "sslmode=prefer",
}


def missing_citus() -> str | None:
    """Why there can be no cluster here; None where there can."""
    if reason := missing():
        return reason
    found = programs()
    assert found is not None
    said = subprocess.run(
        [str(found / "pg_config"), "--sharedir"], capture_output=True, text=True, check=False
    )
    if said.returncode or not (Path(said.stdout.strip()) / "extension/citus.control").exists():
        return "Citus is not installed (a package of the Citus project for this PostgreSQL)"
    return None


class Cluster:
    """A coordinator and its workers; a library's address is the coordinator's."""

    def __init__(self, coordinator: Server, workers: Sequence[Server]) -> None:
        self.coordinator = coordinator
        self.workers = workers

    def url(self, database: str, user: str = SUPERUSER, **options: str) -> str:
        """The address of one of its databases."""
        return self.coordinator.url(database, user, **options)

    def connect(self, database: str = "postgres") -> Any:
        """A connection to the coordinator, on which every statement stands at once."""
        return self.coordinator.connect(database)

    def database(self) -> str:
        """A new and empty database on every node, which know each other; its name."""
        nodes = [self.coordinator, *self.workers]
        (name,) = {node.database() for node in nodes}
        for node in nodes:
            with node.connect(name) as connection:
                connection.execute("CREATE EXTENSION citus")
        with self.connect(name) as connection:
            connection.execute(
                "SELECT citus_set_coordinator_host('127.0.0.1', %s)", (self.coordinator.port,)
            )
            for worker in self.workers:
                connection.execute("SELECT citus_add_node('127.0.0.1', %s)", (worker.port,))
        return name


def new_cluster(servers: Servers) -> Cluster:
    """A new cluster that runs."""
    coordinator, *workers = [servers.server(_CITUS, knows_passwords=True) for _ in range(NODES)]
    return Cluster(coordinator, workers)


_STAND_IN = """
SET allow_system_table_mods = on;
INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
    SELECT (max(oid::bigint) + 1)::oid, 'citus', 10, 11, false, 'stand-in' FROM pg_extension;
CREATE TABLE pg_catalog.pg_dist_node (noderole text, shouldhaveshards boolean);
CREATE TABLE pg_catalog.pg_dist_partition (logicalrelid regclass);
CREATE TABLE pg_catalog.pg_dist_shard (logicalrelid regclass);
CREATE TABLE public.called (nth serial, name text, value text);
CREATE FUNCTION create_distributed_table(
    table_name regclass, distribution_column text, distribution_type text DEFAULT 'hash',
    colocate_with text DEFAULT 'default', shard_count int DEFAULT NULL
) RETURNS void LANGUAGE sql AS $$
    INSERT INTO pg_dist_partition VALUES (table_name);
    INSERT INTO pg_dist_shard SELECT table_name FROM generate_series(1, coalesce(shard_count, 32));
    INSERT INTO public.called (name, value) VALUES ('divided',
        concat_ws(' ', table_name, distribution_column, colocate_with, shard_count))
$$;
CREATE FUNCTION create_reference_table(table_name regclass) RETURNS void LANGUAGE sql AS $$
    INSERT INTO public.called (name, value) VALUES ('alike', table_name::text)
$$;
CREATE FUNCTION run_command_on_workers(
    command text, parallel bool DEFAULT true,
    OUT nodename text, OUT nodeport int, OUT success bool, OUT result text
) RETURNS SETOF record LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE command;
    INSERT INTO public.called (name, value) VALUES ('on workers', command);
    RETURN QUERY SELECT 'worker', 5432, true, 'done';
EXCEPTION WHEN OTHERS THEN
    RETURN QUERY SELECT 'worker', 5432, false, SQLERRM;
END
$$;
CREATE FUNCTION run_command_on_shards(
    table_name regclass, command text, parallel bool DEFAULT true,
    OUT shardid bigint, OUT success bool, OUT result text
) RETURNS SETOF record LANGUAGE plpgsql AS $$
DECLARE said text;
BEGIN
    EXECUTE format(command, table_name) INTO said;
    INSERT INTO public.called (name, value) VALUES ('on shards', table_name::text);
    RETURN QUERY SELECT 102008::bigint, true, said;
EXCEPTION WHEN OTHERS THEN
    RETURN QUERY SELECT 102008::bigint, false, SQLERRM;
END
$$;
"""


def pretend(server: Server, database: str, workers: int = 2) -> None:
    """Put the stand-in into a database of a single server."""
    with server.connect(database) as connection:
        connection.execute(_STAND_IN.encode())
        for _ in range(workers):
            connection.execute("INSERT INTO pg_dist_node VALUES ('primary', true)")
        # The coordinator keeps no shards.
        connection.execute("INSERT INTO pg_dist_node VALUES ('primary', false)")


def calls(server: Server, database: str, name: str) -> list[str]:
    """What the stand-in was called with, in order."""
    with server.connect(database) as connection:
        rows = connection.execute(
            "SELECT value FROM public.called WHERE name = %s ORDER BY nth", (name,)
        ).fetchall()
    return [value for (value,) in rows]
