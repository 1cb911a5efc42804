"""papers-tui import: pages into the library."""

import argparse
from typing import TYPE_CHECKING

from papers_tui.commands.command import (
    REFUSED,
    Command,
    complain,
    complain_of,
    location,
    progress_of,
)
from papers_tui.locale import _

if TYPE_CHECKING:
    from papers_store.importer import Report


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help=_("file, folder, or - for stdin"))
    parser.add_argument("--json", action="store_true", help=_("report as JSON"))


def _run(options: argparse.Namespace) -> int:
    from papers_store.importer import import_pages
    from papers_store.opening import open_library
    from papers_tui.printing import as_json

    with (
        open_library(location(options), create=True) as library,
        progress_of(_("importing")) as progress,
    ):
        complain_of(library)
        report = import_pages(library, options.paths, progress=progress)
    if options.json:
        refused = [{"path": page.path, "reason": page.reason} for page in report.refused]
        counts = {
            "added": report.added,
            "updated": report.updated,
            "unchanged": report.unchanged,
        }
        print(as_json({**counts, "refused": refused}))
    else:
        tell(report)
    return REFUSED if report.refused else 0


def tell(report: "Report") -> None:
    """Say what an import did, in a line, and one for each page that it refused."""
    for page in report.refused:
        complain(f"{page.path}: {page.reason}")
    said = _("added {added}, updated {updated}, unchanged {unchanged}, refused {refused}")
    print(
        said.format(
            added=report.added,
            updated=report.updated,
            unchanged=report.unchanged,
            refused=len(report.refused),
        )
    )


COMMAND = Command(
    name="import", purpose=_("Read pages into the library."), arguments=_arguments, run=_run
)
