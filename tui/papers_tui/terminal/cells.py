"""Measuring and clipping text in terminal cells.

A Chinese character takes two cells, a combining mark none. Widths are those of rich, which
Textual composes the screen with: two opinions on one character would shift a whole row.
"""

import re

from rich.cells import cell_len, get_character_cell_size, set_cell_size, split_graphemes

ELLIPSIS = ".."
"""Marks a clipped end; … and its like take one cell in some terminals and fonts, two in others."""

_VARIATION_SELECTOR = "\ufe0f"
"""Makes some characters before it wider, so that they cannot be measured one by one."""


UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ud800-\udfff\ufdd0-\ufdef\ufff0-\ufffb\ufffe"
    "\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff]"
)
"""Controls, marks of direction, invisible characters, and halves of characters.

Signs that choose a character's form (U+FE00 to U+FE0F, U+E0100 to U+E01EF) are left: emoji and rare
Chinese characters are written with them.
"""

_MOST_TO_A_CELL = 32
"""Characters: a letter and as many marks on it as Unicode lets a stream of text have (UAX #15)."""


class _Widths(dict[str, int]):
    """Cells of single characters, measured once each."""

    def __missing__(self, character: str) -> int:
        width = self[character] = get_character_cell_size(character)
        return width


_WIDTHS = _Widths()


def printable(text: str) -> str:
    """The text with everything that could steer a terminal turned into spaces."""
    return UNPRINTABLE.sub(" ", text)


def printable_lines(text: str) -> str:
    """The same of a text of several lines, which stay apart."""
    return "\n".join(map(printable, text.split("\n")))


def width_of(text: str) -> int:
    """How many cells a text takes."""
    return cell_len(text)


def widths_of(text: str) -> list[int]:
    """The cells of each character; 0 for one that is drawn onto the character before it."""
    if _VARIATION_SELECTOR not in text:
        return [_WIDTHS[character] for character in text]
    widths = [0] * len(text)
    for start, _, cells in split_graphemes(text)[0]:
        widths[start] = cells
    return widths


def at_most(text: str, width: int) -> str:
    """As much of a text as anybody can want in this many cells, which it may still be wider than.

    To measure a title of ten megabytes would take seconds, and marks that take no cell are sent
    to the terminal however many they are.
    """
    return text[: max(1, width) * _MOST_TO_A_CELL]


def fit(text: str, width: int) -> str:
    """The text in exactly this many cells: padded with spaces, or clipped with an ellipsis."""
    if width <= 0:
        return ""
    text = at_most(text, width)
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    kept = set_cell_size(text, max(0, width - len(ELLIPSIS))).rstrip()
    return set_cell_size(kept + ELLIPSIS, width)


def clip(text: str, width: int) -> str:
    """The text in at most this many cells, clipped with an ellipsis where it is longer."""
    text = at_most(text, width)
    return text if cell_len(text) <= width else fit(text, width).rstrip()
