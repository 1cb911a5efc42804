"""Telling that an SQLite file is damaged, and remembering it until the file is made anew.

SQLite finds most damage only when it comes to the page that has it, which may be long after the
file was opened. A mark beside the file tells whoever opens it next.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from papers_store.errors import Damaged

_Form = TypeVar("_Form")

_REMEDY = "open the library again, and it is made anew"

_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def is_damage(error: sqlite3.Error) -> bool:
    """Whether an error means that the file is damaged, and not that it is busy or out of reach."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    if code is None:
        # What stands where a text should is none.
        return "Could not decode" in str(error)
    # The upper bits say where SQLite was when it found out.
    return code & 0xFF in _DAMAGE


@contextmanager
def reporting_corruption(path: Path) -> Iterator[None]:
    """Say in a sentence that a file is damaged where SQLite finds it to be, and mark it.

    Raises:
        Damaged: it is.
        sqlite3.Error: as SQLite raises it, for any other reason.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        flag_damaged(path)
        raise Damaged(path, "is damaged", _REMEDY) from error


def converted(path: Path, found: object, form: type[_Form], *, strict: bool = True) -> _Form:
    """What was found in a file, which SQLite lets be of any type, as it should be.

    Args:
        path: The file.
        found: What stands there.
        form: What it should be.
        strict: Whether a number may not be written as a text.

    Raises:
        Damaged: it is something else.
    """
    try:
        return msgspec.convert(found, form, strict=strict)
    except msgspec.ValidationError as error:
        flag_damaged(path)
        raise Damaged(path, "is damaged", _REMEDY) from error


def flag_damaged(path: Path) -> None:
    """Remember that a file is damaged, where that can be written down."""
    try:
        _flag_of(path).touch()
    except OSError:
        # Whoever may only read is told each time, and whoever may write finds it out as well.
        return


def is_flagged_damaged(path: Path) -> bool:
    """Whether somebody found a file damaged."""
    return _flag_of(path).exists()


def clear_damaged_flag(path: Path) -> None:
    """Forget that a file was damaged; it is another by now."""
    _flag_of(path).unlink(missing_ok=True)


def _flag_of(path: Path) -> Path:
    return path.with_suffix(".damaged")


def is_cut_short(database: sqlite3.Connection, path: Path) -> bool:
    """Whether a file is shorter than it says, and nothing that is still in its log explains it."""
    (pages,) = database.execute("PRAGMA page_count").fetchone()
    (size,) = database.execute("PRAGMA page_size").fetchone()
    # In this order: pages that have left the log by now are in the file.
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        return False
    return path.stat().st_size < int(pages) * int(size)
