"""What a query finds in an index: by its characters, and in which order by its words."""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from functools import cached_property

from papers_store.backends.local.index.conditions import (
    QueryConditions,
    all_of,
    any_of,
    sounds_expression,
    with_keys,
    words_expression,
)
from papers_store.backends.local.index.reader import Index
from papers_store.backends.local.index.searcher import Condition, Searcher
from papers_store.fields import HEADS
from papers_store.results import Order
from papers_store.search.orders import FIRST_KNOWN
from papers_store.search.plan import (
    SCREENFUL,
    Found,
    Search,
    is_word_term,
    joined,
    plans_of,
)
from papers_store.search.query import Query, Term, Text
from papers_store.search.reader_marks import Marks
from papers_store.text.pinyin import BREAK_SOUND, Plan
from papers_store.text.tokenizer import Tokenizer

MOST_RANKED = 4_000
"""So many articles that hold a query in title, keywords or authors come first, best first. Of the
others all are weighed too where they are not more than that; else they follow, newest import first.
"""


class LocalSearch(Search[Condition]):
    """Looks up a query in an index."""

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
        super().__init__(query, order, marks)
        self._searcher = Searcher(index.connections, cancelled)
        self._tokenizer = tokenizer
        self._conditions = QueryConditions(index, marks)

    def first(self) -> Found:
        """Find as many of the first hits as are known quickly; all hits, where none are."""
        with self._snapshot():
            return self._find_first()

    def _find_first(self) -> Found:
        if self._order not in FIRST_KNOWN or self._plain or self._is_only_sound:
            return self.all()
        if words := self._first_words():
            return Found(words=words, complete=False)
        if not self._begun and self._expression is not None:
            held = self._searcher.characters(self._expression, MOST_RANKED)
            if len(held) == MOST_RANKED:
                return Found(inside=held, complete=False)
            self._held = held
        return self.all()

    def keys(self) -> list[int]:
        """The same articles as `all` gives, whatever they hold the query as."""
        with self._snapshot():
            return [*self._held, *self._sounding()]

    def _snapshot(self) -> AbstractContextManager[None]:
        return self._searcher.snapshot()

    # Sets.

    def _group(self, terms: Sequence[Term]) -> Condition:
        return self._conditions.group(terms)

    def _with_keys(self, keys: Collection[int]) -> Condition:
        return with_keys(keys)

    def _any(self, sets: Sequence[Condition]) -> Condition:
        return any_of(sets)

    def _both(self, one: Condition, other: Condition) -> Condition:
        return all_of([one, other])

    def _keys(self, found: Condition, order: Order = "added") -> Sequence[int]:
        return self._searcher.keys(found, order)

    def _known(self, ids: Sequence[str]) -> dict[str, int]:
        return self._searcher.with_ids(ids)

    # By character.

    @cached_property
    def _expression(self) -> str | None:
        return self._conditions.expression(self._query)

    def _held_in_order(self) -> Sequence[int]:
        if self._order in FIRST_KNOWN and self._expression is not None:
            return self._searcher.characters(self._expression)
        return self._in_order(self._conditions.query(self._query))

    @cached_property
    def _is_only_sound(self) -> bool:
        """Whether the query has letters that no text holds, so that its words are not looked up.

        They would take long: all that stands before the first word with later letters is read.
        """
        if self._expression is None or not any(map(plans_of, self._query.terms)):
            return False
        return not self._searcher.characters(self._expression, 1)

    # By word.

    @cached_property
    def _words_expression(self) -> str | None:
        return words_expression(self._query, self._tokenizer)

    @cached_property
    def _begun(self) -> Sequence[int]:
        """The first articles that hold the query as words, one more than are ranked."""
        if self._words_expression is None:
            return ()
        return self._searcher.words(self._words_expression, MOST_RANKED + 1)

    @cached_property
    def _is_everywhere(self) -> bool:
        """Whether more articles hold the query as words than are ranked."""
        # Every word that begins with the last one has to be looked up before the first article is
        # there, so words as they stand are asked for first.
        as_it_stands = words_expression(self._query, self._tokenizer, typing=False)
        if as_it_stands is None:
            return False
        enough = MOST_RANKED + 1
        return len(self._searcher.words(as_it_stands, enough)) == enough or (
            len(self._begun) == enough
        )

    @cached_property
    def _heads(self) -> Sequence[int]:
        """The articles that hold the query as words in title, keywords or authors, best first."""
        if self._order != "relevance":
            return ()
        expression = words_expression(self._query, self._tokenizer, among=HEADS)
        return () if expression is None else self._searcher.heads(expression, MOST_RANKED)

    @cached_property
    def _best(self) -> Sequence[int]:
        """Those of the articles that hold the query as words that are ranked, best first."""
        if self._order != "relevance" or self._words_expression is None:
            return ()
        # A word in half of all articles says little where it stands in the text.
        if self._is_everywhere or not self._begun:
            return self._heads
        if len(self._begun) == 1:
            return self._begun
        return joined(self._heads, self._searcher.ranked(self._words_expression))

    def _first_words(self) -> list[int]:
        """The first articles that hold the query as words, where it has few other conditions."""
        others = [
            [term for term in group if not is_word_term(term)] for group in self._query.groups
        ]
        if any(others) and len(others) > 1:
            return []
        if len(self._heads) >= SCREENFUL and not others[0]:
            return [*self._heads]
        first = joined(self._best, self._begun)
        if not first or not others[0]:
            return first
        if self._expression is not None and not self._is_everywhere:
            # What holds a rare word is soon found, and what is not to be held may be frequent.
            fit = set(self._held)
        else:
            fit = set(
                self._searcher.keys(all_of([with_keys(first), self._conditions.group(others[0])]))
            )
        return [key for key in first if key in fit]

    def _as_words(self, *, ranked: bool) -> Iterable[Sequence[int]]:
        following = self._begun
        if self._words_expression is not None and self._is_everywhere:
            following = self._searcher.words(self._words_expression)
        return self._best, following

    # By sound.

    def _answering(self, text: Text, plan: Plan) -> Sequence[int]:
        return self._searcher.sounding(sounds_expression(text, plan))

    def _candidates(
        self, text: Text, plan: Plan, fields: Sequence[str]
    ) -> Iterable[tuple[int, str]]:
        found = self._searcher.sounds(sounds_expression(text, plan), fields)
        return ((key, f" {BREAK_SOUND} ".join(sounds)) for key, *sounds in found)
