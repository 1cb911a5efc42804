"""Citation keys: author, year and beginning of the title, in ASCII letters.

wangjingbo2013yunyong: the first author and the first two syllables of the title in pinyin. The
title is part of every key, so that a key stays the same whatever else is exported with it.
"""

import re
import unicodedata

from papers_store.cite.creator_names import is_others
from papers_store.cite.csl_item import Item, year_of
from papers_store.text.han import han
from papers_store.text.surname_readings import SURNAMES, surname_of

_NOT_IN_KEYS = re.compile("[^a-z0-9]")
_WORD = re.compile(r"\w+")
_SYLLABLES = 2
_LONGEST_TITLE_WORD = 12


class Keys:
    """Assigns the keys of an export; equal ones get a letter."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def of(self, item: Item) -> str:
        """Return the key of the next work."""
        key = _author(item) + year_of(item) + _title(item) or "untitled"
        before = self._given.get(key, 0)
        self._given[key] = before + 1
        return key if not before else f"{key}-{_letters(before)}"


def _letters(number: int) -> str:
    """Number duplicates in letters: b, c ... z, ba; 1 is the second of equal keys."""
    digits = ""
    while number or not digits:
        number, rest = divmod(number, 26)
        digits = chr(ord("a") + rest) + digits
    return digits


def _author(item: Item) -> str:
    names = [name for name in item.get("author", []) if not is_others(name)]
    if not names:
        return ""
    name = names[0].get("family") or names[0].get("literal", "")
    if not han(name):
        return _plain(name.split()[0]) if name else ""
    from papers_store.text.fold import simplified

    if surname := surname_of(simplified(name)):
        return SURNAMES[surname] + "".join(_sounds(name[len(surname) :]))
    # The name of an organization may be as long as a title.
    return "".join(_sounds(name)[:4])


def _title(item: Item) -> str:
    title = item.get("title", "")
    first = _WORD.search(title)
    if first is None:
        return ""
    word = first[0]
    if han(word):
        return "".join(_sounds(word)[:_SYLLABLES])[:_LONGEST_TITLE_WORD]
    return _plain(word)[:_LONGEST_TITLE_WORD]


def _sounds(text: str) -> list[str]:
    """Return the syllables of a text, by the most common reading of each character."""
    # pypinyin takes 50 ms to load, and not every form has keys.
    from papers_store.text.pinyin import BREAK_SOUND, sounds_of

    usual = sounds_of(list(unicodedata.normalize("NFKC", text).casefold()))
    return usual.partition(f" {BREAK_SOUND} ")[0].split()


def _plain(text: str) -> str:
    """Strip diacritics: Müller becomes muller."""
    parted = unicodedata.normalize("NFKD", text.replace("ß", "ss")).casefold()
    return _NOT_IN_KEYS.sub("", parted)
