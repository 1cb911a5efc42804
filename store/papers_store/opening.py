"""Opening a library, wherever it is."""

from pathlib import Path

from papers_store.library import Library
from papers_store.local import LocalLibrary


def default_location() -> Path:
    """Where a person's library is unless they say otherwise: their XDG data folder."""
    from platformdirs import user_data_path

    return user_data_path("papers-tui")


def open_library(location: str | Path, *, create: bool = False, mend: bool = True) -> Library:
    """Open the library at a location.

    Args:
        location: A folder.
        create: Make it where there is none; else a missing library is an empty one.
        mend: Make anew what is derived and does not serve; else nothing is written at all.

    Raises:
        LibraryError: it cannot be opened; the text says why and what to do.
    """
    return LocalLibrary(Path(location).expanduser(), create=create, mend=mend)
