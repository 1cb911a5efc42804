"""Decode and encode a reader's files, and the JSON in which marks are exported."""

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
"""Names of the tables of the file."""

_BOM = b"\xef\xbb\xbf"
_CHANGES = b'{"changes":'
"""The beginning of a log of changes."""

_FIELDS = frozenset(Mark.__struct_fields__) - {"article", "changed"}

_Form = TypeVar("_Form")


class MarksError(PapersError):
    """Marks cannot be read or written; the text names the file and what to do."""


class Contents(Struct, frozen=True, kw_only=True):
    """The contents of a reader's files."""

    marks: Mapping[str, Mark] = field(default_factory=dict)
    """By article id."""
    session: Session = field(default_factory=Session)


class Change(Struct, frozen=True, omit_defaults=True):
    """One change; one of the three fields is set."""

    mark: Mark | None = None
    """A mark with only the parts that were changed."""
    opened: tuple[str | None] | None = None
    """The article that was opened; in a tuple, since it may be None."""
    filter: str | None = None


class _About(msgspec.Struct):
    version: int


class _File(msgspec.Struct):
    """A TinyDB database: documents by id, in tables."""

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
    """Marks exported for another machine."""

    marks: list[Mark]
    filters: list[str] = []


class Unreadable(Exception):
    """A file has another version, or is damaged; the text says which."""


class Read(NamedTuple):
    """What was read from a file."""

    contents: Contents
    unsound: tuple[str, ...] = ()
    """What is wrong with damaged parts, which are left out."""


# The file.


def read(data: bytes) -> Read:
    """Decode a reader's file; damaged marks are left out and reported.

    Raises:
        Unreadable: It is not JSON, or has another version.
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
    """Decode a partly damaged file mark by mark."""
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
            if (salvaged := _salvaged(raw)) is not None:
                _put(marks, salvaged)
    for number, raw in file.session.items():
        try:
            sessions.append(_decoded(raw, Session))
        except ValueError as error:
            unsound.append(f"session {number:.20}: {error}")
    return Read(Contents(marks=marks, session=_session_of(sessions)), tuple(unsound))


def _salvaged(raw: msgspec.Raw) -> Mark | None:
    """Return the valid parts of a mark; None if its article is unknown.

    Earlier versions accepted positions and times that this one refuses, beside valid notes.
    """
    try:
        parts = _decoded(raw, dict[str, msgspec.Raw])
        mark = _decoded(msgspec.json.encode({"article": parts.pop("article", None)}), Mark)
    except ValueError:
        return None
    for name in _FIELDS & parts.keys():
        # An invalid part is left out: the mark is reported, and its file is kept.
        with suppress(ValueError):
            alone = msgspec.json.encode({"article": "", name: parts[name]})
            mark = replace(mark, **{name: getattr(_decoded(alone, Mark).timed(), name)})
    return replace(mark, changed=_times_of(parts.get("changed")))


def _times_of(raw: msgspec.Raw | None) -> dict[Part, str]:
    """Return the times of changes of a mark's parts, without invalid ones."""
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
    """Decode JSON of a form.

    Raises:
        ValueError: It has another form; the text says why.
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
    """Return marks by article id, with their times in our own form.

    Raises:
        ValueError: One of them is not a time.
    """
    found: dict[str, Mark] = {}
    for mark in marks:
        _put(found, mark.timed())
    return found


def _put(marks: dict[str, Mark], mark: Mark) -> None:
    """Add a mark; two marks of one article are merged."""
    other = marks.get(mark.article)
    marks[mark.article] = mark if other is None else other.merged(mark)


def _session_of(sessions: Iterable[Session]) -> Session:
    session = next(iter(sessions), Session())
    return Session(article=session.article, filters=session.filters[:MOST_FILTERS])


def written_whole(contents: Contents) -> bytes:
    """Encode all contents as a TinyDB database."""
    numbered = enumerate(contents.marks.values(), start=1)
    return msgspec.json.encode(
        {
            ABOUT: {"1": {"version": VERSION}},
            MARKS: {str(number): mark for number, mark in numbered},
            SESSION: {"1": contents.session},
        }
    )


# The log of changes, a line each.


def first_line() -> bytes:
    """Return the first line of a log."""
    return msgspec.json.encode(_ChangesHead(VERSION)) + b"\n"


def line(change: Change) -> bytes:
    """Encode a change as a line of the log."""
    return msgspec.json.encode(change) + b"\n"


def apply(contents: Contents, lines: bytes) -> Read:
    """Apply changes to contents; damaged lines are left out and reported.

    Applying a change twice has no effect.

    Args:
        contents: The contents before.
        lines: Complete lines of a log.

    Raises:
        Unreadable: They have another version.
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


# Export and import.


def exported(contents: Contents) -> str:
    """Encode contents as JSON for another machine."""
    marks = sorted(contents.marks.values(), key=lambda mark: mark.article)
    sent = _Exported(version=VERSION, marks=marks, filters=list(contents.session.filters))
    return msgspec.json.format(msgspec.json.encode(sent), indent=1).decode("utf-8") + "\n"


def received(data: bytes, name: str) -> Contents:
    """Decode an export of another machine, or a copy of one of a reader's files.

    Raises:
        MarksError: It is neither, or was written by a newer program.
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
