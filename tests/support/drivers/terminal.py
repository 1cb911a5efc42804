"""A terminal to run a program in: it answers what terminals answer, and can be looked at."""

import os
import re
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Self

import pexpect
import pyte

_SYNCHRONISED_OUTPUT_ASKED = b"\x1b[?2026$p"
_FRAME = b"\x1b[?2026h"


class Terminal:
    """A program on a pseudo-terminal.

    Nothing here waits for a length of time: it waits for the screen to show something, or for
    the program to have nothing more to say.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int,
        rows: int,
        env: Mapping[str, str] | None = None,
    ) -> None:
        environ = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        for name in ("NO_COLOR", "TMUX", "PAPERS_LIBRARY"):
            environ.pop(name, None)
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.received = b""
        """Every byte since `forget` was called, or the start."""
        self.child = pexpect.spawn(
            command[0],
            list(command[1:]),
            env={**environ, **(env or {})},
            dimensions=(rows, columns),
            echo=False,
            # As a shell would start it, though the tests themselves may run under nohup.
            preexec_fn=partial(signal.signal, signal.SIGHUP, signal.SIG_DFL),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.child.close(force=True)

    # What the program sends.

    def read(self, patience: float) -> bool:
        """Take in what has come; False when nothing came for so many seconds."""
        try:
            data = self.child.read_nonblocking(65536, timeout=patience)
        except pexpect.TIMEOUT:
            return False
        except pexpect.EOF:
            # Else pexpect would wait without end for a program that has closed its terminal.
            self.child.flag_eof = False
            return False
        self.received += data
        if _SYNCHRONISED_OUTPUT_ASKED in data:
            self.child.send(b"\x1b[?2026;2$y")
        # pyte takes the private form of SGR (xterm's modifyOtherKeys) for colours.
        self._stream.feed(re.sub(rb"\x1b\[(?:[><=][0-9;]*[a-zA-Z]|\?[0-9;]*m)", b"", data))
        return True

    def settle(self, quiet: float = 0.4, *, within: float = 120.0) -> None:
        """Read until the program has said nothing for a while."""
        deadline = time.monotonic() + within
        while self.read(quiet):
            assert time.monotonic() < deadline, f"never quiet:\n{self.text}"

    def forget(self) -> None:
        """Count bytes and frames from here."""
        self.received = b""

    @property
    def frames(self) -> int:
        """How many times the screen was painted."""
        return self.received.count(_FRAME)

    # What a person sees.

    @property
    def lines(self) -> list[str]:
        """The rows of the screen."""
        # pyte's own `display` fails where one half of a wide character was written over.
        rows = (self.screen.buffer[y] for y in range(self.screen.lines))
        across = range(self.screen.columns)
        return ["".join(row[x].data for x in across).rstrip() for row in rows]

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)

    def wait_for(self, what: str | Callable[[Self], bool], *, within: float = 30.0) -> None:
        """Wait until the screen shows a text, or a condition holds."""
        deadline = time.monotonic() + within
        while not (what in self.text if isinstance(what, str) else what(self)):
            if time.monotonic() > deadline or not (self.read(0.5) or self.child.isalive()):
                self.settle()
                if what in self.text if isinstance(what, str) else what(self):
                    return
                raise AssertionError(f"never saw {what!r} on the screen:\n{self.text}")

    # What a person does.

    def press(self, keys: str | bytes) -> None:
        """Type keys, as the bytes that a terminal sends for them."""
        self.child.send(keys)

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def hang_up(self) -> None:
        """Close the window under the program."""
        self.child.ptyproc.fileobj.close()

    def wait_for_end(self, within: float = 30.0) -> int:
        """Wait until the program is gone; its exit code."""
        deadline = time.monotonic() + within
        while self.child.isalive():
            self.read(0.1)
            if time.monotonic() > deadline:
                raise AssertionError(f"still running:\n{self.text}")
        self.settle(0.1)
        return int(self.child.exitstatus if self.child.exitstatus is not None else -1)


_AS_A_SHELL_WANTS_IT = {
    b"\x1b[?1049": b"l",
    b"\x1b[?25": b"h",
    b"\x1b[?7": b"h",
    b"\x1b[?2026": b"l",
}
"""The alternate screen, the cursor, wrapped lines, and frames that wait for their end."""

_ASKED_FOR = (b"1000", b"1002", b"1003", b"1004", b"1006", b"1015", b"1016", b"2004", b"2048")
"""What a terminal tells on its own only where it was asked to: the mouse, focus, size, pastes."""


def is_given_back(received: bytes) -> bool:
    """Whether a program has left its terminal as a shell wants it, by the bytes that it sent."""
    wanted = _AS_A_SHELL_WANTS_IT | {b"\x1b[?" + mode: b"l" for mode in _ASKED_FOR}
    for mode, switch in wanted.items():
        switched = re.findall(re.escape(mode) + b"([hl])", received)
        if switched and switched[-1] != switch:
            return False
    # The keyboard's protocol is laid on a pile, and has to be taken from it.
    return received.count(b"\x1b[<u") >= len(re.findall(rb"\x1b\[>\d+u", received))
