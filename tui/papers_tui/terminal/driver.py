"""The driver of the reader's terminal, which may use another encoding, stand still, or be gone.

Textual's driver does the rest. On its own it ends with a traceback at the first byte that is not
UTF-8, waits without end to paint on a terminal that takes nothing, and takes a terminal's answers
for keys.
"""

import asyncio
import os
import select
import signal
import sys
import termios
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Event
from time import monotonic
from typing import Any, TextIO

from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

from papers_tui.terminal.input_parser import InputParser, escape_seconds
from papers_tui.terminal.pending_input import PendingInput
from papers_tui.terminal.window_size import window_size

_SHOWN = "\x1b[?25h"
"""Has the terminal show its cursor (DECTCEM); Textual hides it."""

_TICK = 0.1
"""Seconds after which the end of the app is noticed where no key comes."""

_AT_ONCE = 256
"""Keys that may be on their way to the app; a person who types has fewer."""

_PAUSE = 0.02
"""Seconds between two looks whether the app has read them."""

_MOUSE_OFF = b"\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"
_GIVE_BACK = b"\x1b\\\x1b[?2026l\x1b[?2004l\x1b[?7h\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
"""Ends what may have been cut in its middle, and all that Textual has the terminal do."""

_PATIENCE = 0.5
"""Seconds for which a terminal that has stood still may take what gives it back."""


class TerminalWriter:
    """Writes to a terminal, as long as there is one that takes it.

    One thread writes. Any other may end its waiting.
    """

    def __init__(self, file: TextIO) -> None:
        self._encoding, self._errors = file.encoding, file.errors or "replace"
        self._file = file.fileno()
        self._woken, self._wake = os.pipe()
        self._opened = [self._woken, self._wake]
        try:
            # Of its own, since a shell would find its terminal in this mode as well.
            how = os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK
            self._file = os.open(os.ttyname(self._file), how)
            self._opened.append(self._file)
        except OSError:
            # The terminal of another user, as after su: a write to it may take long.
            pass
        self._gone = False
        self._dropping = False
        self._drops = 0
        self._patience: float | None = None

    def write(self, text: str) -> None:
        """Write, or do nothing where the terminal is gone."""
        data = text.encode(self._encoding, self._errors)
        # Writing may be resumed before this thread has seen that what it writes is dropped.
        drops = self._drops
        while data and not self._gone and not self._dropping and drops == self._drops:
            try:
                data = data[os.write(self._file, data) :]
            except BlockingIOError:
                self._wait()
            except OSError:
                self._gone = True

    def _wait(self) -> None:
        """Wait until the terminal takes more, or what is waiting is dropped."""
        woken, taking, _ = select.select([self._woken], [self._file], [], self._patience)
        if not taking and not woken:
            self._gone = True

    def flush(self) -> None:
        """Nothing is kept back."""

    def fileno(self) -> int:
        """The terminal's number among the open files."""
        return self._file

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return True

    def drop(self) -> None:
        """Write nothing more of what is waiting; may be called in the middle of anything."""
        if self._opened:
            self._dropping = True
            self._drops += 1
            os.write(self._wake, b"w")

    def resume(self) -> bool:
        """Write again, without waiting long; whether anything was dropped."""
        dropped = self._dropping
        if dropped:
            os.read(self._woken, 4096)
            self._patience, self._dropping = _PATIENCE, False
        return dropped

    def send_last(self, data: bytes) -> None:
        """Write what the terminal takes of this at once; another thread may be writing."""
        self._gone = True
        # It is gone, or takes nothing.
        with suppress(OSError):
            os.write(self._file, data)

    @property
    def is_closed(self) -> bool:
        """Whether the terminal was let go of."""
        return not self._opened

    def close(self) -> None:
        """Let go of the terminal."""
        self._gone = True
        while self._opened:
            os.close(self._opened.pop())


class TerminalDriver(LinuxDriver):
    """Keys and paint of one terminal."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        assert self._file is not None
        if not self._file.isatty() and sys.__stdout__ is not None:
            # Textual draws on standard error, which may be a file of complaints, or closed.
            self._file = sys.__stdout__
        self.when_gone: Callable[[], object] = getattr(app, "when_gone", None) or partial(
            self._loop.call_soon_threadsafe, app.exit
        )
        """Callback, run in the thread that reads keys, when the terminal is gone."""
        self._terminal = self._file
        self._line = TerminalWriter(self._terminal)
        self._resumed = False
        """Whether another program had the terminal before."""
        # What Textual asks for before the first resize.
        self._size = self._get_terminal_size()

    def start_application_mode(self) -> None:
        """Take the terminal, for the first time or again after another program."""
        if self._line.is_closed:
            self._line = TerminalWriter(self._terminal)
            self._resumed = True
        self._file = self._line  # type: ignore[assignment]
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if getattr(self._app, "shows_cursor", False):
            self.write(_SHOWN)

    def _get_terminal_size(self) -> tuple[int, int]:
        return window_size()

    def _query_in_band_window_resize(self) -> None:
        # The system says what size the window has, and it alone: never what comes like a key.
        pass

    def _sigcont_application(self, *_: object) -> None:
        """Take the terminal again, also where the program was stopped without notice (SIGSTOP)."""
        if self._auto_restart and not self._line.is_closed:
            self._must_signal_resume = True
            self.suspend_application_mode()
        super()._sigcont_application()

    def leave(self) -> None:
        """Paint no more, since the app is to end; may be called in the middle of anything.

        A thread that waits for a terminal which takes nothing, such as one behind a network that
        has gone, waits no longer.
        """
        self._line.drop()

    @property
    def is_lent(self) -> bool:
        """Whether another program has the terminal, which the app has started."""
        return not self._auto_restart

    def give_back_now(self) -> None:
        """Give the terminal back without waiting; may be called in any thread."""
        if self._line.is_closed:
            return
        self._line.send_last(_GIVE_BACK if not self._mouse else _MOUSE_OFF + _GIVE_BACK)
        # A process that is not in front any more would be stopped here.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
        with suppress(termios.error):
            if self.attrs_before is not None:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was."""
        if self._line.resume():
            # Something may have been cut in its middle: a title or a frame.
            self.write("\x1b\\\x1b[?2026l")
        super().stop_application_mode()

    def close(self) -> None:
        """Let go of the terminal."""
        super().close()
        self._line.close()

    def run_input_thread(self) -> None:
        """Take keys until the app or the terminal ends."""
        received = InputParser(
            getattr(sys.__stdin__, "encoding", "utf-8"),
            mouse=self._mouse,
            escape_seconds=escape_seconds(os.environ),
        )
        waiting = PendingInput(self.fileno)
        if self._resumed:
            # Answers to the program before, and what was typed for it.
            for keys in waiting.drained():
                deque(received.feed(keys, monotonic()), maxlen=0)
        given = 0
        while not self.exit_event.is_set():
            wait = _TICK if received.due is None else received.due - monotonic()
            came = waiting.within(min(max(wait, 0), _TICK))
            if came == b"":
                self.when_gone()
                return
            now = monotonic()
            for message in received.pause(now) if came is None else received.feed(came, now):
                self.process_message(message)
                given += 1
                if given >= _AT_ONCE:
                    given = 0
                    self._wait_for_app(waiting)

    def _wait_for_app(self, waiting: "PendingInput") -> None:
        """Wait until the app has read most of its keys, so that a flood of them takes no memory."""
        read = Event()

        async def say_when_read() -> None:
            while self._app.is_running and pending_messages(self._app) > _AT_ONCE // 4:
                await asyncio.sleep(_PAUSE)
            read.set()

        asyncio.run_coroutine_threadsafe(say_when_read(), self._loop)
        while not (read.wait(_PAUSE) or self.exit_event.is_set() or waiting.is_gone):
            pass


def pending_messages(app: App[Any]) -> int:
    """How many keys and other messages wait in the queues of an app."""
    pumps = (
        app,
        *app.screen_stack[-1:],
        app.screen_stack[-1].focused if app.screen_stack else None,
    )
    return max(pump.message_queue_size for pump in pumps if pump is not None)


def driver_for(chosen: type[Driver]) -> type[Driver]:
    """The driver of ours that does what one of Textual's does."""
    if chosen is LinuxDriver:
        return TerminalDriver
    if chosen.__name__ == "WebDriver":
        from papers_tui.terminal.served import ServedDriver

        return ServedDriver
    return chosen
