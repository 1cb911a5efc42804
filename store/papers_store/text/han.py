"""The definition of a Chinese character, for names, citations, queries and the parser.

The Unicode property Script=Han, without the radicals (`text.radicals` turns them into ideographs)
and without private use: ideographs of every extension (A to J), those kept for compatibility, and
々 〇 〡 〻, which stand for ideographs in names and numbers.
"""

import re

HAN = (
    "\u3005\u3007\u3021-\u3029\u3038-\u303b"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fffd\U00030000-\U0003fffd"
)
"""The inside of a character class. Planes 2 and 3 are included whole, since Unicode reserves
them for future ideographs."""

_RUN = re.compile(f"[{HAN}]+")


def han_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    r"""Compile a regular expression in which \h, in a character class, is any Chinese character."""
    return re.compile(pattern.replace(r"\h", HAN), flags)


def han(text: str) -> int:
    """Count the Chinese characters of a text."""
    return sum(map(len, _RUN.findall(text)))


def is_han(text: str) -> bool:
    """Return whether a text consists of Chinese characters only, at least one."""
    return _RUN.fullmatch(text) is not None
