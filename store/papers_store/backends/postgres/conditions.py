"""Translate a query to sets of articles that hold its texts, letter by letter or as words."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from papers_store.backends.postgres.grams import PART_NUMBERS, are_enough, grams_asked
from papers_store.backends.postgres.key_sets import (
    EVERY,
    NONE,
    Keys,
    all_of,
    any_of,
    in_terms,
    with_ids,
    without,
)
from papers_store.backends.postgres.reader import Reader
from papers_store.backends.postgres.writer import BODY, CITED, LONGEST_WORD, word_in
from papers_store.fields import BY_DEFAULT, NUMBER_COLUMNS, NUMBERS, SOUNDING
from papers_store.search.query import Query, Span, State, Term, Text
from papers_store.search.reader_marks import Marks
from papers_store.text.pinyin import Plan
from papers_store.text.tokenizer import Tokenizer, is_word


class QuerySets:
    """Translates terms to sets of articles that hold them, letter by letter."""

    def __init__(self, reader: Reader, tokenizer: Tokenizer, marks: Marks | None) -> None:
        self._reader = reader
        self._tokenizer = tokenizer
        self._marks = marks

    def query(self, query: Query) -> Keys:
        """What holds every term of one of the groups."""
        return any_of([self.group(group) for group in query.groups])

    def group(self, terms: Sequence[Term]) -> Keys:
        """What holds every term."""
        wanted = [self._one(term.condition) for term in terms if not term.negated]
        unwanted = [self._one(term.condition) for term in terms if term.negated]
        return without(all_of(wanted), unwanted) if unwanted else all_of(wanted)

    def _one(self, condition: Text | Span | State) -> Keys:
        if isinstance(condition, Span):
            return _span(condition)
        if isinstance(condition, State):
            return self._state(condition)
        if condition.field == "keywords" and (keyword := self._keyword(condition)) is not None:
            return keyword
        held = any_of([self._text(condition, text) for text in condition.spellings])
        if self._marks is None or condition.field is not None:
            return held
        noted = {one for text in condition.spellings for one in self._marks.holding(text)}
        return any_of([held, with_ids(noted)]) if noted else held

    def _keyword(self, condition: Text) -> Keys | None:
        """The articles with a keyword that equals a text; None where there are none.

        In quotation marks it is never part of another.
        """
        asked = (self._reader.keyword(text.strip()) for text in condition.spellings)
        numbers = [number for number in asked if number is not None]
        if not numbers:
            return NONE if condition.exact else None
        return Keys(
            "SELECT key FROM article_keywords WHERE keyword = ANY(%s::bigint[])", (numbers,)
        )

    def _state(self, state: State) -> Keys:
        if self._marks is None:
            return NONE
        if state.name == "unread":
            return without(EVERY, [with_ids(self._marks.having(State("read")))])
        return with_ids(self._marks.having(state))

    def _text(self, condition: Text, spelt: str) -> Keys:
        """What holds a text in one spelling."""
        parts = [condition.field] if condition.field is not None else BY_DEFAULT
        text = spelt.replace("\0", "\ufffd")
        sure = None
        if not condition.exact and not are_enough(text, parts[0]):
            words = self._tokenizer.cut(text)
            if len(words) == 1 and is_word(words[0]) and len(words[0]) <= LONGEST_WORD:
                # Where it stands as a word it need not be looked for again.
                sure = _any_part(parts, words[0])
        return holding_text(text, parts, sure)


def holding_text(text: str, parts: Sequence[str], sure: str | None = None) -> Keys:
    """The articles of which some part holds a text.

    Args:
        text: Folded, or as it sounds.
        parts: Of `papers_store.backends.postgres.grams.PART_NUMBERS`.
        sure: A text search query; what it finds is known to hold the text.
    """
    asked = [grams_asked(text, part) for part in parts]
    values: list[object]
    if all(len(grams) == 1 for grams in asked):
        held, values = "grams && %s::bigint[]", [[gram for (gram,) in asked]]
    else:
        held, values = " OR ".join(["grams @> %s::bigint[]"] * len(asked)), [*asked]
    if are_enough(text, parts[0]):
        return in_terms(held, values)
    places = _places_of(parts)
    looked = " OR ".join(f"strpos({place}, %s) > 0" for place in places)
    if sure is not None:
        looked = f"key IN (SELECT key FROM terms WHERE words @@ %s::tsquery) OR {looked}"
        values.append(sure)
    values += [text] * len(places)
    return in_terms(f"({held}) AND ({looked})", values)


def _places_of(parts: Sequence[str]) -> list[str]:
    """SQL expressions for the texts of some parts; adjacent parts are one expression."""
    numbers = [PART_NUMBERS[part] for part in parts]
    alone = [column for at, column in ((BODY, "body"), (CITED, "cited")) if at in numbers]
    return [*alone, *_joined("texts", set(numbers) - {BODY, CITED})]


def _joined(column: str, numbers: Collection[int]) -> list[str]:
    """SQL expressions for elements of an array of texts; adjacent elements are one text."""
    # Nothing that is looked for holds what parts one from the next.
    return [
        f"array_to_string({column}[{first + 1}:{last + 1}], chr(10))"
        for first, last in _runs(numbers)
    ]


def _runs(numbers: Collection[int]) -> list[tuple[int, int]]:
    """First and last number of each run of adjacent numbers."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _span(span: Span) -> Keys:
    number = NUMBER_COLUMNS[span.field]
    limits = [(">=", span.least), ("<=", span.most)]
    given = [(sign, limit) for sign, limit in limits if limit is not None]
    condition = " AND ".join(f"{number} {sign} %s" for sign, _ in given)
    return Keys(f"SELECT key FROM articles WHERE {condition}", tuple(n for _, n in given))


# Words.


class Words(NamedTuple):
    """Articles that hold a query as words."""

    asked: str
    """A tsquery, by which they are also ranked."""
    condition: str
    """A condition on their terms."""
    values: tuple[object, ...]
    phrases: bool
    """Whether some words must be adjacent, which takes long to check."""

    @property
    def keys(self) -> Keys:
        """Their keys."""
        return in_terms(self.condition, self.values)

    def which_are_in(self, others: Keys) -> Keys:
        """Those that are in another set too."""
        condition = f"({self.condition}) AND key IN ({others.sql})"
        return in_terms(condition, (*self.values, *others.values))

    def among(self, keys: Sequence[int]) -> Keys:
        """Those of some articles that hold the query as words."""
        # Terms are looked over in this order and no other.
        condition = "words @@ %s::tsquery AND CASE WHEN key = ANY(%s::bigint[])"
        condition += f" THEN {self.condition} ELSE false END"
        return in_terms(condition, (self.asked, list(keys), *self.values))


def words_of(query: Query, tokenizer: Tokenizer) -> Words | None:
    """What holds a query as words; None where it holds none.

    The last word of the last term may be the beginning of a longer one, since people type on.
    """
    last = next(reversed([*query.terms]), None)
    groups = [found for group in query.groups if (found := _group_of(group, tokenizer, last))]
    if not groups:
        return None
    return Words(
        " | ".join(f"({group.asked})" for group in groups),
        " OR ".join(f"({group.condition})" for group in groups),
        tuple(value for group in groups for value in group.values),
        any(group.phrases for group in groups),
    )


def _group_of(terms: Sequence[Term], tokenizer: Tokenizer, last: Term | None) -> Words | None:
    asked: list[str] = []
    looked: list[str] = []
    values: list[object] = []
    for term in terms:
        text = term.condition
        if term.negated or not isinstance(text, Text) or text.exact:
            continue
        words = tokenizer.cut(text.text)
        if not words or not all(map(is_word, words)):
            return None
        parts = [text.field] if text.field is not None else BY_DEFAULT
        asked.append(_any_part(parts, *words, open_end=term is last))
        if len(words) > 1 or len(words[0]) > LONGEST_WORD:
            looked.append(_phrase_in(text.field))
            values.append(f" {' '.join(words)}{'' if term is last else ' '}")
    if not asked:
        return None
    together = " & ".join(f"({one})" for one in asked)
    return Words(
        together,
        " AND ".join(["words @@ %s::tsquery", *(f"strpos({one}, %s) > 0" for one in looked)]),
        (together, *values),
        bool(looked),
    )


def _any_part(parts: Sequence[str], *words: str, open_end: bool = False) -> str:
    """A tsquery for articles that hold all words in one of the parts."""
    found = []
    for part in parts:
        lexemes = [f"'{word_in(part, word)}'" for word in words]
        if open_end:
            lexemes[-1] += ":*"
        found.append(" & ".join(lexemes))
    return " | ".join(f"({one})" for one in found)


def _phrase_in(field: str | None) -> str:
    names = [field] if field is not None else BY_DEFAULT
    return " || chr(10) || ".join(_joined("cut", [NUMBERS[name] for name in names]))


# Sounds.


def answering(condition: Text, plan: Plan) -> Keys:
    """What may have a name that answers to a plan; sure to, where it is all syllables or initials.

    Where it is neither, runs and initials cannot be tied to one place in the text.
    """
    names = [condition.field] if condition.field is not None else SOUNDING
    initials = plan.initials.replace(" ", "")
    by_initials = holding_text(initials, [f"{name} initials" for name in names])
    if plan.only_initials:
        return by_initials
    sounds = [f"{name} sounds" for name in names]
    runs = [holding_text(f" {run}{'' if is_last else ' '}", sounds) for run, is_last in plan.runs]
    return all_of(runs if plan.spelt_out else [by_initials, *runs])
