"""papers-tui marks: a reader's stars, tags, notes and places, to another machine and back."""

import argparse
import sys
from pathlib import Path

from papers_tui.commands.command import Command, complain, write_out
from papers_tui.locale import _


def _arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="export | import")
    purpose = _("Print your marks as JSON.")
    sending = actions.add_parser("export", help=purpose, description=purpose)
    sending.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help=_("a file instead of standard output")
    )
    purpose = _("Take in marks that were exported, of each the later change.")
    taking = actions.add_parser("import", help=purpose, description=purpose)
    taking.add_argument("file", metavar="FILE", help=_("a file, or - for standard input"))


def _run(options: argparse.Namespace) -> int:
    from papers_tui.reader import open_reader

    marks = open_reader()
    for problem in marks.problems:
        complain(problem)
    if options.action == "export":
        write_out([marks.export()], options.output, json=True)
    else:
        changed = marks.merge(_read(options.file), options.file)
        print(_("marks changed: {count}").format(count=changed))
    return 0


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    from papers_store.errors import PapersError

    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise PapersError(
            _("{file}: cannot be read ({reason})").format(file=file, reason=error.strerror)
        ) from error


COMMAND = Command(
    name="marks",
    purpose=_("Move your stars, tags, notes and places to another machine."),
    arguments=_arguments,
    run=_run,
)
