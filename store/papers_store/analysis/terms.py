"""What an index holds of an article: its words and its characters, folded.

Everything a query may find is made here, for every kind of library alike.
"""

import hashlib
from collections.abc import Sequence

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from papers_store.analysis.work_names import WorkNames, names_in_reference, names_of_article
from papers_store.article import Article, Origin
from papers_store.fields import COLUMNS, SOUNDING
from papers_store.text.fold import fold_all, fold_text, simplified
from papers_store.text.pinyin import BREAK_SOUND, sounds_of
from papers_store.text.readings import in_known_words, readings_in
from papers_store.text.surname_readings import readings_in_title, readings_of_name, surname_of
from papers_store.text.tokenizer import cut_all

_NOWHERE = Origin(path="", sha256="", encoding="", format="", imported_at="")

BREAK = "\n"
"""Separates the parts of a text; no query contains it, so none matches across parts."""


class Terms(Struct, frozen=True, kw_only=True):
    """What is searched of an article; sequences in the order of their columns."""

    words: tuple[str, ...]
    """For each of `COLUMNS` its words, folded, with spaces between."""
    characters: tuple[str, ...]
    """For each of `COLUMNS` its characters, as `spell` writes them."""
    sounds: tuple[str, ...]
    """For each of `SOUNDING` its syllables in pinyin."""
    title_order: str
    """Sort key of the title: its pinyin."""
    keywords_whole: tuple[tuple[str, str, str], ...]
    """Each keyword folded, as printed, and as it sounds."""
    names: WorkNames
    """The names by which references may cite it."""
    cited: tuple[WorkNames, ...]
    """For each of its references, the names of the work that it cites."""


class Entry(Struct, frozen=True, kw_only=True):
    """An article with its terms, ready to be written to a library."""

    article: Article
    terms: Terms
    digest: str
    """Digest of everything but the origin; equal for articles with the same text."""


def entry_of(article: Article) -> Entry:
    """Analyse an article; its tokenization is most of the work of an import."""
    return Entry(article=article, terms=terms_of(article), digest=digest_of(article))


_ADDED = (b'"blocks":[],', b'"leftovers":[],')
"""Attributes that later versions added, where they are empty: an article without them has the
digest that it had before. Quotation marks in texts are escaped, so no text is hit."""


def digest_of(article: Article) -> str:
    """Digest of an article without its origin, equal for articles with the same text."""
    content = msgspec.json.encode(replace(article, origin=_NOWHERE), order="sorted")
    for empty in _ADDED:
        content = content.replace(empty, b"")
    return hashlib.sha256(content).hexdigest()


def terms_of(article: Article) -> Terms:
    """Work out what queries may find of an article."""
    texts = _texts(article)
    # Folding takes every kind of space for one, so the parts are joined after it.
    folded = [BREAK.join(map(fold_all, texts[column])) for column in COLUMNS]
    # English titles and keywords are found as they are written.
    spoken = {**texts, "title": [article.title], "keywords": [*shown_keywords(article)]}
    sounds = tuple(_sounds(column, spoken[column]) for column in SOUNDING)
    return Terms(
        words=tuple(map(_words, folded)),
        characters=tuple(map(spell, folded)),
        sounds=sounds,
        title_order=sounds[0].partition(f" {BREAK_SOUND} ")[0] or folded[0],
        keywords_whole=_keywords(article),
        names=names_of_article(article),
        cited=tuple(map(names_in_reference, article.references)),
    )


def _sounds(column: str, texts: Sequence[str]) -> str:
    say = _sound_of_name if column == "authors" else _sound
    runs = (say(simplified(text), column) for text in texts)
    return f" {BREAK_SOUND} ".join(filter(None, runs))


def _sound(text: str, column: str) -> str:
    words = in_known_words(cut_all(text))
    known = {at: found for at, word in enumerate(words) if (found := readings_in(word))}
    if column == "title":
        known.update(readings_in_title(words))
    return sounds_of(words, known)


def _sound_of_name(name: str, _: str) -> str:
    surname = surname_of(name)
    words = [surname, *cut_all(name[len(surname) :])] if surname else cut_all(name)
    return sounds_of(words, {0: readings_of_name(name)})


def _keywords(article: Article) -> tuple[tuple[str, str, str], ...]:
    printed = {fold_text(one).strip(): one for one in shown_keywords(article)}
    return tuple(
        (folded, one, sounds_of(cut_all(folded)).partition(f" {BREAK_SOUND} ")[0])
        for folded, one in printed.items()
        if folded
    )


def shown_keywords(article: Article) -> tuple[str, ...]:
    """The keywords of an article: as printed, or else as extracted from its text."""
    return article.keywords or article.extracted_keywords


def _texts(article: Article) -> dict[str, list[str]]:
    """The texts of an article, by the field they belong to."""
    body = [text for section in article.sections for text in (section.title, *section.paragraphs)]
    return {
        "title": [article.title, article.title_en or ""],
        "keywords": [*article.keywords, *article.keywords_en, *article.extracted_keywords],
        "authors": [*article.authors],
        "source": [article.source or ""],
        "places": [*article.affiliations],
        "abstract": [article.abstract, article.abstract_en],
        "body": [*body, *(note.text for note in article.notes)],
        "references": [reference.text for reference in article.references],
    }


BREAK_WORD = "x0"
"""Stands for everything between two words that is no word, so that no phrase matches across."""


def _words(folded: str) -> str:
    """The words of a folded text, separated by spaces."""
    tokens = cut_all(f"{folded}{BREAK}")
    # As `is_word` says, without a call for each of thousands.
    terms = " ".join([token if token.isalnum() else BREAK for token in tokens])
    while _TWO_BREAKS in terms:
        terms = terms.replace(_TWO_BREAKS, BREAK)
    return terms.removeprefix(f"{BREAK} ").removeprefix(BREAK).replace(BREAK, BREAK_WORD)


_TWO_BREAKS = f"{BREAK} {BREAK}"


def spell(folded: str) -> str:
    """Write a folded text as terms that every tokenizer keeps: UTF-16 code units in hexadecimal."""
    return folded.encode("utf-16-be").hex(" ", 2)
