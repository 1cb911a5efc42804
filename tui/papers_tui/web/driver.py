"""The line to the server that shows the app in a browser; the app ends when the server does."""

import os
from typing import Any

from textual.app import App
from textual.drivers.web_driver import WebDriver


class ServedDriver(WebDriver):
    """Keys and paint of one page."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._write = self._send  # type: ignore[assignment]

    def _send(self, data: bytes) -> int:
        try:
            return os.write(self.fileno, data)
        except BrokenPipeError:
            # The server is gone, and the input says so too.
            return len(data)

    def run_input_thread(self) -> None:
        """Take keys until the app or the server ends."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._app.call_later(self._app.exit)
