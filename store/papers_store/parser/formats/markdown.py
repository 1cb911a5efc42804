"""Markdown to lines, by markdown-it-py: CommonMark with tables, footnotes, formulas, front matter.

People write Markdown for Chinese pages in ways that CommonMark does not foresee, so some of it is
read otherwise: a # needs no space before a Chinese heading, paragraphs indented by four spaces are
no code, and `1. 引言` alone between paragraphs is no list but a numbered line.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from papers_store.parser.formats.front_matter import split_front_matter
from papers_store.parser.formats.html import table_rows
from papers_store.parser.formats.page import Kind, Line, Page, strip_line_numbers
from papers_store.parser.halfwidth import join, narrow
from papers_store.parser.headings.heading_levels import is_numbered_heading
from papers_store.parser.zones.labelled_lines import ENTRY, is_list_heading
from papers_store.parser.zones.labels import label_at_start
from papers_store.text.han import HAN

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_HEADING = re.compile(r" {0,3}(#{1,6})(?=[ ]|[^#\w])[ ]{0,8}|(#{1,6})(?=[^\x00-\x7f])")
_GLUED = re.compile(rf"( {{0,3}}[#＃]{{1,6}})(?=[{HAN}\d(（《“一-龥])")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_IDEOGRAPHIC_INDENT = re.compile(r"[ ]{0,3}\u3000[ \u3000]{0,8}|[ ]{4,}(?=[^\s\d*+>-])")
_FULL_STOPS = tuple("。．！？!?.；;：:”")
_LONGEST_HEADING = 120
"""Characters of a paragraph that a line of === or --- below it makes no heading."""
_WIDE_IMAGE = re.compile(r"[!！]\[([^\]]{0,200})\]（([^（）\s]{1,600})[)）]")
_NO_LINK = re.compile(
    r"\]\((?![^()\s]{0,600}(?:https?:|www\.|/|\.[A-Za-z0-9]{2,5}|#|mailto:))", re.I
)
"""What looks like a link and leads nowhere: [摘要](本文...), [J](2019)."""
_BREAK = "\n"
_HARD_BREAK = "\v"


def looks_like_markdown(text: str) -> bool:
    """Whether at least two lines at the beginning of a text are headings of Markdown."""
    if "#" not in text and "＃" not in text:
        return False
    headings = sum(1 for line in text[:200_000].split("\n") if _HEADING.match(narrow(line[:16])))
    return headings >= 2


def read_markdown(text: str) -> Page:
    """The lines of a page of Markdown, without the line numbers of a manuscript."""
    meta, body = split_front_matter(text)
    return Page(lines=tuple(strip_line_numbers(markdown_lines(body))), meta=meta)


def markdown_lines(text: str) -> list[Line]:
    """The lines of Markdown without front matter: one for each paragraph, item, row, line of code.

    Paragraphs stand apart by empty lines, as typed.
    """
    tokens = _markdown().parse("\n".join(_prepared(text)))
    reader = _Reader(tokens)
    return reader.read()


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    found = MarkdownIt("commonmark").enable("table").disable(["code", "reference"])
    return found.use(footnote_plugin, inline=False).use(
        dollarmath_plugin, allow_space=False, allow_digits=False
    )


def _prepared(text: str) -> Iterator[str]:
    """The lines of a page as CommonMark has to have them."""
    fence = ""
    for line in text.split("\n"):
        opened = _FENCE.match(line)
        if fence:
            if opened and opened[1].startswith(fence):
                fence = ""
            yield line
            continue
        if opened:
            fence = opened[1][:3]
        glued = _GLUED.match(line)
        if glued:
            yield f"{glued[1].replace('＃', '#')} {line[glued.end() :]}"
            continue
        if "]（" in line:
            line = _WIDE_IMAGE.sub(r"![\1](\2)", line)
        if "](" in line:
            line = _NO_LINK.sub(r"]\\(", line)
        # An indent of a paragraph; a list, its parts and code are indented by less or otherwise.
        yield _IDEOGRAPHIC_INDENT.sub("", line, count=1) if line[:1] in " \u3000" else line


class _Context(Struct):
    """What the tokens around a paragraph say of it."""

    kind: Kind = ""
    marker: str = ""
    """What stands before the first paragraph of an item."""
    items: int = 0
    """Of the list it is in."""


class _Found(Struct):
    """A paragraph, as read: its physical lines are still parted by line feeds."""

    line: Line
    apart: bool = True
    parts: list[str] = field(default_factory=list)


class _Reader:
    """Reads the tokens of a page in order."""

    def __init__(self, tokens: "Sequence[Token]") -> None:
        self._tokens = tokens
        self._found: list[_Found] = []
        self._contexts = [_Context()]
        self._wraps = False

    def read(self) -> list[Line]:
        """The lines of the page."""
        place = 0
        while place < len(self._tokens):
            place = self._token(place)
        self._wraps = _are_wrapped(self._found)
        lines: list[Line] = []
        for found in self._found:
            if found.apart and lines:
                lines.append(Line(""))
            lines.extend(self._lines(found))
        return lines

    def _token(self, place: int) -> int:
        """Read the token at a place; the place of the next."""
        token = self._tokens[place]
        kind = token.type
        if kind in ("paragraph_open", "heading_open"):
            self._paragraph(token, self._tokens[place + 1])
            return place + 3
        if kind == "fence":
            self._code(token)
        elif kind == "html_block":
            self._html(token.content)
        elif kind in ("math_block", "math_block_label"):
            text = " ".join(token.content.split())
            self._add(Line(f"$${text}$$", kind="formula"))
        elif kind in ("blockquote_open", "bullet_list_open", "ordered_list_open"):
            self._open(place)
        elif kind == "list_item_open":
            self._contexts[-1].marker = f"{token.info}{token.markup} " if token.info else ""
        elif kind == "footnote_open":
            self._contexts.append(_Context(kind="note", marker=f"[{token.meta['label']}] "))
        elif kind in (
            "blockquote_close",
            "bullet_list_close",
            "ordered_list_close",
            "footnote_close",
        ):
            self._contexts.pop()
        elif kind == "tr_open":
            return self._row(place)
        return place + 1

    def _open(self, place: int) -> None:
        token = self._tokens[place]
        outer = self._contexts[-1].kind
        if token.type == "blockquote_open":
            self._contexts.append(_Context(kind=outer or "quote"))
            return
        items = sum(
            1
            for one in _inside(self._tokens, place)
            if one.type == "list_item_open" and one.level == token.level + 1
        )
        # A number alone between paragraphs numbers a heading, or begins a paragraph.
        numbered = token.type == "ordered_list_open" and items == 1
        self._contexts.append(_Context(kind=outer if numbered else outer or "item", items=items))

    def _paragraph(self, opened: "Token", inline: "Token") -> None:
        context = self._contexts[-1]
        text = "".join(_texts(inline.children or []))
        children = [one for one in inline.children or [] if one.type != "text" or one.content]
        level = int(opened.tag[1]) if opened.type == "heading_open" else 0
        if level and len(text) > _LONGEST_HEADING and opened.markup in "=-":
            level = 0
        strong = _is_strong(children)
        kind: Kind = context.kind
        if len(children) == 1 and children[0].type == "image":
            kind = "figure"
            # What it is called, or at least where it is.
            text = text or str(children[0].attrs.get("src", ""))
        line = Line(
            "", heading_level=level, kind="" if level else kind, strong=strong and not level
        )
        text = context.marker + text
        context.marker = ""
        tight = kind == "item" and opened.hidden
        self._found.append(_Found(line, apart=not tight or not self._follows(kind), parts=[text]))

    def _follows(self, kind: Kind) -> bool:
        return bool(self._found) and self._found[-1].line.kind == kind

    def _add(self, line: Line, *, apart: bool = True) -> None:
        self._found.append(_Found(line, apart, [line.text]))

    def _code(self, token: "Token") -> None:
        for nth, line in enumerate(token.content.rstrip("\n").split("\n")):
            self._add(Line(line.rstrip(), kind="code"), apart=nth == 0)

    def _html(self, source: str) -> None:
        for nth, line in enumerate(table_rows(source)):
            self._add(line, apart=nth == 0)

    def _row(self, place: int) -> int:
        cells, first = [], place == 0 or self._tokens[place - 1].type == "thead_open"
        while self._tokens[place].type != "tr_close":
            if self._tokens[place].type == "inline":
                cells.append("".join(_texts(self._tokens[place].children or [])))
            place += 1
        text = " | ".join(" ".join(one.split()) for one in cells).strip()
        if text:
            self._add(Line(text, row=True, kind="row"), apart=first)
        return place + 1

    def _lines(self, found: _Found) -> Iterator[Line]:
        """The lines of a paragraph, those of one sentence put together."""
        if found.line.kind == "code":
            yield found.line
            return
        whole: list[str] = []
        for hard, text in _physical(found.parts[0]):
            parted = hard or not self._wraps or _begins_anew(text) or _is_heading(whole)
            if whole and (parted or found.line.heading_level):
                if found.line.heading_level and not hard:
                    whole[-1] = join([whole[-1], text])
                else:
                    whole.append(text)
            elif whole:
                whole[-1] = join([whole[-1], text])
            else:
                whole.append(text)
        for text in whole:
            yield replace(found.line, text=text)


def _inside(tokens: "Sequence[Token]", place: int) -> "Iterator[Token]":
    """The tokens of a list that opens at a place."""
    level = tokens[place].level
    for token in tokens[place + 1 :]:
        if token.level == level:
            return
        yield token


def _physical(text: str) -> Iterator[tuple[bool, str]]:
    """The lines of a paragraph as typed, and whether the page itself breaks before each."""
    hard = False
    for piece in re.split(f"([{_BREAK}{_HARD_BREAK}])", text):
        if piece in (_BREAK, _HARD_BREAK):
            hard = piece == _HARD_BREAK
        elif stripped := piece.strip():
            yield hard, stripped


def _are_wrapped(found: Sequence[_Found]) -> bool:
    """Whether lines are broken inside sentences, as editors wrap them; else each is a paragraph."""
    ends = total = 0
    for one in found:
        lines = one.parts[0].split(_BREAK)
        for line, following in pairwise(lines):
            if not _begins_anew(following.strip()):
                total += 1
                ends += line.rstrip().endswith(_FULL_STOPS)
    # Of lines broken by an editor few end where a sentence does.
    return ends * 5 < total * 2


def _begins_anew(text: str) -> bool:
    """Whether a line begins a label, an entry, a heading or the heading of a list."""
    line = Line(text)
    return bool(
        label_at_start(line)
        or is_list_heading(line)
        or ENTRY.match(line.narrow)
        or is_numbered_heading(line)
    )


def _is_heading(lines: Sequence[str]) -> bool:
    """Whether the last line is a heading, which no text goes on with."""
    return bool(lines) and is_numbered_heading(Line(lines[-1]))


def _is_strong(children: "Sequence[Token]") -> bool:
    """Whether all of a paragraph is set in bold."""
    kinds = [one.type for one in children]
    return (
        len(kinds) > 2
        and kinds[0] == "strong_open"
        and kinds.index("strong_close") == len(kinds) - 1
    )


def _texts(children: "Sequence[Token]") -> Iterator[str]:
    """The text of a paragraph, as it is shown; where a link leads stands behind it."""
    links: list[tuple[str, int]] = []
    shown = ""
    for token in children:
        text = ""
        if token.type == "text":
            text = token.content.replace("**", "")
        elif token.type in ("code_inline", "text_special"):
            text = token.content
        elif token.type in ("math_inline", "math_inline_double"):
            text = f"${token.content}$"
        elif token.type == "softbreak":
            text = _BREAK
        elif token.type == "hardbreak":
            text = _HARD_BREAK
        elif token.type == "html_inline":
            text = _HARD_BREAK if token.content.lower().startswith("<br") else ""
        elif token.type == "footnote_ref":
            text = f"[{token.meta['label']}]"
        elif token.type == "image":
            text = token.content
        elif token.type == "link_open":
            links.append((str(token.attrs.get("href", "")), len(shown)))
        elif token.type == "link_close" and links:
            address, start = links.pop()
            if address.startswith("http") and address not in shown[start:]:
                text = f" ({address})"
        shown += text
        yield text
