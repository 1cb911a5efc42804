"""Entries with 《》 around the titles, as the humanities set them.

作者：《题名》，《刊名》2021年第4期；作者，2006：《书名》，北京：某某出版社。
"""

import re

from papers_store.parser.references.creators import EntryHead, authors_of
from papers_store.parser.references.imprint import PUBLISHER, Imprint, read_serial
from papers_store.parser.references.slice import Slice

_BOOK_MARKS = re.compile(r"《(?P<title>[^《》]{1,200}(?:《[^《》]{1,80}》[^《》]{0,80}){0,3})》")
_ROLE = re.compile(r"[ ]{0,2}(?:总?主编|编著|编译|编|著|撰|译|注)?[ ]{0,2}[:,.]?[ ]{0,2}$")
_YEAR_OF_PEOPLE = re.compile(
    r"(?:^|[,.( ])[ ]{0,2}[\[(]?(?P<year>(?:1[5-9]|20)\d{2})[a-z]?[\])]?年?"
    r"[ ]{0,2}[:,.]{0,2}[ ]{0,2}$"
)
"""The year between authors and 《》."""
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


def read_with_book_marks(piece: Slice) -> tuple[EntryHead, Imprint] | None:
    """Take an entry of this form apart; None where it has another."""
    titles = list(_BOOK_MARKS.finditer(piece.text))
    if not titles or titles[0].start() > 80 or not _AFTER.match(piece.narrow, titles[0].end()):
        return None
    first = titles[0]
    authors, et_al, year = _people(piece.cut(0, first.start()))
    title = piece.cut(*first.span("title"))
    second = next((one for one in titles[1:] if one.start() - first.end() < 60), None)
    tail = piece.cut(second.end() if second else first.end())
    imprint = _behind(tail, serial=second is not None)
    if second is not None:
        imprint.container = piece.text[second.start("title") : second.end("title")]
    return EntryHead(authors, et_al, year, title), imprint


def _people(piece: Slice) -> tuple[tuple[str, ...], bool, int | None]:
    """Authors before 《》, whether there are others, and the year behind them."""
    dated = _YEAR_OF_PEOPLE.search(piece.narrow)
    year = int(dated["year"]) if dated else None
    piece = piece.cut(0, dated.start()) if dated else piece
    role = _ROLE.search(piece.narrow)
    piece = piece.cut(0, role.start()) if role else piece
    narrowed = piece.narrow.rstrip()
    et_al = narrowed.endswith("等")
    if et_al:
        piece = piece.cut(0, len(narrowed) - 1)
    return authors_of(piece), et_al, year


def _behind(tail: Slice, *, serial: bool) -> Imprint:
    """What follows a title in 《》: year, volume and issue of a journal, or place and publisher."""
    imprint = Imprint()
    narrowed = tail.narrow
    for pattern, name in (
        (_VOLUME_BEHIND, "volume"),
        (_ISSUE_BEHIND, "issue"),
        (PAGES_OF, "pages"),
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
    named = [part for part in parts if PUBLISHER.search(part)]
    if named:
        imprint.publisher = named[0]
        at = parts.index(named[0])
        if at and len(parts[at - 1]) <= 4:
            imprint.place = parts[at - 1]
    return imprint


def _first_number(narrowed: str) -> int | None:
    found = re.search(r"第[ ]{0,2}[\d一二三四五六七八九十]", narrowed)
    return found.start() if found else None
