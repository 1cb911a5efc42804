"""Signals wait until what is made has an owner, and are not lost."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from papers_store.system.signals import ENDINGS, defer_signals
from support.processes import wait_until


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_signal_waits_though_another_thread_takes_it(ending: signal.Signals) -> None:
    took: list[int] = []
    before = signal.signal(ending, lambda number, _: took.append(number))
    may_end = threading.Event()
    other = threading.Thread(target=may_end.wait)
    other.start()
    try:
        with defer_signals():
            os.kill(os.getpid(), ending)
            # The other thread does not hold it back, so it comes.
            wait_until(lambda: ending not in signal.sigpending())
            assert took == []
        assert took == [ending]
    finally:
        may_end.set()
        other.join()
        signal.signal(ending, before)


def test_what_is_started_starts_undisturbed() -> None:
    blocked = "import signal; print(signal.pthread_sigmask(signal.SIG_BLOCK, []) >= {1, 2, 15})"
    with defer_signals():
        said = subprocess.check_output([sys.executable, "-c", blocked], text=True)
    assert said == "True\n"
    assert not signal.pthread_sigmask(signal.SIG_BLOCK, []) & {*ENDINGS}


def test_in_other_threads_nothing_is_held_back() -> None:
    handlers: list[object] = []

    def look() -> None:
        with defer_signals():
            handlers.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert handlers == [signal.getsignal(signal.SIGINT)]
