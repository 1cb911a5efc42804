"""What a query may ask of a reader's marks."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    # What only a query needs comes with the first of them.
    from papers_store.search.query import State


class Marks(Protocol):
    """What a reader did to articles, as far as a query may ask for it."""

    def having(self, state: "State") -> Collection[str]:
        """The ids of the articles in a state; unread is never asked for, but what is read."""

    def holding(self, text: str) -> Collection[str]:
        """The ids of the articles whose note holds a folded text."""

    def recently_read(self) -> Sequence[str]:
        """The ids of the articles that were read, the last one first."""
