"""What was found, as keys of articles, read a window at a time."""

from array import array

from papers_store.index.reader import Index
from papers_store.library import Hits, Match, Row
from papers_store.query import Query
from papers_store.text.words import Cutter


class NoHits(Hits):
    """What is found where there is nothing."""

    total = 0

    def window(self, start: int, stop: int) -> list[Row]:
        """No rows."""
        return []

    def position(self, article_id: str) -> int | None:
        """Nowhere."""
        return None


class AllHits(Hits):
    """Every article, newest import first, read straight from the table's own order."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.total = index.count()

    def window(self, start: int, stop: int) -> list[Row]:
        """Rows from start up to stop."""
        start, stop = max(0, start), min(stop, self.total)
        return self._index.recent(start, stop) if start < stop else []

    def position(self, article_id: str) -> int | None:
        """Where an article stands."""
        return self._index.recent_position(article_id)


class FoundHits(Hits):
    """What a query found: words first, then what holds it only inside other words.

    Where no text holds the query, its letters are taken for pinyin.
    """

    def __init__(self, index: Index, query: Query, cutter: Cutter) -> None:
        self._index = index
        self.left_out = query.left_out
        held = index.substrings(query)
        inside = set(held)
        ranked = [key for key in index.words(query, cutter) if key in inside] if held else []
        self._words = len(ranked)
        taken = set(ranked)
        rest = [key for key in held if key not in taken] if held else index.sounds(query)
        self._rest: Match = "substring" if held else "pinyin"
        self._keys = array("q", [*ranked, *rest])
        self.total = len(self._keys)

    def window(self, start: int, stop: int) -> list[Row]:
        """Rows from start up to stop."""
        start, stop = max(0, start), min(stop, self.total)
        border = min(max(self._words, start), stop)
        words, rest = self._keys[start:border], self._keys[border:stop]
        return [*self._index.rows(words, "word"), *self._index.rows(rest, self._rest)]

    def position(self, article_id: str) -> int | None:
        """Where an article stands."""
        key = self._index.key(article_id)
        try:
            return self._keys.index(key) if key is not None else None
        except ValueError:
            return None
