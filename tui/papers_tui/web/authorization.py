"""Authorization of requests: by the secret in the address, and at a name of this server."""

import secrets
from collections.abc import Collection
from hmac import compare_digest

from aiohttp import web

from papers_tui.locale import _
from papers_tui.web.server_names import ServerNames, asked_for, comes_from

_SHOWN = 100
"""Characters of a name that is not known, in the answer."""


class Authorization:
    """Checks every request before anything is done for it."""

    def __init__(self, names: ServerNames, port: int, token: str | None) -> None:
        """Authorize requests to one server.

        Args:
            names: What the server may be called.
            port: Where it listens; browsers give a cookie to all ports of a host.
            token: The secret that stands in its address; None to let everybody in.
        """
        self._names = names
        self._token = token
        self._cookie = f"papers-tui-{port}"
        # Not the secret itself, which may be the same for a long time.
        self._ticket = secrets.token_urlsafe()

    async def check(self, request: web.Request) -> None:
        """Check a request.

        Raises:
            HTTPForbidden: it is not allowed; the text is one sentence that says why.
        """
        hosts = request.headers.getall("Host", [])
        asked = asked_for(hosts[0]) if len(hosts) == 1 else None
        if asked is None:
            raise refused(_("This request names no host in a known form"))
        if not await self._names.has(asked.host):
            said = _(
                "This server is not known as {name}; if it is its name, start papers-tui serve"
                " with --name {name}"
            )
            raise refused(said.format(name=asked.host[:_SHOWN]))
        origins = request.headers.getall("Origin", [])
        if not all(comes_from(origin, asked) for origin in origins):
            raise refused(_("A page of another site requested this, which is not allowed"))
        if not self._has_token(request) and not self._has_ticket(request):
            raise refused(
                _(
                    "The whole address, with the secret in it, stands in the terminal where"
                    " papers-tui serve was started"
                )
            )

    def set_cookie_on(self, request: web.Request, response: web.StreamResponse) -> None:
        """Give a browser that came with the secret a cookie, by which it is known from then on."""
        if self._has_token(request):
            response.set_cookie(self._cookie, self._ticket, httponly=True, samesite="Strict")

    def _has_token(self, request: web.Request) -> bool:
        return self._token is not None and _holds(request.query.getall("token", []), self._token)

    def _has_ticket(self, request: web.Request) -> bool:
        if self._token is None:
            return True
        ticket = request.cookies.get(self._cookie)
        return ticket is not None and _holds([ticket], self._ticket)


def _holds(given: Collection[str], wanted: str) -> bool:
    """Whether one text is given, and is the one wanted; it takes as long for any that is not."""
    return len(given) == 1 and all(
        compare_digest(one.encode("utf-8", "replace"), wanted.encode("utf-8")) for one in given
    )


def refused(sentence: str) -> web.HTTPForbidden:
    """The answer to who must not come in."""
    return web.HTTPForbidden(text=f"{sentence}\n", content_type="text/plain")
