"""Whether an index is of the library that it stands in, for who may not bring it in step.

An index names the version of each segment it was made from. A segment that was written since holds
what the index lists of it, and more; an index of another library lists what is not there.
"""

import sqlite3
import time

from msgspec import Struct

from papers_store.backends.local.index.maintainer import IndexMaintainer
from papers_store.backends.local.index.reader import Index
from papers_store.backends.local.segments import Segments
from papers_store.errors import LibraryError

_MOST_BEHIND = 64
"""Segments that may have been written since: an import is behind by those of one batch."""

_LOOKED_AT = 3
"""Of the segments that are as they were, so many are read: size and time may agree by chance."""


_TRIES = 10
_PAUSE = 0.2
"""How often, and how many seconds apart, an index is looked at that somebody is writing."""


class Head(Struct, frozen=True):
    """What the list shows of an article first."""

    id: str
    title: str


def open_read_only(maintainer: IndexMaintainer, segments: Segments) -> Index | None:
    """The library's index, for who must write nothing.

    None where it cannot be read, or lists what is not in the library.
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
        # What is taken out goes from the segment first.
        time.sleep(_PAUSE)
    return None


def open_if_consistent(maintainer: IndexMaintainer, segments: Segments) -> Index | None:
    """The library's index as it is; None where it lists what is not in the library."""
    index = maintainer.open_unchecked()
    if index is None or _is_consistent(index, segments):
        return index
    index.close()
    return None


def _is_consistent(index: Index, segments: Segments) -> bool:
    """Whether an index can be read, and fits."""
    try:
        return is_consistent(index, segments)
    except (sqlite3.Error, LibraryError):
        return False


def is_consistent(index: Index, segments: Segments) -> bool:
    """Whether an index lists nothing but what stands in the segments, as far as is looked.

    Raises:
        sqlite3.Error: the index cannot be read.
        Damaged: the index is damaged.
        LibraryError: the folder of segments is out of reach.
    """
    known, there = index.fingerprints(), segments.fingerprints()
    if known.keys() - there.keys():
        return False
    behind = [segment for segment in known if known[segment] != there[segment]]
    if len(behind) > _MOST_BEHIND:
        return False
    settled = [segment for segment in known if known[segment] == there[segment]]
    step = max(1, (len(settled) - 1) // (_LOOKED_AT - 1))
    return all(_lists_what_is_there(index, segments, one) for one in behind) and all(
        _is_as_listed(index, segments, one) for one in settled[::step]
    )


def _lists_what_is_there(index: Index, segments: Segments, segment: int) -> bool:
    """Whether all that is listed of a segment is still there, at whatever place."""
    listed = index.listed(segment)
    if not listed:
        return True
    try:
        there = segments.decoded(segment, Head)
    except LibraryError:
        return False
    return {article_id for article_id, _ in listed.values()} <= {one.id for one in there.values()}


def _is_as_listed(index: Index, segments: Segments, segment: int) -> bool:
    """Whether what is listed of a segment stands where it is said to, under its title."""
    listed = index.listed(segment)
    if not listed:
        return True
    try:
        there = segments.decoded(segment, Head)
    except LibraryError:
        # Whoever opens an article of it is told.
        return True
    found = {document: (one.id, one.title) for document, one in there.items()}
    return listed.items() <= found.items()
