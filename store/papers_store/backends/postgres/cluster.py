"""A library on a Citus cluster: distribute its tables over nodes, and configure each node.

Settings of a transaction apply to the coordinator alone, and so does a function that flushes
indexes there. The nodes that hold the articles are configured through the coordinator instead.

Source of the functions called here: the Citus documentation, "Citus Utility Functions"
(https://docs.citusdata.com/en/stable/develop/api_udf.html).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg import Cursor
from psycopg.sql import SQL, Composed, Identifier, Literal

from papers_store.backends.postgres.server import PENDING_LIST_LIMIT, WORK_MEMORY, Server
from papers_store.errors import LibraryError

SHARDS_PER_NODE = 1
"""Default number of shards of each table on a node. Each shard is a query of its own, for which a
keystroke waits; more of them pay only if a single shard takes long."""

_MOST_KEPT = 4
"""Largest number of connections from a session to one worker that are cached between queries."""

_SETTINGS = {
    "jit": "off",
    "enable_seqscan": "off",
    "work_mem": WORK_MEMORY,
    "gin_pending_list_limit": PENDING_LIST_LIMIT,
}
"""Settings of the database on every node, the same as of a transaction on a single server."""

_CLEAN_SHARD = (
    "SELECT coalesce(sum(gin_clean_pending_list(i.indexrelid)), 0) FROM pg_index i"
    " JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam"
    " WHERE i.indrelid = '%s'::regclass AND a.amname = 'gin'"
)
"""Run on the node of each shard; Citus replaces %s by the name of the shard."""

_FLUSH_FUNCTION = f"""
CREATE OR REPLACE FUNCTION settle() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS
$settle$
DECLARE
    refused text;
    shards bigint;
BEGIN
    SELECT max(result) FILTER (WHERE NOT success), count(*) INTO refused, shards
        FROM run_command_on_shards('terms', $shard${_CLEAN_SHARD}$shard$);
    IF refused IS NOT NULL THEN
        RAISE EXCEPTION '%', refused;
    END IF;
    RETURN shards;
END
$settle$
"""


def require_citus(server: Server) -> None:
    """Check that a server has the extension Citus.

    Raises:
        LibraryError: It has not.
    """

    def find(cursor: Cursor[Any]) -> bool:
        found = (
            "SELECT FROM pg_available_extensions WHERE name = 'citus'"
            " UNION ALL SELECT FROM pg_extension WHERE extname = 'citus'"
        )
        return cursor.execute(found).fetchone() is not None

    if not server.read(find):
        raise LibraryError(
            f"{server.name}: the server has no Citus; install it there, or leave --citus out"
        )


def is_cluster(cursor: Cursor[Any]) -> bool:
    """Return whether the library's tables are distributed over nodes."""
    catalog = cursor.execute("SELECT to_regclass('pg_catalog.pg_dist_partition')::text").fetchone()
    if catalog in (None, (None,)):
        return False
    divided = "SELECT FROM pg_dist_partition WHERE logicalrelid = to_regclass('articles')"
    return cursor.execute(divided).fetchone() is not None


def distribute(
    cursor: Cursor[Any], distributed: Sequence[str], reference: Sequence[str], shards: int | None
) -> None:
    """Distribute tables over the nodes, and copy reference tables to each.

    Args:
        cursor: In the transaction that creates the tables.
        distributed: Tables to distribute by the column id; rows of one article stay together.
        reference: Small tables of which every node keeps a copy.
        shards: Shards of each table; `SHARDS_PER_NODE` for each node if None.
    """
    cursor.execute("CREATE EXTENSION IF NOT EXISTS citus")
    if shards is None:
        shards = SHARDS_PER_NODE * _nodes(cursor)
    first = distributed[0]
    cursor.execute(
        "SELECT create_distributed_table(%s::regclass, 'id', shard_count => %s::int)",
        (first, shards),
    )
    for table in distributed[1:]:
        cursor.execute(
            "SELECT create_distributed_table(%s::regclass, 'id', colocate_with => %s::text)",
            (table, first),
        )
    for table in reference:
        cursor.execute("SELECT create_reference_table(%s::regclass)", (table,))


def _nodes(cursor: Cursor[Any]) -> int:
    """Count the nodes that hold shards; the coordinator of several does not."""
    (nodes,) = cursor.execute(
        "SELECT count(*) FROM pg_dist_node WHERE noderole = 'primary' AND shouldhaveshards"
    ).fetchone() or (0,)
    return max(1, int(nodes))


def configure_nodes(server: Server) -> None:
    """Configure every node of a cluster for a library; idempotent.

    Raises:
        LibraryError: A node cannot be reached, or the role may not configure it.
    """
    # Each in a transaction of its own: newer releases of Citus propagate a setting of the
    # coordinator, and the nodes would then wait for one another.
    refused = server.write(_configure_workers)
    if refused:
        raise LibraryError(
            f"{server.name}: a node of the cluster cannot be set up ({refused}); run this as the"
            " owner of the database on every node, or as a superuser"
        )
    server.write(_configure_coordinator)
    server.write(_create_flush_function)


def _settings(cursor: Cursor[Any], values: Mapping[str, str]) -> list[Composed]:
    """Return statements that set values for the database, which has one name on every node."""
    (database,) = cursor.execute("SELECT current_database()::text").fetchone() or ("",)
    change = SQL("ALTER DATABASE {} SET {} = {}")
    return [
        # A name with a dot in it is two identifiers.
        change.format(Identifier(str(database)), Identifier(*name.split(".")), Literal(value))
        for name, value in values.items()
    ]


def _configure_workers(cursor: Cursor[Any]) -> str | None:
    """Change the settings of every worker; return the first error message, or None."""
    for setting in _settings(cursor, _SETTINGS):
        results = cursor.execute(
            "SELECT success, result FROM run_command_on_workers(%s)", (setting.as_string(cursor),)
        ).fetchall()
        for success, result in results:
            if not success:
                return str(result).splitlines()[0] if result else "no answer"
    return None


def _configure_coordinator(cursor: Cursor[Any]) -> None:
    (shards,) = cursor.execute(
        "SELECT count(*) FROM pg_dist_shard WHERE logicalrelid = 'articles'::regclass"
    ).fetchone() or (0,)
    # Shards of one node run in parallel if there is a connection for each, and making a connection
    # takes longer than most queries.
    kept = min(_MOST_KEPT, -(-int(shards) // _nodes(cursor)))
    values = {**_SETTINGS, "citus.max_cached_conns_per_worker": str(max(1, kept))}
    for setting in _settings(cursor, values):
        cursor.execute(setting)


def _create_flush_function(cursor: Cursor[Any]) -> None:
    cursor.execute(_FLUSH_FUNCTION.encode())
