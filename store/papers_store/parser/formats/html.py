"""HTML to lines: what a reader sees of the page, without scripts, navigation, forms and feet."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from papers_store.parser.formats.page import Line, Page
from papers_store.text.decode import clean

_UNREAD_TAGS = (
    "script style nav footer aside form noscript template svg math iframe object button select "
    "textarea head"
)
_BLOCK_TAGS = (
    "address article blockquote body br caption center dd div dl dt fieldset figcaption figure h1 "
    "h2 h3 h4 h5 h6 header hr li main ol p pre section table tbody td tfoot th thead tr ul"
)
_FORMATTING_TAGS = "a b big code em font i nobr s small strike strong tt u"
_TAGS_CLOSED_BY_OTHERS = (
    "p li dt dd tr td th option thead tbody tfoot br img hr meta link input col base area wbr "
    "source param embed html head body"
)
_UNREAD = frozenset(_UNREAD_TAGS.split())
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_FORMATTING = frozenset(_FORMATTING_TAGS.split())
_CLOSED_BY_OTHERS = frozenset(_TAGS_CLOSED_BY_OTHERS.split())
_HEADINGS = {f"h{depth}": depth for depth in range(1, 7)}
_LISTS = frozenset(("ol", "ul"))
_CELLS = frozenset(("td", "th"))
_DEEPEST = 400
_LONGEST_TAG = 10_000
_DEEPEST_TABLE = 8
_LONGEST_CELL = 300

_UNPARSED = re.compile(r"<(?:(script|style)\b|!--)", re.I)
_CLOSERS = {
    "script": re.compile(r"</script[^>]{0,80}>?", re.I),
    "style": re.compile(r"</style[^>]{0,80}>?", re.I),
    "": re.compile("-->"),
}
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})([^>]*)>?")
_SPACE = re.compile(r"[ \t\r\n\f]{1,}")
_BEGINNING = re.compile(
    r"\s{0,64}<(?:!doctype\s{1,8}html|html|head|body|\?xml[^>]{0,200}>\s{0,8}<html)\b", re.I
)


def looks_like_html(text: str) -> bool:
    """Whether a text begins as a page of HTML does."""
    return _BEGINNING.match(text) is not None


def read_html(source: str) -> Page:
    """The lines and the metadata of an HTML page."""
    tree = LexborHTMLParser(_tamed(source))
    root = tree.root
    lines = _lines(root) if root else []
    return Page(lines=tuple(lines), meta=_meta(tree))


def table_rows(source: str) -> list[Line]:
    """The rows of a table written in HTML inside a page of markdown."""
    return [Line(line.text, row=True) for line in read_html(source).lines if line.text]


def _meta(tree: LexborHTMLParser) -> dict[str, tuple[str, ...]]:
    """Metadata by name, in lower case, and the page's own title."""
    found: dict[str, list[str]] = {}
    for node in tree.css("meta"):
        name = (node.attributes.get("name") or node.attributes.get("property") or "").lower()
        content = _collapsed(clean(node.attributes.get("content") or ""))
        if name and content:
            found.setdefault(name, []).append(content)
    if (title := tree.css_first("title")) and (text := _collapsed(clean(title.text()))):
        found["title"] = [text]
    return {name: tuple(contents) for name, contents in found.items()}


def _tamed(source: str) -> str:
    """The page with nothing in it that the parser takes more than linear time over.

    The parser walks up the tree for every tag and compares the attributes of a tag in pairs; tags
    of formatting, left open, are opened again in every paragraph. None of these is needed here.
    """
    depth = 0

    def tame(tag: re.Match[str]) -> str:
        nonlocal depth
        name = tag[2].lower()
        if name in _FORMATTING:
            return ""
        if name not in _CLOSED_BY_OTHERS:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            if depth > _DEEPEST and not tag[1]:
                return "<br>"
        return tag[0] if len(tag[3]) < _LONGEST_TAG else f"<{tag[1]}{name}>"

    return _TAG.sub(tame, "".join(_without_scripts(source)))


def _without_scripts(source: str) -> Iterator[str]:
    """The pieces of a page between its scripts, style sheets and comments."""
    start = 0
    while found := _UNPARSED.search(source, start):
        yield source[start : found.start()]
        end = _CLOSERS[(found[1] or "").lower()].search(source, found.end())
        if end is None:
            return
        start = end.end()
    yield source[start:]


class _Rows:
    """Lines as they come, held back row by row inside tables."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._tables = 0
        self._rows: list[tuple[list[Line], list[list[Line]]]] = []
        self._pieces: list[str] = []
        self._counts: list[int | None] = []
        self._item = 0

    def text(self, piece: str) -> None:
        self._pieces.append(piece)

    def end_line(self, heading_level: int, *, verbatim: bool = False) -> None:
        text = "".join(self._pieces)
        self._pieces.clear()
        for piece in text.split("\n") if verbatim else (_collapsed(text),):
            cleaned = clean(piece).replace("\n", " ").strip()
            if cleaned:
                self.lines.append(Line(cleaned, heading_level=heading_level, item=self._item))
                self._item = 0

    def enter(self, tag: str) -> None:
        if tag in _LISTS:
            self._counts.append(0 if tag == "ol" else None)
        elif tag == "li" and self._counts:
            before = self._counts[-1]
            self._item = 0 if before is None else before + 1
            self._counts[-1] = self._item or None
        elif tag == "table":
            self._tables += 1
        elif tag == "tr" and self._tables <= _DEEPEST_TABLE:
            self._rows.append((self.lines, []))
        elif tag in _CELLS and self._rows and self._tables <= _DEEPEST_TABLE:
            cell: list[Line] = []
            self._rows[-1][1].append(cell)
            self.lines = cell

    def leave(self, tag: str) -> None:
        if tag in _LISTS and self._counts:
            self._counts.pop()
        elif tag == "table":
            self._tables -= 1
        elif tag == "tr" and self._rows and self._tables <= _DEEPEST_TABLE:
            outer, cells = self._rows.pop()
            self.lines = outer
            self._end_row(cells)

    def _end_row(self, cells: list[list[Line]]) -> None:
        """One line for a row of data; a cell that only lays out the page gives its lines."""
        short = all(len(cell) <= 1 for cell in cells)
        texts = [cell[0].text if cell else "" for cell in cells]
        if short and len(cells) > 1 and all(len(text) <= _LONGEST_CELL for text in texts):
            self.lines.append(Line(" | ".join(texts).strip(), row=True))
        else:
            for cell in cells:
                self.lines.extend(cell)


def _lines(root: LexborNode) -> list[Line]:
    """Walk the tree without recursion: pages may be nested as deep as they like."""
    rows = _Rows()
    heading_level = verbatim = 0
    node: LexborNode | None = root
    while node is not None:
        tag = node.tag or ""
        child = None if tag in _UNREAD else node.first_child
        if tag == "-text":
            rows.text(node.text_content or "")
        elif tag in _BLOCKS:
            rows.end_line(heading_level, verbatim=verbatim > 0)
            heading_level = _HEADINGS.get(tag, heading_level)
            verbatim += tag == "pre"
            rows.enter(tag)
        if child is not None:
            node = child
            continue
        while node is not None:
            tag = node.tag or ""
            if tag in _BLOCKS:
                rows.end_line(heading_level, verbatim=verbatim > 0)
                heading_level = 0 if tag in _HEADINGS else heading_level
                verbatim -= tag == "pre"
                rows.leave(tag)
            following = node.next
            if following is not None:
                node = following
                break
            node = node.parent
    rows.end_line(0)
    return rows.lines


def _collapsed(text: str) -> str:
    """Text with each run of white space made one space, as it is shown."""
    return _SPACE.sub(" ", text).strip()
