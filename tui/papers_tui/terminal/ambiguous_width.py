"""For terminals that draw characters of ambiguous width in two cells, as those set for Chinese do.

Unicode (UAX #11) leaves the width of “ ” … — · ① Ⅰ → ℃ × α, of most box-drawing characters and of
private ones to each terminal. rich, which Textual measures with, takes all of them for
narrow, and has no switch.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from types import ModuleType

from rich import cells, segment
from rich._unicode_data import load

from papers_store.errors import PapersError
from papers_tui.locale import _

_WHERE = (
    range(0xA1, 0x3250),
    range(0xFFFD, 0xFFFE),
    range(0x1F100, 0x1F200),
)
"""Where ambiguous characters are; to look at a million others would take a tenth of a second."""

_PRIVATE = ((0xE000, 0xF8FF), (0xF0000, 0xFFFFD), (0x100000, 0x10FFFD))
"""The first and last of private characters, which are all ambiguous."""


@cache
def treat_as_wide() -> None:
    """Count every ambiguous character as two cells from now on.

    To be called before the first text is measured and before Textual is imported, as both keep
    what they have measured.

    Raises:
        PapersError: This release of rich measures in another way than those that are known.
    """
    table = load()
    runs = [(first, last, 2) for first, last in (*_runs(_ambiguous()), *_PRIVATE)]
    # A sign for emoji makes what it follows two cells wide, which these are without it.
    widened = frozenset(one for one in table.narrow_to_wide if not _is_ambiguous(one))
    wide = table._replace(widths=sorted([*table.widths, *runs]), narrow_to_wide=widened)
    single = frozenset(one for one in cells._SINGLE_CELLS if not _is_ambiguous(one))

    # rich's functions look these up in their module whenever they measure, so that modules which
    # have imported one of them by name are reached too. The second is a short cut past the table.
    _put(cells, "load_cell_table", lambda unicode_version="auto": wide)
    _put(cells, "_is_single_cell_widths", single.issuperset)
    # This module has the short cut under a name of its own.
    _put(segment, "_is_single_cell_widths", single.issuperset)
    cells.get_character_cell_size.cache_clear()
    cells.cached_cell_len.cache_clear()


def _put(module: ModuleType, name: str, value: object) -> None:
    if not hasattr(module, name):
        raise PapersError(_('ambiguous = "wide" is not possible with this release of rich'))
    setattr(module, name, value)


def _is_ambiguous(character: str) -> bool:
    """Whether a character is ambiguous and stands for itself: marks on others take no cell."""
    return unicodedata.east_asian_width(character) == "A" and unicodedata.category(
        character
    ) not in ("Mn", "Me", "Cf")


def _ambiguous() -> Iterator[int]:
    return (code for part in _WHERE for code in part if _is_ambiguous(chr(code)))


def _runs(codes: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Numbers in order as their runs: the first and the last of each."""
    first = last = None
    for code in codes:
        if first is None or last is None:
            first = last = code
        elif code == last + 1:
            last = code
        else:
            yield first, last
            first = last = code
    if first is not None and last is not None:
        yield first, last
