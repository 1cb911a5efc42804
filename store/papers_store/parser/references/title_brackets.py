"""Entries with 《》 around the titles, as the humanities set them.

作者：《题名》，《刊名》2021年第4期；作者，2006：《书名》，北京：某某出版社。
"""

import re

from papers_store.parser.references.creators import EntryHead, authors_of
from papers_store.parser.references.imprint import PUBLISHER, Imprint, read_serial
from papers_store.parser.references.slice import Slice
from papers_store.parser.references.statements import is_statement, take_statements

_TITLES = re.compile(r"《(?P<title>[^《》]{1,200}(?:《[^《》]{1,80}》[^《》]{0,80}){0,3})》")
_POINTS = re.compile(r"[ ]{0,2}(?:参见|参阅|参看|详见|转引自|见)[ ]{0,2}:?[ ]{0,2}")
_ROLE = re.compile(r"[ ]{0,2}(?:总?主编|编著|编译|编|著|撰|译|注)?[ ]{0,2}[:,.]?[ ]{0,2}$")
_YEAR_OF_PEOPLE = re.compile(
    r"(?:^|[,.( ])[ ]{0,2}[\[(]?(?P<year>(?:1[5-9]|20)\d{2})[a-z]?[\])]?年?"
    r"[ ]{0,2}[:,.]{0,2}[ ]{0,2}$"
)
"""The year between authors and 《》."""
_EDITED = re.compile(
    r"[,.]?[ ]{0,2}(?:载于?|见|收入)?[ ]{0,2}"
    r"(?P<names>[^,.:]{2,60}?)(?:等?(?:主编|编))[ ]{0,2}:?[ ]{0,2}$"
)
_VOLUME_PART = re.compile(
    r"第?[ ]?(\d{1,4}|[一二三四五六七八九十]{1,4})[ ]?[卷册辑集]|[上中下][卷册编]?"
)
_THESIS = re.compile("(?:硕士|博士)(?:研究生)?(?:学位)?论文$|学位论文$")
_LONGEST_PLACE = 4
_AFTER = re.compile(r"[ ]{0,2}(?:[.,:;(\[《第\d]|$)")
"""What may follow a whole title in 《》; anything else goes on with a longer one."""
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d{2}(?!\d)")
PAGES_OF = re.compile(
    r"第?[ ]{0,2}(?P<pages>\d{1,4}(?:[ ]{0,2}[-,、][ ]{0,2}\d{1,4}){0,9})[ ]{0,2}页"
)
"""Pages in words: 第10-12页."""
_VOLUME_BEHIND = re.compile(r"第[ ]{0,2}(?P<volume>\d{1,4}|[一二三四五六七八九十]{1,4})[ ]{0,2}卷")
_ISSUE_BEHIND = re.compile(
    r"第[ ]{0,2}(?P<issue>\d{1,3}(?:[-、,]\d{1,3})?|[一二三四五六七八九十]{1,3})[ ]{0,2}期"
)


def read_with_title_brackets(piece: Slice) -> tuple[EntryHead, Imprint] | None:
    """Take an entry of this form apart; None where it has another."""
    titles = list(_TITLES.finditer(piece.text))
    if not titles or titles[0].start() > 80 or not _AFTER.match(piece.narrow, titles[0].end()):
        return None
    first = titles[0]
    authors, et_al, year = _people(piece.cut(0, first.start()))
    title = piece.cut(*first.span("title"))
    second = next((one for one in titles[1:] if one.start() - first.end() < 60), None)
    if second is None:
        imprint = _book(piece.cut(first.end()))
    else:
        tail = piece.cut(second.end())
        editors = _editors(piece.cut(first.end(), second.start()))
        dated = _YEAR.search(tail.narrow)
        hosted = editors or PUBLISHER.search(tail.narrow, 0, dated.start() if dated else 80)
        imprint = _book(tail) if hosted else _serial(tail)
        imprint.editors += editors
        imprint.container = piece.text[second.start("title") : second.end("title")]
    return EntryHead(authors, et_al, year, title), imprint


def _editors(between: Slice) -> tuple[str, ...]:
    """Who edited the book that a work stands in: 载周立言主编：《...》."""
    found = _EDITED.search(between.narrow)
    return authors_of(between.cut(*found.span("names"))) if found else ()


def _people(piece: Slice) -> tuple[tuple[str, ...], bool, int | None]:
    """Authors before 《》, whether there are others, and the year behind them."""
    dated = _YEAR_OF_PEOPLE.search(piece.narrow)
    year = int(dated["year"]) if dated else None
    points = _POINTS.match(piece.narrow)
    piece = piece.cut(points.end() if points else 0, dated.start() if dated else None)
    role = _ROLE.search(piece.narrow)
    piece = piece.cut(0, role.start()) if role else piece
    narrowed = piece.narrow.rstrip()
    et_al = narrowed.endswith("等")
    if et_al:
        piece = piece.cut(0, len(narrowed) - 1)
    return authors_of(piece), et_al, year


def _counted(tail: Slice) -> Imprint:
    """Volume, issue, pages and year, which are named in words."""
    imprint = Imprint()
    for pattern, name in (
        (_VOLUME_BEHIND, "volume"),
        (_ISSUE_BEHIND, "issue"),
        (PAGES_OF, "pages"),
    ):
        if found := pattern.search(tail.narrow):
            setattr(imprint, name, tail.text[found.start(name) : found.end(name)].strip())
    if year := _YEAR.search(tail.narrow):
        imprint.year = int(year[0])
    return imprint


def _serial(tail: Slice) -> Imprint:
    """What follows the name of a journal or newspaper."""
    imprint = _counted(tail)
    if imprint.issue:
        return imprint
    numbered = read_serial(Slice.of("x, " + tail.text.lstrip(" ，,")))
    if numbered is None:
        return imprint
    numbered.container = None
    return numbered


def _book(tail: Slice) -> Imprint:
    """What follows the title of a book or thesis: volume, translators, place, publisher, year."""
    imprint = _counted(tail)
    year = _YEAR.search(tail.narrow)
    before = tail.cut(0, year.start() if year else None)
    if pages := PAGES_OF.search(before.narrow):
        before = before.cut(0, pages.start())
    start, last, thesis = 0, "", False
    for end in [*(comma.start() for comma in re.finditer("[,.]", before.narrow)), None]:
        part = before.cut(start, end).trimmed(" ,.()[]")
        start = end + 1 if end is not None else 0
        if not part:
            continue
        if volume := _VOLUME_PART.fullmatch(part.narrow):
            imprint.volume = imprint.volume or volume[1] or volume[0]
        elif said := _THESIS.search(part.narrow):
            thesis = True
            imprint.publisher = part.text[: said.start()].strip() or imprint.publisher
        elif is_statement(part):
            stated = take_statements(part)
            imprint.edition = imprint.edition or stated.edition
            imprint.editors += stated.editors
            imprint.translators += stated.translators
        elif (colon := part.narrow.find(":")) > 0:
            imprint.place = part.text[:colon].strip() or None
            imprint.publisher = part.text[colon + 1 :].strip() or None
        elif not imprint.publisher and (PUBLISHER.search(part.narrow) or thesis):
            imprint.publisher = part.text
            imprint.place = last if last and len(last) <= _LONGEST_PLACE else None
        else:
            last = part.text
    return imprint
