"""The messages that a browser may send, and how much of them.

A message is a list of a word and a value, as textual-serve's script sends them.
"""

import time
from collections.abc import Callable

import msgspec
from msgspec import Struct

from papers_tui.terminal.window_size import bounded_size

LARGEST_MESSAGE = 4 << 20
"""Bytes of one message; the line of who sends a larger one is closed. The page sends none."""

LONGEST_INPUT = 1 << 20
"""Characters of what is typed or pasted at once, with the escapes around it."""

_LONGEST_PING = 64

_BYTES_A_SECOND = 1 << 20
_MESSAGES_A_SECOND = 500
"""On the average; a mouse that is moved sends some hundred."""

_AT_ONCE = 4.0
"""Seconds of that which may come at once."""


class KeyInput(Struct, frozen=True):
    """Keys, or a text that was pasted, as a terminal sends them."""

    data: bytes


class Resize(Struct, frozen=True):
    """The page has another size."""

    columns: int
    rows: int


class Ping(Struct, frozen=True):
    """The page wants its own text back."""

    text: str


class FocusChange(Struct, frozen=True):
    """The page has the keys, or has them no more."""

    here: bool


class TooLong(Struct, frozen=True):
    """More was pasted at once than may be."""


_LONG = TooLong()

BrowserMessage = KeyInput | Resize | Ping | FocusChange | TooLong


def parse_message(message: str) -> BrowserMessage | None:
    """Parse a message; None where no page of this server sends such a one."""
    try:
        said = msgspec.json.decode(message.encode("utf-8", "replace"), type=list[msgspec.Raw])
        match msgspec.json.decode(said[0], type=str):
            case "stdin":
                text = msgspec.json.decode(said[1], type=str)
                if len(text) > LONGEST_INPUT:
                    return _LONG
                return KeyInput(text.encode("utf-8", "replace"))
            case "resize":
                size = msgspec.json.decode(said[1], type=dict[str, float])
                return Resize(*bounded_size(_whole(size["width"]), _whole(size["height"])))
            case "ping":
                text = msgspec.json.decode(said[1], type=str)
                return Ping(text) if len(text) <= _LONGEST_PING else None
            case "too_long":
                return _LONG
            case "focus" | "blur" as word:
                return FocusChange(word == "focus")
    except (msgspec.MsgspecError, RecursionError, LookupError):
        # No page of this server sends it.
        return None
    return None


def _whole(number: float) -> int:
    """A number of characters; JSON has no infinite ones, but longer ones than any screen."""
    return int(min(max(number, 0.0), 1e6))


class RateLimit:
    """How much one page may send: so much at once, and so much a second after that."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last = clock()
        self._left = _AT_ONCE

    def take(self, size: int) -> float:
        """Take in a message of some bytes; for how many seconds nothing more is to be taken in."""
        now = self._clock()
        self._left = min(_AT_ONCE, self._left + now - self._last)
        self._last = now
        self._left -= 1 / _MESSAGES_A_SECOND + size / _BYTES_A_SECOND
        return max(0.0, -self._left)
