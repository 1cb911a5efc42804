"""The version of the tokenizer's dictionary, and its file in a folder."""

from pathlib import Path

DICTIONARY_VERSION = "jieba-0.42.1-1"
"""Changes whenever text would be cut differently, so that an index knows it is outdated."""


def dictionary_in(folder: Path) -> Path:
    """Return the file of the dictionary in a folder."""
    return folder / f"{DICTIONARY_VERSION}.sqlite3"
