"""papers-tui keywords: the keywords of the articles that match a query, with counts."""

import argparse

from papers_tui.commands.command import Command, complain_of, count, location
from papers_tui.locale import _


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", nargs="*", metavar="QUERY", help=_("only of those that match"))
    parser.add_argument("--json", action="store_true", help=_("list as JSON"))
    parser.add_argument("--limit", type=count, metavar="N", help=_("at most this many"))


def _run(options: argparse.Namespace) -> int:
    from papers_store.opening import open_library
    from papers_tui.document.export import as_json
    from papers_tui.reader_file import open_reader
    from papers_tui.terminal.cells import printable

    with open_library(location(options)) as library:
        complain_of(library)
        counts = library.keywords(" ".join(options.query), marks=open_reader())[: options.limit]
    if options.json:
        print(as_json([{"keyword": one.keyword, "count": one.count} for one in counts]))
    else:
        for one in counts:
            print(f"{one.count}\t{printable(one.keyword)}")
    return 0


COMMAND = Command(
    name="keywords",
    purpose=_("List keywords, most frequent first."),
    arguments=_arguments,
    run=_run,
)
