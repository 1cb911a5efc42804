"""What a query finds: which articles by their characters, in which order by their words."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from papers_store.index.conditions import (
    Condition,
    Holding,
    all_of,
    among,
    any_of,
    can_sound,
    is_plain,
    sounds_expression,
    words_expression,
)
from papers_store.index.reader import Index
from papers_store.library import Marks, Order
from papers_store.query import Query, State, Term, Text
from papers_store.terms import SOUNDING
from papers_store.text.pinyin import BREAK_SOUND, Plan, plans
from papers_store.text.words import Cutter

MOST_RANKED = 4_000
"""Up to so many articles that hold a query as words are all weighed. Of more, those that hold it in
title or keywords are weighed, and the others follow, newest import first."""

_TAKEN_FIRST = "title keywords"


@dataclass(frozen=True, slots=True)
class Found:
    """Keys of articles in the order of the list."""

    words: list[int] = field(default_factory=list)
    """Those that hold the query as words."""
    inside: list[int] = field(default_factory=list)
    """Those that hold it only inside other words."""
    sounds: list[int] = field(default_factory=list)
    """Those that have a name that sounds like it."""

    @property
    def keys(self) -> list[int]:
        """All of them."""
        return [*self.words, *self.inside, *self.sounds]


class Search:
    """Looks a query up in an index."""

    def __init__(self, index: Index, cutter: Cutter, order: Order, marks: Marks | None) -> None:
        self._index = index
        self._cutter = cutter
        self._order = order
        self._marks = marks
        self._holding = Holding(index, marks)

    def find(self, query: Query) -> Found:
        """The articles that hold a query; where none does, those that sound like it."""
        held = self._in_order(self._holding.query(query))
        words = self._words(query, held) if held else []
        taken = set(words)
        return Found(
            words=words,
            inside=[key for key in held if key not in taken],
            sounds=self._sounding(query, set(held)),
        )

    def _in_order(self, condition: Condition) -> list[int]:
        keys = self._index.sorted_keys(condition, self._order)
        if self._order != "read" or self._marks is None:
            return keys
        return self._index.read_first(keys, self._marks.recently_read())

    def _words(self, query: Query, held: Sequence[int]) -> list[int]:
        """Of the articles held, those that hold the query as words, best first."""
        inside = set(held)
        ranked = [key for key in self._ranked(query) if key in inside]
        plain = [self._holding.group(group) for group in query.groups if is_plain(group)]
        chosen = set(ranked)
        if plain:
            chosen |= set(self._index.sorted_keys(any_of(plain), self._order))
        if self._order == "relevance" and not plain:
            return ranked
        return [key for key in held if key in chosen]

    def _ranked(self, query: Query) -> list[int]:
        expression = words_expression(query, self._cutter)
        if expression is None:
            return []
        if self._order != "relevance":
            return self._index.words(expression)
        everywhere = self._index.words(expression, MOST_RANKED + 1)
        if len(everywhere) <= MOST_RANKED:
            return self._index.ranked_words(expression)
        # A word in half of all articles says little where it stands in the text.
        first = self._index.ranked_words(f"{{{_TAKEN_FIRST}}} : ({expression})", MOST_RANKED)
        taken = set(first)
        newest = self._index.words(expression, newest_first=True)
        return [*first, *(key for key in newest if key not in taken)]

    # By sound.

    def _sounding(self, query: Query, held: AbstractSet[int]) -> list[int]:
        """Articles found by groups of letters that no text holds."""
        found: set[int] = set()
        for group in query.groups:
            if any(_plans(term) for term in group) and not self._is_held(query, group, held):
                found |= self._sounding_group(group)
        return self._in_order(among(found - held)) if found else []

    def _is_held(self, query: Query, group: Sequence[Term], held: AbstractSet[int]) -> bool:
        """Whether some article holds all of a group; held are those that hold all of any."""
        alone = len(query.groups) == 1
        return bool(held) and (alone or bool(self._index.keys(self._holding.group(group))))

    def _sounding_group(self, terms: Sequence[Term]) -> set[int]:
        """Articles that hold every term of a group, or have a name that sounds so."""
        spoken = [term for term in terms if _plans(term)]
        others = [term for term in terms if term not in spoken]
        found: set[int] | None = None
        for term in spoken:
            holding = set(self._index.keys(self._holding.group([term])))
            holding |= self._sounding_term(term)
            found = holding if found is None else found & holding
        if others and found:
            rest = all_of([self._holding.group(others), among(found)])
            found = set(self._index.keys(rest))
        return found or set()

    def _sounding_term(self, term: Term) -> set[int]:
        """Articles with a name that answers to one of the plans; whole syllables go first."""
        text = term.condition
        assert isinstance(text, Text)
        read_as = _plans(term)
        for spelt_out in (True, False):
            together = [plan for plan in read_as if plan.spelt_out is spelt_out]
            found = {key for plan in together for key in self._answering(text, plan)}
            if found:
                return found
        return set()

    def _answering(self, text: Text, plan: Plan) -> list[int]:
        expression = sounds_expression(text, plan)
        if plan.spelt_out or plan.only_initials:
            return self._index.sounding(expression)
        # Runs and initials cannot be tied to one place in the text, so each candidate is looked at.
        columns = (text.field,) if text.field is not None else SOUNDING
        answers = plan.pattern().search
        between = f" {BREAK_SOUND} "
        return [
            key
            for key, *sounds in self._index.sounds(expression, columns)
            if answers(between.join(sounds))
        ]


def _plans(term: Term) -> list[Plan]:
    text = term.condition
    if term.negated or not isinstance(text, Text) or not can_sound(text):
        return []
    return plans(text.text)


def unknown_states(query: Query, marks: Marks | None) -> tuple[str, ...]:
    """Conditions on a reader's marks, where there are none to ask."""
    if marks is not None:
        return ()
    states = [one.condition for one in query.terms if isinstance(one.condition, State)]
    return tuple(f"tag:{one.value}" if one.name == "tag" else f"is:{one.name}" for one in states)
