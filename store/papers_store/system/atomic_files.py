"""Write files atomically: after a crash a file is the old one or the new one, never half of it."""

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
    """Return the content of a file, or None if there is no file.

    Args:
        path: The file. A pipe or a device in its place does not block.
        most: The largest size in bytes.

    Raises:
        LibraryError: The path is not a regular file, is larger, or cannot be read.
    """
    try:
        # Without O_NONBLOCK, opening a pipe would block for ever.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise LibraryError(f"{path}: is not a regular file; remove it")
            if found.st_size > most:
                raise LibraryError(f"{path}: is larger than any file of a library; remove it")
            return file.read()
    except FileNotFoundError:
        if path.is_symlink():
            raise LibraryError(f"{path}: is a link that leads nowhere; remove it") from None
        return None
    except IsADirectoryError as error:
        raise LibraryError(f"{path}: is not a regular file; remove it") from error
    except OSError as error:
        raise LibraryError(f"{path}: cannot be read ({error.strerror})") from error


def is_blocked(path: Path) -> bool:
    """Return whether a path holds something other than a regular file or a link to one."""
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except OSError:
        # The path is free, or holds a dangling link.
        return path.is_symlink()


def replace_file(path: Path, data: bytes, *, locked: bool = False) -> None:
    """Replace a file atomically and durably: it is written beside it, synced and renamed.

    Args:
        path: The file.
        data: Its new content.
        locked: Whether to lock the unfinished file, so that others see that it is in use.

    Raises:
        OSError: The file cannot be written. A file system without fsync is not an error.
    """
    temporary, handle = _create_beside(path)
    try:
        with os.fdopen(handle, "wb") as file:
            if locked:
                with suppress(OSError):
                    # Where locks are not supported, nobody removes unfinished files.
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
    """Write a file as `replace_file` does, for a caller that holds no lock on its folder.

    Unfinished files that interrupted writers left beside it are removed; files that are still
    being written are kept.

    Raises:
        OSError: As in `replace_file`.
    """
    from glob import escape

    for unfinished in _unfinished_beside(path.with_name(escape(path.name))):
        if _is_abandoned(unfinished):
            unfinished.unlink(missing_ok=True)
    replace_file(path, data, locked=True)


def _is_abandoned(unfinished: Path) -> bool:
    """Return whether no process writes an unfinished file any more."""
    try:
        # A file is created a moment before it is locked.
        if time.time() - unfinished.stat().st_mtime < _MOMENT_SECONDS:
            return False
        with unfinished.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        # A writer holds the lock, or locks are not supported here.
        return False
    return True


def _create_beside(path: Path) -> tuple[Path, int]:
    """Create a file beside another and open it for writing, with the permissions of the umask.

    The permissions are set on creation, since not every file system can change them later.
    """
    how = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    while True:
        temporary = path.with_name(f".{path.name}.{os.urandom(_LENGTH // 2).hex()}")
        with suppress(FileExistsError):
            return temporary, os.open(temporary, how, 0o664)


_LENGTH = 8
"""Length of the random suffix of an unfinished file; rsync's temporary files have six."""

_MOMENT_SECONDS = 60
"""Age in seconds below which an unfinished file may not be locked yet."""


def remove_unfinished(path: Path) -> None:
    """Remove the unfinished files that an interrupted `replace_file` left beside a file.

    Args:
        path: The file, which no process writes now; it may be a pattern such as [0-9]*.json.
    """
    for unfinished in _unfinished_beside(path):
        unfinished.unlink(missing_ok=True)


def _unfinished_beside(path: Path) -> Iterator[Path]:
    return path.parent.glob(f".{path.name}.{'?' * _LENGTH}")


def keep_copy(path: Path, folder: Path) -> Path:
    """Keep a durable copy of a file in a folder, without overwriting anything there.

    Returns:
        The path of the copy.
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
            # Not every file system supports links; the disk may also be full.
            replace_file(kept, path.read_bytes())
        break
    sync_folder(folder)
    sync_folder(folder.parent)
    return kept


def move_aside(path: Path, folder: Path) -> Path:
    """Move whatever is at a path into a folder, without overwriting anything there.

    A link is moved as a link.

    Returns:
        The new path.

    Raises:
        OSError: It cannot be moved.
    """
    folder.mkdir(exist_ok=True)
    names = (f"{path.name}.{nth}" if nth else path.name for nth in itertools.count())
    moved = next(folder / name for name in names if not os.path.lexists(folder / name))
    path.rename(moved)
    sync_folder(folder)
    sync_folder(path.parent)
    return moved


def sync_folder(path: Path) -> None:
    """Make renames in a folder durable."""
    try:
        folder = os.open(path, os.O_RDONLY)
    except PermissionError:
        # A folder may be writable without being readable.
        return
    try:
        sync(folder)
    finally:
        os.close(folder)


def sync(handle: int) -> bool:
    """Make written data durable with fsync.

    Returns:
        False if the file system does not support it.

    Raises:
        OSError: The data could not be written.
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
"""Errors of file systems that cannot sync, above all folders; a full or failing disk reports
others."""
