"""A forced exit: an app that is asked to end has ended within a second, whatever it is doing.

Mostly the app leaves by itself, in order. Where it does not get to that, since it computes or waits
without end, its process is ended from outside the event loop. Python runs handlers of
signals in the main thread alone, between two steps of a program, and within a regular expression;
other threads run while the main one computes or waits, but not within a regular expression. So both
get each signal. Neither runs while code in C computes that does not look at signals.
"""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable

SECONDS = 0.7
"""How long an app may take to leave in order; a quarter of a second more is for ending it."""

_SECONDS_IN_MAIN = SECONDS + 0.1
"""The same for the main thread, which comes second, since it may be in the midst of anything."""


class ForcedExit:
    """Ends an app on a signal, by force where it does not leave in time."""

    def __init__(
        self,
        leave: Callable[[int], None],
        end: Callable[[int], None],
        stands_aside: Callable[[], bool],
    ) -> None:
        """Take what to do; nothing is done yet.

        Args:
            leave: Has the app leave in order, with an exit code; called once, in any thread, at
                any moment.
            end: Ends the process at once, with an exit code; called in any thread.
            stands_aside: Whether another program has the terminal, which gets the signal by itself
                and is waited for.
        """
        self._leave = leave
        self._end = end
        self._stands_aside = stands_aside
        self._codes: dict[int, int] = {}
        self._asked = threading.Lock()
        """Acquired once and for all by the thread that has the app leave."""
        self._begun = threading.Event()
        self._code = 0

    def listen(self, codes: dict[signal.Signals, int]) -> None:
        """Take signals in the main thread, each of which ends the app with an exit code.

        Those that are ignored (nohup) stay so.
        """
        self._codes = {
            int(number): code
            for number, code in codes.items()
            if signal.getsignal(number) is not signal.SIG_IGN
        }
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        for number in self._codes:
            signal.signal(number, self._handle_in_main)
        # Both from the start: later the system may have no thread to give.
        threading.Thread(target=self._read, args=(reader,), name="signals", daemon=True).start()
        threading.Thread(target=self._wait, name="leaving", daemon=True).start()

    def _read(self, reader: int) -> None:
        """Read signals while the main thread does not get to its handlers."""
        while numbers := os.read(reader, 64):
            self._handle(numbers)

    def _handle(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            if number in self._codes:
                self.begin(self._codes[number])

    def begin(self, code: int) -> None:
        """Have the app leave, and end it soon if it does not; may be called in any thread."""
        self._ask(code)
        if not self._stands_aside() and not self._begun.is_set():
            self._code = code
            self._begun.set()

    def _ask(self, code: int) -> None:
        if self._asked.acquire(blocking=False):
            self._leave(code)

    def _wait(self) -> None:
        self._begun.wait()
        time.sleep(SECONDS)
        self._end(self._code)

    def _handle_in_main(self, number: int, _: object) -> None:
        code = self._codes[number]
        self._ask(code)
        if not self._stands_aside() and not signal.getitimer(signal.ITIMER_REAL)[0]:
            signal.signal(signal.SIGALRM, lambda *_: self._end(code))
            signal.setitimer(signal.ITIMER_REAL, _SECONDS_IN_MAIN)
