"""One reader's marks, which several sessions may have open at the same time."""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from papers_store.errors import LibraryError
from papers_store.marks.marks_file import Full, Loaded, ReaderFile, read_file
from papers_store.marks.marks_format import Change, Contents, MarksError, exported, line, received
from papers_store.marks.state_lookup import StateLookup
from papers_store.marks.values import Mark, Part, ReadingPosition, Session, now
from papers_store.system.locking import Lock, LockTaken, OnWait, acquire

_PATIENCE = 10
"""Seconds to wait for a write of another session, which takes milliseconds."""


class Marks(StateLookup):
    """One reader's marks.

    Reads are from memory. A change locks the file, reads what other sessions wrote, and writes the
    change, so that sessions do not overwrite each other. All methods may be called from any thread;
    changes wait for the disk.
    """

    def __init__(self, path: Path, room: int | None = None) -> None:
        """Read the marks.

        Args:
            path: The file of marks.
            room: Disk space for the marks in bytes; None for no limit.
        """
        self._path = path.expanduser().resolve()
        self._file = ReaderFile(self._path, room)
        self._mutex = threading.RLock()
        self._loaded = Loaded()
        self._swept = False
        self._problems: tuple[str, ...] = ()
        self._closed_by: str | None = None
        self.on_wait: OnWait | None = None
        """Called when a change has to wait for another session."""
        self.refresh()

    @property
    def _contents(self) -> Contents:
        return self._loaded.contents

    @property
    def problems(self) -> tuple[str, ...]:
        """Return what was wrong with the file and what was done about it, a sentence each."""
        return self._problems

    def unread_copies(self) -> tuple[str, ...]:
        """Return a sentence for each conflict copy beside the file that holds other marks."""
        from papers_store.marks.conflict_copies import copies_beside

        return tuple(filter(None, map(self._problem_of_copy, copies_beside(self._path))))

    def _problem_of_copy(self, copy: Path) -> str | None:
        from shlex import quote

        try:
            theirs = received(read_file(copy), copy.name)
        except (OSError, MarksError) as error:
            why = error.strerror if isinstance(error, OSError) else error
            return f"a copy of your marks cannot be read ({why}): {copy}"
        if all(
            self.of(article).merged(mark) is self.of(article)
            for article, mark in theirs.marks.items()
        ):
            return None
        return f"papers-tui marks import takes in this copy of your marks: {quote(str(copy))}"

    # Reading.

    def of(self, article: str) -> Mark:
        """Return the mark of an article, which may be empty."""
        return self._contents.marks.get(article) or Mark(article=article)

    def all(self) -> Mapping[str, Mark]:
        """Return all marks by article id. The mapping is never modified, only replaced."""
        return self._contents.marks

    @property
    def session(self) -> Session:
        """Return the state of the last session."""
        return self._contents.session

    def tags(self) -> list[str]:
        """Return all tags in use, the most used first."""
        counted = Counter(tag for mark in self.all().values() for tag in mark.tags)
        return sorted(counted, key=lambda tag: (-counted[tag], tag))

    def refresh(self) -> bool:
        """Read what other sessions wrote; return whether anything was new."""
        with self._mutex:
            before = self._loaded
            try:
                self._loaded = self._file.load(before)
            except OSError as error:
                self._close_by(f"{self._file.blamed(error)}: cannot be read ({error.strerror})")
                return False
            if not self._loaded.unsound:
                self._closed_by = None
            elif self._loaded is not before:
                self._set_aside()
            return self._loaded is not before

    # Changing.

    def star(self, article: str, starred: bool) -> Mark:
        """Star an article, or remove its star.

        Raises:
            MarksError: The file cannot be written; this holds for every change.
        """
        return self._change(article, "starred", starred=starred)

    def tag(self, article: str, tags: tuple[str, ...]) -> Mark:
        """Replace the tags of an article; each is kept once."""
        kept = (" ".join(_encodable(tag).split()) for tag in tags)
        return self._change(article, "tags", tags=tuple(dict.fromkeys(filter(None, kept))))

    def note(self, article: str, text: str) -> Mark:
        """Replace the note of an article."""
        return self._change(article, "note", note=_encodable(text))

    def leave(self, article: str, place: ReadingPosition | None, read: float) -> Mark:
        """Record how far an article was read, when the reader leaves it.

        Args:
            article: The article's id.
            place: The position in it; None for the beginning.
            read: The fraction of the text above the bottom of the screen, from 0 to 1.
        """
        fraction = min(1.0, max(0.0, read))
        return self._change(article, "reading", place=place, read=fraction, last_read=now())

    def opened(self, article: str | None) -> None:
        """Record which article is open, for the next session to return to."""
        with self._writing():
            self._change_session(self.session.at(article), Change(opened=(article,)))

    def filtered(self, query: str) -> None:
        """Add a filter to the earlier ones."""
        if query := _encodable(query).strip():
            with self._writing():
                self._change_session(self.session.with_filter(query), Change(filter=query))

    def export(self) -> str:
        """Export all marks as JSON, for another machine."""
        return exported(self._contents)

    def merge(self, data: bytes, name: str) -> int:
        """Merge marks that another machine exported; of each part the later change wins.

        Args:
            data: The exported JSON.
            name: Its name in error messages.

        Returns:
            The number of marks that changed.

        Raises:
            MarksError: It is not an export of marks, or the file cannot be written.
        """
        theirs = received(data, name)
        with self._writing():
            before = self._contents
            marks = dict(before.marks)
            changed = 0
            for article, mark in theirs.marks.items():
                ours = self.of(article)
                marks[article] = merged = ours.merged(mark)
                changed += merged is not ours
            both = Contents(marks=marks, session=before.session.merged(theirs.session))
            if both != before:
                self._keep(None, both)
        return changed

    def _change(self, article: str, part: Part, **values: object) -> Mark:
        with self._writing():
            before = self.of(article)
            mark = before.with_part(part, **values)
            marks = {**self._contents.marks, article: mark}
            # After the last possible time a line would not be later than the file.
            later = mark.changed[part] > before.changed.get(part, "")
            change = Change(mark=mark.only(part)) if later else None
            self._keep(change, replace(self._contents, marks=marks))
        return mark

    def _change_session(self, session: Session, change: Change) -> None:
        if session != self.session:
            self._keep(change, replace(self._contents, session=session))

    def _keep(self, change: Change | None, contents: Contents) -> None:
        """Write contents to the file; the caller holds the lock.

        Args:
            change: The difference from the current contents; None to write the whole.
            contents: The new contents.
        """
        written = b"" if change is None else line(change)
        try:
            self._file.keep(self._loaded, contents, written, whole=change is None)
        except Full as error:
            said = f"{self._path}: is full; take notes or tags away to make room"
            raise MarksError(said) from error
        self._loaded = self._file.written(contents)

    # The file.

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the lock of the file, with its current contents loaded.

        Raises:
            MarksError: The file cannot be locked, read or written.
        """
        with self._mutex:
            if self._closed_by:
                raise MarksError(self._closed_by)
            try:
                # Notes are private.
                self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                lock = Lock(self._path.with_name(f"{self._path.name}.lock"))
                with acquire(lock, timeout=_PATIENCE, on_wait=self.on_wait):
                    self._begin_writing()
                    yield
            except LockTaken as error:
                raise MarksError(f"{self._path}: another session is writing; try again") from error
            except LibraryError as error:
                raise MarksError(str(error)) from error
            except OSError as error:
                said = f"{self._file.blamed(error)}: cannot be written ({error.strerror})"
                raise MarksError(said) from error

    def _begin_writing(self) -> None:
        """Read what other sessions wrote, and set a damaged file aside."""
        if not self._swept:
            self._file.sweep()
            self._swept = True
        self._loaded = self._file.load(self._loaded)
        if not self._loaded.unsound:
            return
        contents = self._contents
        rest = "what is sound in it stays" if contents.marks else "marks start empty"
        said = []
        for file, fault in self._loaded.unsound:
            if (aside := self._file.put_aside(file)) is not None:
                said.append(f"{file}: is {fault}; it was set aside as {aside.name}, and {rest}")
        self._file.renew(contents)
        self._loaded = self._file.written(contents)
        self._problems = (*self._problems, *said)

    def _set_aside(self) -> None:
        """Set an unreadable file aside, or stop writing if that fails."""
        try:
            with self._writing():
                pass
        except MarksError as error:
            self._close_by(str(error))

    def _close_by(self, reason: str) -> None:
        if reason != self._closed_by:
            self._problems = (*self._problems, reason)
        self._closed_by = reason


def _encodable(text: str) -> str:
    """Replace lone surrogates, which cannot be encoded."""
    return text.encode("utf-8", "replace").decode("utf-8")
