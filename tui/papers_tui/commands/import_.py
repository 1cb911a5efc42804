"""papers-tui import: pages into the library."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from papers_tui.commands._options import limit_options, limits_of
from papers_tui.commands.command import (
    REFUSED,
    Command,
    complain,
    complain_of,
    location,
    print_ledger,
    progress_of,
    say,
    say_waiting,
)
from papers_tui.locale import _

if TYPE_CHECKING:
    from papers_store.ingest.importer import Report
    from papers_store.system.limits import Limits


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help=_("file, folder, or - for stdin"))
    parser.add_argument(
        "--part",
        type=_part,
        metavar="K/N",
        default=(1, 1),
        help=_("import only part K of N; N hosts share an import if each imports one part"),
    )
    parser.add_argument("--json", action="store_true", help=_("report as JSON"))
    parser.add_argument(
        "--explain",
        action="store_true",
        help=_("import nothing; print each line of the pages with what it becomes, and why"),
    )
    limit_options(parser)


def _part(text: str) -> tuple[int, int]:
    """One part of so many, for argparse."""
    number, slash, of = text.partition("/")
    if not (slash and _is_number(number) and _is_number(of) and 1 <= int(number) <= int(of)):
        raise argparse.ArgumentTypeError(
            _("expected a part such as 2/5, the second of five, not {text!r}").format(text=text)
        )
    return int(number), int(of)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 7


def _run(options: argparse.Namespace) -> int:
    from papers_store.ingest.importer import Part, import_pages
    from papers_store.opening import open_library

    limits = limits_of(options)
    if options.explain:
        return _explain(options.paths, limits)
    with (
        open_library(location(options), create=True, on_wait=say_waiting) as library,
        progress_of(_("importing")) as progress,
    ):
        complain_of(library)
        report = import_pages(
            library, options.paths, part=Part(*options.part), progress=progress, limits=limits
        )
    if options.json:
        print_report_as_json(report)
    else:
        print_report(report)
    return REFUSED if report.refused else 0


def _explain(paths: Sequence[str], limits: "Limits") -> int:
    """Print where each line of some pages would end."""
    from papers_store.ingest.explaining import explain_pages
    from papers_store.ingest.workers import Refused

    code = 0
    for found in explain_pages(paths, limits):
        if isinstance(found, Refused):
            complain(f"{found.path}: {found.reason}")
            code = REFUSED
        else:
            say([f"{found.path}: {found.article.title}"])
            print_ledger(found.lines)
    return code


def print_report(report: "Report") -> None:
    """Print what an import did in a line, and one for each page that it refused."""
    for page in report.refused:
        complain(f"{page.path}: {page.reason}")
    for path in report.repeated:
        complain(
            _("{path}: is another version of a page in this import, which is kept").format(
                path=path
            )
        )
    said = _("added {added}, updated {updated}, unchanged {unchanged}, refused {refused}")
    print(
        said.format(
            added=report.added,
            updated=report.updated,
            unchanged=report.unchanged,
            refused=len(report.refused),
        )
    )


def print_report_as_json(report: "Report") -> None:
    """The same as JSON."""
    from papers_tui.document.export import as_json

    refused = [{"path": page.path, "reason": page.reason} for page in report.refused]
    counts = {"added": report.added, "updated": report.updated, "unchanged": report.unchanged}
    print(as_json({**counts, "refused": refused, "repeated": list(report.repeated)}))


COMMAND = Command(
    name="import", purpose=_("Read pages into the library."), arguments=_arguments, run=_run
)
