"""HTML to lines: what a reader sees of the page, parted into the article and what surrounds it."""

import re
from collections.abc import Sequence

from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from papers_store.parser.formats.html_lines import Printed, Reader, collapsed
from papers_store.parser.formats.html_site import set_aside
from papers_store.parser.formats.html_tags import tamed
from papers_store.parser.formats.page import Line, Page
from papers_store.parser.halfwidth import join
from papers_store.parser.zones.labelled_lines import is_list_heading
from papers_store.parser.zones.line_joining import join_lines
from papers_store.text.decode import clean

_BEGINNING = re.compile(
    r"\s{0,64}<(?:!doctype\s{1,8}html|html|head|body|\?xml[^>]{0,200}>\s{0,8}<html)\b", re.I
)
_SAME_LINE = 3
"""Pixels by which parts of one line may differ in height."""


def looks_like_html(text: str) -> bool:
    """Whether a text begins as a page of HTML does."""
    return _BEGINNING.match(text) is not None


def read_html(source: str) -> Page:
    """The lines and the metadata of an HTML page."""
    tree = LexborHTMLParser(tamed(source))
    reader = Reader()
    if tree.root is not None:
        reader.read(tree.root)
    around = set_aside(reader.lines, reader.zones)
    lines = _lines(around.lines, reader.items)
    return Page(
        lines=tuple(lines),
        meta=_meta(tree, around.lines),
        aside=tuple(around.aside),
        related=tuple(around.related),
    )


def table_rows(source: str) -> list[Line]:
    """The rows of a table written in HTML inside a page of markdown."""
    lines = read_html(source).lines
    return [Line(line.text, row=True, kind="row") for line in lines if line.text]


def _meta(tree: LexborHTMLParser, printed: Sequence[Printed]) -> dict[str, tuple[str, ...]]:
    """Metadata by name, in lower case, the page's own title, and what lines are named."""
    found: dict[str, list[str]] = {}
    for node in tree.css("meta"):
        given = node.attributes
        name = (given.get("name") or given.get("property") or given.get("itemprop") or "").lower()
        content = collapsed(clean(given.get("content") or ""))
        if name and content:
            found.setdefault(name, []).append(content)
    if (title := tree.css_first("title")) and (text := collapsed(clean(title.text()))):
        found["title"] = [text]
    for one in printed:
        if one.role and len(one.line.text) < 200:
            found.setdefault(f"printed_{one.role}", []).append(one.line.text)
    return {name: tuple(contents) for name, contents in found.items()}


def _lines(printed: Sequence[Printed], items: Sequence[int]) -> list[Line]:
    """The lines of the article, as the rules have to have them."""
    quoted = sum(len(one.line.text) for one in printed if one.line.kind == "quote")
    whole = sum(len(one.line.text) for one in printed)
    # Old pages set all of their text in as a quotation, to have a margin.
    no_quotes = quoted * 2 > whole
    in_references = False
    lines: list[Line] = []
    for one in _in_lines(printed):
        line = one.line
        heading = is_list_heading(line)
        if heading or line.heading_level:
            in_references = heading is not None and heading["references"] is not None
        if line.kind == "quote" and no_quotes:
            line = replace(line, kind="")
        elif line.kind == "note" and in_references:
            line = replace(line, kind="item")
        elif line.item and items[one.list] == 1 and not in_references:
            # A number alone between paragraphs numbers a heading, or begins a paragraph.
            line = replace(line, text=f"{line.item}. {line.text}", item=0, kind="")
        lines.append(line)
    return lines


def _in_lines(printed: Sequence[Printed]) -> Sequence[Printed]:
    """Paragraphs put together where each line of the page has a place of its own, as in a PDF."""
    set_out = sum(one.at is not None for one in printed)
    if set_out < 3 or set_out * 10 < len(printed) * 8:
        return printed
    lines: list[Printed] = []
    for one in printed:
        above = lines[-1].at if lines else None
        beside = above and one.at and abs(above[0] - one.at[0]) <= _SAME_LINE
        if beside and one.at and above and one.at[1] > above[1]:
            text = join([lines[-1].line.text, one.line.text])
            lines[-1] = replace(lines[-1], line=replace(lines[-1].line, text=text), at=one.at)
        else:
            lines.append(one)
    return [Printed(line) for line in join_lines([one.line for one in lines])]
