"""Every column is measured in cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from papers_tui.terminal import cells

TEXTS = st.text(
    alphabet=st.one_of(
        st.characters(blacklist_categories=("Cs", "Cc")), st.sampled_from("中文，。“”abc 1é❤\ufe0f")
    ),
    max_size=60,
)


@given(TEXTS, st.integers(min_value=0, max_value=80))
def test_fit_gives_exactly_the_cells_asked_for(text: str, width: int) -> None:
    assert cell_len(cells.fit(text, width)) == width


@given(TEXTS, st.integers(min_value=1, max_value=80))
def test_clip_never_takes_more_than_it_may(text: str, width: int) -> None:
    assert cell_len(cells.clip(text, width)) <= width


@given(TEXTS)
def test_the_widths_of_characters_add_up_to_the_width_of_the_text(text: str) -> None:
    assert sum(cells.widths_of(text)) == cells.width_of(text)


def test_a_clipped_title_ends_with_an_ellipsis_and_halves_no_character() -> None:
    assert cells.fit("运用新媒体创新", 8) == "运用新.."
    assert cells.fit("运用新媒体创新", 9) == "运用新.. "


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b[31m",
        "\x9b31m",
        "\x1b]52;c;eA==\x07",
        "\u202eabc",
        "a\u200bb",
        "\x00",
        "\ud800",
        "\r\n",
    ],
)
def test_nothing_that_steers_a_terminal_is_printable(hostile: str) -> None:
    shown = cells.printable(f"甲{hostile}乙")
    assert shown.startswith("甲") and shown.endswith("乙")
    assert all(character.isprintable() for character in shown)
