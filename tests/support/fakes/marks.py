"""A reader with marks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from papers_store.search.query import State
from papers_store.text.fold import fold_text


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeMarks:
    """Marks as a library asks for them; articles by their ids."""

    starred: Collection[str] = ()
    read: Sequence[str] = ()
    """The one read last in front."""
    tagged: Mapping[str, Collection[str]] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)

    def having(self, state: State) -> Collection[str]:
        if state.name == "tag":
            return self.tagged.get(state.value, ())
        if state.name == "starred":
            return self.starred
        return self.read if state.name == "read" else [*self.notes]

    def holding(self, text: str) -> Collection[str]:
        return {one for one, note in self.notes.items() if text in fold_text(note)}

    def recently_read(self) -> Sequence[str]:
        return self.read
