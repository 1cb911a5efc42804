"""Files in a library's folder that are not read, and the articles in them.

Where two machines changed a segment, programs that keep folders alike put one of the two versions
beside it, under a name that is no segment's:

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
"""What belongs into the folder of a library."""

_UNFINISHED = re.compile(r"\.([0-9]{5,}\.json|library\.json|jieba-.*\.sqlite3)\.[0-9a-z_]{8}")
"""What a writer leaves who was stopped; the next one takes it away."""

_ON_THE_WAY = re.compile(r"\..*|~.*|.*\.(tmp|part|swp|crdownload)", re.IGNORECASE)
"""What somebody may still be writing."""

_MAY_HOLD = re.compile(r".*json.*|[0-9].*", re.IGNORECASE)
"""What may have been a segment; a copy of an index is large, and has no articles."""


def strays_in(folder: Path, is_segment: Callable[[str], bool]) -> Iterator[Path]:
    """Everything in a library's folder, and in that of its segments, that is not read.

    Hidden folders beside the library's files are somebody else's, such as git's.

    Raises:
        LibraryError: the folder cannot be read.
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


def is_on_the_way(path: Path) -> bool:
    """Whether somebody may still be writing a file, as its name says, which is left alone."""
    return _ON_THE_WAY.fullmatch(path.name) is not None


def articles_in(path: Path, age: Callable[[Article], int]) -> list[Article]:
    """The articles that are whole in a stray file; none where it is something else.

    Raises:
        LibraryError: it cannot be read, or was written by a newer program.
    """
    if not path.is_file() or not _MAY_HOLD.fullmatch(path.name):
        return []
    file = DatabaseFile(path)
    try:
        file.read()
    except NewerSegment:
        raise
    except Damaged:
        # Some of it may be whole.
        pass
    return list(salvage(file.data() or b"", age).values())
