"""Names of a work: the titles of articles and references in comparable form.

Titles are compared by their letters and digits alone, folded. A title of few letters names many
works, and the part of one before its subtitle may; these ask for more agreement between author
and year than a whole title does.
"""

import re
import unicodedata
from collections.abc import Iterable
from hashlib import blake2b

from msgspec import Struct

from papers_store.analysis.matching import DOI, FULL_TITLE, MAIN_TITLE, SHORT_TITLE, Threshold
from papers_store.article import Article, Reference
from papers_store.text.fold import fold_text
from papers_store.text.han import han_pattern

_FEW = 6
"""Titles of fewer letters (引言, 综述, Deep learning) name many works; a word of an alphabet
says about as much as one Chinese character."""

_MARKS = re.compile(r"[\W_]+")
_SUBTITLE = re.compile(r"[:：]|[—―–]+|--+")
_LETTER = han_pattern(r"[\h\u3040-\u30ff]|[^\W\h\u3040-\u30ff]+")
_HAN = han_pattern(r"[\h]+")
_WORD = re.compile(r"[^\W\d_]+")
_BRACKETED = re.compile(r"[(\[〔【<][^)\]〕】>]*[)\]〕】>]")
_ROLE = re.compile(r"(?<=..)(?:主编|编着|编译|[编着译])$")
"""Of folded text, in which 著 is 着."""


class WorkNames(Struct, frozen=True):
    """The names of one work, and what tells it from other works of the same name."""

    names: tuple[tuple[int, Threshold], ...]
    """Each as a number that stands for its letters, and its threshold; empty for a work without
    a title."""
    author: str | None
    """The first author, as `author_key` writes it."""
    year: int | None


def names_of_article(article: Article) -> WorkNames:
    """The names by which references may cite an article."""
    return WorkNames(
        _names((article.title, article.title_en), article.doi),
        author_key(article.authors),
        article.year,
    )


def names_in_reference(reference: Reference) -> WorkNames:
    """The names of the work that a reference cites."""
    return WorkNames(
        _names((reference.title, reference.parallel_title), reference.doi),
        author_key(reference.authors),
        reference.year,
    )


def _names(titles: Iterable[str | None], doi: str | None) -> tuple[tuple[int, Threshold], ...]:
    found: dict[int, Threshold] = {}
    if doi:
        found[number_of(f"doi {doi.strip().casefold()}")] = DOI
    for title in filter(None, titles):
        folded = fold_text(title)
        if letters := _MARKS.sub("", folded):
            found.setdefault(number_of(letters), SHORT_TITLE if _is_short(folded) else FULL_TITLE)
        # Folded, a dash before a subtitle is as any other.
        composed = unicodedata.normalize("NFKC", title)
        for mark in _SUBTITLE.finditer(composed):
            part = fold_text(composed[: mark.start()])
            if not _is_short(part):
                found.setdefault(number_of(_MARKS.sub("", part)), MAIN_TITLE)
    return tuple(found.items())


def _is_short(folded: str) -> bool:
    return len(_LETTER.findall(folded)) < _FEW


def number_of(name: str) -> int:
    """Hash a name to 64 bits; an index of a million numbers takes a third of the space of names."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


def author_key(authors: tuple[str, ...]) -> str | None:
    """Normalize the first author, so that spellings of one name are equal.

    A Chinese name is its characters, folded. Of any other, which one list turns round and the next
    shortens, two initials are left: SMITH J, John Smith and Smith, J. are all js.
    """
    first = _BRACKETED.sub("", fold_text(authors[0])) if authors else ""
    if characters := "".join(_HAN.findall(first)):
        return _ROLE.sub("", characters)
    words = _WORD.findall(first)
    if not words:
        return None
    longest = words.index(max(words, key=len))
    others = [word for at, word in enumerate(words) if at != longest]
    return "".join(sorted(word[0] for word in (words[longest], *others[:1])))
