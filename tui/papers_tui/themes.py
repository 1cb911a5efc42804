"""Colours for long reading: warm text on a dark or a light background, and one accent.

A third theme has high contrast: white on black. Text, muted text and accent have a contrast of 4.5
to 1 or more on every background they are drawn on, which are the page, the panels and the cursor's
line, and of 7 to 1 in the third theme (WCAG 2.2, success criteria 1.4.3 and 1.4.6).

Terminals of 16 colours, or of 8, get themes of their own, since the others would be unreadable when
mapped to so few. Their colours are black, white, blue and bright yellow, which look
much the same in every such terminal. Black is never bold: many terminals show bold black as grey.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Literal

from textual.theme import Theme

Name = Literal["dark", "light", "contrast"]
"""What the settings call a theme."""


_BLACK, _BLUE, _WHITE = "#000000", "#0000aa", "#aaaaaa"
_BRIGHT_YELLOW, _BRIGHT_WHITE = "#ffff55", "#ffffff"
"""As rich has the 16 colours, so that each is sent as that colour's number."""


def _highlights(ground: str, ink: str, *, style: str = "bold") -> dict[str, str]:
    """The styles of the current match, of the selection, and of bold where bold can be read."""
    return {
        "strong-style": style,
        "match-style": "underline" if style == "none" else f"{style} underline",
        "here": ground,
        "here-ink": ink,
        # Black is never bold.
        "here-style": "none" if ink == _BLACK and ground in (_WHITE, _BRIGHT_WHITE) else style,
        "input-selection-background": ground,
        "input-selection-foreground": ink,
    }


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
    variables={
        "text-muted": "#a9a8a1",
        "text-disabled": "#a9a8a1",
        "panel-lighten-2": "#50555c",
        **_highlights("#d8a657", "#17191c"),
    },
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
    variables={
        "text-muted": "#5a574f",
        "text-disabled": "#5a574f",
        "panel-lighten-2": "#a89f8a",
        **_highlights("#84470a", "#f8f4ea"),
    },
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
    variables={
        "text-muted": "#dddddd",
        "text-disabled": "#dddddd",
        "panel-lighten-2": "#8a8a8a",
        **_highlights("#ffe000", "#000000"),
    },
)


def _of_few(
    name: str, *, ink: str, accent: str, page: str, bar: str, here: tuple[str, str], style: str
) -> Theme:
    """A theme for a terminal of few colours."""
    return Theme(
        name=name,
        primary=bar,
        secondary=ink,
        accent=accent,
        warning=accent,
        error=accent,
        success=accent,
        foreground=ink,
        background=page,
        surface=page,
        panel=page,
        dark=page == _BLACK,
        variables={
            "text-muted": ink,
            "text-disabled": ink,
            "panel-lighten-1": page,
            "panel-lighten-2": ink,
            **_highlights(*here, style=style),
        },
    )


FEW_DARK = _of_few(
    "papers-dark-16",
    ink=_WHITE,
    accent=_BRIGHT_YELLOW,
    page=_BLACK,
    bar=_BLUE,
    here=(_WHITE, _BLACK),
    style="bold",
)
FEW_LIGHT = _of_few(
    "papers-light-16",
    ink=_BLACK,
    accent=_BLUE,
    page=_BRIGHT_WHITE,
    bar=_WHITE,
    here=(_BLUE, _BRIGHT_WHITE),
    style="none",
)
FEW_CONTRAST = _of_few(
    "papers-contrast-16",
    ink=_BRIGHT_WHITE,
    accent=_BRIGHT_YELLOW,
    page=_BLACK,
    bar=_BLUE,
    here=(_BRIGHT_WHITE, _BLACK),
    style="bold",
)

THEMES: Mapping[Name, Theme] = MappingProxyType(
    {"dark": DARK, "light": LIGHT, "contrast": CONTRAST}
)
"""The themes by their names in the settings."""


def _in_256(theme: Theme, **changed: Any) -> Theme:
    """A theme with some colours replaced."""
    ground = changed.get("accent", theme.accent or "")
    variables = theme.variables | _highlights(ground, theme.background or "")
    return replace(theme, name=f"{theme.name}-256", variables=variables, **changed)


IN_256: Mapping[Name, Theme] = MappingProxyType(
    {
        "dark": _in_256(DARK, primary="#303030", error="#ff8787"),
        "light": _in_256(LIGHT, accent="#5f5f00", warning="#5f5f00"),
        "contrast": _in_256(CONTRAST, primary="#3a3a3a", error="#ffd7d7"),
    }
)
"""The themes for 256 colours, changed where the nearest colours would be too alike."""

IN_16: Mapping[Name, Theme] = MappingProxyType(
    {"dark": FEW_DARK, "light": FEW_LIGHT, "contrast": FEW_CONTRAST}
)
"""The same for terminals of 16 colours."""


def themes_for(colours: str | None) -> Mapping[Name, Theme]:
    """The themes for a terminal.

    Args:
        colours: How many it has, as rich calls it: truecolor, 256, standard; None for none.
    """
    if colours == "truecolor":
        return THEMES
    return IN_256 if colours == "256" else IN_16
