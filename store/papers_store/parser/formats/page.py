"""A page as lines, with what its typesetting says of each: what every reader of a format gives."""

import re
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import force_setattr

from papers_store.article import Leftover
from papers_store.parser.halfwidth import columns, narrow

Kind = Literal["", "item", "quote", "code", "row", "caption", "figure", "formula", "note"]
"""What a line is by the page's own word; text, or whatever the rules find, where it is empty."""

_LINE_NUMBER = re.compile(r"\s{0,8}(\d{1,4})(?:\s{1,4}|(?=\D))")
_SPACES = re.compile(r"[ ]*")
_INDENTS = {"": 0, "  ": 2, "    ": 4, "\u3000\u3000": 4}
"""The width of what most lines begin with."""


class Line(Struct, frozen=True):
    """One line of the page, its ends trimmed."""

    text: str
    heading_level: int = 0
    """Depth of the heading the page itself marks it as; 0 where it does not."""
    indent: int = 0
    """Columns of space before it."""
    row: bool = False
    """Whether it is the row of a table, which is never a heading."""
    apart: bool = False
    """Whether an empty line stands above it; said of the lines of the front."""
    item: int = 0
    """The number that a browser shows before it in an ordered list."""
    length: int = 0
    """Characters of the line as typed, with the spaces around it; 0 where nobody typed it so."""
    spaced: bool = False
    """Whether a space ends it as typed."""
    kind: Kind = ""
    strong: bool = False
    """Whether all of it is set in bold."""
    page: int = 0
    """Which printed page it stands on, from 1, where the page says so."""
    source: tuple[int, ...] = ()
    """The lines of the file it was made of, counted from 1."""
    narrow: str = ""
    """The narrowed copy that rules read; made here."""

    def __post_init__(self) -> None:
        force_setattr(self, "narrow", narrow(self.text))

    def beginning(self, length: int) -> str:
        """The narrowed copy of its first characters."""
        return self.narrow[:length]


class Page(Struct, frozen=True, kw_only=True):
    """What is printed on a page, and what it says of itself where nobody looks."""

    lines: tuple[Line, ...]
    meta: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """An HTML head's metadata by name, in lower case."""
    aside: tuple[Leftover, ...] = ()
    """What the page prints around the article, as the reader of its format knows."""
    related: tuple[str, ...] = ()
    """Titles of other articles among that."""


def typed_line(source: str) -> Line:
    """A line as typed."""
    before = source[: len(source) - len(source.lstrip())]
    width = _INDENTS.get(before)
    return Line(
        source.strip(),
        indent=_indent(before) if width is None else width,
        length=len(source),
        spaced=source[-1:].isspace(),
    )


def _indent(before: str) -> int:
    """Columns of space at the beginning of what a line is stripped of."""
    spaces = _SPACES.match(narrow(before))
    return columns(before[: spaces.end()]) if spaces else 0


def strip_line_numbers(lines: Iterable[Line]) -> list[Line]:
    """Take off line numbers, where nearly every line begins with the number that comes next."""
    kept = list(lines)
    printed = [(place, line) for place, line in enumerate(kept) if line.text]
    # Most lines begin with a letter, and need not be looked at.
    numbers = [
        None if line.text[0].isalpha() else _LINE_NUMBER.match(line.text) for _, line in printed
    ]
    expected, found = 1, 0
    following = []
    for number in numbers:
        follows = number is not None and int(number[1]) == expected
        following.append(follows)
        found += follows
        expected += follows
    if found < 10 or found * 10 < len(printed) * 8:
        return kept
    for (place, line), number, follows in zip(printed, numbers, following, strict=True):
        if number and follows:
            kept[place] = typed_line(line.text[number.end() :])
    return kept
