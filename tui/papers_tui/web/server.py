"""A web server on one machine: each page that is opened runs an app of its own.

The page's script is textual-serve's. The page is ours, because its own asks another site for a
font, and says some things in English; and so is what stands between the page and the app.
"""

import asyncio
import logging
import secrets
import signal
import socket
from collections.abc import Awaitable, Callable, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from msgspec import Struct

from papers_store.errors import PapersError
from papers_tui.locale import _
from papers_tui.terminal.window_size import bounded_size
from papers_tui.themes import DARK
from papers_tui.web.authorization import Authorization, refused
from papers_tui.web.browser_messages import LARGEST_MESSAGE, LONGEST_INPUT
from papers_tui.web.downloads import Downloads
from papers_tui.web.page_session import PageSession
from papers_tui.web.server_names import ServerNames, is_local

__all__ = ["Endpoint", "is_local", "serve"]

_GOODBYE = 0.5
"""Seconds for a browser to say that it has heard that its line is closed."""

_SHUTDOWN = 2.0
"""Seconds for what is still under way when the server ends; its apps have ended before."""

_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Endpoint(Struct, frozen=True, kw_only=True):
    """Where a server stands, and for whom."""

    host: str
    """The address to listen at, or the name of one."""
    port: int
    """From 1 to 65535."""
    names: tuple[str, ...] = ()
    """By which it may be called besides those of this machine."""
    token: str | None
    """The secret in its address; None to let everybody in."""
    most: int
    """Apps at the same time."""

    @property
    def address(self) -> str:
        """What to open in a browser."""
        host = self.host
        if host in ("", "0.0.0.0", "::"):
            # All addresses of the machine, which is no address.
            host = socket.gethostname()
        host = f"[{host}]" if ":" in host else host
        secret = "" if self.token is None else f"?token={self.token}"
        return f"http://{host}:{self.port}/{secret}"


def serve(command: Sequence[str], endpoint: Endpoint) -> None:
    """Serve a program until the server is ended.

    Args:
        command: The words that start the app.
        endpoint: Where, and for whom.

    Raises:
        PapersError: Nothing can listen there.
    """
    _try_out(endpoint.host, endpoint.port)
    _log()
    asyncio.run(_serve(PapersServer(command, endpoint), endpoint))


def _try_out(host: str, port: int) -> None:
    """Listen for a moment: aiohttp says no more than that it could not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise PapersError(
            _("cannot listen at {host}, port {port} ({reason})").format(
                host=host, port=port, reason=reason
            )
        ) from error


def _log() -> None:
    """Say what goes wrong, and not every request."""
    logging.basicConfig(level=logging.WARNING, format="papers-tui: %(message)s")
    logging.getLogger("aiohttp.server").addFilter(_is_own_fault)


def _is_own_fault(record: logging.LogRecord) -> bool:
    """Whether something went wrong here; what is not HTTP is answered, and not logged."""
    fault = record.exc_info[1] if record.exc_info else None
    return not isinstance(fault, HttpProcessingError)


async def _serve(server: "PapersServer", endpoint: Endpoint) -> None:
    """Listen until this process is ended."""
    over = asyncio.Event()
    for ending in _ENDINGS:
        # What is ignored (nohup) stays so.
        if signal.getsignal(ending) is not signal.SIG_IGN:
            asyncio.get_running_loop().add_signal_handler(ending, over.set)
    runner = web.AppRunner(server.app(), access_log=None, shutdown_timeout=_SHUTDOWN)
    await runner.setup()
    try:
        await web.TCPSite(runner, endpoint.host or None, endpoint.port).start()
        said = _("Open {address} in a browser; ^C ends it").format(address=endpoint.address)
        print(said, flush=True)
        await over.wait()
    finally:
        await runner.cleanup()


class PapersServer:
    """Serves one program, to pages of its own alone."""

    def __init__(self, command: Sequence[str], endpoint: Endpoint) -> None:
        self._command = command
        self._most = endpoint.most
        self._authorization = Authorization(
            ServerNames(endpoint.host, endpoint.names), endpoint.port, endpoint.token
        )
        self._downloads = Downloads()
        self._sessions: set[PageSession] = set()
        self._nonce = secrets.token_urlsafe()
        static = Path(str(files("textual_serve") / "static"))
        self._files = {
            one.relative_to(static).as_posix(): one for one in static.rglob("*") if one.is_file()
        }

    def app(self) -> web.Application:
        """What answers requests."""
        app = web.Application(middlewares=[self._guard])
        app.add_routes(
            [
                web.get("/", self._page),
                web.get("/ws", self._line),
                web.get("/download/{key}", self._download, allow_head=False),
                web.get("/static/{name:.+}", self._static),
            ]
        )
        app.on_shutdown.append(self._end)
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        """Answer only authorized requests, and give nothing away to other pages."""
        try:
            await self._authorization.check(request)
            response = await handler(request)
        except web.HTTPException as error:
            error.headers.update(_CLOSED)
            raise
        if not response.prepared:
            response.headers.update(_CLOSED)
            self._authorization.set_cookie_on(request, response)
        return response

    async def _page(self, request: web.Request) -> web.Response:
        """The page, which fetches nothing from anywhere else."""
        page = Template(files("papers_tui.web").joinpath("page.html").read_text("utf-8"))
        text = page.substitute(
            ended=escape(_("The app has ended.")),
            again=escape(_("Open it again")),
            ground=DARK.background,
            ink=DARK.foreground,
            nonce=self._nonce,
            longest=LONGEST_INPUT,
        )
        policy = (
            "default-src 'none'; connect-src 'self'; font-src 'self'; img-src 'self' data:; "
            f"script-src 'self' 'nonce-{self._nonce}'; style-src 'self' 'unsafe-inline'; "
            "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
        )
        headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
        return web.Response(text=text, content_type="text/html", headers=headers)

    async def _static(self, request: web.Request) -> web.FileResponse:
        """A script, a style or a font of textual-serve's; nothing else is looked for."""
        file = self._files.get(request.match_info["name"])
        if file is None:
            raise web.HTTPNotFound()
        return web.FileResponse(file)

    async def _line(self, request: web.Request) -> web.WebSocketResponse:
        """The keys and the screen of one page."""
        if "Origin" not in request.headers:
            # Every browser says for which page it asks.
            raise refused(_("A page of another site requested this, which is not allowed"))
        size = bounded_size(_number(request, "width", 80), _number(request, "height", 24))
        line = web.WebSocketResponse(heartbeat=15, timeout=_GOODBYE, max_msg_size=LARGEST_MESSAGE)
        session = PageSession(self._command, line, self._downloads)
        full = len(self._sessions) >= self._most
        if not full:
            self._sessions.add(session)
        try:
            await line.prepare(request)
            if full:
                said = _("{count} apps are open here, and no more may be; try again later")
                await line.close(code=_LATER, message=_reason(said.format(count=self._most)))
                return line
            await session.run(*size)
        except OSError as error:
            logging.warning(_("an app cannot be started (%s)"), error.strerror)
        finally:
            self._sessions.discard(session)
        await line.close()
        return line

    async def _download(self, request: web.Request) -> web.Response:
        """A file that an app has offered."""
        response = self._downloads.fetched(request.match_info["key"])
        response.headers["Cache-Control"] = "no-store"
        return response

    async def _end(self, _: web.Application) -> None:
        """End all apps."""
        await asyncio.gather(*(session.end() for session in self._sessions))


_CLOSED = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


_LATER = 1013
"""The code of a line that is closed because there are too many (IANA, WebSocket Close Codes)."""


def _reason(sentence: str) -> bytes:
    """A sentence, as far as it may stand where a line is closed (RFC 6455, section 5.5)."""
    return sentence.encode("utf-8")[:123].decode("utf-8", "ignore").encode("utf-8")


def _number(request: web.Request, name: str, otherwise: int) -> int:
    text = request.query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise
