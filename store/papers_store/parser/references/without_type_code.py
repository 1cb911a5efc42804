"""Entries without a type code: half of what is printed.

Four forms are told apart: 《》 around the titles, the year in brackets behind the authors (APA),
the journal's year and volume at the end, and a publisher's name before the year.
"""

import re

from msgspec.structs import replace

from papers_store.article import Reference
from papers_store.parser.references.creators import EntryHead, are_creators, authors_of, read_head
from papers_store.parser.references.host import host_sign, read_host
from papers_store.parser.references.imprint import Imprint, read_book, read_serial, take_volume
from papers_store.parser.references.slice import YEAR, Slice, year_of
from papers_store.text.han import han, han_pattern

_BOOK_MARKS = re.compile(r"《(?P<title>[^《》]{1,200}(?:《[^《》]{1,80}》[^《》]{0,80}){0,3})》")
_QUOTED = re.compile(r"[\"“”](?P<title>[^\"“”]{4,300}?)[,.]?[ ]?[\"“”]")
_APA = re.compile(
    rf"[ .,]{{0,3}}\((?:(?P<year>{YEAR})[a-z]?(?:,[^()]{{1,20}})?"
    r"|[\dOol]{2,4}|n\.d\.|in press|印刷中|待刊)\)[ .,:]{0,4}"
)
"""A year in brackets, or what OCR and authors leave where one should be."""
_PUBLISHER = re.compile(
    r"出版|书局|书店|印书馆|书社|\bPress\b|Publish|Verlag|Springer|Elsevier|Wiley|Routledge|Books?\b|McGraw|Prentice"
)
_STOP = han_pattern(r"(?<![A-Z ][A-Z])(?<!^[A-Z])\.[ ]{0,3}(?=[A-Z\h\[(《“\"]|$)|\?[ ](?=[A-Z])")
_SENTENCE = re.compile(r"(?:[^ .]{1,40}[ ]){4}[^.]{0,200}\.[ ]{0,3}[A-Z][^.]{0,100}\d")
"""What shows that a title goes on behind a question, and the journal behind that."""
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d{2}(?!\d)")
_ROLE = re.compile(r"[ ]{0,2}(?:总?主编|编著|编译|编|著|撰|译|注)?[ ]{0,2}[:,.]?[ ]{0,2}$")
_AFTER = re.compile(r"[ ]{0,2}(?:[.,:;(\[《第\d]|$)")
"""What may follow a whole title in 《》; anything else goes on with a longer one."""
_THESIS = re.compile(
    r"[ ]{0,2}[(\[][ ]{0,2}"
    r"(?:[^()]{0,4}(?:硕士|博士)[^()]{0,8}|[^()]{0,20}(?:dissertation|thesis)[^()]{0,10})[)\]]",
    re.I,
)
_PAGES_BEHIND = re.compile(
    r"第?[ ]{0,2}(?P<pages>\d{1,4}(?:[ ]{0,2}[-,、][ ]{0,2}\d{1,4}){0,9})[ ]{0,2}页"
)
_VOLUME_BEHIND = re.compile(r"第[ ]{0,2}(?P<volume>\d{1,4}|[一二三四五六七八九十]{1,4})[ ]{0,2}卷")
_ISSUE_BEHIND = re.compile(
    r"第[ ]{0,2}(?P<issue>\d{1,3}(?:[-、,]\d{1,3})?|[一二三四五六七八九十]{1,3})[ ]{0,2}期"
)
_HOST = re.compile(
    r"[ ]{0,2}[.,][ ]{0,2}(?:(?:见|载于?)[ ]{0,2}:[ ]{0,2}|//|\bIn[ ]{0,2}:?[ ](?=[A-Z]))"
)
_OTHERS = re.compile(r"[ ]{0,2}(?:,|\.)?[ ]{0,2}(?:et[ ]?al\.?|等)[ ]{0,2}\.?$")
_INTRODUCES = han_pattern(r"[a-z\h.]?[,.:;][ ]{0,3}$")
"""What stands between authors and a title in quotation marks."""
_YEAR_BEHIND = re.compile(r"[ ,.(]{1,3}(?P<year>(?:1[5-9]|20)\d{2})\)?$")
_IN = re.compile(r"[ .,]{0,4}(?:in|见|载)[ :.]{1,3}", re.I)
_LONGEST_JOURNAL = 40


def read_without_type_code(piece: Slice) -> Reference:
    """Take an entry apart that has no type code."""
    reference = (
        _with_book_marks(piece) or _dated(piece) or _with_quotes(piece) or _with_stops(piece)
    )
    return reference or _nothing(piece)


def _nothing(piece: Slice) -> Reference:
    """An entry of which no more than a year can be told."""
    years = set(_YEAR.findall(piece.narrow))
    return Reference(number=None, text="", year=int(years.pop()) if len(years) == 1 else None)


def _reference(head: EntryHead, imprint: Imprint) -> Reference:
    return Reference(
        number=None,
        text="",
        authors=head.authors,
        et_al=head.et_al,
        title=head.title.trimmed(" .,;:").text or None,
        container=imprint.container,
        place=imprint.place,
        publisher=imprint.publisher,
        year=head.year or imprint.year,
        volume=imprint.volume,
        issue=imprint.issue,
        pages=imprint.pages,
    )


# 《》 around the titles.


def _with_book_marks(piece: Slice) -> Reference | None:
    """The form of the humanities: 作者：《题名》，《刊名》2021年第4期."""
    titles = list(_BOOK_MARKS.finditer(piece.text))
    if not titles or titles[0].start() > 80 or not _AFTER.match(piece.narrow, titles[0].end()):
        return None
    first = titles[0]
    authors, et_al = _people(piece.cut(0, first.start()))
    title = piece.cut(*first.span("title"))
    second = next((one for one in titles[1:] if one.start() - first.end() < 60), None)
    tail = piece.cut(second.end() if second else first.end())
    imprint = _behind(tail, serial=second is not None)
    if second is not None:
        imprint.container = piece.text[second.start("title") : second.end("title")]
    return _reference(EntryHead(authors, et_al, None, title), imprint)


def _people(piece: Slice) -> tuple[tuple[str, ...], bool]:
    role = _ROLE.search(piece.narrow)
    piece = piece.cut(0, role.start()) if role else piece
    narrowed = piece.narrow.rstrip()
    et_al = narrowed.endswith("等")
    if et_al:
        piece = piece.cut(0, len(narrowed) - 1)
    return authors_of(piece), et_al


def _behind(tail: Slice, *, serial: bool) -> Imprint:
    """What follows a title in 《》: year, volume and issue of a journal, or place and publisher."""
    imprint = Imprint()
    narrowed = tail.narrow
    for pattern, name in (
        (_VOLUME_BEHIND, "volume"),
        (_ISSUE_BEHIND, "issue"),
        (_PAGES_BEHIND, "pages"),
    ):
        if found := pattern.search(narrowed):
            setattr(imprint, name, tail.text[found.start(name) : found.end(name)].strip())
    year = _YEAR.search(narrowed)
    if year:
        imprint.year = int(year[0])
    if serial:
        numbered = (
            read_serial(Slice.of("x, " + tail.text.lstrip(" ，,"))) if not imprint.issue else None
        )
        if numbered is not None:
            numbered.container = None
            return numbered
        return imprint
    before = tail.cut(0, year.start() if year else None)
    before = before.cut(0, _first_number(before.narrow)).trimmed(" .,;:()")
    colon = before.narrow.find(":")
    if colon > 0:
        imprint.place = before.text[:colon].strip(" ,，.。") or None
        imprint.publisher = before.text[colon + 1 :].strip() or None
        return imprint
    parts = [part.strip() for part in re.split("[,，.。]", before.text) if part.strip()]
    named = [part for part in parts if _PUBLISHER.search(part)]
    if named:
        imprint.publisher = named[0]
        at = parts.index(named[0])
        if at and len(parts[at - 1]) <= 4:
            imprint.place = parts[at - 1]
    return imprint


def _first_number(narrowed: str) -> int | None:
    found = re.search(r"第[ ]{0,2}[\d一二三四五六七八九十]", narrowed)
    return found.start() if found else None


# The year in brackets behind the authors.


def _dated(piece: Slice) -> Reference | None:
    """The form of APA: authors (year). title. journal, volume(issue), pages."""
    found = _APA.search(piece.narrow, 0, 400)
    if found is None or not found.start():
        return None
    people = piece.cut(0, found.start()).trimmed(" ,;")
    if any(sign in people.narrow for sign in "?!") or re.search(r"\d{3}", people.narrow):
        return None
    people, et_al = _without_others(people)
    rest = piece.cut(found.end())
    title, tail = _title_and_tail(rest)
    imprint = _tail(tail)
    if found["year"]:
        imprint.year = year_of(found["year"])
    return _reference(EntryHead(authors_of(people), et_al, imprint.year, title), imprint)


def _without_others(piece: Slice) -> tuple[Slice, bool]:
    """People without et al. or 等, and whether they ended so."""
    others = _OTHERS.search(piece.narrow)
    return piece.cut(0, others.start() if others else None).trimmed(" ,;"), others is not None


def _title_and_tail(rest: Slice) -> tuple[Slice, Slice]:
    """A title, and what follows the stop behind it."""
    if quoted := _QUOTED.match(rest.text.lstrip(" ")):
        shift = len(rest.text) - len(rest.text.lstrip(" "))
        return rest.cut(quoted.start("title") + shift, quoted.end("title") + shift), rest.cut(
            quoted.end() + shift
        )
    for stop in _STOP.finditer(rest.narrow):
        question = rest.narrow[stop.start()] == "?"
        if stop.start() >= 2 and not (question and _SENTENCE.match(rest.narrow, stop.end())):
            return rest.cut(0, stop.start() + question), rest.cut(stop.end())
    return rest, rest.cut(0, 0)


def _tail(tail: Slice) -> Imprint:
    """A journal's numbers, or place and publisher, whichever it reads as."""
    trimmed = tail.trimmed(" .,;:")
    if sign := host_sign(trimmed):
        return read_host(trimmed.cut(sign.end()))
    serial = read_serial(trimmed)
    numbered = serial is not None and (serial.volume or serial.issue or serial.pages)
    if serial is not None and numbered:
        name = serial.container or ""
        if not _PUBLISHER.search(name) and not (":" in name and han(name)):
            return serial
    if not trimmed:
        return Imprint()
    book = read_book(trimmed)
    if book.publisher and not book.place and not _PUBLISHER.search(book.publisher):
        if serial is not None and serial.container:
            return serial
        if not re.search(r"大学|学院|研究|Univers|Institut", book.publisher):
            return Imprint(container=book.publisher, year=book.year, pages=book.pages)
    return book


# Stops between authors, title and the rest.


def _with_stops(piece: Slice) -> Reference | None:
    """Authors. Title. Journal, year, volume(issue): pages; or place: publisher, year."""
    piece = _thesis_taken(piece)
    head = read_head(piece)
    rest = head.title
    if len(rest.text) == len(piece.trimmed(" .,;").text) and not _YEAR.search(piece.narrow):
        return None
    if (host := _HOST.search(rest.narrow)) and host.start() > 4:
        imprint = read_host(rest.cut(host.end()))
        return _reference(
            EntryHead(head.authors, head.et_al, head.year, rest.cut(0, host.start())), imprint
        )
    title, tail = _title_and_tail(rest)
    if not tail:
        # One stretch with a year at its end: nothing tells title from journal.
        if not head.authors and not head.et_al:
            return None
        imprint = read_serial(rest) or Imprint()
        return _untitled(head, title, imprint)
    title, volume = take_volume(title)
    imprint = _tail(tail)
    imprint.volume = imprint.volume or volume
    return _reference(EntryHead(head.authors, head.et_al, head.year, title), imprint)


def _untitled(head: EntryHead, stretch: Slice, imprint: Imprint) -> Reference:
    """An entry of one stretch behind the authors: a journal and its numbers, or a mere title."""
    name = imprint.container
    if name is None:
        return _reference(replace(head, title=stretch), Imprint())
    if imprint.volume and imprint.pages and len(name) <= _LONGEST_JOURNAL:
        return _reference(replace(head, title=stretch.cut(0, 0)), imprint)
    imprint.container = None
    return _reference(replace(head, title=Slice.of(name)), imprint)


# Quotation marks around the title.


def _with_quotes(piece: Slice) -> Reference | None:
    """The form of the IEEE: authors, “title,” journal, vol. 1, no. 2, pp. 3-4, 2005."""
    found = _QUOTED.search(piece.text, 0, 800)
    if found is None or not found.start() or not _INTRODUCES.search(piece.narrow, 0, found.start()):
        return None
    people = piece.cut(0, found.start()).trimmed(" .,;:")
    year = _YEAR_BEHIND.search(people.narrow)
    if year is not None:
        people = people.cut(0, year.start())
    people, et_al = _without_others(people)
    if not are_creators(people):
        return None
    imprint = _tail(_host_taken(piece.cut(found.end())))
    dated = int(year["year"]) if year else None
    head = EntryHead(authors_of(people), et_al, dated, piece.cut(*found.span("title")))
    return _reference(head, imprint)


def _host_taken(tail: Slice) -> Slice:
    announced = _IN.match(tail.narrow)
    return tail.cut(announced.end()) if announced else tail


def _thesis_taken(piece: Slice) -> Slice:
    found = _THESIS.search(piece.narrow)
    return piece.without(*found.span()) if found else piece
