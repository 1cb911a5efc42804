"""Options by which a command that imports sets limits for this once."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from papers_tui.commands.command import count
from papers_tui.locale import _

if TYPE_CHECKING:
    from papers_store.system.limits import Limits

_PURPOSES = {
    "page_megabytes": _("refuse pages larger than so many megabytes"),
    "page_lines": _("refuse pages with more lines, or tags of HTML, than that"),
    "page_seconds": _("refuse pages that take more seconds of work than that"),
    "pages": _("read no more pages than that of a folder"),
}


def limit_arguments(parser: argparse.ArgumentParser) -> None:
    """Let the limits be given as options; else they are those of the settings."""
    limits = parser.add_argument_group(_("limits"))
    for name, purpose in _PURPOSES.items():
        option = f"--{name.replace('_', '-')}"
        limits.add_argument(option, type=_within(name), metavar="N", help=purpose)


def limits_of(options: argparse.Namespace) -> "Limits":
    """The limits as the options say, else the settings, else as usual.

    Raises:
        SettingsError: something in the settings is wrong.
    """
    from msgspec.structs import replace

    from papers_tui.settings import read_settings

    given = {name: getattr(options, name) for name in _PURPOSES}
    return replace(
        read_settings().limits, **{name: value for name, value in given.items() if value}
    )


def _within(name: str) -> Callable[[str], int]:
    def limit(text: str) -> int:
        from papers_tui.settings import LIMITS

        least, most = LIMITS[name]
        value = count(text)
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(
                _("a whole number from {least} to {most}").format(least=least, most=most)
            )
        return value

    return limit
