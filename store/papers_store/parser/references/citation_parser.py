"""One entry of a reference list taken apart, as GB/T 7714 (2005, 2015, 2025) sets it.

An entry is read from its type code outwards: authors and title stand before it, a host behind //,
then place, publisher, year and pages. Entries without a code are read by other signs: a year in
brackets, 《》, the journal's year and volume. A part that is not found is None.
"""

import re

from msgspec.structs import replace

from papers_store.article import Reference
from papers_store.parser.halfwidth import is_latin
from papers_store.parser.references.creators import EntryHead, read_head, without_stray_number
from papers_store.parser.references.document_number import patent_in, take_number
from papers_store.parser.references.fast_path import read_fast_path
from papers_store.parser.references.host import host_sign, read_host
from papers_store.parser.references.imprint import (
    Imprint,
    read_book,
    read_journal,
    read_newspaper,
    read_whole_journal,
    take_volume,
)
from papers_store.parser.references.slice import Slice
from papers_store.parser.references.statements import edition_behind
from papers_store.parser.references.type_codes import (
    Addresses,
    TypeCode,
    first_language,
    take_addresses,
    type_codes_in,
)
from papers_store.parser.references.without_type_code import read_without_type_code

_OLD_HOST = re.compile(r"[ .,;]{0,3}(?:(?:见|载于?|In)[ ]{0,2}:?[ ]{0,2})?(?=\S)")
_SIZE = re.compile(
    r"[.,]?[ ]{0,2}"
    r"(?:(?:\d{1,4}(?:\.\d)?[ ]?(?:cm|mm|厘米)?[ ]?[x×*][ ]?)?\d{1,4}(?:\.\d)?[ ]?(?:cm|mm|厘米)"
    r"|(?:比例尺[ ]?)?1[ ]?[:∶][ ]?\d[\d ,]{2,12}万?)",
    re.I,
)
_REMARK = re.compile(
    r"[ .]{0,3}[(\[][ ]?(?:责任?编辑|编辑|责编|收稿|作者|校对)[^()\[\]]{0,80}[)\]][ .]{0,3}$"
)
"""What the journal adds behind the last entry of a list."""
_DEGREE = re.compile("(?:博士|硕士)(?:研究生)?(?:学位)?论文$|学位论文$")
_SQUARE = re.compile(r"[\[\]]")
_SHORTEST = 15
"""Characters that a repetition in another language has at least."""
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
    ends = entry.narrow.rstrip(" .")[-1:] in (")", "]")
    if ends and (remark := _REMARK.search(entry.narrow)):
        entry = entry.cut(0, remark.start())
    first = first_language(entry)
    parsed = _read(_unwrapped(first))
    again = (
        entry.cut(len(first.text)).trimmed(" .,;") if len(first.text) < len(entry.text) else None
    )
    if again is not None and len(again.text) > _SHORTEST:
        parsed = _with_second(parsed, _read(_unbracketed(again)))
    return replace(parsed, number=number, text=text)


def _read(piece: Slice) -> Reference:
    """What an entry, or one half of a bilingual one, says."""
    addresses = take_addresses(piece)
    codes = type_codes_in(addresses.rest)
    parsed = _with_type_code(addresses, codes) if codes else read_without_type_code(addresses.rest)
    return replace(
        parsed,
        url=addresses.url,
        doi=addresses.doi,
        accessed=addresses.accessed,
        year=parsed.year or addresses.updated,
    )


def _with_second(first: Reference, second: Reference) -> Reference:
    """An entry with the title, and maybe the address, of its repetition in another language."""
    title = second.title
    if title is not None and is_latin(title) == is_latin(first.title or ""):
        title = None
    return replace(
        first,
        parallel_title=title,
        url=first.url or second.url,
        doi=first.doi or second.doi,
        accessed=first.accessed or second.accessed,
    )


def _unbracketed(piece: Slice) -> Slice:
    """The second half of an entry, without the bracket that opens it and the one that closes it."""
    if piece.narrow[:1] not in ("[", "("):
        return piece
    closing = "])"["[(".index(piece.narrow[0])]
    return piece.cut(1, -1 if piece.narrow.endswith(closing) else None)


def _unwrapped(piece: Slice) -> Slice:
    """An entry without brackets around the whole of it."""
    trimmed = piece.trimmed(" ")
    if trimmed.narrow[:1] == "[" and trimmed.narrow[-1:] == "]" and len(trimmed.text) > 20:
        inner = trimmed.cut(1, -1)
        if _is_balanced(inner.narrow):
            return inner
    return trimmed


def _is_balanced(narrowed: str) -> bool:
    """Whether every square bracket that is closed was opened."""
    depth = 0
    for found in _SQUARE.finditer(narrowed):
        depth += 1 if found[0] == "[" else -1
        if depth < 0:
            return False
    return depth == 0


def _with_type_code(addresses: Addresses, codes: list[TypeCode]) -> Reference:
    """An entry with a type code."""
    entry, code = addresses.rest, codes[0]
    head = read_head(entry.cut(0, code.start))
    tail = entry.cut(code.end)
    if sign := host_sign(tail):
        return _assembled(head, code, read_host(tail.cut(sign.end())))
    if code.type == "A" and len(codes) > 1 and (sign := _OLD_HOST.match(tail.narrow)):
        # The 1999 edition calls what stands in a collection A, and the collection behind it C.
        return _assembled(head, codes[1], read_host(tail.cut(sign.end())))
    return _assembled(head, code, _read_tail(tail, code))


def _read_tail(tail: Slice, code: TypeCode) -> Imprint:
    if code.type == "J" and (whole := read_whole_journal(tail)):
        return whole
    if code.type == "J" or (code.type is None and code.medium):
        return read_journal(tail)
    if code.type == "N":
        return read_newspaper(tail)
    if code.type == "P":
        return _read_patent(tail)
    imprint = read_book(_sizeless(tail) if code.type == "CM" else tail)
    if code.type == "D" and imprint.publisher:
        imprint.publisher = _DEGREE.sub("", imprint.publisher) or None
    return imprint


def _read_patent(tail: Slice) -> Imprint:
    """What follows a patent: a date, and maybe its number; neither place nor publisher."""
    numbered = patent_in(tail)
    imprint = read_book(numbered.title)
    imprint.publisher, imprint.place = None, numbered.country
    imprint.document_number = numbered.number
    return imprint


def _sizeless(tail: Slice) -> Slice:
    """The tail of a map without its size and scale."""
    while found := _SIZE.search(tail.narrow):
        tail = tail.without(*found.span())
    return tail.trimmed(" .,;")


def _assembled(head: EntryHead, code: TypeCode, imprint: Imprint) -> Reference:
    numbered = take_number(head.title, code.type)
    title, edition = edition_behind(numbered.title)
    volume = None
    if code.type not in ("J", "N"):
        title, volume = take_volume(title)
    return Reference(
        number=None,
        text="",
        type=code.type,
        medium=code.medium,
        authors=head.authors,
        et_al=head.et_al,
        title=title.trimmed(" .,;:").text or None,
        document_number=numbered.number or imprint.document_number,
        container=imprint.container,
        editors=imprint.editors,
        translators=imprint.translators,
        edition=edition or imprint.edition,
        place=imprint.place or numbered.country,
        publisher=imprint.publisher,
        year=head.year or imprint.year or numbered.year,
        volume=imprint.volume or volume,
        issue=imprint.issue,
        pages=imprint.pages,
    )
