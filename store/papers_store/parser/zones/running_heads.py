"""Running heads, feet and page numbers, which stand between the lines of a printed article.

Where the file says where its pages end (form feeds), the lines at their edges are looked at. Where
it does not, a page ends at lines that stand apart in the middle of a sentence: a page number, an
issue, the title once more. What is set aside is kept; a sentence that it parted is put together.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from papers_store.article import Leftover
from papers_store.parser.formats.page import Line
from papers_store.parser.halfwidth import join
from papers_store.parser.headings.heading_levels import is_numbered_heading
from papers_store.parser.zones.labelled_lines import ENTRY, is_list_heading
from papers_store.parser.zones.labels import label_at_start

_NUMBER = re.compile(r"[\W_]{0,6}(?:第[ ]?)?(?:\d{1,5}|[ivxl]{1,6})(?:[ ]?页)?[\W_]{0,6}", re.I)
_ISSUE = re.compile(
    r"第[ ]?[\d一二三四五六七八九十]{1,4}[ ]?[卷期辑]|(?:19|20)\d{2}[ ]?年[ ]?(?:第|\d{1,2}[ ]?月)"
    r"|\bvol[. ]|\bno[.][ ]?\d|(?:19|20)\d{2}[,，][ ]?\d{1,3}[ ]?\(",
    re.I,
)
_DIGITS = re.compile(r"\d+")
_SPACES = re.compile(r"\s+")
_STOPS = tuple("。．.！!？?：:；;”」』…")
_CLOSING = "，。、；：？！）》〉」』】”’％%…,;:?!)]"
_LONGEST = 60
"""Characters of a running head."""
_LONGEST_NAME = 25
_LONGEST_NUMBER = 16
_TOP, _BOTTOM = 4, 3
"""Lines at the edges of a page that are looked at."""
_FIRST = 6
"""Lines at the beginning that may be a masthead, and of which one is the title."""


class Undisturbed(NamedTuple):
    """The lines of a page without its running heads, and those."""

    lines: list[Line]
    leftovers: list[Leftover]


def without_running_heads(lines: Sequence[Line], page_starts: Sequence[int]) -> Undisturbed:
    """Set running heads, feet and page numbers aside.

    Args:
        lines: All lines, those that are empty too.
        page_starts: The places of the first lines of the second page and those after it; empty
            where the file does not say.
    """
    if page_starts:
        heads = {*_at_edges(lines, page_starts)}
        breaks = [*page_starts]
    else:
        heads = {*_apart(lines)}
        breaks = [place + 1 for place in heads if place + 1 not in heads]
    if not heads and not breaks:
        return Undisturbed([*lines], [])
    leftovers = [
        Leftover(text=lines[place].text, reason=_reason(lines[place])) for place in sorted(heads)
    ]
    return Undisturbed(_rejoined(lines, heads, {*breaks}), leftovers)


def _reason(line: Line) -> str:
    return "page number" if _NUMBER.fullmatch(line.narrow) else "running head"


def _pattern(line: Line) -> str:
    """A line as it comes again on other pages, with other numbers."""
    return _DIGITS.sub("#", _SPACES.sub("", line.narrow))


def _at_edges(lines: Sequence[Line], page_starts: Sequence[int]) -> Iterator[int]:
    """The places of running heads at the edges of pages."""
    pages = [*zip([0, *page_starts], [*page_starts, len(lines)], strict=True)]
    printed = [[at for at in range(start, stop) if lines[at].text] for start, stop in pages]
    edges = [[*page[:_TOP], *page[len(page[:_TOP]) :][-_BOTTOM:]] for page in printed]
    times = Counter(pattern for edge in edges for pattern in {_pattern(lines[at]) for at in edge})
    front = _front([lines[at] for at in printed[0]])
    for nth, page in enumerate(printed):
        if nth:
            yield from _from_edge(lines, page[:_TOP], times, front)
        bottom = page[len(page[:_TOP]) :] if nth else page
        yield from _from_edge(lines, bottom[-_BOTTOM:][::-1], times, front if nth else ())


def _from_edge(
    lines: Sequence[Line], places: Sequence[int], times: Counter[str], front: Sequence[str]
) -> Iterator[int]:
    """Running heads from the edge of a page inwards, up to the first line that is none."""
    for place in places:
        if not _is_head(lines[place], times, front):
            return
        yield place


def _is_head(line: Line, times: Counter[str], front: Sequence[str]) -> bool:
    text = line.narrow
    if len(text) > _LONGEST or line.heading_level:
        return False
    if _NUMBER.fullmatch(text):
        return True
    if label_at_start(line) or is_list_heading(line):
        return False
    if times[_pattern(line)] > 1 and not is_numbered_heading(line):
        return True
    letters = _letters(line)
    of_front = len(letters) > 5 and any(one in letters or letters in one for one in front)
    return of_front or (_ISSUE.search(text) is not None and not text.endswith(_STOPS))


def _front(printed: Sequence[Line]) -> Sequence[str]:
    """The letters of the lines among which the title and the journal's name are."""
    found = (_letters(line) for line in printed[:_FIRST] if len(line.text) <= _LONGEST)
    return [one for one in found if len(one) > 5]


def _letters(line: Line) -> str:
    return "".join(filter(str.isalpha, line.text))


def _apart(lines: Sequence[Line]) -> Iterator[int]:
    """The places of running heads on a page that does not say where its pages end.

    They stand alone between empty lines, where the sentence before has not come to its end, or a
    page number is among them.
    """
    if not _has_number_apart(lines):
        return
    printed = [at for at, line in enumerate(lines) if line.text]
    front = _front([lines[at] for at in printed])
    times = Counter(_pattern(lines[at]) for at in printed if len(lines[at].text) <= _LONGEST)
    nth = min(_FIRST, len(printed))
    while nth < len(printed):
        stop = nth
        while stop < len(printed) and _stands_alone(lines, printed[stop], times, front):
            stop += 1
        run = printed[nth:stop]
        if (
            run
            and stop - nth <= _TOP + _BOTTOM
            and _parts_pages(
                lines, run, printed[nth - 1], times, front, is_last=stop == len(printed)
            )
        ):
            yield from run
        nth = stop + 1


def _has_number_apart(lines: Sequence[Line]) -> bool:
    """Whether what may be a page number stands alone anywhere; most pages have none."""
    for place, line in enumerate(lines):
        if 0 < len(line.text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(line.narrow):
            above = place == 0 or not lines[place - 1].text
            if above and (place + 1 == len(lines) or not lines[place + 1].text):
                return True
    return False


def _stands_alone(
    lines: Sequence[Line], place: int, times: Counter[str], front: Sequence[str]
) -> bool:
    above = place == 0 or not lines[place - 1].text
    below = place + 1 >= len(lines) or not lines[place + 1].text
    if not (above and below):
        return False
    return _is_head(lines[place], times, front) or _may_be_head(lines[place])


def _may_be_head(line: Line) -> bool:
    """Whether a line can be a running head beside others that surely are: a journal's name."""
    text = line.narrow
    return (
        len(text) <= _LONGEST_NAME
        and not line.heading_level
        and not text.endswith(_STOPS)
        and not label_at_start(line)
        and not is_list_heading(line)
        and not is_numbered_heading(line)
        and not ENTRY.match(text)
    )


def _parts_pages(
    lines: Sequence[Line],
    run: Sequence[int],
    before: int,
    times: Counter[str],
    front: Sequence[str],
    *,
    is_last: bool,
) -> bool:
    """Whether a page ends at these lines, which may be the last ones that are printed."""
    numbered = any(_NUMBER.fullmatch(lines[at].narrow) for at in run)
    sure = sum(_is_head(lines[at], times, front) for at in run)
    if not numbered or sure * 2 < len(run):
        return False
    return sure > 1 or is_last or not lines[before].text.endswith(_STOPS)


def _rejoined(lines: Sequence[Line], heads: set[int], breaks: set[int]) -> list[Line]:
    """The lines without heads; where a page ends inside a sentence, its two halves as one."""
    kept: list[Line] = []
    at_break = False
    for place, line in enumerate(lines):
        at_break |= place in breaks
        if place in heads:
            continue
        if not line.text:
            kept.append(line)
            continue
        last = _last_printed(kept) if at_break else None
        if last is not None and _goes_on(kept[last], line):
            del kept[last + 1 :]
            kept[last] = replace(kept[last], text=join([kept[last].text, line.text]))
        else:
            kept.append(line)
        at_break = False
    return kept


def _last_printed(lines: Sequence[Line]) -> int | None:
    return next((at for at in range(len(lines) - 1, -1, -1) if lines[at].text), None)


def _goes_on(above: Line, line: Line) -> bool:
    """Whether a line is the rest of the sentence that another page begins."""
    if above.heading_level or line.heading_level or above.kind != line.kind or above.row:
        return False
    if line.text[0] in _CLOSING:
        return True
    if above.text.endswith(_STOPS) or len(above.text) < 12:
        return False
    begins = (
        label_at_start(line)
        or is_list_heading(line)
        or ENTRY.match(line.narrow)
        or is_numbered_heading(line)
        or is_numbered_heading(above)
    )
    return not begins
