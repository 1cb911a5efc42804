"""Ending in order, however somebody says that it is time.

A line that drops sends SIGHUP, and who shuts a machine down sends SIGTERM. Either ends a command
as ctrl-c does: what was begun is put away, the cursor is shown again, no process stays behind.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

ENDINGS = (signal.SIGHUP, signal.SIGTERM)

INTERRUPTED = 128 + signal.SIGINT
"""Exit code after ctrl-c."""


class Ended(KeyboardInterrupt):
    """The program was told to end by a signal."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        """The signal."""


def end_in_order() -> None:
    """Take signals that end the program for an interrupt; what is ignored (nohup) stays so."""
    for ending in ENDINGS:
        if signal.getsignal(ending) is not signal.SIG_IGN:
            signal.signal(ending, _end)


def be_ending() -> None:
    """Let nothing come between any more: a terminal that goes may send its signal twice."""
    for ending in ENDINGS:
        signal.signal(ending, signal.SIG_IGN)


@contextmanager
def no_ending_between() -> Iterator[None]:
    """Let a signal that ends the program wait until something is made and somebody owns it."""
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)


def code_of(ended: KeyboardInterrupt) -> int:
    """The exit code that says which signal it was."""
    return 128 + ended.number if isinstance(ended, Ended) else INTERRUPTED


def _end(number: int, _: FrameType | None) -> NoReturn:
    be_ending()
    raise Ended(number)
