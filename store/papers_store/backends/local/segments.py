"""Articles on disk: a folder of small TinyDB databases, the only truth there is.

TinyDB reads and writes a database whole, so a library of one file would cost as much for one
article as for all. A segment holds few articles, an import of N articles writes O(N) bytes, and
any segment can be read by `tinydb.TinyDB(path).table("articles")` alone.
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
"""Articles to a segment: about 1 MB, so that one is read in a few milliseconds."""

LARGE = 8_000_000
"""Bytes from which a segment gets no more articles, however few it has: each costs all of it."""

_MOST_DIGITS = 10
"""Of a segment's number; no library has so many, and no index room for more."""

TABLE = "articles"


_Part = TypeVar("_Part")


class Fingerprint(NamedTuple):
    """What tells one version of a file from another; a large library has thousands."""

    size: int
    modified_ns: int

    @classmethod
    def of(cls, found: os.stat_result) -> "Fingerprint":
        """The version of a file by what the system says of it.

        An index holds numbers of 64 bits, and the clock of a disk may say any year: times before
        1678 or after 2262 are told apart by as many bits of them as fit.
        """
        return cls(found.st_size, (found.st_mtime_ns + _HALF) % (2 * _HALF) - _HALF)


_HALF = 2**63


class Location(Struct, frozen=True):
    """Where an article stands."""

    segment: int
    document: int
    """Its TinyDB document id."""


class Segments:
    """The segments of one library."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.copies: tuple[str, ...] = ()
        """Names of files that may be copies of segments, when it was last looked; none is read."""

    def path(self, segment: int) -> Path:
        """The file of a segment."""
        return self.folder / f"{segment:05d}.json"

    def fingerprints(self) -> dict[int, Fingerprint]:
        """Every segment there is, with the version of its file."""
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
        """Differs once a file came, went, or was put in the place of another; None without any.

        Only a file that is written into where it stands does not show.
        """
        try:
            stat = self.folder.stat()
        except OSError:
            # Whoever reads in it says what is wrong.
            return None
        return Fingerprint.of(stat)

    def fingerprint(self, segment: int) -> Fingerprint:
        """The version of a segment's file, which is there.

        Raises:
            OSError: it is not, or out of reach.
        """
        return Fingerprint.of(self.path(segment).stat())

    def differs(self, segment: int, fingerprint: Fingerprint | None) -> bool:
        """Whether a segment is of another version, or gone, or out of reach."""
        try:
            return self.fingerprint(segment) != fingerprint
        except OSError:
            return True

    def article(self, place: Location) -> Article | None:
        """The article at a place, or None where there is none.

        Raises:
            LibraryError: the segment cannot be read.
            Damaged: it is not what a segment is, or the document is not an article.
        """
        return self.articles_at(place.segment, [place.document]).get(place.document)

    def articles_at(self, segment: int, documents: Iterable[int]) -> dict[int, Article]:
        """Some articles of a segment by their documents, without those that are not there.

        Raises:
            LibraryError: the segment cannot be read.
        """
        # TinyDB would decode all articles of the segment for these.
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
        """Part of each article of a segment, by its document; what is no article is left out.

        Args:
            segment: Which.
            kind: Has those fields of an article that are wanted.

        Raises:
            LibraryError: the segment cannot be read.
            Damaged: it is not what a segment is.
        """
        file = DatabaseFile(self.path(segment))
        found: dict[int, _Part] = {}
        for document, raw in file.read_raw(TABLE).items():
            # Only a damaged segment has others.
            with suppress(msgspec.ValidationError, ValueError):
                found[int(document)] = file.decode_one(raw, kind)
        return found

    def articles(self, segment: int) -> Iterator[tuple[Location, Article]]:
        """Every article of a segment.

        Raises:
            LibraryError: the segment cannot be read.
            Damaged: it is not what a segment is, or a document in it is not an article.
        """
        with self._open(segment) as database:
            documents = database.table(TABLE).all()
        for document in documents:
            yield Location(segment, document.doc_id), self._convert(segment, document)

    def append(self, segment: int, articles: Sequence[Article]) -> list[Location]:
        """Add articles to a segment, all or none; where they stand."""
        # One write for all of them, under numbers that TinyDB would not always give.
        file = DatabaseFile(self.path(segment))
        tables = file.read() or {}
        documents = tables.setdefault(TABLE, {})
        numbers = free_numbers({int(one) for one in documents}, len(articles))
        for number, article in zip(numbers, articles, strict=True):
            documents[str(number)] = msgspec.to_builtins(article)
        file.write(tables)
        return [Location(segment, number) for number in numbers]

    def replace(self, segment: int, articles: Mapping[int, Article]) -> None:
        """Put articles in the place of others, all or none."""
        # One write for all of them: TinyDB's own update writes once for each.
        file = DatabaseFile(self.path(segment))
        tables = file.read() or {}
        new = {str(at): msgspec.to_builtins(article) for at, article in articles.items()}
        tables[TABLE] = _in_order(tables.get(TABLE, {}) | new)
        file.write(tables)

    def data(self, segment: int) -> bytes:
        """What stands in the file of a segment, whatever it is.

        Raises:
            LibraryError: it cannot be read.
        """
        return DatabaseFile(self.path(segment)).data() or b""

    def rewrite(self, segment: int, articles: Mapping[int, Article]) -> None:
        """Put a segment of these articles, by their numbers, in the place of whatever is there."""
        DatabaseFile(self.path(segment)).write(
            {TABLE: {str(at): msgspec.to_builtins(one) for at, one in sorted(articles.items())}}
        )

    def sweep(self) -> None:
        """Take away what writers left half written who were stopped; for who holds the lock."""
        remove_unfinished(self.folder / "[0-9]*.json")

    def remove(self, segment: int, documents: Collection[int]) -> None:
        """Take documents out, all or none.

        The file stays even where nothing is left in it: its number is never another's.
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
        # A list of articles comes from the index, and needs no TinyDB.
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
    """Whether a file of this name is a segment."""
    return _number(name) is not None


_COPY = re.compile(r"[0-9].*\.json|.*conflict.*", re.IGNORECASE)
"""How files are called that may be copies of segments; those of editors end otherwise."""


def _number(name: str) -> int | None:
    """The number of the segment with a file name; None where it is another file's."""
    stem, dot, kind = name.partition(".")
    if dot and kind == "json" and stem.isascii() and stem.isdigit() and len(stem) < _MOST_DIGITS:
        # 7.json would be a second file for the number of 00007.json.
        return int(stem) if name == f"{int(stem):05d}.json" else None
    return None


def _fingerprint(entry: os.DirEntry[str]) -> Fingerprint | None:
    """The version of a file; None where it is gone."""
    try:
        return Fingerprint.of(entry.stat())
    except OSError:
        # A link that leads nowhere or in a circle is named by whoever reads it.
        pass
    try:
        return Fingerprint.of(entry.stat(follow_symlinks=False))
    except FileNotFoundError:
        return None
