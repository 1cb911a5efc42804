"""Folding: one form for what readers take to be the same.

Traditional characters become simplified ones, full-width letters half-width, capitals small:
新媒體 and 新媒体, ＡＢＣ and abc are one. Folding is for the index and for queries alone; what is
shown stays as printed.

Characters are folded one by one, so that the same character folds the same way wherever it stands
and each folded character knows where it comes from. (OpenCC's phrases, which keep 乾 in 乾坤 but
not elsewhere, would break both.)
"""

import unicodedata
from dataclasses import dataclass
from functools import cached_property
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
    def _simplified(self) -> _Simplifier:
        # OpenCC takes 30 ms to load, and text in ASCII never needs it.
        from opencc import OpenCC

        simplified: _Simplifier = OpenCC("t2s")
        return simplified

    def __missing__(self, code: int) -> str:
        # Half a character is what no encoding can carry to the index.
        folded = "\ufffd" if code in _SURROGATES else chr(code)
        if code >= _FIRST_FOLDED:
            folded = unicodedata.normalize("NFKC", folded)
            folded = "".join(self._simplified.convert(character) for character in folded)
        folded = folded.casefold() or " "
        if folded.isspace():
            folded = " "
        self[code] = folded
        return folded


_TABLE = _Table()


def fold_text(text: str) -> str:
    """The folded form of a text."""
    return text.translate(_TABLE)


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
