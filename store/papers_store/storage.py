"""One TinyDB database in one file that is always whole."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from tinydb.storages import Storage

from papers_store.errors import LibraryError
from papers_store.files import replace_file


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
