"""Create and migrate the tables of a library in numbered steps, each in a transaction of its own.

Every table is distributed by the article it belongs to (`DISTRIBUTED`), or is the same on every
node (`REFERENCE_TABLES`), so that Citus can spread a library over servers; every statement reads
one table, or tables that are distributed alike. A step that was once released is never changed: a
change is a new step.
"""

from functools import partial
from typing import Any

from psycopg import Cursor

from papers_store.backends.postgres import cluster
from papers_store.backends.postgres.server import Server
from papers_store.errors import LibraryError

_FIRST = """
CREATE TABLE articles (
    id text COLLATE "C" PRIMARY KEY,
    key bigint NOT NULL,
    revision bigint NOT NULL DEFAULT 0,
    digest text COLLATE "C" NOT NULL,
    title text COLLATE "C" NOT NULL,
    title_order text COLLATE "C" NOT NULL,
    authors text COLLATE "C" NOT NULL,
    source text COLLATE "C",
    year bigint,
    citation_count bigint,
    keywords text COLLATE "C" NOT NULL,
    document json COMPRESSION lz4 NOT NULL
);
CREATE INDEX articles_key ON articles (key);
CREATE INDEX articles_year ON articles (year DESC NULLS LAST, key);
CREATE INDEX articles_cited ON articles (citation_count DESC NULLS LAST, key);
CREATE INDEX articles_title ON articles (title_order, key);

CREATE TABLE terms (
    id text COLLATE "C" PRIMARY KEY,
    key bigint NOT NULL,
    ranked tsvector NOT NULL,
    words tsvector COMPRESSION lz4 NOT NULL,
    grams bigint[] COMPRESSION lz4 NOT NULL,
    texts text[] COMPRESSION lz4 COLLATE "C" NOT NULL,
    body text COMPRESSION lz4 COLLATE "C" NOT NULL,
    cited text COMPRESSION lz4 COLLATE "C" NOT NULL,
    cut text[] COMPRESSION lz4 COLLATE "C" NOT NULL
) WITH (toast_tuple_target = 128);
ALTER TABLE terms ALTER COLUMN ranked SET STORAGE MAIN;
ALTER TABLE terms ALTER COLUMN words SET STATISTICS 0;
ALTER TABLE terms ALTER COLUMN grams SET STATISTICS 0;
ALTER TABLE terms ALTER COLUMN ranked SET STATISTICS 0;
ALTER TABLE terms ALTER COLUMN texts SET STATISTICS 0;
ALTER TABLE terms ALTER COLUMN cut SET STATISTICS 0;
CREATE INDEX terms_words ON terms USING gin (words);
CREATE INDEX terms_grams ON terms USING gin (grams);

CREATE TABLE keywords (
    keyword bigint PRIMARY KEY,
    folded text COLLATE "C" NOT NULL,
    printed text COLLATE "C" NOT NULL,
    sound text COLLATE "C" NOT NULL
);
CREATE TABLE article_keywords (
    id text COLLATE "C" NOT NULL,
    key bigint NOT NULL,
    keyword bigint NOT NULL,
    extracted boolean NOT NULL,
    PRIMARY KEY (id, keyword)
);
CREATE INDEX article_keywords_keyword ON article_keywords (keyword);

CREATE TABLE titles (
    id text COLLATE "C" NOT NULL,
    name bigint NOT NULL,
    need smallint NOT NULL,
    author text COLLATE "C",
    year bigint,
    PRIMARY KEY (id, name)
);
CREATE INDEX titles_name ON titles (name);
CREATE TABLE citations (
    id text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    name bigint,
    need smallint,
    author text COLLATE "C",
    year bigint
);
CREATE INDEX citations_id ON citations (id, position);
CREATE INDEX citations_name ON citations (name);

CREATE TABLE changes (one boolean PRIMARY KEY, writes bigint NOT NULL, articles bigint NOT NULL);
INSERT INTO changes VALUES (true, 0, 0);
CREATE SEQUENCE arrivals;

CREATE FUNCTION settle() RETURNS bigint
    LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS
    'SELECT gin_clean_pending_list(''terms_grams'') + gin_clean_pending_list(''terms_words'')';
"""

STEPS = (_FIRST, "")
"""The SQL that makes each version of the tables from the one before."""

_REANALYSED = (2,)
"""Versions with the same tables but other folding or pinyin: before such a step the terms of every
article are derived again. With old terms searches would silently find less."""

VERSION = len(STEPS)

DISTRIBUTED = ("articles", "terms", "article_keywords", "titles", "citations")
"""Tables whose rows belong to one article each, by the column id."""

REFERENCE_TABLES = ("keywords", "changes")
"""Small tables that are the same on every node."""

READERS, WRITERS = "papers_reader", "papers_writer"
"""Roles that get their privileges, if the server has them."""

_LOCK = 0x7061706572
"""Key of the advisory lock that is held during a migration."""


def version_of(cursor: Cursor[Any]) -> int:
    """Return the version of the tables; 0 if there are none."""
    there = cursor.execute("SELECT to_regclass('schema_version')::text").fetchone()
    if there == (None,):
        return 0
    newest = cursor.execute("SELECT coalesce(max(version), 0) FROM schema_version").fetchone()
    return int(newest[0]) if newest else 0


def check_version(name: str, version: int) -> None:
    """Check that this program can use tables of a version.

    Raises:
        LibraryError: It cannot.
    """
    if version > VERSION:
        raise LibraryError(f"{name}: was made by a newer papers-tui; update the program to open it")
    if version == 0:
        raise LibraryError(f"{name}: holds no library yet; papers-tui library init makes one")
    if version < VERSION:
        raise LibraryError(
            f"{name}: its tables are of an older version; papers-tui library migrate updates them"
        )


def migrate(
    server: Server, *, make: bool = True, citus: bool = False, shards: int | None = None
) -> tuple[int, int]:
    """Migrate the tables to the current version, and grant the roles their privileges.

    Args:
        server: The server of the library.
        make: Create the tables if there are none.
        citus: Distribute new tables over the nodes of a Citus cluster.
        shards: Number of shards; a few for each node if None.

    Returns:
        The version before, and the version now.

    Raises:
        LibraryError: The role may not do this, or the tables are newer than the program.
    """
    before = server.write(version_of)
    if before > VERSION or not (before or make):
        check_version(server.name, before)
    if citus:
        cluster.require_citus(server)
    for number in range(before + 1, VERSION + 1):
        if before and number in _REANALYSED:
            from papers_store.backends.postgres.reanalysis import reanalyse

            reanalyse(server)
        server.write(partial(_take_step, number=number, citus=citus, shards=shards))
    if server.read(cluster.is_cluster):
        cluster.configure_nodes(server)
    elif citus:
        raise LibraryError(
            f"{server.name}: the library that is there is not divided; make one with --citus in an"
            " empty database, and papers-tui copy this one into it"
        )
    server.write(_grant)
    return before, VERSION


def _take_step(cursor: Cursor[Any], *, number: int, citus: bool, shards: int | None) -> None:
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
    # First of all, since the server may have cached that the table does not exist.
    _run(
        cursor,
        "CREATE TABLE IF NOT EXISTS schema_version"
        " (version int PRIMARY KEY, made timestamptz NOT NULL DEFAULT now())",
    )
    if version_of(cursor) >= number:
        # Another host has taken this step in the meantime.
        return
    for statement in filter(str.strip, STEPS[number - 1].split(";")):
        _run(cursor, statement)
    if citus and number == 1:
        cluster.distribute(cursor, DISTRIBUTED, REFERENCE_TABLES, shards)
    cursor.execute("INSERT INTO schema_version (version) VALUES (%s)", (number,))


def _grant(cursor: Cursor[Any]) -> None:
    known = cursor.execute(
        "SELECT rolname::text FROM pg_roles WHERE rolname = ANY(%s)", ([READERS, WRITERS],)
    ).fetchall()
    tables = ", ".join((*DISTRIBUTED, *REFERENCE_TABLES))
    for (role,) in known:
        _run(cursor, f"GRANT SELECT ON {tables}, schema_version TO {role}")
        if role == WRITERS:
            _run(cursor, f"GRANT INSERT, UPDATE, DELETE ON {tables} TO {role}")
            _run(cursor, f"GRANT USAGE ON SEQUENCE arrivals TO {role}")


def _run(cursor: Cursor[Any], statement: str) -> None:
    cursor.execute(statement.encode())
