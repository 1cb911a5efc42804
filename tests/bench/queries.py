"""What is typed into the filter, chosen from the pages themselves."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from pypinyin import lazy_pinyin

from bench.pages import common_words
from papers_store.library import Library

_LOOKED_AT = 300
"""Pages that say how common a word is."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it is typed."""

    name: str
    before: str
    """What stands in the filter before the timed keys."""
    keys: str
    """What is sent at once: one letter, or what an input method commits."""
    found: int = -1
    """How many articles the library finds."""

    @property
    def text(self) -> str:
        """The whole query."""
        return self.before + self.keys

    @property
    def plain(self) -> list[str]:
        """What a tool that knows no query language has to look for, all of it."""
        return [] if self.name == "pinyin" else self.text.replace('"', " ").split()


class Queries(NamedTuple):
    """A query of each kind."""

    character: Query
    word: Query
    words: Query
    phrase: Query
    everywhere: Query
    quoted: Query
    pinyin: Query


def choose(files: Sequence[Path], library: Library) -> Queries:
    """Pick queries of each kind; the same from the same pages."""
    texts = [file.read_text(encoding="utf-8") for file in files[:_LOOKED_AT]]
    shares = {word: sum(word in text for text in texts) / len(texts) for word in common_words(1500)}

    def near(share: float, length: int, but: str = "") -> str:
        fit = (word for word in shares if len(word) == length and not set(word) & set(but))
        return min(fit, key=lambda word: (abs(shares[word] - share), word))

    word, everywhere = near(0.1, 2), near(0.66, 2)
    second = near(0.25, 2, but=word)
    phrase = _phrase(texts[len(texts) // 2], texts)
    return Queries(
        character=_counted(library, Query("one character", "", near(0.5, 1))),
        word=_counted(library, Query("a word", "", word)),
        words=_counted(library, Query("two words", f"{second} ", word)),
        phrase=_counted(library, Query("a rare phrase", "", phrase)),
        everywhere=_counted(library, Query("a word in most articles", "", everywhere)),
        quoted=_counted(library, Query("a quoted word", "", f'"{word}"')),
        pinyin=_pinyin(texts, library),
    )


def _counted(library: Library, query: Query) -> Query:
    return replace(query, found=library.find(query.text).total)


def _phrase(text: str, texts: Sequence[str]) -> str:
    """Six characters of one page that no other of the pages has."""
    runs = (str(run[:6]) for run in re.findall(r"[一-龥]{10,}", text[len(text) // 2 :]))
    return next(run for run in runs if sum(run in other for other in texts) == 1)


def _pinyin(texts: Iterable[str], library: Library) -> Query:
    """A keyword by its sound, such that its last letter makes a difference."""
    for text in texts:
        for keyword in re.findall(r"关键词:(.*)", text)[0].split(";"):
            letters = "".join(lazy_pinyin(keyword))
            if len(keyword) != 2 or not letters.isascii():
                continue
            query = _counted(library, Query("pinyin", letters[:-1], letters[-1]))
            if 1 < query.found != library.find(query.before).total:
                return query
    raise AssertionError("no keyword can be told by the last letter of its sound")
