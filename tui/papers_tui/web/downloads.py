"""Files on their way to a browser, each under an address of its own, for a short while."""

import asyncio
import secrets
from urllib.parse import quote

from aiohttp import web
from msgspec import Struct

_SECONDS = 60.0
"""For which a browser may fetch a file; it is asked to at once."""

_MOST = 32
_MOST_BYTES = 64 << 20
"""That are kept at a time; the oldest go first."""


class File(Struct, frozen=True):
    """What a browser is to keep."""

    name: str
    kind: str
    """Its media type."""
    data: bytes
    """A text in UTF-8."""


class Downloads:
    """The files of all pages."""

    def __init__(self) -> None:
        self._files: dict[str, File] = {}

    def offer(self, file: File) -> str:
        """Keep a file until it is fetched; the key in its address, which cannot be guessed."""
        key = secrets.token_urlsafe()
        self._files[key] = file
        while len(self._files) > _MOST or self._size > max(_MOST_BYTES, len(file.data)):
            del self._files[next(iter(self._files))]
        asyncio.get_running_loop().call_later(_SECONDS, self._files.pop, key, None)
        return key

    @property
    def _size(self) -> int:
        return sum(len(one.data) for one in self._files.values())

    def fetched(self, key: str) -> web.Response:
        """A file that is fetched, once.

        Raises:
            HTTPNotFound: there is no such file, or none any more.
        """
        file = self._files.pop(key, None)
        if file is None:
            raise web.HTTPNotFound()
        # The name in both forms of RFC 6266: old programs know the first alone.
        plain = file.name.encode("ascii", "replace").decode("ascii")
        plain = "".join(one if one.isalnum() or one in "-_." else "_" for one in plain)
        disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, '')}"
        kind = f"{file.kind}; charset=utf-8"
        headers = {"Content-Type": kind, "Content-Disposition": disposition}
        return web.Response(body=file.data, headers=headers)
