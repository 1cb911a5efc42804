"""The manifest of a library's folder: library.json, which names its format.

{"format": 1}
"""

from codecs import BOM_UTF8
from pathlib import Path

import msgspec

from papers_store.errors import Damaged, LibraryError
from papers_store.system.atomic_files import is_blocked, read_file, remove_unfinished, replace_file

FORMAT = 1
"""Format of the folder; a library of a newer format is not touched."""

_MOST_BYTES = 1_000_000
"""A larger file is not a manifest."""


class Manifest:
    """The manifest of a folder, which may not be a library yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.path = folder / "library.json"

    def exists(self) -> bool:
        """Return whether the folder is a library; False if it is missing or empty.

        Raises:
            LibraryError: It is another folder, has a newer format, or cannot be reached.
            Damaged: It is a library, and its manifest is damaged.
        """
        if self._folder.exists() and not self._folder.is_dir():
            raise LibraryError(f"{self._folder}: is a file, not a library's folder")
        if is_blocked(self.path):
            raise Damaged(
                self.path, "is not a regular file", "papers-tui check --repair rewrites it"
            )
        try:
            data = read_file(self.path, most=_MOST_BYTES)
            if data is None:
                return self._has_segments()
            found = msgspec.json.decode(data.removeprefix(BOM_UTF8), type=dict[str, int])
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Damaged(
                self.path, "is damaged", "papers-tui check --repair rewrites it"
            ) from error
        if found.get("format", 0) > FORMAT:
            raise LibraryError(
                f"{self._folder}: was made by a newer papers-tui; update the program to open it"
            )
        return True

    def write(self) -> None:
        """Write the manifest; the caller holds the writer lock.

        Raises:
            OSError: It cannot be written.
        """
        remove_unfinished(self.path)
        replace_file(self.path, msgspec.json.encode({"format": FORMAT}))

    def _has_segments(self) -> bool:
        """Return whether a folder without a manifest holds segments.

        Raises:
            LibraryError: It holds other files, and no folder of segments.
        """
        try:
            names = [entry.name for entry in self._folder.iterdir()]
            if "segments" in names:
                return any((self._folder / "segments").glob("[0-9]*.json"))
        except FileNotFoundError:
            return False
        except OSError as error:
            raise LibraryError(f"{self._folder}: cannot be read ({error.strerror})") from error
        if names:
            raise LibraryError(
                f"{self._folder}: is not empty and not a library; name another folder"
            )
        return False
