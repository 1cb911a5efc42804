"""What can be typed after papers-tui, one module a command.

Opening the app takes none of the modules. They are light, so that the whole command line is there
at once; what a command works with is imported when it runs.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from papers_tui.commands.command import Command

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "import": "adding",
        "watch": "watching",
        "remove": "removing",
        "check": "checking",
        "copy": "copying",
        "library": "keeping",
        "list": "listing",
        "keywords": "keywords",
        "stats": "counting",
        "show": "showing",
        "graph": "graphing",
        "export": "exporting",
        "marks": "marking",
        "config": "configuring",
        "completion": "completing",
        "man": "manual",
        "serve": "serving",
        "demo": "demo",
    }
)
"""The module of every command by its name, in the order of help."""


def command_of(name: str) -> "Command":
    """The command with a name."""
    command: Command = import_module(f"{__name__}.{COMMANDS[name]}").COMMAND
    return command


def all_commands() -> Iterator["Command"]:
    """Every command, in the order of help."""
    return map(command_of, COMMANDS)
