"""Look up marks for a query: states, notes and last read."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from papers_store.marks.values import Mark

if TYPE_CHECKING:
    from papers_store.search.query import State


class StateLookup(ABC):
    """Looks up articles by their marks; articles without marks are in no state."""

    @abstractmethod
    def all(self) -> Mapping[str, Mark]:
        """Return all marks by article id."""

    def having(self, state: "State") -> Collection[str]:
        """Return the ids of the articles in a state; an unread article is one that is not read."""
        return {article for article, mark in self.all().items() if _is(mark, state)}

    def holding(self, text: str) -> Collection[str]:
        """Return the ids of the articles whose note contains a folded text."""
        from papers_store.text.fold import fold_text

        return {article for article, mark in self.all().items() if text in fold_text(mark.note)}

    def recently_read(self) -> Sequence[str]:
        """Return the ids of the articles that were read, the last one first."""
        read = [mark for mark in self.all().values() if mark.last_read is not None]
        read.sort(key=lambda mark: mark.last_read or "", reverse=True)
        return [mark.article for mark in read]


def _is(mark: Mark, state: "State") -> bool:
    if state.name == "tag":
        from papers_store.text.fold import fold_text

        return any(fold_text(tag) == state.value for tag in mark.tags)
    if state.name == "starred":
        return mark.starred
    if state.name == "noted":
        return bool(mark.note.strip())
    return mark.finished
