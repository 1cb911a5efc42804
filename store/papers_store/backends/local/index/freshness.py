"""Check whether an index belongs to its library, for readers that may not update it.

An index records the fingerprint of each segment it was built from. A segment that was written since
still holds what the index lists of it; an index of another library lists articles that are missing.
"""

import sqlite3
import time

from msgspec import Struct

from papers_store.backends.local.index.maintainer import IndexMaintainer
from papers_store.backends.local.index.reader import Index
from papers_store.backends.local.segments import Segments
from papers_store.errors import LibraryError

_MOST_BEHIND = 64
"""Segments that may have been written since: an index lags behind an import by one batch."""

_SAMPLED = 3
"""Unchanged segments that are read all the same: size and time may agree by chance."""


_TRIES = 10
_PAUSE = 0.2
"""Attempts, and seconds between them, while another process writes the index."""


class ListedArticle(Struct, frozen=True):
    """The fields of an article that are compared with the index."""

    id: str
    title: str


def open_read_only(maintainer: IndexMaintainer, segments: Segments) -> Index | None:
    """Open the library's index without writing anything.

    None if it cannot be read, or lists articles that the library lacks.
    """
    for _ in range(_TRIES):
        index = maintainer.open_unchecked()
        if index is None:
            return None
        if _is_consistent(index, segments):
            return index
        index.close()
        if not maintainer.is_being_written():
            break
        # A writer removes an article from its segment first.
        time.sleep(_PAUSE)
    return None


def open_if_consistent(maintainer: IndexMaintainer, segments: Segments) -> Index | None:
    """Open the library's index; None if it lists articles that the library lacks."""
    index = maintainer.open_unchecked()
    if index is None or _is_consistent(index, segments):
        return index
    index.close()
    return None


def _is_consistent(index: Index, segments: Segments) -> bool:
    """Return whether an index can be read and is consistent."""
    try:
        return is_consistent(index, segments)
    except (sqlite3.Error, LibraryError):
        return False


def is_consistent(index: Index, segments: Segments) -> bool:
    """Return whether an index lists only articles that the segments hold, as far as sampled.

    Raises:
        sqlite3.Error: The index cannot be read.
        Damaged: The index is damaged.
        LibraryError: The folder of segments cannot be reached.
    """
    known, there = index.fingerprints(), segments.fingerprints()
    if known.keys() - there.keys():
        return False
    behind = [segment for segment in known if known[segment] != there[segment]]
    if len(behind) > _MOST_BEHIND:
        return False
    unchanged = [segment for segment in known if known[segment] == there[segment]]
    step = max(1, (len(unchanged) - 1) // (_SAMPLED - 1))
    return all(_lists_what_is_there(index, segments, one) for one in behind) and all(
        _is_as_listed(index, segments, one) for one in unchanged[::step]
    )


def _lists_what_is_there(index: Index, segments: Segments, segment: int) -> bool:
    """Return whether a segment still holds all articles that the index lists for it."""
    listed = index.listed(segment)
    if not listed:
        return True
    try:
        there = segments.decoded(segment, ListedArticle)
    except LibraryError:
        return False
    return {article_id for article_id, _ in listed.values()} <= {one.id for one in there.values()}


def _is_as_listed(index: Index, segments: Segments, segment: int) -> bool:
    """Return whether a segment holds the listed articles at their locations and by their titles."""
    listed = index.listed(segment)
    if not listed:
        return True
    try:
        there = segments.decoded(segment, ListedArticle)
    except LibraryError:
        # Opening an article of it reports the error.
        return True
    found = {document: (one.id, one.title) for document, one in there.items()}
    return listed.items() <= found.items()
