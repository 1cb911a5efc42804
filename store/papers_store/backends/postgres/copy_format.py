"""Values as a server takes them in bulk: the binary form of COPY, and of what goes into it.

Documented under COPY, "Binary Format"; arrays and text search vectors as the server's own
functions array_recv and tsvectorrecv read them.
"""

import sys
from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate

HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"

_INT8, _TEXT = 20, 25
"""Object ids of the types of elements."""

_MOST_OF_A_VECTOR = 1_000_000
"""Bytes of words; the server takes 1 MiB."""


def row(values: Sequence[bytes | None]) -> bytes:
    """One row of packed values."""
    parts = [len(values).to_bytes(2, "big")]
    for value in values:
        if value is None:
            parts.append(b"\xff\xff\xff\xff")
        else:
            parts += (len(value).to_bytes(4, "big"), value)
    return b"".join(parts)


def text(value: str) -> bytes:
    """A text; no server holds the character of code 0 in one."""
    return value.replace("\0", "\ufffd").encode()


def optional(value: str | None) -> bytes | None:
    """A text that may be unknown."""
    return None if value is None else text(value)


def number(value: int) -> bytes:
    """A bigint."""
    return value.to_bytes(8, "big", signed=True)


def unknown_or(value: int | None) -> bytes | None:
    """A bigint that may be unknown."""
    return None if value is None else number(value)


def truth(value: bool) -> bytes:
    """A boolean."""
    return b"\1" if value else b"\0"


def texts(values: Sequence[str]) -> bytes:
    """An array of texts."""
    parts = [_array(_TEXT, len(values))]
    for value in values:
        data = text(value)
        parts += (len(data).to_bytes(4, "big"), data)
    return b"".join(parts)


def numbers(values: "array[int]") -> bytes:
    """An array of bigints, given as one of numbers of eight bytes."""
    swapped = values[:]
    if sys.byteorder == "little":
        swapped.byteswap()
    halves = array("I")
    halves.frombytes(swapped.tobytes())
    length = array("I")
    length.frombytes((8).to_bytes(4, "big"))
    # Each number behind its length of eight bytes, all of them put in place at once.
    packed = array("I", bytes(12 * len(values)))
    packed[0::3] = length * len(values)
    packed[1::3] = halves[0::2]
    packed[2::3] = halves[1::2]
    return _array(_INT8, len(values)) + packed.tobytes()


def _array(kind: int, length: int) -> bytes:
    dimensions = 1 if length else 0
    start = (dimensions, 0, kind, length, 1) if length else (0, 0, kind)
    return b"".join(each.to_bytes(4, "big") for each in start)


def vector(words: Sequence[str]) -> bytes:
    """A text search vector without places; words that are too many for one are left out."""
    # Each word ends with a zero, and two bytes say that no places follow.
    ends = "\0\0\0"
    data = ends.join(words).encode()
    if len(data) > _MOST_OF_A_VECTOR:
        sizes = accumulate(len(word.encode()) for word in words)
        words = words[: sum(size <= _MOST_OF_A_VECTOR for size in sizes)]
        data = ends.join(words).encode()
    return len(words).to_bytes(4, "big") + data + (ends.encode() if words else b"")


def weighed(words: Iterable[tuple[str, Sequence[tuple[int, int]]]]) -> bytes:
    """A text search vector with places.

    Args:
        words: Each with its places and their weights, 3 for A to 0 for D.
    """
    parts: list[bytes] = []
    count = 0
    for word, places in words:
        count += 1
        parts += (word.encode(), b"\0", len(places).to_bytes(2, "big"))
        parts += ((weight << 14 | place).to_bytes(2, "big") for place, weight in places)
    return count.to_bytes(4, "big") + b"".join(parts)
