"""How a query is looked up, whatever holds the articles.

Characters decide which articles are found: those that hold every term of one of the groups. Those
that hold the query as words come first. Where no article holds letters as they are typed, the plan
looks for names that sound like them. A backend implements the questions that the plan asks.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from papers_store.fields import SOUNDING
from papers_store.results import Order
from papers_store.search.query import Query, State, Term, Text
from papers_store.search.reader_marks import Marks
from papers_store.text.pinyin import Plan, plans

SCREENFUL = 200
"""As many articles as a first answer needs."""


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


_Set = TypeVar("_Set")
"""A set of articles as a backend can look it up."""


class Search(ABC, Generic[_Set]):
    """Looks up one query. Every method raises SearchCancelled once the caller cancels."""

    def __init__(self, query: Query, order: Order, marks: Marks | None) -> None:
        self._query = query
        self._order = order
        self._marks = marks
        self._plain = [group for group in query.groups if is_plain(group)]

    # What a backend answers.

    @abstractmethod
    def first(self) -> Found:
        """The first of what `all` gives, as many as are known at once; all, where none are."""

    @abstractmethod
    def _group(self, terms: Sequence[Term]) -> _Set:
        """What holds every term, letter by letter."""

    @abstractmethod
    def _with_keys(self, keys: Collection[int]) -> _Set:
        """The articles with some keys."""

    @abstractmethod
    def _any(self, sets: Sequence[_Set]) -> _Set:
        """What is in one of some sets."""

    @abstractmethod
    def _both(self, one: _Set, other: _Set) -> _Set:
        """What is in two sets."""

    @abstractmethod
    def _keys(self, found: _Set, order: Order = "added") -> Sequence[int]:
        """The keys of a set in an order."""

    @abstractmethod
    def _known(self, ids: Sequence[str]) -> dict[str, int]:
        """The keys of those of some articles that are there."""

    @abstractmethod
    def _held_in_order(self) -> Sequence[int]:
        """The articles that hold the query, letter by letter, in its order."""

    @abstractmethod
    def _as_words(self, *, ranked: bool) -> Iterable[Sequence[int]]:
        """The articles that hold the query as words, and perhaps some that do not hold it at all.

        Args:
            ranked: Whether the best come first; else they come in no order.
        """

    @abstractmethod
    def _answering(self, text: Text, plan: Plan) -> Sequence[int]:
        """The articles with a name that answers to a plan of whole syllables, or of initials."""

    @abstractmethod
    def _candidates(
        self, text: Text, plan: Plan, fields: Sequence[str]
    ) -> Iterable[tuple[int, str]]:
        """The articles that may have a name that answers to a plan, and how their names sound.

        Args:
            text: What is looked for.
            plan: How it is read.
            fields: Whose sounds are given, with `BREAK_SOUND` between.
        """

    def _snapshot(self) -> AbstractContextManager[None]:
        """Answer all questions of a block from one snapshot, where the backend has any."""
        return nullcontext()

    # What is found.

    def all(self) -> Found:
        """The articles that hold the query; where none does, those that sound like it."""
        with self._snapshot():
            rest = set(self._held)
            words = self._take_words(rest) if rest else ()
            inside = [key for key in self._held if key in rest] if rest else ()
            return Found(words=words, inside=inside, sounds=self._sounding())

    @cached_property
    def _held(self) -> Sequence[int]:
        """The articles that hold the query, letter by letter."""
        return self._held_in_order()

    def _in_order(self, found: _Set) -> Sequence[int]:
        keys = self._keys(found, self._order)
        if self._order != "read" or self._marks is None:
            return keys
        recent = self._marks.recently_read()
        return read_first(self._known(recent), keys, recent)

    def _take_words(self, rest: set[int]) -> Sequence[int]:
        """Of the articles held, take those out that hold the query as words, best first."""
        if len(self._plain) == len(self._query.groups):
            rest.clear()
            return self._held
        ranked = self._order == "relevance" and not self._plain
        if ranked:
            words: list[int] = []
            for keys in self._as_words(ranked=True):
                taken = [key for key in keys if key in rest]
                rest.difference_update(taken)
                words += taken
            return words
        chosen: set[int] = set().union(*self._as_words(ranked=False))
        if self._plain:
            chosen.update(self._keys(self._any([self._group(group) for group in self._plain])))
        rest.difference_update(chosen)
        return [key for key in self._held if key in chosen]

    # By sound.

    def _sounding(self) -> Sequence[int]:
        """Articles found by groups of letters that no text holds."""
        found: set[int] = set()
        for group in self._query.groups:
            if any(plans_of(term) for term in group) and not self._is_held(group):
                found |= self._sounding_group(group)
        if not found:
            return ()
        found.difference_update(self._held)
        return self._in_order(self._with_keys(found)) if found else ()

    def _is_held(self, group: Sequence[Term]) -> bool:
        """Whether some article holds all of a group; held are those that hold all of any."""
        alone = len(self._query.groups) == 1
        return bool(self._held) and (alone or bool(self._keys(self._group(group))))

    def _sounding_group(self, terms: Sequence[Term]) -> set[int]:
        """Articles that hold every term of a group, or have a name that sounds so."""
        spoken = [term for term in terms if plans_of(term)]
        others = [term for term in terms if term not in spoken]
        found: set[int] | None = None
        for term in spoken:
            holding = set(self._keys(self._group([term])))
            holding |= self._sounding_term(term)
            found = holding if found is None else found & holding
        if others and found:
            found = set(self._keys(self._both(self._group(others), self._with_keys(found))))
        return found or set()

    def _sounding_term(self, term: Term) -> set[int]:
        """Articles with a name that answers to one of the plans; whole syllables go first."""
        text = term.condition
        assert isinstance(text, Text)
        read_as = plans_of(term)
        for spelt_out in (True, False):
            together = [plan for plan in read_as if plan.spelt_out is spelt_out]
            found = {key for plan in together for key in self._sounding_as(text, plan)}
            if found:
                return found
        return set()

    def _sounding_as(self, text: Text, plan: Plan) -> Sequence[int]:
        if plan.spelt_out or plan.only_initials:
            return self._answering(text, plan)
        # Runs and initials cannot be tied to one place in the text, so each candidate is looked at.
        fields = (text.field,) if text.field is not None else SOUNDING
        answers = plan.pattern().search
        return [key for key, sounds in self._candidates(text, plan, fields) if answers(sounds)]


_Search = TypeVar("_Search")
"""A search of one kind of library."""


def as_typed_or_parted(
    query: Query, search: Callable[[Query], _Search], find: Callable[[_Search], Found]
) -> tuple[Query, _Search, Found]:
    """Look up a query; if it finds nothing, look it up with its joined words apart.

    A term such as 城市,农村 is taken apart only if no article holds the term, whatever else the
    query asks for.

    Args:
        query: The query as typed.
        search: Makes a search for a query.
        find: Runs a search; must find something if there is anything.

    Returns:
        The query that was looked up in the end, its search, and what that found.
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


def joined(first: Sequence[int], others: Iterable[int]) -> list[int]:
    """Keys, and those of others that are not among them."""
    taken = set(first)
    return [*first, *(key for key in others if key not in taken)]


def read_first(known: dict[str, int], keys: Sequence[int], ids: Sequence[str]) -> list[int]:
    """Keys with those of some articles in front, in the order of the ids.

    Args:
        known: The keys of those of the articles that are there.
        keys: All keys.
        ids: The articles that come first.
    """
    inside = set(keys)
    first = [known[one] for one in dict.fromkeys(ids) if known.get(one) in inside]
    return joined(first, keys)


def is_word_term(term: Term) -> bool:
    """Whether an article that holds a term as words is sure to hold it at all."""
    text = term.condition
    bare = isinstance(text, Text) and not text.exact and text.field != "keywords"
    return bare and not term.negated


def is_plain(terms: Sequence[Term]) -> bool:
    """Whether a group asks for no text but keywords, in which nothing is part of a word."""
    texts = [one.condition for one in terms if isinstance(one.condition, Text) and not one.negated]
    return all(text.field == "keywords" for text in texts)


def plans_of(term: Term) -> list[Plan]:
    """The ways to read a term as pinyin."""
    text = term.condition
    if term.negated or not isinstance(text, Text) or not _can_sound(text):
        return []
    return plans(text.text)


def _can_sound(text: Text) -> bool:
    """Whether letters may stand for how something sounds."""
    return not text.exact and (text.field is None or text.field in SOUNDING)


def unknown_states(query: Query, marks: Marks | None) -> tuple[str, ...]:
    """Conditions on a reader's marks, where there are none to ask."""
    if marks is not None:
        return ()
    states = [one.condition for one in query.terms if isinstance(one.condition, State)]
    return tuple(f"tag:{one.value}" if one.name == "tag" else f"is:{one.name}" for one in states)
