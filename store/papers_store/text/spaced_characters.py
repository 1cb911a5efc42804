"""Close up Chinese characters that text recognition spaced out: 新 媒 体 becomes 新媒体.

Three characters or more, each alone with exactly one space to the next, are such a run; two may be
words of a title, and wider gaps are columns of a table. In a line of which nearly every character
stands alone, the spaces around punctuation and numbers close up too.
"""

import re

from papers_store.text.han import han, han_pattern

_SPACED = han_pattern(r"[ \xa0][\h][ \xa0][\h]")
"""Starts with a space, which is quick to search for."""
_RUN = han_pattern(r"(?<![\h])[\h](?:[ \xa0][\h](?![\h])){2,}")
_ALONE = han_pattern(r"(?<![\h])[\h](?![\h])")
_PUNCTUATION = r"，。、；：？！“”‘’（）《》〈〉【】〔〕「」…—,;:?!()\[\]"
_BETWEEN = han_pattern(
    rf"(?<=[\h{_PUNCTUATION}])[ \xa0](?=[\h\d{_PUNCTUATION}])|(?<=\d)[ \xa0](?=[\h{_PUNCTUATION}])"
)
_DIGITS = re.compile(r"(?<![\d.])\d(?:[ \xa0]\d(?![\d.])){2,}")
_NUMBER = re.compile(r"\s*\d[\d.]*[.、]?[ \xa0]")
"""The number of a heading or an entry; the space after it stays."""
_LEAST = 6
"""Smallest number of characters by which a line is judged to be spaced out."""


def closed_up(text: str) -> str:
    """Remove the spaces that were set between single Chinese characters."""
    if not _SPACED.search(text):
        return text
    lines = text.split("\n")
    # On a page that is mostly spaced out, so are its short lines: 引 言.
    least = 2 if sum(map(han, filter(_is_spaced_out, lines))) * 2 > han(text) else _LEAST
    return "\n".join(_line(line, least) for line in lines)


def _is_spaced_out(line: str, least: int = _LEAST) -> bool:
    """Return whether nearly every Chinese character of a line stands alone."""
    count = han(line)
    return count >= least and len(_ALONE.findall(line)) * 10 >= count * 8


def _line(line: str, least: int) -> str:
    if "\t" in line:
        return line
    if not _is_spaced_out(line, least):
        return close_runs(line)
    number = _NUMBER.match(line)
    start = number.end() if number else 0
    rest = _DIGITS.sub(lambda run: re.sub(r"[ \xa0]", "", run[0]), line[start:])
    return line[:start] + _BETWEEN.sub("", rest)


def close_runs(text: str) -> str:
    """Close up runs of three or more spaced characters, and no other spaces."""
    return _RUN.sub(lambda run: re.sub(r"[ \xa0]", "", run[0]), text)
