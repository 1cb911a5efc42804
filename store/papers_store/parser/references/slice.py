"""A stretch of an entry: as printed, and beside it the copy that rules read."""

import re
from typing import NamedTuple, Self

from papers_store.parser.halfwidth import narrow
from papers_store.text.han import han_pattern

_PLAIN = str.maketrans("。｡—–―−～~﹣", "..-------")
"""Stops and dashes of every shape made one; one character to one, as in `narrow`."""


YEAR = r"(?:1[5-9][\dOol]{2}|2[0Oo][\dOol]{2})"
"""A pattern for a year, in which OCR may have read letters for digits: 2O12, 20l7."""
REIGN = r"[ ]{0,2}\([^()\d,.]{2,24}\)"
"""The year as an older calendar counts it, behind the year: 1865 (清同治四年)."""
_MISREAD = str.maketrans("OolLI", "00111")


def year_of(text: str) -> int:
    """The year that `YEAR` has found."""
    return int(text.translate(_MISREAD))


class Slice(NamedTuple):
    """Text as printed, and a copy of the same length in plain half-width punctuation."""

    text: str
    narrow: str

    @classmethod
    def of(cls, text: str) -> Self:
        """The whole of a text."""
        return cls(text, narrow(text).translate(_PLAIN))

    def cut(self, start: int = 0, end: int | None = None) -> "Slice":
        """What stands from start up to end."""
        return Slice(self.text[start:end], self.narrow[start:end])

    def without(self, start: int, end: int) -> "Slice":
        """What is left when the part from start up to end is taken out."""
        return Slice(
            f"{self.text[:start]} {self.text[end:]}", f"{self.narrow[:start]} {self.narrow[end:]}"
        )

    def trimmed(self, around: str = " .,;:") -> "Slice":
        """What is left without these characters at both ends."""
        text, narrowed = self
        end = len(narrowed.rstrip(around))
        start = len(narrowed) - len(narrowed.lstrip(around)) if end else 0
        return self if end - start == len(narrowed) else Slice(text[start:end], narrowed[start:end])

    def __bool__(self) -> bool:
        return bool(self.text)


_STOP = han_pattern(
    r"\.(?=[ ]{1,4}[^ a-z.,;:)\]]|[ ]{0,4}$|[\h(\[《“\"])|(?<=[\h])\.(?=[A-Z\d])"
    r"|(?<=[a-z)\d][a-z)\d]|.[\h])\.(?=[A-Z][a-z])"
    r"|\.(?=\d{1,2}[ ]?版)|(?:(?<=\d)|(?<=[a-z]{3}))\.(?=(?:1[5-9]|20)\d\d(?!\d))"
)
_ABBREVIATED = re.compile(
    r"(?:^|[ .,:(])(?:[A-Z]|vols?|no|pp?|fig|st|proc|mass|conn|calif|eng|ill|va|u\.s|v)$", re.I
)


def stops_in(piece: Slice) -> list[int]:
    """Where the full stops are that end something, rather than shorten a word."""
    return [
        found.start()
        for found in _STOP.finditer(piece.narrow)
        if not _ABBREVIATED.search(piece.narrow[max(0, found.start() - 8) : found.start()])
    ]


def sentences(piece: Slice) -> list[Slice]:
    """What full stops part, without them."""
    parts, start = [], 0
    for stop in stops_in(piece):
        parts.append(piece.cut(start, stop))
        start = stop + 1
    parts.append(piece.cut(start))
    return [part for part in (one.trimmed(" ,;") for one in parts) if part.trimmed()]
