"""Sets of articles as SQL: a SELECT of their keys, joined by UNION, INTERSECT and EXCEPT.

Each condition on terms stands in a SELECT of its own, so that it is looked up in an index: the
server has no idea how much longer it takes to look a long vector over.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Keys(NamedTuple):
    """A SELECT of keys, and the values it takes."""

    sql: str
    values: tuple[object, ...] = ()


EVERY = Keys("SELECT key FROM articles")
NONE = Keys("SELECT key FROM articles WHERE false")


def in_terms(condition: str, values: Iterable[object]) -> Keys:
    """The articles whose row of terms meets a condition."""
    return Keys(f"SELECT key FROM terms WHERE {condition}", tuple(values))


def with_keys(keys: Iterable[int]) -> Keys:
    """The articles with these keys."""
    return Keys("SELECT unnest(%s::bigint[]) AS key", (list(keys),))


def with_ids(ids: Iterable[str]) -> Keys:
    """The articles with these ids."""
    return Keys("SELECT key FROM articles WHERE id = ANY(%s::text[])", (sorted(ids),))


def any_of(sets: Sequence[Keys]) -> Keys:
    """Union of sets."""
    return _joined("UNION", sets) if sets else NONE


def all_of(sets: Sequence[Keys]) -> Keys:
    """Intersection of sets."""
    return _joined("INTERSECT", sets) if sets else EVERY


def without(keys: Keys, others: Sequence[Keys]) -> Keys:
    """Difference of a set and others."""
    return _joined("EXCEPT", [keys, *others])


def _joined(word: str, sets: Sequence[Keys]) -> Keys:
    if len(sets) == 1:
        return sets[0]
    sql = f" {word} ".join(f"({one.sql})" for one in sets)
    return Keys(sql, tuple(value for one in sets for value in one.values))
