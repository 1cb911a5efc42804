"""papers-tui library: making a library, bringing it up to date, and looking it over."""

import argparse

from papers_store.errors import PapersError
from papers_tui.commands import check
from papers_tui.commands.command import Command, location
from papers_tui.locale import _

_MOST_SHARDS = 32_000
"""The most parts that Citus divides a table into (its setting citus.shard_count)."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="init | migrate | check")
    purpose = _("Create a library: a folder, or the tables in a database.")
    making = actions.add_parser("init", help=purpose, description=purpose)
    making.add_argument(
        "--citus", action="store_true", help=_("distribute it over the nodes of a Citus cluster")
    )
    making.add_argument(
        "--shards",
        type=_shards,
        metavar="N",
        help=_("with --citus: number of shards; by default one for each node"),
    )
    purpose = _("Update a library that an older papers-tui made.")
    actions.add_parser("migrate", help=purpose, description=purpose)
    purpose = check.COMMAND.purpose
    looking = actions.add_parser("check", help=purpose, description=purpose)
    check.COMMAND.arguments(looking)


def _shards(text: str) -> int:
    """How many parts a table is divided into, for argparse; Citus takes up to 32,000."""
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= _MOST_SHARDS:
        return int(text[:9])
    raise argparse.ArgumentTypeError(
        _("expected a number from 1 to 32000, not {text!r}").format(text=text)
    )


def _run(options: argparse.Namespace) -> int:
    if options.action == "check":
        return check.COMMAND.run(options)
    place = location(options)
    from papers_store.opening import make_library, migrate_library, open_library

    if options.action == "migrate":
        made = migrate_library(place)
    else:
        if options.shards is not None and not options.citus:
            raise PapersError(_("--shards divides a library on a cluster; add --citus"))
        made = make_library(place, citus=options.citus, shards=options.shards)
    with open_library(place) as library:
        said = _("{library}: is ready") if made else _("{library}: is up to date")
        print(said.format(library=library.name))
    return 0


COMMAND = Command(
    name="library",
    purpose=_("Create, update or check a library."),
    arguments=_arguments,
    run=_run,
)
