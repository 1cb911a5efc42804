"""Characters of ambiguous width in terminals that draw them in two cells."""

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from papers_tui.terminal.cells import fit, width_of, widths_of
from papers_tui.widgets.pane import RULE

TESTS = Path(__file__).parents[1]
AMBIGUOUS = "“”…—·①Ⅰ→℃×α─│■▌ \ue000"


def asked(*arguments: str) -> Any:
    """What a Python of its own prints, as JSON."""
    ran = subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": str(TESTS), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def wide(expression: str) -> Any:
    """The value of an expression where ambiguous characters are wide."""
    lines = (
        "import json, sys, unicodedata",
        "from papers_tui.terminal.ambiguous_width import treat_as_wide",
        "treat_as_wide()",
        "from rich import cells",
        "from rich.segment import Segment",
        "from papers_tui.terminal.cells import clip, fit, width_of, widths_of",
        "from papers_tui.document.line_breaking import break_lines",
        f"print(json.dumps({expression}))",
    )
    return asked("-c", "\n".join(lines))


def width(text: str) -> int:
    """The cells of a text by Unicode's own table alone."""
    return sum(
        0
        if unicodedata.category(one) in ("Mn", "Me", "Cf")
        else 1 + (unicodedata.east_asian_width(one) in "WFA")
        for one in text
    )


def test_every_ambiguous_character_is_two_cells_and_no_other_is_wider_than_before() -> None:
    found = wide("[cells.get_character_cell_size(chr(code)) for code in range(0x110000)]")
    from rich.cells import get_character_cell_size

    for code, size in enumerate(found):
        character = chr(code)
        before = get_character_cell_size(character)
        if unicodedata.east_asian_width(character) == "A" and before:
            expected = 1 if character == "\u00ad" else 2
        else:
            expected = before
        assert size == expected, hex(code)


def test_all_that_measures_agrees() -> None:
    text = AMBIGUOUS * 40
    expected = width(text)
    assert expected > len(text)
    for measured in (
        f"cells.cell_len({text!r})",
        f"cells.cached_cell_len({text!r})",
        f"cells.split_graphemes({text!r})[1]",
        f"width_of({text!r})",
        f"sum(widths_of({text!r}))",
        f"Segment({text!r}).cell_length",
    ):
        assert wide(measured) == expected, measured


def test_text_is_cut_at_cells() -> None:
    assert wide("[fit('“——”', 5), fit('①', 5), clip('αβγδ', 7)]") == ["“.. ", "①   ", "αβ.."]
    assert wide("cells.set_cell_size('“—”', 3)") == "“ "
    assert wide("cells.chop_cells('αβγ', 4)") == ["αβ", "γ"]
    assert wide("[one.text for one in Segment('αβγ').split_cells(2)]") == ["α", "βγ"]
    assert wide("[one.text for one in Segment('αβγ').split_cells(3)]") == ["α ", " γ"]
    assert wide("break_lines('甲×乙αβ', 6)") == [[0, 3], [3, 5]]


def test_an_emoji_sign_makes_no_wide_character_wider() -> None:
    # ↔ is ambiguous and can be an emoji, # can be one and is narrow.
    assert wide("[cells.cell_len('↔'), cells.cell_len('↔\\ufe0f'), widths_of('↔\\ufe0f')]") == [
        2,
        2,
        [2, 0],
    ]
    assert wide("cells.cell_len('#\\ufe0f')") == 2


def test_marks_on_other_characters_still_take_no_cell() -> None:
    assert wide("[cells.cell_len('a\\u0301'), widths_of('a\\u0301')]") == [1, [1, 0]]


def test_nothing_of_textual_is_loaded_by_it() -> None:
    assert wide("[name for name in sys.modules if name.startswith('textual')]") == []


def test_rules_are_drawn_with_a_character_that_is_narrow_everywhere() -> None:
    assert wide(f"width_of({RULE!r})") == width_of(RULE) == 1


@pytest.mark.parametrize("columns", [60, 61])
def test_screens_are_drawn_straight(columns: int) -> None:
    rows = asked(str(TESTS / "support" / "drivers" / "wide_rendering.py"), str(columns), "20")
    assert len(rows) == 40
    assert [row for row in rows if width(row) != columns] == []
    assert any("“——…①”，第Ⅰ类→甲×α" in row for row in rows)


def test_without_it_they_are_as_narrow_as_rich_has_them() -> None:
    assert width_of(AMBIGUOUS) == sum(widths_of(AMBIGUOUS)) == len(AMBIGUOUS)
    assert fit("“——”", 5) == "“——” "
