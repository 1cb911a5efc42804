"""An article as blocks of text, in the order in which it is read."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from papers_store.article import Article, Section
from papers_tui.locale import _
from papers_tui.terminal.cells import printable

if TYPE_CHECKING:
    pass

Kind = Literal["title", "quiet", "heading", "text"]
"""How a block is set: a title, a line of lesser weight, a heading, running text."""

INDENT = 4
"""Cells before the first line of a paragraph: two characters."""


class Block(Struct, frozen=True, kw_only=True):
    """A piece of text that is set as one: a paragraph, a heading, a labelled line."""

    kind: Kind
    text: str
    section: int
    """The section it stands in; -1 before the first, as many as there are after the last."""
    lead: int = 0
    """How many characters at its beginning are a label or a number."""
    first: int = 0
    """Cells that the first line is indented by."""
    margin: int = 0
    """Cells that every line is indented by."""
    gap: int = 0
    """Empty lines before it."""
    field: str | None = None
    """What a query calls the part of the article that it is from."""


def blocks_of(article: Article, *, tags: Sequence[str] = (), note: str = "") -> list[Block]:
    """Everything the body shows of an article, and what the reader wrote on it."""
    after = len(article.sections)
    return [
        *_head(article),
        *_remarks(tags, note),
        *(block for at, section in enumerate(article.sections) for block in _section(at, section)),
        *_notes(article, after),
        *_imprint(article, after),
    ]


def _line(kind: Kind, text: str, section: int, *, gap: int = 0, field: str | None = None) -> Block:
    return Block(kind=kind, text=printable(text), section=section, gap=gap, field=field)


def _labelled(
    label: str,
    text: str,
    section: int,
    *,
    gap: int = 0,
    quiet: bool = False,
    field: str | None = None,
) -> Block:
    lead = printable(label)
    return Block(
        kind="quiet" if quiet else "text",
        text=f"{lead}  {printable(text)}",
        section=section,
        lead=len(lead),
        gap=gap,
        field=field,
    )


def _head(article: Article) -> Iterator[Block]:
    yield _line("title", article.title, -1, gap=1, field="title")
    if article.title_en:
        yield _line("quiet", article.title_en, -1, field="title")
    if article.authors:
        yield _line("quiet", "  ".join(article.authors), -1, gap=1, field="authors")
    for affiliation in article.affiliations:
        yield _line("quiet", affiliation, -1)
    appeared = [article.source or "", str(article.year) if article.year is not None else ""]
    if article.citation_count is not None:
        appeared.append(_("cited {count}").format(count=article.citation_count))
    if line := "  ".join(part for part in appeared if part):
        yield _line("quiet", line, -1, field="source")
    if article.abstract:
        yield _labelled(_("Abstract"), article.abstract, -1, gap=1, field="abstract")
    if article.keywords:
        yield _labelled(_("Keywords"), "；".join(article.keywords), -1, field="keywords")
    elif article.extracted_keywords:
        words = "；".join(article.extracted_keywords)
        yield _labelled(_("Keywords (extracted)"), words, -1, field="keywords")
    if article.abstract_en:
        yield _labelled("Abstract", article.abstract_en, -1, gap=1, field="abstract")
    if article.keywords_en:
        yield _labelled("Keywords", "; ".join(article.keywords_en), -1, field="keywords")


def _remarks(tags: Sequence[str], note: str) -> Iterator[Block]:
    """The reader's own tags and note."""
    if tags:
        yield _labelled(_("Tags"), " ".join(tags), -1, gap=1)
    for nth, line in enumerate(line for line in note.splitlines() if line.strip()):
        if nth == 0:
            yield _labelled(_("Note"), line.strip(), -1, gap=0 if tags else 1)
        else:
            yield Block(kind="text", text=printable(line.strip()), section=-1, first=INDENT)


def _section(at: int, section: Section) -> Iterator[Block]:
    if section.number or section.title:
        number = printable(section.number)
        yield Block(
            kind="heading",
            text=f"{number} {printable(section.title)}".strip(),
            section=at,
            lead=len(number),
            margin=2 * min(max(section.level - 1, 0), 3),
            gap=1,
            field="body",
        )
    for nth, paragraph in enumerate(section.paragraphs):
        for piece, text in enumerate(_pieces(printable(paragraph))):
            yield Block(
                kind="text",
                text=text,
                section=at,
                first=0 if piece else INDENT,
                gap=1 if nth == piece == 0 and section.level == 0 else 0,
                field="body",
            )


_LONGEST = 20_000
"""Characters of a block: each of its lines is drawn with an eye to all of it."""

_SENTENCE_ENDS = re.compile("[。！？.!?]")


def _pieces(text: str) -> Iterator[str]:
    """A paragraph as it is, or one of a length that nobody sets, in pieces of whole sentences."""
    start = 0
    while len(text) - start > _LONGEST:
        ends = [one.end() for one in _SENTENCE_ENDS.finditer(text, start, start + _LONGEST)]
        end = ends[-1] if ends else start + _LONGEST
        yield text[start:end]
        start = end
    yield text[start:]


def _notes(article: Article, section: int) -> Iterator[Block]:
    if article.notes:
        yield _line("heading", _("Notes"), section, gap=1)
    for note in article.notes:
        yield _labelled(note.mark, note.text, section, field="body")


def _imprint(article: Article, section: int) -> Iterator[Block]:
    """What identifies the article, and the small print, at its end."""
    lines = [
        ("DOI", article.doi),
        (_("Classification"), article.clc),
        (_("Document code"), article.document_code),
        (_("Article number"), article.article_number),
        *article.front_matter.items(),
    ]
    gap = 1
    for label, text in lines:
        if text:
            yield _labelled(label, text, section, gap=gap, quiet=True)
            gap = 0
