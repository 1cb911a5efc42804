"""The file of one TinyDB database, which is always whole.

Apart from TinyDB: an article is read from it without, and the first screen waits for every import.
"""

import itertools
import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from papers_store.errors import Damaged, LibraryError
from papers_store.system.atomic_files import read_file, replace_file

_Form = TypeVar("_Form")

VERSION = 1
"""Of what stands in a segment. A program that writes what others cannot read puts a higher one into
a table of its own: {"format": {"1": {"version": 2}}}."""

_VERSIONS = "format"

REPAIR = "papers-tui check --repair sets it aside, and keeps what is sound in it"
"""What can be done about a damaged segment."""

_NUMBER = re.compile("0|[1-9][0-9]{0,17}")
"""What documents are called; an index has room for so many digits. TinyDB makes a number of it, so
that 1 and 01 would be one document."""

LAST_NUMBER = 10**9
"""The largest number that a new document is given; TinyDB counts on from the largest there is."""

DEEPEST = 200
"""Levels of lists and objects in a document. What is written has six; Python's own limit depends on
who asks, so that what one command reads another could not write."""

MOST_BYTES = 2**32
"""The size of a file from which it is no segment: nobody has the memory to read it."""

_Documents = dict[str, dict[str, Any]]


class NewerSegment(Damaged):
    """A segment that is sound for a newer program, and is left to it."""

    mendable = False


class DatabaseFile:
    """A database that is read whole, and replaced whole: written aside, synced, renamed.

    Whoever reads sees the old database or the new one, also after a power failure.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> dict[str, _Documents] | None:
        """The database, or None where there is none yet.

        Raises:
            LibraryError: the file cannot be read.
            Damaged: it is not a TinyDB database, or one of a newer program.
        """
        data = self.data()
        if data is None:
            return None
        tables = self._decoded(data, dict[str, _Documents])
        self._check_version(tables.get(_VERSIONS, {}))
        for documents in tables.values():
            for document in documents:
                if not _NUMBER.fullmatch(document):
                    raise self._damaged(f"{_short(document)!r} is no number of a document")
            self._check_depth(documents.values())
        self._check_names(data, tables)
        return tables

    def read_raw(self, table: str) -> Mapping[str, msgspec.Raw]:
        """The documents of a table as they are written, by number; for `decode_one`.

        TinyDB takes documents from a database that is decoded whole. Here those around the one
        that is wanted are passed over, which takes a twentieth of the time.

        Raises:
            LibraryError: the file cannot be read.
            Damaged: it is not a TinyDB database, or one of a newer program.
        """
        data = self.data()
        if data is None:
            return {}
        tables = self._decoded(data, dict[str, dict[str, msgspec.Raw]])
        if versions := tables.get(_VERSIONS):
            self._check_version({"1": self._decoded(versions.get("1", b"{}"), dict[str, Any])})
        return tables.get(table, {})

    def decode_one(self, document: msgspec.Raw, form: type[_Form]) -> _Form:
        """A document of a table.

        Raises:
            Damaged: the file is damaged there.
            msgspec.ValidationError: the document is something else.
        """
        return self._decoded(document, form, document=True)

    def data(self) -> bytes | None:
        """What stands in the file, whatever it is, or None where there is no file.

        Raises:
            LibraryError: it cannot be read.
        """
        return read_file(self._path, most=MOST_BYTES)

    def _decoded(
        self, data: bytes | msgspec.Raw, form: type[_Form], *, document: bool = False
    ) -> _Form:
        if isinstance(data, bytes):
            # Some editors begin every file with it.
            data = data.removeprefix(BOM_UTF8)
        try:
            return msgspec.json.decode(data, type=form)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            if document and isinstance(error, msgspec.ValidationError):
                raise
            raise self._damaged(str(error)) from error
        except RecursionError as error:
            raise self._damaged("it is nested too deep") from error

    def _check_depth(self, documents: Iterable[object]) -> None:
        """Refuse documents that are nested so deep that they could not be written again."""
        level = [*documents]
        for _ in range(DEEPEST):
            level = [inner for outer in level for inner in _containers_in(outer)]
            if not level:
                return
        raise self._damaged("it is nested too deep")

    def _check_names(self, data: bytes, tables: Mapping[str, _Documents]) -> None:
        """Find names that stand twice, where decoding gives the last and says nothing of the first.

        Raises:
            Damaged: there is one.
        """
        # Inside a text the quotes of the mark would be escaped.
        if data.count(_MARK) <= sum(map(len, tables.values())):
            return
        try:
            twice = _names_twice(data)
        except (ValueError, RecursionError) as error:
            raise self._damaged(str(error)) from error
        if twice:
            raise self._damaged(f"{_short(twice[0])!r} stands in it twice")

    def _damaged(self, why: str) -> Damaged:
        return Damaged(self._path, f"is damaged ({why})", REPAIR)

    def _check_version(self, versions: Mapping[str, Mapping[str, Any]]) -> None:
        found = versions.get("1", {}).get("version", VERSION)
        if not isinstance(found, int):
            raise self._damaged(f"{_short(str(found))} is no version")
        if found > VERSION:
            raise NewerSegment(
                self._path, "was written by a newer papers-tui", "update the program to read it"
            )

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Put a database in the place of the old one.

        Raises:
            LibraryError: there is no room, or no permission.
        """
        try:
            replace_file(self._path, msgspec.json.encode(data))
        except OSError as error:
            raise LibraryError(f"{self._path}: cannot be written ({error.strerror})") from error


def free_numbers(taken: Collection[int], count: int) -> list[int]:
    """Numbers for new documents: those that follow the largest, or gaps where that is too large."""
    last = max(taken, default=0)
    if last + count <= LAST_NUMBER:
        return [*range(last + 1, last + 1 + count)]
    gaps = (number for number in itertools.count(1) if number not in taken)
    return [*itertools.islice(gaps, count)]


_MARK = b'"imported_at"'
"""Stands once in every article."""


def _names_twice(data: bytes) -> list[str]:
    """Names that stand twice among those of documents, or of tables."""
    import json

    twice: list[str] = []

    def made(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs) and any(isinstance(one, dict) for one in found.values()):
            times = Counter(name for name, _ in pairs)
            twice.extend(name for name in times if times[name] > 1)
        return found

    json.loads(data, object_pairs_hook=made)
    return twice


def _containers_in(outer: object) -> Iterable[object]:
    """The lists and objects that stand in another."""
    values = outer.values() if isinstance(outer, dict) else outer
    assert isinstance(values, Iterable)
    return [inner for inner in values if isinstance(inner, dict | list)]


def _short(name: str) -> str:
    """A name as far as it fits into a sentence."""
    return name if len(name) <= 40 else f"{name[:40]}…"
