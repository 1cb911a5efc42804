"""Options that set a setting for once, made from its row in the table of settings."""

import argparse
from collections.abc import Callable

from papers_store.system.limits import Limits
from papers_tui.commands.command import count
from papers_tui.locale import _
from papers_tui.settings import ROWS, Switch, Within, read_settings


def setting_option(parser: argparse._ActionsContainer, key: str) -> None:
    """Let a setting be given as an option; its value is None, or False for a switch, without it."""
    row = ROWS[key]
    name = f"--{key.replace('_', '-')}"
    if isinstance(row.kind, Switch):
        parser.add_argument(name, action="store_true", help=row.option)
    elif isinstance(row.kind, Within):
        parser.add_argument(name, type=_within(row.kind), metavar="N", help=row.option)


def limit_options(parser: argparse.ArgumentParser) -> None:
    """Let the limits of an import be given as options; else they are those of the settings."""
    limits = parser.add_argument_group(_("limits"))
    for key in Limits.__struct_fields__:
        setting_option(limits, key)


def limits_of(options: argparse.Namespace) -> Limits:
    """The limits as the options say, else the settings, else as usual.

    Raises:
        SettingsError: something in the settings is wrong.
    """
    from msgspec.structs import replace

    given = {key: getattr(options, key) for key in Limits.__struct_fields__}
    return replace(read_settings().limits, **{key: value for key, value in given.items() if value})


def _within(bounds: Within) -> Callable[[str], int]:
    def limit(text: str) -> int:
        value = count(text)
        if not bounds.least <= value <= bounds.most:
            raise argparse.ArgumentTypeError(bounds.allowed)
        return value

    return limit
