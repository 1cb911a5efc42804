"""Colours to read in for an hour: warm ink on a dark or a light ground, and one accent."""

from textual.theme import Theme

DARK = Theme(
    name="papers-dark",
    primary="#3a4654",
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
)

LIGHT = Theme(
    name="papers-light",
    primary="#d5cdb8",
    secondary="#5d6b78",
    accent="#8f4e0c",
    warning="#8f4e0c",
    error="#a3281b",
    success="#4d6b22",
    foreground="#2a2722",
    background="#f8f4ea",
    surface="#f2ecdf",
    panel="#ebe4d4",
    dark=False,
)
