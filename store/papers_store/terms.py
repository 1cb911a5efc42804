"""What an index holds of an article: its words and its characters, folded.

Everything a query may find is made here, for every kind of library alike.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

import msgspec

from papers_store.article import Article, Origin
from papers_store.text.fold import fold_text
from papers_store.text.words import cut_all, is_word

_NOWHERE = Origin(path="", sha256="", encoding="", format="", imported_at="")

BREAK = "\n"
"""Stands between the parts of a text; no query holds one, so none reaches across."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """An article in the form the index takes."""

    title: str
    """Folded words, with spaces between."""
    keywords: str
    abstract: str
    body: str
    references: str
    characters: str
    """All but the references, character by character, as `spell` writes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article ready for a library."""

    article: Article
    terms: Terms
    digest: str
    """Of everything but its origin: two articles with the same digest read the same."""


def entry_of(article: Article) -> Entry:
    """Make an article ready for a library; cutting it is most of the work of an import."""
    return Entry(article=article, terms=terms_of(article), digest=digest_of(article))


def digest_of(article: Article) -> str:
    """Tells whether an article reads the same as another, wherever they came from."""
    content = msgspec.json.encode(replace(article, origin=_NOWHERE), order="sorted")
    return hashlib.sha256(content).hexdigest()


def terms_of(article: Article) -> Terms:
    """The words and characters of an article."""
    parts = {name: fold_text(BREAK.join(texts)) for name, texts in _parts(article)}
    words = {name: _words(text) for name, text in parts.items()}
    searched = BREAK.join(text for name, text in parts.items() if name != "references")
    return Terms(**words, characters=spell(searched))


def _parts(article: Article) -> Iterator[tuple[str, list[str]]]:
    """The texts of an article by the column of the index they belong to."""
    yield "title", [article.title, article.title_en or ""]
    people = [*article.authors, *article.affiliations, article.source or ""]
    keywords = [*article.keywords, *article.keywords_en, *article.extracted_keywords]
    yield "keywords", [*keywords, *people]
    yield "abstract", [article.abstract, article.abstract_en]
    body = [text for section in article.sections for text in (section.title, *section.paragraphs)]
    yield "body", [*body, *(note.text for note in article.notes)]
    yield "references", [reference.text for reference in article.references]


BREAK_WORD = "x0"
"""Stands where words are parted by anything else, so that no phrase reaches over it."""


def _words(folded: str) -> str:
    """The words of a folded text with spaces between; nothing else tells one from the next."""
    terms: list[str] = []
    for token in (token for part in folded.split(BREAK) for token in (*cut_all(part), BREAK)):
        if is_word(token):
            terms.append(token)
        elif terms and terms[-1] != BREAK_WORD:
            terms.append(BREAK_WORD)
    return " ".join(terms)


def spell(folded: str) -> str:
    """A folded text as one term for each of its characters, in letters that any tokenizer keeps."""
    return " ".join(_SPELT[character] for character in folded)


class _Spelt(dict[str, str]):
    """Characters by their number, so that punctuation and emoji are terms as well."""

    def __missing__(self, character: str) -> str:
        spelt = self[character] = f"u{ord(character):x}"
        return spelt


_SPELT = _Spelt()
