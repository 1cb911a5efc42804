"""The number that names a standard, patent, report, law or thesis, and the scale of a map.

GB/T 7714 prints them with the title: 题名: GB/T 12345—2016; 题名: 中国, 201910000001.2.
"""

import re

from msgspec import Struct

from papers_store.parser.references.slice import Slice
from papers_store.text.han import han, han_pattern

_CODE = han_pattern(
    r"[ ]{0,2}[:][ ]{0,2}"
    r"(?:(?P<country>[\h](?:[ ]?[\h]){1,7}|[A-Z][A-Za-z. ]{1,20})[ ]{0,2},[ ]{0,2}"
    r"|(?P<nation>[\h]{1,3}国|日本|[A-Z]{2,3}|(?:[A-Z]\.){2,3}|China|Japan|Germany)"
    r"[ ]{0,2}:[ ]{0,2})?"
    r"(?P<code>(?:[^:]|(?<=\d):(?=\d)){0,60}\d[^:]{0,40})$"
)
_YEARS = re.compile(r"(?:1[5-9]|20)\d{2}(?:[-/](?:(?:1[5-9]|20)\d{2}|\d{2}))?年?$")
_WORD = re.compile(r"(?<![A-Za-z])[A-Za-z][a-z]{3,}")
_NUMBERED = re.compile(
    r"(?:Report|Public|Order|Document|Serial|Number|Version|Publication|Issue|Brief|Paper|"
    r"Working|Technical|Research|Series|Release|Bulletin|Circular|File|Grant|Accession)\b"
)
"""Words that stand beside the number of a document."""
_PART = re.compile(r"^第?[ ]{0,2}\d{1,3}[ ]{0,2}(?:部分|[篇章编辑卷册集讲])|^(?:part|vol)\b", re.I)
_DOCUMENT = re.compile(r"[\[(]\d{4}|第?[ ]?\d{1,5}[ ]?号$")
_DOCKET = han_pattern(
    r"[ ]{0,2}[: ][ ]{0,2}(?P<code>[\h]{0,12}[\[(](?:19|20)\d{2}[\])][\h\d -]{1,24}号"
    r"|(?:Box|Folder)[ ]\d{1,6}[^:]{0,90}|H\.[ ]?R\.[ ]\d{1,5})$"
    r"|[ ]{0,2}(?::[ ]{0,2}|(?<=Act)[ ]|(?<=Act of (?:1[89]|20)\d\d)[ ])(?P<law>\d{2,3}-\d{1,4})$"
)
"""The number of a case or a law, and where an archive keeps a paper."""
_PLAIN_CODE = re.compile(r"[ ]{0,2}:[ ]{0,2}(?P<code>[A-Z]{0,4}[ -]?\d[\dA-Z.-]{4,20})$")
_STANDARD = (
    r"(?P<code>(?:[A-Z]{1,6}\d{0,3})(?:/[A-Z]{1,6}){0,3}[ ]{0,2}(?:[A-Z]{1,2}[ -]?)?"
    r"\d[\dA-Za-z./]{0,20}(?:[-:][\dA-Za-z./]{1,12}){0,3}(?:\([A-Za-z]{1,3}\))?)"
)
_STANDARD_BEFORE = re.compile(rf"{_STANDARD}(?:[ ]{{1,3}}|(?<=[-:]\d{{4}})[.,:][ ]{{0,2}})(?=\S)")
_STANDARD_BEHIND = re.compile(rf"[ ]{{0,2}}[ :,.(][ ]{{0,2}}{_STANDARD}\)?$")
_STANDARD_YEAR = re.compile(r"[-:](?P<year>(?:19|20)\d{2})(?!\d)")
_ISSUED = re.compile(
    r"(?:GB|GJB|ISO|IEC|IEEE|ASTM|ANSI|DIN|JIS|BS|EN|API|AIAA|NISO|ITU)\b"
    r"|[A-Z]{2}/[TZ]\b|GB[/ \d]|DB\d{2}|T/[A-Z]{3}|Q/[A-Z]{2}"
)
"""What the numbers of standards begin with, where no type code says that it is one."""
_PATENT = han_pattern(
    r"(?:(?P<country>[\h]{2,6}?|[A-Z][A-Za-z. ]{1,20}?)?[ ]?"
    r"(?:发明|实用新型)?(?:专利|[Pp]atent)号?|申请号|公告号|公开号|专利号)?[ ]{0,2}[:,]?[ ]{0,2}"
    r"(?P<code>(?:CN|ZL|US|EP|JP|WO|DE|GB|KR|FR)[ ]?[\d.,/]{5,16}\d[A-Z]?\d?|\d{6,13}(?:\.[\dX])?"
    r"|\d{1,2}(?:,\d{3}){2})(?![\d-])"
)
"""A patent's number behind the type code: [P]. 中国专利: 881056073."""
_SCALE = re.compile(
    r"[ ]{0,2}[.:,(\[]?[ ]{0,2}(?:比例尺|scale)?[ ]{0,2}"
    r"1[ ]?[:∶][ ]?\d[\d ,.]{0,12}(?:[万]|million)?[)\]]?[ .]{0,2}$",
    re.I,
)
_LARGE_SCALE = re.compile(r"[ ]{0,2}[.,(][ ]{0,2}1[ ]?[:∶][ ]?\d[\d ,]{3,12}万?\)?[ .]{0,2}$")
_NUMBERLESS = frozenset(("J", "N", "M", "C", "D"))
"""Types whose titles seldom hold a number."""


class Numbered(Struct):
    """A title without what names the document beside it."""

    title: Slice
    number: str | None = None
    country: str | None = None
    """Of a patent."""
    year: int | None = None
    """In the number of a standard."""


def take_number(title: Slice, kind: str | None) -> Numbered:
    """Take the number off a title.

    Args:
        title: the title of the work.
        kind: its type code.
    """
    if kind == "CM" and (scale := _SCALE.search(title.narrow)) and scale.start():
        return Numbered(title.cut(0, scale.start()))
    if kind == "S" and (found := _standard(title)):
        return found
    if docket := _docket(title):
        return _without(title, docket)
    code = _PLAIN_CODE.search(title.narrow) if kind == "D" else None
    if code is not None and not _YEARS.match(code["code"]):
        return _without(title, code)
    return Numbered(title) if kind in _NUMBERLESS else _coded(title)


def take_number_without_type_code(title: Slice) -> Numbered:
    """Take the number off the title of a work of which no type code says what it is."""
    if docket := _docket(title):
        return _without(title, docket)
    if (scale := _LARGE_SCALE.search(title.narrow)) and scale.start():
        return Numbered(title.cut(0, scale.start()))
    if "/" not in title.narrow and not _ISSUED.search(title.narrow):
        return Numbered(title)
    found = _standard(title)
    return found if found and _ISSUED.match(found.number or "") else Numbered(title)


def _docket(title: Slice) -> re.Match[str] | None:
    end = title.narrow[-1:]
    if not (end.isdigit() or end == "号" or "Box" in title.narrow or "Folder" in title.narrow):
        return None
    return _DOCKET.search(title.narrow)


def _without(title: Slice, found: re.Match[str]) -> Numbered:
    name = "code" if found["code"] else "law"
    code = title.text[found.start(name) : found.end(name)].strip()
    return Numbered(title.cut(0, found.start()), code)


def _standard(title: Slice) -> Numbered | None:
    before = _STANDARD_BEFORE.match(title.narrow)
    found = before or _STANDARD_BEHIND.search(title.narrow)
    if found is None or not (found.start() or before):
        return None
    rest = title.cut(found.end()) if before else title.cut(0, found.start())
    year = _STANDARD_YEAR.search(found["code"])
    number = title.text[found.start("code") : found.end("code")]
    return Numbered(rest, number, year=int(year["year"]) if year else None)


def _is_worded(code: str) -> bool:
    """Whether what stands behind the last colon is the rest of a title: Fiscal Year 2017."""
    words = [word for word in _WORD.findall(code) if not _NUMBERED.match(word)]
    return len(words) > 1 or bool(words and code.startswith(words[0]))


def _coded(title: Slice) -> Numbered:
    """A title without the number behind its last colon, and the country of a patent."""
    found = _CODE.search(title.narrow)
    if found is None or not found.start():
        return Numbered(title)
    code = found["code"].strip()
    if _YEARS.match(code) or _PART.match(code) or _is_worded(code):
        return Numbered(title)
    if han(code) > 10 and not _DOCUMENT.search(code):
        return Numbered(title)
    taken = _without(title, found)
    country = found["country"] or found["nation"]
    taken.country = country.strip() if country else None
    return taken


def patent_in(tail: Slice) -> Numbered:
    """The number and the country of a patent behind its type code, and the tail without them."""
    found = _PATENT.search(tail.narrow)
    if found is None:
        return Numbered(tail)
    number = tail.text[found.start("code") : found.end("code")].strip()
    country = found["country"].strip() if found["country"] else None
    return Numbered(tail.without(*found.span()), number, country or None)
