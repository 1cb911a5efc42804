"""Signals that end the program, which it does in order.

A connection that drops sends SIGHUP, and a machine that shuts down SIGTERM. Either ends a command
as ctrl-c does: what was begun is put away, the cursor is shown again, no process stays behind.
"""

import signal
from types import FrameType
from typing import NoReturn

ENDINGS = (signal.SIGHUP, signal.SIGTERM)


class _EndRequest:
    """The request to end; a signal may come where an exception is swallowed."""

    number = 0
    """The signal that asked for it; 0 without one."""


_end_request = _EndRequest()


def handle_end_signals() -> None:
    """Raise KeyboardInterrupt on signals that end the program; ignored ones (nohup) stay so."""
    _end_request.number = 0
    for ending in ENDINGS:
        if signal.getsignal(ending) is not signal.SIG_IGN:
            signal.signal(ending, _end)


def ignore_end_signals() -> None:
    """Ignore further such signals: a terminal that goes may send its signal twice."""
    for ending in ENDINGS:
        signal.signal(ending, signal.SIG_IGN)


def end_requested() -> bool:
    """Whether a signal has asked this process to end; ctrl-c is no such signal."""
    return _end_request.number != 0


def end_if_requested() -> None:
    """End now, if that was not done when the signal came.

    A KeyboardInterrupt is lost where it comes in the midst of a callback or a finalizer. Work that
    takes long calls this between its steps.

    Raises:
        KeyboardInterrupt: the process was asked to end.
    """
    if end_requested():
        raise KeyboardInterrupt


def exit_code_of_end() -> int:
    """The exit code that says which signal it was."""
    return 128 + (_end_request.number or signal.SIGINT)


def _end(number: int, _: FrameType | None) -> NoReturn:
    _end_request.number = number
    ignore_end_signals()
    raise KeyboardInterrupt
