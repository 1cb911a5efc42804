"""What a query finds on a server: by its characters, and in which order by its words."""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property

from papers_store.backends.postgres.conditions import QuerySets, Words, answering, words_of
from papers_store.backends.postgres.grams import PART_NUMBERS
from papers_store.backends.postgres.key_sets import Keys, all_of, any_of, with_keys
from papers_store.backends.postgres.reader import Reader
from papers_store.backends.postgres.writer import RANK_WEIGHTS
from papers_store.results import Order
from papers_store.search.orders import FIRST_KNOWN
from papers_store.search.plan import SCREENFUL, Found, Search, is_word_term
from papers_store.search.query import Query, Term, Text
from papers_store.search.reader_marks import Marks
from papers_store.text.pinyin import BREAK_SOUND, Plan
from papers_store.text.tokenizer import Tokenizer

_RANK = f"ts_rank('{{{', '.join(map(str, RANK_WEIGHTS))}}}', ranked, %s::tsquery)"
"""Articles that hold a query in no ranked field rank 0, and follow in the order of the list."""


class PostgresSearch(Search[Keys]):
    """Looks up a query on a server."""

    def __init__(
        self,
        reader: Reader,
        tokenizer: Tokenizer,
        query: Query,
        *,
        order: Order = "added",
        marks: Marks | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        super().__init__(query, order, marks)
        self._reader = reader = reader.until(cancelled)
        self._tokenizer = tokenizer
        self._sets = QuerySets(reader, tokenizer, marks)

    def first(self) -> Found:
        """Find as many of the first hits as are known quickly; all hits, where none are."""
        if self._words is None or self._words.phrases or self._plain:
            return self.all()
        groups = self._query.groups
        others = [[one for one in group if not is_word_term(one)] for group in groups]
        if self._order in FIRST_KNOWN and (len(others) == 1 or not any(others)):
            # Those that hold it only inside other words take longer.
            first = self._first_words(self._words, others[0])
            if first:
                return Found(words=first, complete=False)
        return self.all()

    def _first_words(self, words: Words, others: Sequence[Term]) -> Sequence[int]:
        found = words.which_are_in(self._sets.group(others)) if others else words.keys
        return self._ranked(words, found, SCREENFUL)

    @cached_property
    def matching(self) -> Keys:
        """The same articles as `all` gives as a set, whatever they hold the query as."""
        held = self._sets.query(self._query)
        sounding = self._sounding()
        return any_of([held, with_keys(sounding)]) if sounding else held

    # Sets.

    def _group(self, terms: Sequence[Term]) -> Keys:
        return self._sets.group(terms)

    def _with_keys(self, keys: Collection[int]) -> Keys:
        return with_keys(keys)

    def _any(self, sets: Sequence[Keys]) -> Keys:
        return any_of(sets)

    def _both(self, one: Keys, other: Keys) -> Keys:
        return all_of([one, other])

    def _keys(self, found: Keys, order: Order = "added") -> Sequence[int]:
        return self._reader.keys(found, order)

    def _known(self, ids: Sequence[str]) -> dict[str, int]:
        return self._reader.with_ids(ids)

    # By character.

    def _held_in_order(self) -> Sequence[int]:
        return self._in_order(self._sets.query(self._query))

    # By word.

    @cached_property
    def _words(self) -> Words | None:
        return words_of(self._query, self._tokenizer)

    def _ranked(self, words: Words, found: Keys, most: int | None = None) -> Sequence[int]:
        """Articles that hold the query as words: best first, or in the order of the list."""
        weighed = self._order == "relevance"
        rank, values = (f"{_RANK} DESC, ", (words.asked,)) if weighed else ("", ())
        ordered = Keys(f"{found.sql} ORDER BY {rank}key", (*found.values, *values))
        if most is None:
            return self._reader.packed(ordered)
        return self._reader.beginning(ordered, most)

    def _as_words(self, *, ranked: bool) -> Iterable[Sequence[int]]:
        if self._words is None:
            return ()
        found = self._words.among(self._held) if self._words.phrases else self._words.keys
        return (self._ranked(self._words, found) if ranked else self._keys(found),)

    # By sound.

    def _answering(self, text: Text, plan: Plan) -> Sequence[int]:
        return self._keys(answering(text, plan))

    def _candidates(
        self, text: Text, plan: Plan, fields: Sequence[str]
    ) -> Iterable[tuple[int, str]]:
        places = [PART_NUMBERS[f"{name} sounds"] for name in fields]
        found = self._reader.sounds(answering(text, plan), places)
        return ((key, BREAK_SOUND.join(sounds)) for key, *sounds in found)
