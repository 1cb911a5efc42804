"""papers-tui serve: the app in a browser, for readers without a terminal."""

import argparse
import os
import re
import secrets
import sys
from importlib.util import find_spec
from pathlib import Path

from papers_store.errors import PapersError
from papers_tui.commands.command import Command, complain, location
from papers_tui.locale import _

_TOKEN = "PAPERS_TOKEN"
"""The variable for a secret that stays the same; options are visible to every account."""

_FIT = re.compile(r"[A-Za-z0-9._~-]{16,200}")
"""A secret that can stand in an address, and cannot be guessed by trying."""

_MOST_APPS = 20


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host", default="127.0.0.1", help=_("where to listen (127.0.0.1, this machine alone)")
    )
    parser.add_argument(
        "--port", type=_port, default=8000, metavar="N", help=_("on which port (8000)")
    )
    parser.add_argument(
        "--name",
        action="append",
        default=[],
        help=_("a name that browsers may call this server by, such as a proxy's; may be repeated"),
    )
    parser.add_argument(
        "--apps",
        type=_apps,
        default=_MOST_APPS,
        metavar="N",
        help=_("how many pages may be open at the same time (20)"),
    )
    parser.add_argument(
        "--no-token",
        action="store_true",
        help=_("let everyone in who reaches the port, without the secret in the address"),
    )


def _apps(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= 1000:
        return int(text)
    raise argparse.ArgumentTypeError(
        _("expected a number from 1 to 1000, not {text!r}").format(text=text)
    )


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(
        _("expected a number from 1 to 65535, not {text!r}").format(text=text)
    )


def _run(options: argparse.Namespace) -> int:
    from papers_store.opening import open_library

    if find_spec("textual_serve") is None:
        raise PapersError(_("this needs the extra web; install papers-tui[web]"))
    library = location(options)
    command = [sys.executable, "-m", "papers_tui"]
    if isinstance(library, Path):
        library = library.absolute()
        command += ["--library", str(library)]
    else:
        # An address may hold a password, and the arguments of a program are visible to all.
        os.environ["PAPERS_LIBRARY"] = library
    # Better said here than to everyone who opens a page.
    open_library(library).close()
    from papers_tui.web.server import Endpoint, is_local, serve

    token = None if options.no_token else _token()
    if token is None:
        complain(
            _(
                "without a secret, everyone who reaches this port can read this library and change"
                " your marks: every account of this machine, and everyone else its network lets in"
            )
        )
    if not is_local(options.host):
        complain(
            _(
                "nothing is encrypted: everyone who can listen on the network reads the address,"
                " and all that is read and typed; ssh -L, or a proxy with TLS, keeps it from them"
            )
        )
    offered = Endpoint(
        host=options.host,
        port=options.port,
        names=tuple(options.name),
        token=token,
        most=options.apps,
    )
    serve(command, offered)
    return 0


def _token() -> str:
    """The secret in the address: that of the environment, else a new one.

    Raises:
        PapersError: that of the environment is none.
    """
    given = os.environ.pop(_TOKEN, "")
    if given and not _FIT.fullmatch(given):
        raise PapersError(
            _(
                "{variable}: needs 16 to 200 letters, digits, and . _ ~ - (secrets.token_urlsafe)"
            ).format(variable=_TOKEN)
        )
    return given or secrets.token_urlsafe()


COMMAND = Command(
    name="serve", purpose=_("Open the app in a browser."), arguments=_arguments, run=_run
)
