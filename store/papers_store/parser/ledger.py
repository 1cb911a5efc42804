"""The ledger of a page: where each of its lines ended.

Every line that a reader of a format gives stands somewhere in the article: in a field, a section,
an entry, a note or among the leftovers. What no step took is found here, by its letters, and kept
as a leftover; nothing of a page is thrown away.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from papers_store.article import Article, Leftover
from papers_store.parser.formats.page import Line
from papers_store.parser.halfwidth import narrow
from papers_store.parser.zones.labels import FIELDS, LIST_HEADING, label_at_start, labels_inside

UNREAD = "unread"
"""The reason of leftovers that no step took."""

_SIGNS = re.compile(r"[\W_]+")
_LEAST = 2
"""Letters in a row that are looked for together, where a line is not found whole."""
_SHORTEST = 2
"""Letters of a leftover; single ones are marks and separators."""


class Place(Struct, frozen=True):
    """A part of an article, as the ledger calls it."""

    name: str
    """As in the JSON of an article: title, authors, sections[2], references[5]."""
    text: str


class LedgerLine(Struct, frozen=True):
    """A line of a page, and where it ended."""

    number: int
    """Counted from 1 among the lines that the page prints."""
    text: str
    places: tuple[str, ...]
    """The parts of the article that hold it; more than one where a line holds several fields."""
    reasons: tuple[str, ...] = ()
    """Why, where a step can tell."""


def places_of(article: Article) -> Iterator[Place]:
    """The parts of an article, in the order of its JSON."""
    yield Place("title", article.title)
    yield Place("title_en", article.title_en or "")
    yield from (Place("authors", one) for one in article.authors)
    yield from (Place("affiliations", one) for one in article.affiliations)
    for name in (
        "source",
        "year",
        "category",
        "citation_count",
        "uploader",
        "abstract",
        "abstract_en",
    ):
        yield Place(name, str(getattr(article, name) or ""))
    yield from (Place("keywords", one) for one in article.keywords)
    yield from (Place("keywords_en", one) for one in article.keywords_en)
    for name in ("clc", "document_code", "article_number", "doi"):
        yield Place(name, getattr(article, name) or "")
    yield from (
        Place("front_matter", f"{name}{text}") for name, text in article.front_matter.items()
    )
    for at, section in enumerate(article.sections):
        yield Place(f"sections[{at}]", f"{section.number}{section.title}")
        yield from (Place(f"sections[{at}]", text) for text in section.paragraphs)
    for at, entry in enumerate(article.references):
        yield Place(f"references[{at}]", f"{entry.number or ''}{entry.text}")
    for at, note in enumerate(article.notes):
        yield Place(f"notes[{at}]", f"{note.mark}{note.text}")
    yield from (Place("related", text) for text in article.related)
    yield from (Place(f"leftovers: {one.reason}", one.text) for one in article.leftovers)


def with_all_lines(article: Article, lines: Sequence[Line]) -> Article:
    """An article with what no step took of the lines of its page, as leftovers."""
    rest = [Leftover(text=text, reason=UNREAD) for text in _unread(article, lines)]
    return replace(article, leftovers=(*article.leftovers, *rest)) if rest else article


def _unread(article: Article, lines: Sequence[Line]) -> Iterator[str]:
    texts = [place.text for place in places_of(article)]
    printed = "\n".join(texts)
    letters: str | None = None
    for line in lines:
        if not line.text or line.text in printed:
            continue
        letters = _joined(texts) if letters is None else letters
        yield from _missing(line, letters)


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(_letters(text) for text in texts)


def _letters(text: str) -> str:
    return _SIGNS.sub("", narrow(text))


def _missing(line: Line, letters: str) -> Iterator[str]:
    """The parts of a line that stand nowhere, as printed."""
    text = line.text
    if _letters(text) in letters:
        return
    for start, end in _between_labels(line):
        part = text[start:end]
        mine = _letters(part)
        if mine in letters or mine in FIELDS:
            continue
        places = [at for at in range(start, end) if not _SIGNS.fullmatch(line.narrow[at])]
        for first, last in _uncovered(mine, letters):
            numbers = mine[first:last].isdigit() and last - first < len(_letters(text))
            if last - first >= _SHORTEST and not numbers:
                yield text[places[first] : places[last - 1] + 1]


def _between_labels(line: Line) -> Iterator[tuple[int, int]]:
    """The stretches of a line that are no labels, which name the fields that they fill."""
    heading = LIST_HEADING.match(line.narrow)
    first = label_at_start(line, bare=True)
    start = heading.end() if heading else first.end if first else 0
    for label in labels_inside(line, start, bare=True):
        yield start, label.start
        start = label.end
    yield start, len(line.text)


def _uncovered(mine: str, letters: str) -> Iterator[tuple[int, int]]:
    """The stretches of some letters that are found nowhere, by the longest ones that are."""
    at = start = 0
    while at < len(mine):
        end = at + _LEAST
        if mine[at:end] not in letters:
            at += 1
            continue
        # Twice as far as long as it is found, then back by halves.
        step = 1
        while end < len(mine) and mine[at : end + step] in letters:
            end = min(end + step, len(mine))
            step *= 2
        while step > 1:
            step //= 2
            if mine[at : end + step] in letters:
                end = min(end + step, len(mine))
        if start < at:
            yield start, at
        at = start = end
    if start < len(mine):
        yield start, len(mine)


def ledger_of(
    article: Article, lines: Sequence[Line], reasons: Iterable[tuple[str, str]] = ()
) -> Iterator[LedgerLine]:
    """Where each line of a page ended, in order.

    Args:
        article: What became of the page.
        lines: The lines of the page as its reader gave them.
        reasons: Lines of the front with why they were labelled so.
    """
    known: dict[str, list[str]] = {}
    for text, reason in reasons:
        known.setdefault(text, []).append(reason)
    places = [(place.name, _letters(place.text)) for place in places_of(article)]
    number = 0
    for line in lines:
        if not line.text:
            continue
        number += 1
        mine = _letters(line.text)
        found = dict.fromkeys(name for name, text in places if text and mine and mine in text)
        if not found:
            found = dict.fromkeys(name for name, text in places if len(text) > 1 and text in mine)
        why = known.get(line.text, [])
        yield LedgerLine(number, line.text, tuple(found), tuple(why[:1]))
