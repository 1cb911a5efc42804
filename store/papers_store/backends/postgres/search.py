"""What a query finds on a server: which articles by their characters, in which order by words."""

from collections.abc import Callable, Sequence
from functools import cached_property

from papers_store.backends.local.index.conditions import is_plain
from papers_store.backends.local.index.search import Found, is_word_term, plans_of, read_first
from papers_store.backends.postgres.conditions import Holding, Words, answering, words_of
from papers_store.backends.postgres.grams import PART_NUMBERS
from papers_store.backends.postgres.key_sets import NONE, Keys, all_of, any_of, these
from papers_store.backends.postgres.reader import Reader
from papers_store.backends.postgres.writer import RANK_WEIGHTS
from papers_store.errors import SearchCancelled
from papers_store.fields import SOUNDING
from papers_store.results import Order
from papers_store.search.query import Query, Term, Text
from papers_store.search.reader_marks import Marks
from papers_store.text.pinyin import BREAK_SOUND, Plan
from papers_store.text.tokenizer import Tokenizer

_SCREENFUL = 200
"""Articles that are enough to be shown first."""

_IN_ORDER_OF_KEYS: tuple[Order, ...] = ("relevance", "added")
"""Orders in which the first are known before the rest."""

_RANK = f"ts_rank('{{{', '.join(map(str, RANK_WEIGHTS))}}}', ranked, %s::tsquery)"
"""What holds a query in no field that is ranked is weighed nothing, and follows in the order of the
list."""


class Search:
    """Looks a query up on a server.

    All of its methods raise SearchCancelled once the caller cancels.
    """

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
        self._reader = reader = reader.until(cancelled)
        self._tokenizer = tokenizer
        self._query = query
        self._order = order
        self._marks = marks
        self._cancelled = cancelled
        self._holding = Holding(reader, tokenizer, marks)
        self._plain = [group for group in query.groups if is_plain(group)]

    def first(self) -> Found:
        """The first of what `all` gives, as many as are known at once; all, where none are."""
        if self._words is None or self._words.phrases or self._plain:
            return self.all()
        others = [[one for one in group if not is_word_term(one)] for group in self._groups]
        if self._order in _IN_ORDER_OF_KEYS and (len(others) == 1 or not any(others)):
            # Those that hold it only inside other words take longer.
            first = self._first_words(self._words, others[0])
            if first:
                return Found(words=first, complete=False)
        return self.all()

    def _first_words(self, words: Words, others: Sequence[Term]) -> Sequence[int]:
        found = words.which_are_in(self._holding.group(others)) if others else words.keys
        return self._ranked(words, found, _SCREENFUL)

    def all(self) -> Found:
        """The articles that hold the query; where none does, those that sound like it."""
        rest = set(self._held)
        words = self._take_words(rest) if rest else ()
        inside = [key for key in self._held if key in rest] if rest else ()
        return Found(words=words, inside=inside, sounds=self._sounding())

    @cached_property
    def matching(self) -> Keys:
        """The same articles as a set, whatever they hold the query as."""
        held = self._holding.query(self._query)
        sounding = self._sounding()
        return any_of([held, these(sounding)]) if sounding else held

    @property
    def _groups(self) -> Sequence[Sequence[Term]]:
        return self._query.groups

    def _keys(self, found: Keys) -> Sequence[int]:
        self._look_up()
        return self._reader.keys(found)

    def _look_up(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise SearchCancelled

    # By character.

    @cached_property
    def _held(self) -> Sequence[int]:
        """The articles that hold the query, letter by letter."""
        return self._in_order(self._holding.query(self._query))

    def _in_order(self, found: Keys) -> Sequence[int]:
        self._look_up()
        keys = self._reader.keys(found, self._order)
        if self._order != "read" or self._marks is None:
            return keys
        return read_first(self._reader, keys, self._marks.recently_read())

    # By word.

    @cached_property
    def _words(self) -> Words | None:
        return words_of(self._query, self._tokenizer)

    def _ranked(self, words: Words, found: Keys, most: int | None = None) -> Sequence[int]:
        """Articles that hold the query as words: best first, or in the order of the list."""
        self._look_up()
        weighed = self._order == "relevance"
        rank, values = (f"{_RANK} DESC, ", (words.asked,)) if weighed else ("", ())
        ordered = Keys(f"{found.sql} ORDER BY {rank}key", (*found.values, *values))
        if most is None:
            return self._reader.packed(ordered)
        return self._reader.beginning(ordered, most)

    @property
    def _as_words(self) -> Keys:
        """What holds the query as words; at least all of it that holds it at all."""
        if self._words is None:
            return NONE
        return self._words.among(self._held) if self._words.phrases else self._words.keys

    def _take_words(self, rest: set[int]) -> Sequence[int]:
        """Of the articles held, take those out that hold the query as words, best first."""
        if len(self._plain) == len(self._groups):
            rest.clear()
            return self._held
        if self._order == "relevance" and not self._plain:
            ranked = self._ranked(self._words, self._as_words) if self._words else ()
            words = [key for key in ranked if key in rest]
            rest.difference_update(words)
            return words
        chosen = set(self._keys(self._as_words)) if self._words else set()
        if self._plain:
            chosen.update(self._keys(any_of([self._holding.group(one) for one in self._plain])))
        rest.difference_update(chosen)
        return [key for key in self._held if key in chosen]

    # By sound.

    def _sounding(self) -> Sequence[int]:
        """Articles found by groups of letters that no text holds."""
        found: set[int] = set()
        for group in self._groups:
            if any(plans_of(term) for term in group) and not self._is_held(group):
                found |= self._sounding_group(group)
        if not found:
            return ()
        found.difference_update(self._held)
        return self._in_order(these(found)) if found else ()

    def _is_held(self, group: Sequence[Term]) -> bool:
        """Whether some article holds all of a group; held are those that hold all of any."""
        alone = len(self._groups) == 1
        return bool(self._held) and (alone or bool(self._keys(self._holding.group(group))))

    def _sounding_group(self, terms: Sequence[Term]) -> set[int]:
        """Articles that hold every term of a group, or have a name that sounds so."""
        spoken = [term for term in terms if plans_of(term)]
        others = [term for term in terms if term not in spoken]
        found: set[int] | None = None
        for term in spoken:
            holding = set(self._keys(self._holding.group([term])))
            holding |= self._sounding_term(term)
            found = holding if found is None else found & holding
        if others and found:
            found = set(self._keys(all_of([self._holding.group(others), these(found)])))
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
        answering_keys = answering(text, plan)
        if plan.spelt_out or plan.only_initials:
            return self._keys(answering_keys)
        self._look_up()
        names = (text.field,) if text.field is not None else SOUNDING
        places = [PART_NUMBERS[f"{name} sounds"] for name in names]
        answers = plan.pattern().search
        return [
            key
            for key, *sounds in self._reader.sounds(answering_keys, places)
            if answers(BREAK_SOUND.join(sounds))
        ]
