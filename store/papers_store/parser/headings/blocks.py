"""Lines of a section that make up one thing: the items of a list, the rows of a table."""

import re
from collections.abc import Iterator, Sequence

from papers_store.article import Block, BlockKind
from papers_store.parser.formats.page import Kind, Line

_BLOCKS: dict[Kind, BlockKind] = {
    "item": "list",
    "quote": "quote",
    "row": "table",
    "figure": "figure",
    "formula": "formula",
    "code": "code",
}
_SINGLE = frozenset(("figure", "formula"))
"""Kinds of which each line is one by itself."""
_CAPTION = re.compile(
    r"(?:[图表][ ]{0,2}[\d一二三四五六七八九十]|(?:fig(?:ure)?|table|tab)[ .]{0,2}\d)", re.I
)
_ORDERED = re.compile(r"[(]?[\d一二三四五六七八九十a-zA-Z]{1,3}[.)、]|[①-⑳]")
_TEX = re.compile(r"(?:\$\$|\\\[)(.*)(?:\$\$|\\\])", re.S)
_CELL = re.compile(r" \| |^\| | \|$")
_LONGEST_CAPTION = 120


def blocks_of(lines: Sequence[Line]) -> Iterator[Block]:
    """The blocks among the paragraphs of a section, in order."""
    start = 0
    while start < len(lines):
        kind = _kind(lines[start])
        stop = start + 1
        while kind and kind not in _SINGLE and stop < len(lines) and _kind(lines[stop]) == kind:
            stop += 1
        if kind:
            yield _block(kind, lines, start, stop)
        start = stop


def is_caption(line: Line) -> bool:
    """Whether a line begins as the caption of a table or figure does."""
    return _CAPTION.match(line.beginning(24)) is not None


def is_numbered_item(line: Line) -> bool:
    """Whether the text of an item begins with its number."""
    return _ORDERED.match(line.narrow) is not None


def _kind(line: Line) -> BlockKind | None:
    return "table" if line.row else _BLOCKS.get(line.kind)


def _block(kind: BlockKind, lines: Sequence[Line], start: int, stop: int) -> Block:
    caption = _caption(kind, lines, start, stop)
    inside = lines[start:stop]
    if kind == "table":
        rows = tuple(tuple(cell.strip() for cell in _CELL.split(line.text)) for line in inside)
        return Block(kind=kind, start=start, stop=stop, caption=caption, rows=rows)
    if kind == "formula":
        tex = _TEX.fullmatch(inside[0].text)
        return Block(kind=kind, start=start, stop=stop, tex=tex[1].strip() if tex else "")
    ordered = kind == "list" and all(line.item or is_numbered_item(line) for line in inside)
    return Block(kind=kind, start=start, stop=stop, caption=caption, ordered=ordered)


def _caption(kind: BlockKind, lines: Sequence[Line], start: int, stop: int) -> int | None:
    """The paragraph above a table or below a figure that names it."""
    if kind not in ("table", "figure"):
        return None
    for place in (start - 1, stop) if kind == "table" else (stop, start - 1):
        if 0 <= place < len(lines):
            line = lines[place]
            named = line.kind == "caption" or is_caption(line)
            if len(line.text) <= _LONGEST_CAPTION and named:
                return place
    return None
