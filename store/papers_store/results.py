"""What a library answers with: values, which any part of a program may hold."""

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct, field

Match = Literal["word", "substring", "pinyin"]
"""How a query found an article: as words, inside other words, or by sound."""

Order = Literal["relevance", "added", "year", "cited", "title", "read"]
"""What a list goes by: how well a query fits, or newest import, newest year, most cited, the sound
of the title, last read."""


class Row(Struct, frozen=True, kw_only=True):
    """What a list shows of an article."""

    id: str
    title: str
    authors: tuple[str, ...] = ()
    source: str | None = None
    year: int | None = None
    citation_count: int | None = None
    keywords: tuple[str, ...] = ()
    match: Match | None = None
    """How the query found it; None where there was no query."""


class KeywordCount(Struct, frozen=True, kw_only=True):
    """A keyword, and how many articles have it."""

    keyword: str
    """As printed where it was met first."""
    count: int
    extracted: bool = False
    """Whether no article prints it: it was found by weight in the text of all that have it."""
    sound: str = ""
    """Its syllables in pinyin, with spaces between."""


class Statistics(Struct, frozen=True, kw_only=True):
    """What articles there are, in numbers."""

    articles: int
    """How many."""
    years: Mapping[int, int] = field(default_factory=dict)
    """How many of each year, the oldest first; a page may give none."""
    sources: Mapping[str, int] = field(default_factory=dict)
    """How many of each journal or collection, the one with most first."""
    keywords: tuple[KeywordCount, ...] = ()
    """The most frequent first."""
    left_out: tuple[str, ...] = ()
    """Parts of the query that made no sense, as typed."""


class Changes(Struct, frozen=True, kw_only=True):
    """What a call of [`Library.put`][] did, as ids in the order given."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()

    @classmethod
    def together(cls, changes: "Sequence[Changes]") -> "Changes":
        """What several calls did, one after the other."""
        return cls(
            added=tuple(one for change in changes for one in change.added),
            updated=tuple(one for change in changes for one in change.updated),
            unchanged=tuple(one for change in changes for one in change.unchanged),
        )


class Problem(Struct, frozen=True, kw_only=True):
    """Something that is wrong with a library."""

    file: str
    """Which file it is, or how else the part of the library is called."""
    wrong: str
    """What is wrong with it, in words that follow its name."""
    remedy: str
    """What can be done, as a clause of its own."""
    mendable: bool = True
    """Whether [`Library.repair`][] can do it."""
    harmless: bool = False
    """Whether nothing is missing for it, so that the library is sound all the same."""


class Mended(Struct, frozen=True, kw_only=True):
    """A problem that is none any more."""

    problem: Problem
    done: str
    """What was done, as a clause of its own."""
    set_aside: str | None = None
    """Where the damaged file is kept as it was; None where nothing but what is derived was lost."""
