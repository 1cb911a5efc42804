"""Which dictionary words are cut by, and where in a folder it stands as a table."""

from pathlib import Path

DICTIONARY_VERSION = "jieba-0.42.1-1"
"""Changes whenever text would be cut another way, so that an index knows it is outdated."""


def dictionary_in(folder: Path) -> Path:
    """Where the dictionary stands in a library's folder."""
    return folder / f"{DICTIONARY_VERSION}.sqlite3"
