"""What a Chinese character is: one answer for names, citations, queries and the parser.

The Unicode property Script=Han, without the radicals (`text.radicals` turns them into ideographs)
and without private use: ideographs of every extension (A to J), those kept for compatibility, and
々 〇 〡 〻, which stand for ideographs in names and numbers.
"""

import re

HAN = (
    "\u3005\u3007\u3021-\u3029\u3038-\u303b"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fffd\U00030000-\U0003fffd"
)
"""The inside of a class of a regular expression. Planes 2 and 3 are taken whole, as Unicode keeps
them for ideographs yet to come."""

_RUN = re.compile(f"[{HAN}]+")


def han_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    r"""A regular expression in which \h, within brackets, is any Chinese character."""
    return re.compile(pattern.replace(r"\h", HAN), flags)


def han(text: str) -> int:
    """How many Chinese characters a text holds."""
    return sum(map(len, _RUN.findall(text)))


def is_han(text: str) -> bool:
    """Whether a text is Chinese characters alone, and at least one."""
    return _RUN.fullmatch(text) is not None
