"""papers-tui show: one article as text, Markdown or JSON, or what its page became."""

import argparse

from papers_tui.commands.command import Command, location, print_ledger, say
from papers_tui.locale import _


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help=_("an article's id, or how it begins"))
    parser.add_argument(
        "--format", choices=("text", "markdown", "json", "ledger"), default="text", help=_("format")
    )


def _run(options: argparse.Namespace) -> int:
    from papers_store.opening import open_library
    from papers_tui.document.export import (
        article_as_dict,
        article_as_markdown,
        article_as_text,
        as_json,
    )

    with open_library(location(options)) as library:
        article = library.article(library.resolve(options.id))
    if options.format == "ledger":
        from papers_store.ingest.explaining import explain_article

        print_ledger(explain_article(article).lines)
    elif options.format == "json":
        print(as_json(article_as_dict(article)))
    elif options.format == "markdown":
        say(article_as_markdown(article))
    else:
        say(article_as_text(article))
    return 0


COMMAND = Command(name="show", purpose=_("Print one article."), arguments=_arguments, run=_run)
