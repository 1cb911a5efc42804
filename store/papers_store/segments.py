"""Articles on disk: a folder of small TinyDB databases, the only truth there is.

TinyDB reads and writes a database whole, so a library of one file would cost as much for one
article as for all. A segment holds few articles, an import of N articles writes O(N) bytes, and
any segment can be read by `tinydb.TinyDB(path).table("articles")` alone.
"""

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document

from papers_store.article import Article
from papers_store.errors import LibraryError

CAPACITY = 64
"""Articles to a segment: about 1 MB, so that one is read in a few milliseconds."""

TABLE = "articles"


class SegmentStorage(Storage):
    """A TinyDB storage that replaces its file whole: written aside, synced, renamed.

    Whoever reads sees the old database or the new one, also after a power failure.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> dict[str, dict[str, Any]] | None:
        """The database, or None where there is none yet.

        Raises:
            LibraryError: the file cannot be read, or is not a TinyDB database.
        """
        try:
            data = self._path.read_bytes()
            found: dict[str, dict[str, Any]] = msgspec.json.decode(
                data, type=dict[str, dict[str, Any]]
            )
        except FileNotFoundError:
            return None
        except OSError as error:
            raise LibraryError(f"{self._path}: cannot be read ({error.strerror})") from error
        except msgspec.DecodeError as error:
            raise LibraryError(
                f"{self._path}: is damaged; restore it from a copy, or import its pages again"
            ) from error
        return found

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Put a database in the place of the old one.

        Raises:
            LibraryError: there is no room, or no permission.
        """
        try:
            replace_file(self._path, msgspec.json.encode(data))
        except OSError as error:
            raise LibraryError(f"{self._path}: cannot be written ({error.strerror})") from error


def replace_file(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, and stays after a power failure."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o664 & ~_umask())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _umask() -> int:
    """The process's mask, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one version of a file from another."""

    size: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands."""

    segment: int
    document: int
    """Its TinyDB document id."""


class Segments:
    """The segments of one library."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, segment: int) -> Path:
        """The file of a segment."""
        return self.folder / f"{segment:05d}.json"

    def stamps(self) -> dict[int, Stamp]:
        """Every segment there is, with the version of its file."""
        found: dict[int, Stamp] = {}
        try:
            with os.scandir(self.folder) as entries:
                for entry in entries:
                    number, dot, kind = entry.name.partition(".")
                    if kind == "json" and dot and number.isascii() and number.isdigit():
                        stat = entry.stat()
                        found[int(number)] = Stamp(stat.st_size, stat.st_mtime_ns)
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise LibraryError(f"{self.folder}: cannot be read ({error.strerror})") from error
        return dict(sorted(found.items()))

    def stamp(self, segment: int) -> Stamp:
        """The version of a segment's file."""
        stat = self.path(segment).stat()
        return Stamp(stat.st_size, stat.st_mtime_ns)

    def article(self, place: Place) -> Article | None:
        """The article at a place, or None where there is none.

        Raises:
            LibraryError: the segment cannot be read.
        """
        with self._open(place.segment) as database:
            document = database.table(TABLE).get(doc_id=place.document)
        if not isinstance(document, Document):
            return None
        return self._convert(place.segment, document)

    def articles(self, segment: int) -> Iterator[tuple[Place, Article]]:
        """Every article of a segment."""
        with self._open(segment) as database:
            documents = database.table(TABLE).all()
        for document in documents:
            yield Place(segment, document.doc_id), self._convert(segment, document)

    def append(self, segment: int, articles: Sequence[Article]) -> list[Place]:
        """Add articles to a segment, all or none; where they stand."""
        with self._open(segment) as database:
            documents = database.table(TABLE).insert_multiple(
                msgspec.to_builtins(article) for article in articles
            )
        return [Place(segment, document) for document in documents]

    def replace(self, segment: int, articles: Mapping[int, Article]) -> None:
        """Put articles in the place of others, all or none."""
        with self._open(segment) as database:
            table = database.table(TABLE)
            whole = {document.doc_id: dict(document) for document in table.all()}
            whole.update({at: msgspec.to_builtins(new) for at, new in articles.items()})
            # One write for all of them: TinyDB's own update writes once for each.
            database.storage.write(
                {TABLE: {str(at): document for at, document in sorted(whole.items())}}
            )

    def _open(self, segment: int) -> TinyDB:
        return TinyDB(self.path(segment), storage=SegmentStorage)

    def _convert(self, segment: int, document: Document) -> Article:
        try:
            return msgspec.convert(dict(document), Article)
        except msgspec.ValidationError as error:
            path = self.path(segment)
            raise LibraryError(
                f"{path}: document {document.doc_id} is not an article ({error})"
            ) from error
