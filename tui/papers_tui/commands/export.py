"""papers-tui export: the citations of the articles that match, for other programs."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from papers_store.cite import DEFAULT_FORM, FORMS
from papers_tui.commands.command import (
    Command,
    complain_of,
    complain_of_left_out,
    location,
    write_out,
)
from papers_tui.locale import _

if TYPE_CHECKING:
    from papers_store.article import Article
    from papers_store.library import Library
    from papers_store.search.hits import Hits


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", nargs="*", metavar="QUERY", help=_("only those that match"))
    parser.add_argument("--format", choices=tuple(FORMS), default=DEFAULT_FORM, help=_("format"))
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help=_("a file instead of standard output")
    )


def _run(options: argparse.Namespace) -> int:
    from papers_store.opening import open_library
    from papers_tui.reader_file import open_reader

    with open_library(location(options)) as library:
        complain_of(library)
        hits = library.find(" ".join(options.query), marks=open_reader()).snapshot()
        form = FORMS[options.format]
        parts = form.export(_articles(library, hits))
        write_out(parts, options.output, json=form.is_json)
        complain_of_left_out(hits.left_out)
    return 0


def _articles(library: "Library", hits: "Hits") -> Iterator["Article"]:
    from papers_store.library import BATCH_SIZE

    for rows in hits.batches(BATCH_SIZE):
        yield from library.articles([row.id for row in rows])


COMMAND = Command(
    name="export",
    purpose=_("Print the citations of articles, for other programs."),
    arguments=_arguments,
    run=_run,
)
