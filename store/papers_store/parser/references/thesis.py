"""Theses without a type code: what says so in an entry, and the school that stands there."""

import re

from papers_store.parser.references.imprint import Imprint, read_book
from papers_store.parser.references.slice import Slice
from papers_store.text.han import han_pattern

_THESIS = han_pattern(
    r"[ ]{0,2}[:.,]?[ ]{0,2}[(\[][ ]{0,2}"
    r"(?:[^()\[\]]{0,20}(?:学位|硕士|博士)[^()\[\]]{0,8}"
    r"|[^()\[\]]{0,30}\b(?:dissertation|thesis)\b[^()\[\]]{0,80})[)\]]"
    r"|[:.,][ ]{0,2}(?:[\h]{0,14}(?:大学|学院|研究院|研究所)[\h]{0,8}?(?=硕士|博士))?"
    r"(?:(?:硕士|博士)(?:学位)?论文|学位论文"
    r"|(?:(?:unpublished|doctoral|master'?s?|ph\.?[ ]?d\.?|m\.?[ ]?sc?\.?)[ ]){1,2}"
    r"(?:dissertation|thesis))"
    r"(?=[ ]{0,2}[.,:]|[ ]{0,2}$)",
    re.I,
)
"""What says that an entry is a thesis."""
_THESIS_WORD = re.compile("学位|硕士|博士|论文|dissertation|thesis", re.I)
_SCHOOL = han_pattern(
    r"[^()\[\],:]{0,60}(?:Universit|Institute|College|School)[^()\[\]]{0,60}|[\h]{2,20}(?:大学|学院|研究院|研究所)",
    re.I,
)


def read_thesis(tail: Slice, school: str) -> Imprint:
    """Where a thesis was written, and when."""
    imprint = read_book(tail)
    imprint.publisher = imprint.publisher or school or None
    return imprint


def take_thesis(piece: Slice) -> tuple[Slice, str | None]:
    """An entry without what says that it is a thesis, and the school that stands with that.

    None where nothing says so.
    """
    found = _THESIS.search(piece.narrow) if _THESIS_WORD.search(piece.narrow) else None
    if found is None:
        return piece, None
    said = piece.cut(*found.span())
    school = _SCHOOL.search(said.narrow)
    name = said.text[school.start() : school.end()].strip(" ,，：:") if school else ""
    after = piece.cut(found.end())
    after = after.cut(len(after.narrow) - len(after.narrow.lstrip(" .,;:")))
    before = piece.cut(0, found.start())
    rest = Slice(f"{before.text}. {after.text}", f"{before.narrow}. {after.narrow}")
    return rest, name
