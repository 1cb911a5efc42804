"""Translate a query for SQLite: full-text expressions, and SQL around them."""

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from papers_store.analysis.terms import spell
from papers_store.backends.local.index.reader import Index
from papers_store.backends.local.index.searcher import Condition
from papers_store.fields import BY_DEFAULT, COLUMNS, NUMBER_COLUMNS, SOUNDING
from papers_store.search.query import Query, Span, State, Term, Text
from papers_store.search.reader_marks import Marks
from papers_store.text.pinyin import Plan
from papers_store.text.tokenizer import Tokenizer, is_word

NEVER, ALWAYS = Condition("0"), Condition("1")


def any_of(conditions: Iterable[Condition]) -> Condition:
    """Conditions joined by OR."""
    return _joined(" OR ", given) if (given := [*conditions]) else NEVER


def all_of(conditions: Sequence[Condition]) -> Condition:
    """Conditions joined by AND."""
    return _joined(" AND ", conditions) if conditions else ALWAYS


def _joined(word: str, conditions: Sequence[Condition]) -> Condition:
    sql = word.join(f"({condition.sql})" for condition in conditions)
    return Condition(sql, tuple(value for one in conditions for value in one.values))


def negation(condition: Condition) -> Condition:
    """The negation of a condition; an unknown number lies in no span."""
    return Condition(f"NOT coalesce({condition.sql}, 0)", condition.values)


def with_keys(keys: Iterable[int]) -> Condition:
    """The articles with these keys."""
    return Condition("key IN (SELECT value FROM json_each(?))", (json.dumps(sorted(keys)),))


class _Parts(NamedTuple):
    """The conditions of a group."""

    wanted: list[str]
    """Full-text expressions, all of which must match."""
    unwanted: list[str]
    """Full-text expressions, none of which may match."""
    others: list[Condition]
    """Conditions that no full-text expression can state."""


class QueryConditions:
    """Translates terms to conditions on articles that hold them, letter by letter."""

    def __init__(self, index: Index, marks: Marks | None) -> None:
        self._index = index
        self._marks = marks

    def query(self, query: Query) -> Condition:
        """What holds every term of one of the groups."""
        return any_of([self.group(group) for group in query.groups])

    def expression(self, query: Query) -> str | None:
        """A full-text expression over characters for all of a query, where there is one."""
        parts = [self._parts(group) for group in query.groups]
        if not all(part.wanted and not part.others for part in parts):
            return None
        return " OR ".join(f"({_expression(part.wanted, part.unwanted)})" for part in parts)

    def group(self, terms: Sequence[Term]) -> Condition:
        """What holds every term."""
        parts = self._parts(terms)
        return all_of([*_matching(parts.wanted, parts.unwanted), *parts.others])

    def _parts(self, terms: Sequence[Term]) -> "_Parts":
        wanted: list[str] = []
        unwanted: list[str] = []
        others: list[Condition] = []
        for term in terms:
            expression = self._expression(term.condition)
            noted = self._noted(term.condition)
            if expression is not None and noted is not None:
                condition = any_of([_match(expression), noted])
                others.append(negation(condition) if term.negated else condition)
            elif expression is None:
                condition = self._other(term.condition)
                others.append(negation(condition) if term.negated else condition)
            else:
                (unwanted if term.negated else wanted).append(expression)
        return _Parts(wanted, unwanted, others)

    def _expression(self, condition: Text | Span | State) -> str | None:
        """A full-text expression over characters; None for what is not found in a text."""
        if not isinstance(condition, Text) or self._keywords(condition) is not None:
            return None
        return f"{_columns(condition, BY_DEFAULT)} : {_spelt(condition.spellings)}"

    def _noted(self, condition: Text | Span | State) -> Condition | None:
        """The articles whose note holds a text; None where there is none, which is usual."""
        if self._marks is None or not isinstance(condition, Text) or condition.field is not None:
            return None
        ids = {one for text in condition.spellings for one in self._marks.holding(text)}
        return _with_ids(ids) if ids else None

    def _keywords(self, condition: Text) -> list[int] | None:
        """The numbers of the keywords that equal a text; None where no article has such a keyword.

        In quotation marks it is never part of another.
        """
        if condition.field != "keywords":
            return None
        asked = (self._index.keyword(text.strip()) for text in condition.spellings)
        numbers = [number for number in asked if number is not None]
        return numbers if numbers or condition.exact else None

    def _other(self, condition: Text | Span | State) -> Condition:
        if isinstance(condition, Text):
            keywords = self._keywords(condition) or []
            return Condition(
                "key IN (SELECT key FROM article_keywords"
                " WHERE keyword IN (SELECT value FROM json_each(?)))",
                (json.dumps(keywords),),
            )
        if isinstance(condition, Span):
            return _span(condition)
        if self._marks is None:
            return NEVER
        if condition.name == "unread":
            return negation(_with_ids(self._marks.having(State("read"))))
        return _with_ids(self._marks.having(condition))


def _with_ids(ids: Iterable[str]) -> Condition:
    return Condition("id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(ids)),))


def _span(span: Span) -> Condition:
    number = NUMBER_COLUMNS[span.field]
    limits = ((">=", span.least), ("<=", span.most))
    return all_of([Condition(f"{number} {sign} ?", (n,)) for sign, n in limits if n is not None])


def _matching(wanted: list[str], unwanted: list[str]) -> list[Condition]:
    """Conditions for what holds all of some expressions and none of others."""
    if not wanted:
        return [negation(_match(" OR ".join(unwanted)))] if unwanted else []
    return [_match(_expression(wanted, unwanted))]


def _expression(wanted: list[str], unwanted: list[str]) -> str:
    expression = " AND ".join(wanted)
    return f"({expression}) NOT ({' OR '.join(unwanted)})" if unwanted else expression


def _match(expression: str) -> Condition:
    return Condition(
        "key IN (SELECT rowid FROM characters WHERE characters MATCH ?)", (expression,)
    )


def _spelt(texts: Sequence[str]) -> str:
    """An expression for what holds a text in one of its spellings."""
    phrases = " OR ".join(f'"{spell(text)}"' for text in texts)
    return f"({phrases})" if len(texts) > 1 else phrases


def _columns(condition: Text, otherwise: Sequence[str], suffix: str = "") -> str:
    names = [condition.field] if condition.field is not None else otherwise
    return f"{{{' '.join(f'{name}{suffix}' for name in names)}}}"


# Words.


def words_expression(
    query: Query, tokenizer: Tokenizer, *, typing: bool = True, among: Sequence[str] = COLUMNS
) -> str | None:
    """A full-text expression over words for a query; None where it holds none.

    Args:
        query: What is asked for.
        tokenizer: Cuts it.
        typing: Whether the last word of the last term may be the beginning of a longer one, since
            people type on.
        among: The columns there are; a query for another finds nothing.
    """
    last = next(reversed([*query.terms]), None) if typing else None
    groups = [_words_of(group, tokenizer, last, among) for group in query.groups]
    return " OR ".join(f"({group})" for group in groups if group) or None


def _words_of(
    terms: Sequence[Term], tokenizer: Tokenizer, last: Term | None, among: Sequence[str]
) -> str | None:
    searched = [column for column in BY_DEFAULT if column in among]
    phrases = []
    for term in terms:
        text = term.condition
        if term.negated or not isinstance(text, Text) or text.exact:
            continue
        words = tokenizer.cut(text.text)
        if not words or not all(map(is_word, words)) or (text.field or among[0]) not in among:
            return None
        more = "*" if term is last else ""
        phrases.append(f'{_columns(text, searched)} : "{" ".join(words)}"{more}')
    return " AND ".join(phrases) or None


# Sounds.


def sounds_expression(condition: Text, plan: Plan) -> str:
    """A full-text expression for names that may answer to a plan.

    It is exact for plans of whole syllables, and of initials.
    """
    initials = f'{_columns(condition, SOUNDING, "_initials")} : "{plan.initials}"'
    if plan.only_initials:
        return initials
    columns = _columns(condition, SOUNDING)
    runs = [f'{columns} : "{run}"{"*" if last else ""}' for run, last in plan.runs]
    return " AND ".join(runs if plan.spelt_out else [initials, *runs])
