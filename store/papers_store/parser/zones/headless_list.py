"""A list of references with no heading: numbered lines that end a page and read as entries."""

import re
from collections.abc import Sequence

from papers_store.parser.formats.page import Line
from papers_store.parser.zones.labelled_lines import Zones

_BEGINS = re.compile(
    r"[^\w\s\[\]]{0,2}[ ]{0,4}(?:\[(?P<square>\d{1,3})\]|(?P<plain>\d{1,3})[.、][ ]?(?!\d))"
)
_NEXT = re.compile(r"(?<=[.。\d)])[ ]{0,4}\[(?P<square>\d{1,3})\](?=[ ]{0,4}[^ ,，。;；])")
"""An entry that begins in the line of another."""
_CODE = re.compile(r"\[[A-Z]{1,2}(?:/[A-Z]{2})?\]")
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d{2}(?!\d)")
_IMPRINT = re.compile(
    r"出版社|出版公司|书局|书店|印书馆|学报|https?:|Press"
    r"|[(]\d{1,3}[)][ ]?:|:[ ]?\d{1,5}[-–—]\d|\bpp?\."
)
_MOST = 600
"""Lines that such a list may have."""
_LONGEST = 600
"""Characters of an entry, or of several in one line for each."""
_LEAST = 2
"""Entries; one numbered line may be anything."""


def take_headless_list(zones: Zones) -> None:
    """Move a list of references with no heading out of the end of the text."""
    if zones.references:
        return
    lines = zones.back or zones.body
    start = _start(lines)
    if start is None or not _reads_as_list(lines[start:]):
        return
    zones.references += [line.text for line in lines[start:]]
    del lines[start:]


def _start(lines: Sequence[Line]) -> int | None:
    """Where the last entry with the number 1 begins, if all below it may belong to its list."""
    for place in range(len(lines) - 1, max(-1, len(lines) - 1 - _MOST), -1):
        line = lines[place]
        if line.heading_level or line.kind not in ("", "item"):
            return None
        if (found := _BEGINS.match(line.narrow)) is not None and _number(found) == 1:
            return place
    return None


def _number(found: re.Match[str]) -> int:
    return int(found["square"] or found.groupdict().get("plain") or 0)


def _reads_as_list(lines: Sequence[Line]) -> bool:
    """Whether numbers count up from line to line, and most lines read as entries."""
    number = good = count = 0
    for line in lines:
        found = _BEGINS.match(line.narrow)
        if found is None:
            if len(line.text) > _LONGEST or "。" in line.text[:-1]:
                return False
            continue
        numbers = [_number(found), *(int(one["square"]) for one in _NEXT.finditer(line.narrow))]
        if not number < numbers[0] <= number + 3:
            return False
        number = numbers[-1]
        count += len(numbers)
        good += min(len(numbers), _entries(line.narrow))
    return count >= _LEAST and good * 10 >= count * 7


def _entries(text: str) -> int:
    """How many entries a line seems to hold."""
    if codes := len(_CODE.findall(text)):
        return codes
    return int(_YEAR.search(text) is not None and _IMPRINT.search(text) is not None)
