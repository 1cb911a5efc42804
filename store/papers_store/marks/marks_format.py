"""A reader's files, and the JSON by which marks move: bytes to values and back."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import NamedTuple, TypeVar

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from papers_store.errors import PapersError
from papers_store.marks.values import MOST_FILTERS, PARTS, Mark, Part, Session, time_of

VERSION = 1

ABOUT, MARKS, SESSION = "about", "marks", "session"
"""The tables of the file."""

_BOM = b"\xef\xbb\xbf"
_CHANGES = b'{"changes":'
"""How a file of changes begins."""

_FIELDS = frozenset(Mark.__struct_fields__) - {"article", "changed"}

_Form = TypeVar("_Form")


class MarksError(PapersError):
    """Marks cannot be read or written; the text names the file and what to do."""


class Contents(Struct, frozen=True, kw_only=True):
    """All that a reader's files hold."""

    marks: Mapping[str, Mark] = field(default_factory=dict)
    """By article."""
    session: Session = field(default_factory=Session)


class Change(Struct, frozen=True, omit_defaults=True):
    """What was changed at one time; one of the three is set."""

    mark: Mark | None = None
    """Of one article, with the parts that were changed, and no other."""
    opened: tuple[str | None] | None = None
    """The article that was opened; in a tuple, as there may be none."""
    filter: str | None = None


class _About(msgspec.Struct):
    version: int


class _File(msgspec.Struct):
    """A TinyDB database: documents by their number, in tables."""

    about: dict[str, _About]
    marks: dict[str, Mark] = {}
    session: dict[str, Session] = {}


class _RawFile(msgspec.Struct):
    about: dict[str, _About]
    marks: dict[str, msgspec.Raw] = {}
    session: dict[str, msgspec.Raw] = {}


class _Head(msgspec.Struct):
    about: dict[str, _About]


class _ChangesHead(msgspec.Struct):
    changes: int


class _Exported(_About):
    """Marks on their way to another machine."""

    marks: list[Mark]
    filters: list[str] = []


class Unreadable(Exception):
    """A file is not of this version, or damaged; its text says which."""


class Read(NamedTuple):
    """What was read of a file."""

    contents: Contents
    unsound: tuple[str, ...] = ()
    """What is wrong with parts of it, which are left out."""


# The file.


def read(data: bytes) -> Read:
    """The contents of a reader's file; marks that are none are left out, and named.

    Raises:
        Unreadable: it is not whole, or not of this version.
    """
    data = data.removeprefix(_BOM)
    try:
        file = _decoded(data, _File)
        _check_version(file.about)
        marks = _timed(file.marks.values())
    except ValueError as error:
        return _read_one_by_one(data, error)
    return Read(Contents(marks=marks, session=_session_of(file.session.values())))


def _read_one_by_one(data: bytes, why: ValueError) -> Read:
    """As `read`, where something is wrong with some of it."""
    try:
        _check_version(_decoded(data, _Head).about)
        file = _decoded(data, _RawFile)
    except ValueError:
        raise Unreadable("damaged") from why
    marks: dict[str, Mark] = {}
    sessions: list[Session] = []
    unsound: list[str] = []
    for number, raw in file.marks.items():
        try:
            _put(marks, _decoded(raw, Mark).timed())
        except ValueError as error:
            unsound.append(f"mark {number:.20}: {error}")
            if (mended := _mended(raw)) is not None:
                _put(marks, mended)
    for number, raw in file.session.items():
        try:
            sessions.append(_decoded(raw, Session))
        except ValueError as error:
            unsound.append(f"session {number:.20}: {error}")
    return Read(Contents(marks=marks, session=_session_of(sessions)), tuple(unsound))


def _mended(raw: msgspec.Raw) -> Mark | None:
    """What of a mark is sound; None where nobody can say which article's it is.

    Earlier versions took in places and times that this one refuses, beside notes that are sound.
    """
    try:
        parts = _decoded(raw, dict[str, msgspec.Raw])
        mark = _decoded(msgspec.json.encode({"article": parts.pop("article", None)}), Mark)
    except ValueError:
        return None
    for name in _FIELDS & parts.keys():
        # What is none is left out: the mark is named, and its file is kept.
        with suppress(ValueError):
            alone = msgspec.json.encode({"article": "", name: parts[name]})
            mark = replace(mark, **{name: getattr(_decoded(alone, Mark).timed(), name)})
    return replace(mark, changed=_times_of(parts.get("changed")))


def _times_of(raw: msgspec.Raw | None) -> dict[Part, str]:
    """When the parts of a mark were changed, without what is no time."""
    found: dict[Part, str] = {}
    try:
        times = _decoded(raw or b"{}", dict[str, object])
    except ValueError:
        return found
    for part in PARTS:
        if isinstance(when := times.get(part), str):
            with suppress(ValueError):
                found[part] = time_of(when)
    return found


def _decoded(data: bytes | msgspec.Raw, form: type[_Form]) -> _Form:
    """Bytes as JSON of a form.

    Raises:
        ValueError: they are none; its text says why.
    """
    try:
        return msgspec.json.decode(data, type=form)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error
    except UnicodeDecodeError as error:
        raise ValueError("it is not in UTF-8") from error


def _check_version(about: Mapping[str, _About]) -> None:
    if {one.version for one in about.values()} != {VERSION}:
        raise Unreadable("of another version")


def _timed(marks: Iterable[Mark]) -> dict[str, Mark]:
    """Marks by article, with their times as they are written here.

    Raises:
        ValueError: one of the times is none.
    """
    found: dict[str, Mark] = {}
    for mark in marks:
        _put(found, mark.timed())
    return found


def _put(marks: dict[str, Mark], mark: Mark) -> None:
    """Put a mark among others; of two for an article each part counts as it was changed last."""
    other = marks.get(mark.article)
    marks[mark.article] = mark if other is None else other.merged(mark)


def _session_of(sessions: Iterable[Session]) -> Session:
    session = next(iter(sessions), Session())
    return Session(article=session.article, filters=session.filters[:MOST_FILTERS])


def written_whole(contents: Contents) -> bytes:
    """All contents as a TinyDB database."""
    numbered = enumerate(contents.marks.values(), start=1)
    return msgspec.json.encode(
        {
            ABOUT: {"1": {"version": VERSION}},
            MARKS: {str(number): mark for number, mark in numbered},
            SESSION: {"1": contents.session},
        }
    )


# Changes, a line each.


def first_line() -> bytes:
    """How a file of changes begins."""
    return msgspec.json.encode(_ChangesHead(VERSION)) + b"\n"


def line(change: Change) -> bytes:
    """A change as it is written behind others."""
    return msgspec.json.encode(change) + b"\n"


def apply(contents: Contents, lines: bytes) -> Read:
    """Contents after some changes; lines that hold none are left out, and named.

    A change that is in the contents already changes nothing, so that it does no harm to apply it
    twice.

    Args:
        contents: Those before.
        lines: Whole lines of a file of changes.

    Raises:
        Unreadable: they are of another version.
    """
    marks = dict(contents.marks)
    session = contents.session
    unsound: list[str] = []
    for one in filter(None, lines.split(b"\n")):
        try:
            if one.startswith(_CHANGES):
                _check_changes(one)
                continue
            change = _decoded(one, Change)
            if change.mark is not None:
                _put(marks, change.mark.timed())
        except ValueError as error:
            unsound.append(str(error))
            continue
        session = _after(session, change)
    return Read(Contents(marks=marks, session=session), tuple(unsound))


def _check_changes(head: bytes) -> None:
    if _decoded(head, _ChangesHead).changes != VERSION:
        raise Unreadable("of another version")


def _after(session: Session, change: Change) -> Session:
    if change.opened is not None:
        session = session.at(change.opened[0])
    return session if change.filter is None else session.with_filter(change.filter)


# To another machine and back.


def exported(contents: Contents) -> str:
    """Contents as JSON for another machine."""
    marks = sorted(contents.marks.values(), key=lambda mark: mark.article)
    sent = _Exported(version=VERSION, marks=marks, filters=list(contents.session.filters))
    return msgspec.json.format(msgspec.json.encode(sent), indent=1).decode("utf-8") + "\n"


def received(data: bytes, name: str) -> Contents:
    """What another machine exported, or a copy of one of a reader's own files.

    Raises:
        MarksError: it is neither, or a newer program's.
    """
    data = data.removeprefix(_BOM)
    try:
        return _received(data, name)
    except Unreadable as error:
        raise MarksError(f"{name}: is {error}; this program reads version {VERSION}") from error
    except ValueError as error:
        raise MarksError(f"{name}: is no export of marks ({error})") from error


def _received(data: bytes, name: str) -> Contents:
    if data.startswith(_CHANGES):
        found = apply(Contents(), data)
        if found.unsound:
            raise ValueError(found.unsound[0])
        return found.contents
    if _is(data, _Head):
        file = _decoded(data, _File)
        _check_version(file.about)
        return Contents(
            marks=_timed(file.marks.values()), session=_session_of(file.session.values())
        )
    version = _decoded(data, _About).version
    if version != VERSION:
        raise MarksError(f"{name}: is of version {version}; this program reads {VERSION}")
    sent = _decoded(data, _Exported)
    return Contents(
        marks=_timed(sent.marks), session=Session(filters=tuple(sent.filters)[:MOST_FILTERS])
    )


def _is(data: bytes, form: type[object]) -> bool:
    try:
        _decoded(data, form)
    except ValueError:
        return False
    return True
