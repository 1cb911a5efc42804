"""How well text can be read in the colours that a terminal makes of a style (WCAG 2.2, 1.4.3)."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from rich.color import Color, ColorSystem
from rich.segment import Segment
from rich.style import Style

Triplet = tuple[int, int, int]

_XTERM_256 = [
    *[(r, g, b) for r in (0, *range(95, 256, 40)) for g in (0, *range(95, 256, 40))
      for b in (0, *range(95, 256, 40))],
    *[(grey, grey, grey) for grey in range(8, 248, 10)],
]  # fmt: skip
"""Colours 16 to 255, which are the same in every terminal."""

_DARK_AND_BRIGHT = {
    "xterm": (
        "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5",
        "7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff",
    ),
    "vga": (
        "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa",
        "555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff",
    ),
    "putty": (
        "000000 bb0000 00bb00 bbbb00 0000bb bb00bb 00bbbb bbbbbb",
        "555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff",
    ),
}
PALETTES: Mapping[str, Sequence[str]] = MappingProxyType(
    {name: " ".join(colors).split() for name, colors in _DARK_AND_BRIGHT.items()}
)
"""The 16 colours as terminals have them before anybody changes them."""


def contrast(one: Triplet, other: Triplet) -> float:
    """Contrast ratio, as WCAG 2.2 defines it."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Triplet) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in color)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def shown(style: Style, system: ColorSystem) -> Iterator[tuple[str, Triplet, Triplet]]:
    """Ink and ground of a style in every terminal of a kind, each with the terminal's name."""
    assert style.color is not None and style.bgcolor is not None, style
    ink, ground = style.color.downgrade(system), style.bgcolor.downgrade(system)
    if style.reverse:
        ink, ground = ground, ink
    if system is not ColorSystem.STANDARD:
        yield system.name, _fixed(ink), _fixed(ground)
        return
    assert ink.number is not None and ground.number is not None, style
    for name, palette in PALETTES.items():
        yield name, _hex(palette[ink.number]), _hex(palette[ground.number])
        if style.bold and ink.number < 8:
            # Many terminals show bold text in the bright colour.
            yield (
                f"{name}, bold as bright",
                _hex(palette[ink.number + 8]),
                _hex(palette[ground.number]),
            )
        if ground.number >= 8:
            # A console of 8 colours has no bright grounds.
            yield f"{name}, 8 grounds", _hex(palette[ink.number]), _hex(palette[ground.number - 8])


def _fixed(color: Color) -> Triplet:
    if color.triplet is not None:
        return color.triplet
    assert color.number is not None and color.number >= 16
    return _XTERM_256[color.number - 16]


def _hex(text: str) -> Triplet:
    return int(text[:2], 16), int(text[2:4], 16), int(text[4:], 16)


def painted(segments: Sequence[Segment]) -> Iterator[tuple[str, Style]]:
    """The texts of a row with their styles; the lines that only part things are none."""
    for text, style, _ in segments:
        if text.strip(" ╌"):
            yield text, style or Style.null()
