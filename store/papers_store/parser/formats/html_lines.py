"""The tree of an HTML page as lines, each with what is known of where it stands."""

import re
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace
from selectolax.lexbor import LexborNode

from papers_store.parser.formats.html_site import SAYING, Zone, zone_of
from papers_store.parser.formats.html_tables import DEEPEST_TABLE, Cell, Table
from papers_store.parser.formats.html_tags import (
    BLOCKS,
    BOLD,
    BOLD_END,
    HEADINGS,
    HIDDEN,
    LINK,
    LINK_END,
    MARKS,
)
from papers_store.parser.formats.page import Kind, Line
from papers_store.text.decode import clean
from papers_store.text.han import han

_SPACE = re.compile(r"[ \t\r\n\f]{1,}")
_KINDS: dict[str, Kind] = {
    "li": "item",
    "dt": "item",
    "dd": "item",
    "blockquote": "quote",
    "figcaption": "caption",
    "caption": "caption",
}
_BOLD_STYLE = re.compile(r"font-weight\s{0,4}:\s{0,4}(?:bold|[6-9]00)", re.I)
_ABSOLUTE = re.compile(r"position\s{0,4}:\s{0,4}absolute", re.I)
_TOP = re.compile(r"\btop\s{0,4}:\s{0,4}(-?\d{1,7})")
_LEFT = re.compile(r"\bleft\s{0,4}:\s{0,4}(-?\d{1,7})")
_PDF_LINE = re.compile(r"t m\w{1,8} x\w{1,8} h\w{1,8} y\w{1,8} ")
"""The class of a line that pdf2htmlEX writes."""
_CODE = re.compile(r"highlight|source-?code|lang(?:uage)?-|prettyprint|brush", re.I)
_DISPLAY = re.compile(r"\$\$[^$]{1,5000}\$\$|\\\[.{1,5000}\\\]", re.S)
_NOTES = re.compile(r"\bfootnotes\b|doc-endnotes|doc-footnote", re.I)
_DEEPEST_ZONE = 8
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_ROLES = {
    "author": "author",
    "authors": "author",
    "byline": "author",
    "date": "date",
    "datepublished": "date",
    "pubdate": "date",
    "headline": "title",
}
"""Classes and properties that say what a line is."""


class Printed(Struct):
    """A line with where on the page it stands."""

    line: Line
    zone: int = -1
    """Which zone it is in, -1 for none."""
    linked: float = 0
    """The share of its characters that lead elsewhere."""
    list: int = 0
    """Which list it is in, 0 for none."""
    in_article: bool = False
    role: str = ""
    """author, date, title, where the page says so."""
    at: tuple[int, int] | None = None
    """Where it is set on the page, from above and from the left, where all lines are."""


class _List(Struct):
    """A list that is open."""

    name: int
    """The number of the list that it and those around it make up."""
    next: int = 1
    numbered: bool = False
    style: str = ""


class _Frame(Struct):
    """What an open element changes, to be taken back at its end."""

    tag: str
    zone: int
    kind: Kind
    role: str
    at: tuple[int, int] | None
    article: bool = False
    verbatim: bool = False
    after: str = ""
    """Text that its end adds."""


class Reader:
    """Walks over a page and collects its lines; tables are held back row by row."""

    def __init__(self) -> None:
        self.lines: list[Printed] = []
        self.zones: list[Zone] = []
        self.items: list[int] = [0]
        """How many items each list has that is in no other, by its number."""
        self._pieces: list[str] = []
        self._frames: list[_Frame] = []
        self._lists: list[_List] = []
        self._tables: list[Table] = []
        self._rows: list[tuple[list[Printed], list[tuple[Cell, list[Printed]]]]] = []
        self._kind: Kind = ""
        self._role = ""
        self._zone = -1
        self._zone_depth = 0
        self._at: tuple[int, int] | None = None
        self._article = self._verbatim = self._heading = 0
        self._pictures: list[str] = []
        self._item: tuple[int, str] = (0, "")
        self._image = ""

    def read(self, root: LexborNode) -> None:
        """Walk the tree without recursion: pages may be nested as deep as they like."""
        node: LexborNode | None = root
        while node is not None:
            tag = node.tag or ""
            child = None
            if tag == "-text":
                if text := node.text_content:
                    self._pieces.append(text)
            elif tag == "math":
                self._formula(node)
            elif tag not in HIDDEN and tag[:1] != "-":
                child = node.first_child
                self._enter(node, tag)
                if child is None:
                    self._leave()
            if child is not None:
                node = child
                continue
            while node is not None:
                following = node.next
                if following is not None:
                    node = following
                    break
                node = node.parent
                if node is not None and self._frames:
                    self._leave()
        self._end_line()

    def _enter(self, node: LexborNode, tag: str) -> None:
        frame = _Frame(tag, self._zone, self._kind, self._role, self._at)
        if tag in BLOCKS:
            self._end_line()
        given = node.attributes
        self._frames.append(frame)
        if tag == "img":
            self._see_image(given)
        elif tag == "rt":
            self._pieces.append("（")
            frame.after = "）"
        elif given and tag in ("span", "p", "div") and _BOLD_STYLE.search(given.get("style") or ""):
            self._pieces.append(BOLD)
            frame.after = BOLD_END
        if given or tag in SAYING:
            self._place(tag, given, frame)
        if tag in BLOCKS:
            self._open_block(node, tag, given, frame)

    def _place(self, tag: str, given: Mapping[str, str | None], frame: _Frame) -> None:
        """Take in what an element says of where its text belongs."""
        said = f"{given.get('class') or ''} {given.get('id') or ''}"[:400]
        role = (given.get("role") or "")[:40]
        if _NOTES.search(f"{said} {role}"):
            self._kind = "note"
        elif self._zone_depth < _DEEPEST_ZONE and (zone := zone_of(tag, said, role)):
            zone.outer = self._zone
            self.zones.append(zone)
            self._zone = len(self.zones) - 1
            self._zone_depth += 1
        name = (given.get("itemprop") or given.get("class") or "").strip()[:40].lower()
        self._role = _ROLES.get(name, self._role)
        if tag in ("article", "main") or role == "main" or name == "articlebody":
            self._article += 1
            frame.article = True
        style = given.get("style") or ""
        if style and _ABSOLUTE.search(style) and (top := _TOP.search(style)):
            left = _LEFT.search(style)
            self._at = (int(top[1]), int(left[1]) if left else 0)
        elif tag == "div" and _PDF_LINE.match(said):
            self._at = (len(self.lines), 0)

    def _open_block(
        self, node: LexborNode, tag: str, given: Mapping[str, str | None], frame: _Frame
    ) -> None:
        self._heading = HEADINGS.get(tag, self._heading)
        if tag in _KINDS and self._kind != "note":
            self._kind = _KINDS[tag]
        if tag in ("ol", "ul"):
            self._open_list(tag, given)
        elif tag == "li" and self._lists:
            self._open_item(given)
        elif tag == "pre":
            self._verbatim += 1
            frame.verbatim = True
            text = node.text(deep=True) if self._verbatim == 1 else ""
            said = f"{given.get('class') or ''}"
            if _CODE.search(said[:400]) or han(text[:20_000]) * 4 < len(text[:20_000]):
                self._kind = "code"
        elif tag == "table":
            self._tables.append(Table())
            self._tables[-1].is_data = (given.get("border") or "0")[:1] not in "0n"
        elif tag in ("th", "thead", "caption") and self._tables:
            self._tables[-1].is_data = True
        if tag == "tr" and 0 < len(self._tables) <= DEEPEST_TABLE:
            self._rows.append((self.lines, []))
        elif tag in ("td", "th") and self._rows and len(self._tables) <= DEEPEST_TABLE:
            cell: list[Printed] = []
            spans = Cell(given.get("colspan"), given.get("rowspan"))
            self._rows[-1][1].append((spans, cell))
            self.lines = cell

    def _open_list(self, tag: str, given: Mapping[str, str | None]) -> None:
        outer = self._lists[-1].name if self._lists else 0
        name = outer or len(self.items)
        if not outer:
            self.items.append(0)
        start = (given.get("start") or "")[:6]
        style = (given.get("style") or "")[:400]
        numbered = tag == "ol" and "none" not in style
        first = int(start) if start.isascii() and start.isdigit() else 1
        self._lists.append(_List(name, first, numbered, (given.get("type") or "")[:1]))

    def _open_item(self, given: Mapping[str, str | None]) -> None:
        inner = self._lists[-1]
        self.items[inner.name] += 1
        value = (given.get("value") or "")[:6]
        if value.isascii() and value.isdigit():
            inner.next = int(value)
        number, inner.next = inner.next, inner.next + 1
        if not inner.numbered:
            self._item = (0, "")
        elif inner.style in ("a", "A", "i", "I"):
            self._item = (0, _counted(number, inner.style))
        else:
            self._item = (number, "")

    def _leave(self) -> None:
        frame = self._frames.pop()
        tag = frame.tag
        if frame.after:
            self._pieces.append(frame.after)
        if tag in BLOCKS:
            self._end_line()
            if tag in HEADINGS:
                self._heading = 0
            self._close_block(tag)
        if frame.zone != self._zone:
            self._zone_depth -= 1
        self._zone, self._kind, self._role, self._at = frame.zone, frame.kind, frame.role, frame.at
        self._article -= frame.article
        self._verbatim -= frame.verbatim

    def _close_block(self, tag: str) -> None:
        if tag in ("ol", "ul") and self._lists:
            self._lists.pop()
            self._item = (0, "")
        elif tag == "table" and self._tables:
            self._tables.pop()
        elif tag == "tr" and self._rows and len(self._tables) <= DEEPEST_TABLE:
            self.lines, cells = self._rows.pop()
            for cell, printed in cells:
                cell.lines = [one.line for one in printed]
            row = self._tables[-1].row([cell for cell, _ in cells]) if self._tables else None
            if row is None:
                for _, printed in cells:
                    self.lines.extend(printed)
            elif row.text:
                self._add(row, _linked_share([one for _, printed in cells for one in printed]))
        elif tag == "figure" and self._image:
            self._add(Line(self._image, kind="figure"), 0)
            self._image = ""

    def _see_image(self, given: Mapping[str, str | None]) -> None:
        alt = collapsed(clean(given.get("alt") or ""))
        if not alt:
            return
        if any(frame.tag == "figure" for frame in self._frames[-6:]):
            self._image = alt
        else:
            self._pieces.append(alt)
            self._pictures.append(alt)

    def _formula(self, node: LexborNode) -> None:
        """A formula as TeX, where the page has it so, or as its characters."""
        given = node.attributes
        note = node.css_first("annotation")
        tex = note.text(deep=True) if note else given.get("alttext") or ""
        if not tex.strip():
            self._pieces.append(node.text(deep=True))
            return
        sign = "$$" if given.get("display") == "block" else "$"
        tex = tex.strip().strip("$").strip()
        self._pieces.append(f"{sign}{tex}{sign}")

    def _end_line(self) -> None:
        text = "".join(self._pieces)
        self._pieces.clear()
        pictures, self._pictures = self._pictures, []
        if not text or text.isspace():
            return
        if not MARKS.search(text):
            strong, linked, plain = False, 0.0, text
        else:
            strong, linked = _within(text, BOLD, BOLD_END) == 1, _within(text, LINK, LINK_END)
            plain = MARKS.sub("", text)
        if self._verbatim and self._kind == "code":
            for piece in plain.replace("\r\n", "\n").strip("\n").split("\n"):
                if kept := clean(piece).replace("\n", " ").rstrip():
                    self._add(Line(kept, kind="code"), 0)
            return
        for piece in plain.split("\n") if self._verbatim else (collapsed(plain),):
            cleaned = clean(piece).replace("\n", " ").strip()
            if cleaned:
                pictured = pictures == [cleaned]
                self._add(self._line(cleaned, strong=strong, pictured=pictured), linked)

    def _line(self, text: str, *, strong: bool, pictured: bool) -> Line:
        number, marker = self._item
        self._item = (0, "")
        kind: Kind = "" if self._heading else self._kind
        if self._kind in ("", "item", "quote") and _DISPLAY.fullmatch(text):
            kind = "formula"
        elif pictured and not self._kind and not self._heading:
            kind = "figure"
        if marker:
            text = f"{marker} {text}"
        elif kind == "note" and number:
            text = f"[{number}] {text.rstrip('↩︎⤴ ')}"
        strong = strong and not self._heading
        return Line(text, heading_level=self._heading, item=number, kind=kind, strong=strong)

    def _add(self, line: Line, linked: float) -> None:
        inner = self._lists[-1].name if self._lists and line.kind == "item" else 0
        if line.kind == "caption" and self._image:
            # A picture is mostly called what its caption says.
            if self._image == line.text:
                line = replace(line, kind="figure")
            else:
                self.lines.append(
                    Printed(Line(self._image, kind="figure"), self._zone, 0, 0, self._article > 0)
                )
            self._image = ""
        self.lines.append(
            Printed(line, self._zone, linked, inner, self._article > 0, self._role, self._at)
        )


def _counted(number: int, style: str) -> str:
    """The number of an item in letters or Roman numerals."""
    if style in "aA":
        text = chr(ord("a") + (number - 1) % 26) if number else "0"
    else:
        text, rest = "", min(number, 49)
        for value, sign in ((40, "xl"), *_ROMAN):
            text += sign * (rest // value)
            rest %= value
    return f"{text.upper() if style in 'AI' else text}."


def _within(text: str, opener: str, closer: str) -> float:
    """The share of the visible characters of a text that stand between two marks."""
    inside = total = 0
    is_open = False
    start = 0
    for mark in MARKS.finditer(text):
        visible = len("".join(text[start : mark.start()].split()))
        total += visible
        inside += visible * is_open
        start = mark.end()
        is_open = mark[0] == opener or (is_open and mark[0] != closer)
    visible = len("".join(text[start:].split()))
    total += visible
    inside += visible * is_open
    return inside / total if total else 0


def _linked_share(printed: list[Printed]) -> float:
    total = sum(len(one.line.text) for one in printed)
    return sum(len(one.line.text) * one.linked for one in printed) / total if total else 0


def collapsed(text: str) -> str:
    """Text with each run of white space made one space, as it is shown."""
    return _SPACE.sub(" ", text).strip()
