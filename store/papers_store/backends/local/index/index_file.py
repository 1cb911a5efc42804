"""Open the file of an index, without knowledge of its tables.

Only a writer needs the tables, and a reader's first screen waits for every import.
"""

import os
import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path

from papers_store.system.atomic_files import is_blocked, sync
from papers_store.system.locking import supports_record_locks
from papers_store.text.dictionary import DICTIONARY_VERSION

VERSION = f"14 {DICTIONARY_VERSION}"
"""Version of the tables and their content; an index of another version is rebuilt."""

_BUSY_SECONDS = 10.0

_WRITER_KB = 32_000
"""Cache of a writer in kilobytes. Names and titles of a hundred thousand articles go to random
pages, and with SQLite's default of two megabytes each page would be read and written again."""


def connect(path: Path, *, write: bool, alone: bool = False) -> sqlite3.Connection:
    """Open an index file; if it is opened for writing, it is created if missing.

    Args:
        path: The file.
        write: Open it for writing; the caller holds the writer lock.
        alone: No other process knows this file, so that locks, which may be refused, are not used.

    Raises:
        sqlite3.Error: It is missing, damaged or unreachable.
    """
    for one in files_of(path):
        if is_blocked(one):
            # SQLite would block on a pipe, without handling signals.
            raise sqlite3.OperationalError(f"{one.name} is not a regular file; remove it")
    return _for_writing(path, alone=alone) if write else _for_reading(path)


def files_of(path: Path) -> list[Path]:
    """Return the file of an index, and SQLite's auxiliary files beside it."""
    return [path.with_name(f"{path.name}{kind}") for kind in ("", "-wal", "-shm", "-journal")]


def _for_reading(path: Path) -> sqlite3.Connection:
    with ExitStack() as unfinished:
        rows = unfinished.enter_context(closing(_connect(path, "mode=ro", patience=0)))
        try:
            _look_into(rows, path)
        except sqlite3.OperationalError:
            if not _is_at_rest(path):
                raise
        else:
            _wait_for_others(rows)
            unfinished.pop_all()
            return rows
    # The folder cannot be written, as on a read-only disk, or there are neither locks nor shared
    # memory: there SQLite reads an index in WAL mode only if we declare it immutable.
    return _connect(path, "mode=ro&immutable=1")


def _look_into(rows: sqlite3.Connection, path: Path) -> None:
    try:
        rows.execute(_LOOK)
    except sqlite3.OperationalError as error:
        # A busy file is waited for; refused locks would be refused again.
        if not _is_busy(error) or _refuses_locks(path):
            raise
        _wait_for_others(rows)
        rows.execute(_LOOK)


_LOOK = "SELECT 1 FROM sqlite_master"


def _for_writing(path: Path, *, alone: bool) -> sqlite3.Connection:
    # Without syncing a power failure may damage the index; it is rebuilt then.
    synchronous = f"PRAGMA synchronous = {'NORMAL' if _make(path) else 'OFF'}"
    if alone:
        return _prepared(path, "mode=rwc&nolock=1", synchronous, "PRAGMA journal_mode = MEMORY")
    if _refuses_locks(path):
        raise sqlite3.OperationalError("its file system gives no locks")
    try:
        return _prepared(path, "mode=rwc", synchronous, "PRAGMA journal_mode = WAL", _LOOK)
    except sqlite3.OperationalError as error:
        if not _lacks_shared_memory(error):
            raise
    # A rollback journal instead: readers and a writer then wait for each other, unlike in WAL mode.
    # In exclusive mode SQLite reads a WAL database without shared memory; its locks are released
    # only by the next read after NORMAL.
    to_journal = ("PRAGMA locking_mode = EXCLUSIVE", synchronous, _LOOK)
    to_others = ("PRAGMA journal_mode = DELETE", "PRAGMA locking_mode = NORMAL", _LOOK)
    return _prepared(path, "mode=rwc", *to_journal, *to_others)


def _prepared(path: Path, how: str, *statements: str) -> sqlite3.Connection:
    with ExitStack() as unfinished:
        rows = unfinished.enter_context(closing(_connect(path, how)))
        for statement in (*statements, f"PRAGMA cache_size = -{_WRITER_KB}"):
            rows.execute(statement)
        unfinished.pop_all()
    return rows


def _make(path: Path) -> bool:
    """Create the file if it is missing, and return whether its file system can sync it.

    SQLite would create it writable for its owner only, whatever the umask; its auxiliary files
    copy the permissions of this one. If it cannot be created, SQLite reports why.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o664)
    except OSError:
        return True
    try:
        return sync(handle)
    except OSError:
        return True
    finally:
        os.close(handle)


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0)


def _is_busy(error: sqlite3.Error) -> bool:
    return _code(error) & 0xFF == sqlite3.SQLITE_BUSY


def _lacks_shared_memory(error: sqlite3.Error) -> bool:
    """Return whether SQLite could not map its shared memory, as on some network file systems."""
    return _code(error) in _NO_SHARED_MEMORY


_NO_SHARED_MEMORY = (
    sqlite3.SQLITE_IOERR_SHMMAP,
    sqlite3.SQLITE_IOERR_SHMOPEN,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_SHMLOCK,
    sqlite3.SQLITE_PROTOCOL,
)


def _refuses_locks(path: Path) -> bool:
    """Return whether the locks that SQLite needs are refused, by a test on our own lock file."""
    own = path.with_suffix(".lock")
    return not supports_record_locks(own if own.exists() else path.with_name("lock"))


def _wait_for_others(rows: sqlite3.Connection) -> None:
    rows.execute(f"PRAGMA busy_timeout = {int(_BUSY_SECONDS * 1000)}")


def _connect(path: Path, how: str, *, patience: float = _BUSY_SECONDS) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?{how}",
        uri=True,
        timeout=patience,
        check_same_thread=False,
    )


def _is_at_rest(path: Path) -> bool:
    """Return whether an index is complete without a log or journal."""
    beside = (path.with_name(f"{path.name}-{kind}") for kind in ("wal", "journal"))
    return path.exists() and not any(one.exists() and one.stat().st_size for one in beside)
