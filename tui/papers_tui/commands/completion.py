"""papers-tui completion: what makes a shell complete this program's words."""

import argparse

from papers_tui.commands._arguments import actions_of, commands_of
from papers_tui.commands.command import Command
from papers_tui.locale import _

_SHELLS = ("bash", "zsh", "fish")
_FILES = ("PATH", "FILE")
_FOLDERS = ("DIR",)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=_SHELLS, help=_("which shell"))


def _run(options: argparse.Namespace) -> int:
    import shtab

    parser: argparse.ArgumentParser = options.whole()
    _complete_files(parser)
    print(shtab.complete(parser, options.shell))
    return 0


def _complete_files(parser: argparse.ArgumentParser) -> None:
    """Mark, in this parser and those of its commands, which arguments are files."""
    import shtab

    for action in actions_of(parser):
        kind = shtab.FILE if action.metavar in _FILES else None
        kind = shtab.DIRECTORY if action.metavar in _FOLDERS else kind
        if kind:
            # Where shtab looks for it.
            action.complete = kind  # type: ignore[attr-defined]
    for inner in commands_of(parser).values():
        _complete_files(inner)


COMMAND = Command(
    name="completion",
    purpose=_("Print a script that completes words in a shell."),
    arguments=_arguments,
    run=_run,
)
