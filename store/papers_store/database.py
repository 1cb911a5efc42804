"""The file of one TinyDB database, which is always whole.

Apart from TinyDB: an article is read from it without, and the first screen waits for every import.
"""

import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from papers_store.errors import Damaged, LibraryError
from papers_store.files import replace_file

_Form = TypeVar("_Form")

VERSION = 1
"""Of what stands in a segment. A program that writes what others cannot read puts a higher one into
a table of its own: {"format": {"1": {"version": 2}}}."""

_VERSIONS = "format"

REPAIR = "papers-tui check --repair sets it aside, and keeps what is sound in it"
"""What can be done about a damaged segment."""

_NUMBER = re.compile("[0-9]{1,18}")
"""What documents are called; an index has room for so many digits."""

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
                    raise self._damaged(f"{document!r} is no number of a document")
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
        try:
            # A pipe would have its reader wait for ever.
            if not stat.S_ISREG(self._path.stat().st_mode):
                raise LibraryError(f"{self._path}: is no file; take it away")
            return self._path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise LibraryError(f"{self._path}: cannot be read ({error.strerror})") from error

    def _decoded(
        self, data: bytes | msgspec.Raw, form: type[_Form], *, document: bool = False
    ) -> _Form:
        try:
            return msgspec.json.decode(data, type=form)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            if document and isinstance(error, msgspec.ValidationError):
                raise
            raise self._damaged(str(error)) from error

    def _damaged(self, why: str) -> Damaged:
        return Damaged(self._path, f"is damaged ({why})", REPAIR)

    def _check_version(self, versions: Mapping[str, Mapping[str, Any]]) -> None:
        found = versions.get("1", {}).get("version", VERSION)
        if not isinstance(found, int):
            raise self._damaged(f"{found!r} is no version")
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
