"""One page: a process of the app, and the line between it and the browser.

The process is the server's own, but what it is asked to do is not. It ends with its page, and is
killed where it does not end of itself.
"""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import suppress
from typing import Any

from aiohttp import WSMsgType, web
from textual._binary_encode import load as unpacked

from papers_tui.terminal.cells import printable_lines
from papers_tui.web.browser_messages import (
    FocusChange,
    KeyInput,
    Ping,
    RateLimit,
    Resize,
    TooLong,
    parse_message,
)
from papers_tui.web.downloads import Downloads, File

_TO_LEAVE = 2.0
"""Seconds within which an app whose page is gone has kept its marks and ended."""

_AFTER = 1.0
"""Seconds for what a process leaves behind to be taken in, once it has ended."""

_MOST_WAITING = 8 << 20
"""Bytes typed that the app has not read yet, above which the page is closed."""

_LARGEST = 64 << 20
"""Bytes of what an app sends at once: a file is one such packet."""

_LAST_WORDS = 1 << 16
"""Bytes of what an app says on standard error that are kept, to be said when it has ended."""

_BEGINS = b"__GANGLION__\n"
"""Textual's line before the first packet."""


class PageSession:
    """One page and its app."""

    def __init__(
        self, command: Sequence[str], socket: web.WebSocketResponse, downloads: Downloads
    ) -> None:
        self._command = command
        self._socket = socket
        self._downloads = downloads
        self._process: Process | None = None
        self._over = asyncio.Event()
        self._last_words = bytearray()
        self._rate_limit = RateLimit()

    async def run(self, columns: int, rows: int) -> None:
        """Show the app until it ends or the page is gone.

        Raises:
            OSError: the app cannot be started.
        """
        self._process = process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=_environment(columns, rows),
            start_new_session=True,
        )
        tasks = {
            asyncio.create_task(self._receive()),
            asyncio.create_task(self._paint(process)),
            asyncio.create_task(self._is_over()),
        }
        listening = asyncio.create_task(self._listen(process))
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await asyncio.shield(asyncio.create_task(self._finish(process, tasks, listening)))

    async def _is_over(self) -> None:
        await self._over.wait()

    async def _finish(
        self, process: Process, tasks: set[asyncio.Task[None]], listening: asyncio.Task[None]
    ) -> None:
        await self.end()
        # What the app said last may still be on its way.
        await asyncio.wait({listening}, timeout=_AFTER)
        for task in (*tasks, listening):
            task.cancel()
        found = await asyncio.gather(*tasks, listening, return_exceptions=True)
        for fault in found:
            if isinstance(fault, Exception) and not isinstance(fault, ConnectionError):
                raise fault
        if self._last_words:
            print(printable_lines(self._last_words.decode("utf-8", "replace")), file=sys.stderr)

    async def end(self) -> None:
        """End the app: it is asked to, and killed where it does not."""
        self._over.set()
        process = self._process
        if process is None or process.returncode is not None:
            return
        assert process.stdin is not None
        if not process.stdin.is_closing():
            # What is still on its way was typed before the page was closed.
            process.stdin.transport.abort()
        if not await _ends(process, _TO_LEAVE):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            # Nothing more can be done about one that waits for a disk which never answers.
            await _ends(process, _AFTER)

    # From the browser.

    async def _receive(self) -> None:
        """Hand on what the browser sends, until it is gone."""
        async for message in self._socket:
            size = len(message.data) if isinstance(message.data, str | bytes) else 0
            if message.type is WSMsgType.TEXT:
                await self._hand_on(message.data)
            if self._is_behind():
                await self._socket.close(code=1008)
                return
            if wait := self._rate_limit.take(size):
                await asyncio.sleep(wait)

    async def _hand_on(self, text: str) -> None:
        match parse_message(text):
            case KeyInput(data):
                self._send(b"D", data)
            case Resize(columns, rows):
                self._send_message({"type": "resize", "width": columns, "height": rows})
            case FocusChange(here):
                self._send_message({"type": "focus" if here else "blur"})
            case TooLong():
                self._send_message({"type": "too_long"})
            case Ping(said):
                await self._socket.send_json(["pong", said])

    def _is_behind(self) -> bool:
        """Whether the app takes less than is typed, for long."""
        process = self._process
        if process is None or process.stdin is None:
            return False
        return process.stdin.transport.get_write_buffer_size() > _MOST_WAITING

    def _send_message(self, message: Mapping[str, object]) -> None:
        self._send(b"M", json.dumps(message).encode("ascii"))

    def _send(self, kind: bytes, data: bytes) -> None:
        if (
            not self._over.is_set()
            and self._process is not None
            and self._process.stdin is not None
        ):
            self._process.stdin.write(kind + len(data).to_bytes(4, "big") + data)

    # From the app.

    async def _paint(self, process: Process) -> None:
        """Send the browser what the app paints, until the app has ended."""
        assert process.stdout is not None
        source = process.stdout
        with suppress(asyncio.IncompleteReadError):
            await source.readuntil(_BEGINS)
            while True:
                kind = await source.readexactly(1)
                size = int.from_bytes(await source.readexactly(4), "big")
                if size > _LARGEST:
                    return
                await self._show(kind, await source.readexactly(size))

    async def _show(self, kind: bytes, data: bytes) -> None:
        if kind == b"D":
            await self._hand_over(self._socket.send_bytes(data))
        elif kind == b"M":
            await self._hand_over(self._do(json.loads(data)))
        elif kind == b"P":
            await self._hand_over(self._offer(data))

    async def _hand_over(self, sending: Coroutine[Any, Any, None]) -> None:
        """Send something, or drop it once the page is gone."""
        sent = asyncio.create_task(sending)
        over = asyncio.create_task(self._over.wait())
        try:
            # A page that takes nothing must not keep the app from leaving.
            await asyncio.wait({sent, over}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            over.cancel()
            sent.cancel()
            (fault,) = await asyncio.gather(sent, return_exceptions=True)
        if isinstance(fault, ConnectionError):
            # What else the app says is read and dropped.
            self._over.set()
        elif isinstance(fault, Exception):
            raise fault

    async def _do(self, message: Mapping[str, Any]) -> None:
        if message.get("type") == "open_url":
            address = {"url": message["url"], "new_tab": message["new_tab"]}
            await self._socket.send_json(["open_url", address])

    async def _offer(self, packed: bytes) -> None:
        """Have the browser fetch a file."""
        sent: Any = unpacked(packed)
        _, name, kind, data = sent
        key = self._downloads.offer(File(name, kind, data))
        await self._socket.send_json(["deliver_file_start", key])

    async def _listen(self, process: Process) -> None:
        """Keep the end of what the app says on standard error."""
        assert process.stderr is not None
        while said := await process.stderr.read(4096):
            self._last_words += said
            del self._last_words[:-_LAST_WORDS]


async def _ends(process: Process, seconds: float) -> bool:
    """Whether a process ends within some time."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await process.wait()
    return process.returncode is not None


def _environment(columns: int, rows: int) -> dict[str, str]:
    """That of the server, and what Textual's driver for browsers reads."""
    return {
        **os.environ,
        "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver",
        "TEXTUAL_FPS": "60",
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "TERM_PROGRAM": "textual",
        "COLUMNS": str(columns),
        "ROWS": str(rows),
    }
