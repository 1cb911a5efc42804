"""Turn a server's errors into one sentence that says what to do.

A message of libpq may repeat parts of an address, and an address may hold a password. So only the
server's own message is quoted from it.
"""

import re

import psycopg

from papers_store.errors import LibraryError, OutOfReach

_UNREACHABLE = (
    (
        "password authentication failed|no password supplied|SCRAM|authentication failed",
        "the password or the role is wrong; put the right one into ~/.pgpass or the service file",
    ),
    (
        "no pg_hba.conf entry",
        "the server takes no connections from this host; its pg_hba.conf has to allow them",
    ),
    (
        'database ".*" does not exist',
        "there is no such database; createdb makes one, then papers-tui library init",
    ),
    ('role ".*" does not exist', "the server knows no such role; name another in the address"),
    ("definition of service", "there is no such service; name one of your pg_service.conf"),
    (
        "too many clients|too many connections|remaining connection slots|max_client_conn",
        "the server has no connection left; try again, or put pgbouncer in front of it",
    ),
    (
        "starting up|shutting down|recovery mode|not (yet )?accepting connections",
        "the server is starting or stopping; try again in a moment",
    ),
    (
        "session is read-only|not read-only|not in hot standby|is in hot standby|read-write",
        "no host of the address takes what is asked; to write, name the primary too",
    ),
    ("could not translate host name", "there is no such host; look at the address"),
    ("certificate|SSL", "the connection cannot be secured; look at sslmode and the certificates"),
    (
        "refused|timeout|timed out|unreachable|closed the connection|could not connect"
        "|No such file",
        "the server does not answer; see that it runs, and that host and port are right",
    ),
)
"""Patterns of messages of libpq and servers when connecting fails, and our advice for each."""

_STATES = {
    "42501": "the role may not do this; connect as one that may, such as papers_writer to write",
    "25006": "this server only reads; to write, name the primary in the address",
    "53100": "the server's disk is full; make room there and do it again, nothing is half written",
    "53200": "the server is out of memory; try again later",
    "53300": "the server has no connection left; try again, or put pgbouncer in front of it",
    "54000": "an article is too large for the server",
    "57014": "the server stopped the question, which took too long; ask for less, or allow more"
    " time with statement_timeout",
    "42P01": "tables are missing; papers-tui library migrate makes them",
    "42703": "columns are missing; papers-tui library migrate makes them",
    "40001": "others wrote at the same time; do it again",
    "40P01": "others wrote at the same time; do it again",
    "55P03": "others are at work there; do it again in a moment",
}

_GONE = ("08", "57P")
"""Prefixes of the SQLSTATE codes that mean a closed connection."""

_NODE_GONE = re.compile(
    "failure on connection marked as essential|failed to connect to |connection to the remote node"
)
"""Messages of Citus, with the SQLSTATE of an internal error, when a node of a cluster is lost."""

_AGAIN = ("40001", "40P01")

_SAID = re.compile(r"(?:FATAL|ERROR|PANIC):\s*(.*)")


def is_lost(error: psycopg.Error) -> bool:
    """Return whether the connection was lost, so that another one may succeed."""
    if error.sqlstate is not None:
        return error.sqlstate.startswith(_GONE) or is_node_lost(error)
    return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)


def is_node_lost(error: psycopg.Error) -> bool:
    """Return whether a node of a cluster was lost, while the coordinator is connected."""
    return _NODE_GONE.search(error.diag.message_primary or "") is not None


def is_retryable(error: psycopg.Error) -> bool:
    """Return whether nothing was committed, and a retry may succeed."""
    return error.sqlstate in _AGAIN or is_lost(error)


def unreachable(name: str, error: psycopg.Error) -> LibraryError:
    """Return the error for a connection that could not be made."""
    message = str(error)
    for pattern, advice in _UNREACHABLE:
        if re.search(pattern, message, re.IGNORECASE):
            return OutOfReach(f"{name}: {advice}")
    return OutOfReach(f"{name}: no connection is made{_in_brackets(message)}; look at the address")


def failed(name: str, error: psycopg.Error) -> LibraryError:
    """Return the error for a statement that failed."""
    if is_node_lost(error):
        return OutOfReach(f"{name}: a node of the cluster does not answer; see that it runs")
    if is_lost(error):
        return OutOfReach(f"{name}: the connection was lost; see that the server runs, try again")
    if advice := _STATES.get(error.sqlstate or ""):
        return LibraryError(f"{name}: {advice}")
    said = error.diag.message_primary or type(error).__name__
    return LibraryError(
        f"{name}: the server says: {said} ({error.sqlstate}); ask its administrator"
    )


def _in_brackets(message: str) -> str:
    said = _SAID.findall(message)
    return f" ({said[-1].strip()})" if said else ""
