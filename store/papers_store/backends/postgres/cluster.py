"""A library on a Citus cluster: its tables are divided over nodes, and each node is set up for it.

What a transaction sets holds on the coordinator alone, and so does a function that cleans the
indexes there. The nodes that hold the articles are told through the coordinator instead.

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
"""Shards of each table on one node, unless another number is asked for. Each shard is a query of
its own, which a key waits for; more of them pay where one shard alone takes long."""

_MOST_KEPT = 4
"""Connections from a session to one worker that are kept from one query to the next."""

_SETTINGS = {
    "jit": "off",
    "enable_seqscan": "off",
    "work_mem": WORK_MEMORY,
    "gin_pending_list_limit": PENDING_LIST_LIMIT,
}
"""What the database sets on every node: the same as a transaction sets on a single server."""

_CLEAN_SHARD = (
    "SELECT coalesce(sum(gin_clean_pending_list(i.indexrelid)), 0) FROM pg_index i"
    " JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam"
    " WHERE i.indrelid = '%s'::regclass AND a.amname = 'gin'"
)
"""Run on the node of each shard; Citus puts the shard's name in the place of %s."""

_SETTLE = f"""
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
    """Make sure that a server has the extension.

    Raises:
        LibraryError: it has not.
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
    """Whether the library's tables are divided over nodes."""
    catalog = cursor.execute("SELECT to_regclass('pg_catalog.pg_dist_partition')::text").fetchone()
    if catalog in (None, (None,)):
        return False
    divided = "SELECT FROM pg_dist_partition WHERE logicalrelid = to_regclass('articles')"
    return cursor.execute(divided).fetchone() is not None


def spread(
    cursor: Cursor[Any], divided: Sequence[str], alike: Sequence[str], shards: int | None
) -> None:
    """Divide tables over the nodes, and put the same small tables on each.

    Args:
        cursor: In the transaction that makes the tables.
        divided: Tables to divide by the article (the column id); rows of one article stay together.
        alike: Small tables that every node keeps whole.
        shards: Parts of each table; `SHARDS_PER_NODE` a node if None.
    """
    cursor.execute("CREATE EXTENSION IF NOT EXISTS citus")
    if shards is None:
        shards = SHARDS_PER_NODE * _nodes(cursor)
    first = divided[0]
    cursor.execute(
        "SELECT create_distributed_table(%s::regclass, 'id', shard_count => %s::int)",
        (first, shards),
    )
    for table in divided[1:]:
        cursor.execute(
            "SELECT create_distributed_table(%s::regclass, 'id', colocate_with => %s::text)",
            (table, first),
        )
    for table in alike:
        cursor.execute("SELECT create_reference_table(%s::regclass)", (table,))


def _nodes(cursor: Cursor[Any]) -> int:
    """How many nodes hold shards; the coordinator of several does not."""
    (nodes,) = cursor.execute(
        "SELECT count(*) FROM pg_dist_node WHERE noderole = 'primary' AND shouldhaveshards"
    ).fetchone() or (0,)
    return max(1, int(nodes))


def prepare(server: Server) -> None:
    """Set every node of a cluster up for a library; comes to the same when done again.

    Raises:
        LibraryError: a node cannot be reached, or the role may not set it up.
    """
    # Each in a transaction of its own: newer releases of Citus pass a setting of the coordinator's
    # on, and the nodes would then wait for one another.
    refused = server.write(_set_up_workers)
    if refused:
        raise LibraryError(
            f"{server.name}: a node of the cluster cannot be set up ({refused}); run this as the"
            " owner of the database on every node, or as a superuser"
        )
    server.write(_set_up_coordinator)
    server.write(_settle_on_shards)


def _settings(cursor: Cursor[Any], values: Mapping[str, str]) -> list[Composed]:
    """Statements that set values for the database, which is called the same on every node."""
    (database,) = cursor.execute("SELECT current_database()::text").fetchone() or ("",)
    change = SQL("ALTER DATABASE {} SET {} = {}")
    return [
        # A name with a dot in it is two identifiers.
        change.format(Identifier(str(database)), Identifier(*name.split(".")), Literal(value))
        for name, value in values.items()
    ]


def _set_up_workers(cursor: Cursor[Any]) -> str | None:
    """Change the settings of every worker; what the first one said that refused."""
    for setting in _settings(cursor, _SETTINGS):
        told = cursor.execute(
            "SELECT success, result FROM run_command_on_workers(%s)", (setting.as_string(cursor),)
        ).fetchall()
        for success, result in told:
            if not success:
                return str(result).splitlines()[0] if result else "no answer"
    return None


def _set_up_coordinator(cursor: Cursor[Any]) -> None:
    (shards,) = cursor.execute(
        "SELECT count(*) FROM pg_dist_shard WHERE logicalrelid = 'articles'::regclass"
    ).fetchone() or (0,)
    # Shards of one node are asked at once where there is a connection for each, and to make one
    # takes longer than most queries.
    kept = min(_MOST_KEPT, -(-int(shards) // _nodes(cursor)))
    values = {**_SETTINGS, "citus.max_cached_conns_per_worker": str(max(1, kept))}
    for setting in _settings(cursor, values):
        cursor.execute(setting)


def _settle_on_shards(cursor: Cursor[Any]) -> None:
    cursor.execute(_SETTLE.encode())
