"""Opening the file of an index, and what may be asked of it without knowing its tables.

Apart from the tables, which only a writer needs: a reader's first screen waits for every import.
"""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from papers_store.library import Order
from papers_store.text.dictionary import DICTIONARY_VERSION

VERSION = f"14 {DICTIONARY_VERSION}"
"""Of the tables and of what stands in them; an index of another version is made anew."""

ORDERS: dict[Order, str] = {
    "relevance": "key",
    "added": "key",
    "read": "key",
    "year": "year DESC, key",
    "cited": "citation_count DESC, key",
    "title": "title_order, key",
}
"""What articles are sorted by where nothing weighs them; keys are in the order of the list."""

_BUSY_SECONDS = 10.0

_WRITER_KB = 32_000
"""Of the file that a writer has in memory. Names and titles of a hundred thousand articles go to
random places, and with SQLite's own two megabytes each would be read and written again."""


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """Open an index file; one that is opened for writing is made where it is missing.

    Raises:
        sqlite3.Error: it is missing, damaged or out of reach.
    """
    if write:
        # SQLite would make it so that nobody but its maker may write it, whatever the mask. Its
        # other files follow this one. Where it cannot be made SQLite says why.
        with suppress(OSError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o664))
        rows = _connect(path, "mode=rwc")
        rows.execute("PRAGMA journal_mode = WAL")
        rows.execute("PRAGMA synchronous = NORMAL")
        rows.execute(f"PRAGMA cache_size = -{_WRITER_KB}")
        return rows
    rows = _connect(path, "mode=ro")
    try:
        rows.execute("SELECT 1 FROM sqlite_master")
    except sqlite3.OperationalError:
        rows.close()
        if not _is_at_rest(path):
            raise
        # Nobody can write beside the file, such as on a disk that is only for reading, and SQLite
        # reads an index in WAL mode there only on our word that it stays as it is.
        rows = _connect(path, "mode=ro&immutable=1")
    return rows


def _connect(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?{how}",
        uri=True,
        timeout=_BUSY_SECONDS,
        check_same_thread=False,
    )


def _is_at_rest(path: Path) -> bool:
    """Whether an index is whole without its write-ahead log."""
    log = path.with_name(f"{path.name}-wal")
    return path.exists() and not (log.exists() and log.stat().st_size)
