"""papers-tui copy: the articles of one library into another."""

import argparse

from papers_tui.commands.command import REFUSED, Command, complain, progress_of, typed_location
from papers_tui.commands.import_ import print_report, print_report_as_json
from papers_tui.locale import _


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="FROM", help=_("the library to copy"))
    parser.add_argument(
        "target", metavar="TO", help=_("where to copy; created if it does not exist")
    )
    parser.add_argument("--json", action="store_true", help=_("report as JSON"))


def _run(options: argparse.Namespace) -> int:
    from papers_store.errors import PapersError
    from papers_store.ingest.copy import copy_library
    from papers_store.opening import open_library

    with open_library(typed_location(options.source)) as source:
        for problem in source.problems:
            complain(problem)
        if not len(source):
            # A library that is missing is an empty one, and so is a name with a slip in it.
            raise PapersError(
                _("{library}: holds no article; check where the library is").format(
                    library=source.name
                )
            )
        with (
            open_library(typed_location(options.target), create=True) as target,
            progress_of(_("copying")) as progress,
        ):
            report = copy_library(source, target, progress=progress)
        unread = bool(source.problems)
    if options.json:
        print_report_as_json(report)
    else:
        print_report(report)
    return REFUSED if report.refused or unread else 0


COMMAND = Command(
    name="copy",
    purpose=_("Copy the articles of a library into another; run it again to continue."),
    arguments=_arguments,
    run=_run,
)
