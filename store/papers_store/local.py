"""A library in a folder: segments that hold the articles, an index that finds them.

library.json          says that this is a library, and of which format
segments/00000.json   articles, the only truth
index.sqlite3         derived from them
jieba-....sqlite3     jieba's dictionary as a table, for cutting what people type
lock                  held by the one who writes
"""

import hashlib
import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from papers_store.article import Article
from papers_store.errors import LibraryError, NoSuchArticle
from papers_store.index import AllHits, FoundHits, Index
from papers_store.library import Changes, Hits, Library, Row
from papers_store.query import parse_query
from papers_store.segments import CAPACITY, Place, Segments, Stamp, replace_file
from papers_store.terms import Entry, entry_of
from papers_store.text.words import Cutter, dictionary_in, open_cutter, private_dictionary

FORMAT = 1
"""Of the folder; a library of a newer one is not touched."""

_MARKER = "library.json"
_LOCK_SECONDS = 600.0


class LocalLibrary(Library):
    """Articles in a folder of this machine, or of one that is mounted here."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        """Open the library in a folder.

        Args:
            folder: Where it is.
            create: Make it where there is none, and bring its index up to date; else a missing
                library is an empty one, and nothing is written but an index that is missing.

        Raises:
            LibraryError: the folder is something else, of a newer format, or out of reach.
        """
        self.name = str(folder)
        self._folder = folder
        self._segments = Segments(folder / "segments")
        self._mutex = threading.Lock()
        self._cutter: Cutter | None = None
        self._index: Index | None = None
        present = self._check_marker()
        if create:
            self._make()
        elif not present:
            return
        self._index = self._open_index()

    # Opening.

    def _check_marker(self) -> bool:
        """Whether there is a library, which may be missing but not something else."""
        marker = self._folder / _MARKER
        try:
            found = msgspec.json.decode(marker.read_bytes(), type=dict[str, int])
        except FileNotFoundError:
            self._check_vacant()
            return False
        except NotADirectoryError as error:
            raise LibraryError(f"{self._folder}: is a file, not a library's folder") from error
        except OSError as error:
            raise LibraryError(f"{marker}: cannot be read ({error.strerror})") from error
        except msgspec.DecodeError as error:
            raise LibraryError(
                f'{marker}: is damaged; put {{"format": {FORMAT}}} into it'
            ) from error
        if found.get("format", 0) > FORMAT:
            raise LibraryError(
                f"{self._folder}: was made by a newer papers-tui; update the program to open it"
            )
        return True

    def _check_vacant(self) -> None:
        try:
            strangers = [entry.name for entry in self._folder.iterdir()]
        except FileNotFoundError:
            return
        except OSError as error:
            raise LibraryError(f"{self._folder}: cannot be read ({error.strerror})") from error
        if strangers and "segments" not in strangers:
            raise LibraryError(
                f"{self._folder}: is not empty and not a library; name another folder"
            )

    def _make(self) -> None:
        try:
            self._segments.folder.mkdir(parents=True, exist_ok=True)
            marker = self._folder / _MARKER
            if not marker.exists():
                replace_file(marker, msgspec.json.encode({"format": FORMAT}))
            dictionary = dictionary_in(self._folder)
            if not dictionary.exists():
                replace_file(dictionary, private_dictionary().read_bytes())
        except OSError as error:
            raise LibraryError(
                f"{self._folder}: a library cannot be made here ({error.strerror})"
            ) from error

    @property
    def _index_path(self) -> Path:
        return self._folder / "index.sqlite3"

    def _open_index(self) -> Index:
        """The library's index, brought up to date where this person may write."""
        lock = self._writer_lock()
        try:
            with lock.acquire(timeout=0):
                return self._refreshed(self._index_path)
        except Timeout:
            # Somebody is importing, and keeps the index up to date.
            pass
        except OSError:
            # A library that is only to be read.
            pass
        try:
            return Index(self._index_path)
        except sqlite3.Error:
            return self._private_index()

    def _refreshed(self, path: Path) -> Index:
        """The index at a path, as a reader opens it, after its writer has brought it up to date."""
        try:
            if self._is_current(path):
                return Index(path)
        except sqlite3.Error:
            _discard(path)
        try:
            writer = Index(path, write=True)
        except sqlite3.DatabaseError:
            _discard(path)
            writer = Index(path, write=True)
        try:
            self._update(writer)
        finally:
            writer.close()
            _share(path)
        return Index(path)

    def _is_current(self, path: Path) -> bool:
        index = Index(path)
        try:
            return index.stamps() == self._segments.stamps()
        finally:
            index.close()

    def _update(self, index: Index) -> None:
        """Read again what differs between index and segments."""
        known, there = index.stamps(), self._segments.stamps()
        index.forget(known.keys() - there.keys())
        self.problems = ()
        for segment, stamp in there.items():
            if known.get(segment) != stamp:
                entries = (
                    (place, entry_of(article))
                    for place, article in self._segments.articles(segment)
                )
                try:
                    index.reread(segment, entries, stamp)
                except LibraryError as error:
                    # The other segments are sound, and people want to read them.
                    index.forget([segment])
                    self.problems = (*self.problems, str(error))

    def _private_index(self) -> Index:
        """An index of this person's own, for a library that has none and may not be written."""
        from platformdirs import user_cache_path

        name = hashlib.sha256(str(self._folder.resolve()).encode()).hexdigest()[:16]
        path = user_cache_path("papers-tui") / f"index-{name}.sqlite3"
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with FileLock(path.with_suffix(".lock"), timeout=_LOCK_SECONDS):
                return self._refreshed(path)
        except (OSError, sqlite3.Error) as error:
            raise LibraryError(
                f"{self._index_path}: cannot be read, and none can be made in {path.parent}"
                f" ({error}); run papers-tui import as the library's keeper"
            ) from error

    def _writer_lock(self) -> FileLock:
        return FileLock(self._folder / "lock", mode=0o664)

    # Reading.

    def __len__(self) -> int:
        """How many articles there are."""
        return 0 if self._index is None else self._index.count()

    def find(self, query: str = "") -> Hits:
        """Articles that match, words first; all of them without a query."""
        if self._index is None:
            return NoHits()
        wanted = parse_query(query)
        if not wanted:
            return AllHits(self._index)
        return FoundHits(self._index, wanted, self._cut())

    def _cut(self) -> Cutter:
        with self._mutex:
            if self._cutter is None:
                self._cutter = open_cutter(self._folder)
            return self._cutter

    def article(self, article_id: str) -> Article:
        """The article with this id."""
        place = None if self._index is None else self._index.place(article_id)
        found = None if place is None else self._segments.article(place)
        if found is None:
            raise NoSuchArticle(f"{self.name}: no article has the id {article_id}")
        return found

    def resolve(self, beginning: str) -> str:
        """The id that begins so."""
        found = [] if self._index is None else self._index.ids_from(beginning.lower(), 2)
        if not found:
            raise NoSuchArticle(f"{self.name}: no article's id begins with {beginning}")
        if len(found) > 1:
            raise NoSuchArticle(
                f"{self.name}: more than one id begins with {beginning}; write more of it"
            )
        return found[0]

    # Writing.

    def put_entries(self, entries: Sequence[Entry]) -> Changes:
        """Add articles, replacing those with the same id; a segment is written whole or not."""
        if not self._segments.folder.is_dir():
            self._make()
        try:
            with self._writer_lock().acquire(timeout=_LOCK_SECONDS):
                return self._put(entries)
        except Timeout as error:
            raise LibraryError(
                f"{self._folder}: somebody else has been writing for ten minutes; try again later"
            ) from error
        except OSError as error:
            raise LibraryError(f"{self._folder}: cannot be written ({error.strerror})") from error
        except sqlite3.Error as error:
            raise LibraryError(
                f"{self._index_path}: cannot be written ({error}); the articles themselves are"
                " safe, and the index is made anew when the library is opened"
            ) from error

    def _put(self, entries: Sequence[Entry]) -> Changes:
        writer = Index(self._index_path, write=True)
        try:
            # Another importer may have written since this library was opened.
            self._update(writer)
            return _Writer(self._segments, writer).put(entries)
        finally:
            writer.close()
            _share(self._index_path)
            if self._index is None:
                self._index = Index(self._index_path)

    def close(self) -> None:
        """Let go of files."""
        with self._mutex:
            if self._cutter is not None:
                self._cutter.close()
                self._cutter = None
        if self._index is not None:
            self._index.close()


class NoHits(Hits):
    """What is found where there is nothing."""

    total = 0

    def window(self, start: int, stop: int) -> list[Row]:
        """No rows."""
        return []

    def position(self, article_id: str) -> int | None:
        """Nowhere."""
        return None


class _Writer:
    """Writes a batch of articles: first to segments, then to the index."""

    def __init__(self, segments: Segments, index: Index) -> None:
        self._segments = segments
        self._index = index

    def put(self, entries: Sequence[Entry]) -> Changes:
        """Sort a batch into new, changed and known articles, and write the first two."""
        latest = {entry.article.id: entry for entry in entries}
        known = self._index.known(list(latest))
        new = [entry for article_id, entry in latest.items() if article_id not in known]
        changed = [
            (known[article_id][0], entry)
            for article_id, entry in latest.items()
            if article_id in known and known[article_id][1] != entry.digest
        ]
        self._append(new)
        self._replace(changed)
        altered = {entry.article.id for _, entry in changed}
        return Changes(
            added=tuple(entry.article.id for entry in new),
            updated=tuple(altered),
            unchanged=tuple(i for i in latest if i in known and i not in altered),
        )

    def _append(self, entries: Sequence[Entry]) -> None:
        segment, held = self._index.last_segment()
        while entries:
            if held >= CAPACITY:
                segment, held = segment + 1, 0
            batch, entries = entries[: CAPACITY - held], entries[CAPACITY - held :]
            places = self._segments.append(segment, [entry.article for entry in batch])
            stamps = {segment: self._segments.stamp(segment)}
            self._index.record(zip(places, batch, strict=True), (), stamps)
            held += len(batch)

    def _replace(self, entries: Sequence[tuple[Place, Entry]]) -> None:
        by_segment: dict[int, list[tuple[Place, Entry]]] = {}
        for place, entry in entries:
            by_segment.setdefault(place.segment, []).append((place, entry))
        for segment, changed in by_segment.items():
            articles = {place.document: entry.article for place, entry in changed}
            self._segments.replace(segment, articles)
            stamps: dict[int, Stamp] = {segment: self._segments.stamp(segment)}
            self._index.record((), changed, stamps)


def _discard(path: Path) -> None:
    """Take an index away that cannot be used; it is derived, and made anew."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _share(path: Path) -> None:
    """Let people read the index who may not write beside it.

    SQLite's last writer takes these two files away, and a reader who cannot make them again could
    not open the index.
    """
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).touch(mode=0o664)
