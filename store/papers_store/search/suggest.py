"""Similar queries, for one that finds nothing."""

from collections.abc import Iterator
from typing import Protocol

from papers_store.search.query import Query, Term, Text, without_last_term
from papers_store.text.pinyin import plain_sound

_MOST = 3
"""Keywords offered for one query."""

_LEAST = 2
"""Shortest word that is corrected, in characters; a single one is similar to every other."""


class KeywordSource(Protocol):
    """Where keywords are looked up."""

    def keywords_near(self, length: int, sound: int) -> list[tuple[str, str, str, int]]:
        """Keywords about as long as a text or its sound: printed, folded, sound and count."""


def suggestions(index: KeywordSource, query: Query) -> Iterator[str]:
    """Similar queries, the nearest first: with a keyword one edit away, or one term fewer."""
    typed, last = query.typed, _last_word(query)
    if last is not None:
        for keyword in nearest_keywords(index, last.condition.text):  # type: ignore[union-attr]
            yield f"{typed[: last.start]}{_quoted(keyword)}{typed[last.end :]}"
    if shorter := without_last_term(query):
        yield shorter


def _last_word(query: Query) -> Term | None:
    """The last term that is a text and asked for."""
    words = [
        term
        for term in query.terms
        if isinstance(term.condition, Text) and not term.negated and not term.condition.exact
    ]
    return max(words, key=lambda term: term.start, default=None)


def _quoted(keyword: str) -> str:
    return f'"{keyword}"' if " " in keyword else keyword


def nearest_keywords(index: KeywordSource, text: str) -> list[str]:
    """Keywords one edit away from a folded text, in characters or in pinyin."""
    if len(text) < _LEAST:
        return []
    sound = plain_sound(text)
    near: list[tuple[bool, int, str]] = []
    for printed, folded, its_sound, count in index.keywords_near(len(text), len(sound)):
        if is_one_edit(text, folded):
            near.append((False, -count, printed))
        elif len(sound) > _LEAST and is_one_edit(sound, its_sound):
            near.append((True, -count, printed))
    return [printed for _, _, printed in sorted(near)[:_MOST]]


def is_one_edit(one: str, other: str) -> bool:
    """Whether two texts are the same but for one character more, less, or another."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    same = 0
    while same < len(one) and one[same] == other[same]:
        same += 1
    return one[same + (len(one) == len(other)) :] == other[same + 1 :]
