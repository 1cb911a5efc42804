"""papers-tui list: the articles that match a query, one line each or as JSON."""

import argparse
import shutil
import sys
from typing import get_args

from papers_store.results import Order
from papers_tui.commands.command import Command, complain_of, complain_of_left_out, count, location
from papers_tui.locale import _


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", nargs="*", metavar="QUERY", help=_("only those that match"))
    parser.add_argument("--json", action="store_true", help=_("list as JSON"))
    parser.add_argument(
        "--order",
        choices=get_args(Order),
        default="relevance",
        help=_("order of the list"),
    )
    parser.add_argument("--limit", type=count, metavar="N", help=_("at most this many"))


def _run(options: argparse.Namespace) -> int:
    from papers_store.library import BATCH_SIZE
    from papers_store.opening import open_library
    from papers_tui.document.export import as_json, row_as_dict, rows_as_text
    from papers_tui.reader_file import open_reader

    with open_library(location(options)) as library:
        complain_of(library)
        hits = library.find(" ".join(options.query), order=options.order, marks=open_reader())
        if options.limit is None or options.limit > BATCH_SIZE:
            # Others may write while this is printed.
            hits = hits.snapshot()
        batches = hits.batches(BATCH_SIZE, options.limit)
        if options.json:
            articles = [row_as_dict(row) for rows in batches for row in rows]
            print(as_json({"total": hits.total, "articles": articles}))
        else:
            width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
            for rows in batches:
                for line in rows_as_text(rows, width):
                    print(line)
        complain_of_left_out(hits.left_out)
    return 0


COMMAND = Command(name="list", purpose=_("List articles."), arguments=_arguments, run=_run)
