"""Breaking Chinese text into lines.

The rules are those of 避头尾 in the W3C's Requirements for Chinese Text Layout (clreq, line
start and line end prohibition): no line begins with closing punctuation, none ends with an
opening bracket or quote, dashes and ellipses of two characters stay whole. Western words and
numbers are kept together too, and a citation such as [3] stays with the word it follows.
"""

import re

from papers_tui.terminal.cells import widths_of

NEVER_FIRST = frozenset("。，、；：？！．·…—～）》」』】〕〗］｝〉”’‰％℃°,.;:?!)]}>%~｡､｣ー々〃ゝゞ")
"""Characters that begin no line."""

NEVER_LAST = frozenset("（《「『【〔〖［｛〈“‘([{<｢￥＄$#＃№")
"""Characters that end no line."""

_DOUBLED = frozenset("—…⋯─")
"""Set twice for one sign; never parted."""

_CITATION = re.compile(r"[\[［〔]\d{1,4}(?:[-–—~～,，、]\d{1,4}){0,20}[\]］〕]")


def citations_in(text: str) -> list[tuple[int, int]]:
    """Where numbers of references are cited in a text: [1], [2-3], [1,3], ［4］, 〔5〕."""
    return [match.span() for match in _CITATION.finditer(text)]


def _is_word(character: str) -> bool:
    return character < "\u2e80" and (character.isalnum() or character in "'’_@/\\&=+^")


class _Breaks:
    """Where a text may be broken: answers for one place at a time."""

    def __init__(self, text: str, widths: list[int]) -> None:
        self._text = text
        self._widths = widths
        self._cited = {place for start, end in citations_in(text) for place in range(start, end)}

    def spares_marks(self, place: int) -> bool:
        """Whether a line that ends before this place parts no mark from what it belongs to."""
        before, after = self._text[place - 1], self._text[place]
        if self._widths[place] == 0 or after == " ":
            return False
        return after not in NEVER_FIRST and before not in NEVER_LAST

    def at(self, place: int) -> bool:
        """Whether a line may end before this place."""
        before, after = self._text[place - 1], self._text[place]
        if not self.spares_marks(place):
            return False
        if before == after and before in _DOUBLED:
            return False
        if before == " ":
            return True
        if place in self._cited:
            return False
        return not (_is_word(before) and _is_word(after))


def break_lines(text: str, width: int, first: int = 0) -> list[tuple[int, int]]:
    """Break a text into lines of at most `width` cells, the first shorter by `first`.

    Spaces where a line ends stay at its end and may stand beyond the width, as they are not
    seen. Where no rule leaves a place to break, the line is broken where it is full.

    Returns:
        The lines as (start, end) in the text; joined they are the text.
    """
    widths = widths_of(text)
    breaks = _Breaks(text, widths)
    lines: list[tuple[int, int]] = []
    start, length = 0, len(text)
    room = max(2, width - first)
    while start < length:
        end = _fill(text, widths, start, room)
        if end < length:
            end = _back(text, breaks, start, end)
        lines.append((start, end))
        start = end
        room = max(2, width)
    return lines or [(0, 0)]


def _fill(text: str, widths: list[int], start: int, room: int) -> int:
    """The end of the longest line that fits, with the spaces after it."""
    end, used, length = start, 0, len(text)
    while end < length:
        used += widths[end]
        if used > room and end > start:
            break
        end += 1
    while end < length and (text[end] == " " or widths[end] == 0):
        end += 1
    return end


def _back(text: str, breaks: _Breaks, start: int, full: int) -> int:
    """The last place up to a full line's end where it may be broken."""
    for end in range(full, start, -1):
        if breaks.at(end):
            return end
    # A word as wide as the line: the comma behind it takes letters along, and begins no line.
    for end in range(full, start, -1):
        if breaks.spares_marks(end):
            return end
    return full
