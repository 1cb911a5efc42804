"""The file of one reader's marks, which several of their sessions may have open."""

import os
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from papers_store.errors import LibraryError
from papers_store.marks.asked import Asked
from papers_store.marks.form import (
    ABOUT,
    MARKS,
    SESSION,
    VERSION,
    Contents,
    MarksError,
    Unreadable,
    document,
    exported,
    read,
    received,
    tables,
)
from papers_store.marks.values import Mark, Part, Place, Session, now
from papers_store.turns import Waiting, my_turn

if TYPE_CHECKING:
    from tinydb import TinyDB

_PATIENCE = 10
"""Seconds to wait for another session to finish its write, which takes milliseconds."""

_Stamp = tuple[int, int, int]
"""Which file it is, its size and when it was written, in nanoseconds."""


class Marks(Asked):
    """One reader's marks.

    Reading is from memory. A change takes the file's lock, reads what other sessions wrote, and
    writes one article's mark, so that sessions lose nothing of each other's. All calls may be made
    from any thread; changes wait for the disk.
    """

    def __init__(self, path: Path) -> None:
        self._path = path.expanduser().resolve()
        self._mutex = threading.RLock()
        self._contents = Contents()
        self._stamp: _Stamp | None = None
        self._problems: tuple[str, ...] = ()
        self._closed_by: str | None = None
        self.waiting: Waiting | None = None
        """Told when another session is writing, and has to be waited for."""
        self.refresh()

    @property
    def problems(self) -> tuple[str, ...]:
        """What was wrong with the file, a sentence each, and what was done about it."""
        return self._problems

    # Reading.

    def of(self, article: str) -> Mark:
        """What was done with an article; nothing yet, for one without a mark."""
        return self._contents.marks.get(article) or Mark(article=article)

    def all(self) -> Mapping[str, Mark]:
        """Every mark by its article. The mapping is never changed, only replaced."""
        return self._contents.marks

    @property
    def session(self) -> Session:
        """Where the reader stopped."""
        return self._contents.session

    def tags(self) -> list[str]:
        """All tags in use, the most used first."""
        counted = Counter(tag for mark in self.all().values() for tag in mark.tags)
        return sorted(counted, key=lambda tag: (-counted[tag], tag))

    def refresh(self) -> bool:
        """Read what other sessions wrote; whether there was anything new."""
        with self._mutex:
            try:
                return self._read_if_changed()
            except Unreadable:
                self._set_aside()
                return True
            except OSError as error:
                self._close_by(f"{self._path}: cannot be read ({error.strerror})")
                return False

    # Changing.

    def star(self, article: str, starred: bool) -> Mark:
        """Star an article, or take its star away.

        Raises:
            MarksError: the file cannot be written; this holds for every change.
        """
        return self._change(article, "starred", starred=starred)

    def tag(self, article: str, tags: tuple[str, ...]) -> Mark:
        """Give an article these tags, instead of those it had; each is kept once."""
        kept = (" ".join(tag.split()) for tag in tags)
        return self._change(article, "tags", tags=tuple(dict.fromkeys(filter(None, kept))))

    def note(self, article: str, text: str) -> Mark:
        """Give an article this note, instead of the one it had."""
        return self._change(article, "note", note=text)

    def leave(self, article: str, place: Place | None, read: float) -> Mark:
        """Keep how far an article was read; it was open a moment ago.

        Args:
            article: Its id.
            place: Where the reader stood; None for the beginning.
            read: The fraction of the text above the foot of the screen, from 0 to 1.
        """
        fraction = min(1.0, max(0.0, read))
        return self._change(article, "reading", place=place, read=fraction, last_read=now())

    def opened(self, article: str | None) -> None:
        """Keep which article is open, for the next session to return to."""
        self._change_session(article=article)

    def filtered(self, query: str) -> None:
        """Keep a filter among the earlier ones."""
        if query.strip():
            self._change_session(query=query.strip())

    def export(self) -> str:
        """All marks as JSON, for another machine."""
        return exported(self._contents)

    def merge(self, data: bytes, name: str) -> int:
        """Take in what another machine exported, of each part the later change.

        Args:
            data: The JSON.
            name: What to call it in an error.

        Returns:
            How many articles' marks changed.

        Raises:
            MarksError: it is no export of marks, or the file cannot be written.
        """
        theirs = received(data, name)
        with self._writing():
            marks = dict(self._contents.marks)
            for article, mark in theirs.marks.items():
                marks[article] = self.of(article).merged(mark)
            changed = sum(marks[article] != self.of(article) for article in theirs.marks)
            both = Contents(marks=marks, session=self.session.merged(theirs.session))
            self._write(both)
            self._contents = both
        return changed

    def _change(self, article: str, part: Part, **values: object) -> Mark:
        with self._writing():
            mark = self.of(article).with_part(part, **values)
            marks = {**self._contents.marks, article: mark}
            self._put(MARKS, document(mark), "article", article)
            self._contents = replace(self._contents, marks=marks)
        return mark

    def _change_session(self, *, article: str | None = None, query: str | None = None) -> None:
        with self._writing():
            session = self.session
            session = replace(session, article=article) if query is None else session
            session = session.with_filter(query) if query is not None else session
            if session == self.session:
                return
            self._put(SESSION, document(session), None, None)
            self._contents = replace(self._contents, session=session)

    def _put(self, table: str, values: dict[str, object], key: str | None, value: object) -> None:
        """Put one document into a table, in the place of the one with the same key."""
        from tinydb import where
        from tinydb.table import Document

        with self._open() as database:
            if self._stamp is None:
                database.table(ABOUT).insert({"version": VERSION})
            if key is None:
                database.table(table).upsert(Document(values, doc_id=1))
            else:
                database.table(table).upsert(values, where(key) == value)

    def _write(self, contents: Contents) -> None:
        """Put all of the contents into the file, in one write."""
        with self._open() as database:
            database.storage.write(tables(contents))

    # The file.

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the file, with all that is in it read.

        Raises:
            MarksError: it cannot be had.
        """
        from filelock import FileLock, Timeout

        with self._mutex:
            if self._closed_by:
                raise MarksError(self._closed_by)
            try:
                # What a person notes is nobody else's.
                self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                lock = FileLock(f"{self._path}.lock")
                with my_turn(lock, patience=_PATIENCE, waiting=self.waiting):
                    self._refresh_held()
                    yield
                    self._stamp = self._stamp_now()
            except Timeout as error:
                raise MarksError(f"{self._path}: another session is writing; try again") from error
            except LibraryError as error:
                raise MarksError(str(error)) from error
            except OSError as error:
                raise MarksError(f"{self._path}: cannot be written ({error.strerror})") from error

    def _refresh_held(self) -> None:
        try:
            self._read_if_changed()
        except Unreadable as error:
            self._put_aside(str(error))

    def _open(self) -> "TinyDB":
        # Reading takes no TinyDB, and marks are read before the first screen.
        from tinydb import TinyDB

        from papers_store.storage import SegmentStorage

        return TinyDB(self._path, storage=SegmentStorage)

    def _read_if_changed(self) -> bool:
        stamp = self._stamp_now()
        if stamp == self._stamp:
            return False
        self._contents = read(self._path.read_bytes()) if stamp else Contents()
        self._stamp = stamp
        return True

    def _stamp_now(self) -> _Stamp | None:
        try:
            stat = self._path.stat()
        except FileNotFoundError:
            return None
        return stat.st_ino, stat.st_size, stat.st_mtime_ns

    def _set_aside(self) -> None:
        """Put a file that cannot be read under another name, or leave it and write nothing."""
        try:
            with self._writing():
                pass
        except MarksError as error:
            self._close_by(str(error))

    def _put_aside(self, fault: str) -> None:
        for number in count(1):
            aside = self._path.with_name(f"{self._path.stem}-aside-{number}{self._path.suffix}")
            try:
                # Made by us alone, so that nothing is overwritten.
                os.close(os.open(aside, os.O_CREAT | os.O_EXCL, 0o600))
            except FileExistsError:
                continue
            break
        self._path.replace(aside)
        self._contents, self._stamp = Contents(), None
        said = f"{self._path}: is {fault}; it was set aside as {aside.name}, and marks begin anew"
        self._problems = (*self._problems, said)

    def _close_by(self, reason: str) -> None:
        self._closed_by = reason
        self._problems = (*self._problems, reason)
