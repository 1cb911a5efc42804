"""Entries without a type code: half of what is printed.

Four forms are told apart: 《》 around the titles, the year in brackets behind the authors (APA),
the journal's year and volume at the end, and a publisher's name before the year.
"""

import re

from msgspec.structs import replace

from papers_store.article import Reference
from papers_store.parser.halfwidth import narrow
from papers_store.parser.references.creators import EntryHead, are_creators, authors_of, read_head
from papers_store.parser.references.document_number import take_number_without_type_code
from papers_store.parser.references.host import host_sign, read_host
from papers_store.parser.references.imprint import (
    PUBLISHER,
    Imprint,
    read_book,
    read_serial,
    read_whole_journal,
    take_volume,
)
from papers_store.parser.references.slice import YEAR, Slice, sentences, year_of
from papers_store.parser.references.statements import edition_behind, is_statement, take_statements
from papers_store.parser.references.thesis import read_thesis, take_thesis
from papers_store.parser.references.title_brackets import PAGES_OF, read_with_title_brackets
from papers_store.text.han import han, han_pattern

_QUOTED = re.compile(r"[\"“”](?P<title>[^\"“”]{4,300}?)[,.]?[ ]?[\"“”]")
_APA = re.compile(
    rf"[ .,]{{0,3}}\((?:(?P<year>{YEAR})[a-z]?(?:,[^()]{{1,20}})?"
    r"|[\dOol]{2,4}|n\.d\.|in press|印刷中|待刊)\)[ .,:]{0,4}"
)
"""A year in brackets, or what OCR and authors leave where one should be."""
_STOP = han_pattern(
    r"(?<![A-Z ][A-Z])(?<!^[A-Z])(?<!^[A-Z]\.[A-Z])\.[ ]{0,3}"
    r"(?=[A-Z\h\[(《“\"]|$|\d{1,3}(?:st|nd|rd|th)[ ]|\d{1,2}[ ]?(?:版|ed\.)"
    r"|(?:1[5-9]|20)\d\d(?:[ .]{0,3}$|\.[ ]|[^.]{0,24}-[^.]{0,12}\.[ ])|[a-z]{1,4}[A-Z])"
    r"|\?[ ](?=[A-Z])"
)
_SHORTENED = re.compile(r"(?:^|[ “\"(])(?:Drs?|Mrs?|Ms|St|vs?|Nos?|Vol|Prof|Mt|Ft|cf)$")
"""Words of a title whose full stop ends nothing."""
_SENTENCE = re.compile(r"(?:[^ .]{1,40}[ ]){4}[^.]{0,200}\.[ ]{0,3}[A-Z][^.]{0,100}\d")
"""What shows that a title goes on behind a question, and the journal behind that."""
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d{2}(?!\d)")
_IMPRINT = han_pattern(
    r"[\h]{2,4}:[ ]{0,2}[\h]{2,20}(?:出版社|书局|书店|印书馆|书社)"
    r"|[A-Z][A-Za-z ]{2,20}: [A-Z][^:.]{2,40}Press\b"
    r"|[\h]{2,12}报[ ]{0,2},[ ]{0,2}(?:1[89]|20)\d\d[-./年]"
)
_PREPRINT = re.compile(
    r"(?P<name>arXiv[ A-Za-z-]{0,20}(?::[ ]?[\w./-]{4,20}\w)?)[ .,]{0,3}"
    r"\(?(?P<year>(?:19|20)\d\d)?\)?$",
    re.I,
)
_COMMAS = re.compile(
    r"(?P<names>[A-Z][\w.'-]{0,20}(?:[ ](?:and[ ])?[A-Z][\w.'-]{0,20}){1,8}), "
    r"(?P<title>[^:]{4,200}?), (?P<place>[A-Z][A-Za-z .]{1,30}): (?P<publisher>[^,:]{2,60}), "
    r"(?P<year>(?:1[5-9]|20)\d\d)(?:, pp?\.[ ]?(?P<pages>\d[\d, -]{0,20}))?\.?$"
)
"""A book of a Western language as journals of the humanities set it, with commas alone."""
_CHAPTER = re.compile(
    r"In:?[ ]{1,2}(?P<editors>[^()]{2,200}?)[ ]{0,2}\((?:Eds?|Hrsg)\.?\)[.,:]?[ ]{0,2}"
    r"(?P<title>[^()]{2,300}?)"
    r"(?:[ ]{0,2}\((?P<edition>[^(),]{1,20}\b(?:ed|edition)\b\.?)?(?:,[ ]{0,2})?"
    r"(?:Vol\.[ ]?\w{1,5},[ ]{0,2})?(?:pp?\.?[ ]{0,2}(?P<pages>\d[\d, -]{0,20}))?\))?"
    r"[ ]{0,2}(?:\.|$)"
)
"""A chapter as APA has it."""
_TALK = re.compile(r"(?:Paper|Poster|Lecture|Keynote)[ ][a-z ]{0,12}presented[ ]at[ ](?:the[ ])?")
_SERIAL_NAME = re.compile(
    r"学报|期刊|杂志|通报|通讯|学刊|集刊|论丛|日报|晚报|会议|论文集|研讨会|年会|科学$|研究$|评论$|进展$"
    r"|Journal|\b(?:J|Trans|Transactions|Proc|Proceedings|Rev|Reviews?|Letters?|Lett|Annals?|Ann|Bull|"
    r"Bulletin|Conf|Conference|Symposium|Symp|Workshop|Congress|Meeting|Magazine|Quarterly|Science|Nature|"
    r"Cell|Lancet|Advances|Archives?|Arch|Acta|IEEE|ACM|Int|Physics|Phys|Chem|Med|Biol|Sci|Res)\b",
    re.I,
)
"""What the name of a journal or of proceedings holds."""
_DOCKET = han_pattern(r"[ ]{0,2}[\h]{1,12}[\h\d第 -]{1,16}号")
"""Behind a year in brackets: the number of a case."""
_CONSTITUTION = re.compile(r"(?:[A-Z]\.){1,3}[ ]Const\.[ ]")
_SAME_AS_ABOVE = re.compile(r"[ ]{0,2}(?:同[上前注]|ibid\b|id\.|op\.[ ]?cit)", re.I)
_NUMBERED_OR_ADDRESS = re.compile(r"@|\d[ ]?\(\d|,\d{4},")
_POINTS = re.compile(r"^(?:同[上前注]|[参详]?见|ibid\b|see\b|id\.)", re.I)
_PATENT = han_pattern(
    r"[. ]{1,3}(?P<country>(?:[A-Z]\.){2,3}|[A-Z]{2,3}|[A-Z][a-z]{1,12}(?:[ ][A-Z][a-z]{1,12}){0,2}"
    r"|[\h]{2,6}),[ ]{0,2}"
    r"(?:[A-Z]?[a-z]{0,12}[ ]?(?:[Pp]atent)[a-z ]{0,12}|[\h]{0,4}专利[\h]{0,4}),[ ]{0,2}"
    r"(?P<code>[A-Z]{0,2}[ ]?\d[\d.,/]{3,16}[A-Z]?\d?)[.,][ ]{0,2}(?P<year>(?:1[89]|20)\d\d)"
)
"""A patent as the edition of 1987 has it: 题名. 中国, 专利, 85100001. 1985.4.1."""
_HOST = re.compile(
    r"[ ]{0,2}[.,][ ]{0,2}(?:(?:见|载于?)[ ]{0,2}:[ ]{0,2}|\bIn[ ]{0,2}(?::[ ]{0,2}|[ ](?=[A-Z])))"
    r"|(?<=[^:/ ])[ ]{0,2}[.,]?[ ]{0,2}//[ ]{0,2}(?:(?:In|见|载于?)[ ]{0,2}:[ ]{0,2})?"
)
_OTHERS = re.compile(r"[ ]{0,2}(?:,|\.)?[ ]{0,2}(?:et[ ]?al\.?|等)[ ]{0,2}\.?$")
_INTRODUCES = han_pattern(r"[a-z\h.]?[,.:;][ ]{0,3}$")
"""What stands between authors and a title in quotation marks."""
_LAST_COMMA = han_pattern(
    r"(?P<title>.{5,300}),[ ]{0,2}"
    r"(?:[\h()]{2,20}|[A-Z][A-Za-z.]{1,20}"
    r"(?:[ ](?:[A-Z&][A-Za-z.]{0,20}|of|and|the|in|for|on)){0,9})$"
)
"""What parts a title from its journal where no stop does."""
_YEAR_BEHIND = re.compile(r"[ ,.(]{1,3}(?P<year>(?:1[5-9]|20)\d{2})\)?$")
_IN = re.compile(r"[ .,]{0,4}(?:in|见|载)[ :.]{1,3}", re.I)
_LONGEST_JOURNAL = 40


def read_without_type_code(piece: Slice) -> Reference:
    """Take an entry apart that has no type code."""
    if _CONSTITUTION.match(piece.narrow) or (
        _SAME_AS_ABOVE.match(piece.narrow) and not _YEAR.search(piece.narrow)
    ):
        return _nothing(piece)
    if bracketed := read_with_title_brackets(piece):
        return _reference(*bracketed)
    forms = (_with_commas, _dated, _with_quotes, _with_stops)
    return next(filter(None, (form(piece) for form in forms)), None) or _nothing(piece)


def _nothing(piece: Slice) -> Reference:
    """An entry of which no more than a year can be told."""
    years = set(_YEAR.findall(piece.narrow))
    whole = piece.trimmed(" .,;:")
    numbered = take_number_without_type_code(whole)
    title, volume = take_volume(numbered.title)
    return Reference(
        number=None,
        text="",
        title=title.text if _is_title(title) else None,
        volume=volume,
        document_number=numbered.number,
        year=int(years.pop()) if len(years) == 1 else None,
    )


def _is_title(piece: Slice) -> bool:
    """Whether an entry is a title and no more."""
    if _CONSTITUTION.match(piece.narrow):
        return True
    if not 4 <= len(piece.text) <= 300 or len(sentences(piece)) > 1:
        return False
    return not any(
        pattern.search(piece.narrow) for pattern in (_POINTS, PAGES_OF, _NUMBERED_OR_ADDRESS)
    )


def _reference(head: EntryHead, imprint: Imprint) -> Reference:
    numbered = take_number_without_type_code(head.title)
    title, edition = edition_behind(numbered.title)
    return Reference(
        number=None,
        text="",
        authors=head.authors,
        et_al=head.et_al,
        title=title.trimmed(" .,;:").text or None,
        document_number=imprint.document_number or numbered.number,
        container=imprint.container,
        editors=imprint.editors,
        translators=imprint.translators,
        edition=edition or imprint.edition,
        place=imprint.place,
        publisher=imprint.publisher,
        year=head.year or imprint.year or numbered.year,
        volume=imprint.volume,
        issue=imprint.issue,
        pages=imprint.pages,
    )


def _with_commas(piece: Slice) -> Reference | None:
    """Name Name, Title, Place: Publisher, year, p. 1."""
    piece = piece.trimmed(" ")
    found = _COMMAS.match(piece.narrow)
    if found is None:
        return None
    parts = {name: piece.cut(*found.span(name)) for name in found.groupdict() if found[name]}
    imprint = Imprint(
        place=parts["place"].text,
        publisher=parts["publisher"].text,
        year=int(found["year"]),
        pages=parts["pages"].text if "pages" in parts else None,
    )
    return _reference(EntryHead(authors_of(parts["names"]), False, None, parts["title"]), imprint)


# The year in brackets behind the authors.


def _dated(piece: Slice) -> Reference | None:
    """The form of APA: authors (year). title. journal, volume(issue), pages."""
    found = _APA.search(piece.narrow, 0, 400)
    if found is None or not found.start():
        return None
    if _DOCKET.match(piece.narrow, found.end()):
        return None
    people = piece.cut(0, found.start()).trimmed(" ,;")
    if any(sign in people.narrow for sign in '?!"“”') or re.search(r"\d{2}|\d$", people.narrow):
        return None
    people, et_al = _without_others(people)
    rest, school = take_thesis(piece.cut(found.end()))
    title, tail = _title_and_tail(rest)
    year = year_of(found["year"]) if found["year"] else None
    imprint = read_thesis(tail, school) if school is not None else _tail(tail, year)
    imprint.year = year or imprint.year
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
        if _SHORTENED.search(rest.narrow, max(0, stop.start() - 6), stop.start()):
            continue
        if stop.start() >= 2 and not (question and _SENTENCE.match(rest.narrow, stop.end())):
            return rest.cut(0, stop.start() + question), rest.cut(stop.end())
    return rest, rest.cut(0, 0)


def _tail(tail: Slice, known: int | None = None) -> Imprint:
    """A journal's numbers, or place and publisher, whichever it reads as."""
    trimmed = tail.trimmed(" .,;:")
    if "-" in trimmed.narrow and (whole := read_whole_journal(trimmed)):
        return whole
    if preprint := _PREPRINT.match(trimmed.narrow):
        year = int(preprint["year"]) if preprint["year"] else None
        return Imprint(container=trimmed.text[: preprint.end("name")], year=year)
    if chapter := _CHAPTER.match(trimmed.narrow):
        return _in_book(trimmed, chapter)
    if talk := _TALK.match(trimmed.narrow):
        return Imprint(container=trimmed.cut(talk.end()).trimmed(" .,;:").text or None)
    if sign := host_sign(trimmed):
        return read_host(trimmed.cut(sign.end()))
    serial = read_serial(trimmed, known)
    numbered = serial is not None and (serial.volume or serial.issue or serial.pages)
    if serial is not None and numbered:
        name = serial.container or ""
        if not PUBLISHER.search(name) and not (":" in name and han(name)):
            return serial
    if not trimmed:
        return Imprint()
    book = read_book(trimmed)
    if book.publisher and not book.place and not book.edition:
        undated = known is not None and book.year is None
        if PUBLISHER.search(book.publisher) or not (undated or _SERIAL_NAME.search(book.publisher)):
            return book
        if serial is not None and serial.container:
            return serial
        return Imprint(container=book.publisher, year=book.year, pages=book.pages)
    return book


def _in_book(tail: Slice, chapter: re.Match[str]) -> Imprint:
    """The book of a chapter: In A. Editor (Ed.), Title (2nd ed., pp. 1-9). Place: Publisher."""
    imprint = read_book(tail.cut(chapter.end()))
    imprint.editors = authors_of(tail.cut(*chapter.span("editors")))
    imprint.container = tail.cut(*chapter.span("title")).trimmed(" .,;:").text or None
    for name in ("edition", "pages"):
        if chapter[name]:
            setattr(imprint, name, tail.text[chapter.start(name) : chapter.end(name)].strip())
    return imprint


# Stops between authors, title and the rest.


def _with_stops(piece: Slice) -> Reference | None:
    """Authors. Title. Journal, year, volume(issue): pages; or place: publisher, year."""
    if (host := _HOST.search(piece.narrow)) and host.start() > 1:
        return _hosted(piece.cut(0, host.start()), read_host(piece.cut(host.end())))
    named = "atent" in piece.narrow or "专利" in piece.narrow
    if named and (patent := _PATENT.search(piece.narrow)):
        number = piece.text[patent.start("code") : patent.end("code")].strip()
        place = piece.text[patent.start("country") : patent.end("country")].strip()
        year = int(patent["year"])
        imprint = Imprint(place=place, year=year, document_number=number)
        return _reference(read_head(piece.cut(0, patent.start())), imprint)
    piece, school = take_thesis(piece)
    head = read_head(piece)
    rest = head.title
    if len(rest.text) == len(piece.trimmed(" .,;").text) and not _YEAR.search(piece.narrow):
        return None
    title, tail = _title_and_tail(rest)
    if head.authors and _is_no_title(title):
        # What read as an author is the title: 太平御览. 影印本; 日记. 北京: 某社, 1986.
        head = EntryHead((), False, head.year, piece)
        title, tail = _title_and_tail(piece)
    if school is not None:
        return _reference(replace(head, title=title), read_thesis(tail, school))
    if not tail:
        # One stretch with a year at its end: nothing tells title from journal.
        if not head.authors and not head.et_al:
            return None
        imprint = read_serial(rest) or Imprint()
        return _untitled(head, title, imprint)
    title, volume = take_volume(title)
    imprint = _tail(tail, head.year)
    imprint.volume = imprint.volume or volume
    return _reference(EntryHead(head.authors, head.et_al, head.year, title), imprint)


def _is_no_title(title: Slice) -> bool:
    """Whether an edition, an imprint or the day of a newspaper stands where a title would."""
    return is_statement(title) or bool(_IMPRINT.match(title.narrow))


def _hosted(before: Slice, imprint: Imprint) -> Reference:
    """What stands in a host: authors, title, and maybe who translated it."""
    head = read_head(before)
    title, tail = _title_and_tail(head.title)
    stated = take_statements(tail.trimmed(" .,;"))
    if stated.rest or not (stated.translators or stated.edition):
        title = head.title
    title, volume = take_volume(title)
    imprint.volume = imprint.volume or volume
    imprint.translators += stated.translators
    return _reference(replace(head, title=title), imprint)


def _untitled(head: EntryHead, stretch: Slice, imprint: Imprint) -> Reference:
    """An entry of one stretch behind the authors: a journal and its numbers, or a mere title."""
    name = imprint.container
    if name is None:
        return _reference(replace(head, title=stretch), Imprint())
    numbered = imprint.volume or imprint.issue or imprint.pages
    comma = _LAST_COMMA.match(narrow(name)) if numbered else None
    if comma is not None and (imprint.year or head.year):
        imprint.container = name[comma.end("title") + 1 :].strip(" 《》")
        return _reference(replace(head, title=Slice.of(name[: comma.end("title")])), imprint)
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
