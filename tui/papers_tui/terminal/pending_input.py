"""Input that waits to be read from a terminal, or from the server of a page."""

import os
import select
from collections.abc import Iterator

_READ_AT_ONCE = 4096

_DRAINED = 256
"""Pieces thrown away at most: who keeps sending is not waited for."""


class PendingInput:
    """Bytes that wait to be read from a terminal."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._poll = select.poll()
        self._poll.register(file, select.POLLIN)

    def within(self, seconds: float) -> bytes | None:
        """What comes within some seconds: None where nothing does, b"" where the line is gone."""
        if not self._poll.poll(seconds * 1000):
            return None
        try:
            return os.read(self._file, _READ_AT_ONCE)
        except OSError:
            return b""

    def drained(self) -> Iterator[bytes]:
        """What waits now, piece by piece."""
        for _ in range(_DRAINED):
            data = self.within(0)
            if not data:
                return
            yield data

    @property
    def is_gone(self) -> bool:
        """Whether the other end is closed, though something may still wait to be read."""
        poll = select.poll()
        poll.register(self._file, 0)
        return bool(poll.poll(0))
