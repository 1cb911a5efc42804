"""Writing files so that a pulled plug leaves the old one or the new one."""

import errno
import fcntl
import itertools
import os
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from papers_store.errors import LibraryError


def read_file(path: Path, *, most: int) -> bytes | None:
    """What stands in a file, or None where there is none.

    Args:
        path: The file. A pipe, a device or a folder in its place is not waited for.
        most: Bytes that it may have.

    Raises:
        LibraryError: it is no file, is larger, or cannot be read.
    """
    try:
        # A pipe would have its reader wait for ever.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise LibraryError(f"{path}: is no file; take it away")
            if found.st_size > most:
                raise LibraryError(f"{path}: is larger than any file of a library; take it away")
            return file.read()
    except FileNotFoundError:
        if path.is_symlink():
            raise LibraryError(f"{path}: is a link that leads nowhere; take it away") from None
        return None
    except IsADirectoryError as error:
        raise LibraryError(f"{path}: is no file; take it away") from error
    except OSError as error:
        raise LibraryError(f"{path}: cannot be read ({error.strerror})") from error


def is_blocked(path: Path) -> bool:
    """Whether something stands where a file should that is none, nor a link to one."""
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except OSError:
        # Nothing stands there, or a link that leads nowhere.
        return path.is_symlink()


def replace_file(path: Path, data: bytes, *, held: bool = False) -> None:
    """Write a file so that it is there whole or not at all, and stays after a power failure.

    Args:
        path: The file.
        data: What is to stand in it.
        held: Whether what is unfinished is locked, for others to see that somebody writes it.

    Raises:
        OSError: it cannot be written. A file system that knows no syncing is none of the reasons.
    """
    temporary, handle = _beside(path)
    try:
        with os.fdopen(handle, "wb") as file:
            if held:
                with suppress(OSError):
                    # Where there are no locks, nobody sweeps.
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            file.write(data)
            file.flush()
            sync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def export_file(path: Path, data: bytes) -> None:
    """Write a file as `replace_file` does, where no lock tells who else writes it.

    What was left beside it by a writer who was stopped is taken away; what one still writes is not.

    Raises:
        OSError: as of `replace_file`.
    """
    from glob import escape

    for left in _left_beside(path.with_name(escape(path.name))):
        if _is_nobodys(left):
            left.unlink(missing_ok=True)
    replace_file(path, data, held=True)


def _is_nobodys(left: Path) -> bool:
    """Whether nobody writes an unfinished file of an export."""
    try:
        # Between the making of one and its lock there is a moment.
        if time.time() - left.stat().st_mtime < _FRESH:
            return False
        with left.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        # Somebody holds it, or nobody can tell here.
        return False
    return True


def _beside(path: Path) -> tuple[Path, int]:
    """A new file beside another, open for writing, with permissions as the mask has them.

    They are given as it is made, since not every file system lets them be changed.
    """
    how = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    while True:
        temporary = path.with_name(f".{path.name}.{os.urandom(_LENGTH // 2).hex()}")
        with suppress(FileExistsError):
            return temporary, os.open(temporary, how, 0o664)


_LENGTH = 8
"""Characters behind the name of an unfinished file; rsync's own have six."""

_FRESH = 60
"""Seconds in which an unfinished file may not have been locked yet by who writes it."""


def remove_unfinished(path: Path) -> None:
    """Take away what `replace_file` left half written beside a file when it was stopped.

    Args:
        path: The file, which nobody writes now; it may stand for many: [0-9]*.json.
    """
    for left in _left_beside(path):
        left.unlink(missing_ok=True)


def _left_beside(path: Path) -> Iterator[Path]:
    return path.parent.glob(f".{path.name}.{'?' * _LENGTH}")


def keep_copy(path: Path, folder: Path) -> Path:
    """Keep a file that is about to be replaced in a folder as well; where it is there.

    No file that is there already is touched, and the copy stays after a power failure.
    """
    folder.mkdir(exist_ok=True)
    for nth in itertools.count():
        kept = folder / (f"{path.name}.{nth}" if nth else path.name)
        if os.path.lexists(kept):
            continue
        try:
            os.link(path, kept)
        except FileExistsError:
            continue
        except OSError:
            # Not every file system has links; the first attempt may also have run out of room.
            replace_file(kept, path.read_bytes())
        break
    sync_folder(folder)
    sync_folder(folder.parent)
    return kept


def move_aside(path: Path, folder: Path) -> Path:
    """Move whatever stands at a path, a link as a link, into a folder, over nothing that is there.

    Raises:
        OSError: it cannot be moved.
    """
    folder.mkdir(exist_ok=True)
    names = (f"{path.name}.{nth}" if nth else path.name for nth in itertools.count())
    moved = next(folder / name for name in names if not os.path.lexists(folder / name))
    path.rename(moved)
    sync_folder(folder)
    sync_folder(path.parent)
    return moved


def sync_folder(path: Path) -> None:
    """Have what was renamed in a folder stay there after a power failure."""
    try:
        folder = os.open(path, os.O_RDONLY)
    except PermissionError:
        # Who may write into a folder may not always look into it.
        return
    try:
        sync(folder)
    finally:
        os.close(folder)


def sync(handle: int) -> bool:
    """Have what was written stay after a power failure, where the file system can promise that.

    Returns:
        Whether it can.

    Raises:
        OSError: it was not written after all.
    """
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC:
            raise
        return False
    return True


_CANNOT_SYNC = (
    errno.EINVAL,
    errno.ENOSYS,
    errno.EOPNOTSUPP,
    errno.EBADF,
    errno.EISDIR,
    errno.EPERM,
    errno.EACCES,
)
"""How file systems answer that know no syncing, of folders above all; a full or a failing disk
answers otherwise."""
