"""Split the names of authors into family and given names, for citations.

A Chinese name is kept whole, as GB/T 7714-2015 (8.1.1) prints it. A Western one is split,
in whatever order it is printed; the name of an organization is kept whole.
"""

import re
from typing import NotRequired, TypedDict

from papers_store.text.han import han

OTHERS = ("等", "et al.")
"""The word for omitted authors, in Chinese and in other languages."""

_INITIALS = re.compile(r"(?:[A-Z]\.?){1,3}(?:-[A-Z]\.?){0,2}")
_BODY = re.compile(
    r"\b(?:of|for|and|the)\b|&|\d|Administration|Association|Institute|Universit|Department|"
    r"Organi[sz]ation|Society|Committee|Council|Cent(?:er|re)\b|Agency|Group|Office|Ministry|"
    r"Bureau|Commission|Foundation|Library|Laborator|Board|Academy|College|Federation|Union",
)
_PARTICLES = ("van", "von", "der", "den", "de", "la", "le", "du", "des", "del", "di", "da", "dos")
_LONGEST = 5
"""Largest number of words in a person's name."""


class Name(TypedDict):
    """A name in CSL: literal, or family and given."""

    literal: NotRequired[str]
    family: NotRequired[str]
    given: NotRequired[str]


def name_of(printed: str) -> Name:
    """Split a printed name if possible."""
    text = " ".join(printed.split())
    words = text.split()
    if han(text) or len(words) > _LONGEST or _BODY.search(text):
        return {"literal": text}
    family, comma, given = (part.strip() for part in text.partition(","))
    if not comma:
        family, given = _parted(words)
    if not family or not given:
        return {"literal": text}
    # AB are two initials, where Li is a name.
    if re.fullmatch("[A-Z]{2,3}", given):
        given = " ".join(given)
    return {"family": family, "given": given}


def _parted(words: list[str]) -> tuple[str, str]:
    """Split a name without a comma into family and given name."""
    initials = [bool(_INITIALS.fullmatch(word)) for word in words]
    capitals = [len(word) > 1 and word.isupper() and "." not in word for word in words]
    # SMITH J Q, and ZHANG San: the family name comes first.
    if len(words) > 1 and not initials[0] and (all(initials[1:]) or _only(capitals)):
        return words[0], " ".join(words[1:])
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    if start > 0 and initials[-1] and not initials[0]:
        start = next(nth for nth in range(1, len(words)) if all(initials[nth:]))
        return " ".join(words[:start]), " ".join(words[start:])
    return " ".join(words[start:]), " ".join(words[:start])


def _only(capitals: list[bool]) -> bool:
    """Return whether only the first word is in capitals."""
    return capitals[0] and not any(capitals[1:])


def whole(name: Name) -> str:
    """Format a name as one text: family name, comma, given name."""
    return name["literal"] if "literal" in name else f"{name['family']}, {name['given']}"


def is_others(name: Name) -> bool:
    """Return whether a name stands for omitted authors."""
    return name.get("literal") in OTHERS
