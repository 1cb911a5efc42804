"""What a list is sorted by, for every backend."""

from collections.abc import Mapping
from typing import NamedTuple

from papers_store.results import Order


class SortKey(NamedTuple):
    """A column of the table of articles, by which a list is sorted."""

    column: str
    descending: bool = False


SORT_KEYS: Mapping[Order, SortKey | None] = {
    "relevance": None,
    "added": None,
    "year": SortKey("year", descending=True),
    "cited": SortKey("citation_count", descending=True),
    "title": SortKey("title_order"),
    "read": None,
}
"""None stands for the order of keys, the newest import first; ranked hits, and articles that were
read last, are moved to the front afterwards."""

FIRST_KNOWN: tuple[Order, ...] = ("relevance", "added")
"""Orders in which the first articles are known before the rest."""


def order_by(order: Order, *, unknown_last: str = "") -> str:
    """What follows ORDER BY in a query of the table of articles.

    Args:
        order: What the list goes by.
        unknown_last: Has NULL sorted last in a descending order, where a server does not.
    """
    key = SORT_KEYS[order]
    if key is None:
        return "key"
    return f"{key.column} DESC{unknown_last}, key" if key.descending else f"{key.column}, key"
