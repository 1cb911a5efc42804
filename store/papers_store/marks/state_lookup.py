"""What a query may ask of a reader's marks."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from papers_store.marks.values import Mark

if TYPE_CHECKING:
    from papers_store.search.query import State


class StateLookup(ABC):
    """Answers for the articles that were marked; nothing is known of any other."""

    @abstractmethod
    def all(self) -> Mapping[str, Mark]:
        """Every mark by its article."""

    def having(self, state: "State") -> Collection[str]:
        """The ids of the articles in a state; unread are those that are not read."""
        return {article for article, mark in self.all().items() if _is(mark, state)}

    def holding(self, text: str) -> Collection[str]:
        """The ids of the articles whose note holds a folded text."""
        from papers_store.text.fold import fold_text

        return {article for article, mark in self.all().items() if text in fold_text(mark.note)}

    def recently_read(self) -> Sequence[str]:
        """The ids of the articles that were read, the last one first."""
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
