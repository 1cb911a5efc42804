"""Folding: one form for what readers take to be the same.

Traditional characters become simplified ones, full-width letters half-width, capitals small:
新媒體 and 新媒体, ＡＢＣ and abc are one. Folding is for the index and for queries alone; what is
shown stays as printed.

Characters are folded one by one, so that the same character folds the same way wherever it stands
and each folded character knows where it comes from. (OpenCC's phrases, which keep 乾 in 乾坤 but
not elsewhere, would break both.)
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

_FIRST_FOLDED = 0x80
"""Below this only case matters."""


_SURROGATES = range(0xD800, 0xE000)


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
            folded = unicodedata.normalize("NFKC", folded)
            folded = "".join(self.simplified.convert(character) for character in folded)
        folded = folded.casefold() or " "
        if folded.isspace():
            folded = " "
        self[code] = folded
        return folded


_TABLE = _Table()


def fold_text(text: str) -> str:
    """The folded form of a text."""
    return text.translate(_TABLE)


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
    return text


_FEW = 64
"""Kinds of characters; to look for each in its turn takes longer from about there on."""

_UNIFIED = range(0x4E00, 0xA000)
"""Where nearly all Chinese characters of a text are."""


@lru_cache(maxsize=1)
def _differing() -> re.Pattern[str]:
    """Finds all characters that fold to others; some that do not, but are rare."""
    # A character a line: none of them forms a phrase with the next.
    simplified = _TABLE.simplified.convert("\n".join(map(chr, _UNIFIED))).split("\n")
    same: list[list[int]] = []
    for code, simple in zip(_UNIFIED, simplified, strict=True):
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
    starts: tuple[int, ...] | None
    """Where in the original each folded character comes from; None where both are as long."""

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of a place in the folded text."""
        if self.starts is None:
            return start, end
        first, last = self.starts[start], self.starts[end - 1]
        return first, last + 1


def fold(text: str) -> Folded:
    """Fold a text, keeping the way back."""
    folded = fold_text(text)
    if len(folded) == len(text):
        # Nothing folds to nothing, so equal lengths mean that all went one to one.
        return Folded(folded, None)
    starts: list[int] = []
    for at, character in enumerate(text):
        starts.extend([at] * len(_TABLE[ord(character)]))
    return Folded(folded, tuple(starts))
