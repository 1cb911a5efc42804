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
        "import": "import_",
        "watch": "watch",
        "remove": "remove",
        "check": "check",
        "copy": "copy",
        "library": "library",
        "list": "list_",
        "keywords": "keywords",
        "stats": "stats",
        "show": "show",
        "graph": "graph",
        "export": "export",
        "marks": "marks",
        "config": "config",
        "completion": "completion",
        "man": "man",
        "serve": "serve",
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
