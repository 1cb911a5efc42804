"""Keep an index up to date with the segments it is derived from, and choose which one to read.

A user with write access updates the library's index under the writer lock. A user without it reads
the library's index while that is up to date, and otherwise keeps a private index in the cache
folder, which starts as a copy of the library's.
"""

import os
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from papers_store.backends.local.index.index_file import files_of
from papers_store.backends.local.index.reader import Index
from papers_store.backends.local.segments import Fingerprint, Segments
from papers_store.errors import Damaged, LibraryError
from papers_store.system.atomic_files import is_blocked
from papers_store.system.locking import (
    Lock,
    LockTaken,
    OnWait,
    acquire,
    block_writers,
    supports_record_locks,
)
from papers_store.system.sqlite_damage import (
    clear_damaged_flag,
    flag_damaged,
    is_damage,
    is_flagged_damaged,
)

if TYPE_CHECKING:
    # A reader does not need it, and the first screen waits for every import.
    from papers_store.backends.local.index.writer import IndexWriter

_LOCK_SECONDS = 600.0

_MOST_DELETED = 0.5
"""Ratio of terms of deleted articles above which an index is rebuilt, to be small again."""


class IndexMaintainer:
    """Maintains the index of one library folder."""

    def __init__(self, folder: Path, segments: Segments, on_wait: OnWait | None = None) -> None:
        self._folder = folder
        self._segments = segments
        self._on_wait = on_wait
        self.path = folder / "index.sqlite3"
        """The library's own index."""
        self.unread: tuple[str, ...] = ()
        """Errors of segments that could not be read when the index was last updated."""

    def open(self, *, quick: bool = False) -> Index:
        """Open an index for reading.

        Args:
            quick: Treat it as up to date if the folder of segments has not changed; the caller
                must call `catch_up` soon, which looks at every segment.

        Raises:
            LibraryError: There is none, and none can be made.
        """
        if (index := self._shared(quick=quick)) is not None:
            return index
        try:
            with self._lock().held():
                return self._updated(self.path)
        except LockTaken:
            # A writer is active and updates the index, or is about to create it.
            return self.open_unchecked() or self._wait_for_index()
        except (OSError, sqlite3.Error):
            # The library is read-only.
            return self._shared(wasteful=True) or self._private()

    def open_unchecked(self) -> Index | None:
        """Open the library's index, up to date or not; None if it cannot be read."""
        try:
            return Index(self.path)
        except (sqlite3.Error, Damaged):
            return None

    def catch_up(self, index: Index) -> bool:
        """Update an index after changes on the disk, unless another process does or only it may.

        Returns:
            Whether the index is up to date.
        """
        if not is_flagged_damaged(index.path) and self._is_up_to_date(index):
            return True
        private = Lock(index.path.with_suffix(".lock"))
        try:
            with (self._lock() if index.path == self.path else private).held():
                self._updated(index.path).close()
        except (LockTaken, OSError, sqlite3.Error):
            # The index is read on as it is.
            return False
        return True

    def _wait_for_index(self) -> Index:
        with self.locked():
            return self._updated(self.path)

    @contextmanager
    def writing(self) -> "Iterator[IndexWriter]":
        """Hold the writer lock, and yield the library's index, up to date, for writing.

        Raises:
            LibraryError: The library or its index cannot be written.
        """
        with self.locked():
            self._segments.sweep()
            if is_flagged_damaged(self.path):
                _discard(self.path)
            writer = _writer(self.path)
            try:
                # Another importer may have written since this library was opened.
                self._update(writer)
                yield writer
                self._settle(writer)
            finally:
                writer.close()
                _share(self.path)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the writer lock.

        Raises:
            LibraryError: Another process holds it for too long, or the block fails to write.
        """
        try:
            with acquire(self._lock(), timeout=_LOCK_SECONDS, on_wait=self._on_wait):
                yield
        except LockTaken as error:
            raise LibraryError(
                f"{self._folder}: another process has been writing for ten minutes; try again later"
            ) from error
        except OSError as error:
            raise LibraryError(f"{self._folder}: cannot be written ({error.strerror})") from error
        except sqlite3.Error as error:
            if is_damage(error):
                flag_damaged(self.path)
            raise LibraryError(
                f"{self.path}: cannot be written ({error}); the articles themselves are safe,"
                " and the index is rebuilt when the library is opened"
            ) from error

    def _lock(self) -> Lock:
        return Lock(self._folder / "lock", mode=0o664)

    # Updating.

    def repair(self, *, rebuild: bool) -> None:
        """Update the library's index, or rebuild it; the caller holds the writer lock."""
        if rebuild:
            _discard(self.path)
        self._updated(self.path).close()

    def fault(self, ids: Collection[str] | None) -> str | None:
        """Check the library's index as a whole; return what is wrong, or None.

        Args:
            ids: Ids of all articles in the segments; None while a writer is active. An index that
                is behind the segments is no fault: it is updated when the library is opened.
        """
        if not self._segments.fingerprints():
            # An empty library needs no index.
            return None
        if is_blocked(self.path):
            return "is not a regular file"
        if not self.path.exists():
            return "is missing"
        if is_flagged_damaged(self.path):
            return "is damaged"
        try:
            with closing(Index(self.path)) as index:
                if index.is_cut_short():
                    return "is cut short"
                if (found := index.fault()) is not None:
                    return f"is damaged ({found})"
                up_to_date = self._is_up_to_date(index)
                if ids is not None and up_to_date and index.ids() != ids:
                    return "holds other articles than the segments"
        except (Damaged, sqlite3.DatabaseError) as error:
            if isinstance(error, sqlite3.OperationalError):
                return f"cannot be read ({error})"
            damaged = isinstance(error, Damaged) or is_damage(error)
            return "is damaged" if damaged else f"is of {error}"
        return None

    def _updated(self, path: Path) -> Index:
        """Update the index at a path, and open it for reading."""
        if (index := self._current(path)) is not None:
            return index
        try:
            self._update_at(path)
        except (sqlite3.DatabaseError, Damaged) as error:
            if isinstance(error, sqlite3.Error) and not is_damage(error):
                raise
            # Damaged beyond the pages that were read before.
            _discard(path)
            self._update_at(path)
        return Index(path)

    def _update_at(self, path: Path, *, alone: bool = False) -> None:
        with closing(_writer(path, alone=alone)) as writer:
            self._update(writer)
            self._settle(writer)
        _share(path)

    def _current(self, path: Path) -> Index | None:
        """Open the index at a path if it is up to date; remove it if it is beyond repair."""
        if is_flagged_damaged(path):
            _discard(path)
        if not path.exists():
            return None
        try:
            index = Index(path)
        except sqlite3.OperationalError:
            # Not damaged, but unfinished or unreachable; writing to it reports the error.
            return None
        except (sqlite3.DatabaseError, Damaged):
            _discard(path)
            return None
        try:
            if index.is_cut_short() or index.deleted_ratio() > _MOST_DELETED:
                _discard(path)
            elif self._is_up_to_date(index):
                return index
        except (sqlite3.DatabaseError, Damaged):
            _discard(path)
        index.close()
        return None

    def _update(self, index: "IndexWriter") -> None:
        """Index again the segments that have changed."""
        known, there = index.fingerprints(), self._segments.fingerprints()
        index.forget(known.keys() - there.keys())
        self.unread = ()
        for segment, fingerprint in there.items():
            if known.get(segment) != fingerprint:
                self._reread(index, segment, fingerprint)
        while copied := [segment for segment in index.copied() if segment in there]:
            # The valid copy of an article was removed; each round adds some of the others.
            for segment in copied:
                self._reread(index, segment, there[segment])

    def _reread(self, index: "IndexWriter", segment: int, fingerprint: Fingerprint) -> None:
        from papers_store.analysis.terms import entry_of

        entries = (
            (place, entry_of(article)) for place, article in self._segments.articles(segment)
        )
        # A damaged segment must not keep readers from the others.
        try:
            index.reread(segment, entries, fingerprint)
        except Damaged as error:
            index.leave_out(segment, str(error), fingerprint)
        except LibraryError as error:
            index.forget([segment])
            self.unread = (*self.unread, str(error))

    def _settle(self, index: "IndexWriter") -> None:
        """Record the folder's fingerprint, so that the next `open(quick=True)` trusts the index."""
        # In this order: a change in between changes the fingerprint.
        folder = self._segments.folder_fingerprint()
        if folder is not None and self._is_up_to_date(index):
            index.settle(folder)

    def _is_up_to_date(self, index: Index, *, quick: bool = False) -> bool:
        """Return whether an index was built from the current segments; `quick` as in `open`."""
        if quick and index.folder_fingerprint() == self._segments.folder_fingerprint() is not None:
            return True
        return index.fingerprints() == self._segments.fingerprints()

    # Read-only access.

    def _shared(self, *, wasteful: bool = False, quick: bool = False) -> Index | None:
        """Open the library's own index, if it is up to date or a writer is about to update it.

        Args:
            wasteful: Accept an index that consists mostly of terms of deleted articles.
            quick: As in `open`.
        """
        index = None if is_flagged_damaged(self.path) else self.open_unchecked()
        if index is None:
            return None
        try:
            if index.is_cut_short():
                flag_damaged(self.path)
            else:
                with self._block_writers() as idle:
                    up_to_date = idle and self._is_up_to_date(index, quick=quick)
                    if not idle or (
                        up_to_date and (wasteful or index.deleted_ratio() <= _MOST_DELETED)
                    ):
                        return index
        except (sqlite3.Error, Damaged):
            # Damaged beyond its first page.
            pass
        index.close()
        return None

    def is_being_written(self) -> bool:
        """Return whether another process holds the writer lock."""
        with self._block_writers() as idle:
            return not idle

    def _block_writers(self) -> AbstractContextManager[bool]:
        """Yield True if no writer is active, and keep writers out until the block ends.

        A reader cannot take the writer lock itself.
        """
        return block_writers(self._folder / "lock")

    def _private(self) -> Index:
        """Open the user's private index."""
        from hashlib import sha256

        from platformdirs import user_cache_path

        name = sha256(str(self._folder.resolve()).encode()).hexdigest()[:16]
        path = user_cache_path("papers-tui") / f"index-{name}.sqlite3"
        lock = path.with_suffix(".lock")
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            # Where locks are not supported, as in some home folders, it is built without one.
            with suppress(OSError), Lock(lock).held(_LOCK_SECONDS):
                if supports_record_locks(lock):
                    if not path.exists():
                        self._copy_to(path)
                    return self._updated(path)
            return self._built_aside(path)
        except (OSError, LockTaken, sqlite3.Error) as error:
            raise LibraryError(
                f"{self.path}: cannot be read, and none can be made in {path.parent}"
                f" ({error}); run papers-tui import as the librarian"
            ) from error

    def _built_aside(self, path: Path) -> Index:
        """Build a private index without locks: in a file of its own that is then renamed."""
        if (index := self._current(path)) is not None:
            return index
        aside = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            self._update_at(aside, alone=True)
            # SQLite would apply a log of the old file to the new one.
            _discard(path)
            aside.replace(path)
        finally:
            _discard(aside)
        return Index(path)

    def _copy_to(self, path: Path) -> None:
        """Start a private index as a copy of the library's, if that can be read."""
        shared = None if is_flagged_damaged(self.path) else self.open_unchecked()
        if shared is not None:
            with closing(shared):
                shared.copy_to(path)


def _writer(path: Path, *, alone: bool = False) -> "IndexWriter":
    from papers_store.backends.local.index.writer import IndexWriter

    _clear_the_way(path)
    try:
        return IndexWriter(path, alone=alone)
    except sqlite3.OperationalError:
        # A full disk or a lock, not damage.
        raise
    except (sqlite3.DatabaseError, Damaged):
        _discard(path)
        return IndexWriter(path, alone=alone)


def _discard(path: Path) -> None:
    """Remove an unusable index, to be rebuilt."""
    for one in files_of(path):
        if not _is_folder(one):
            one.unlink(missing_ok=True)
    clear_damaged_flag(path)


def _clear_the_way(path: Path) -> None:
    """Remove anything at the paths of an index that is not a file, such as a pipe."""
    for one in files_of(path):
        if is_blocked(one) and not _is_folder(one):
            one.unlink(missing_ok=True)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _share(path: Path) -> None:
    """Create SQLite's auxiliary files, for readers without write access.

    The last writer removes them, and a reader that cannot create them could not open the index.
    """
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).touch(mode=0o664)
