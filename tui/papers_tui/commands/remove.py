"""papers-tui remove: articles out of the library."""

import argparse

from papers_tui.commands.command import Command, complain_of, location, say
from papers_tui.locale import _


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ids", nargs="+", metavar="ID", help=_("an article's id, or how it begins"))


def _run(options: argparse.Namespace) -> int:
    from papers_store.opening import open_library

    with open_library(location(options)) as library:
        complain_of(library)
        # All are found before any is taken out.
        ids = dict.fromkeys(library.resolve(beginning) for beginning in options.ids)
        titles = {article_id: library.article(article_id).title for article_id in ids}
        removed = library.remove(tuple(ids))
    say(
        _("removed {id}  {title}").format(id=article_id, title=titles[article_id])
        for article_id in removed
    )
    return 0


COMMAND = Command(
    name="remove",
    purpose=_("Remove articles from the library; their pages stay where they are."),
    arguments=_arguments,
    run=_run,
)
