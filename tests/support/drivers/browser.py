"""A headless Chromium, driven over the DevTools protocol."""

import asyncio
import json
import os
import signal
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
    "--window-size=1280,800",
)

# The page keeps its terminal to itself; this lets the test have it too.
_CATCH_TERMINAL = """
Object.defineProperty(Object.prototype, "terminal", {
    configurable: true,
    set(value) {
        Object.defineProperty(this, "terminal", {value, writable: true, configurable: true});
        if (value && value.buffer) window.caughtTerminal = value;
    },
});
"""

_SCREEN = """
(() => {
    const terminal = window.caughtTerminal;
    if (!terminal) return "";
    const buffer = terminal.buffer.active;
    return Array.from({length: terminal.rows}, (_, row) =>
        buffer.getLine(row)?.translateToString(true) ?? "").join("\\n");
})()
"""


class PageLeft(Exception):
    """The page went to another address, or was loaded anew, while it was asked."""


async def until(
    true: Callable[[], Awaitable[bool]], message: Callable[[], str], *, within: float = 60.0
) -> None:
    """Look until something is so."""
    deadline = time.monotonic() + within
    while not await true():
        if time.monotonic() > deadline:
            raise AssertionError(message())
        await asyncio.sleep(0.03)


class Browser:
    """One page in a browser of its own, which is gone when the test is."""

    def __init__(self, chromium: str) -> None:
        self._chromium = chromium
        self._calls = 0
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self.asked_for: list[str] = []
        """The address of everything the page has asked for."""
        self._text = ""

    async def __aenter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="papers-", ignore_cleanup_errors=True)
        self._process = await asyncio.create_subprocess_exec(
            self._chromium,
            *_FLAGS,
            f"--user-data-dir={self._folder.name}",
            stderr=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        self._http = aiohttp.ClientSession()
        self._socket = await self._http.ws_connect(await self._address(), max_msg_size=0)
        self._reading = asyncio.create_task(self._read())
        target = await self._call("Target.createTarget", session=None, url="about:blank")
        self._target = target["targetId"]
        attached = await self._call(
            "Target.attachToTarget", session=None, targetId=self._target, flatten=True
        )
        self._session = attached["sessionId"]
        for domain in ("Page", "Network", "Runtime"):
            await self._call(f"{domain}.enable")
        await self._call("Page.addScriptToEvaluateOnNewDocument", source=_CATCH_TERMINAL)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._socket.close()
        await self._http.close()
        await self._reading
        # Its own children are in the group that was begun with it.
        os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()
        await self._draining
        self._folder.cleanup()

    async def _address(self) -> str:
        """Where the browser listens, as it says itself."""
        assert self._process.stderr is not None
        said = b""
        while line := await self._process.stderr.readline():
            said += line
            if line.startswith(b"DevTools listening on "):
                self._draining = asyncio.create_task(self._process.stderr.read())
                return line.decode().split()[-1]
        raise AssertionError(said.decode("utf-8", "replace"))

    async def _read(self) -> None:
        async for message in self._socket:
            said = json.loads(message.data)
            if said.get("method") == "Network.requestWillBeSent":
                self.asked_for.append(said["params"]["request"]["url"])
            elif said.get("method") == "Network.webSocketCreated":
                self.asked_for.append(said["params"]["url"])
            elif "id" in said:
                self._answers.pop(said["id"]).set_result(said)

    async def _call(self, method: str, session: str | None = "", **params: object) -> Any:
        self._calls += 1
        call: dict[str, object] = {"id": self._calls, "method": method, "params": params}
        if session is not None:
            call["sessionId"] = self._session
        answer = self._answers[self._calls] = asyncio.get_running_loop().create_future()
        await self._socket.send_json(call)
        said = await answer
        if "navigated" in said.get("error", {}).get("message", ""):
            raise PageLeft
        assert "error" not in said, (method, said)
        return said["result"]

    async def open(self, address: str) -> None:
        """Go to an address."""
        await self._call("Page.navigate", url=address)

    async def keep_downloads_in(self, folder: Path) -> None:
        """Have what the page downloads kept in a folder, as its user has set it."""
        await self._call(
            "Browser.setDownloadBehavior",
            session=None,
            behavior="allow",
            downloadPath=str(folder),
        )

    async def value_of(self, expression: str) -> Any:
        """What an expression is worth in the page."""
        answer = await self._call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    async def text(self) -> str:
        """What the terminal in the page shows."""
        self._text = await self.value_of(_SCREEN)
        return self._text

    async def wait_for(self, what: str | Callable[[str], bool]) -> str:
        """Look until the terminal shows a text, or a condition holds of what it shows."""

        async def seen() -> bool:
            try:
                text = await self.text()
            except PageLeft:
                return False
            return what in text if isinstance(what, str) else what(text)

        await until(seen, lambda: f"never saw {what!r} in the page:\n{self._text}")
        return self._text

    async def press(self, key: str, text: str = "", code: int = 0) -> None:
        """Press a key, as the keyboard does."""
        down = {"text": text} if text else {}
        await self._call(
            "Input.dispatchKeyEvent",
            type="keyDown",
            key=key,
            windowsVirtualKeyCode=code,
            **down,
        )
        await self._call(
            "Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code
        )

    async def type(self, text: str) -> None:
        """Enter a text at once, as an input method does."""
        await self._call("Input.insertText", text=text)

    async def picture(self) -> bytes:
        """A PNG of the page."""
        from base64 import b64decode

        answer = await self._call("Page.captureScreenshot", format="png")
        return b64decode(answer["data"])

    async def close_page(self) -> None:
        """Close the page, as a person does who is done."""
        await self._call("Target.closeTarget", session=None, targetId=self._target)
