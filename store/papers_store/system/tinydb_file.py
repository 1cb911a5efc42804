"""The file of one TinyDB database, read and written without TinyDB.

Articles are read from it without importing TinyDB, since the first screen waits for every import.
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
"""Version of the content of a segment. A program that writes what older ones cannot read puts a
higher one into a table of its own: {"format": {"1": {"version": 2}}}."""

_VERSIONS = "format"

REPAIR = "papers-tui check --repair sets it aside, and keeps what is sound in it"
"""The remedy for a damaged segment."""

_NUMBER = re.compile("0|[1-9][0-9]{0,17}")
"""Document ids, with as many digits as fit into 64 bits. TinyDB converts them to numbers, so that 1
and 01 would be one document."""

LAST_NUMBER = 10**9
"""Largest id of a new document; TinyDB continues from the largest existing id."""

DEEPEST = 200
"""Largest nesting depth of a document. Articles have six levels; Python's own recursion limit
depends on the caller, so that one command could read what another could not write."""

MOST_BYTES = 2**32
"""Size in bytes from which a file is refused as a segment: it would not fit into memory."""

_Documents = dict[str, dict[str, Any]]


class NewerSegment(Damaged):
    """A segment that a newer program wrote; it is left alone."""

    mendable = False


class DatabaseFile:
    """A database that is read whole and replaced atomically.

    A reader sees the old database or the new one, even after a power failure.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> dict[str, _Documents] | None:
        """Return the database, or None if there is no file yet.

        Raises:
            LibraryError: The file cannot be read.
            Damaged: It is not a TinyDB database, or was written by a newer program.
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
        """Return the undecoded documents of a table by id, for `decode_one`.

        TinyDB decodes the whole database. Skipping the other documents takes a twentieth of the
        time.

        Raises:
            LibraryError: The file cannot be read.
            Damaged: It is not a TinyDB database, or was written by a newer program.
        """
        data = self.data()
        if data is None:
            return {}
        tables = self._decoded(data, dict[str, dict[str, msgspec.Raw]])
        if versions := tables.get(_VERSIONS):
            self._check_version({"1": self._decoded(versions.get("1", b"{}"), dict[str, Any])})
        return tables.get(table, {})

    def decode_one(self, document: msgspec.Raw, form: type[_Form]) -> _Form:
        """Decode a document that `read_raw` returned.

        Raises:
            Damaged: The document is not valid JSON.
            msgspec.ValidationError: The document has another form.
        """
        return self._decoded(document, form, document=True)

    def data(self) -> bytes | None:
        """Return the bytes of the file, or None if there is no file.

        Raises:
            LibraryError: The file cannot be read.
        """
        return read_file(self._path, most=MOST_BYTES)

    def _decoded(
        self, data: bytes | msgspec.Raw, form: type[_Form], *, document: bool = False
    ) -> _Form:
        if isinstance(data, bytes):
            # Some editors write a byte order mark at the start of every file.
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
        """Refuse documents that are nested too deep to be written again."""
        level = [*documents]
        for _ in range(DEEPEST):
            level = [inner for outer in level for inner in _containers_in(outer)]
            if not level:
                return
        raise self._damaged("it is nested too deep")

    def _check_names(self, data: bytes, tables: Mapping[str, _Documents]) -> None:
        """Refuse duplicate ids, of which a JSON decoder silently keeps the last.

        Raises:
            Damaged: An id occurs twice.
        """
        # Inside a string the quotes of the key would be escaped.
        if data.count(_ARTICLE_KEY) <= sum(map(len, tables.values())):
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
        """Replace the database atomically.

        Raises:
            LibraryError: The disk is full, or the folder cannot be written.
        """
        try:
            replace_file(self._path, msgspec.json.encode(data))
        except OSError as error:
            raise LibraryError(f"{self._path}: cannot be written ({error.strerror})") from error


def free_numbers(taken: Collection[int], count: int) -> list[int]:
    """Return ids for new documents: after the largest, or from the gaps if that is too large."""
    last = max(taken, default=0)
    if last + count <= LAST_NUMBER:
        return [*range(last + 1, last + 1 + count)]
    gaps = (number for number in itertools.count(1) if number not in taken)
    return [*itertools.islice(gaps, count)]


_ARTICLE_KEY = b'"imported_at"'
"""A key that occurs once in every article."""


def _names_twice(data: bytes) -> list[str]:
    """Return the keys that occur twice among the documents of a table, or among the tables."""
    import json

    twice: list[str] = []

    def note_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs) and any(isinstance(one, dict) for one in found.values()):
            times = Counter(name for name, _ in pairs)
            twice.extend(name for name in times if times[name] > 1)
        return found

    json.loads(data, object_pairs_hook=note_duplicates)
    return twice


def _containers_in(outer: object) -> Iterable[object]:
    """Return the lists and objects inside another."""
    values = outer.values() if isinstance(outer, dict) else outer
    assert isinstance(values, Iterable)
    return [inner for inner in values if isinstance(inner, dict | list)]


def _short(name: str) -> str:
    """Shorten a name to fit into a sentence."""
    return name if len(name) <= 40 else f"{name[:40]}…"
