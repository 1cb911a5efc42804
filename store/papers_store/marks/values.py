"""A reader's marks as values; the attribute names are the names in the file."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Literal

from msgspec import Struct, field
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


class Place(Struct, frozen=True, kw_only=True):
    """Where a person was in an article; true at any width of the screen."""

    block: int
    """Which block of the body: a heading or a paragraph, counted from 0."""
    offset: int = 0
    """Characters into the block."""


class Mark(Struct, frozen=True, kw_only=True):
    """What a person did with one article."""

    article: str
    """The article's id."""
    starred: bool = False
    tags: tuple[str, ...] = ()
    note: str = ""
    place: Place | None = None
    read: float = 0.0
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
        """Each part as it was changed last, here or in the other."""
        mark = self
        for part, names in PARTS.items():
            when = other.changed.get(part, "")
            if when > self.changed.get(part, ""):
                taken = {name: getattr(other, name) for name in names}
                mark = replace(mark, changed={**mark.changed, part: when}, **taken)
        return mark


class Session(Struct, frozen=True, kw_only=True):
    """Where a person stopped, over all articles."""

    article: str | None = None
    """The article that was open last."""
    filters: tuple[str, ...] = ()
    """Earlier filters as typed, the latest first, each once."""

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
    return written(datetime.fromisoformat(before) + timedelta(microseconds=1))


def written(moment: datetime) -> str:
    """A moment in UTC as it is written here; later ones sort behind."""
    return moment.isoformat(timespec="microseconds")
