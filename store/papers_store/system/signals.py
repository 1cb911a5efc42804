"""Signals that end this process, held back while something is made and nobody owns it yet."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

ENDINGS = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM)


@contextmanager
def defer_signals() -> Iterator[None]:
    """Let signals that end this process wait; they come when it is over.

    A process that is started here starts with them held back too, until it calls `restore_signals`.
    """
    if threading.current_thread() is not threading.main_thread():
        # Signals disturb none but the main thread.
        yield
        return
    came: list[int] = []
    handlers = {ending: signal.getsignal(ending) for ending in ENDINGS}
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    try:
        # The mask is for what is started. Here another thread may take a signal nevertheless, and
        # its handler is always called in this one.
        for ending in ENDINGS:
            signal.signal(ending, lambda number, _: came.append(number))
        yield
    finally:
        for ending, handler in handlers.items():
            signal.signal(ending, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for number in came:
            signal.raise_signal(number)


def restore_signals() -> None:
    """Let them come, in a process that was started defer_signals."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)
