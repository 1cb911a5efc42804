"""What an index holds of an article: its words and its characters, folded.

Everything a query may find is made here, for every kind of library alike.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

import msgspec

from papers_store.article import Article, Origin
from papers_store.text.fold import fold_text
from papers_store.text.pinyin import BREAK_SOUND, sounds_of
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
    sounds: str
    """Titles, keywords, authors and source in pinyin."""
    keywords_whole: tuple[tuple[str, str], ...]
    """Each keyword folded and as printed."""


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
    """What a query may find of an article."""
    # Folding takes every kind of space for one, so the parts are joined after it.
    parts = {name: BREAK.join(map(fold_text, texts)) for name, texts in _parts(article)}
    words = {name: _words(text) for name, text in parts.items()}
    searched = BREAK.join(text for name, text in parts.items() if name != "references")
    return Terms(
        **words,
        characters=spell(searched),
        sounds=_sounds(article),
        keywords_whole=_keywords(article),
    )


def _sounds(article: Article) -> str:
    names = [article.title, *article.authors, article.source or ""]
    names += article.keywords or article.extracted_keywords
    runs = (sounds_of(cut_all(fold_text(name))) for name in names)
    return f" {BREAK_SOUND} ".join(filter(None, runs))


def _keywords(article: Article) -> tuple[tuple[str, str], ...]:
    printed = article.keywords or article.extracted_keywords
    return tuple({fold_text(keyword): keyword for keyword in printed}.items())


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
    for part in folded.split(BREAK):
        for token in (*cut_all(part), BREAK):
            if _IS_WORD[token]:
                terms.append(token)
            elif terms and terms[-1] is not BREAK_WORD:
                terms.append(BREAK_WORD)
    return " ".join(terms)


class _IsWord(dict[str, bool]):
    """Whether a token is a word, decided once for each of the frequent ones."""

    def __missing__(self, token: str) -> bool:
        found = is_word(token)
        if len(self) < _MOST_REMEMBERED:
            self[token] = found
        return found


_MOST_REMEMBERED = 200_000

_IS_WORD = _IsWord()


def spell(folded: str) -> str:
    """A folded text as terms that any tokenizer keeps: its UTF-16 code units in hexadecimal."""
    return folded.encode("utf-16-be").hex(" ", 2)
