"""Rows of the list, as an index stores them."""

from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from papers_store.results import Match, Row
from papers_store.system.sqlite_damage import converted

COLUMNS = "id, title, authors, source, year, citation_count, keywords"


class _Shown(Struct, array_like=True):
    id: str
    title: str
    authors: str
    source: str | None
    year: int | None
    citation_count: int | None
    keywords: str


def row_of(path: Path, found: Iterable[object], match: Match | None) -> Row:
    """The row of an article.

    Args:
        path: The file of the index.
        found: What stands in the columns.
        match: How it was found.

    Raises:
        Damaged: something else stands there.
    """
    shown = converted(path, tuple(found), _Shown)
    authors, keywords = (
        converted(path, _listed_in(one), tuple[str, ...]) for one in (shown.authors, shown.keywords)
    )
    return Row(
        id=shown.id,
        title=shown.title,
        authors=authors,
        source=shown.source,
        year=shown.year,
        citation_count=shown.citation_count,
        keywords=keywords,
        match=match,
    )


def _listed_in(text: str) -> object:
    """What stands in a text of JSON; nothing where it is none."""
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return None
