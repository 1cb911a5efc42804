"""Tags of HTML: what they do to lines, and a page without what the parser is slow with."""

import re
from collections.abc import Iterator
from html import escape

_HIDDEN_TAGS = "script style noscript template svg iframe object head title rp"
_BLOCK_TAGS = (
    "address article aside blockquote body br button caption center dd details dialog div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol "
    "option p pre section select summary table tbody td textarea tfoot th thead tr ul"
)
_FORMATTING_TAGS = "a b big code em font i nobr s small strike strong tt u"
_TAGS_CLOSED_BY_OTHERS = (
    "p li dt dd tr td th option thead tbody tfoot br img hr meta link input col base area wbr "
    "source param embed html head body"
)
HIDDEN = frozenset(_HIDDEN_TAGS.split())
"""Elements that show no text of the page."""
BLOCKS = frozenset(_BLOCK_TAGS.split())
HEADINGS = {f"h{depth}": depth for depth in range(1, 7)}

BOLD, BOLD_END = "\x01", "\x02"
LINK, LINK_END = "\x03", "\x04"
"""Marks in the text in place of tags; what a page prints of these is taken out like any control."""
MARKS = re.compile(f"[{BOLD}{BOLD_END}{LINK}{LINK_END}]")

_FORMATTING = frozenset(_FORMATTING_TAGS.split())
_MARKED = {"b": (BOLD, BOLD_END), "strong": (BOLD, BOLD_END), "a": (LINK, LINK_END)}
_CLOSED_BY_OTHERS = frozenset(_TAGS_CLOSED_BY_OTHERS.split())
_PARTS_OF_TABLES = frozenset(("tr", "td", "th", "thead", "tbody", "tfoot", "col", "colgroup"))
_ONCE = frozenset(("html", "body"))
_DEEPEST = 400
_LONGEST_TAG = 10_000
_UNPARSED = re.compile(r"<(?:(script|style)\b|!--)", re.I)
_CLOSERS = {
    "script": re.compile(r"</script[^>]{0,80}>?", re.I),
    "style": re.compile(r"</style[^>]{0,80}>?", re.I),
    "": re.compile("-->"),
}
_TEX = re.compile(
    r"[^>]{0,200}type\s{0,4}=\s{0,4}[\"']?math/tex(?P<display>[^>]{0,80}display)?[^>]{0,80}>", re.I
)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})([^>]*)>?")
_NOTE = re.compile(r"footnote-ref|doc-noteref")


def tamed(source: str) -> str:
    """The page with nothing in it that the parser takes more than linear time over.

    The parser walks up the tree for every tag and compares the attributes of a tag in pairs; tags
    of formatting, left open, are opened again in every paragraph. Bold and links become marks in
    the text, the others go.
    """
    depth = tables = 0
    note = False
    wholes: set[str] = set()

    def tame(tag: re.Match[str]) -> str:
        nonlocal depth, note, tables
        name = tag[2].lower()
        if name in _FORMATTING:
            marks = _MARKED.get(name)
            if name == "a":
                # The number of a note, as its list prints it.
                around = "]" if tag[1] and note else ""
                note = not tag[1] and _NOTE.search(tag[3][:400]) is not None
                return f"{around}{LINK_END}" if tag[1] else f"{LINK}{'[' * note}"
            return marks[bool(tag[1])] if marks else ""
        # Text between tags that mean nothing where they stand is put together bit by bit.
        if name in _PARTS_OF_TABLES and not tables:
            return "<br>" if name in ("tr", "td", "th") and not tag[1] else ""
        if name in _ONCE:
            if tag[1] or name in wholes:
                return ""
            wholes.add(name)
        if name not in _CLOSED_BY_OTHERS:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            if depth > _DEEPEST and not tag[1]:
                return "<br>"
        if name == "table":
            tables = max(0, tables - 1) if tag[1] else tables + 1
        return tag[0] if len(tag[3]) < _LONGEST_TAG else f"<{tag[1]}{name}>"

    return _TAG.sub(tame, "".join(_without_scripts(source)))


def _without_scripts(source: str) -> Iterator[str]:
    """The pieces of a page between its scripts, style sheets and comments; formulas stay."""
    start = 0
    while found := _UNPARSED.search(source, start):
        yield source[start : found.start()]
        end = _CLOSERS[(found[1] or "").lower()].search(source, found.end())
        if end is None:
            return
        if found[1] and (tex := _TEX.match(source, found.end(), end.start())):
            sign = "$$" if tex["display"] else "$"
            yield escape(f"{sign}{source[tex.end() : end.start()].strip()}{sign}")
        start = end.end()
    yield source[start:]
