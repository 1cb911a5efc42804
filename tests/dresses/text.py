"""Dresses of plain text: as typed, wrapped, in pages, with what text recognition and PDFs do."""

import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize

from rich.cells import cell_len

from dresses.printed import Part, printed
from dresses.truth import Truth

_HAN = "\u3400-\u9fff"
_BETWEEN = re.compile(f"(?<=[{_HAN}])(?=[{_HAN}])")
_NEVER_FIRST = "，。；：、？！”’）》】〕］]).,;:?!%"
_KANGXI = {normalize("NFKC", chr(code)): chr(code) for code in range(0x2F00, 0x2FD6)}
SUPPLEMENT = dict(
    zip("民见贝车长门页风飞马鱼鸟麦黄齐龙", "⺠⻅⻉⻋⻓⻔⻚⻛⻜⻢⻥⻦⻨⻩⻬⻰", strict=True)
)
_RADICALS = str.maketrans(_KANGXI | SUPPLEMENT)
_LINES_OF_A_PAGE = 42
_HALF = str.maketrans("，；：？！（）", ",;:?!()")


def lines(truth: Truth, *, gap: bool = True, indent: str = "") -> Iterator[tuple[str, str]]:
    """The lines of an article and the kind of each; `gap` says whether empty ones part them."""
    for part in printed(truth):
        yield from _lines(part, indent)
        if gap and part.kind not in ("reference", "note", "item", "references", "notes"):
            yield "", ""


def _lines(part: Part, indent: str) -> Iterator[tuple[str, str]]:
    if part.kind == "table":
        yield from (("    ".join(row), "table") for row in part.rows)
    elif part.kind == "formula":
        yield f"        {part.text}        {part.label}", "formula"
    elif part.kind in ("title", "byline", "affiliation", "heading", "caption"):
        yield part.text, part.kind
    else:
        inset = indent if part.kind in ("paragraph", "item") else ""
        yield f"{inset}{part.label}{part.text}", part.kind


def typed(truth: Truth) -> str:
    """As the samples are: a line to a paragraph, empty lines between."""
    return "\n".join(line for line, _ in lines(truth)) + "\n"


def indented(truth: Truth) -> str:
    """A line to a paragraph, indented, without empty lines."""
    return "\n".join(line for line, _ in lines(truth, gap=False, indent="　　")) + "\n"


def _wrap(line: str, columns: int) -> Iterator[str]:
    """The line in pieces of so many columns; words in Latin letters stay whole."""
    row, width = "", 0
    for token in re.findall(r"[A-Za-z0-9.\-/:@<>=()+]+|.", line):
        size = cell_len(token)
        if row and width + size > columns and token not in _NEVER_FIRST:
            yield row.rstrip(" ")
            row, width = "", 0
            if token == " ":
                continue
        row += token
        width += size
    yield row


def _wrapped(pairs: Iterable[tuple[str, str]], columns: int) -> Iterator[str]:
    for line, kind in pairs:
        if kind in ("table", "formula"):
            yield line
        else:
            yield from _wrap(line, columns)


def wrapped(truth: Truth, columns: int, *, gap: bool) -> str:
    """Broken at so many columns, of which a Chinese character takes two."""
    pairs = lines(truth, gap=gap, indent="    ")
    return "\n".join(_wrapped(pairs, columns)) + "\n"


def in_pages(truth: Truth) -> str:
    """Broken at 72 columns, in pages with a form feed, a running head and a number."""
    rows = list(_wrapped(lines(truth, gap=False, indent="    "), 72))
    pages = []
    for nth, first in enumerate(range(0, len(rows), _LINES_OF_A_PAGE)):
        page = rows[first : first + _LINES_OF_A_PAGE]
        number = truth.first_page + nth
        head = [] if not nth else [*_running_head(truth, nth), ""]
        pages.append("\n".join([*head, *page, "", f"{'- ' * (nth % 2)}{number}{' -' * (nth % 2)}"]))
    return "\n\f".join(pages) + "\n"


def _running_head(truth: Truth, nth: int) -> list[str]:
    if nth % 2:
        first = truth.authors[0] if truth.authors else "佚名"
        return [f"{first}{'等' if len(truth.authors) > 1 else ''}：{truth.title}"]
    source, issue = truth.source or "江左学报", f"第{truth.issue or 3}期"
    return [f"{source}        {truth.year or 2019}年{issue}"]


def recognised(truth: Truth) -> str:
    """A space between any two Chinese characters, as programs that recognise text leave it."""
    return _BETWEEN.sub(" ", typed(truth))


def in_radicals(truth: Truth) -> str:
    """With radicals for the characters that look the same, as some PDFs give them."""
    return typed(truth).translate(_RADICALS)


def half_width(text: str) -> str:
    """Punctuation as in ASCII."""
    return text.translate(_HALF)


def full_width(text: str) -> str:
    """Latin letters and digits as wide as Chinese characters."""
    return "".join(chr(ord(one) + 0xFEE0) if "!" < one <= "~" else one for one in text)
