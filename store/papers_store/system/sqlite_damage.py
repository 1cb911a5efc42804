"""Report a damaged SQLite file, and remember the damage until the file is rebuilt.

SQLite finds most damage only when it reads the damaged page, which may be long after the file was
opened. A flag file beside the database (`.damaged`) tells the next process that opens it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from papers_store.errors import Damaged

_Form = TypeVar("_Form")

_REMEDY = "open the library again, and it is rebuilt"

_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def is_damage(error: sqlite3.Error) -> bool:
    """Return whether an error means a damaged file, and not a busy or unreachable one."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    if code is None:
        # sqlite3 raises this itself, for a text column that is not UTF-8.
        return "Could not decode" in str(error)
    # The upper bits of an extended result code only say where SQLite found the damage.
    return code & 0xFF in _DAMAGE


@contextmanager
def reporting_corruption(path: Path) -> Iterator[None]:
    """Turn SQLite's corruption errors into `Damaged`, and flag the file.

    Raises:
        Damaged: SQLite found the file to be damaged.
        sqlite3.Error: Any other error of SQLite's.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        flag_damaged(path)
        raise Damaged(path, "is damaged", _REMEDY) from error


def converted(path: Path, found: object, form: type[_Form], *, strict: bool = True) -> _Form:
    """Convert what was read from a file, where SQLite accepts any type, to the expected type.

    Args:
        path: The file.
        found: The value read.
        form: The expected type.
        strict: If False, a number may be written as a text.

    Raises:
        Damaged: The value has another type.
    """
    try:
        return msgspec.convert(found, form, strict=strict)
    except msgspec.ValidationError as error:
        flag_damaged(path)
        raise Damaged(path, "is damaged", _REMEDY) from error


def flag_damaged(path: Path) -> None:
    """Flag a file as damaged, if the folder can be written."""
    try:
        _flag_of(path).touch()
    except OSError:
        # A reader without write access meets the damage again; a writer finds it by itself.
        return


def is_flagged_damaged(path: Path) -> bool:
    """Return whether a file was found to be damaged."""
    return _flag_of(path).exists()


def clear_damaged_flag(path: Path) -> None:
    """Remove the flag after the file has been replaced."""
    _flag_of(path).unlink(missing_ok=True)


def _flag_of(path: Path) -> Path:
    return path.with_suffix(".damaged")


def is_cut_short(database: sqlite3.Connection, path: Path) -> bool:
    """Return whether a file is shorter than its header says, with no write-ahead log pending."""
    (pages,) = database.execute("PRAGMA page_count").fetchone()
    (size,) = database.execute("PRAGMA page_size").fetchone()
    # In this order: pages that have left the log by now are in the file.
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        return False
    return path.stat().st_size < int(pages) * int(size)
