"""Encode values in the binary format of COPY.

Sources: PostgreSQL documentation, COPY, "Binary Format"; for arrays and text search vectors the
server's functions array_recv and tsvectorrecv.
"""

import sys
from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate

HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"

_INT8, _TEXT = 20, 25
"""Object ids of element types."""

_MOST_OF_A_VECTOR = 1_000_000
"""Bytes of words in a vector; the server accepts 1 MiB."""


def row(values: Sequence[bytes | None]) -> bytes:
    """Encode a row of encoded values; None is NULL."""
    parts = [len(values).to_bytes(2, "big")]
    for value in values:
        if value is None:
            parts.append(b"\xff\xff\xff\xff")
        else:
            parts += (len(value).to_bytes(4, "big"), value)
    return b"".join(parts)


def text(value: str) -> bytes:
    """Encode a text; PostgreSQL cannot store U+0000, which is replaced."""
    return value.replace("\0", "\ufffd").encode()


def optional_text(value: str | None) -> bytes | None:
    """Encode a text, or NULL."""
    return None if value is None else text(value)


def bigint(value: int) -> bytes:
    """Encode a bigint."""
    return value.to_bytes(8, "big", signed=True)


def optional_bigint(value: int | None) -> bytes | None:
    """Encode a bigint, or NULL."""
    return None if value is None else bigint(value)


def boolean(value: bool) -> bytes:
    """Encode a boolean."""
    return b"\1" if value else b"\0"


def texts(values: Sequence[str]) -> bytes:
    """Encode an array of texts."""
    parts = [_array(_TEXT, len(values))]
    for value in values:
        data = text(value)
        parts += (len(data).to_bytes(4, "big"), data)
    return b"".join(parts)


def bigints(values: "array[int]") -> bytes:
    """Encode an array of bigints, given as an array of 8-byte numbers."""
    swapped = values[:]
    if sys.byteorder == "little":
        swapped.byteswap()
    halves = array("I")
    halves.frombytes(swapped.tobytes())
    length = array("I")
    length.frombytes((8).to_bytes(4, "big"))
    # Each element is its length, 8, and its two halves; slices set all of them at once.
    packed = array("I", bytes(12 * len(values)))
    packed[0::3] = length * len(values)
    packed[1::3] = halves[0::2]
    packed[2::3] = halves[1::2]
    return _array(_INT8, len(values)) + packed.tobytes()


def _array(kind: int, length: int) -> bytes:
    dimensions = 1 if length else 0
    start = (dimensions, 0, kind, length, 1) if length else (0, 0, kind)
    return b"".join(each.to_bytes(4, "big") for each in start)


def tsvector(words: Sequence[str]) -> bytes:
    """Encode a tsvector without positions; words beyond its largest size are left out."""
    # Each word ends with a zero byte, and two more say that no positions follow.
    ends = "\0\0\0"
    data = ends.join(words).encode()
    if len(data) > _MOST_OF_A_VECTOR:
        sizes = accumulate(len(word.encode()) for word in words)
        words = words[: sum(size <= _MOST_OF_A_VECTOR for size in sizes)]
        data = ends.join(words).encode()
    return len(words).to_bytes(4, "big") + data + (ends.encode() if words else b"")


def ranked_tsvector(words: Iterable[tuple[str, Sequence[tuple[int, int]]]]) -> bytes:
    """Encode a tsvector with positions.

    Args:
        words: Each word with its positions and their weights, 3 for A to 0 for D.
    """
    parts: list[bytes] = []
    count = 0
    for word, places in words:
        count += 1
        parts += (word.encode(), b"\0", len(places).to_bytes(2, "big"))
        parts += ((weight << 14 | place).to_bytes(2, "big") for place, weight in places)
    return count.to_bytes(4, "big") + b"".join(parts)
