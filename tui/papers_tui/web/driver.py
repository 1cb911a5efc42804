"""The line to the server that shows the app in a browser; the app ends when the server does.

What comes from there was sent by whoever opened the page. Sizes are bounded, nothing is read that
the app has no use for yet, and once the line is gone the process ends, whatever the app does.
"""

import asyncio
import os
import select
import threading
import time
from codecs import getincrementaldecoder
from pathlib import Path
from typing import Any, BinaryIO, Literal, TextIO

from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers._byte_stream import ByteStream
from textual.drivers.web_driver import WebDriver
from textual.message import Message
from textual.messages import InBandWindowResize

from papers_tui.locale import _
from papers_tui.web.sizes import bounded

_MOST_WAITING = 200
"""Messages that the app has not come to yet, above which nothing more is read."""

_BETWEEN = 20
"""Milliseconds between two looks whether the app has come to them."""

_TO_BEGIN = 1.0
"""Seconds within which an app whose line is gone begins to leave."""

_TO_LEAVE = 5.0
"""Seconds that it then has for keeping marks."""

_FAILED = 1


class ServedDriver(WebDriver):
    """Keys and paint of one page."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._write = self._send  # type: ignore[assignment]
        self._sending = threading.Lock()
        self._leaving = threading.Event()
        if self._size is not None:
            self._size = bounded(*self._size)

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
        packets = ByteStream()
        parser = XTermParser(self._debug)
        decoder = getincrementaldecoder("utf-8")("ignore")
        for data in self._input_reader:
            for kind, payload in packets.feed(data) if data else ():
                if kind == "D":
                    # Half a character is nothing yet, and to the parser nothing is the end.
                    if text := decoder.decode(payload):
                        for message in parser.feed(text):
                            self.process_message(message)
                else:
                    self._on_meta(kind, payload)
            for message in parser.tick():
                self.process_message(message)
            if self._is_gone():
                break
        if not self.exit_event.is_set():
            self._leave()

    def process_message(self, message: Message) -> None:
        """Hand on what was typed; the size of a page is told by the server alone."""
        if not isinstance(message, events.Resize | InBandWindowResize):
            super().process_message(message)

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Hear from the server; a size within bounds, whatever it was asked for."""
        if packet_type == "resize":
            width, height = payload.get("width"), payload.get("height")
            if not isinstance(width, int) or not isinstance(height, int):
                return
            payload["width"], payload["height"] = bounded(width, height)
        elif packet_type == "too_long":
            said = _("That is too much to be pasted at once")
            self._app.call_later(self._app.notify, said, markup=False)
        super().on_meta(packet_type, payload)

    def _is_gone(self) -> bool:
        """Whether the line is gone; looked for as long as the app has enough to do."""
        server = select.poll()
        # That there is something to read is not asked: only whether the other end is closed.
        server.register(self._input_reader._fileno, 0)
        while self._is_busy() and not self.exit_event.is_set():
            if server.poll(_BETWEEN):
                return True
            time.sleep(_BETWEEN / 1000)
        return False

    def _is_busy(self) -> bool:
        """Whether more has come than the app has got to."""
        app = self._app
        stack = app._screen_stack
        receivers = [app, *stack[-1:], *(one.focused for one in stack[-1:] if one.focused)]
        return sum(one._message_queue.qsize() for one in receivers) > _MOST_WAITING

    # Leaving.

    def _leave(self) -> None:
        """Have the app leave in order, and the process end if it does not."""
        threading.Thread(target=self._end, daemon=True).start()
        self._loop.call_soon_threadsafe(self._begin_to_leave)

    def _begin_to_leave(self) -> None:
        self._leaving.set()
        # Then the server waits for it.
        self.write_meta({"type": "leaving"})
        self._app.exit()

    def _end(self) -> None:
        """End the process if nothing else does; a thread runs whatever the app is busy with."""
        if self._leaving.wait(_TO_BEGIN):
            time.sleep(_TO_LEAVE)
        os._exit(_FAILED)
