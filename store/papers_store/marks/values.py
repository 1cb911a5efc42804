"""A reader's marks as values; the attribute names are the names in the file."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from msgspec import Meta, Struct, field
from msgspec.structs import replace

Part = Literal["starred", "tags", "note", "reading"]
"""What of a mark is changed, and merged, by itself."""

PARTS: Mapping[Part, tuple[str, ...]] = {
    "starred": ("starred",),
    "tags": ("tags",),
    "note": ("note",),
    "reading": ("place", "read", "last_read"),
}
"""The attributes of each part."""

MOST_FILTERS = 100
"""Earlier filters that are kept."""

FINISHED = 0.98
"""The fraction from which an article counts as read; few people page past its last lines."""


_Count = Annotated[int, Meta(ge=0, le=1_000_000_000)]

_EARLIEST = "0001-01-01T00:00:00.000000+00:00"
_FAR = "9000-01-01T00:00:00.000000+00:00"
"""Stands for every time from the year 9001 on: there is always a later one."""
_TOO_FAR = "9001-01-01T00:00:00.000000+00:00"

_USUAL_TIME = re.compile(
    "(?:19[7-9]|20[0-9])[0-9]-(?:0[1-9]|1[0-2])-(?:[01][1-9]|10|2[0-8])"
    r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}\+00:00"
)
"""Most times as they are written here; a pattern costs a sixth of reading them."""


class ReadingPosition(Struct, frozen=True, kw_only=True):
    """Where a person was in an article; true at any width of the screen."""

    block: _Count
    """Which block of the body: a heading or a paragraph, counted from 0."""
    offset: _Count = 0
    """Characters into the block."""


class Mark(Struct, frozen=True, kw_only=True, gc=False):
    """What a person did with one article.

    The collector need not look through a hundred thousand of them: none leads to itself.
    """

    article: str
    """The article's id."""
    starred: bool = False
    tags: tuple[str, ...] = ()
    note: str = ""
    place: ReadingPosition | None = None
    read: Annotated[float, Meta(ge=0, le=1)] = 0.0
    """How far they have read, from 0 to 1."""
    last_read: str | None = None
    """UTC, ISO 8601; None for an article never opened."""
    changed: Mapping[Part, str] = field(default_factory=dict)
    """When each part was last changed: UTC, ISO 8601 with microseconds."""

    @property
    def finished(self) -> bool:
        """Whether the article has been read to its end."""
        return self.read >= FINISHED

    def with_part(self, part: Part, **values: object) -> "Mark":
        """The mark with a part changed now, and in any case later than before."""
        when = later_than(self.changed.get(part))
        return replace(self, changed={**self.changed, part: when}, **values)

    def merged(self, other: "Mark") -> "Mark":
        """Each part as it was changed last, here or in the other.

        A part that says nowhere when it was changed is taken where there is nothing of it.
        """
        later = {
            part: when for part, when in other.changed.items() if when > self.changed.get(part, "")
        }
        untimed = [
            part
            for part, names in PARTS.items()
            if part not in other.changed
            and part not in self.changed
            and any(getattr(other, name) for name in names)
            and not any(getattr(self, name) for name in names)
        ]
        if not later and not untimed:
            return self
        taken = {name: getattr(other, name) for part in (*later, *untimed) for name in PARTS[part]}
        return replace(self, changed={**self.changed, **later}, **taken)

    def only(self, part: Part) -> "Mark":
        """The mark with one part of it, for `merged` to put it into another."""
        taken = {name: getattr(self, name) for name in PARTS[part]}
        return Mark(article=self.article, changed={part: self.changed[part]}, **taken)

    def timed(self) -> "Mark":
        """The mark with its times as they are written here.

        Raises:
            ValueError: one of them is no time.
        """
        times = (
            (*self.changed.values(), self.last_read)
            if self.last_read
            else (*self.changed.values(),)
        )
        if all(map(_USUAL_TIME.fullmatch, times)):
            return self
        changed = {part: time_of(when) for part, when in self.changed.items()}
        last_read = None if self.last_read is None else time_of(self.last_read)
        return replace(self, changed=changed, last_read=last_read)


class Session(Struct, frozen=True, kw_only=True):
    """Where a person stopped, over all articles."""

    article: str | None = None
    """The article that was open last."""
    filters: tuple[str, ...] = ()
    """Earlier filters as typed, the latest first, each once."""

    def at(self, article: str | None) -> "Session":
        """The session after an article was opened."""
        return replace(self, article=article)

    def with_filter(self, query: str) -> "Session":
        """The session after one more filter."""
        others = (earlier for earlier in self.filters if earlier != query)
        return replace(self, filters=(query, *others)[:MOST_FILTERS])

    def merged(self, other: "Session") -> "Session":
        """This session, with the other's filters behind its own."""
        filters = dict.fromkeys((*self.filters, *other.filters))
        return replace(
            self, article=self.article or other.article, filters=tuple(filters)[:MOST_FILTERS]
        )


def now() -> str:
    """This moment, in the form of all times here."""
    return written(datetime.now(UTC))


def later_than(before: str | None) -> str:
    """This moment, or the one just after an earlier change where a clock ran ahead."""
    moment = now()
    if before is None or moment > before:
        return moment
    later = written(datetime.fromisoformat(before) + timedelta(microseconds=1))
    return later if later < _TOO_FAR else _FAR


def time_of(text: str) -> str:
    """A time in ISO 8601 as it is written here: in UTC, and before the year 9001.

    One without an offset is taken for UTC.

    Raises:
        ValueError: it is no time.
    """
    moment = datetime.fromisoformat(text)
    try:
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        # Its offset leads out of the years that there are.
        return _EARLIEST if moment.year == 1 else _FAR
    when = written(moment)
    return when if when < _TOO_FAR else _FAR


def written(moment: datetime) -> str:
    """A moment in UTC as it is written here; later ones sort behind."""
    return moment.isoformat(timespec="microseconds")
