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
from papers_store.backends.local.segments import Segments, Stamp
from papers_store.errors import Damaged, LibraryError
from papers_store.system.atomic_files import is_in_the_way
from papers_store.system.locking import (
    Lock,
    Taken,
    Waiting,
    gives_record_locks,
    my_turn,
    nobody_writing,
)
from papers_store.system.sqlite_damage import is_damage, is_marked, mark, unmark

if TYPE_CHECKING:
    # Whoever only reads does not need it, and waits for every import.
    from papers_store.backends.local.index.writer import IndexWriter

_LOCK_SECONDS = 600.0

_MOST_DEAD = 0.5
"""Above this share of terms of replaced articles an index is made anew, to be small again."""


class IndexKeeper:
    """The index of one library folder."""

    def __init__(self, folder: Path, segments: Segments, waiting: Waiting | None = None) -> None:
        self._folder = folder
        self._segments = segments
        self._waiting = waiting
        self.path = folder / "index.sqlite3"
        """Where the library's own index is."""
        self.unread: tuple[str, ...] = ()
        """Segments that were out of reach when the index was last brought up to date."""

    def open(self, *, glance: bool = False) -> Index:
        """The index to read.

        Args:
            glance: Take it for in step where the folder of segments is as it was; `catch_up` has to
                look at every segment soon.

        Raises:
            LibraryError: there is none, and none can be made.
        """
        if (index := self._shared(glance=glance)) is not None:
            return index
        try:
            with self._lock().held():
                return self._in_step(self.path)
        except Taken:
            # Somebody is writing, and keeps the index in step, or is about to make it.
            return self.as_it_is() or self._made_by_others()
        except (OSError, sqlite3.Error):
            # A library that is only to be read.
            return self._shared(wasteful=True) or self._private()

    def as_it_is(self) -> Index | None:
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
        if not is_marked(index.path) and self._is_in_step(index):
            return True
        private = Lock(index.path.with_suffix(".lock"))
        try:
            with (self._lock() if index.path == self.path else private).held():
                self._in_step(index.path).close()
        except (Taken, OSError, sqlite3.Error):
            # What is there is read on as it is.
            return False
        return True

    def _made_by_others(self) -> Index:
        with self.locked():
            return self._in_step(self.path)

    @contextmanager
    def writing(self) -> "Iterator[IndexWriter]":
        """The library's index to write to, in step, with the writer's lock held.

        Raises:
            LibraryError: the library or its index cannot be written.
        """
        with self.locked():
            self._segments.sweep()
            if is_marked(self.path):
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
            with my_turn(self._lock(), patience=_LOCK_SECONDS, waiting=self._waiting):
                yield
        except Taken as error:
            raise LibraryError(
                f"{self._folder}: somebody else has been writing for ten minutes; try again later"
            ) from error
        except OSError as error:
            raise LibraryError(f"{self._folder}: cannot be written ({error.strerror})") from error
        except sqlite3.Error as error:
            if is_damage(error):
                mark(self.path)
            raise LibraryError(
                f"{self.path}: cannot be written ({error}); the articles themselves are safe,"
                " and the index is made anew when the library is opened"
            ) from error

    def _lock(self) -> Lock:
        return Lock(self._folder / "lock", mode=0o664)

    # In step.

    def mend(self, *, anew: bool) -> None:
        """Bring the library's index in step, or make it anew; for who holds the lock."""
        if anew:
            _discard(self.path)
        self._in_step(self.path).close()

    def fault(self, ids: Collection[str] | None) -> str | None:
        """What is wrong with the library's index, which is read whole; None where nothing is.

        Args:
            ids: Of all articles in the segments; None while somebody writes. An index that is
                behind the segments is as it should be until the library is opened.
        """
        if not self._segments.stamps():
            # Nothing to be found, and nothing that an index could be wrong about.
            return None
        if is_in_the_way(self.path):
            return "is no file"
        if not self.path.exists():
            return "is missing"
        if is_marked(self.path):
            return "is damaged"
        try:
            with closing(Index(self.path)) as index:
                if index.is_cut_short():
                    return "is cut short"
                if (found := index.fault()) is not None:
                    return f"is damaged ({found})"
                in_step = self._is_in_step(index)
                if ids is not None and in_step and index.ids() != ids:
                    return "holds other articles than the segments"
        except (Damaged, sqlite3.DatabaseError) as error:
            if isinstance(error, sqlite3.OperationalError):
                return f"cannot be read ({error})"
            damaged = isinstance(error, Damaged) or is_damage(error)
            return "is damaged" if damaged else f"is of {error}"
        return None

    def _in_step(self, path: Path) -> Index:
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
        if is_marked(path):
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
            if index.is_cut_short() or index.dead_share() > _MOST_DEAD:
                _discard(path)
            elif self._is_in_step(index):
                return index
        except (sqlite3.DatabaseError, Damaged):
            _discard(path)
        index.close()
        return None

    def _update(self, index: "IndexWriter") -> None:
        """Read again what differs between index and segments."""
        known, there = index.stamps(), self._segments.stamps()
        index.forget(known.keys() - there.keys())
        self.unread = ()
        for segment, stamp in there.items():
            if known.get(segment) != stamp:
                self._reread(index, segment, stamp)
        while copied := [segment for segment in index.copied() if segment in there]:
            # The article that was read elsewhere went; each round brings some of them back.
            for segment in copied:
                self._reread(index, segment, there[segment])

    def _reread(self, index: "IndexWriter", segment: int, stamp: Stamp) -> None:
        from papers_store.analysis.terms import entry_of

        entries = (
            (place, entry_of(article)) for place, article in self._segments.articles(segment)
        )
        # The other segments are sound, and people want to read them.
        try:
            index.reread(segment, entries, stamp)
        except Damaged as error:
            index.leave_out(segment, str(error), stamp)
        except LibraryError as error:
            index.forget([segment])
            self.unread = (*self.unread, str(error))

    def _settle(self, index: "IndexWriter") -> None:
        """Let whoever opens the library next see from its folder that the index is in step."""
        # In this order: what changes in between shows in the folder.
        folder = self._segments.folder_stamp()
        if folder is not None and self._is_in_step(index):
            index.settle(folder)

    def _is_in_step(self, index: Index, *, glance: bool = False) -> bool:
        """Whether an index was made from the segments as they are; a glance is as for `open`."""
        if glance and index.folder_stamp() == self._segments.folder_stamp() is not None:
            return True
        return index.stamps() == self._segments.stamps()

    # Only to be read.

    def _shared(self, *, wasteful: bool = False, glance: bool = False) -> Index | None:
        """The library's own index, if it is in step or its writer is about to bring it there.

        Args:
            wasteful: Take it also where it is mostly terms of replaced articles.
            glance: As for `open`.
        """
        index = None if is_marked(self.path) else self.as_it_is()
        if index is None:
            return None
        try:
            if index.is_cut_short():
                mark(self.path)
            else:
                with self._nobody_writing() as nobody:
                    in_step = nobody and self._is_in_step(index, glance=glance)
                    if not nobody or (in_step and (wasteful or index.dead_share() <= _MOST_DEAD)):
                        return index
        except (sqlite3.Error, Damaged):
            # Damaged further in than its first page.
            pass
        index.close()
        return None

    def is_being_written(self) -> bool:
        """Whether somebody holds the writer's lock, which a reader cannot take."""
        with self._nobody_writing() as nobody:
            return not nobody

    def _nobody_writing(self) -> AbstractContextManager[bool]:
        """Whether nobody writes, which is then so until this is over.

        A reader cannot take the writer's lock, but can keep others from it for a moment.
        """
        return nobody_writing(self._folder / "lock")

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
                if gives_record_locks(lock):
                    if not path.exists():
                        self._copy_to(path)
                    return self._in_step(path)
            return self._made_apart(path)
        except (OSError, Taken, sqlite3.Error) as error:
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
        shared = None if is_marked(self.path) else self.as_it_is()
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
    unmark(path)


def _clear_the_way(path: Path) -> None:
    """Take away what stands in the place of an index and is no file: nothing is lost with it."""
    for one in files_of(path):
        if is_in_the_way(one) and not _is_folder(one):
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
