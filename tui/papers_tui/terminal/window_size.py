"""The size of a terminal's window."""

import os
import sys

MOST_COLUMNS, MOST_ROWS = 1000, 500
"""A window is taken for no larger than this, since its size is what a guest says it is. A screen of
8K at the smallest letters has some 960 columns and 360 rows."""

_USUAL = (80, 24)
"""Columns and rows of a terminal that says nothing, such as a serial line."""

_STATED = ("COLUMNS", "LINES")


def window_size() -> tuple[int, int]:
    """Columns and rows of the terminal that the program writes to."""
    columns, rows = _known_size() or (
        _number(os.environ.get(name, "")) or usual
        for name, usual in zip(_STATED, _USUAL, strict=True)
    )
    return bounded_size(columns, rows)


def bounded_size(columns: int, rows: int) -> tuple[int, int]:
    """The size nearest to one that was asked for: at least a character, at most a large screen."""
    return min(max(columns, 1), MOST_COLUMNS), min(max(rows, 1), MOST_ROWS)


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
