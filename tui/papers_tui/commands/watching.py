"""papers-tui watch: what arrives in a folder goes into the library."""

import argparse
import signal
import sys
from pathlib import Path

from papers_tui.commands.adding import tell
from papers_tui.commands.command import Command, complain, location
from papers_tui.locale import _

TERMINATED = 128 + signal.SIGTERM
"""Exit code after SIGTERM."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR", help=_("a folder"))


def _run(options: argparse.Namespace) -> int:
    from papers_store.arrivals import arrivals
    from papers_store.errors import PapersError
    from papers_store.importer import import_pages
    from papers_store.opening import open_library

    for folder in options.folders:
        if not folder.is_dir():
            raise PapersError(_("{folder}: is not a folder").format(folder=folder))
    terminated = _Terminated()
    folders = ", ".join(map(str, options.folders))
    complain(_("watching {folders}; ctrl-c ends").format(folders=folders))
    with open_library(location(options), create=True) as library:
        try:
            for pages in arrivals(options.folders):
                tell(import_pages(library, pages))
                sys.stdout.flush()
        except KeyboardInterrupt:
            # What was being written is whole or not there, as after any interrupted import.
            return TERMINATED if terminated else 0
    return 0


class _Terminated:
    """Whether this process was told to end; it then ends as on ctrl-c."""

    def __init__(self) -> None:
        self._so_far = False
        signal.signal(signal.SIGTERM, self._end)

    def _end(self, *_: object) -> None:
        self._so_far = True
        # Any other exception watchfiles turns into this one.
        raise KeyboardInterrupt

    def __bool__(self) -> bool:
        return self._so_far


COMMAND = Command(
    name="watch",
    purpose=_("Read pages into the library as they arrive in folders, until ctrl-c."),
    arguments=_arguments,
    run=_run,
)
