"""Defer the signals that end this process while something is created that has no owner yet."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

ENDINGS = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM)


@contextmanager
def defer_signals() -> Iterator[None]:
    """Defer signals that end this process until the block ends; then deliver them.

    A process started in the block starts with them blocked too, until it calls `restore_signals`.
    """
    if threading.current_thread() is not threading.main_thread():
        # Python delivers signals to the main thread only.
        yield
        return
    deferred: list[int] = []
    handlers = {ending: signal.getsignal(ending) for ending in ENDINGS}
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    try:
        # The mask is inherited by child processes. In this one another thread may still receive a
        # signal, and its handler always runs in the main thread.
        for ending in ENDINGS:
            signal.signal(ending, lambda number, _: deferred.append(number))
        yield
    finally:
        for ending, handler in handlers.items():
            signal.signal(ending, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for number in deferred:
            signal.raise_signal(number)


def restore_signals() -> None:
    """Unblock these signals in a process that was started while they were deferred."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)
