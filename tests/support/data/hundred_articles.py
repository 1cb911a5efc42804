"""A library of a hundred articles in two segments, for tests that damage a copy of it."""

from pathlib import Path

from papers_store.opening import open_library
from support.fakes.memory_library import article

HELD = 100
"""Articles in the library."""
SEGMENT_SIZE = 64
"""Articles in its first segment; the second has the others."""

FIRST = {article(number).title for number in range(1, SEGMENT_SIZE + 1)}
SECOND = {article(number).title for number in range(SEGMENT_SIZE + 1, HELD + 1)}
ALL = FIRST | SECOND


def make_library(folder: Path) -> Path:
    """Write the library into a new folder."""
    with open_library(folder, create=True) as library:
        library.put([article(number) for number in range(1, HELD + 1)])
    return folder


def first_segment(folder: Path) -> Path:
    """The file with the articles of FIRST."""
    return folder / "segments" / "00000.json"
