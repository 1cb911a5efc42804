"""One TinyDB database in one file that is always whole."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from tinydb.storages import Storage

from papers_store.errors import LibraryError
from papers_store.files import replace_file

_Form = TypeVar("_Form")


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
        data = self._data()
        return None if data is None else self._decoded(data, dict[str, dict[str, Any]])

    def read_raw(self, table: str) -> Mapping[str, msgspec.Raw]:
        """The documents of a table as they are written, by number; for `decode_one`.

        TinyDB takes documents from a database that is decoded whole. Here those around the one
        that is wanted are passed over, which takes a twentieth of the time.

        Raises:
            LibraryError: the file cannot be read, or is not a TinyDB database.
        """
        data = self._data()
        if data is None:
            return {}
        return self._decoded(data, dict[str, dict[str, msgspec.Raw]]).get(table, {})

    def decode_one(self, document: msgspec.Raw, form: type[_Form]) -> _Form:
        """A document of a table.

        Raises:
            LibraryError: the file is damaged there.
            msgspec.ValidationError: the document is something else.
        """
        return self._decoded(document, form, document=True)

    def _data(self) -> bytes | None:
        try:
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
            raise LibraryError(
                f"{self._path}: is damaged; restore it from a copy, or import its pages again"
            ) from error

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Put a database in the place of the old one.

        Raises:
            LibraryError: there is no room, or no permission.
        """
        try:
            replace_file(self._path, msgspec.json.encode(data))
        except OSError as error:
            raise LibraryError(f"{self._path}: cannot be written ({error.strerror})") from error
