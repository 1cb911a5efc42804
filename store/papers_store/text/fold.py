"""Folding: one form for what readers take to be the same.

Traditional characters become simplified ones, variants those of the standard, radicals
characters, full-width letters half-width, capitals small, all dashes one: 新媒體 and 新媒体, 隨著
and 随着, ⻓江 and 长江, ＡＢＣ and abc are one. What nobody sees is dropped, and so is a space
beside a single Chinese character, as text recognition sets it: 新 媒 体. Folding is for the index
and for queries alone; what is shown stays as printed.

Characters are folded one by one, so that the same character folds the same way wherever it stands
and each folded character knows where it comes from. (OpenCC's phrases, which keep 乾 in 乾坤 but
not elsewhere, would break both.)
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

from papers_store.text.han import HAN
from papers_store.text.invisible import UNSEEN, without_unseen
from papers_store.text.radicals import unified
from papers_store.text.variants import VARIANTS

_FIRST_FOLDED = 0x80
"""Below this only case matters."""


_SURROGATES = range(0xD800, 0xE000)

_LIKE = {
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58",  # dashes, and the sign of minus
    "·": "\u2022\u2027\u2219\u22c5\u30fb",  # dots within names
    "'": "\u2018\u2019\u02bc\u2032",  # apostrophes
    "〇": "\u25cb\u25ef",  # circles that are typed for a nought in years
}
"""Signs that people take for another, by that other."""
_SIGNS = {ord(sign): other for other, signs in _LIKE.items() for sign in signs}

_PARTING = re.compile(
    rf" (?<=[{HAN}] )(?=[{HAN}])"
    rf"(?:(?<![{HAN}][{HAN}] )(?=[{HAN}](?![{HAN}]))"
    rf"|(?<=[{HAN}] [{HAN}] )|(?=[{HAN}] [{HAN}]))"
)
"""A space between two Chinese characters that both stand alone, or beside one that has a space and
another on each side: 党 建, and 于新 媒 体的. One that parts two words stays."""


class _Simplifier(Protocol):
    """What is used of OpenCC, which has no types of its own."""

    def convert(self, text: str, /) -> str:
        """The text in simplified characters."""


class _Table(dict[int, str]):
    """What each character folds to, found when it is first met."""

    @cached_property
    def simplified(self) -> _Simplifier:
        # OpenCC takes 30 ms to load, and text in ASCII never needs it.
        from opencc import OpenCC

        simplified: _Simplifier = OpenCC("t2s")
        return simplified

    def __missing__(self, code: int) -> str:
        # Half a character is what no encoding can carry to the index.
        folded = "\ufffd" if code in _SURROGATES else chr(code)
        if code >= _FIRST_FOLDED:
            folded = _compatible(unified(folded))
            folded = "".join(self.simplified.convert(character) for character in folded)
            folded = folded.translate(VARIANTS).translate(_SIGNS)
        folded = folded.casefold() or " "
        if folded.isspace():
            folded = " "
        if code in UNSEEN:
            folded = ""
            self.unseen.add(chr(code))
        self[code] = folded
        return folded

    @cached_property
    def unseen(self) -> set[str]:
        """Characters that fold to nothing, as far as any were met: few ever are."""
        return set()


_TABLE = _Table()

_LONGEST = 4
"""Characters that one may fold to, as ㍿ does: a page of U+FDFA, which is eighteen, would take that
many times the memory of any other."""


def _compatible(character: str) -> str:
    """A character as its compatible ones (NFKC); as it is, where these are more than enough."""
    compatible = unicodedata.normalize("NFKC", character)
    return compatible if len(compatible) <= _LONGEST else character


def fold_text(text: str) -> str:
    """The folded form of a text."""
    return close_up(text.translate(_TABLE))


def simplified(text: str) -> str:
    """A folded text in which each character is still the one that its sound rests on.

    乾 is 干 but in 乾隆, and 著 no 着; for one who wants to know how a text sounds.
    """
    text = unicodedata.normalize("NFKC", unified(without_unseen(text)))
    if not text.isascii():
        text = _TABLE.simplified.convert(text).translate(_SOUNDING_ALIKE)
    return close_up(" ".join(text.casefold().split()))


_SOUNDING_ALIKE = {code: one for code, one in VARIANTS.items() if chr(code) != "著"}


def fold_apart(text: str) -> str:
    """The folded form of a text, but that characters apart stay apart."""
    return text.translate(_TABLE)


def close_up(folded: str) -> str:
    """A folded text without the spaces that part single Chinese characters."""
    return _PARTING.sub("", folded)


def fold_all(text: str) -> str:
    """The folded form of a long text, in half the time, by one who folds many.

    Few kinds of characters in it differ from what they fold to; each is looked for and replaced.
    """
    found = set(_differing().findall(text))
    if len(found) > _FEW:
        return fold_text(text)
    folded = {one: new for one in found if (new := _TABLE[ord(one)]) != one}
    # 薴 folds to 苧, and 苧 to 苎: one after the other would make a third of the first.
    if not folded.keys().isdisjoint("".join(folded.values())):
        return fold_text(text)
    for one, new in folded.items():
        text = text.replace(one, new)
    return close_up(text)


_FEW = 64
"""Kinds of characters; to look for each in its turn takes longer from about there on."""

_UNIFIED = range(0x4E00, 0xA000)
"""Where nearly all Chinese characters of a text are."""

_MARKS = (*range(0x201A, 0x2027), *range(0x3001, 0x3020))
"""And its quotation marks, commas and stops."""


@lru_cache(maxsize=1)
def _differing() -> re.Pattern[str]:
    """Finds all characters that fold to others; some that do not, but are rare."""
    # A character a line: none of them forms a phrase with the next.
    every = "\n".join(map(chr, _UNIFIED))
    simplified = _TABLE.simplified.convert(every).translate(VARIANTS).split("\n")
    folded = zip((*_UNIFIED, *_MARKS), (*simplified, *(_TABLE[one] for one in _MARKS)), strict=True)
    same: list[list[int]] = []
    for code, simple in folded:
        if chr(code) != simple:
            continue
        if same and same[-1][1] == code - 1:
            same[-1][1] = code
        else:
            same.append([code, code])
    return re.compile(f"[^ -@\\[-~{''.join(f'{chr(a)}-{chr(b)}' for a, b in same)}]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text that knows its original."""

    text: str
    """The folded form."""
    places: tuple[tuple[int, int], ...] | None
    """From where to where in the original each folded character stands; None where both are alike.

    What is not seen stands with the character before it."""

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of a place in the folded text."""
        if self.places is None:
            return start, end
        return self.places[start][0], self.places[end - 1][1]


def fold(text: str) -> Folded:
    """Fold a text, keeping the way back."""
    folded = fold_apart(text)
    whole = close_up(folded)
    unseen = _TABLE.unseen and any(one in text for one in _TABLE.unseen)
    if len(whole) == len(text) and not unseen:
        # Only a space that parts and what is not seen fold to nothing, so all went one to one.
        return Folded(whole, None)
    places: list[tuple[int, int]] = []
    for at, character in enumerate(text):
        if new := _TABLE[ord(character)]:
            places.extend([(at, at + 1)] * len(new))
        elif places:
            places[-1] = (places[-1][0], at + 1)
    for found in reversed([*_PARTING.finditer(folded)]):
        del places[found.start()]
    return Folded(whole, tuple(places))
