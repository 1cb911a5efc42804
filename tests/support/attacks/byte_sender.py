"""Somebody who sends bytes faster than a program takes them, as long as they like."""

import os
import select
import threading
from collections.abc import Iterable
from typing import Self

from support.drivers.terminal import Terminal


class ByteSender:
    """Bytes on their way to a program, beside the test."""

    def __init__(self, terminal: Terminal, pieces: Iterable[bytes]) -> None:
        self._file = terminal.child.child_fd
        os.set_blocking(self._file, False)
        self._pieces = pieces
        self._enough = threading.Event()
        self._thread = threading.Thread(target=self._send)

    def _send(self) -> None:
        for piece in self._pieces:
            while piece:
                if self._enough.is_set():
                    return
                if select.select([], [self._file], [], 0.1)[1]:
                    try:
                        piece = piece[os.write(self._file, piece) :]
                    except BlockingIOError:
                        continue
                    except OSError:
                        # The line is cut.
                        return

    @property
    def is_done(self) -> bool:
        """Whether all was sent."""
        return not self._thread.is_alive()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._enough.set()
        self._thread.join()
