"""Colours that can be told apart."""

from typing import get_args

import pytest
from textual.color import Color
from textual.theme import Theme

from papers_tui.settings import Theme as Name
from papers_tui.themes import CONTRAST, DARK, LIGHT, THEMES

GROUNDS = ("background", "primary", "panel")
"""The page, the line the cursor is on, and the panels."""
INKS = ("foreground", "text-muted", "accent")
"""Text, text of less weight, and what was found."""


def luminance(color: Color) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in color.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(theme: Theme, ink: str, ground: str) -> float:
    """Contrast ratio, as WCAG 2.2 defines it."""
    colors = theme.to_color_system().generate()
    dark, light = sorted(luminance(Color.parse(colors[name])) for name in (ink, ground))
    return (light + 0.05) / (dark + 0.05)


def least(theme: Theme) -> float:
    return 7.0 if theme is CONTRAST else 4.5


def test_there_is_one_for_every_name_in_the_settings() -> None:
    assert set(THEMES) == set(get_args(Name))
    assert len({theme.name for theme in THEMES.values()}) == len(THEMES)


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST], ids=lambda theme: theme.name)
@pytest.mark.parametrize("ink", INKS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_can_be_read_on_every_ground(theme: Theme, ink: str, ground: str) -> None:
    assert contrast(theme, ink, ground) >= least(theme)


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST], ids=lambda theme: theme.name)
def test_a_find_that_is_stood_on_and_an_error_can_be_read(theme: Theme) -> None:
    assert contrast(theme, "background", "accent") >= least(theme)
    assert contrast(theme, "error", "background") >= least(theme)


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST], ids=lambda theme: theme.name)
def test_rules_between_panes_are_seen(theme: Theme) -> None:
    assert contrast(theme, "panel-lighten-2", "background") >= 2


def test_white_on_black_is_the_most_there_is() -> None:
    assert contrast(CONTRAST, "foreground", "background") == pytest.approx(21)
