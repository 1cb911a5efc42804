"""Lists of references and notes, line by line, put together as entries.

An entry begins with its number, in whatever dress the list uses, and may run over several lines;
lists by author and year have no numbers, and there a new entry is told by the end of the one
before. No line is lost: what belongs to no entry of its own goes to the one above it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct, field

from papers_store.article import Note, Reference
from papers_store.parser.halfwidth import join, narrow
from papers_store.parser.references.citation_parser import read_reference
from papers_store.text.han import han_pattern

_ODD = r"[^\w\s\[\](){}<>《》“”\"'.。①-⑳㉑-㊿]{1,2}[ ]{0,2}(?=\[)"
"""What text recognition leaves in front of a label: ·[2], .[2], *[2]."""
_LABEL = han_pattern(
    rf"[ ]{{0,8}}(?:(?:{_ODD}|[.。](?=\[))?"
    r"\[[ ]{0,2}(?P<square>\d{1,6})[ ]{0,2}\\?[\]」)]|(?P<crushed>\d{1,4})\[\]"
    r"|\((?P<round>\d{1,4})\)|(?P<circle>[①-⑳㉑-㊿])"
    r"|(?P<plain>\d{1,4})(?:[ ]?[.、](?!\d)|\)|[ ]{1,8}(?=\D)|(?=[\hA-Z《“])))[ ]{0,8}"
)
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_MERGED = re.compile(rf"(?<=[.。\d)\]a-z])[ ]{{0,4}}(?:{_ODD})?(?=\[\d{{1,6}}\][ ]{{0,4}}\S)")
_MERGED_NOTES = re.compile(r"(?<=[.。;\d)\]》”])[ ]{0,4}(?=[②-⑳㉑-㊿])")
_FARTHEST_MERGED = 3
"""How far the numbers in one line may skip behind a full stop."""
_FARTHEST_JUMP = 30
"""How far a list in brackets may skip; OCR and two columns lose entries."""
_NEAR = 6
"""In how many lines the next number stands."""
_ENDED = re.compile(r"(?:[.。．!?！？\])）】》\"”页期]|\d|[A-Za-z/]{2}\d*|/)\s*$")
_LAST = 8
"""Characters in which the end of an entry shows."""
_BEGINS = han_pattern(r"[ ]{0,4}[\"“\[(（]?(?:[A-Z]|[\h]|《|van |von |de )")


class WholeEntry(str):
    """A line of a list that is an entry by the page's own word, as the item of a list is."""


class _ListLine(NamedTuple):
    """A line of a list, or the part of one that an entry may be."""

    text: str
    label: re.Match[str] | None
    """What it begins with that may be a number; found in its narrowed copy."""

    @classmethod
    def of(cls, text: str) -> "_ListLine":
        return cls(text, _LABEL.match(narrow(text)))


class _Entry(Struct):
    numbers: list[int]
    label: str
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return join([line for line in self.lines if line]).strip()


def read_references(lines: Sequence[str]) -> tuple[Reference, ...]:
    """The entries of a reference list; one that several numbers share is given for each."""
    references: list[Reference] = []
    for entry in _entries(lines):
        if text := entry.text:
            numbers: list[int | None] = [*entry.numbers] or [None]
            references += [read_reference(text, number) for number in numbers]
    return tuple(references)


def read_notes(lines: Sequence[str]) -> tuple[Note, ...]:
    """The notes of an article with their marks as printed."""
    notes = ((entry.label, entry.text) for entry in _entries(lines))
    return tuple(Note(mark=label, text=text) for label, text in notes if text)


def _entries(lines: Sequence[str]) -> list[_Entry]:
    pieces = [piece for line in lines for piece in _unmerged(line) if piece.text.strip()]
    if any(piece.label for piece in pieces) and _counts(pieces):
        return _numbered(pieces)
    return _unnumbered(pieces)


def _unmerged(line: str) -> Iterator[_ListLine]:
    """The entries that one line runs together: ... 199-203.[2] ... and ①... ②..."""
    whole = _ListLine.of(line)
    label = whole.label
    number = _number(label) if label else None
    if label is None or number is None or not (label["square"] or label["circle"]):
        yield whole
        return
    narrowed, start = label.string, 0
    for found in (_MERGED if label["square"] else _MERGED_NOTES).finditer(narrowed, label.end()):
        following = _LABEL.match(narrowed, found.end())
        another = _number(following) if following else None
        stopped = narrowed[found.start() - 1] in ".。"
        farthest = number + (_FARTHEST_MERGED if stopped else 1)
        if another is not None and number < another <= farthest:
            yield _ListLine.of(line[start : found.start()])
            start, number = found.start(), another
    yield _ListLine.of(line[start:]) if start else whole


def _counts(pieces: Sequence[_ListLine]) -> bool:
    """Whether the numbers lines begin with are the numbers of a list."""
    last = before = None
    good = bad = 0
    for _, label in pieces:
        if label is None:
            continue
        if label["plain"] is None:
            return True
        number = int(label["plain"])
        if number in ((last or 0) + 1, (before or 0) + 1) or (last is None and number < 60):
            good += 1
            last = number
        else:
            bad += 1
        before = number
    return good > bad


def _numbered(pieces: Sequence[_ListLine]) -> list[_Entry]:
    entries: list[_Entry] = []
    last: int | None = None
    numbers = [_number(label) if label else None for _, label in pieces]
    for at, (piece, label) in enumerate(pieces):
        number = numbers[at]
        if (
            label is None
            or number is None
            or not (_follows(label, number, last) or _resumes(numbers, at, last))
        ):
            if entries:
                entries[-1].lines.append(piece.strip())
            else:
                entries.append(_Entry([], "", [piece.strip()]))
            continue
        entry, last = _opened(piece, label, number)
        entries.append(entry)
    return entries


def _opened(piece: str, label: re.Match[str], number: int) -> tuple[_Entry, int]:
    """An entry with all the labels that its line begins with; and the last of them."""
    numbers, end = [number], label.end()
    while following := _LABEL.match(label.string, end):
        if following["plain"] is not None or (label["circle"] is None) != (
            following["circle"] is None
        ):
            break
        another = _number(following)
        if another is None:
            break
        numbers.append(another)
        end = following.end()
    printed = piece[:end].strip(" \u3000")
    return _Entry(numbers, printed.rstrip("、.．"), [piece[end:].strip()]), numbers[-1]


def _number(label: re.Match[str]) -> int | None:
    if label["circle"] is not None:
        return _CIRCLES.index(label["circle"]) + 1
    found = label["square"] or label["crushed"] or label["round"] or label["plain"]
    return int(found) if found else None


def _follows(label: re.Match[str], number: int, last: int | None) -> bool:
    """Whether a number goes on with the list, and is no year, volume or page that begins a line."""
    if label["square"] is not None or label["circle"] is not None or label["crushed"] is not None:
        return True
    if last is None:
        return number < 1000
    return last < number <= last + (2 if label["plain"] is not None else _FARTHEST_JUMP)


def _resumes(numbers: Sequence[int | None], at: int, last: int | None) -> bool:
    """Whether a list that has lost some numbers goes on, as the line after shows."""
    number = numbers[at]
    if number is None or last is None or not last < number <= last + _FARTHEST_JUMP:
        return False
    following = (one for one in numbers[at + 1 : at + _NEAR] if one is not None)
    return next(following, None) == number + 1


def _unnumbered(pieces: Sequence[_ListLine]) -> list[_Entry]:
    entries: list[_Entry] = []
    for piece, _ in pieces:
        stripped = piece.strip()
        begins = bool(_BEGINS.match(narrow(stripped)))
        if (
            not entries
            or isinstance(piece, WholeEntry)
            or (begins and _ENDED.search(entries[-1].lines[-1][-_LAST:]))
        ):
            entries.append(_Entry([], "", [stripped]))
        else:
            entries[-1].lines.append(stripped)
    return entries
