"""The driver for the server that shows the app in a browser; the app ends when the server does.

What comes from there was sent by the browser, and is not trusted. Sizes are bounded, nothing is
read that the app has no use for yet, and once the server is gone the process ends, whatever the app
does.
"""

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any, BinaryIO, Literal, TextIO

from textual.app import App
from textual.drivers._byte_stream import ByteStream
from textual.drivers.web_driver import WebDriver
from textual.message import Message

from papers_tui.terminal.driver import pending_messages
from papers_tui.terminal.input_parser import InputParser, TooMuchPasted, escape_seconds
from papers_tui.terminal.pending_input import PendingInput
from papers_tui.terminal.window_size import bounded_size

_TICK = 0.1
"""Seconds after which the end of the app is noticed where no key comes."""

_AT_ONCE = 256
"""Messages on their way to the app, above which nothing more is read: a reader sends fewer."""

_PAUSE = 0.02
"""Seconds between two looks whether the app has read them."""


class ServedDriver(WebDriver):
    """Keys and paint of one page."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._write = self._send  # type: ignore[assignment]
        self._sending = threading.Lock()
        self.when_gone: Callable[[], object] = getattr(app, "when_gone", None) or partial(
            app.call_later, app.exit
        )
        """Called in another thread when the line is gone."""
        if self._size is not None:
            self._size = bounded_size(*self._size)

    def start_application_mode(self) -> None:
        """Take keys from now on."""
        self._loop = asyncio.get_running_loop()
        super().start_application_mode()

    def _send(self, data: bytes) -> int:
        # Frames and files are sent by several threads, and a pipe takes long ones in parts.
        with self._sending:
            rest = memoryview(data)
            try:
                while rest:
                    rest = rest[os.write(self.fileno, rest) :]
            except BrokenPipeError:
                # The server is gone, and the input says so too.
                return len(data)
        return len(data)

    def deliver_binary(
        self,
        binary: BinaryIO | TextIO,
        *,
        delivery_key: str,
        save_path: Path,
        open_method: Literal["browser", "download"] = "download",
        encoding: str | None = None,
        mime_type: str | None = None,
        name: str | None = None,
    ) -> None:
        """Send a file to the server whole, which offers it to the browser under a key of its own.

        Textual's own way keeps files here until the browser asks for them, which it may never do.
        """
        data = binary.read()
        sent = data.encode("utf-8") if isinstance(data, str) else data
        kind = mime_type or "application/octet-stream"
        self.write_binary_encoded(("file", save_path.name, kind, sent))

    # What comes from the browser.

    def run_input_thread(self) -> None:
        """Take keys until the app or the server ends."""
        try:
            self._take_keys()
        except RuntimeError:
            # The app ended of itself while something was on its way to it.
            if not self._loop.is_closed():
                raise

    def _take_keys(self) -> None:
        server = PendingInput(self._input_reader._fileno)
        packets = ByteStream()
        received = InputParser("utf-8", mouse=True, escape_seconds=escape_seconds(os.environ))
        while not self.exit_event.is_set():
            wait = _TICK if received.due is None else received.due - monotonic()
            came = server.within(min(max(wait, 0), _TICK))
            if came == b"":
                break
            for kind, payload in packets.feed(came) if came else ():
                if kind == "M":
                    self._on_meta(kind, payload)
                elif not self._hand_on(received.feed(payload, monotonic()), server):
                    break
            if not self._hand_on(received.pause(monotonic()), server):
                break
        if not self.exit_event.is_set():
            self.when_gone()

    def send_message(self, message: Message) -> None:
        """Hand a message to the app; Textual's way leaves a coroutine behind where it has ended."""
        self._loop.call_soon_threadsafe(self._app.post_message, message)

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Take a message of the server; a size is brought within bounds."""
        if packet_type == "resize":
            width, height = payload.get("width"), payload.get("height")
            if not isinstance(width, int) or not isinstance(height, int):
                return
            payload["width"], payload["height"] = bounded_size(width, height)
        elif packet_type == "too_long":
            self.process_message(TooMuchPasted())
        super().on_meta(packet_type, payload)

    def _hand_on(self, messages: Iterator[Message], server: PendingInput) -> bool:
        """Hand messages to the app as it gets to them; whether the line is still there."""
        for count, message in enumerate(messages, start=1):
            self.process_message(message)
            if count % _AT_ONCE == 0 and (server.is_gone or not self._wait_for_app(server)):
                # So much is not read to its end.
                return False
        return self._wait_for_app(server)

    def _wait_for_app(self, server: PendingInput) -> bool:
        """Wait until the app has got to most of what came; whether the line is still there."""
        while self._running() and pending_messages(self._app) > _AT_ONCE:
            if server.is_gone:
                return False
            self.exit_event.wait(_PAUSE)
        return True

    def _running(self) -> bool:
        return self._app.is_running and not self.exit_event.is_set()
