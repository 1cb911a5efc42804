"""The command line: opens the app, or runs the command that was typed instead.

What a command does not need is imported inside it, so that --help and list answer at once.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

from papers_store.errors import PapersError
from papers_tui.commands import COMMANDS, all_commands, command_of
from papers_tui.commands._options import setting_option
from papers_tui.commands.command import FAILED, complain, location
from papers_tui.gc_pause import hold_collector
from papers_tui.kiosk.environment import OPTION, is_kiosk
from papers_tui.launch import launch
from papers_tui.locale import _
from papers_tui.locale.encoding import set_up_streams
from papers_tui.terminal.output import open_streams, silence, unwritten
from papers_tui.terminal.signals import exit_code_of_end, handle_end_signals

PIPE_CLOSED = 141

_Code = int | str | None
"""What a program may exit with; None is 0."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code."""
    open_streams()
    set_up_streams()
    handle_end_signals()
    typed = sys.argv[1:] if arguments is None else list(arguments)
    try:
        code = _run(typed)
    except PapersError as error:
        complain(str(error))
        code = FAILED
    except KeyboardInterrupt:
        code = exit_code_of_end()
    except OSError as error:
        if is_kiosk(typed):
            # The kiosk's own handler says it without naming any path.
            raise
        code = _failed(error)
    except SystemExit as left:
        # argparse has said what there was to say.
        raise SystemExit(_finished(left.code)) from None
    return int(_finished(code) or 0)


def _finished(code: _Code) -> _Code:
    """The exit code, when all that was printed has been written."""
    try:
        sys.stdout.flush()
    except OSError as error:
        code = _failed(error)
    try:
        sys.stderr.flush()
    except OSError:
        silence(sys.stderr)
    return code


def _failed(error: OSError) -> int:
    """Say what the system refused; the exit code."""
    if isinstance(error, BrokenPipeError):
        # The reader of the pipe is gone.
        silence(sys.stdout)
        return PIPE_CLOSED
    reason = error.strerror or str(error)
    if unwritten(error):
        silence(sys.stdout)
        complain(_("standard output: cannot be written ({reason})").format(reason=reason))
    elif error.filename is not None:
        complain(f"{os.fsdecode(error.filename)}: {reason}")
    else:
        complain(_("the system refuses to go on ({reason})").format(reason=reason))
    return FAILED


def _run(arguments: list[str]) -> int:
    if is_kiosk(arguments):
        from papers_tui.kiosk.session import run

        return run(arguments)
    if next(iter(_words(arguments)), None) in COMMANDS:
        options = parser().parse_args(arguments)
        return command_of(options.command).run(options)
    return _open(app_parser().parse_args(arguments))


def _words(arguments: list[str]) -> Iterator[str]:
    """The arguments that are neither options nor the value of --library."""
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            return
        if argument == "--library":
            next(rest, None)
        elif not argument.startswith("-"):
            yield argument


class _Version(argparse.Action):
    """Prints the version, which takes fifty milliseconds to find out."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Say it, and leave."""
        from importlib.metadata import version

        print(f"papers-tui {version('papers-tui')}")
        parser.exit()


class _Parser(argparse.ArgumentParser):
    """Takes options as they are written out, and repeats nothing that could steer a terminal."""

    def __init__(self, **options: Any) -> None:
        if sys.version_info >= (3, 14):
            # The manual page is made of what it prints.
            options.setdefault("color", False)
        # Half an option would hide whether the word after it is a command.
        super().__init__(**options, allow_abbrev=False)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print help, or say how the program is used.

        argparse takes an error of standard output for nothing.
        """
        try:
            (file or sys.stderr).write(message)
            (file or sys.stderr).flush()
        except OSError:
            if file is sys.stdout:
                raise
            silence(sys.stderr)

    def error(self, message: str) -> NoReturn:
        """Say how the program is used, and leave."""
        from papers_tui.terminal.cells import printable

        super().error(printable(message))


def _library_option(parser: argparse.ArgumentParser, *, default: str | None) -> None:
    parser.add_argument(
        "--library",
        metavar="DIR",
        default=default,
        help=_(
            "the library's folder, or postgresql://... or service=..."
            " (else PAPERS_LIBRARY, the settings, the XDG data folder)"
        ),
    )


def _app_options(parser: argparse.ArgumentParser) -> None:
    setting_option(parser, "mouse")
    parser.add_argument(OPTION, action="store_true", help=_("let guests read, and do nothing else"))
    parser.add_argument("--version", action=_Version, nargs=0, help=_("print the version"))


def app_parser() -> argparse.ArgumentParser:
    """The parser for opening the app, with the list of commands in its help."""
    app = _Parser(
        prog="papers-tui",
        description=_("A terminal reader for Chinese scholarly articles."),
        epilog=_(
            "commands: {commands} (papers-tui COMMAND --help); "
            "papers-tui -- list searches for the word list"
        ).format(commands=", ".join(COMMANDS)),
    )
    _library_option(app, default=None)
    _app_options(app)
    app.add_argument("query", nargs="*", metavar="QUERY", help=_("open the app filtered by this"))
    return app


def parser() -> argparse.ArgumentParser:
    """The parser for commands; its result holds a function that makes the parser of all."""
    top = _Parser(
        prog="papers-tui", description=_("A terminal reader for Chinese scholarly articles.")
    )
    top.set_defaults(whole=whole_parser)
    _library_option(top, default=None)
    commands = top.add_subparsers(dest="command", required=True)
    for command in all_commands():
        made = commands.add_parser(command.name, help=command.purpose, description=command.purpose)
        _library_option(made, default=argparse.SUPPRESS)
        command.arguments(made)
    return top


def whole_parser() -> argparse.ArgumentParser:
    """All that can be typed: the commands, and what opens the app."""
    whole = parser()
    _app_options(whole)
    return whole


def _open(options: argparse.Namespace) -> int:
    """Open the app; nothing is looked through for garbage while it is imported."""
    hold_collector()
    return launch(location(options), " ".join(options.query), mouse=options.mouse)
