"""Grams: the short runs of characters by which a server finds any substring exactly.

A gram is a number: the part of the article it stands in, and up to three UTF-16 code units. Of
every text all single units and all pairs are kept. Since an alphabet has few pairs, all triples are
kept too of words in ASCII letters and digits, and of all syllables. What is one or two characters
long is found by its gram alone; anything longer has all of its grams wherever it stands, and is
looked for in the texts of the few articles that hold them all.
"""

import re
import sys
from array import array
from collections.abc import Iterable
from functools import lru_cache

from papers_store.analysis.terms import Terms
from papers_store.fields import COLUMNS, NUMBERS, SOUNDING, TEXT_FIELDS
from papers_store.text.pinyin import initials_of

_SOUNDS = {field.name: field.sounds for field in TEXT_FIELDS if field.sounds}

PART_NUMBERS = {
    **NUMBERS,
    **{f"{name} sounds": sounds for name, (sounds, _) in _SOUNDS.items()},
    **{f"{name} initials": initials for name, (_, initials) in _SOUNDS.items()},
}
"""What grams are told apart by, and the number of each in a library's tables."""

PARTS = tuple(sorted(PART_NUMBERS, key=PART_NUMBERS.__getitem__))
"""The same in the order of their numbers."""

_PART_AT = 48
_UNIT = 16

_PLAIN = re.compile("[0-9a-z]{3,}")
_SPOKEN = re.compile("[0-9a-z ]{3,}")
"""Runs of which triples are kept: folded words, and in what is spoken whole syllables."""

_SPOKEN_PARTS = frozenset(PART_NUMBERS.values()) - frozenset(NUMBERS.values())


def texts_of(terms: Terms) -> tuple[str, ...]:
    """The text of each of `PARTS`, without what no server holds in a text."""
    texts = dict(zip(COLUMNS, map(unspelt, terms.characters), strict=True))
    for name, sounds in zip(SOUNDING, terms.sounds, strict=True):
        texts[f"{name} sounds"] = spoken(sounds)
        texts[f"{name} initials"] = initials_of(sounds).replace(" ", "")
    return tuple(texts[part] for part in PARTS)


def unspelt(spelt: str) -> str:
    """The folded text that `papers_store.analysis.terms.spell` wrote in hexadecimal."""
    return bytes.fromhex(spelt).decode("utf-16-be").replace("\0", "\ufffd")


def spoken(sounds: str) -> str:
    """Syllables with a space on each side, so that where one begins and ends can be asked for."""
    return f" {sounds} " if sounds else ""


def grams_of(texts: Iterable[str]) -> "array[int]":
    """The grams of the texts of `PARTS`, each once, in no order."""
    found = array("q")
    for part, text in enumerate(texts):
        if text:
            found.frombytes(_tagged(_short_in(text), part))
            tag = part << _PART_AT
            triples: set[int] = set()
            triples.update(*map(_triples, _runs_in(text, part)))
            found.extend([gram | tag for gram in triples])
    return found


def _runs_in(text: str, part: int) -> list[str]:
    return (_SPOKEN if part in _SPOKEN_PARTS else _PLAIN).findall(text)


def _short_in(text: str) -> set[int]:
    """The single units and the pairs of a text."""
    units = _units(text)
    found = set(units)
    # Two neighbours read as one number are a pair; those that begin at odd places come apart.
    data = units.tobytes()
    for start in (0, 2):
        pairs = array("I")
        pairs.frombytes(data[start : start + (len(data) - start) // 4 * 4])
        found.update(pairs)
    return found


def _tagged(short: set[int], part: int) -> bytes:
    """Numbers of four bytes as numbers of eight with a part's own, all of them at once."""
    halves = array("I", [part << _PART_AT - 2 * _UNIT]) * (2 * len(short))
    halves[sys.byteorder == "big" :: 2] = array("I", short)
    return halves.tobytes()


def _units(text: str) -> "array[int]":
    order = "le" if sys.byteorder == "little" else "be"
    units = array("H")
    units.frombytes(text.encode(f"utf-16-{order}"))
    return units


_LONGEST_AGAIN = 24
"""Longest run whose triples are cached, in letters: a word recurs, and the pinyin of a whole title
does not, of which a hundred thousand would fill a gigabyte."""


def _triples(run: str) -> frozenset[int]:
    return _triples_again(run) if len(run) <= _LONGEST_AGAIN else _triples_in(run)


def _triples_in(run: str) -> frozenset[int]:
    codes = run.encode("ascii")
    return frozenset(map(_triple, codes, codes[1:], codes[2:]))


_triples_again = lru_cache(maxsize=10_000)(_triples_in)


def _triple(first: int, second: int, third: int) -> int:
    return third << 2 * _UNIT | _pair(first, second)


def _pair(first: int, second: int) -> int:
    if sys.byteorder == "little":
        return second << _UNIT | first
    return first << _UNIT | second


def grams_asked(text: str, part: str) -> list[int]:
    """Grams that a part of an article holds where it holds a text; as few as say the most."""
    units = _units(text)
    number = PART_NUMBERS[part]
    if len(units) == 1:
        found = {units[0]}
    else:
        found = set(map(_pair, units, units[1:]))
        for run in _runs_in(text, number):
            codes = run.encode("ascii")
            found.difference_update(map(_pair, codes, codes[1:]))
            found |= _triples(run)
    return sorted(gram | number << _PART_AT for gram in found)


def are_enough(text: str, part: str) -> bool:
    """Whether a part that holds the grams of a text holds the text."""
    if len(_units(text)) <= 2:
        return True
    return len(text) == 3 and _runs_in(text, PART_NUMBERS[part]) == [text]
