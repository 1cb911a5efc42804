"""Paragraphs put together again where a page is broken at a fixed column, as text from a PDF is.

How wide the page is tell the lines that are cut off at one length. A line that fills it goes on in
the next, unless that one is indented or begins something of its own: a label, a heading, an entry.
"""

import re
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from papers_store.parser.formats.page import Line
from papers_store.parser.halfwidth import columns, narrow
from papers_store.parser.headings.heading_levels import is_numbered_heading
from papers_store.parser.zones.labelled_lines import ENTRY, is_list_heading
from papers_store.parser.zones.labels import label_at_start
from papers_store.text.han import han_pattern

_NARROWEST = 24
"""Columns; narrower lines are verse or lists."""
_WIDEST = 200
_SLACK = 4
"""Columns by which lines may end before the edge, so that no punctuation begins the next."""
_HANGING = 6
"""Columns by which a line may pass the edge."""
_FULL_STOPS = tuple("。.．｡！!？?”」")
_CLOSING = "，。、；：？！）》〉」』】”’％%…,;:?!)]"
_SIGNS = ",.:;"
_OPEN_ENDS = "，,、；;：:（([《“-—"
"""What nothing ends with that another thing follows."""
_UNIT = han_pattern(rf"[^\s\h{_CLOSING}]{{1,20}}|[\h]?[{_CLOSING}]*|.")
"""What is not broken at the end of a line: a Latin word, or a character with its punctuation."""
_LETTER = re.compile(r"[0-9A-Za-z\u00c0-\u024f]")
_ADDRESS = re.compile(r"(?:https?://|www\.|\b10\.\d{4,9}/)\S{0,300}$")
_LAST_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{2,30}$")
_NUMBERED = re.compile(r"[ ]{0,8}(?P<bracket>[\[(]?)[ ]{0,2}(?P<number>\d{1,3})[ ]{0,2}[\])」.、 ]")
_FIRST_WORD = re.compile(r"[a-z\u00df-\u024f]{2,30}")


class _Edge(Struct, frozen=True):
    """Where lines are broken."""

    at: int
    """Characters or columns, as `widths` are."""
    widths: list[int]
    exact: bool
    """Whether lines are cut at the very character, through words and spaces."""
    margin: int
    """Columns of space before each line that begins no paragraph."""
    in_columns: bool


def join_lines(lines: Sequence[Line]) -> list[Line]:
    """Put paragraphs together again where the page is broken at a fixed column."""
    edge = _edge(lines)
    if edge is None:
        return list(lines)
    words = _Words(lines)
    whole: list[Line] = []
    listing: _Listing | None = None
    for place, line in enumerate(lines):
        above = lines[place - 1] if place else None
        if above is None or not (above.text and line.text):
            joins = False
        else:
            joins = _goes_on(edge, place, above, line, whole[-1], listing)
        if joins and above is not None:
            whole[-1] = replace(whole[-1], text=_glued(whole[-1], above, line, edge, words))
        else:
            whole.append(line)
        if line.text and not joins:
            listing = (
                _Listing() if is_list_heading(line) else None if line.heading_level else listing
            )
            if listing is not None:
                listing.take(line)
    return whole


class _Listing:
    """A list of references or notes: how its entries are numbered, and the last number."""

    def __init__(self) -> None:
        self._bracket = ""
        self._last: int | None = None

    def begins(self, line: Line) -> bool:
        """Whether a line begins the next entry."""
        entry = _NUMBERED.match(line.narrow)
        if entry is None:
            return self._last is None and ENTRY.match(line.narrow) is not None
        if self._last is None:
            return True
        return entry["bracket"] == self._bracket and 0 < int(entry["number"]) - self._last < 4

    @property
    def numbered(self) -> bool:
        """Whether its entries have numbers."""
        return self._last is not None

    def take(self, line: Line) -> None:
        """Take note of the entry that a line begins."""
        if self.begins(line) and (entry := _NUMBERED.match(line.narrow)):
            self._bracket, self._last = entry["bracket"], int(entry["number"])


class _Words:
    """What the page tells of its Latin words and marks, where lines are broken beside one."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._found: set[str] | None = None
        self._parting: dict[str, bool] = {}

    def parts(self, before: str, sign: str) -> bool:
        """Whether a space mostly stands behind a mark that follows such a character."""
        before, sign = narrow(before), narrow(sign)
        latin = before.isascii()
        kind = "[0-9]" if before.isdigit() else "[A-Za-z]" if latin else "[^ -~]"
        key = f"{kind}{re.escape(sign)}"
        if key not in self._parting:
            behind = re.compile(rf"{key}(?=([ ])|[^ ])")
            found = [one[1] for line in self._lines for one in behind.finditer(line.narrow)]
            likely = not found and latin and before.isalnum()
            self._parting[key] = likely or sum(map(bool, found)) * 2 > len(found)
        return self._parting[key]

    def __contains__(self, word: str) -> bool:
        if self._found is None:
            words = re.compile(r"[A-Za-z\u00c0-\u024f]{2,60}")
            self._found = {one.lower() for line in self._lines for one in words.findall(line.text)}
        return word.lower() in self._found


def _edge(lines: Sequence[Line]) -> _Edge | None:
    """The width at which lines of a page are cut off, if there is one."""
    printed = [line for line in lines if line.text]
    if len(printed) < 6:
        return None
    lengths = sorted(len(line.text) for line in printed)
    # Where paragraphs are whole, more than a few lines are longer than any column.
    if lengths[-1 - len(lengths) // 10] > _WIDEST:
        return None
    typed = [max(line.length, len(line.text)) if line.text else 0 for line in lines]
    by_characters = _cut_at(lines, typed, _NARROWEST // 2, _SLACK // 2)
    wide = [line.indent + columns(line.text) if line.text else 0 for line in lines]
    by_columns = _cut_at(lines, wide, _NARROWEST, _SLACK)
    in_columns = by_columns[0] > by_characters[0]
    best = by_columns if in_columns else by_characters
    if best[0] == 0:
        return None
    widths, at = (wide, best[1]) if in_columns else (typed, best[1])
    # What ends with a stop is mostly the end of a paragraph, of any length.
    near = [
        width
        for line, width in zip(lines, widths, strict=True)
        if at - _SLACK <= width and not line.text.endswith(_FULL_STOPS)
    ]
    exact = (
        not in_columns
        and sum(width == at for width in near) * 100 >= len(near) * 93
        and not _breaks_at_words(lines, widths, at)
    )
    indents = sorted(line.indent for line in printed)
    return _Edge(at, widths, exact, indents[len(indents) // 10], in_columns)


def _breaks_at_words(lines: Sequence[Line], widths: Sequence[int], at: int) -> bool:
    """Whether lines end early where a Latin word would not have fitted."""
    early = 0
    for above, line, width in zip(lines, lines[1:], widths, strict=False):
        letters = above.text[-1:].isascii() and line.text[:1].isalpha() and line.text.isascii()
        early += letters and at - 12 <= width < at and not above.text.endswith(_FULL_STOPS)
    return early > 1


def _cut_at(
    lines: Sequence[Line], widths: Sequence[int], least: int, slack: int
) -> tuple[int, int]:
    """How many lines are cut off at the width where most are, and that width; 0 for none."""
    counted = Counter(width for width in widths if width >= least)
    total = sum(1 for width in widths if width)
    best = (0, 0)
    for at in counted:
        near = sum(counted[at - less] for less in range(slack + 1))
        past = sum(count for width, count in counted.items() if width > at + _HANGING)
        if past * 10 <= total:
            best = max(best, (near, at))
    near, at = best
    full = [place for place, width in enumerate(widths) if at - slack <= width and width]
    # Of lines broken in the middle few end a sentence; entries of a list nearly all do.
    ended = sum(1 for place in full if lines[place].text.endswith(("。", ".", "．", "｡")))
    following = sum(1 for place in full if place + 1 < len(lines) and _may_go_on(lines[place + 1]))
    broken = near >= 4 and near * 5 >= total and ended * 2 < len(full) <= following * 3
    return best if broken else (0, 0)


def _may_go_on(line: Line) -> bool:
    """Whether a line, on its own, can be the rest of a paragraph."""
    starts = ENTRY.match(line.narrow) or is_numbered_heading(line)
    return bool(line.text) and line.indent < 2 and not starts


def _goes_on(
    edge: _Edge,
    place: int,
    above: Line,
    line: Line,
    first: Line,
    listing: _Listing | None,
) -> bool:
    """Whether a line goes on with the paragraph of the one above it."""
    if line.heading_level or line.row or above.heading_level or above.row:
        return False
    ended = above.text.endswith(_FULL_STOPS)
    if line.text[0] in _CLOSING and not ended:
        return True
    hangs = listing is not None and not listing.begins(line)
    typed = line.length - len(line.text) - line.spaced
    # One wide space is what parts two words; an indent has two.
    if line.indent - edge.margin >= 2 and typed != 1 and not hangs:
        return False
    inside = not ended and len(first.text) > len(above.text)
    if not _is_full(edge, place, line, inside=inside):
        return False
    return not _begins_anew(above, line, first, ended=ended, listing=listing)


def _is_full(edge: _Edge, place: int, line: Line, *, inside: bool) -> bool:
    """Whether no more of the next line would have fitted on the one above it.

    Inside a paragraph some programs break lines at spaces alone, also where they are Chinese.
    """
    width = edge.widths[place - 1]
    if width * 2 < edge.at:
        return False
    unit = _UNIT.match(line.text)
    if edge.exact:
        # A character goes down with the punctuation that may not begin a line.
        drawn = unit is not None and len(unit[0]) > 1 and unit[0][-1] in _CLOSING
        return width >= edge.at or (drawn and width == edge.at - 1)
    more = line.text.split(" ", 1)[0] if inside else unit[0] if unit else ""
    # A Latin word is parted from what stands before it.
    space = 1 if more[:1].isascii() else 0
    return width + space + (columns(more) if edge.in_columns else len(more)) > edge.at - _SLACK // 2


def _begins_anew(
    above: Line, line: Line, first: Line, *, ended: bool, listing: _Listing | None
) -> bool:
    """Whether a line begins a label, a list, an entry or a heading."""
    if label_at_start(line) or is_list_heading(line) or is_list_heading(first):
        return True
    if above.text[-1] in _OPEN_ENDS:
        return False
    if listing is not None:
        # A page or a year ends an entry where none has a number.
        closed = ended and above.text[-2:-1].isdigit() and not listing.numbered
        return closed or listing.begins(line)
    if is_numbered_heading(line):
        return ended or label_at_start(first) is not None or is_numbered_heading(first)
    return ended and ENTRY.match(line.narrow) is not None


def _glued(whole: Line, above: Line, line: Line, edge: _Edge, words: _Words) -> str:
    """The text of both, with a space between Latin words and none beside Chinese."""
    before, after = whole.text, line.text
    if before.endswith(("-", "‐", "\xad")) and _LETTER.match(after):
        last, next_word = _LAST_WORD.search(before[:-1]), _FIRST_WORD.match(after)
        if last and next_word and f"{last[0]}{next_word[0]}" in words:
            return before[:-1] + after
        if not edge.exact:
            return before + after
    if edge.exact:
        spaced = above.spaced or line.indent > edge.margin
    else:
        spaced = _is_parted(before, after, words)
    return f"{before} {after}" if spaced else before + after


def _is_parted(before: str, after: str, words: _Words) -> bool:
    """Whether a space stood where lines are broken at words."""
    end, begin = narrow(before[-1]), narrow(after[0])
    if begin in _CLOSING or end in "([/" or (begin.isascii() and _ADDRESS.search(before[-320:])):
        return False
    if end in _SIGNS and len(before) > 1:
        return words.parts(before[-2], end)
    left = end.isascii() and (end.isalnum() or end in ")]%!?&+")
    return left and begin.isascii() and (begin.isalnum() or begin in "([&+")
