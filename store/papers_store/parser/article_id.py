"""What makes two pages the same article."""

import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import sha256

from papers_store.article import Article

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


def ids_of(article: Article) -> Iterator[str]:
    """The ids that an article may have: its own, then such as stand on ever more of its text.

    The first of them that no other article of a library has is the one it goes by there.
    """
    yield article.id
    body = (text for section in article.sections for text in section.paragraphs)
    whole = letters_of([article.abstract, *body])
    reach = _COMPARED
    while reach < 2 * len(whole):
        reach = reach * 3 // 2
        yield _id_of(_letters(article.title), str(len(whole[:reach])), whole[:reach])
    # Of one text, or of none: records that a year, an author or a number tells apart.
    told = (article.doi, article.article_number, article.year, *article.authors)
    yield _id_of(_letters(article.title), whole, *(_letters(str(one or "")) for one in told))


def _id_of(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:16]


def letters_of(texts: Iterable[str]) -> str:
    """The letters and digits of several texts, folded, as ids compare them."""
    return "".join(map(_letters, texts))


def _letters(text: str) -> str:
    """The letters and digits of a text, folded."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, folded))
