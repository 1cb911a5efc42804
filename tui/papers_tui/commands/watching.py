"""papers-tui watch: what arrives in a folder goes into the library."""

import argparse
import signal
import sys
from pathlib import Path

from papers_tui.commands.adding import tell
from papers_tui.commands.command import Command, complain, location, say_waiting
from papers_tui.commands.limiting import limit_arguments, limits_of
from papers_tui.ending import ENDINGS, be_ending
from papers_tui.locale import _


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR", help=_("a folder"))
    limit_arguments(parser)


def _run(options: argparse.Namespace) -> int:
    from papers_store.arrivals import arrivals
    from papers_store.errors import PapersError
    from papers_store.importer import import_pages
    from papers_store.opening import open_library

    for folder in options.folders:
        if not folder.is_dir():
            raise PapersError(_("{folder}: is not a folder").format(folder=folder))
    limits = limits_of(options)
    ended = _Ended()
    folders = ", ".join(map(str, options.folders))
    complain(_("watching {folders}; ctrl-c ends").format(folders=folders))
    with open_library(location(options), create=True, waiting=say_waiting) as library:
        try:
            for pages in arrivals(options.folders):
                tell(import_pages(library, pages, limits=limits))
                sys.stdout.flush()
        except KeyboardInterrupt:
            # What was being written is whole or not there, as after any interrupted import.
            return ended.code
    return 0


class _Ended:
    """Whether a signal has told this process to end; it then ends as on ctrl-c."""

    def __init__(self) -> None:
        self.code = 0
        """The exit code: 0 on ctrl-c, which is how watching is meant to end."""
        for ending in ENDINGS:
            if signal.getsignal(ending) is not signal.SIG_IGN:
                signal.signal(ending, self._end)

    def _end(self, number: int, _: object) -> None:
        self.code = 128 + number
        be_ending()
        # Any other exception watchfiles turns into this one.
        raise KeyboardInterrupt


COMMAND = Command(
    name="watch",
    purpose=_("Read pages into the library as they arrive in folders, until ctrl-c."),
    arguments=_arguments,
    run=_run,
)
