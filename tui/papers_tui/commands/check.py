"""papers-tui check: what is wrong with the library, and mending it."""

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import to_builtins

from papers_tui.commands.command import Command, complain, location, progress_of, say
from papers_tui.locale import _

if TYPE_CHECKING:
    from papers_store.results import Mended, Problem

PROBLEMS = 1
"""Exit code when something is wrong, and still is when the command ends."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("report as JSON"))
    parser.add_argument(
        "--repair",
        action="store_true",
        help=_(
            "repair what can be repaired; damaged files are set aside, and what is sound is kept"
        ),
    )


def _run(options: argparse.Namespace) -> int:
    from papers_store.opening import open_library
    from papers_tui.document.export import as_json

    with (
        open_library(location(options), repair=False) as library,
        progress_of(_("checking")) as progress,
    ):
        mended = library.repair(progress=progress) if options.repair else ()
        problems = library.check(progress=progress)
        name = library.name
    _tell_of_copies()
    if options.json:
        print(
            as_json(
                {
                    "library": name,
                    "sound": all(problem.harmless for problem in problems),
                    "problems": [to_builtins(problem) for problem in problems],
                    "mended": [to_builtins(one) for one in mended],
                }
            )
        )
    else:
        say(_as_text(name, problems, mended))
    return 0 if all(problem.harmless for problem in problems) else PROBLEMS


def _tell_of_copies() -> None:
    """Name copies of the reader's own marks, which are no fault of the library."""
    from papers_store.marks.conflict_copies import copies_beside
    from papers_tui.reader_file import open_reader, reader_file

    if copies_beside(reader_file()):
        # Not else: marks that are damaged are set aside when they are opened.
        for copy in open_reader().unread_copies():
            complain(copy)


def _as_text(name: str, problems: Sequence["Problem"], mended: Sequence["Mended"]) -> Iterator[str]:
    for one in mended:
        yield f"{one.problem.file}: {one.problem.wrong}; {one.done}"
        if one.set_aside is not None:
            yield "    " + _("as it was: {file}").format(file=one.set_aside)
    for problem in problems:
        yield f"{problem.file}: {problem.wrong}; {problem.remedy}"
    if all(problem.harmless for problem in problems):
        yield _("{library}: sound").format(library=name)


COMMAND = Command(
    name="check",
    purpose=_("Check the library for damage, and repair it."),
    arguments=_arguments,
    run=_run,
)
