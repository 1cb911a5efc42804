"""What a text holds that nobody sees: it parts no words, and nobody types it."""

from itertools import chain

UNSEEN = frozenset(
    chain(
        (0x00AD, 0x034F, 0x061C, 0x180E, 0xFEFF),
        range(0x200B, 0x2010),  # spaces of no width, joiners, marks of direction
        range(0x202A, 0x202F),  # embeddings and overrides of direction
        range(0x2060, 0x2070),  # word joiner, isolates
        range(0xFE00, 0xFE10),  # variation selectors
        range(0xE0100, 0xE01F0),  # the same, of ideographs
    )
)
"""Code points of the Unicode property Default_Ignorable_Code_Point that texts come with.

Tags (U+E0000-E007F), Hangul fillers and the selectors of Mongolian are left out."""

_NOTHING = dict.fromkeys(UNSEEN)


def without_unseen(text: str) -> str:
    """A text without what nobody sees in it."""
    return text.translate(_NOTHING)
