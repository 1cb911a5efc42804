"""papers-tui export: the citations of the articles that match, for other programs."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from papers_tui.commands.command import Command, complain, complain_of, location, write_out
from papers_tui.locale import _

if TYPE_CHECKING:
    from papers_store.article import Article
    from papers_store.library import Library
    from papers_store.search.hits import Hits

_FORMS = ("gbt7714", "bibtex", "ris", "csl-json", "markdown")
_WINDOW = 500


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", nargs="*", metavar="QUERY", help=_("only those that match"))
    parser.add_argument("--format", choices=_FORMS, default="gbt7714", help=_("how"))
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help=_("a file instead of standard output")
    )


def _run(options: argparse.Namespace) -> int:
    from papers_store.cite import export
    from papers_store.opening import open_library
    from papers_tui.reader_file import open_reader

    with open_library(location(options)) as library:
        complain_of(library)
        hits = library.find(" ".join(options.query), marks=open_reader()).snapshot()
        parts = export(_articles(library, hits), options.format)
        write_out(parts, options.output, json=options.format == "csl-json")
        for part in hits.left_out:
            complain(_("left out of the query: {part}").format(part=part))
    return 0


def _articles(library: "Library", hits: "Hits") -> Iterator["Article"]:
    for start in range(0, hits.total, _WINDOW):
        rows = hits.window(start, min(hits.total, start + _WINDOW))
        yield from library.articles([row.id for row in rows])


COMMAND = Command(
    name="export",
    purpose=_("Print the citations of articles, for other programs."),
    arguments=_arguments,
    run=_run,
)
