"""A web server on one machine: each page that is opened runs an app of its own.

textual-serve does the work. The page is ours, because its own asks another site for a font, and
says some things in English.
"""

import logging
import secrets
import socket
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from ipaddress import ip_address
from shlex import join
from string import Template
from urllib.parse import urlsplit

from aiohttp import web
from textual_serve.server import Server

from papers_store.errors import PapersError
from papers_tui.locale import _
from papers_tui.themes import DARK

_LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")


def serve(command: Sequence[str], host: str, port: int) -> None:
    """Serve a program until somebody ends the server.

    Args:
        command: The words that start the app.
        host: The address to listen at, or the name of one.
        port: A number from 1 to 65535.

    Raises:
        PapersError: Nothing can listen there.
    """
    _try_out(host, port)
    PapersServer(command, host, port).serve()


def is_local(host: str) -> bool:
    """Whether only this machine can reach a host."""
    if host in _LOCAL_NAMES:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _try_out(host: str, port: int) -> None:
    """Listen for a moment: aiohttp says no more than that it could not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        raise PapersError(
            _("cannot listen at {host}, port {port} ({reason})").format(
                host=host, port=port, reason=error.strerror
            )
        ) from error


class PapersServer(Server):
    """Serves one program, to pages of its own alone."""

    def __init__(self, command: Sequence[str], host: str, port: int) -> None:
        # textual-serve has a shell run it, which need not stay beside it.
        super().__init__(f"exec {join(command)}", host=host, port=port, title="papers-tui")
        self._nonce = secrets.token_urlsafe()

    def initialize_logging(self) -> None:
        """Say what goes wrong, and not every request."""
        logging.basicConfig(level=logging.WARNING, format="papers-tui: %(message)s")
        # That apps end a moment after the server, which has asked them to, is no fault.
        logging.getLogger("asyncio").setLevel(logging.ERROR)

    async def on_startup(self, app: web.Application) -> None:
        """Say where to look."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        said = _("Open http://{host}:{port}/ in a browser; ^C ends it").format(
            host=host, port=self.port
        )
        print(said, flush=True)

    async def handle_index(self, request: web.Request) -> web.Response:
        """The page, which fetches nothing from anywhere else."""
        page = Template(files("papers_tui.web").joinpath("page.html").read_text("utf-8"))
        text = page.substitute(
            ended=escape(_("The reading room is closed.")),
            again=escape(_("Open it again")),
            ground=DARK.background,
            ink=DARK.foreground,
            nonce=self._nonce,
        )
        policy = (
            "default-src 'none'; connect-src 'self'; font-src 'self'; img-src 'self' data:; "
            f"script-src 'self' 'nonce-{self._nonce}'; style-src 'self' 'unsafe-inline'; "
            "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
        )
        headers = {"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer"}
        return web.Response(text=text, content_type="text/html", headers=headers)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """The keys and the screen of one page."""
        if not self._is_from_here(request):
            raise web.HTTPForbidden()
        return await super().handle_websocket(request)

    def _is_from_here(self, request: web.Request) -> bool:
        """Whether a page of this server asks: any page in a browser may try to.

        A name that some other site has made to lead to this machine is not taken for one of it.
        """
        asked = urlsplit(f"//{request.host}")
        if urlsplit(request.headers.get("Origin", "")).netloc != request.host:
            return False
        return not is_local(self.host) or is_local(asked.hostname or "")
