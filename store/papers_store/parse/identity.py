"""What makes two pages the same article."""

import unicodedata
from collections.abc import Iterable
from hashlib import sha256

_COMPARED = 100
"""Letters and digits of the text that are compared besides the title."""


def article_id(title: str, text: Iterable[str]) -> str:
    """16 hexadecimal digits: the same for the same article, on any machine.

    It stands on letters and digits alone, in NFKC and without case, so that width, spaces and
    punctuation do not matter. Traditional and simplified characters stay different: the tables
    that turn one into the other change from version to version, and ids must not.

    Args:
        title: the article's title.
        text: its abstract, or its paragraphs where there is none; only the beginning counts.
    """
    compared = ""
    for piece in text:
        compared += _letters(piece[: 4 * _COMPARED])
        if len(compared) >= _COMPARED:
            break
    key = f"{_letters(title)}\n{compared[:_COMPARED]}"
    return sha256(key.encode()).hexdigest()[:16]


def _letters(text: str) -> str:
    """The letters and digits of a text, folded."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, folded))
