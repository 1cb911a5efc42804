"""A reader's two files: all marks, and a log of the changes since that file was written.

A small file is rewritten at every change. For a large one a line is appended to the log instead,
until the log is so long that the whole is written again. Reading applies the log to the whole. Each
line has the time of its change, so that a line that the whole already contains changes nothing: a
writer may be interrupted anywhere.

Methods that change the files are called with the file's lock held.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import NamedTuple

from papers_store.marks import marks_format
from papers_store.marks.marks_format import Contents, Read, Unreadable
from papers_store.system.atomic_files import remove_unfinished, replace_file, sync, sync_folder

SMALL = 256 * 1024
"""Size in bytes up to which the file is rewritten at every change: some 800 articles, in a few
milliseconds."""

_SHARE = 4
"""The log may grow to the size of the whole divided by this."""

_ATTEMPTS = 5
"""Attempts to read while another session writes; a write is shorter than a read."""

FileVersion = tuple[int, int, int]
"""Inode, size, and modification time in nanoseconds."""


class Loaded(NamedTuple):
    """The content of the two files when they were read."""

    contents: Contents = Contents()
    whole: FileVersion | None = None
    """None if there is no such file."""
    changes: FileVersion | None = None
    known: int = 0
    """Bytes of the log that were read; an incomplete line may follow."""
    unsound: tuple[tuple[Path, str], ...] = ()
    """Damaged files, each with what is wrong."""

    @property
    def size(self) -> int:
        """Return the size of both files in bytes."""
        return (self.whole[1] if self.whole else 0) + self.known


class Full(Exception):
    """The marks exceed their disk space."""


class ReaderFile:
    """The files of one reader."""

    def __init__(self, path: Path, room: int | None = None) -> None:
        """Name the files, without reading or writing.

        Args:
            path: The file of all marks.
            room: Disk space in bytes for both at any moment, with temporary files; None for no
                limit.
        """
        self.path = path
        self.changes = changes_beside(path)
        self._room = room

    def blamed(self, error: OSError) -> Path:
        """Return which of the two files an error is about."""
        return self.changes if error.filename == str(self.changes) else self.path

    def load(self, before: Loaded) -> Loaded:
        """Read the files; return `before` if they have not changed.

        Raises:
            OSError: One of them cannot be read, or is not a regular file.
        """
        for _ in range(_ATTEMPTS):
            whole, changes = _version(self.path), _version(self.changes)
            if (whole, changes) == (before.whole, before.changes):
                return before
            loaded = self._continued(before, whole, changes) or self._read()
            # Another session may have written the whole and removed the log in between.
            if loaded.whole == _version(self.path):
                break
        return loaded

    def _continued(
        self, before: Loaded, whole: FileVersion | None, changes: FileVersion | None
    ) -> Loaded | None:
        """Read only the new lines of the log, if nothing else has changed."""
        old = before.changes
        if whole is None or before.whole != whole or changes is None or old is None:
            return None
        if changes[0] != old[0] or changes[1] < before.known:
            return None
        return self._with_changes(before)

    def _read(self) -> Loaded:
        data, version = _data(self.path)
        if data is None:
            return self._with_changes(Loaded())
        found, fault = _tried(lambda: marks_format.read(data), Contents())
        unsound = ((self.path, fault),) if fault else ()
        return self._with_changes(Loaded(found, version, unsound=unsound))

    def _with_changes(self, before: Loaded) -> Loaded:
        data, version = _data(self.changes, before.known)
        if data is None:
            return before
        # A line without a newline is being written, or was interrupted.
        lines = data[: data.rfind(b"\n") + 1]
        found, fault = _tried(lambda: marks_format.apply(before.contents, lines), before.contents)
        unsound = (*before.unsound, (self.changes, fault)) if fault else before.unsound
        return Loaded(found, before.whole, version, before.known + len(lines), unsound)

    # Writing, with the lock held.

    def keep(self, loaded: Loaded, contents: Contents, line: bytes, *, whole: bool) -> None:
        """Write a change.

        Args:
            loaded: The current content of the files.
            contents: The contents with the change.
            line: The change as a line of the log.
            whole: Write all marks, since a line cannot express the change.

        Raises:
            OSError: It cannot be written; the files are unchanged.
            Full: It exceeds the disk space.
        """
        if whole or self._is_for_whole(loaded, len(line)):
            self.write(loaded, contents)
        else:
            self._append(loaded, line)

    def write(self, loaded: Loaded, contents: Contents) -> None:
        """Write all marks; errors as in `keep`."""
        data = marks_format.written_whole(contents)
        # A file that already exceeds the limit may still shrink.
        if self._room is not None and loaded.size <= len(data) > self._room // 2:
            raise Full
        replace_file(self.path, data)
        self.changes.unlink(missing_ok=True)

    def _is_for_whole(self, loaded: Loaded, more: int) -> bool:
        if loaded.whole is None or loaded.whole[1] <= SMALL:
            return True
        if self._room is not None and loaded.size + more > self._room // 2:
            return True
        return loaded.known + more > max(SMALL, loaded.whole[1] // _SHARE)

    def _append(self, loaded: Loaded, line: bytes) -> None:
        data = line if loaded.known else marks_format.first_line() + line
        handle = os.open(self.changes, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o664)
        with os.fdopen(handle, "wb") as file:
            try:
                # Remove the incomplete line of an interrupted writer.
                file.truncate(loaded.known)
                file.seek(loaded.known)
                file.write(data)
                file.flush()
                sync(file.fileno())
            except OSError:
                with suppress(OSError):
                    # Otherwise an incomplete line stays, which nobody reads.
                    os.ftruncate(file.fileno(), loaded.known)
                raise
        if not loaded.known:
            sync_folder(self.path.parent)

    def written(self, contents: Contents) -> Loaded:
        """Return the state of the files after these contents were written."""
        changes = _version(self.changes)
        return Loaded(contents, _version(self.path), changes, changes[1] if changes else 0)

    def sweep(self) -> None:
        """Remove unfinished files of interrupted writers."""
        from glob import escape

        # A file that cannot be removed only takes space.
        with suppress(OSError):
            remove_unfinished(self.path.with_name(escape(self.path.name)))
            remove_unfinished(self.path.with_name(f"{escape(self.path.stem)}-aside-*"))

    def put_aside(self, file: Path) -> Path | None:
        """Copy a damaged file to a new name.

        Raises:
            OSError: It cannot be copied.
        """
        data, _ = _data(file)
        if data is None:
            return None
        for number in count(1):
            aside = self.path.with_name(f"{self.path.stem}-aside-{number}{file.suffix}")
            try:
                # O_EXCL, so that nothing is overwritten.
                os.close(os.open(aside, os.O_CREAT | os.O_EXCL, 0o600))
            except FileExistsError:
                continue
            break
        try:
            replace_file(aside, data)
        except OSError:
            aside.unlink(missing_ok=True)
            raise
        return aside

    def renew(self, contents: Contents) -> None:
        """Replace damaged files by their intact contents, after `put_aside`."""
        if contents == Contents():
            self.path.unlink(missing_ok=True)
            self.changes.unlink(missing_ok=True)
        else:
            replace_file(self.path, marks_format.written_whole(contents))
            self.changes.unlink(missing_ok=True)


def changes_beside(path: Path) -> Path:
    """Return the log that belongs to a file of marks.

    Its name sorts before the other. So a program that copies the folder copies the log first, and
    misses no change that is moved into the whole in the meantime.
    """
    return path.with_name(f"{path.stem}.changes.jsonl")


def _tried(read: Callable[[], Read], otherwise: Contents) -> tuple[Contents, str]:
    """Return the contents of a file, and what is wrong with it, or an empty string."""
    try:
        contents, faults = read()
    except Unreadable as error:
        return otherwise, str(error)
    if not faults:
        return contents, ""
    more = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
    return contents, f"damaged in part ({faults[0]}{more})"


def read_file(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        OSError: It cannot be read, or is not a regular file.
    """
    with _opened(path) as handle, open(handle, "rb", closefd=False) as file:
        return file.read()


def _version(path: Path) -> FileVersion | None:
    """Return the version of a file, or None if there is none.

    Raises:
        OSError: It cannot be read, or is not a regular file.
    """
    try:
        # On NFS opening a file revalidates its attributes, which stat alone may take from a cache.
        with _opened(path) as handle:
            return _version_of(handle)
    except FileNotFoundError:
        return None


def _data(path: Path, start: int = 0) -> tuple[bytes | None, FileVersion | None]:
    """Return the bytes of a file from `start` on, and its version; errors as in `_version`."""
    try:
        with _opened(path) as handle, open(handle, "rb", closefd=False) as file:
            version = _version_of(handle)
            file.seek(start)
            return file.read(), version
    except FileNotFoundError:
        return None, None


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    # Without O_NONBLOCK, opening a pipe would block for ever.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file", str(path))
        yield handle
    finally:
        os.close(handle)


def _version_of(handle: int) -> FileVersion:
    found = os.fstat(handle)
    return found.st_ino, found.st_size, found.st_mtime_ns
