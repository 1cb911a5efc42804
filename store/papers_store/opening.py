"""Open or make a library, in a folder or on a server."""

import re
from collections.abc import Callable
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

from papers_store.errors import LibraryError
from papers_store.library import Library
from papers_store.system.locking import OnWait


def default_location() -> Path:
    """Where a person's library is unless they say otherwise: their XDG data folder."""
    from platformdirs import user_data_path

    return user_data_path("papers-tui")


def is_address(location: str | Path) -> bool:
    """Whether a location is that of a server, and not a folder's."""
    return isinstance(location, str) and _ADDRESS.match(location) is not None


def names_password(address: str) -> bool:
    """Whether an address holds a password, which is then wherever the address is."""
    return _PASSWORD.search(address) is not None


_ADDRESS = re.compile(r"postgres(?:ql)?://|(?:service|host|hostaddr|dbname)\s*=")
_PASSWORD = re.compile(r"://[^/?]*:[^/?]*@|\bpassword\s*=")


def open_library(
    location: str | Path,
    *,
    create: bool = False,
    repair: bool = True,
    quick: bool = False,
    while_connecting: Callable[[], None] | None = None,
    on_wait: OnWait | None = None,
) -> Library:
    """Open the library at a location.

    Args:
        location: A folder, or the address of a database as libpq takes it: postgresql://... or
            service=...
        create: Make it where there is none; else a missing folder is an empty library.
        repair: Rebuild an index or a dictionary that is missing or damaged; if False, nothing is
            written at all.
        quick: Look only at the folder as a whole, and check each of its files at the first
            refresh, so that a large library opens as quickly as a small one.
        while_connecting: Called while the program waits for a server, such as to import modules
            that are needed anyway; not called where there is nothing to wait for.
        on_wait: Called when another process is writing to the folder and has to be waited for.

    Raises:
        LibraryError: it cannot be opened; the text says why and what to do.
    """
    # Neither kind needs what the other is made of.
    if is_address(location):
        return _on_server(str(location), create=create, while_connecting=while_connecting)
    from papers_store.backends.local.library import LocalLibrary

    folder = Path(location).expanduser()
    return LocalLibrary(folder, create=create, repair=repair, quick=quick, on_wait=on_wait)


def make_library(location: str | Path, *, citus: bool = False, shards: int | None = None) -> bool:
    """Make a library where there is none, or bring the one that is there up to date.

    Args:
        location: As for `open_library`.
        citus: Spread it over the servers of a Citus cluster.
        shards: Into how many parts; a few for each server if None.

    Returns:
        Whether anything was made or renewed.

    Raises:
        LibraryError: it cannot be made.
    """
    if is_address(location):
        return _migrate(str(location), make=True, citus=citus, shards=shards)
    if citus:
        raise LibraryError(f"{location}: Citus spreads a server's library; leave --citus out")
    from papers_store.backends.local.library import LocalLibrary
    from papers_store.backends.local.manifest import Manifest

    folder = Path(location).expanduser()
    there = Manifest(folder).exists()
    LocalLibrary(folder, create=True).close()
    return not there


def migrate_library(location: str | Path) -> bool:
    """Bring a library up to date that an older version of the program made.

    Returns:
        Whether there was anything to do.

    Raises:
        LibraryError: there is no library, or it cannot be changed.
    """
    if is_address(location):
        return _migrate(str(location), make=False)
    from papers_store.backends.local.library import LocalLibrary
    from papers_store.backends.local.manifest import Manifest

    folder = Path(location).expanduser()
    if not Manifest(folder).exists():
        raise LibraryError(f"{folder}: holds no library yet; papers-tui library init makes one")
    # Its index is brought up to date whenever a process opens it that may write.
    LocalLibrary(folder, create=True).close()
    return False


def _migrate(address: str, *, make: bool, citus: bool = False, shards: int | None = None) -> bool:
    _require_psycopg()
    from papers_store.backends.postgres.migrations import migrate
    from papers_store.backends.postgres.server import Server

    with closing(Server(address)) as server:
        before, after = migrate(server, make=make, citus=citus, shards=shards)
    return before != after


def _on_server(
    address: str, *, create: bool, while_connecting: Callable[[], None] | None
) -> Library:
    _require_psycopg()
    from papers_store.backends.postgres.library import PostgresLibrary

    return PostgresLibrary(address, create=create, while_connecting=while_connecting)


def _require_psycopg() -> None:
    if find_spec("psycopg") is None or find_spec("psycopg_pool") is None:
        raise LibraryError("a library on a server needs psycopg; install papers-tui[postgres]")
