"""The reader's own file: where it is.

Its values and its keeping are in papers_store.marks, because they stand in TinyDB, which the app
knows nothing of.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from papers_store.marks.marks import Marks

VARIABLE = "PAPERS_READER"
"""Names the file where it is set."""


def reader_file() -> Path:
    """The file of a person's marks: PAPERS_READER, else in the XDG data folder.

    It has a folder of its own there. The one beside it, papers-tui, is a library, which its owner
    may share with others.
    """
    from platformdirs import user_data_path

    chosen = os.environ.get(VARIABLE)
    return (
        Path(chosen).expanduser() if chosen else user_data_path("papers-tui-reader") / "reader.json"
    )


def open_reader() -> "Marks":
    """The marks of the person at the keyboard."""
    from papers_store.marks.marks import Marks

    return Marks(reader_file())
