"""papers-tui marks: a reader's stars, tags, notes and places, to another machine and back."""

import argparse
import sys
from contextlib import nullcontext
from pathlib import Path

from papers_tui.commands.command import Command, complain, write_out
from papers_tui.locale import _

_LARGEST = 512 << 20
"""Bytes of an export: of a million articles with a note each."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="export | import")
    purpose = _("Print your marks as JSON.")
    sending = actions.add_parser("export", help=purpose, description=purpose)
    sending.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help=_("a file instead of standard output")
    )
    purpose = _("Merge exported marks; of two changes the later one stays.")
    taking = actions.add_parser("import", help=purpose, description=purpose)
    taking.add_argument("file", metavar="FILE", help=_("a file, or - for standard input"))


def _run(options: argparse.Namespace) -> int:
    from papers_tui.reader_file import open_reader

    marks = open_reader()
    for problem in marks.problems:
        complain(problem)
    if options.action == "export":
        write_out([marks.export()], options.output, json=True)
    else:
        changed = marks.merge(_read(options.file), options.file)
        print(_("marks changed: {count}").format(count=changed))
    # What was just taken in is none of them.
    for copy in marks.unread_copies():
        complain(copy)
    return 0


def _read(file: str) -> bytes:
    from papers_store.errors import PapersError

    try:
        # A pipe is as good as a file, and a device may have no end.
        with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as given:
            data = given.read(_LARGEST + 1)
    except OSError as error:
        raise PapersError(
            _("{file}: cannot be read ({reason})").format(file=file, reason=error.strerror)
        ) from error
    if len(data) > _LARGEST:
        raise PapersError(
            _("{file}: is no export of marks; none is larger than {count} MB").format(
                file=file, count=_LARGEST >> 20
            )
        )
    return data


COMMAND = Command(
    name="marks",
    purpose=_("Move your stars, tags, notes and places to another machine."),
    arguments=_arguments,
    run=_run,
)
