"""An article as blocks of text, in the order in which it is read.

The body sets them line by line; `papers_tui.document.export` makes text and Markdown of them.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from papers_store.article import Article, Section
from papers_tui.locale import _
from papers_tui.terminal.cells import printable

Kind = Literal["title", "quiet", "heading", "text"]
"""How a block is set: a title, a line of lesser weight, a heading, running text."""

Part = Literal[
    "title",
    "title_en",
    "authors",
    "affiliations",
    "appeared",
    "abstract",
    "keywords",
    "abstract_en",
    "keywords_en",
    "remarks",
    "heading",
    "paragraph",
    "notes_heading",
    "note",
    "clc",
    "document_code",
    "article_number",
    "doi",
    "front_matter",
]
"""Which part of an article, or of what the reader wrote on it, a block is."""

INDENT = 4
"""Cells before the first line of a paragraph: two characters."""


class Block(Struct, frozen=True, kw_only=True):
    """A piece of text that is set as one: a paragraph, a heading, a labelled line."""

    kind: Kind
    text: str
    part: Part | None = None
    label: str = ""
    """What the part is called where it is labelled, in the body or in an export alone."""
    start: int = 0
    """Where the text of the part begins, behind a label that the body shows."""
    level: int = 0
    """Of a heading, 1 and more."""
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

    @property
    def content(self) -> str:
        """The text of the part, without a label that the body shows."""
        return self.text[self.start :]


def blocks_of(article: Article, *, tags: Sequence[str] = (), note: str = "") -> list[Block]:
    """Everything the body shows of an article, and what the reader wrote on it."""
    return [
        *_head(article),
        *_remarks(tags, note),
        *(piece for block in _text(article) for piece in _pieces(block)),
        *_imprint(article),
    ]


def article_blocks(article: Article) -> list[Block]:
    """The article alone, each paragraph whole."""
    return [*_head(article), *_text(article), *_imprint(article)]


def _line(
    part: Part,
    text: str,
    section: int = -1,
    *,
    kind: Kind = "quiet",
    label: str = "",
    gap: int = 0,
    field: str | None = None,
) -> Block:
    """A line whose label, if it has one, the body does not show."""
    return Block(
        kind=kind,
        text=printable(text),
        part=part,
        label=printable(label),
        section=section,
        gap=gap,
        field=field,
    )


def _labelled(
    part: Part,
    label: str,
    text: str,
    section: int = -1,
    *,
    kind: Kind = "text",
    gap: int = 0,
    field: str | None = None,
) -> Block:
    label = printable(label)
    shown = f"{label}  "
    return Block(
        kind=kind,
        text=f"{shown}{printable(text)}",
        part=part,
        label=label,
        start=len(shown),
        section=section,
        lead=len(label),
        gap=gap,
        field=field,
    )


def _head(article: Article) -> Iterator[Block]:
    yield _line("title", article.title, kind="title", gap=1, field="title")
    if article.title_en:
        yield _line("title_en", article.title_en, field="title")
    if article.authors:
        authors = "  ".join(article.authors)
        yield _line("authors", authors, label=_("Authors"), gap=1, field="authors")
    for affiliation in article.affiliations:
        yield _line("affiliations", affiliation, label=_("Affiliations"))
    appeared = [article.source or "", str(article.year) if article.year is not None else ""]
    if article.citation_count is not None:
        appeared.append(_("cited {count}").format(count=article.citation_count))
    if line := "  ".join(part for part in appeared if part):
        yield _line("appeared", line, label=_("Appeared"), field="source")
    if article.abstract:
        yield _labelled("abstract", _("Abstract"), article.abstract, gap=1, field="abstract")
    if article.keywords:
        words = "；".join(article.keywords)
        yield _labelled("keywords", _("Keywords"), words, field="keywords")
    elif article.extracted_keywords:
        words = "；".join(article.extracted_keywords)
        yield _labelled("keywords", _("Keywords (extracted)"), words, field="keywords")
    if article.abstract_en:
        yield _labelled("abstract_en", "Abstract", article.abstract_en, gap=1, field="abstract")
    if article.keywords_en:
        words = "; ".join(article.keywords_en)
        yield _labelled("keywords_en", "Keywords", words, field="keywords")


def _remarks(tags: Sequence[str], note: str) -> Iterator[Block]:
    """The reader's own tags and note."""
    if tags:
        yield _labelled("remarks", _("Tags"), " ".join(tags), gap=1)
    for nth, line in enumerate(line for line in note.splitlines() if line.strip()):
        if nth == 0:
            yield _labelled("remarks", _("Note"), line.strip(), gap=0 if tags else 1)
        else:
            text = printable(line.strip())
            yield Block(kind="text", text=text, part="remarks", section=-1, first=INDENT)


def _text(article: Article) -> Iterator[Block]:
    """The sections, and the notes behind them."""
    for at, section in enumerate(article.sections):
        yield from _section(at, section)
    after = len(article.sections)
    if article.notes:
        yield _line("notes_heading", _("Notes"), after, kind="heading", gap=1)
    for note in article.notes:
        yield _labelled("note", note.mark, note.text, after, field="body")


def _section(at: int, section: Section) -> Iterator[Block]:
    if section.number or section.title:
        number = printable(section.number)
        yield Block(
            kind="heading",
            text=f"{number} {printable(section.title)}".strip(),
            part="heading",
            level=section.level,
            section=at,
            lead=len(number),
            margin=2 * min(max(section.level - 1, 0), 3),
            gap=1,
            field="body",
        )
    for nth, paragraph in enumerate(section.paragraphs):
        yield Block(
            kind="text",
            text=printable(paragraph),
            part="paragraph",
            section=at,
            first=INDENT,
            gap=1 if nth == 0 and section.level == 0 else 0,
            field="body",
        )


_LONGEST = 20_000
"""Characters of a block: each of its lines is drawn with an eye to all of it."""

_SENTENCE_ENDS = re.compile("[。！？.!?]")


def _pieces(block: Block) -> Iterator[Block]:
    """A block as it is, or a paragraph that is too long for one in pieces of whole sentences."""
    if block.part != "paragraph" or len(block.text) <= _LONGEST:
        yield block
        return
    text, start = block.text, 0
    while start < len(text):
        end = len(text)
        if end - start > _LONGEST:
            ends = [one.end() for one in _SENTENCE_ENDS.finditer(text, start, start + _LONGEST)]
            end = ends[-1] if ends else start + _LONGEST
        piece = replace(block, text=text[start:end])
        yield replace(piece, first=0, gap=0) if start else piece
        start = end


def _imprint(article: Article) -> Iterator[Block]:
    """What identifies the article, and the small print, at its end."""
    after = len(article.sections)
    lines: list[tuple[Part, str, str | None]] = [
        ("doi", "DOI", article.doi),
        ("clc", _("Classification"), article.clc),
        ("document_code", _("Document code"), article.document_code),
        ("article_number", _("Article number"), article.article_number),
        *(("front_matter", label, text) for label, text in article.front_matter.items()),
    ]
    gap = 1
    for part, label, text in lines:
        if text:
            yield _labelled(part, label, text, after, kind="quiet", gap=gap)
            gap = 0
