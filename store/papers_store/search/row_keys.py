"""Keys of articles: numbers in the order of the list.

The newest import comes first, and one import's articles stand in the order they came in. Full-text
tables give what they find by its key, smallest first, so the beginning of a list is there before
the rest of it has been looked at, and nothing has to be sorted.
"""

from datetime import UTC, datetime
from functools import lru_cache

_SECONDS = 1 << 34
"""Until the year 2514."""

MOST_AT_ONCE = 1 << 28
"""Articles of one second; together with the seconds they fill what SQLite holds in a key."""


@lru_cache(maxsize=64)
def first_key(added: str) -> int:
    """The smallest key of articles imported at a time; what is no time counts as oldest.

    Args:
        added: ISO 8601, UTC where it does not say.
    """
    try:
        time = datetime.fromisoformat(added)
    except ValueError:
        seconds = 0
    else:
        zoned = time if time.tzinfo else time.replace(tzinfo=UTC)
        seconds = min(max(int(zoned.timestamp()), 0), _SECONDS - 1)
    return (_SECONDS - 1 - seconds) * MOST_AT_ONCE + 1
