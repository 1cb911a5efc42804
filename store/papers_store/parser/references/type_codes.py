"""What can be told in an entry by its form alone: type codes, addresses, DOIs, dates.

The codes are those of GB/T 7714 (2005, 2015, 2025), in brackets of either width, with the slips
that typists and OCR make of them.
"""

import re

from msgspec import Struct

from papers_store.parser.halfwidth import is_latin
from papers_store.parser.references.slice import Slice
from papers_store.text.han import han, han_pattern

_TYPES = "EB|DB|CP|DS|PP|CM|[MCNJDRSPAGZKX]"
_SLIPS = {"EL": "EB", "ED": "EB", "OB": "EB", "IJ": "J", "JJ": "J"}
_TYPE_CODE = re.compile(
    rf"\[[ ]{{0,2}}(?:(?P<type>{_TYPES}|{'|'.join(_SLIPS)})(?:[ ]{{0,2}}[/,|][ ]{{0,2}}"
    r"(?P<medium>OL|CD|MT|DK|OJ|EL)(?:[ ]{0,2}\.[ ]{0,2}[a-z]{2,8})?)?|(?P<bare>OL))[ ]{0,2}[\])]",
    re.I,
)
_WORDED_TYPE_CODE = re.compile(
    rf"\[[ ]{{0,2}}(?:(?P<type>{_TYPES})/[ ]?[a-z][A-Za-z .-]{{2,60}}"
    r"|(?P<D>(?:博士|硕士)?学位论文|博士论文|硕士论文|D[DM]))[ ]{0,2}\]"
)
_URL = han_pattern(
    r"(?:htt?ps?[ ]{0,2}[:：][ ]{0,2}/|ftp[:：]/)/?[ ]{0,2}"
    r"[^\s\h，。．；）】\])>]{2,1000}",
    re.I,
)
_TYPED = str.maketrans({" ": "", "：": ":", "？": "?"})
"""What editors do to an address, undone."""
_AVAILABLE = re.compile(
    r"(?<![a-z])(?:(?:paper[ ])?available|retrieved|accessed)[^.()]{0,50}$", re.I
)
"""What announces an address."""
_BARE_URL = han_pattern(r"(?<![\w.@/])www\.[\w-]{1,60}\.[^\s\h，。．；）】\])]{2,500}", re.I)
_DOI = han_pattern(
    r"(?:\bD[O0]I[ ]{0,2}[:：.]?[ ]{0,2}(?:https?[:：]//(?:dx\.)?doi\.org/)?"
    r"|(?:dx\.)?doi\.org/|/doi/(?:[a-z]{2,12}/)?"
    r"|(?<![\w/.=-]))"
    r"(?P<doi>10\.\d{4,9}/(?:[^\s\h，。．；】\[\]?&#]|\[[^\s\h\[\]]{1,20}\](?=\d)){1,200})",
    re.I,
)
_SHORT_DOI = re.compile(
    r"(?:(?:https?[:：]//)?(?:dx\.)?doi\.org/|\bDOI[ ]{0,2}[:：][ ]{0,2})(?:10/)?"
    r"(?P<doi>[a-z0-9]{4,10})(?![\w/]|\.\w)",
    re.I,
)
"""A DOI made short by shortdoi.org."""
_CSTR = re.compile(r"\bCSTR[ ]{0,2}:[ ]{0,2}\S{1,80}", re.I)
_NO_DOI = re.compile(r"(?<![A-Za-z/.])DOI[ ]{0,2}:[ ]{0,2}\S{0,80}", re.I)
_DOI_ENDS = re.compile(r"/(?:html?|full|pdf|abstract|epub)$", re.I)
_DATE = r"(?:[-./年][ ]?\d{1,2}(?:[-./月][ ]?\d{1,2}日?)?(?:[/-]\d{1,2})?)"
_ACCESSED = re.compile(
    rf"\[[ ]{{0,2}}(?:(?P<date>(?:19|20)\d{{2}}[a-z]?{_DATE}?)|引用日期|n\.?d\.?)[ ]{{0,2}}\]"
    r"(?![ ]?第?[ ]?\d{1,5}[ ]?号)"
)
_CITED = re.compile(r"\[(?:cited|accessed)[ ](?P<date>[^\[\]]{4,24})\]", re.I)
_INTERNET = re.compile(r"\[(?:Internet|Online|Electronic)\]", re.I)
"""What Vancouver prints behind the title of a page."""
_UPDATED = re.compile(rf"\([ ]{{0,2}}(?P<year>1[5-9]\d{{2}}|20\d{{2}}){_DATE}[ ]{{0,2}}\)")
_ADDRESS_BEFORE = re.compile(r"https?[:：]//[^\s．，。]*$")
_SECOND = han_pattern(
    r"(?:(?<=[\d.)\]])|(?<=html))[ .]{0,4}(?!DOI|CSTR)"
    r"(?:(?=[A-Z][A-Za-z-]{1,20}[ ,A-Z])|(?=[\h]{2,4}[,.、]))"
)
_SECOND_CHINESE = han_pattern(r"(?<=[\d.)\]])[ .]{0,4}[\[(]?(?=[\h]{2,4}[,.、][ ]{0,2}[\h])")
_HAN = han_pattern(r"[\h]")
_DATED = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_OPENING = han_pattern(r"[\[(](?=[ ]{0,2}[A-Z\h])")
_LEFT_OPEN = re.compile(r"(?<=[\d.])[ .]{0,3}[\[(](?=[A-Z][A-Za-z]{1,12}[ A-Za-z-]{0,14},)")
"""Where names in Latin letters begin in brackets that may have lost their end."""


class TypeCode(Struct, frozen=True):
    """The type code of an entry, at its place."""

    type: str | None
    medium: str | None
    start: int
    end: int


class Addresses(Struct):
    """Where the work is found, and what is left of the entry without that."""

    rest: Slice
    url: str | None = None
    doi: str | None = None
    updated: int | None = None
    """The year of a publication or update date in round brackets."""
    accessed: str | None = None
    """The date in square brackets, as printed: when the work was read."""


def type_codes_in(piece: Slice) -> list[TypeCode]:
    """Every type code, in order."""
    found = [_read(match) for match in _TYPE_CODE.finditer(piece.narrow)]
    if not found:
        found = [
            TypeCode("D" if match["D"] else None, None, match.start(), match.end())
            for match in _WORDED_TYPE_CODE.finditer(piece.narrow)
        ]
    return found


def _read(found: re.Match[str]) -> TypeCode:
    kind = (found["type"] or "").upper()
    medium = (found["medium"] or found["bare"] or "").upper()
    if medium in ("OJ", "EL"):
        medium = "OL"
    return TypeCode(_SLIPS.get(kind, kind) or None, medium or None, found.start(), found.end())


def take_addresses(piece: Slice) -> Addresses:
    """Take URL, DOI and bracketed dates out of an entry."""
    found = Addresses(piece)
    _take_doi(found)
    _take_url(found)
    if cited := _CITED.search(found.rest.narrow):
        found.accessed = found.rest.text[cited.start("date") : cited.end("date")].strip()
        found.rest = found.rest.without(*cited.span())
    for pattern in (_CSTR, _NO_DOI, _INTERNET):
        while match := pattern.search(found.rest.narrow):
            found.rest = found.rest.without(*match.span())
    while match := _ACCESSED.search(found.rest.narrow):
        if match["date"] and not found.accessed:
            found.accessed = found.rest.text[match.start("date") : match.end("date")]
        found.rest = found.rest.without(*match.span())
    if match := _UPDATED.search(found.rest.narrow):
        found.updated = int(match["year"])
        found.rest = found.rest.without(*match.span())
    return found


def _take_url(found: Addresses) -> None:
    # Widths matter in an address, so it is looked for in the text as printed.
    match = _URL.search(found.rest.text) or _BARE_URL.search(found.rest.text)
    if match is None:
        return
    url = match[0].translate(_TYPED).rstrip(".．,，;；:")
    if url.endswith(")") and "(" not in url:
        url = url.rstrip(")")
    found.url = url
    said = _AVAILABLE.search(found.rest.narrow, max(0, match.start() - 80), match.start())
    found.rest = found.rest.without(said.start() if said else match.start(), match.end())


def _take_doi(found: Addresses) -> None:
    """Take the DOI: one that stands by itself before one that is part of an address."""
    if "10." not in found.rest.text:
        named = "doi" in found.rest.text.lower()
        short = _SHORT_DOI.search(found.rest.text) if named else None
        found.doi = short["doi"] if short else None
        return
    matches = list(_DOI.finditer(found.rest.text))
    alone = [match for match in matches if not _is_in_address(found.rest.text, match)]
    if not matches:
        return
    doi = _closed((alone or matches)[0]["doi"])
    found.doi = doi if alone else _DOI_ENDS.sub("", doi)
    for match in reversed(alone):
        end = match.start("doi") + len(_closed(match["doi"]))
        found.rest = found.rest.without(match.start(), end)


def _is_in_address(text: str, match: re.Match[str]) -> bool:
    if match[0].lower().startswith(("http", "doi.org", "dx.", "/doi")):
        return True
    return bool(_ADDRESS_BEFORE.search(text, max(0, match.start() - 300), match.start("doi")))


def _closed(doi: str) -> str:
    """A DOI without what closes the sentence or the bracket around it."""
    doi = doi.rstrip(".．,，;；")
    return doi.rstrip(").") if doi.count(")") > doi.count("(") else doi


def first_language(piece: Slice) -> Slice:
    """An entry without its repetition in another language, in brackets or behind a stop."""
    codes = type_codes_in(piece)
    if len(codes) > 1 and not (codes[0].type == "A" and codes[0].medium is None):
        return _before_second(piece, codes[0], codes[1])
    if codes and han(piece.text[: codes[0].start]):
        behind = _LEFT_OPEN.search(piece.narrow, codes[0].end)
        return piece.cut(0, behind.start()) if behind else piece
    if not codes and (again := _latin_behind(piece) or _chinese_behind(piece)):
        return piece.cut(0, again)
    if not codes and piece.narrow.rstrip(" .")[-1:] in ("]", ")"):
        for found in _OPENING.finditer(piece.narrow, 20):
            inner = piece.text[found.end() :]
            if len(inner) > 40 and is_latin(inner) != is_latin(piece.text[: found.start()]):
                return piece.cut(0, found.start())
    return piece


def _latin_behind(piece: Slice) -> int | None:
    """Where an entry without codes, in Chinese and dated, is repeated in Latin letters."""
    chinese = [found.end() for found in _HAN.finditer(piece.text)]
    if len(chinese) < 4:
        return None
    dated = _DATED.search(piece.narrow, chinese[3])
    again = _SECOND.search(piece.narrow, max(chinese[-1], dated.end())) if dated else None
    return again.start() if again and len(piece.text) - again.end() > 40 else None


def _chinese_behind(piece: Slice) -> int | None:
    """Where an entry without codes, in Latin letters and dated, is repeated in Chinese."""
    found = _SECOND_CHINESE.search(piece.narrow, 40)
    if found is None or not is_latin(piece.text[: found.start()]):
        return None
    return found.start() if _DATED.search(piece.narrow, 0, found.start()) else None


def _before_second(piece: Slice, first: TypeCode, second: TypeCode) -> Slice:
    """The part of an entry up to where the work is named again."""
    for found in _OPENING.finditer(piece.narrow, first.end, second.start):
        inner = piece.narrow[found.end() : second.start]
        if inner.count("]") <= inner.count("[") and inner.count(")") <= inner.count("("):
            return piece.cut(0, found.start())
    for behind in _SECOND.finditer(piece.narrow, first.end, second.start):
        again = piece.text[behind.end() : second.start]
        latin = is_latin(piece.text[: first.start])
        if is_latin(again) != latin and bool(han(again[:1])) == latin:
            return piece.cut(0, behind.start())
    return piece
