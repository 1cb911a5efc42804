"""Colours to read in for an hour: warm ink on a dark or a light ground, and one accent.

A third is for eyes that want more: white on black. Ink, muted ink and accent can be read on every
ground they stand on, which are the page, the panels and the line the cursor is on: at 4.5 to 1 or
better, and at 7 to 1 in the third (WCAG 2.2, success criteria 1.4.3 and 1.4.6).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from textual.theme import Theme

DARK = Theme(
    name="papers-dark",
    primary="#313c49",
    secondary="#8a9bab",
    accent="#d8a657",
    warning="#d8a657",
    error="#e06c5f",
    success="#8fae6b",
    foreground="#d9d4c7",
    background="#17191c",
    surface="#1c1f23",
    panel="#22262b",
    dark=True,
    variables={"text-muted": "#a9a8a1", "panel-lighten-2": "#50555c"},
)

LIGHT = Theme(
    name="papers-light",
    primary="#dad2bf",
    secondary="#5d6b78",
    accent="#84470a",
    warning="#84470a",
    error="#a3281b",
    success="#4d6b22",
    foreground="#2a2722",
    background="#f8f4ea",
    surface="#f2ecdf",
    panel="#ebe4d4",
    dark=False,
    # Lighter than this panel would be the page itself, and rules would not be seen.
    variables={"text-muted": "#5a574f", "panel-lighten-2": "#a89f8a"},
)

CONTRAST = Theme(
    name="papers-contrast",
    primary="#444444",
    secondary="#dddddd",
    accent="#ffe000",
    warning="#ffe000",
    error="#ffb3a8",
    success="#9be564",
    foreground="#ffffff",
    background="#000000",
    surface="#0d0d0d",
    panel="#1a1a1a",
    dark=True,
    variables={"text-muted": "#dddddd", "panel-lighten-2": "#8a8a8a"},
)

THEMES: Mapping[Literal["dark", "light", "contrast"], Theme] = MappingProxyType(
    {"dark": DARK, "light": LIGHT, "contrast": CONTRAST}
)
"""The themes by their names in the settings."""
