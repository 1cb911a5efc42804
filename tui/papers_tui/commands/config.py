"""papers-tui config: where a person's settings are, and a file of them to begin with."""

import argparse

from papers_store.errors import PapersError
from papers_tui.commands.command import Command, say
from papers_tui.locale import _


def _arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="init | path")
    purpose = _("Create a settings file with explanations.")
    actions.add_parser("init", help=purpose, description=purpose)
    purpose = _("Print where the settings file is.")
    actions.add_parser("path", help=purpose, description=purpose)


def _run(options: argparse.Namespace) -> int:
    from papers_tui.settings import settings_file

    if options.action == "init":
        _write()
    say([str(settings_file())])
    return 0


def _write() -> None:
    from papers_tui.settings import settings_file, written_settings

    file = settings_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as new:
            new.write(written_settings())
    except FileExistsError as error:
        raise PapersError(
            _("{file}: is there already; edit it, or move it away").format(file=file)
        ) from error
    except OSError as error:
        raise PapersError(
            _("{file}: cannot be written ({reason})").format(file=file, reason=error.strerror)
        ) from error


COMMAND = Command(
    name="config",
    purpose=_("Create a settings file, or print where it is."),
    arguments=_arguments,
    run=_run,
)
