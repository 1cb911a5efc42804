"""Opening a library, wherever it is."""

import re
from pathlib import Path

from papers_store.errors import LibraryError
from papers_store.library import Library
from papers_store.local import LocalLibrary


def default_location() -> Path:
    """Where a person's library is unless they say otherwise: their XDG data folder."""
    from platformdirs import user_data_path

    return user_data_path("papers-tui")


def is_address(location: str | Path) -> bool:
    """Whether a location is that of a server, and not a folder's."""
    return isinstance(location, str) and _ADDRESS.match(location) is not None


_ADDRESS = re.compile(r"postgres(?:ql)?://|(?:service|host|hostaddr|dbname)=")


def open_library(location: str | Path, *, create: bool = False) -> Library:
    """Open the library at a location.

    Args:
        location: A folder, or the address of a database as libpq takes it: postgresql://... or
            service=...
        create: Make it where there is none; else a missing folder is an empty library.

    Raises:
        LibraryError: it cannot be opened; the text says why and what to do.
    """
    if is_address(location):
        return _on_server(str(location), create=create)
    return LocalLibrary(Path(location).expanduser(), create=create)


def _on_server(address: str, *, create: bool) -> Library:
    try:
        # Who has a folder needs nothing of this.
        from papers_store.postgres.library import PostgresLibrary
    except ImportError as error:
        raise LibraryError(
            "a library on a server needs psycopg; pip install 'papers-tui[postgres]' brings it"
        ) from error
    return PostgresLibrary(address, create=create)
