"""Keeping an index in step with the segments it is derived from, and choosing which to read.

Whoever may write in a library keeps its index up to date, under the writer's lock. Whoever may
only read takes the library's index as it is while it is in step, and else keeps one of their own
in their cache folder, begun as a copy of the library's.
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
    # Whoever only reads does not need it, and waits for every import.
    from papers_store.backends.local.index.writer import IndexWriter

_LOCK_SECONDS = 600.0

_MOST_DELETED = 0.5
"""Above this share of terms of replaced articles an index is made anew, to be small again."""


class IndexMaintainer:
    """The index of one library folder."""

    def __init__(self, folder: Path, segments: Segments, on_wait: OnWait | None = None) -> None:
        self._folder = folder
        self._segments = segments
        self._on_wait = on_wait
        self.path = folder / "index.sqlite3"
        """Where the library's own index is."""
        self.unread: tuple[str, ...] = ()
        """Segments that were out of reach when the index was last brought up to date."""

    def open(self, *, quick: bool = False) -> Index:
        """The index to read.

        Args:
            quick: Take it for in step where the folder of segments is as it was; `catch_up` has to
                look at every segment soon.

        Raises:
            LibraryError: there is none, and none can be made.
        """
        if (index := self._shared(quick=quick)) is not None:
            return index
        try:
            with self._lock().held():
                return self._updated(self.path)
        except LockTaken:
            # Somebody is writing, and keeps the index in step, or is about to make it.
            return self.open_unchecked() or self._made_by_others()
        except (OSError, sqlite3.Error):
            # A library that is only to be read.
            return self._shared(wasteful=True) or self._private()

    def open_unchecked(self) -> Index | None:
        """The library's index, in step or not; None where it cannot be read."""
        try:
            return Index(self.path)
        except (sqlite3.Error, Damaged):
            return None

    def catch_up(self, index: Index) -> bool:
        """Take in what somebody changed on the disk, unless another is about to, or may alone.

        Returns:
            Whether the index is in step.
        """
        if not is_flagged_damaged(index.path) and self._is_up_to_date(index):
            return True
        private = Lock(index.path.with_suffix(".lock"))
        try:
            with (self._lock() if index.path == self.path else private).held():
                self._updated(index.path).close()
        except (LockTaken, OSError, sqlite3.Error):
            # What is there is read on as it is.
            return False
        return True

    def _made_by_others(self) -> Index:
        with self.locked():
            return self._updated(self.path)

    @contextmanager
    def writing(self) -> "Iterator[IndexWriter]":
        """The library's index to write to, in step, with the writer's lock held.

        Raises:
            LibraryError: the library or its index cannot be written.
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
        """The writer's lock, held.

        Raises:
            LibraryError: somebody else holds it for long, or what is done meanwhile fails.
        """
        try:
            with acquire(self._lock(), timeout=_LOCK_SECONDS, on_wait=self._on_wait):
                yield
        except LockTaken as error:
            raise LibraryError(
                f"{self._folder}: somebody else has been writing for ten minutes; try again later"
            ) from error
        except OSError as error:
            raise LibraryError(f"{self._folder}: cannot be written ({error.strerror})") from error
        except sqlite3.Error as error:
            if is_damage(error):
                flag_damaged(self.path)
            raise LibraryError(
                f"{self.path}: cannot be written ({error}); the articles themselves are safe,"
                " and the index is made anew when the library is opened"
            ) from error

    def _lock(self) -> Lock:
        return Lock(self._folder / "lock", mode=0o664)

    # In step.

    def repair(self, *, anew: bool) -> None:
        """Bring the library's index in step, or make it anew; for who holds the lock."""
        if anew:
            _discard(self.path)
        self._updated(self.path).close()

    def fault(self, ids: Collection[str] | None) -> str | None:
        """What is wrong with the library's index, which is read whole; None where nothing is.

        Args:
            ids: Of all articles in the segments; None while somebody writes. An index that is
                behind the segments is as it should be until the library is opened.
        """
        if not self._segments.fingerprints():
            # Nothing to be found, and nothing that an index could be wrong about.
            return None
        if is_blocked(self.path):
            return "is no file"
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
        """The index at a path, as a reader opens it, after its writer has brought it up to date."""
        if (index := self._current(path)) is not None:
            return index
        try:
            self._bring_up(path)
        except (sqlite3.DatabaseError, Damaged) as error:
            if isinstance(error, sqlite3.Error) and not is_damage(error):
                raise
            # Damaged further in than anybody had looked.
            _discard(path)
            self._bring_up(path)
        return Index(path)

    def _bring_up(self, path: Path, *, alone: bool = False) -> None:
        with closing(_writer(path, alone=alone)) as writer:
            self._update(writer)
            self._settle(writer)
        _share(path)

    def _current(self, path: Path) -> Index | None:
        """The index at a path if it needs no work; one that is beyond repair is taken away."""
        if is_flagged_damaged(path):
            _discard(path)
        if not path.exists():
            return None
        try:
            index = Index(path)
        except sqlite3.OperationalError:
            # Not damaged, but half made or out of reach; whoever writes to it will know.
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
        """Read again what differs between index and segments."""
        known, there = index.fingerprints(), self._segments.fingerprints()
        index.forget(known.keys() - there.keys())
        self.unread = ()
        for segment, fingerprint in there.items():
            if known.get(segment) != fingerprint:
                self._reread(index, segment, fingerprint)
        while copied := [segment for segment in index.copied() if segment in there]:
            # The article that was read elsewhere went; each round brings some of them back.
            for segment in copied:
                self._reread(index, segment, there[segment])

    def _reread(self, index: "IndexWriter", segment: int, fingerprint: Fingerprint) -> None:
        from papers_store.analysis.terms import entry_of

        entries = (
            (place, entry_of(article)) for place, article in self._segments.articles(segment)
        )
        # The other segments are sound, and people want to read them.
        try:
            index.reread(segment, entries, fingerprint)
        except Damaged as error:
            index.leave_out(segment, str(error), fingerprint)
        except LibraryError as error:
            index.forget([segment])
            self.unread = (*self.unread, str(error))

    def _settle(self, index: "IndexWriter") -> None:
        """Let whoever opens the library next see from its folder that the index is in step."""
        # In this order: what changes in between shows in the folder.
        folder = self._segments.folder_fingerprint()
        if folder is not None and self._is_up_to_date(index):
            index.settle(folder)

    def _is_up_to_date(self, index: Index, *, quick: bool = False) -> bool:
        """Whether an index was made from the segments as they are; `quick` as in `open`."""
        if quick and index.folder_fingerprint() == self._segments.folder_fingerprint() is not None:
            return True
        return index.fingerprints() == self._segments.fingerprints()

    # Only to be read.

    def _shared(self, *, wasteful: bool = False, quick: bool = False) -> Index | None:
        """The library's own index, if it is in step or its writer is about to bring it there.

        Args:
            wasteful: Take it also where it is mostly terms of replaced articles.
            quick: As for `open`.
        """
        index = None if is_flagged_damaged(self.path) else self.open_unchecked()
        if index is None:
            return None
        try:
            if index.is_cut_short():
                flag_damaged(self.path)
            else:
                with self._block_writers() as nobody:
                    up_to_date = nobody and self._is_up_to_date(index, quick=quick)
                    if not nobody or (
                        up_to_date and (wasteful or index.deleted_ratio() <= _MOST_DELETED)
                    ):
                        return index
        except (sqlite3.Error, Damaged):
            # Damaged further in than its first page.
            pass
        index.close()
        return None

    def is_being_written(self) -> bool:
        """Whether somebody holds the writer's lock, which a reader cannot take."""
        with self._block_writers() as nobody:
            return not nobody

    def _block_writers(self) -> AbstractContextManager[bool]:
        """Whether nobody writes, which is then so until this is over.

        A reader cannot take the writer's lock, but can keep others from it for a moment.
        """
        return block_writers(self._folder / "lock")

    def _private(self) -> Index:
        """An index of this person's own."""
        from hashlib import sha256

        from platformdirs import user_cache_path

        name = sha256(str(self._folder.resolve()).encode()).hexdigest()[:16]
        path = user_cache_path("papers-tui") / f"index-{name}.sqlite3"
        lock = path.with_suffix(".lock")
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            # Where no locks are given, as in a home on such a file system, one is made without.
            with suppress(OSError), Lock(lock).held(_LOCK_SECONDS):
                if supports_record_locks(lock):
                    if not path.exists():
                        self._copy_to(path)
                    return self._updated(path)
            return self._made_apart(path)
        except (OSError, LockTaken, sqlite3.Error) as error:
            raise LibraryError(
                f"{self.path}: cannot be read, and none can be made in {path.parent}"
                f" ({error}); run papers-tui import as the library's keeper"
            ) from error

    def _made_apart(self, path: Path) -> Index:
        """An index of this person's own where no locks are given: made aside, put there whole."""
        if (index := self._current(path)) is not None:
            return index
        aside = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            self._bring_up(aside, alone=True)
            # A log that was left beside the old one would be taken for its own.
            _discard(path)
            aside.replace(path)
        finally:
            _discard(aside)
        return Index(path)

    def _copy_to(self, path: Path) -> None:
        """Begin a private index with what the library's holds, where that can be read."""
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
        # A full disk or a lock is no damage.
        raise
    except (sqlite3.DatabaseError, Damaged):
        _discard(path)
        return IndexWriter(path, alone=alone)


def _discard(path: Path) -> None:
    """Take an index away that cannot be used; it is derived, and made anew."""
    for one in files_of(path):
        if not _is_folder(one):
            one.unlink(missing_ok=True)
    clear_damaged_flag(path)


def _clear_the_way(path: Path) -> None:
    """Take away what stands in the place of an index and is no file: nothing is lost with it."""
    for one in files_of(path):
        if is_blocked(one) and not _is_folder(one):
            one.unlink(missing_ok=True)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _share(path: Path) -> None:
    """Let people read the index who may not write beside it.

    SQLite's last writer takes these two files away, and a reader who cannot make them again could
    not open the index.
    """
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).touch(mode=0o664)
