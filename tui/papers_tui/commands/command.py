"""What a command is, and what commands share."""

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from papers_tui.locale import _
from papers_tui.terminal.output import say_on_error
from papers_tui.terminal.signals import end_if_requested

if TYPE_CHECKING:
    from papers_store.library import Library
    from papers_store.parser.ledger import LedgerLine
    from papers_tui.terminal.progress_bar import ProgressBar

REFUSED = 1
"""Exit code when a page was refused."""
FAILED = 2
"""Exit code when a command could not do its work."""

_MOST_PROBLEMS = 3
"""Problems named beside an answer; papers-tui check names them all."""


class Command(Struct, frozen=True, kw_only=True):
    """A word that can be typed after papers-tui."""

    name: str
    purpose: str
    """One sentence, for help."""
    arguments: Callable[[argparse.ArgumentParser], None]
    """Adds to a parser what may follow the name."""
    run: Callable[[argparse.Namespace], int]
    """Does the work; the exit code. Raises PapersError."""


def complain(sentence: str) -> None:
    """Say a sentence on standard error."""
    from papers_tui.terminal.cells import printable

    say_on_error(f"papers-tui: {printable(sentence)}")


def say(lines: Iterable[str]) -> None:
    """Print lines, with nothing in them that could steer a terminal."""
    from papers_tui.terminal.cells import printable

    for line in lines:
        print(printable(line))


def print_ledger(lines: "Sequence[LedgerLine]") -> None:
    """Print the ledger of a page, in colour at a terminal."""
    from papers_tui.document.ledger import ledger_as_text

    at_terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if at_terminal else None
    for line in ledger_as_text(lines, width, colour=at_terminal and "NO_COLOR" not in os.environ):
        print(line)


def write_out(parts: Iterable[str], file: Path | None, *, json: bool = False) -> None:
    """Print the parts of a text, or put them whole in the place of a file.

    Args:
        parts: The text; what in it could steer a terminal becomes a space.
        file: None for standard output.
        json: The text is JSON, in which such characters are escaped and not lost.

    Raises:
        PapersError: the file cannot be written.
    """
    from papers_tui.terminal.cells import printable_lines

    shown = map(_shown_json if json else printable_lines, parts)
    if file is None:
        sys.stdout.writelines(shown)
        return
    from papers_store.errors import PapersError
    from papers_store.system.atomic_files import export_file

    data = "".join(shown).encode("utf-8")
    try:
        if file.exists() and not file.is_file():
            # A pipe or a device is written into, never replaced.
            file.write_bytes(data)
        else:
            export_file(file.resolve(), data)
    except OSError as error:
        raise PapersError(
            _("{file}: cannot be written ({reason})").format(file=file, reason=error.strerror)
        ) from error


def _shown_json(text: str) -> str:
    from papers_tui.document.export import printable_json

    return printable_json(text)


_MOST_DIGITS = 18
"""Of a number of things; Python itself refuses to read longer ones than some."""


def count(text: str) -> int:
    """A number of things, for argparse."""
    if not text.isascii() or not text.isdigit() or len(text) > _MOST_DIGITS:
        raise argparse.ArgumentTypeError(
            _("expected a whole number, not {text!r}").format(text=text)
        )
    return int(text)


def location(options: argparse.Namespace) -> str | Path:
    """Where the library is: as the option says, the environment, the settings, or as usual.

    Returns:
        A folder, or the address of a library on a server.

    Raises:
        SettingsError: the settings were asked, and something in them is wrong.
    """
    if options.library:
        return typed_location(options.library)
    from papers_store.opening import default_location, is_address

    if chosen := os.environ.get("PAPERS_LIBRARY"):
        return chosen if is_address(chosen) else Path(chosen).expanduser()
    from papers_tui.settings import read_settings

    return read_settings().library or default_location()


@contextmanager
def progress_of(work: str) -> Iterator[Callable[[int, int], None]]:
    """A progress callback (done, total), with a bar where a person would see it.

    The callback raises KeyboardInterrupt when the program has been asked to end.
    """
    with _bar(work) as bar:

        def progress(done: int, total: int) -> None:
            end_if_requested()
            if bar is not None:
                bar(done, total)

        yield progress


def _bar(work: str) -> "AbstractContextManager[ProgressBar | None]":
    if not sys.stderr.isatty():
        return nullcontext(None)
    from papers_tui.terminal.progress_bar import ProgressBar

    return ProgressBar(work)


def complain_of(library: "Library") -> None:
    """Say what of a library cannot be read, or the first of it."""
    problems = library.problems
    for problem in problems[:_MOST_PROBLEMS]:
        complain(problem)
    if more := len(problems[_MOST_PROBLEMS:]):
        complain(_("and {count} more; papers-tui check names them all").format(count=more))


def complain_of_left_out(parts: Iterable[str]) -> None:
    """Say which parts of a query made no sense and were left out."""
    for part in parts:
        complain(_("left out of the query: {part}").format(part=part))


def typed_location(place: str) -> str | Path:
    """A folder or an address that stands in the command; warns of a password in it."""
    from papers_store.opening import is_address, names_password

    if not is_address(place):
        return Path(place).expanduser()
    if names_password(place):
        complain(_("everybody here can see that password; put it into ~/.pgpass, or use service="))
    return place


def say_waiting() -> None:
    """Say that another process is writing to the library, and that this waits."""
    complain(_("another process is writing to this library; waiting for it to finish"))
