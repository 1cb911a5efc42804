"""A reader's two files: the whole of their marks, and what was changed since that was written.

A change of a small file puts the whole in its place. Where that would take long, a line is put
behind others in a second file, until there are so many that the whole is written again. Whoever
reads puts the two together. Each line says when its part of a mark was changed, so that a line that
is in the whole as well changes nothing: it makes no difference where a writer is stopped.

What changes anything here is called with the file's lock held.
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
"""Bytes of a file that is written whole at every change: of some 800 articles, in a few
milliseconds."""

_SHARE = 4
"""The changes may become as large as one of so many parts of the whole."""

_ATTEMPTS = 5
"""How often to read again when somebody wrote meanwhile; none of them takes as long as a read."""

FileVersion = tuple[int, int, int]
"""Which file it is, its size and when it was written, in nanoseconds."""


class Loaded(NamedTuple):
    """What the two files held when they were read."""

    contents: Contents = Contents()
    whole: FileVersion | None = None
    """None where there is no such file."""
    changes: FileVersion | None = None
    known: int = 0
    """Bytes of the changes that were read; what is behind them is the half of a line."""
    unsound: tuple[tuple[Path, str], ...] = ()
    """Files that are not as they should be, each with what is wrong."""

    @property
    def size(self) -> int:
        """Bytes of both."""
        return (self.whole[1] if self.whole else 0) + self.known


class Full(Exception):
    """There is no room for more marks."""


class ReaderFile:
    """The files of one reader."""

    def __init__(self, path: Path, room: int | None = None) -> None:
        """Nothing is read or written yet.

        Args:
            path: The file of the whole.
            room: Bytes that both may take at any moment, with what is written aside; None for
                as many as there are.
        """
        self.path = path
        self.changes = changes_beside(path)
        self._room = room

    def blamed(self, error: OSError) -> Path:
        """Which of the two files an error is about."""
        return self.changes if error.filename == str(self.changes) else self.path

    def load(self, before: Loaded) -> Loaded:
        """What the files hold now; what was read before, if that is the same.

        Raises:
            OSError: one of them cannot be read, or is no file.
        """
        for _ in range(_ATTEMPTS):
            whole, changes = _version(self.path), _version(self.changes)
            if (whole, changes) == (before.whole, before.changes):
                return before
            loaded = self._continued(before, whole, changes) or self._read()
            # Whoever wrote the whole meanwhile may have taken the changes away with it.
            if loaded.whole == _version(self.path):
                break
        return loaded

    def _continued(
        self, before: Loaded, whole: FileVersion | None, changes: FileVersion | None
    ) -> Loaded | None:
        """What the files hold where only changes came behind those that were read."""
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
        # A line without an end is being written, or never was.
        lines = data[: data.rfind(b"\n") + 1]
        found, fault = _tried(lambda: marks_format.apply(before.contents, lines), before.contents)
        unsound = (*before.unsound, (self.changes, fault)) if fault else before.unsound
        return Loaded(found, before.whole, version, before.known + len(lines), unsound)

    # With the lock held.

    def keep(self, loaded: Loaded, contents: Contents, line: bytes, *, whole: bool) -> None:
        """Keep a change.

        Args:
            loaded: What the files hold.
            contents: The same with the change.
            line: The change alone.
            whole: Whether the line would not do.

        Raises:
            OSError: it cannot be written, and nothing was kept of it.
            Full: there is no room for it.
        """
        if whole or self._is_for_whole(loaded, len(line)):
            self.write(loaded, contents)
        else:
            self._append(loaded, line)

    def write(self, loaded: Loaded, contents: Contents) -> None:
        """Put all of the contents into the file; errors as of `keep`."""
        data = marks_format.written_whole(contents)
        # What was there may be larger than a newer program lets it become; it may shrink.
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
                # What a writer left who was stopped in the midst of a line.
                file.truncate(loaded.known)
                file.seek(loaded.known)
                file.write(data)
                file.flush()
                sync(file.fileno())
            except OSError:
                with suppress(OSError):
                    # Else it is the half of a line, which nobody reads.
                    os.ftruncate(file.fileno(), loaded.known)
                raise
        if not loaded.known:
            sync_folder(self.path.parent)

    def written(self, contents: Contents) -> Loaded:
        """What the files hold after these contents were kept in them."""
        changes = _version(self.changes)
        return Loaded(contents, _version(self.path), changes, changes[1] if changes else 0)

    def sweep(self) -> None:
        """Take away what writers left half written who were stopped."""
        from glob import escape

        # What cannot be taken away takes room, and nothing else.
        with suppress(OSError):
            remove_unfinished(self.path.with_name(escape(self.path.name)))
            remove_unfinished(self.path.with_name(f"{escape(self.path.stem)}-aside-*"))

    def put_aside(self, file: Path) -> Path | None:
        """Keep a copy of a file that is not as it should be, under a name of its own.

        Raises:
            OSError: it cannot be kept.
        """
        data, _ = _data(file)
        if data is None:
            return None
        for number in count(1):
            aside = self.path.with_name(f"{self.path.stem}-aside-{number}{file.suffix}")
            try:
                # Made by us alone, so that nothing is overwritten.
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
        """Put what was sound of the files in their place, once they are kept elsewhere."""
        if contents == Contents():
            self.path.unlink(missing_ok=True)
            self.changes.unlink(missing_ok=True)
        else:
            replace_file(self.path, marks_format.written_whole(contents))
            self.changes.unlink(missing_ok=True)


def changes_beside(path: Path) -> Path:
    """The file of changes for a file of marks.

    It stands before the other where names are sorted. So whoever copies the folder copies the
    changes first, and misses none that are put into the whole meanwhile.
    """
    return path.with_name(f"{path.stem}.changes.jsonl")


def _tried(read: Callable[[], Read], otherwise: Contents) -> tuple[Contents, str]:
    """The contents of a file, and what is wrong with it, if anything is."""
    try:
        contents, faults = read()
    except Unreadable as error:
        return otherwise, str(error)
    if not faults:
        return contents, ""
    more = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
    return contents, f"damaged in part ({faults[0]}{more})"


def read_file(path: Path) -> bytes:
    """What stands in a file.

    Raises:
        OSError: it cannot be read, or is no file.
    """
    with _opened(path) as handle, open(handle, "rb", closefd=False) as file:
        return file.read()


def _version(path: Path) -> FileVersion | None:
    """Which version of a file there is; None without one.

    Raises:
        OSError: it cannot be read, or is no file.
    """
    try:
        # On NFS a file that is opened is looked up anew; its name alone may be remembered.
        with _opened(path) as handle:
            return _version_of(handle)
    except FileNotFoundError:
        return None


def _data(path: Path, start: int = 0) -> tuple[bytes | None, FileVersion | None]:
    """What stands in a file from some byte on, and the stamp of what was read; as `_version`."""
    try:
        with _opened(path) as handle, open(handle, "rb", closefd=False) as file:
            version = _version_of(handle)
            file.seek(start)
            return file.read(), version
    except FileNotFoundError:
        return None, None


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    # A pipe would have its reader wait for ever.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "it is no file", str(path))
        yield handle
    finally:
        os.close(handle)


def _version_of(handle: int) -> FileVersion:
    found = os.fstat(handle)
    return found.st_ino, found.st_size, found.st_mtime_ns
