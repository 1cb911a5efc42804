"""Articles and lists as plain text, Markdown and JSON, for the command line.

Text and Markdown are made of the blocks that the body shows, with all labels before the sections.

Nothing that could steer a terminal leaves through here: it is made a space in text, and escaped
in JSON, where it has to survive.
"""

import json
import re
from collections.abc import Iterator, Sequence

from msgspec import to_builtins

from papers_store.article import Article, Reference
from papers_store.cite.markdown_escaping import inline, paragraph
from papers_store.results import Row
from papers_tui.document.blocks import Block, Part, article_blocks
from papers_tui.locale import _
from papers_tui.terminal.cells import UNPRINTABLE, fit, printable


def as_json(value: object) -> str:
    """A value as JSON that is safe to show: one line of it may hold anything but controls."""
    return printable_json(json.dumps(value, ensure_ascii=False, indent=1))


def printable_json(text: str) -> str:
    """JSON with everything in it escaped that could steer a terminal."""
    # The line ends between its parts are the only controls that JSON holds as they are.
    return "\n".join(UNPRINTABLE.sub(_escaped, line) for line in text.split("\n"))


def _escaped(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def article_as_dict(article: Article) -> dict[str, object]:
    """An article with its field names as keys."""
    fields: dict[str, object] = to_builtins(article)
    return fields


def row_as_dict(row: Row) -> dict[str, object]:
    """A row of a list, as `list --json` gives it."""
    fields: dict[str, object] = {
        "id": row.id,
        "title": row.title,
        "source": row.source,
        "year": row.year,
        "citation_count": row.citation_count,
        "keywords": row.keywords,
    }
    return fields if row.match is None else {**fields, "match": row.match}


def rows_as_text(rows: Sequence[Row], width: int | None) -> Iterator[str]:
    """Lines of a list: in columns for a terminal this wide, else with tabs between fields."""
    for row in rows:
        year = "" if row.year is None else str(row.year)
        title, source = printable(row.title), printable(row.source or "")
        if width is None:
            yield "\t".join((printable(row.id), year, title, source))
        else:
            room = max(20, width - 8 - 2 - 4 - 2 - 2 - 16)
            line = f"{fit(printable(row.id), 8)}  {year:4}  {fit(title, room)}  {fit(source, 16)}"
            yield line.rstrip()


_LABELLED: tuple[Part, ...] = (
    "authors",
    "affiliations",
    "appeared",
    "abstract",
    "keywords",
    "abstract_en",
    "keywords_en",
    "clc",
    "document_code",
    "article_number",
    "doi",
    "front_matter",
)
"""What stands in labelled lines above the sections, in the order of a page."""


def _labelled(blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """The labels of an article, each with its text; the affiliations share one."""
    for part in _LABELLED:
        lines = [block for block in blocks if block.part == part]
        if part == "affiliations" and lines:
            yield lines[0].label, "；".join(block.content for block in lines)
        else:
            yield from ((block.label, block.content) for block in lines)


def _sections(
    article: Article, blocks: Sequence[Block]
) -> Iterator[tuple[Block | None, list[Block]]]:
    """The heading, if there is one, and the paragraphs of each section."""
    parts: dict[int, list[Block]] = {}
    for block in blocks:
        parts.setdefault(block.section, []).append(block)
    for at in range(len(article.sections)):
        inside = parts.get(at, [])
        heading = next((block for block in inside if block.part == "heading"), None)
        yield heading, [block for block in inside if block.part == "paragraph"]


def _lists(article: Article, blocks: Sequence[Block]) -> Iterator[tuple[str, list[str]]]:
    """The notes and the references under their headings, where there are any."""
    notes = [f"{block.label} {block.content}" for block in blocks if block.part == "note"]
    for heading, lines in (
        (_("Notes"), notes),
        (_("References"), [_entry(reference) for reference in article.references]),
    ):
        if lines:
            yield heading, lines


def _entry(reference: Reference) -> str:
    return reference.text if reference.number is None else f"[{reference.number}] {reference.text}"


def article_as_text(article: Article) -> Iterator[str]:
    """The lines of an article as plain text; one paragraph is one line."""
    blocks = article_blocks(article)
    yield from (block.text for block in blocks if block.part in ("title", "title_en"))
    yield from (f"{label}: {text}" for label, text in _labelled(blocks) if text)
    for heading, paragraphs in _sections(article, blocks):
        yield ""
        if heading is not None:
            yield heading.text
        yield from (f"    {block.text}" for block in paragraphs)
    for title, lines in _lists(article, blocks):
        yield ""
        yield title
        yield from lines


def article_as_markdown(article: Article) -> Iterator[str]:
    """The lines of an article as Markdown (CommonMark), its text escaped."""
    blocks = article_blocks(article)
    titles = {block.part: inline(block.text) for block in blocks[:2]}
    yield f"# {titles['title']}"
    if title_en := titles.get("title_en"):
        yield ""
        yield f"*{title_en}*"
    for label, text in _labelled(blocks):
        if text:
            yield ""
            name = inline(label)
            yield f"**{name}** {inline(text)}" if name else paragraph(text)
    for heading, paragraphs in _sections(article, blocks):
        if heading is not None and (line := inline(heading.text)):
            yield ""
            yield f"{'#' * min(heading.level + 1, 6)} {line}"
        for block in paragraphs:
            yield ""
            yield paragraph(block.text)
    for title, lines in _lists(article, blocks):
        yield ""
        yield f"## {title}"
        for line in lines:
            yield ""
            yield paragraph(printable(line))
