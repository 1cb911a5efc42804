"""The head of an article: title, authors and institutions, in Chinese and in English."""

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from papers_store.parser.formats.page import Line
from papers_store.parser.halfwidth import is_latin, narrow
from papers_store.parser.header.byline import byline, is_affiliation, split_affiliations
from papers_store.parser.header.latin_names import latin_authors
from papers_store.parser.header.person_names import is_name, split_names
from papers_store.text.han import han, han_pattern

_COLUMN = re.compile(
    r"(?:论著|综述|专论|特稿|评论|书评|研究报告|短篇论著|"
    r"\W{0,2}.{2,8}(?:研究|论坛|专栏|专题|探讨|交流|园地))\W{0,2}$|·[ ]?.{2,12}[ ]?·$|\[.{2,12}\]$"
)
_RUNNING_HEAD = re.compile(
    r"(?:.{0,40}?第[ ]{0,2}\d{1,4}[ ]{0,2}[卷期]|.{0,60}?\bvol[.]?[ ]{0,2}\d|"
    r"(?:19|20)\d{2}[ ]?年[ ]{0,2}第?[ ]{0,2}\d{1,2}[ ]?[期月])",
    re.I,
)
_DATED = re.compile(r"(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[ ]{0,4}")
_OPEN_END = re.compile(r"[的与和及、:,—“《以对在]$|——$")
_SUBTITLE = re.compile(r"[—–-]{1,3}|\([一二三上中下]\)")
_SENTENCE = re.compile("[。;!]")
_NAMES = han_pattern(r"[\h]{2,3}|[\h]{1,4}(?:[ ,、;]{1,4}[\h]{1,4}){1,30}")
"""A line of short words: authors whose surnames are rare."""
_FOOTNOTE = re.compile(r"[ ]{0,2}(?:[*＊※†‡①]|\\\*|<sup>[^<]{0,10}</sup>){1,3}$")
_LATIN_INSTITUTION = re.compile(
    r"universit|institut|college|department|school of|hospital|academy|laborator|faculty|@|\d{6}",
    re.I,
)
_LATIN_NAMES = re.compile(
    r"\(?(?:[A-Z]{2,30}[ ][A-Z][a-z]"
    r"|[A-Z][A-Za-z-]{1,30}(?:[ ][A-Za-z-]{1,30})?[ ]{0,2}(?:\d|[¹²³]|\\?\*))"
)
_SEGMENT = re.compile(r"[A-Z][\w.'-]{0,20}(?:[ ][A-Z][\w.'-]{0,20}){1,2}")

LONGEST_TITLE = 120
"""Characters from which a line is text."""
_LONGEST_NAME = 5
"""Characters of a line that is no more of a title where it stands apart from it."""
_LONGEST_AUTHORS = 200
_LONGEST_MENU = 8
_LONGEST_ITEM = 12
"""Characters of an item in a site's menu."""


class TitleAndAuthors(Struct):
    """What the lines above the text, and above an English abstract, say."""

    title: str = ""
    title_en: str = ""
    authors: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    year: int | None = None
    paragraphs: list[str] = field(default_factory=list)
    """Text among these lines, such as an editor's note."""
    unread: list[str] = field(default_factory=list)
    """Short lines below the title that say nothing known; nobody can tell whether they matter."""


def read_title_and_authors(
    head: Sequence[Line], english: Sequence[Line], *, headless: bool
) -> TitleAndAuthors:
    """Read the lines of the head, and those above an English abstract further down."""
    header = TitleAndAuthors()
    lines = _spaced(_undated(line, header) for line in head)
    above = 0
    if not headless:
        lines, above = _take_title(lines, header)
    latin: list[Line] = []
    for place, line in enumerate(lines):
        if is_latin(line.text) and not (han(line.text) and byline(line.text)):
            latin.append(line)
            continue
        text = len(line.text) > 40 or line.text.endswith("。")
        if _take_byline(line, header):
            continue
        if text:
            header.paragraphs.append(line.text)
        elif line.heading_level and place == 0 and not header.title and not headless:
            header.title = line.text
        elif place >= above and header.title and line.text != header.title:
            header.unread.append(line.text)
    latin = latin or list(english)
    if not header.authors:
        header.authors = next(filter(None, (latin_authors(line.text) for line in latin)), ())
    latin = [line for line in latin if latin_authors(line.text) is None]
    header.title_en = header.title_en or _latin_title(latin)
    if not header.title and not headless and not english:
        header.title, header.title_en = header.title_en, ""
    return header


def _spaced(lines: Iterable[Line]) -> list[Line]:
    """The lines that hold something, each with whether an empty one stands above it."""
    kept: list[Line] = []
    empty = False
    for line in lines:
        if line.text:
            kept.append(replace(line, apart=True) if empty else line)
        empty = not line.text
    return kept


def _undated(line: Line, header: TitleAndAuthors) -> Line:
    """A line without its date; a running head of the journal is nothing but one."""
    narrowed = line.narrow
    if len(narrowed) < 100 and not line.heading_level and _RUNNING_HEAD.match(narrowed):
        year = re.search(r"(?<!\d)(?:19|20)\d{2}(?!\d)", narrowed)
        header.year = header.year or (int(year[0]) if year else None)
        return Line("")
    dated = _DATED.match(narrowed)
    return Line(line.text[dated.end() :], heading_level=line.heading_level) if dated else line


def _take_title(lines: list[Line], header: TitleAndAuthors) -> tuple[list[Line], int]:
    """Find the title; the lines that are not part of it, and how many of them stand above it."""
    chinese = [place for place, line in enumerate(lines) if not is_latin(line.text)]
    if not chinese:
        return lines, 0
    first = chinese[0]
    if len(chinese) > 1 and _is_column(lines[first], lines[chinese[1]]):
        first = chinese[1]
    elif (marked := _marked_below(lines, chinese)) is not None:
        first = marked
    if len(lines[first].text) > LONGEST_TITLE or _is_text(lines[first]):
        return lines, 0
    title, last = lines[first].text, first
    while last + 1 < len(lines) and (longer := _continued(title, lines[last], lines[last + 1])):
        title, last = longer, last + 1
    header.title = _FOOTNOTE.sub("", title).strip()
    above = [line for line in lines[:first] if is_latin(line.text)]
    return above + lines[last + 1 :], len(above)


def _marked_below(lines: Sequence[Line], chinese: Sequence[int]) -> int | None:
    """Where a line marked as a heading stands below a few short ones, as under a site's menu."""
    for place in chinese[:_LONGEST_MENU]:
        line = lines[place]
        if line.heading_level:
            return place if line.heading_level == 1 else None
        if len(line.text) > _LONGEST_ITEM or byline(line.text) is not None:
            return None
    return None


def _is_text(line: Line) -> bool:
    return not line.heading_level and "。" in line.text and han(line.text) > 40


def _is_column(line: Line, following: Line) -> bool:
    """Whether a line names the journal's column, and the title comes after it."""
    if (
        not _COLUMN.match(line.narrow)
        or len(line.text) > 14
        or line.heading_level != following.heading_level
    ):
        return False
    text = following.text
    return (
        len(text) > 8
        and not _SUBTITLE.match(narrow(text))
        and byline(text) is None
        and not is_affiliation(text)
        and not _is_text(following)
    )


def _continued(title: str, line: Line, following: Line) -> str | None:
    """The title with a second line of it; None where the next line is something else."""
    text, narrowed = following.text, following.narrow
    if text == title:
        return title
    if byline(text) is not None or is_affiliation(text) or len(title) + len(text) > LONGEST_TITLE:
        return None
    if _SUBTITLE.match(narrowed):
        return title + text
    if is_latin(text) or _is_text(following):
        return None
    if following.apart and not following.heading_level and len(text) <= _LONGEST_NAME:
        return None
    if line.heading_level != following.heading_level or _NAMES.fullmatch(narrowed):
        return None
    broken = line.heading_level > 0 or (han(text) >= 4 and not _SENTENCE.search(narrowed))
    return title + text if broken or _OPEN_END.search(narrow(title)) else None


def _take_byline(line: Line, header: TitleAndAuthors) -> bool:
    """Take authors and institutions from a line; whether it held any."""
    text = line.text
    if len(text) > 400 or _is_text(line):
        return False
    found = byline(text) if not header.authors else None
    if found is not None:
        header.authors, rest = found
        header.affiliations += split_affiliations(rest)
        return True
    if is_affiliation(text):
        header.affiliations += split_affiliations(text)
        return True
    return False


def read_authors(text: str) -> tuple[str, ...]:
    """Authors behind a label such as 作者:, where names need no proof."""
    found = byline(text)
    if found is not None:
        return found[0]
    if is_latin(text):
        pieces = re.split(r"[;；,，、]", text[:_LONGEST_AUTHORS])
        return tuple(
            piece.strip(" .*1234567890") for piece in pieces if piece.strip(" .*1234567890")
        )
    names = split_names(text[:_LONGEST_AUTHORS])
    return tuple(name for name in names if is_name(name) or 2 <= len(name) <= 8)


def _latin_title(lines: Sequence[Line]) -> str:
    """The English title among Latin lines, put together from as many as it fills."""
    for place, line in enumerate(lines):
        if len(line.text) > 400 or _is_latin_byline(line.text):
            continue
        title = line.text
        for before, following in zip(lines[place:], lines[place + 1 :], strict=False):
            marked = before.heading_level and following.heading_level
            begins = following.text.lstrip("(（")[:1]
            continues = marked or begins.islower() or following.text[:1] in "(（"
            if not continues or _is_latin_byline(following.text):
                break
            title = f"{title} {following.text}"
        return _FOOTNOTE.sub("", title).strip()
    return ""


def _is_latin_byline(text: str) -> bool:
    """Whether a Latin line names people or institutions."""
    narrowed = narrow(text)
    if _LATIN_INSTITUTION.search(narrowed) or _LATIN_NAMES.match(narrowed):
        return True
    pieces = [
        piece.strip(" *\\0123456789") for piece in re.split(r"[,;]", narrowed) if piece.strip()
    ]
    return len(pieces) > 1 and all(_SEGMENT.fullmatch(piece) for piece in pieces)
