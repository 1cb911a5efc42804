"""Ending in order, however somebody says that it is time.

A line that drops sends SIGHUP, and who shuts a machine down sends SIGTERM. Either ends a command
as ctrl-c does: what was begun is put away, the cursor is shown again, no process stays behind.
"""

import signal
from types import FrameType
from typing import NoReturn

ENDINGS = (signal.SIGHUP, signal.SIGTERM)


class _Told:
    """What this process was told; a signal may come where an exception is swallowed."""

    number = 0
    """The signal that told it to end."""


_told = _Told()


def end_in_order() -> None:
    """Take signals that end the program for an interrupt; what is ignored (nohup) stays so."""
    _told.number = 0
    for ending in ENDINGS:
        if signal.getsignal(ending) is not signal.SIG_IGN:
            signal.signal(ending, _end)


def be_ending() -> None:
    """Let nothing come between any more: a terminal that goes may send its signal twice."""
    for ending in ENDINGS:
        signal.signal(ending, signal.SIG_IGN)


def is_told_to_end() -> bool:
    """Whether a signal has told this process to end; ctrl-c is no such signal."""
    return _told.number != 0


def end_if_told() -> None:
    """End now, if it was not done when the signal came.

    A KeyboardInterrupt is lost where it comes in the midst of a callback or a finalizer. Work that
    takes long calls this between its steps.

    Raises:
        KeyboardInterrupt: the process was told to end.
    """
    if is_told_to_end():
        raise KeyboardInterrupt


def code_of_ending() -> int:
    """The exit code that says which signal it was."""
    return 128 + (_told.number or signal.SIGINT)


def _end(number: int, _: FrameType | None) -> NoReturn:
    _told.number = number
    be_ending()
    raise KeyboardInterrupt
