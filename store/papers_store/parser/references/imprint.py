"""Where and when a work appeared: what follows its type code.

Journals and newspapers give name, year, volume, issue and pages; books, theses and reports give
place, publisher, year and pages; anything may stand in a host (`//`).
"""

import re

from msgspec import Struct

from papers_store.parser.halfwidth import narrow
from papers_store.parser.references.slice import REIGN, YEAR, Slice, sentences, year_of
from papers_store.parser.references.statements import Statements, take_statements
from papers_store.text.han import HAN, han, han_pattern

_YEAR = rf"(?:c|©)?(?P<year>{YEAR})(?!\d)(?:[a-z](?![a-z]))?(?:{REIGN}[a-z]?)?"
_NUMBER = r"[A-Za-z]{0,9}\d[\dA-Za-z.]{0,12}"
_WORDED = (
    r"封[一二三四面底里]|扉页|插页|彩页|目[录次]|版权页|索引|卷首|卷末|书末|后记|导言"
    r"|(?:(?:inside|outside)[ ])?(?:front|back)[ ](?:cover|matter)|preface|foreword|(?<![a-z])cover"
    r"|[ivxlc]{1,7}(?:[ ]{0,2}-[ ]{0,2}[ivxlc]{1,7})?(?![a-z])"
)
"""Pages that have a name and no number, and those that Roman numbers count."""
_PAGES = (
    r"(?:(?:pp?\.?|pages?|article|art\.)[ ]{0,2}|第)?"
    rf"(?P<pages>(?:自?序|前言|附录|代序)?[ ]?{_NUMBER}"
    rf"(?:[ ]{{0,2}}(?:-{{1,2}}|[,+;/、和])[ ]{{0,2}}{_NUMBER}|[ ]\d{{3}}(?!\d)){{0,12}}"
    rf"|第[ ]?\d{{1,2}}[版张][{HAN}]{{0,6}}|(?:{_WORDED})(?:[ ]{{0,2}}[,+][ ]{{0,2}}{_NUMBER})?)"
    r"[ ]{0,2}页?"
)
_VOLUME = (
    r"(?:vol(?:ume)?\.?[ ]{0,2}|v\.[ ]{0,2}|第)?"
    r"(?P<volume>[A-Z]{0,2}\d{1,4}(?:[-/]\d{1,4})?|[IVXLC]{1,7})[ ]{0,2}卷?"
)
_ISSUE = (
    r"(?:\([ ]{0,2}(?P<issue>[^()]{1,30}?)[ ]{0,2}\)"
    r"|(?:(?:no\.?|issue)[ ]{0,2}|第)(?P<number>[\d\-/、,]{1,12})[ ]{0,2}[期号]?"
    r"|(?P<special>增刊[ ]?[\d一二三四]?|S\d))"
)
_MONTH = r"(?:0?[1-9]|1[0-2])(?!\d)"
_MONTH_NAME = r"[A-Z][a-z]{2,8}\.?(?:[-/][A-Z][a-z]{2,8}\.?)?"
_DAY = (
    rf"(?:-{_MONTH}(?:-\d{{1,2}})?|\.{_MONTH}(?:\.\d{{1,2}})?|/{_MONTH}(?:/\d{{1,2}})?"
    rf"|[ ]{{0,2}}年[ ]{{0,2}}{_MONTH}(?:[ ]{{0,2}}月)?(?:\d{{1,2}}日)?"
    rf"|[ ]{{1,2}}{_MONTH_NAME}(?:[ ]{{1,2}}\d{{1,2}}(?:-\d{{1,2}})?(?!\d))?)"
)
"""The day behind a year; one sign parts all of it, or 2005.33-40 would be one."""
_RANGE = r"(?:[ ]{0,2}[-/][ ]{0,2}(?:\d{4}|\?)?)"

_SERIAL_TAILS = tuple(
    re.compile(
        r"(?P<name>.*?)(?:^|(?:,|\.(?!(?<=\d\.)\d))[ ]{0,3}|(?<=》)[ ]{0,2}"
        r"|(?<=[a-z])[ ](?=\d{1,4}(?:(?:\.\d{1,3})?[ ]?\(|, no))"
        rf"|(?<=[{HAN})])[ ]{{0,2}}(?=(?:19|20)\d\d[ ]?年[ ]?第)"
        rf"|(?<=[a-z{HAN})])[ ]{{0,2}}(?=(?:19|20)\d\d[^,;:.(\d][^,;:.(]{{0,14}}[;:(])"
        rf"|(?<=[a-z{HAN})])[ ]{{0,2}}(?=(?:19|20)\d\d[ ]{{0,2}}[,;:(][ ]{{0,2}}\d))"
        + tail.replace("~", "[ ]{0,2}")
        + r"[ ]{0,2}"
        r"[.,;]{0,2}[ ]{0,2}$",
        re.I,
    )
    for tail in (
        rf"{_VOLUME}~,?~{_ISSUE}?(?:~[:,]~{_PAGES}?)?~[,.(]~(?:{_MONTH_NAME}~,?~)?{_YEAR}{_DAY}?\)?",
        rf"(?!{YEAR}~,){_VOLUME}~,?~{_ISSUE}?~[,(]~{_YEAR}\)?~[:,]~{_PAGES}",
        rf"(?=pp?\.|pages?[ ]){_PAGES}~,~(?:{_MONTH_NAME}~,?~)?{_YEAR}",
        rf"(?P<volume>\d{{1,4}})(?:\.(?P<issue>\d{{1,3}})|~,~no\.~(?P<number>\d{{1,3}}))?"
        rf"~\((?:{_MONTH_NAME}~)?{_YEAR}\)~:~{_PAGES}",
        rf"{_YEAR}(?:{_DAY}|{_RANGE})?(?:~年)?(?:~[,.;]~{_VOLUME})?~,?~{_ISSUE}?"
        rf"(?:(?:~[:,.]~|(?=第)){_PAGES})?",
        rf"{_VOLUME}~,?~{_ISSUE}(?:~[:,]~{_PAGES})?",
        rf"{_VOLUME}~[:,]~{_PAGES}",
        rf"\((?P<issue>[^()]{{1,30}})\)~[:,]~{_PAGES}",
    )
)
_GLUED_ISSUE = han_pattern(
    rf"(?P<name>[^,.]*[\ha-z])[ ]?\((?P<issue>\d{{1,3}})\)[ ]?[,:][ ]?{_PAGES}$"
)
"""A journal's name and numbers, the most complete first; ~ stands for spaces that may be there."""
_NUMBERED_NAME = re.compile(r",[ ]?\d{1,4}(?:[ ]?\([^()]{1,20}\))?[ ]?[,:]?$")
"""A volume and an issue behind the name, where a year would be a page."""
_NUMBERLESS = re.compile(
    r"(?P<name>.+?)"
    r"(?:[ ]?\((?P<issue>[^()]{0,12}\d[^()]{0,12}|[A-Z][a-z]{2}\.?-[A-Z][a-z]{2}\.?)\))?"
    rf"(?:[ ]{{0,2}}:[ ]{{0,2}}{_PAGES})?$"
)
"""A journal's name with an issue or pages, and no year: that stands behind the authors."""
_BOOK_TAIL = re.compile(
    rf"(?:^|[,.:;(\[][ ]{{0,3}}|[ ]){_YEAR}(?:{_DAY}|{_RANGE})?(?:[ ]{{0,2}}年?版?)?"
    rf"(?:[ ]{{0,2}},[ ]{{0,2}}{_MONTH}(?=[ ]{{0,2}}:))?(?:{REIGN})?[)\]]?[ ]{{0,2}}"
    rf"(?:\((?P<issue>[^()]{{1,20}})\))?"
    rf"(?:[ ]{{0,2}}[:.,][ ]{{0,2}}{_PAGES})?[ .,;]{{0,4}}$"
)
_BEHIND_YEAR = re.compile(
    r"(?:^|[ ,:(])(?:1[5-9]|20)\d{2}\)?(?P<stop>\.)[ ]{0,2}"
    r"(?=[^\d ]|\d{1,5}[ ]{0,2}(?:p\b|页|[卷册幅张]|[\dx×*., ]{0,12}(?:cm|mm|厘米)))"
)
"""Where an extent (63 页), a size, a series or an ISBN follows the year."""
_LAST_PAGES = re.compile(r"\.[ ]{1,2}(?P<pages>\d{1,5}(?:[-,]\d{1,5}){0,5})[ .]{0,2}$")
_WHOLE_JOURNAL = re.compile(
    r"[ .]{0,3}(?:(?:1[5-9]|20)\d{2}(?:[-/]\[?(?:\d{4})?\]?)?[ ]{0,2},[ ]{0,2})?"
    r"(?P<volume>(?:1[5-9]|20)\d{2}[ ,]{0,2}\d{0,4}[ ]?(?:\(\d{1,4}\))?[ ]?-[^.]{0,30}|\d{1,4})"
    r"\.[ ]{0,2}(?=[^ :.]{1,30}:)"
)
"""A journal itself, from its first number on, and not an article in it."""
_PAGES_TAIL = re.compile(rf"(?:^|[ ]{{0,2}}:[ ]{{0,2}}){_PAGES}[ .,;]{{0,4}}$", re.I)
_UNKNOWN = re.compile(
    r"\[[ ]{0,2}(?:s\.[ ]?[l1In]\.?|出版地不详|出版者不详|出版年不详)[ ]{0,2}\]", re.I
)
_COUNT = "[一二三四五六七八九十]"
_VOLUME_OF_BOOK = han_pattern(
    r"(?:[ ]{0,2}[:.,][ ]{0,2}"
    rf"|[ ](?=卷[ ]?\d|第[ ]?(?:\d{{1,4}}|{_COUNT}{{1,4}})[ ]?[卷册]|[上中下][卷册]|v\.[ ]?\d))"
    rf"(?:(?P<e>[上中下][卷册编]第[ ]?(?:\d{{1,3}}|{_COUNT}{{1,3}})[ ]?分?册"
    r"|제[ ]?\d{1,3}[ ]?권)$"
    rf"|第[ ]{{0,2}}(?P<a>\d{{1,4}}|{_COUNT}{{1,4}})[ ]{{0,2}}[卷册辑集]"
    r"|(?:卷|v\.|vol\.?)[ ]{0,2}(?P<b>\d[\d\-A-Z]{0,6}|[IVXLC]{1,6}(?![A-Za-z]))"
    r"|(?P<c>\d{1,3}卷\d{1,3}号)"
    rf"|(?P<n>{_COUNT}{{1,3}}卷)$"
    r"|(?P<f>(?:\d{4}年)?[\h]{0,8}卷|Season[ ]\d{1,3}, Episode[ ]\d{1,4})$"
    r"|(?P<d>[上中下][册卷编辑集部]?)(?=[ ]|$))(?:[ ].{0,60})?$",
    re.I,
)
_REGIONS = (
    "USA|U\\.S\\.A?|UK|U\\.K|United States|United Kingdom|England|Scotland|Canada|Australia|"
    "Germany|France|Sweden|Norway|Denmark|Finland|Italy|Spain|Japan|China|India|Netherlands|Switzerland|"
    "Austria|Belgium|Ireland|Brazil|Mexico|Israel|Korea|Singapore|Russia|Poland|Greece|Turkey|"
    "Portugal|New Zealand|South Africa"
)
_REGION = re.compile(rf"(?:[A-Z]{{2}}|{_REGIONS})$")
"""Ends a place that has no publisher behind it: Uppsala, Sweden."""
_DEPARTMENT = re.compile(
    r"(?:Department|Faculty)[ ]of[ ][^,:]{3,80}, [^:]{0,40}(?:Universit|College)"
)
"""Where a talk was given or notes were handed out; it publishes nothing."""
PUBLISHER = re.compile(
    r"出版|书局|书店|印书馆|书社|\bPress\b|Publish|Verlag|Springer|Elsevier|Wiley|Routledge|Books?\b|McGraw|Prentice"
)
"""What the name of a publisher holds."""
_PUBLISHES = re.compile("出版|书局|书店|印书馆|书社|大学|学院|研究")


class Imprint(Struct):
    """What the tail of an entry says; as in `Reference`."""

    container: str | None = None
    place: str | None = None
    publisher: str | None = None
    year: int | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    edition: str | None = None
    editors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    document_number: str | None = None


def read_serial(piece: Slice, known: int | None = None) -> Imprint | None:
    """The tail of an article in a journal or newspaper; None where it does not read as one.

    Args:
        piece: what stands behind the title.
        known: the year, where it stands behind the authors; a number that looks like another is
            a page.
    """
    piece = piece.trimmed(" .,;:")
    for pattern in (*_SERIAL_TAILS, _GLUED_ISSUE):
        if found := pattern.match(piece.narrow):
            imprint = _numbers(piece, found)
            if _is_page(found, imprint, known):
                continue
            if imprint.volume and "-" in narrow(imprint.volume) and not imprint.pages:
                imprint.volume, imprint.pages = None, imprint.volume
            imprint.container = _again(imprint, _named(imprint, piece.cut(*found.span("name"))))
            return imprint
    return None


def _is_page(found: re.Match[str], imprint: Imprint, known: int | None) -> bool:
    """Whether what was taken for a year is a page: Brain Research, 21(9), 1578-1584."""
    if imprint.year is None:
        return False
    if known is not None and imprint.year != known:
        return True
    numbered = imprint.volume or imprint.issue or imprint.pages
    ranged = found.string[found.end("year") : found.end("year") + 1] == "-"
    return not numbered and ranged and _NUMBERED_NAME.search(found["name"]) is not None


def _named(imprint: Imprint, name: Slice) -> Slice:
    """The name of a journal or newspaper, and into the imprint who translated the article."""
    found = take_statements(name)
    if not found.rest:
        # A name may end as an edition does: 中国出版.
        return name.trimmed(" .,;:《》")
    _state(imprint, found)
    return found.rest.trimmed(" .,;:《》")


def _state(imprint: Imprint, found: Statements) -> None:
    imprint.edition = imprint.edition or found.edition
    imprint.editors += found.editors
    imprint.translators += found.translators


def read_journal(piece: Slice) -> Imprint:
    """The tail of an article in a journal, as its type code says: maybe a mere name."""
    if found := read_serial(piece):
        return found
    piece = piece.trimmed(" .,;:")
    if numbers := _NUMBERLESS.match(piece.narrow):
        imprint = _numbers(piece, numbers)
        imprint.container = _named(imprint, piece.cut(*numbers.span("name"))).text or None
        return imprint
    imprint = Imprint()
    imprint.container = _named(imprint, piece).text or None
    return imprint


def read_whole_journal(piece: Slice) -> Imprint | None:
    """The tail of a journal itself: 1957(1)-1990(4). 北京: 北京图书馆, 1957-1990."""
    found = _WHOLE_JOURNAL.match(piece.narrow)
    if found is None:
        return None
    imprint = read_book(piece.cut(found.end()))
    imprint.volume = found["volume"]
    return imprint


def _again(imprint: Imprint, name: Slice) -> str | None:
    """The journal's name, behind which year and volume may stand a second time."""
    if re.fullmatch(r"(?:1[5-9]|20)\d{2}(?:,.{0,20})?", name.narrow):
        found = re.match(r"(\d{4})(?:[ ]?,[ ]?(\w{1,6})[ ]?(?:\((.{1,10})\))?)?", name.narrow)
        if found:
            imprint.volume = imprint.volume or found[2]
            imprint.issue = imprint.issue or found[3]
        return None
    return name.text or None


def _numbers(piece: Slice, found: re.Match[str]) -> Imprint:
    groups = found.groupdict()

    def printed(name: str) -> str | None:
        if groups.get(name) is None:
            return None
        return piece.text[found.start(name) : found.end(name)].strip() or None

    year = groups.get("year")
    return Imprint(
        year=year_of(year) if year else None,
        volume=printed("volume"),
        issue=printed("issue") or printed("number") or printed("special"),
        pages=printed("pages"),
    )


def read_newspaper(piece: Slice) -> Imprint:
    """The tail of an article in a newspaper: name, date, and the page in brackets."""
    found = read_serial(piece)
    if found is not None:
        return found
    piece = piece.trimmed(" .,;:")
    bracket = re.search(r"[ ]{0,2}\(([^()]{1,20})\)$", piece.narrow)
    if bracket:
        name = piece.cut(0, bracket.start())
        return Imprint(container=name.text.strip() or None, issue=None)
    return Imprint(container=piece.text or None)


def read_book(piece: Slice) -> Imprint:
    """The tail of a book, thesis, report or page on the web: place: publisher, year: pages."""
    rest = piece.trimmed(" .,;·")
    while found := _UNKNOWN.search(rest.narrow):
        rest = rest.without(*found.span())
    # A place may have lost its publisher behind the colon.
    rest = rest.cut(len(rest.narrow) - len(rest.narrow.lstrip(" .,;:"))).trimmed(" .,;")
    imprint = Imprint()
    pages = None
    if behind := _BEHIND_YEAR.search(rest.narrow):
        if last := _LAST_PAGES.search(rest.narrow, behind.start("stop")):
            pages = rest.text[last.start("pages") : last.end("pages")]
        rest = rest.cut(0, behind.start("stop"))
    if found := _BOOK_TAIL.search(rest.narrow) or _PAGES_TAIL.search(rest.narrow):
        imprint = _numbers(rest, found)
        rest = rest.cut(0, found.start()).trimmed(" .,;(")
    imprint.pages = imprint.pages or pages
    stated = take_statements(rest)
    _state(imprint, stated)
    imprint.place, imprint.publisher = _place_and_publisher(stated.rest)
    return imprint


def _place_and_publisher(piece: Slice) -> tuple[str | None, str | None]:
    """Place: publisher; either may be missing."""
    parts = sentences(piece)
    if not parts:
        return None, None
    colon = piece.narrow.find(":")
    if colon > 0:
        # What stands before a stop in front of the place belongs to an edition or a series.
        places = sentences(piece.cut(0, colon))
        place = places[-1] if places else piece.cut(0, 0)
        publisher = piece.cut(colon + 1).trimmed(" .,;:")
        return place.trimmed(" .,;").text or None, publisher.text or None
    last = parts[-1].trimmed(" .,;")
    words = [word.strip() for word in last.narrow.split(",")]
    if _DEPARTMENT.match(last.narrow):
        return last.text, None
    if len(words) > 1 and _REGION.search(words[-1]) and not han(last.narrow):
        return last.text, None
    if len(words) == 2:
        comma = last.narrow.find(",")
        first, second = last.text[:comma].strip(), last.text[comma + 1 :].strip()
        if len(first) <= 4 and _PUBLISHES.search(second):
            return first, second
        if _PUBLISHES.search(first) and len(second) <= 4 and han(second) == len(second):
            return second, first
    return None, last.text or None


def take_volume(title: Slice) -> tuple[Slice, str | None]:
    """The volume behind a title (: 第 1 卷), and the title without it."""
    found = _VOLUME_OF_BOOK.search(title.narrow)
    if found is None:
        return title, None
    if found["n"]:
        # How many volumes there are: 四卷.
        return title.cut(0, found.start()), None
    for name in ("a", "b", "c", "d", "e", "f"):
        if found[name] is not None:
            return title.cut(0, found.start()), title.text[found.start(name) : found.end(name)]
    return title, None
