"""The id of an article: what makes two pages the same article."""

import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import sha256

from papers_store.article import Article

_COMPARED = 100
"""Number of letters and digits of the text that are compared besides the title."""


def article_id(title: str, text: Iterable[str]) -> str:
    """Return 16 hexadecimal digits, the same for the same article on any machine.

    Only letters and digits count, in NFKC and case-folded, so that width, spaces and
    punctuation do not matter. Traditional and simplified characters stay different: the tables
    that convert one into the other change from version to version, and ids must not.

    Args:
        title: The article's title.
        text: Its abstract, or else its paragraphs; only the beginning counts.
    """
    compared = ""
    for piece in text:
        compared += _letters(piece[: 4 * _COMPARED])
        if len(compared) >= _COMPARED:
            break
    key = f"{_letters(title)}\n{compared[:_COMPARED]}"
    return sha256(key.encode()).hexdigest()[:16]


def ids_of(article: Article) -> Iterator[str]:
    """Yield the possible ids of an article: its own, then ids that depend on more of its text.

    In a library it gets the first of them that no other article has.
    """
    yield article.id
    body = (text for section in article.sections for text in section.paragraphs)
    whole = letters_of([article.abstract, *body])
    reach = _COMPARED
    while reach < 2 * len(whole):
        reach = reach * 3 // 2
        yield _id_of(_letters(article.title), str(len(whole[:reach])), whole[:reach])
    # For equal texts, or none: records that differ in year, author or number.
    facts = (article.doi, article.article_number, article.year, *article.authors)
    yield _id_of(_letters(article.title), whole, *(_letters(str(one or "")) for one in facts))


def _id_of(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:16]


def letters_of(texts: Iterable[str]) -> str:
    """Return the letters and digits of several texts, folded, as ids compare them."""
    return "".join(map(_letters, texts))


def _letters(text: str) -> str:
    """Return the letters and digits of a text, folded."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, folded))
