"""The command line: what a person types before, and instead of, the app.

What a command does not need is imported inside it, so that --help and list answer at once.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, NoReturn

from papers_store.errors import PapersError
from papers_tui.locale import _

REFUSED = 1
"""Exit code when a page was refused."""
FAILED = 2
"""Exit code when a command could not do its work."""
INTERRUPTED = 130
PIPE_CLOSED = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code."""
    _speak_any_script()
    try:
        code = _run(sys.argv[1:] if arguments is None else list(arguments))
        sys.stdout.flush()
    except PapersError as error:
        _complain(str(error))
        return FAILED
    except BrokenPipeError:
        # Nobody reads any more; what is still in the buffer must not be tried again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _speak_any_script() -> None:
    """Let no character that the terminal's encoding lacks stop a command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _complain(sentence: str) -> None:
    from papers_tui.cells import printable

    print(f"papers-tui: {printable(sentence)}", file=sys.stderr)


def _say(lines: Iterable[str]) -> None:
    from papers_tui.cells import printable

    for line in lines:
        print(printable(line))


def _run(arguments: list[str]) -> int:
    if next(iter(_words(arguments)), None) in _COMMANDS:
        options = parser().parse_args(arguments)
        return _COMMANDS[options.command](options)
    return _read(_app_parser().parse_args(arguments))


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


# What can be typed.


def _common(parser: argparse.ArgumentParser, *, default: str | None) -> None:
    parser.add_argument(
        "--library",
        metavar="DIR",
        default=default,
        help=_("the library's folder (else PAPERS_LIBRARY, else the XDG data folder)"),
    )


class _Parser(argparse.ArgumentParser):
    """Takes options as they are written out, and repeats nothing that could steer a terminal."""

    def __init__(self, **options: Any) -> None:
        # Half an option would hide whether the word after it is a command.
        super().__init__(**options, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        """Say how the program is used, and leave."""
        from papers_tui.cells import printable

        super().error(printable(message))


def _app_parser() -> argparse.ArgumentParser:
    """The parser for opening the app, with the list of commands in its help."""
    app = _Parser(
        prog="papers-tui",
        description=_("A reading room for Chinese scholarly articles."),
        epilog=_(
            "commands: import, list, show, demo (papers-tui COMMAND --help); "
            "papers-tui -- list searches for the word list"
        ),
    )
    _common(app, default=None)
    app.add_argument("--mouse", action="store_true", help=_("let the app have the mouse"))
    app.add_argument("--version", action="version", version=f"papers-tui {version('papers-tui')}")
    app.add_argument("query", nargs="*", metavar="QUERY", help=_("open the app filtered by this"))
    return app


def parser() -> argparse.ArgumentParser:
    """The parser for commands."""
    top = _Parser(prog="papers-tui")
    _common(top, default=None)
    commands = top.add_subparsers(dest="command", required=True)

    def command(name: str, purpose: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=purpose, description=purpose)
        _common(made, default=argparse.SUPPRESS)
        return made

    adding = command("import", _("Read pages into the library."))
    adding.add_argument("paths", nargs="+", metavar="PATH", help=_("file, folder, or - for stdin"))
    adding.add_argument("--json", action="store_true", help=_("report as JSON"))
    listing = command("list", _("List articles."))
    listing.add_argument("query", nargs="*", metavar="QUERY", help=_("only those that match"))
    listing.add_argument("--json", action="store_true", help=_("list as JSON"))
    listing.add_argument("--limit", type=_count, metavar="N", help=_("at most so many"))
    showing = command("show", _("Print one article."))
    showing.add_argument("id", metavar="ID", help=_("an article's id, or how it begins"))
    showing.add_argument(
        "--format", choices=("text", "markdown", "json"), default="text", help=_("how")
    )
    demo = command("demo", _("Open the app on sample articles."))
    demo.add_argument("--mouse", action="store_true", help=_("let the app have the mouse"))
    return top


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(
            _("a whole number is wanted, not {text!r}").format(text=text)
        )
    return int(text)


def _location(options: argparse.Namespace) -> Path:
    from papers_store.opening import default_location

    chosen = options.library or os.environ.get("PAPERS_LIBRARY")
    return Path(chosen).expanduser() if chosen else default_location()


# The commands.


def _read(options: argparse.Namespace) -> int:
    from papers_store.opening import open_library

    with open_library(_location(options)) as library:
        if not _at_a_terminal():
            return FAILED
        # Textual takes longer to import than everything else together.
        from papers_tui.app import run

        run(library, " ".join(options.query), mouse=options.mouse)
    return 0


def _at_a_terminal() -> bool:
    """Whether the app can be used here; says so where it cannot, or it would wait for ever."""
    there = sys.stdin.isatty() and sys.stdout.isatty()
    if not there:
        _complain(_("the app needs a terminal; papers-tui list prints articles without one"))
    return there


def _import(options: argparse.Namespace) -> int:
    from papers_store.importer import import_pages
    from papers_store.opening import open_library
    from papers_tui.printing import as_json

    with open_library(_location(options), create=True) as library, _progress() as progress:
        report = import_pages(library, options.paths, progress=progress)
    if options.json:
        refused = [{"path": page.path, "reason": page.reason} for page in report.refused]
        counts = {
            "added": report.added,
            "updated": report.updated,
            "unchanged": report.unchanged,
        }
        print(as_json({**counts, "refused": refused}))
    else:
        for page in report.refused:
            _complain(f"{page.path}: {page.reason}")
        said = _("added {added}, updated {updated}, unchanged {unchanged}, refused {refused}")
        print(
            said.format(
                added=report.added,
                updated=report.updated,
                unchanged=report.unchanged,
                refused=len(report.refused),
            )
        )
    return REFUSED if report.refused else 0


def _progress() -> AbstractContextManager[Callable[[int, int], None] | None]:
    """A progress bar where a person would see it."""
    if not sys.stderr.isatty():
        return nullcontext(None)
    from papers_tui.progress import Bar

    return Bar(_("importing"))


def _list(options: argparse.Namespace) -> int:
    from papers_store.opening import open_library
    from papers_tui.printing import as_json, row_as_dict, rows_as_text

    with open_library(_location(options)) as library:
        hits = library.find(" ".join(options.query))
        stop = hits.total if options.limit is None else min(options.limit, hits.total)
        if options.json:
            rows = hits.window(0, stop)
            print(as_json({"total": hits.total, "articles": [row_as_dict(row) for row in rows]}))
        else:
            width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
            for start in range(0, stop, 500):
                for line in rows_as_text(hits.window(start, min(stop, start + 500)), width):
                    print(line)
        for part in hits.left_out:
            _complain(_("left out of the query: {part}").format(part=part))
    return 0


def _show(options: argparse.Namespace) -> int:
    from papers_store.opening import open_library
    from papers_tui.printing import (
        article_as_dict,
        article_as_markdown,
        article_as_text,
        as_json,
    )

    with open_library(_location(options)) as library:
        article = library.article(library.resolve(options.id))
    if options.format == "json":
        print(as_json(article_as_dict(article)))
    elif options.format == "markdown":
        _say(article_as_markdown(article))
    else:
        _say(article_as_text(article))
    return 0


def _demo(options: argparse.Namespace) -> int:
    from papers_store.importer import import_pages
    from papers_store.opening import open_library

    if not _at_a_terminal():
        return FAILED
    with (
        tempfile.TemporaryDirectory(prefix="papers-tui-") as folder,
        open_library(Path(folder) / "demo", create=True) as library,
    ):
        import_pages(library, [str(samples())])
        from papers_tui.app import run

        run(library, mouse=options.mouse)
    return 0


def samples() -> Path:
    """Where the sample pages are: inside the package, or at the top of a checkout."""
    packaged = Path(str(files("papers_tui"))) / "samples"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "samples"


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "import": _import,
    "list": _list,
    "show": _show,
    "demo": _demo,
}
