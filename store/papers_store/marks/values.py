"""A reader's marks as values; the attribute names are the keys in the file."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from msgspec import Meta, Struct, field
from msgspec.structs import replace

Part = Literal["starred", "tags", "note", "reading"]
"""The parts of a mark, each of which is changed and merged separately."""

PARTS: Mapping[Part, tuple[str, ...]] = {
    "starred": ("starred",),
    "tags": ("tags",),
    "note": ("note",),
    "reading": ("place", "read", "last_read"),
}
"""The attributes of each part."""

MOST_FILTERS = 100
"""Largest number of earlier filters."""

FINISHED = 0.98
"""Fraction from which an article counts as read; few people page past its last lines."""


_Count = Annotated[int, Meta(ge=0, le=1_000_000_000)]

_EARLIEST = "0001-01-01T00:00:00.000000+00:00"
_FAR = "9000-01-01T00:00:00.000000+00:00"
"""Replaces every time from the year 9001 on, so that there is always a later one."""
_TOO_FAR = "9001-01-01T00:00:00.000000+00:00"

_USUAL_TIME = re.compile(
    "(?:19[7-9]|20[0-9])[0-9]-(?:0[1-9]|1[0-2])-(?:[01][1-9]|10|2[0-8])"
    r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}\+00:00"
)
"""Matches most times in our own form; matching takes a sixth of the time of parsing them."""


class ReadingPosition(Struct, frozen=True, kw_only=True):
    """A position in an article, independent of the width of the screen."""

    block: _Count
    """Index of a block of the body: a heading or a paragraph, counted from 0."""
    offset: _Count = 0
    """Characters into the block."""


class Mark(Struct, frozen=True, kw_only=True, gc=False):
    """A reader's marks on one article.

    Marks have no reference cycles, so the garbage collector need not scan a hundred thousand.
    """

    article: str
    """The article's id."""
    starred: bool = False
    tags: tuple[str, ...] = ()
    note: str = ""
    place: ReadingPosition | None = None
    read: Annotated[float, Meta(ge=0, le=1)] = 0.0
    """Fraction that was read, from 0 to 1."""
    last_read: str | None = None
    """UTC, ISO 8601; None for an article never opened."""
    changed: Mapping[Part, str] = field(default_factory=dict)
    """Time of the last change of each part: UTC, ISO 8601 with microseconds."""

    @property
    def finished(self) -> bool:
        """Return whether the article has been read to its end."""
        return self.read >= FINISHED

    def with_part(self, part: Part, **values: object) -> "Mark":
        """Return the mark with a part changed, timed now or just after its last change."""
        when = later_than(self.changed.get(part))
        return replace(self, changed={**self.changed, part: when}, **values)

    def merged(self, other: "Mark") -> "Mark":
        """Merge two marks: of each part the later change wins.

        A part without a time in either is taken from the other if it is empty here.
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
        """Return a mark with only one part, for `merged`."""
        taken = {name: getattr(self, name) for name in PARTS[part]}
        return Mark(article=self.article, changed={part: self.changed[part]}, **taken)

    def timed(self) -> "Mark":
        """Return the mark with its times in our own form.

        Raises:
            ValueError: One of them is not a time.
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
    """The state of the reader's last session."""

    article: str | None = None
    """The article that was open last."""
    filters: tuple[str, ...] = ()
    """Earlier filters as typed, the latest first, each once."""

    def at(self, article: str | None) -> "Session":
        """Return the session after an article was opened."""
        return replace(self, article=article)

    def with_filter(self, query: str) -> "Session":
        """Return the session after one more filter."""
        others = (earlier for earlier in self.filters if earlier != query)
        return replace(self, filters=(query, *others)[:MOST_FILTERS])

    def merged(self, other: "Session") -> "Session":
        """Return this session with the other's filters appended."""
        filters = dict.fromkeys((*self.filters, *other.filters))
        return replace(
            self, article=self.article or other.article, filters=tuple(filters)[:MOST_FILTERS]
        )


def now() -> str:
    """Return the current time in our own form."""
    return written(datetime.now(UTC))


def later_than(before: str | None) -> str:
    """Return the current time, or one just after an earlier change if a clock ran ahead."""
    moment = now()
    if before is None or moment > before:
        return moment
    later = written(datetime.fromisoformat(before) + timedelta(microseconds=1))
    return later if later < _TOO_FAR else _FAR


def time_of(text: str) -> str:
    """Convert a time in ISO 8601 to our own form: in UTC, and before the year 9001.

    A time without an offset is taken as UTC.

    Raises:
        ValueError: It is not a time.
    """
    moment = datetime.fromisoformat(text)
    try:
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        # The offset leads beyond the range of datetime.
        return _EARLIEST if moment.year == 1 else _FAR
    when = written(moment)
    return when if when < _TOO_FAR else _FAR


def written(moment: datetime) -> str:
    """Format a time in UTC, so that later times sort after earlier ones."""
    return moment.isoformat(timespec="microseconds")
