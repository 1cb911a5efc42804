"""papers-tui serve, and a page of it without a browser: what a browser would say and hear."""

import asyncio
import os
import re
import select
import signal
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from support.drivers.browser import until
from support.drivers.program import PROGRAM
from support.processes import session_of

_QUIET = 0.1
"""Seconds without paint after which an app is taken to have done what it was asked for."""


class WebServer:
    """A server that was started, and where it is."""

    def __init__(self, process: "subprocess.Popen[str]", address: str, faults: Path) -> None:
        self.process = process
        self.address = address
        """What it says to open, with the secret."""
        parts = urlsplit(address)
        assert parts.port is not None
        self.port = parts.port
        self.origin = f"http://{parts.netloc}"
        self._faults = faults

    @property
    def faults(self) -> str:
        """What it has said on standard error."""
        return self._faults.read_text("utf-8")

    @property
    def apps(self) -> list[int]:
        """The processes that it has started and that still run."""
        pid = self.process.pid
        return [*map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]

    async def one_app(self) -> bool:
        """Whether one app runs."""
        return len(self.apps) == 1

    async def no_app(self) -> bool:
        """Whether none runs any more."""
        return not self.apps

    @asynccontextmanager
    async def visitor(self) -> AsyncIterator[aiohttp.ClientSession]:
        """Somebody who has opened the address, and has been let in."""
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar) as http:
            async with http.get(self.address) as answer:
                assert answer.status == 200, await answer.text()
            yield http

    @asynccontextmanager
    async def page(
        self, http: aiohttp.ClientSession, *, seen: str = "号论文", **query: object
    ) -> AsyncIterator["Page"]:
        """A page that shows the app."""
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        address = f"{self.origin}/ws?{asked}"
        async with http.ws_connect(address, origin=self.origin, max_msg_size=0) as line:
            page = Page(line)
            try:
                await page.wait_for(seen)
                yield page
            finally:
                await line.close()
                await page.hearing


class Page:
    """The line of one page, which takes whatever the server sends."""

    def __init__(self, line: aiohttp.ClientWebSocketResponse) -> None:
        self.line = line
        self.painted = bytearray()
        """All that the app has painted since `press` was called last."""
        self.told: list[Any] = []
        """What the server has said to the page itself."""
        self._heard = 0
        self.hearing = asyncio.create_task(self._hear())

    async def _hear(self) -> None:
        async for message in self.line:
            self._heard += 1
            if message.type is aiohttp.WSMsgType.BINARY:
                self.painted += message.data
            elif message.type is aiohttp.WSMsgType.TEXT:
                self.told.append(message.json())

    @property
    def text(self) -> str:
        """What was painted since, without escapes."""
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.painted.decode("utf-8", "ignore"))

    async def say(self, *words: object) -> None:
        """Say something as the page's script does."""
        await self.line.send_json(words)

    async def press(self, keys: str) -> None:
        """Press keys."""
        self.painted.clear()
        await self.say("stdin", keys)

    async def wait_for(self, text: str) -> None:
        """Wait until the app has painted a text, whatever escapes stand in it."""

        async def seen() -> bool:
            assert text in self.text or not self.hearing.done(), f"closed before {text!r} was seen"
            return text in self.text

        await until(seen, lambda: f"never saw {text!r}:\n{self.text}")

    async def file(self) -> str:
        """Wait for a file to be offered; its key."""

        async def offered() -> bool:
            return bool(self.told) and self.told[-1][0] == "deliver_file_start"

        await until(offered, lambda: f"no file was offered: {self.told}")
        key = self.told.pop()[1]
        assert isinstance(key, str)
        return key

    async def settle(self) -> bool:
        """Wait until nothing more is painted; whether the line is open."""
        heard = -1
        while heard != self._heard and not self.hearing.done():
            heard = self._heard
            await asyncio.sleep(_QUIET)
        return not self.hearing.done()

    async def wait_for_end(self) -> None:
        """Wait until the line is closed."""
        async with asyncio.timeout(60):
            await self.hearing


@contextmanager
def serving(
    library: str, folder: Path, *options: str, host: str = "127.0.0.1", **environ: str
) -> Iterator[WebServer]:
    """A server on a library, which ends with the test.

    Args:
        library: Its folder.
        folder: Where marks and what the server says are kept.
        options: Of papers-tui serve.
        host: Where it listens.
        environ: What else stands in its environment.
    """
    with socket.create_server((host, 0)) as free:
        port = free.getsockname()[1]
    given = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    given |= {"LC_ALL": "C.UTF-8", "PAPERS_READER": str(folder / "reader.json"), **environ}
    command = [PROGRAM, "--library", library, "serve", "--host", host, f"--port={port}", *options]
    faults = folder / "server.stderr"
    with (
        faults.open("w") as said,
        subprocess.Popen(
            command,
            env=given,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            # As a shell would start it, though the tests themselves may run under nohup.
            preexec_fn=partial(signal.signal, signal.SIGHUP, signal.SIG_DFL),
        ) as process,
    ):
        try:
            yield WebServer(process, _address(process, faults), faults)
        finally:
            # It ends the apps that it has started; killed, it could not.
            process.terminate()
            process.wait(60)


def _address(process: "subprocess.Popen[str]", faults: Path) -> str:
    """What a server says to open, once it listens."""
    assert process.stdout is not None
    assert select.select([process.stdout], [], [], 60)[0], "the server says nothing"
    said = process.stdout.readline()
    found = re.search(r"http://\S+", said)
    assert found, (said, faults.read_text())
    return found.group()


async def all_gone(pids: Sequence[int]) -> bool:
    """Whether none of some processes runs any more."""
    return all(session_of(pid) is None for pid in pids)


def memory_of(pids: Sequence[int]) -> int:
    """The most bytes of memory that any of some processes has had at a time."""
    most = 0
    for pid in pids:
        try:
            status = Path("/proc", str(pid), "status").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if found := re.search(r"VmHWM:\s+(\d+) kB", status):
            most = max(most, int(found[1]) * 1024)
    return most
