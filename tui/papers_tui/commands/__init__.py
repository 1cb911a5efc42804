"""What can be typed after papers-tui, one module a command.

The modules are light, so that the whole command line is there at once; what a command works with
is imported when it runs.
"""

from collections.abc import Mapping
from types import MappingProxyType

from papers_tui.commands import (
    adding,
    checking,
    completing,
    configuring,
    copying,
    counting,
    demo,
    exporting,
    graphing,
    keeping,
    keywords,
    listing,
    manual,
    marking,
    removing,
    serving,
    showing,
    watching,
)
from papers_tui.commands.command import Command

COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        command.name: command
        for command in (
            adding.COMMAND,
            watching.COMMAND,
            removing.COMMAND,
            checking.COMMAND,
            copying.COMMAND,
            keeping.COMMAND,
            listing.COMMAND,
            keywords.COMMAND,
            counting.COMMAND,
            showing.COMMAND,
            graphing.COMMAND,
            exporting.COMMAND,
            marking.COMMAND,
            configuring.COMMAND,
            completing.COMMAND,
            manual.COMMAND,
            serving.COMMAND,
            demo.COMMAND,
        )
    }
)
"""Every command by its name, in the order of help."""
