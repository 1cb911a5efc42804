"""papers-tui watch: what arrives in a folder goes into the library."""

import argparse
import sys
from contextlib import suppress
from pathlib import Path

from papers_tui.commands._options import limit_options, limits_of
from papers_tui.commands.command import Command, complain, complain_of, location, say_waiting
from papers_tui.commands.import_ import print_report
from papers_tui.locale import _
from papers_tui.terminal.signals import end_if_requested, end_requested


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR", help=_("a folder"))
    limit_options(parser)


def _run(options: argparse.Namespace) -> int:
    from papers_store.errors import PapersError
    from papers_store.ingest.importer import import_pages
    from papers_store.ingest.watch import watch_pages
    from papers_store.opening import open_library

    for folder in options.folders:
        if not folder.is_dir():
            raise PapersError(_("{folder}: is not a folder").format(folder=folder))
    limits = limits_of(options)
    folders = ", ".join(map(str, options.folders))
    complain(_("watching {folders}; ctrl-c ends").format(folders=folders))
    # On ctrl-c watching ends as it is meant to. What was being written is whole or not there, as
    # after any interrupted import.
    with (
        suppress(KeyboardInterrupt),
        open_library(location(options), create=True, on_wait=say_waiting) as library,
    ):
        complain_of(library)
        for pages in watch_pages(options.folders, until=end_requested):
            print_report(import_pages(library, pages, progress=_go_on, limits=limits))
            sys.stdout.flush()
    end_if_requested()
    return 0


def _go_on(done: int, total: int) -> None:
    end_if_requested()


COMMAND = Command(
    name="watch",
    purpose=_("Read pages into the library as they arrive in folders, until ctrl-c."),
    arguments=_arguments,
    run=_run,
)
