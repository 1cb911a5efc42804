"""A reader's file, and the JSON by which marks move: bytes to values and back."""

import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct, field

from papers_store.errors import PapersError
from papers_store.marks.values import Mark, Session, written

VERSION = 1

ABOUT, MARKS, SESSION = "about", "marks", "session"
"""The tables of the file."""


class MarksError(PapersError):
    """Marks cannot be read or written; the text names the file and what to do."""


class Contents(Struct, frozen=True, kw_only=True):
    """All that a reader's file holds."""

    marks: Mapping[str, Mark] = field(default_factory=dict)
    """By article."""
    session: Session = field(default_factory=Session)


class _About(msgspec.Struct):
    version: int


class _Head(msgspec.Struct):
    about: dict[str, _About]


class _File(msgspec.Struct):
    """A TinyDB database: documents by their number, in tables."""

    marks: dict[str, Mark] = {}
    session: dict[str, Session] = {}


class _Exported(_About):
    """Marks on their way to another machine."""

    marks: list[Mark]
    filters: list[str] = []


class Unreadable(Exception):
    """A file is not of this version, or damaged; its text says which."""


def read(data: bytes) -> Contents:
    """The contents of a reader's file.

    Raises:
        Unreadable: it is not whole, or not of this version.
    """
    try:
        versions = {about.version for about in msgspec.json.decode(data, type=_Head).about.values()}
        if versions != {VERSION}:
            raise Unreadable("of another version")
        file = msgspec.json.decode(data, type=_File)
        marks = _checked(file.marks.values())
    except (msgspec.DecodeError, ValueError) as error:
        raise Unreadable("damaged") from error
    return Contents(marks=marks, session=next(iter(file.session.values()), Session()))


def _checked(marks: Iterable[Mark]) -> dict[str, Mark]:
    """Marks by article.

    Raises:
        ValueError: a time is none, or a fraction is not within 0 and 1.
    """
    marks = list(marks)
    for mark in marks:
        for when in mark.changed.values():
            # Times are compared as they are written.
            if written(datetime.fromisoformat(when).astimezone(UTC)) != when:
                raise ValueError(f"{when!r} is no time of ours")
        if not math.isfinite(mark.read) or not 0 <= mark.read <= 1:
            raise ValueError(f"{mark.read} is no fraction")
    return {mark.article: mark for mark in marks}


def document(value: Mark | Session) -> dict[str, Any]:
    """A value as TinyDB keeps it."""
    made: dict[str, Any] = msgspec.to_builtins(value)
    return made


def tables(contents: Contents) -> dict[str, dict[str, Any]]:
    """All contents as TinyDB keeps them."""
    marks = enumerate(contents.marks.values(), start=1)
    return {
        ABOUT: {"1": {"version": VERSION}},
        MARKS: {str(number): document(mark) for number, mark in marks},
        SESSION: {"1": document(contents.session)},
    }


def exported(contents: Contents) -> str:
    """Contents as JSON for another machine."""
    marks = sorted(contents.marks.values(), key=lambda mark: mark.article)
    sent = _Exported(version=VERSION, marks=marks, filters=list(contents.session.filters))
    return msgspec.json.format(msgspec.json.encode(sent), indent=1).decode("utf-8") + "\n"


def received(data: bytes, name: str) -> Contents:
    """What another machine exported.

    Raises:
        MarksError: it is no such export, or a newer program's.
    """
    try:
        version = msgspec.json.decode(data, type=_About).version
        if version != VERSION:
            raise MarksError(f"{name}: is of version {version}; this program reads {VERSION}")
        sent = msgspec.json.decode(data, type=_Exported)
        marks = _checked(sent.marks)
    except (msgspec.DecodeError, ValueError) as error:
        raise MarksError(f"{name}: is no export of marks ({error})") from error
    return Contents(marks=marks, session=Session(filters=tuple(sent.filters)))
