"""papers-tui list: the articles that match a query, one line each or as JSON."""

import argparse
import shutil
import sys
from typing import get_args

from papers_store.results import Order
from papers_tui.commands.command import Command, complain, complain_of, count, location
from papers_tui.locale import _


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", nargs="*", metavar="QUERY", help=_("only those that match"))
    parser.add_argument("--json", action="store_true", help=_("list as JSON"))
    parser.add_argument(
        "--order",
        choices=get_args(Order),
        default="relevance",
        help=_("what the list goes by"),
    )
    parser.add_argument("--limit", type=count, metavar="N", help=_("at most so many"))


def _run(options: argparse.Namespace) -> int:
    from papers_store.opening import open_library
    from papers_tui.document.export import as_json, row_as_dict, rows_as_text
    from papers_tui.reader_file import open_reader

    with open_library(location(options)) as library:
        complain_of(library)
        hits = library.find(" ".join(options.query), order=options.order, marks=open_reader())
        if options.limit is None:
            # Others may write while this is printed.
            hits = hits.snapshot()
        stop = hits.total if options.limit is None else min(options.limit, hits.total)
        if options.json:
            rows = hits.window(0, stop)
            print(as_json({"total": hits.total, "articles": [row_as_dict(row) for row in rows]}))
        else:
            width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
            for start in range(0, stop, 500):
                for line in rows_as_text(hits.window(start, min(stop, start + 500)), width):
                    print(line)
        for part in hits.left_out:
            complain(_("left out of the query: {part}").format(part=part))
    return 0


COMMAND = Command(name="list", purpose=_("List articles."), arguments=_arguments, run=_run)
