"""Names in Latin letters: Western ones among Chinese authors, and Chinese ones in pinyin.

Greek and Cyrillic letters stand in names in the same way.
"""

import re

from papers_store.parser.halfwidth import narrow
from papers_store.parser.header.surnames import PINYIN

_ALPHABETS = ((0xC0, 0x24F), (0x370, 0x3FF), (0x400, 0x52F), (0x1E00, 0x1EFF))
"""Latin with the diacritics of Europe and Viet Nam, Greek and Cyrillic, beside ASCII."""
_CAPITAL = "A-Z" + "".join(
    letter
    for first, last in _ALPHABETS
    for letter in map(chr, range(first, last + 1))
    if letter.isupper()
)
_LETTERS = (
    "A-Za-z"
    + "".join(
        letter
        for first, last in _ALPHABETS
        for letter in map(chr, range(first, last + 1))
        if letter.isalpha()
    )
    + "\u0300-\u036f'’-"
)
_WORD = rf"(?:[{_CAPITAL}]\.-?){{1,3}}|[{_CAPITAL}][{_LETTERS}]*\.?"
_PARTICLE = "(?:van|von|der|den|de|la|le|du|des|del|di|da|dos|bin|ibn|al|el|ter|zu)"
LATIN_NAME = (
    rf"(?<![{_LETTERS}])(?:{_PARTICLE}[ ]){{0,2}}(?:{_WORD})"
    rf"(?:,[ ](?:[A-Z]\.[ -]?){{1,3}}|(?:[ ](?:{_PARTICLE}|{_WORD})){{0,4}})(?![{_LETTERS}])"
)
"""A regular expression: up to five words, or a family name with initials behind a comma."""
_IS_NAME = re.compile(LATIN_NAME)
_INITIAL = re.compile(r"(?:[A-Z]\.?-?){1,3}")
_NO_NAME = re.compile(
    r"\b(?:universit\w*|institut\w*|college|department|school|hospital|academy|laborator\w*|"
    r"faculty|cent(?:er|re)|china|e-?mail|tel|fax|doi|orcid|ph\.?d|(?-i:M\.?D)|dr|prof\w*|mr|mrs|ms|"
    r"author\w*|correspond\w*|abstract|keywords?|vol|http\w*|www|received|fund\w*|issn|isbn|cn|"
    r"journal\w*|acta|chinese|sinica|ecological|city|province|region|basin|plateau|logistic)\b",
    re.I,
)
_SYLLABLES = re.compile(
    r"(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:i?ang|i?ong|u?ang|[aeiu]ng|i[ae]n|u?an|[ei]n|[uv]n|i?ao|u?ai|[iu]a|i[eu]|u[eio]|ve|ou|ei|er|"
    r"[aeiouvü])['’-]?){1,3}",
    re.I,
)
_LISTED = re.compile(r"[,;、&]|\band\b")
_AFFILIATION_SIGNS = " '’.*†‡#¹²³⁴⁵⁶⁷⁸⁹0123456789"
_LONGEST = 200


def is_latin_name(text: str) -> bool:
    """Return whether Latin words are a person's name: capitals, no word of an institution."""
    text = text.strip()
    if not text.isascii() and not re.match(f"[{_LETTERS}]", text):
        return False
    words = text.replace(",", " ").split()
    if not words or not _IS_NAME.fullmatch(text) or _NO_NAME.search(text):
        return False
    return any(len(word.strip(".")) > 1 and not _INITIAL.fullmatch(word) for word in words) or (
        # WANG XM, LI S: the family name is in capitals.
        len(words) > 1 and len(words[0]) > 3
    )


def is_pinyin_name(text: str) -> bool:
    """Return whether two or three words spell a Chinese name, family name first or last."""
    words = text.split()
    if not 2 <= len(words) <= 3 or not all(word[:1].isupper() for word in words):
        return False
    return any(
        family.lower() in PINYIN and all(_SYLLABLES.fullmatch(word) for word in given)
        for family, given in ((words[0], words[1:]), (words[-1], words[:-1]))
    )


def latin_authors(text: str) -> tuple[str, ...] | None:
    """Return the authors in a line of Latin letters; None if it is another line.

    A single name has to be Chinese, or to have the sign of an institution, since a title may
    have two words as well.
    """
    if len(text) > _LONGEST:
        return None
    narrowed = narrow(text).strip()
    pieces = [piece.strip(_AFFILIATION_SIGNS) for piece in _LISTED.split(narrowed)]
    names = tuple(" ".join(piece.split()) for piece in pieces if len(piece) > 1)
    if not names or not all(" " in name and is_latin_name(name) for name in names):
        return None
    signed = narrowed[-1] in _AFFILIATION_SIGNS
    chinese = sum(map(is_pinyin_name, names))
    return names if signed or len(names) > 1 or chinese else None
