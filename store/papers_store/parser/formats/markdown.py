"""Markdown to lines: headings by their #, tables in HTML as rows, no images."""

import re

from papers_store.parser.formats.html import table_rows
from papers_store.parser.formats.page import Line, Page, strip_line_numbers, typed_line
from papers_store.parser.halfwidth import narrow

_HEADING = re.compile(r" {0,3}(#{1,6})(?=[ ]|[^#\w])[ ]{0,8}|(#{1,6})(?=[^\x00-\x7f])")
_IMAGE = re.compile(r"!\[[^\]]{0,200}\]\([^)]{0,1000}\)")
_TABLE = re.compile(r"\s{0,8}<(?:html|body|table)\b", re.I)


def read_markdown(text: str) -> Page:
    """The lines of a page of Markdown, without the line numbers of a manuscript."""
    lines: list[Line] = []
    for line in markdown_lines(text):
        lines.extend(table_rows(line) if isinstance(line, str) else [line])
    return Page(lines=tuple(strip_line_numbers(lines)))


def looks_like_markdown(text: str) -> bool:
    """Whether at least two lines at the beginning of a text are headings of Markdown."""
    if "#" not in text and "＃" not in text:
        return False
    headings = sum(1 for line in text[:200_000].split("\n") if _HEADING.match(narrow(line[:16])))
    return headings >= 2


def markdown_lines(text: str) -> list[Line | str]:
    """The lines of markdown; a table in HTML stays a string, for its reader."""
    lines: list[Line | str] = []
    for source in text.split("\n"):
        if _TABLE.match(source):
            lines.append(source)
            continue
        source = source.replace("**", "")
        if "](" in source or "]（" in source:
            source, images = _unillustrated(source)
            if images and not source.strip():
                continue
        heading = _HEADING.match(narrow(source))
        if heading:
            depth = len(heading[1] or heading[2])
            lines.append(
                Line(source[heading.end() :].strip().rstrip("#").rstrip(), heading_level=depth)
            )
        else:
            lines.append(typed_line(source))
    return lines


def _unillustrated(source: str) -> tuple[str, bool]:
    """A line of markdown without its images, and whether there were any."""
    kept, start = [], 0
    for image in _IMAGE.finditer(narrow(source)):
        kept.append(source[start : image.start()])
        start = image.end()
    return "".join((*kept, source[start:])), start > 0
