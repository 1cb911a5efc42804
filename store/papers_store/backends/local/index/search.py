"""What a query finds: which articles by their characters, in which order by their words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

from papers_store.backends.local.index.conditions import (
    Holding,
    all_of,
    among,
    any_of,
    can_sound,
    is_plain,
    sounds_expression,
    words_expression,
)
from papers_store.backends.local.index.reader import Index
from papers_store.backends.local.index.searcher import Condition, Lookup
from papers_store.fields import HEADS, SOUNDING
from papers_store.results import Order
from papers_store.search.query import Query, State, Term, Text
from papers_store.search.reader_marks import Marks
from papers_store.text.pinyin import BREAK_SOUND, Plan, plans
from papers_store.text.tokenizer import Tokenizer

MOST_RANKED = 4_000
"""So many articles that hold a query in title, keywords or authors come first, best first. Of the
others all are weighed too where they are not more than that; else they follow, newest import first.
"""

_SCREENFUL = 200
"""Articles that are enough to be shown first."""

_IN_ORDER_OF_KEYS: tuple[Order, ...] = ("relevance", "added")
"""Orders in which the first are known before the rest."""


@dataclass(frozen=True, slots=True)
class Found:
    """Keys of articles in the order of the list."""

    words: Sequence[int] = ()
    """Those that hold the query as words."""
    inside: Sequence[int] = ()
    """Those that hold it only inside other words."""
    sounds: Sequence[int] = ()
    """Those that have a name that sounds like it."""
    complete: bool = True
    """Whether these are all; else they are the first of all."""

    def __bool__(self) -> bool:
        return bool(self.words or self.inside or self.sounds)


_Search = TypeVar("_Search")
"""A search of one kind of library."""


def as_typed_or_parted(
    query: Query, search: Callable[[Query], _Search], find: Callable[[_Search], Found]
) -> tuple[Query, _Search, Found]:
    """What a query finds; where that is nothing, what it finds with its words apart.

    Apart are the words of a term that nothing in the library holds together, so that the same are,
    whatever else is asked for.

    Args:
        query: What is asked for.
        search: Makes a search for a query.
        find: Has it find something, if there is anything.

    Returns:
        The query that was looked for in the end, its search, and what that found.
    """
    first = search(query)
    found = find(first)
    if found or not query.partable:
        return query, first, found
    apart = [term for term in query.partable if not find(search(Query(((term,),))))]
    if not apart:
        return query, first, found
    parted = query.parted(apart)
    second = search(parted)
    return parted, second, find(second)


class Search:
    """Looks a query up in an index.

    All of its methods raise SearchCancelled once the caller cancels.
    """

    def __init__(
        self,
        index: Index,
        tokenizer: Tokenizer,
        query: Query,
        *,
        order: Order = "added",
        marks: Marks | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self._lookup = Lookup(index.connections, cancelled)
        self._tokenizer = tokenizer
        self._query = query
        self._order = order
        self._marks = marks
        self._holding = Holding(index, marks)
        self._plain = [group for group in query.groups if is_plain(group)]

    def first(self) -> Found:
        """The first of what `all` gives, as many as are known at once; all, where none are."""
        with self._lookup.at_one_moment():
            return self._find_first()

    def _find_first(self) -> Found:
        if self._order not in _IN_ORDER_OF_KEYS or self._plain or self._is_only_sound:
            return self.all()
        if words := self._first_words():
            return Found(words=words, complete=False)
        if not self._begun and self._expression is not None:
            held = self._lookup.characters(self._expression, MOST_RANKED)
            if len(held) == MOST_RANKED:
                return Found(inside=held, complete=False)
            self._held = held
        return self.all()

    def all(self) -> Found:
        """The articles that hold the query; where none does, those that sound like it."""
        with self._lookup.at_one_moment():
            rest = set(self._held)
            words = self._take_words(rest) if rest else ()
            inside = [key for key in self._held if key in rest] if rest else ()
            return Found(words=words, inside=inside, sounds=self._sounding())

    def keys(self) -> list[int]:
        """The same articles, whatever they hold it as."""
        with self._lookup.at_one_moment():
            return [*self._held, *self._sounding()]

    # By character.

    @cached_property
    def _expression(self) -> str | None:
        return self._holding.expression(self._query)

    @cached_property
    def _held(self) -> Sequence[int]:
        """The articles that hold the query, letter by letter."""
        if self._order in _IN_ORDER_OF_KEYS and self._expression is not None:
            return self._lookup.characters(self._expression)
        return self._in_order(self._holding.query(self._query))

    def _in_order(self, condition: Condition) -> Sequence[int]:
        keys = self._lookup.keys(condition, self._order)
        if self._order != "read" or self._marks is None:
            return keys
        return read_first(self._lookup, keys, self._marks.recently_read())

    @cached_property
    def _is_only_sound(self) -> bool:
        """Whether letters are asked for that no text holds; its words need not be looked at.

        They would take long: all that stands before the first word with later letters is read.
        """
        if self._expression is None or not any(map(plans_of, self._query.terms)):
            return False
        return not self._lookup.characters(self._expression, 1)

    # By word.

    @cached_property
    def _words_expression(self) -> str | None:
        return words_expression(self._query, self._tokenizer)

    @cached_property
    def _begun(self) -> Sequence[int]:
        """The first articles that hold the query as words, and one more than are all weighed."""
        if self._words_expression is None:
            return ()
        return self._lookup.words(self._words_expression, MOST_RANKED + 1)

    @cached_property
    def _is_everywhere(self) -> bool:
        """Whether more articles hold the query as words than are all weighed."""
        # Every word that begins with the last one has to be looked up before the first article is
        # there, so words as they stand are asked for first.
        as_it_stands = words_expression(self._query, self._tokenizer, typing=False)
        if as_it_stands is None:
            return False
        enough = MOST_RANKED + 1
        return len(self._lookup.words(as_it_stands, enough)) == enough or (
            len(self._begun) == enough
        )

    @cached_property
    def _heads(self) -> Sequence[int]:
        """The articles that hold the query as words in title, keywords or authors, best first."""
        if self._order != "relevance":
            return ()
        expression = words_expression(self._query, self._tokenizer, among=HEADS)
        return () if expression is None else self._lookup.heads(expression, MOST_RANKED)

    @cached_property
    def _best(self) -> Sequence[int]:
        """Of the articles that hold the query as words, those that are weighed, best first."""
        if self._order != "relevance" or self._words_expression is None:
            return ()
        # A word in half of all articles says little where it stands in the text.
        if self._is_everywhere or not self._begun:
            return self._heads
        if len(self._begun) == 1:
            return self._begun
        return _joined(self._heads, self._lookup.ranked(self._words_expression))

    def _first_words(self) -> list[int]:
        """The first that hold the query as words, where little else is asked for."""
        others = [
            [term for term in group if not is_word_term(term)] for group in self._query.groups
        ]
        if any(others) and len(others) > 1:
            return []
        if len(self._heads) >= _SCREENFUL and not others[0]:
            return [*self._heads]
        first = _joined(self._best, self._begun)
        if not first or not others[0]:
            return first
        if self._expression is not None and not self._is_everywhere:
            # What holds a rare word is soon found, and what is not to be held may be frequent.
            fit = set(self._held)
        else:
            fit = set(self._lookup.keys(all_of([among(first), self._holding.group(others[0])])))
        return [key for key in first if key in fit]

    def _take_words(self, rest: set[int]) -> Sequence[int]:
        """Of the articles held, take those out that hold the query as words, best first."""
        if len(self._plain) == len(self._query.groups):
            rest.clear()
            return self._held
        following = self._begun
        if self._words_expression is not None and self._is_everywhere:
            following = self._lookup.words(self._words_expression)
        words: list[int] = []
        if self._order == "relevance" and not self._plain:
            for keys in (self._best, following):
                taken = [key for key in keys if key in rest]
                rest.difference_update(taken)
                words += taken
            return words
        chosen = {*self._best, *following}
        if self._plain:
            chosen.update(self._lookup.keys(any_of(map(self._holding.group, self._plain))))
        rest.difference_update(chosen)
        return [key for key in self._held if key in chosen]

    # By sound.

    def _sounding(self) -> Sequence[int]:
        """Articles found by groups of letters that no text holds."""
        found: set[int] = set()
        for group in self._query.groups:
            if any(plans_of(term) for term in group) and not self._is_held(group):
                found |= self._sounding_group(group)
        found.difference_update(self._held)
        return self._in_order(among(found)) if found else ()

    def _is_held(self, group: Sequence[Term]) -> bool:
        """Whether some article holds all of a group; held are those that hold all of any."""
        alone = len(self._query.groups) == 1
        return bool(self._held) and (alone or bool(self._lookup.keys(self._holding.group(group))))

    def _sounding_group(self, terms: Sequence[Term]) -> set[int]:
        """Articles that hold every term of a group, or have a name that sounds so."""
        spoken = [term for term in terms if plans_of(term)]
        others = [term for term in terms if term not in spoken]
        found: set[int] | None = None
        for term in spoken:
            holding = set(self._lookup.keys(self._holding.group([term])))
            holding |= self._sounding_term(term)
            found = holding if found is None else found & holding
        if others and found:
            rest = all_of([self._holding.group(others), among(found)])
            found = set(self._lookup.keys(rest))
        return found or set()

    def _sounding_term(self, term: Term) -> set[int]:
        """Articles with a name that answers to one of the plans; whole syllables go first."""
        text = term.condition
        assert isinstance(text, Text)
        read_as = plans_of(term)
        for spelt_out in (True, False):
            together = [plan for plan in read_as if plan.spelt_out is spelt_out]
            found = {key for plan in together for key in self._answering(text, plan)}
            if found:
                return found
        return set()

    def _answering(self, text: Text, plan: Plan) -> Sequence[int]:
        expression = sounds_expression(text, plan)
        if plan.spelt_out or plan.only_initials:
            return self._lookup.sounding(expression)
        # Runs and initials cannot be tied to one place in the text, so each candidate is looked at.
        columns = (text.field,) if text.field is not None else SOUNDING
        answers = plan.pattern().search
        between = f" {BREAK_SOUND} "
        return [
            key
            for key, *sounds in self._lookup.sounds(expression, columns)
            if answers(between.join(sounds))
        ]


def _joined(first: Sequence[int], others: Iterable[int]) -> list[int]:
    """Keys, and those of others that are not among them."""
    taken = set(first)
    return [*first, *(key for key in others if key not in taken)]


class _Known(Protocol):
    """Whatever can tell the keys of articles."""

    def with_ids(self, ids: Iterable[str]) -> dict[str, int]:
        """The keys of those of the articles that are there."""


def read_first(lookup: _Known, keys: Sequence[int], ids: Sequence[str]) -> list[int]:
    """Keys with those of some articles in front, in the order of the ids."""
    found, inside = lookup.with_ids(ids), set(keys)
    first = [found[one] for one in dict.fromkeys(ids) if found.get(one) in inside]
    return _joined(first, keys)


def is_word_term(term: Term) -> bool:
    """Whether an article that holds a term as words is sure to hold it at all."""
    text = term.condition
    bare = isinstance(text, Text) and not text.exact and text.field != "keywords"
    return bare and not term.negated


def plans_of(term: Term) -> list[Plan]:
    """The ways to read a term as pinyin."""
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
