"""Half- and full-width characters: rules read a half-width copy, fields are cut from the text.

Every mapping is one to one, so that an offset in the copy is an offset in the text.
Pages mix both widths freely, and no result may depend on them.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from papers_store.text.han import han

_NARROW = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_NARROW |= dict.fromkeys("\u3000\xa0\u2002\u2003\u2004\u2005\u2009\u202f", " ")
_NARROW |= dict(zip("【】〔〕「」﹝﹞", "[][][][]", strict=True))
_WIDE = re.compile(f"[{''.join(_NARROW)}]")

_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")


def narrow(text: str) -> str:
    """Convert full-width ASCII, spaces and square brackets of every kind to ASCII."""
    if text.isascii():
        return text
    # A page has few of them: replacing each takes a fifth of the time of translate.
    for wide in set(_WIDE.findall(text)):
        text = text.replace(wide, _NARROW[wide])
    return text


def is_latin(text: str) -> bool:
    """Return whether a line is in Latin letters, apart from a stray Han character or two."""
    letters = len(_LATIN.findall(text))
    return letters >= 3 and han(text) * 8 < letters


def columns(text: str) -> int:
    """Return the width in a fixed-width font: two columns for each wide character."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def join(pieces: Sequence[str]) -> str:
    """Join the pieces of one line, with a space between Latin words.

    A comma after a Latin word counts as Latin, whatever its width.
    """
    joined = list(pieces[:1])
    for before, piece in pairwise(pieces):
        end = narrow(before[-2:])
        latin = before and piece and end.isascii() and narrow(piece[0]).isascii()
        # A range such as 5-9 may be broken after the hyphen, and brackets have no space inside.
        spaced = latin and end[-1] not in "-([/" and piece[0] not in ",.;:)]"
        joined.append(f" {piece}" if spaced else piece)
    return "".join(joined)
