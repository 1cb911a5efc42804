"""One entry of a reference list taken apart, as GB/T 7714 (2005, 2015, 2025) sets it.

An entry is read from its type code outwards: authors and title stand before it, a host behind //,
then place, publisher, year and pages. Entries without a code are read by what else can be told:
a year in brackets, book marks 《》, the journal's year and volume. What cannot be told is None.
"""

import re

from msgspec.structs import replace

from papers_store.article import Reference
from papers_store.parser.references.creators import EntryHead, read_head, without_stray_number
from papers_store.parser.references.fast_path import read_fast_path
from papers_store.parser.references.host import host_sign, read_host
from papers_store.parser.references.imprint import (
    Imprint,
    read_book,
    read_journal,
    read_newspaper,
    take_volume,
)
from papers_store.parser.references.slice import Slice
from papers_store.parser.references.type_codes import (
    Addresses,
    TypeCode,
    first_language,
    take_addresses,
    type_codes_in,
)
from papers_store.parser.references.without_type_code import read_without_type_code
from papers_store.text.han import han, han_pattern

_OLD_HOST = re.compile(r"[ .,;]{0,3}(?:(?:见|载于?|In)[ ]{0,2}:?[ ]{0,2})?(?=\S)")
_WHOLE_JOURNAL = re.compile(
    r"[ .]{0,3}(?:(?:(?:1[5-9]|20)\d{2}[ ,]{0,2}){1,2}\d{0,4}(?:\(\d{1,4}\))?[ ]?-[^.]{0,30}"
    r"|(?P<volume>\d{1,4}))\.[ ]{0,2}(?=[^ :.]{1,30}:)"
)
"""A journal itself, from its first number on, and not an article in it."""
_CODE = han_pattern(
    r"[ ]{0,2}[:][ ]{0,2}"
    r"(?:(?P<country>[\h]{2,8}|[A-Z][A-Za-z ]{1,20})[ ]{0,2},[ ]{0,2})?"
    r"(?P<code>(?:[^:]|(?<=\d):(?=\d)){0,60}\d[^:]{0,40})$"
)
"""The number of a patent, standard, report or file behind its title."""
_YEARS = re.compile(r"(?:1[5-9]|20)\d{2}(?:[-/](?:(?:1[5-9]|20)\d{2}|\d{2}))?年?$")
_DOCUMENT = re.compile(r"[\[(]\d{4}|第?[ ]?\d{1,5}[ ]?号$")
_STANDARD = re.compile(
    r"[A-Z]{2,6}(?:/[A-Z]{1,6}){0,3}[ ]{0,2}[\dA-Z][\dA-Za-z./-]{0,20}[-:](?P<year>(?:19|20)\d{2})"
    r"(?:\([a-zA-Z]{1,3}\))?[ ]{1,3}(?=\S)"
)
"""A standard's number in front of its title: GB/T 7714-2015."""
_UNCODED = frozenset(("J", "N", "M", "C", "D"))
"""Types whose titles hold no number."""
_LONGEST = 3_000


def read_reference(text: str, number: int | None = None) -> Reference:
    """Take an entry apart.

    Args:
        text: the entry as printed, without its label.
        number: its label.
    """
    return read_fast_path(text, number) or read_any_form(text, number)


def read_any_form(text: str, number: int | None = None) -> Reference:
    """Take an entry apart that may be set in any way."""
    entry = without_stray_number(_unwrapped(Slice.of(text[:_LONGEST])))
    addresses = take_addresses(first_language(entry))
    codes = type_codes_in(addresses.rest)
    parsed = _with_type_code(addresses, codes) if codes else read_without_type_code(addresses.rest)
    return replace(
        parsed,
        number=number,
        text=text,
        url=addresses.url,
        doi=addresses.doi,
        year=parsed.year or addresses.updated,
    )


def _unwrapped(piece: Slice) -> Slice:
    """An entry without brackets around the whole of it."""
    trimmed = piece.trimmed(" ")
    if trimmed.narrow[:1] == "[" and trimmed.narrow[-1:] == "]" and len(trimmed.text) > 20:
        inner = trimmed.cut(1, -1)
        if "[" not in inner.narrow and "]" not in inner.narrow:
            return inner
    return trimmed


def _with_type_code(addresses: Addresses, codes: list[TypeCode]) -> Reference:
    """An entry with a type code."""
    entry, code = addresses.rest, codes[0]
    head = read_head(entry.cut(0, code.start))
    tail = entry.cut(code.end)
    if sign := host_sign(tail):
        return _assembled(head, code, read_host(tail.cut(sign.end())))
    if code.type == "A" and len(codes) > 1 and (sign := _OLD_HOST.match(tail.narrow)):
        # The 1999 edition marked what stands in a collection A, and the collection behind it C.
        return _assembled(head, codes[1], read_host(tail.cut(sign.end())))
    return _assembled(head, code, _read_tail(tail, code))


def _read_tail(tail: Slice, code: TypeCode) -> Imprint:
    if code.type == "J" and (numbers := _WHOLE_JOURNAL.match(tail.narrow)):
        return replace(read_book(tail.cut(numbers.end())), volume=numbers["volume"])
    if code.type == "J" or (code.type is None and code.medium):
        return read_journal(tail)
    if code.type == "N":
        return read_newspaper(tail)
    imprint = read_book(tail)
    # A patent has a date, and neither place nor publisher behind it.
    return replace(imprint, place=None, publisher=None) if code.type == "P" else imprint


def _assembled(head: EntryHead, code: TypeCode, imprint: Imprint) -> Reference:
    title, volume, country, year = head.title, None, None, None
    if code.type not in ("J", "N"):
        title, volume = take_volume(title)
    if code.type not in _UNCODED:
        title, country = _without_code(title)
    if code.type == "S" and (standard := _STANDARD.match(title.narrow)):
        title, year = title.cut(standard.end()), int(standard["year"])
    return Reference(
        number=None,
        text="",
        type=code.type,
        medium=code.medium,
        authors=head.authors,
        et_al=head.et_al,
        title=title.trimmed(" .,;:").text or None,
        container=imprint.container,
        place=imprint.place or country,
        publisher=imprint.publisher,
        year=head.year or imprint.year or year,
        volume=imprint.volume or volume,
        issue=imprint.issue,
        pages=imprint.pages,
    )


def _without_code(title: Slice) -> tuple[Slice, str | None]:
    """A title without the number behind it, and the country of a patent."""
    found = _CODE.search(title.narrow)
    if found is None or not found.start() or _YEARS.match(found["code"].strip()):
        return title, None
    worded = len(re.findall(r"[a-z]{4,}", found["code"])) > 1
    if worded or (han(found["code"]) > 10 and not _DOCUMENT.search(found["code"])):
        return title, None
    country = found["country"]
    return title.cut(0, found.start()), country.strip() if country else None
