"""Stray files: files in a library's folder that are not part of it, and the articles in them.

Where two machines changed a segment, programs that synchronize folders put one of the two versions
beside it, under another name:

- Syncthing: 00000.sync-conflict-20260501-120000-ABCDEFG.json
- Dropbox, Nextcloud, ownCloud: 00000 (conflicted copy 2026-05-01).json
- OneDrive, Google Drive, iCloud: 00000-LAPTOP.json, 00000 (1).json, 00000 2.json
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from papers_store.article import Article
from papers_store.backends.local.salvage import salvage
from papers_store.errors import Damaged, LibraryError
from papers_store.system.tinydb_file import DatabaseFile, NewerSegment

_OWN = re.compile(
    r"library\.json|segments|set-aside|lock"
    r"|index\.(sqlite3(-wal|-shm|-journal)?|damaged)"
    r"|jieba-.*\.(sqlite3|damaged)"
)
"""Files that belong to a library."""

_UNFINISHED = re.compile(r"\.([0-9]{5,}\.json|library\.json|jieba-.*\.sqlite3)\.[0-9a-z_]{8}")
"""Files that an interrupted writer leaves; the next writer removes them."""

_IN_PROGRESS = re.compile(r"\..*|~.*|.*\.(tmp|part|swp|crdownload)", re.IGNORECASE)
"""Names of files that another program may still be writing."""

_MAY_HOLD = re.compile(r".*json.*|[0-9].*", re.IGNORECASE)
"""Names of files that may have been a segment. A copy of an index is large and has no articles."""


def strays_in(folder: Path, is_segment: Callable[[str], bool]) -> Iterator[Path]:
    """Yield everything in a library's folder, and in its segments folder, that is not part of it.

    Hidden folders beside the library's files belong to other programs, such as git.

    Raises:
        LibraryError: The folder cannot be read.
    """
    for name, is_folder in _listed(folder):
        hidden = is_folder and name.startswith(".")
        if not _OWN.fullmatch(name) and not _UNFINISHED.fullmatch(name) and not hidden:
            yield folder / name
    for name, _ in _listed(folder / "segments"):
        if not is_segment(name) and not _UNFINISHED.fullmatch(name):
            yield folder / "segments" / name


def _listed(folder: Path) -> list[tuple[str, bool]]:
    try:
        with os.scandir(folder) as entries:
            found = [(one.name, one.is_dir(follow_symlinks=False)) for one in entries]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise LibraryError(f"{folder}: cannot be read ({error.strerror})") from error
    return sorted(found)


def is_being_written(path: Path) -> bool:
    """Return whether another program may still be writing a file, by its name."""
    return _IN_PROGRESS.fullmatch(path.name) is not None


def articles_in(path: Path, age: Callable[[Article], int]) -> list[Article]:
    """Return the intact articles of a stray file; none if it is not a segment.

    Raises:
        LibraryError: It cannot be read, or was written by a newer program.
    """
    if not path.is_file() or not _MAY_HOLD.fullmatch(path.name):
        return []
    file = DatabaseFile(path)
    try:
        file.read()
    except NewerSegment:
        raise
    except Damaged:
        # Some of its articles may be intact.
        pass
    return list(salvage(file.data() or b"", age).values())
