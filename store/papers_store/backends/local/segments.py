"""Articles on disk: a folder of small TinyDB databases, from which everything else is derived.

TinyDB reads and writes a database whole, so with a single file one article would cost as much as
all. A segment holds few articles, an import of N articles writes O(N) bytes, and any segment can be
read by `tinydb.TinyDB(path).table("articles")` alone.
"""

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from papers_store.article import Article, is_bounded
from papers_store.errors import Damaged, LibraryError
from papers_store.system.atomic_files import remove_unfinished
from papers_store.system.tinydb_file import REPAIR, DatabaseFile, free_numbers

if TYPE_CHECKING:
    from tinydb import TinyDB
    from tinydb.table import Document

CAPACITY = 64
"""Articles in a segment: about 1 MB, so that one is read in a few milliseconds."""

LARGE = 8_000_000
"""Size in bytes above which a segment gets no more articles, since each write rewrites it."""

_MOST_DIGITS = 10
"""Segment numbers have fewer digits than this, so that they fit into the index."""

TABLE = "articles"


_Part = TypeVar("_Part")


class Fingerprint(NamedTuple):
    """Size and time of a file, which tell one version of it from another."""

    size: int
    modified_ns: int

    @classmethod
    def of(cls, found: os.stat_result) -> "Fingerprint":
        """Return the fingerprint of a file from its stat result.

        An index holds 64-bit numbers, and a file may have any date: times before 1678 or after
        2262 wrap around.
        """
        return cls(found.st_size, (found.st_mtime_ns + _HALF) % (2 * _HALF) - _HALF)


_HALF = 2**63


class Location(Struct, frozen=True):
    """Where an article is stored."""

    segment: int
    document: int
    """The TinyDB document id."""


class Segments:
    """The segments of one library."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.copies: tuple[str, ...] = ()
        """Names of files that may be copies of segments, as of the last scan; none is read."""

    def path(self, segment: int) -> Path:
        """Return the file of a segment."""
        return self.folder / f"{segment:05d}.json"

    def fingerprints(self) -> dict[int, Fingerprint]:
        """Return the fingerprint of every segment."""
        found: dict[int, Fingerprint] = {}
        copies: list[str] = []
        try:
            with os.scandir(self.folder) as entries:
                for entry in entries:
                    number = _number(entry.name)
                    if number is not None and (fingerprint := _fingerprint(entry)) is not None:
                        found[number] = fingerprint
                    elif number is None and _COPY.fullmatch(entry.name):
                        copies.append(entry.name)
        except FileNotFoundError as error:
            if self.folder.is_symlink():
                raise LibraryError(f"{self.folder}: is a link that leads nowhere") from error
            return {}
        except OSError as error:
            raise LibraryError(f"{self.folder}: cannot be read ({error.strerror})") from error
        self.copies = tuple(sorted(copies))
        return dict(sorted(found.items()))

    def folder_fingerprint(self) -> Fingerprint | None:
        """Return a value that changes when a file is added, removed or replaced.

        A file that is modified in place does not change it. None without a folder.
        """
        try:
            stat = self.folder.stat()
        except OSError:
            # Reading the segments reports the error.
            return None
        return Fingerprint.of(stat)

    def fingerprint(self, segment: int) -> Fingerprint:
        """Return the fingerprint of one segment.

        Raises:
            OSError: The file is missing or cannot be reached.
        """
        return Fingerprint.of(self.path(segment).stat())

    def differs(self, segment: int, fingerprint: Fingerprint | None) -> bool:
        """Return whether a segment has another fingerprint, or is missing or unreachable."""
        try:
            return self.fingerprint(segment) != fingerprint
        except OSError:
            return True

    def article(self, place: Location) -> Article | None:
        """Return the article at a location, or None if there is none.

        Raises:
            LibraryError: The segment cannot be read.
            Damaged: It is not a segment, or the document is not an article.
        """
        return self.articles_at(place.segment, [place.document]).get(place.document)

    def articles_at(self, segment: int, documents: Iterable[int]) -> dict[int, Article]:
        """Return some articles of a segment by document id; missing ones are left out.

        Raises:
            LibraryError: The segment cannot be read.
        """
        # TinyDB would decode all articles of the segment.
        file = DatabaseFile(self.path(segment))
        written = file.read_raw(TABLE)
        found: dict[int, Article] = {}
        for document in documents:
            if (raw := written.get(str(document))) is not None:
                try:
                    found[document] = file.decode_one(raw, Article)
                except msgspec.ValidationError as error:
                    raise self._no_article(Location(segment, document), error) from error
        return found

    def decoded(self, segment: int, kind: type[_Part]) -> dict[int, _Part]:
        """Decode part of each article of a segment, by document id; invalid ones are left out.

        Args:
            segment: The segment.
            kind: A struct with the fields that are wanted.

        Raises:
            LibraryError: The segment cannot be read.
            Damaged: It is not a segment.
        """
        file = DatabaseFile(self.path(segment))
        found: dict[int, _Part] = {}
        for document, raw in file.read_raw(TABLE).items():
            # Only a damaged segment has invalid documents.
            with suppress(msgspec.ValidationError, ValueError):
                found[int(document)] = file.decode_one(raw, kind)
        return found

    def articles(self, segment: int) -> Iterator[tuple[Location, Article]]:
        """Yield every article of a segment with its location.

        Raises:
            LibraryError: The segment cannot be read.
            Damaged: It is not a segment, or a document in it is not an article.
        """
        with self._open(segment) as database:
            documents = database.table(TABLE).all()
        for document in documents:
            yield Location(segment, document.doc_id), self._convert(segment, document)

    def append(self, segment: int, articles: Sequence[Article]) -> list[Location]:
        """Add articles to a segment, all or none, and return their locations."""
        # One write for all of them, under ids that TinyDB would not always choose.
        file = DatabaseFile(self.path(segment))
        tables = file.read() or {}
        documents = tables.setdefault(TABLE, {})
        numbers = free_numbers({int(one) for one in documents}, len(articles))
        for number, article in zip(numbers, articles, strict=True):
            documents[str(number)] = msgspec.to_builtins(article)
        file.write(tables)
        return [Location(segment, number) for number in numbers]

    def replace(self, segment: int, articles: Mapping[int, Article]) -> None:
        """Replace articles by document id, all or none."""
        # One write for all of them: TinyDB's own update writes once for each.
        file = DatabaseFile(self.path(segment))
        tables = file.read() or {}
        new = {str(at): msgspec.to_builtins(article) for at, article in articles.items()}
        tables[TABLE] = _in_order(tables.get(TABLE, {}) | new)
        file.write(tables)

    def data(self, segment: int) -> bytes:
        """Return the bytes of a segment's file, which may be damaged.

        Raises:
            LibraryError: It cannot be read.
        """
        return DatabaseFile(self.path(segment)).data() or b""

    def rewrite(self, segment: int, articles: Mapping[int, Article]) -> None:
        """Replace a segment, which may be damaged, by these articles with their document ids."""
        DatabaseFile(self.path(segment)).write(
            {TABLE: {str(at): msgspec.to_builtins(one) for at, one in sorted(articles.items())}}
        )

    def sweep(self) -> None:
        """Remove unfinished files of interrupted writers; the caller holds the writer lock."""
        remove_unfinished(self.folder / "[0-9]*.json")

    def remove(self, segment: int, documents: Collection[int]) -> None:
        """Remove documents, all or none.

        The file stays even if it is empty: a segment number is never used again.
        """
        file = DatabaseFile(self.path(segment))
        tables = file.read() or {}
        tables[TABLE] = {
            at: document
            for at, document in tables.get(TABLE, {}).items()
            if int(at) not in documents
        }
        file.write(tables)

    def _open(self, segment: int) -> "TinyDB":
        # A list of articles comes from the index, without TinyDB.
        from tinydb import TinyDB

        from papers_store.system.tinydb_storage import SegmentStorage

        return TinyDB(self.path(segment), storage=SegmentStorage)

    def _convert(self, segment: int, document: "Document") -> Article:
        place = Location(segment, document.doc_id)
        try:
            article = msgspec.convert(dict(document), Article)
        except msgspec.ValidationError as error:
            raise self._no_article(place, error) from error
        if not is_bounded(article):
            raise self._no_article(place, "a number in it is too large")
        return article

    def _no_article(self, place: Location, why: object) -> Damaged:
        wrong = f"document {place.document} is not an article ({why})"
        return Damaged(self.path(place.segment), wrong, REPAIR)


def _in_order(documents: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return dict(sorted(documents.items(), key=lambda one: int(one[0])))


def is_segment_name(name: str) -> bool:
    """Return whether a file of this name is a segment."""
    return _number(name) is not None


_COPY = re.compile(r"[0-9].*\.json|.*conflict.*", re.IGNORECASE)
"""Names of files that may be copies of segments; editors use other names."""


def _number(name: str) -> int | None:
    """Return the number of the segment with a file name, or None for another file."""
    stem, dot, kind = name.partition(".")
    if dot and kind == "json" and stem.isascii() and stem.isdigit() and len(stem) < _MOST_DIGITS:
        # 7.json would be a second file for the segment of 00007.json.
        return int(stem) if name == f"{int(stem):05d}.json" else None
    return None


def _fingerprint(entry: os.DirEntry[str]) -> Fingerprint | None:
    """Return the fingerprint of a file, or None if it is gone."""
    try:
        return Fingerprint.of(entry.stat())
    except OSError:
        # A dangling or circular link is reported when the segment is read.
        pass
    try:
        return Fingerprint.of(entry.stat(follow_symlinks=False))
    except FileNotFoundError:
        return None
