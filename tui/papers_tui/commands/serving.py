"""papers-tui serve: the app in a browser, for whoever has no terminal."""

import argparse
import os
import sys
from importlib.util import find_spec
from pathlib import Path

from papers_store.errors import PapersError
from papers_tui.commands.command import Command, complain, location
from papers_tui.locale import _


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        help=_("where to listen; there is no password (127.0.0.1, this machine alone)"),
    )
    parser.add_argument(
        "--port", type=_port, default=8000, metavar="N", help=_("on which port (8000)")
    )


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(
        _("a number from 1 to 65535 is wanted, not {text!r}").format(text=text)
    )


def _run(options: argparse.Namespace) -> int:
    from papers_store.opening import open_library

    if find_spec("textual_serve") is None:
        raise PapersError(
            _("this needs what the extra `web` installs: pip install 'papers-tui[web]'")
        )
    place = location(options)
    command = [sys.executable, "-m", "papers_tui"]
    if isinstance(place, Path):
        place = place.absolute()
        command += ["--library", str(place)]
    else:
        # An address may hold a password, and everybody can see what a program is called with.
        os.environ["PAPERS_LIBRARY"] = place
    # Better said here than to everyone who opens a page.
    open_library(place).close()
    from papers_tui.web.server import is_local, serve

    if not is_local(options.host):
        complain(_("whoever reaches this port can read this library, and change your marks"))
    serve(command, options.host, options.port)
    return 0


COMMAND = Command(
    name="serve", purpose=_("Open the app in a browser."), arguments=_arguments, run=_run
)
