"""The window of a terminal: how large it is, and what waits there to be read."""

import os
import select
import sys
from collections.abc import Iterator

MOST_COLUMNS, MOST_ROWS = 1000, 500
"""A window is taken for no larger than this, since whoever comes in says how large theirs is. A
screen of 8K at the smallest letters has some 960 columns and 360 rows."""

_USUAL = (80, 24)
"""Columns and rows of a terminal that says nothing, such as a serial line."""

_STATED = ("COLUMNS", "LINES")

_READ_AT_ONCE = 4096

_DRAINED = 256
"""Pieces thrown away at most: who keeps sending is not waited for."""


def window_size() -> tuple[int, int]:
    """Columns and rows of the terminal that the program writes to."""
    columns, rows = _known_size() or (
        _number(os.environ.get(name, "")) or usual
        for name, usual in zip(_STATED, _USUAL, strict=True)
    )
    return min(columns, MOST_COLUMNS), min(rows, MOST_ROWS)


def forget_stated_size() -> None:
    """Take COLUMNS and LINES out of the environment where the system knows the window.

    A shell that exported them once has them for a window of another size, and what the app starts
    would believe them too.
    """
    if _known_size():
        for name in _STATED:
            os.environ.pop(name, None)


def _known_size() -> tuple[int, int] | None:
    """What the system says of the window; None where it is no terminal, or has no size."""
    for stream in (sys.__stdout__, sys.__stderr__, sys.__stdin__):
        try:
            columns, rows = os.get_terminal_size(stream.fileno()) if stream else (0, 0)
        except (OSError, ValueError):
            # No terminal, or closed.
            continue
        if columns > 0 and rows > 0:
            return columns, rows
    return None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


class Waiting:
    """Bytes that wait to be read from a terminal."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._poll = select.poll()
        self._poll.register(file, select.POLLIN)

    def within(self, seconds: float) -> bytes | None:
        """What comes within some seconds: None where nothing does, b"" where the line is gone."""
        if not self._poll.poll(seconds * 1000):
            return None
        try:
            return os.read(self._file, _READ_AT_ONCE)
        except OSError:
            return b""

    def drained(self) -> Iterator[bytes]:
        """What waits now, piece by piece."""
        for _ in range(_DRAINED):
            data = self.within(0)
            if not data:
                return
            yield data

    @property
    def is_gone(self) -> bool:
        """Whether nobody is at the other end, though something may still wait to be read."""
        poll = select.poll()
        poll.register(self._file, 0)
        return bool(poll.poll(0))
