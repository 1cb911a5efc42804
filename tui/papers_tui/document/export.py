"""Articles and lists as plain text, Markdown and JSON, for the command line.

Nothing that could steer a terminal leaves through here: it is made a space in text, and escaped
in JSON, where it has to survive.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import to_builtins

from papers_store.article import Article, Reference
from papers_store.cite.markdown_escaping import inline, paragraph
from papers_store.results import Row
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


def _appeared(article: Article) -> str:
    parts = [article.source or "", "" if article.year is None else str(article.year)]
    if article.citation_count is not None:
        parts.append(_("cited {count}").format(count=article.citation_count))
    return "  ".join(part for part in parts if part)


def _labelled(article: Article) -> Iterator[tuple[str, str]]:
    """What stands in labelled lines, in the order of a page."""
    yield _("Authors"), "  ".join(article.authors)
    yield _("Affiliations"), "；".join(article.affiliations)
    yield _("Appeared"), _appeared(article)
    yield _("Abstract"), article.abstract
    yield _("Keywords"), "；".join(article.keywords)
    if not article.keywords:
        yield _("Keywords (extracted)"), "；".join(article.extracted_keywords)
    yield "Abstract", article.abstract_en
    yield "Keywords", "; ".join(article.keywords_en)
    yield _("Classification"), article.clc or ""
    yield _("Document code"), article.document_code or ""
    yield _("Article number"), article.article_number or ""
    yield "DOI", article.doi or ""
    yield from article.front_matter.items()


def _entry(reference: Reference) -> str:
    return reference.text if reference.number is None else f"[{reference.number}] {reference.text}"


def article_as_text(article: Article) -> Iterator[str]:
    """The lines of an article as plain text; one paragraph is one line."""
    yield article.title
    if article.title_en:
        yield article.title_en
    yield from (f"{label}: {text}" for label, text in _labelled(article) if text)
    for section in article.sections:
        yield ""
        if section.number or section.title:
            yield f"{section.number} {section.title}".strip()
        yield from (f"    {paragraph}" for paragraph in section.paragraphs)
    yield from _list(_("Notes"), (f"{note.mark} {note.text}" for note in article.notes))
    yield from _list(_("References"), map(_entry, article.references))


def _list(heading: str, lines: Iterable[str]) -> Iterator[str]:
    for nth, line in enumerate(lines):
        if nth == 0:
            yield ""
            yield heading
        yield line


def article_as_markdown(article: Article) -> Iterator[str]:
    """The lines of an article as Markdown (CommonMark), its text escaped."""
    yield f"# {_inline(article.title)}"
    if title_en := _inline(article.title_en or ""):
        yield ""
        yield f"*{title_en}*"
    for label, text in _labelled(article):
        if text:
            yield ""
            name = _inline(label)
            yield f"**{name}** {_inline(text)}" if name else paragraph(printable(text))
    for section in article.sections:
        if heading := _inline(f"{section.number} {section.title}"):
            yield ""
            yield f"{'#' * min(section.level + 1, 6)} {heading}"
        for text in section.paragraphs:
            yield ""
            yield paragraph(printable(text))
    for heading, lines in (
        (_("Notes"), [f"{note.mark} {note.text}" for note in article.notes]),
        (_("References"), [_entry(reference) for reference in article.references]),
    ):
        if lines:
            yield ""
            yield f"## {heading}"
        for line in lines:
            yield ""
            yield paragraph(printable(line))


def _inline(text: str) -> str:
    return inline(printable(text))
