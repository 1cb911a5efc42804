"""What stands between a title and its imprint: the edition, and who translated or edited it."""

import re

from msgspec import Struct

from papers_store.parser.references.creators import authors_of
from papers_store.parser.references.slice import Slice, stops_in

_EDITION = re.compile(
    r"^(?:[^.]{0,40}\b(?:ed|edn|edition)\b\.?|rev\.?|v(?:er)?\.?[ ]?\d[\d.]{0,8}"
    r"|第?[ ]{0,2}[\d一二三四五六七八九十]{1,3}[ ]{0,2}(?:次修订)?版(?:\([^)]{1,12}\))?"
    r"|[^.]{0,8}(?:影印|标点|修订|增订|校点|点校|排印|抄|刻|增补|线装|铅印|石印|活字)[本版]?"
    r"|新[1-9一二]?版|[^.]{0,6}(?<!出)版)$",
    re.I,
)
_TRANSLATED = re.compile(
    r"[ ]{0,2},?[ ]{0,2}等?[ ]{0,2}(?:编?译|翻译|校译?|译[注校])$"
    r"|,[ ]?(?:trans|tr)(?:lators?)?\.?$",
    re.I,
)
_EDITED = re.compile(r"[ ]{0,2},?[ ]{0,2}等?[ ]{0,2}(?:编校|[主合总]编)$|,[ ]?eds?\.?$", re.I)
_WORKED = re.compile(r"(?:校注|点校|整理|绘|摄|注)$")
"""Others who had a hand in a book; no part of an entry is for them."""
_BY = re.compile(r"\b(?:(?P<edited>edited)|translated|trans\.)[ ]by[ ]{1,2}", re.I)
_PLACE = re.compile(r"\.[ ]{0,2}(?=[A-Z][^.:]{1,40}:)")
_BEHIND_TITLE = re.compile(
    r"[ ]{0,2}\("
    r"(?P<edition>(?:\d{1,3}(?:st|nd|rd|th)|rev(?:ised|\.)?|first|second|third|fourth|fifth)"
    r"[ ]{1,2}(?:ed\.?|edn\.?|edition)|第?[ ]?[\d一二三四五六七八九十]{1,3}[ ]?版|[修增]订[版本])"
    r"(?:[,;][^()]{0,40})?\)[ .]{0,3}$",
    re.I,
)


_SIGNS = re.compile("[版本刻印译编注校绘摄理]|ed|rev|tr|v", re.I)
"""One of these is in every statement."""


class Statements(Struct):
    """The statements of a stretch, and what is left of it."""

    rest: Slice
    edition: str | None = None
    editors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()


def take_statements(piece: Slice) -> Statements:
    """Take the edition and the people off the front of a stretch."""
    found = Statements(piece)
    while found.rest:
        stop = next((at + 1 for at in stops_in(found.rest)), len(found.rest.narrow))
        if (by := _BY.match(found.rest.narrow)) and (
            place := _PLACE.search(found.rest.narrow, by.end())
        ):
            # An initial may stand before the stop: Translated by Hill A. London: Vale.
            stop = place.start() + 1
        if not _take(found, found.rest.cut(0, stop).trimmed(" .,;")):
            break
        found.rest = found.rest.cut(stop).trimmed(" .,;")
    return found


def _take(found: Statements, piece: Slice) -> bool:
    """Take one sentence, if it is a statement."""
    narrowed = piece.narrow
    if not _SIGNS.search(narrowed):
        return False
    last = narrowed.rpartition(",")[2].strip()
    if _EDITION.search(narrowed) or _EDITION.fullmatch(last):
        found.edition = found.edition or piece.text or None
        return True
    if by := _BY.search(narrowed):
        names = authors_of(piece.cut(by.end()))
        if by["edited"]:
            found.editors += names
        else:
            found.translators += names
        return True
    if role := _TRANSLATED.search(narrowed):
        found.translators += authors_of(piece.cut(0, role.start()))
        return True
    if role := _EDITED.search(narrowed):
        found.editors += authors_of(piece.cut(0, role.start()))
        return True
    return bool(_WORKED.search(narrowed))


def is_statement(piece: Slice) -> bool:
    """Whether a sentence names an edition, a translator or an editor."""
    return _take(Statements(piece), piece)


def edition_behind(title: Slice) -> tuple[Slice, str | None]:
    """The edition in brackets behind a title (3rd ed.), and the title without it."""
    found = _BEHIND_TITLE.search(title.narrow) if title.narrow.rstrip(" .").endswith(")") else None
    if found is None:
        return title, None
    return title.cut(0, found.start()), title.text[found.start("edition") : found.end("edition")]
