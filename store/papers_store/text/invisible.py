"""Invisible characters: they separate no words, and nobody types them."""

from itertools import chain

UNSEEN = frozenset(
    chain(
        (0x00AD, 0x034F, 0x061C, 0x180E, 0xFEFF),
        range(0x200B, 0x2010),  # zero-width spaces, joiners, direction marks
        range(0x202A, 0x202F),  # bidirectional embeddings and overrides
        range(0x2060, 0x2070),  # word joiner, isolates
        range(0xFE00, 0xFE10),  # variation selectors
        range(0xE0100, 0xE01F0),  # ideographic variation selectors
    )
)
"""The code points of Default_Ignorable_Code_Point (Unicode) that occur in texts.

Tags (U+E0000-E007F), Hangul fillers and the selectors of Mongolian are left out."""

_NOTHING = dict.fromkeys(UNSEEN)


def without_unseen(text: str) -> str:
    """Remove invisible characters."""
    return text.translate(_NOTHING)
