"""Limits on what reading a page may cost, so that no page can hold up all others."""

import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

_AGAIN = 0.5
"""Seconds after which the signal is repeated, in case some code swallowed the first exception."""


class Limits(Struct, frozen=True, kw_only=True):
    """Limits on a page and on an import; a page that exceeds one is refused with a sentence."""

    page_megabytes: int = 20
    """Size of a page in millions of bytes."""
    page_lines: int = 500_000
    """Lines of a page, tags of an HTML page, and parts of an article (sections, entries ...)."""
    page_seconds: int = 20
    """Processor time for a page, in seconds."""
    pages: int = 1_000_000
    """Pages in a folder and its subfolders."""

    @property
    def page_bytes(self) -> int:
        """Size of a page in bytes."""
        return self.page_megabytes * 1_000_000

    @property
    def memory_bytes(self) -> int:
        """Address space in bytes of a process that reads pages."""
        return _MEMORY + _MEMORY_OF_A_BYTE * self.page_bytes


_MEMORY = 600_000_000
"""Bytes that a process needs before it reads a page, with all modules loaded, and a margin."""

_MEMORY_OF_A_BYTE = 150
"""Bytes for each byte of a page. Plain Chinese takes 50; single letters, each a word, take 110."""

DEFAULT_LIMITS = Limits()


class TimeLimitExceeded(BaseException):
    """The work exceeded its processor time. A BaseException, so that no handler swallows it."""


@contextmanager
def limit_cpu_time(seconds: float) -> Iterator[None]:
    """Raise `TimeLimitExceeded` in the block once it has used so much processor time.

    Processor time, unlike a clock's, makes a busy machine refuse no more than an idle one. Regular
    expressions are interrupted too. Only the main thread receives signals; in any other the limit
    has no effect.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(*_: object) -> None:
        raise TimeLimitExceeded

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def limit_memory(size: int) -> None:
    """Limit the address space of this process to `size` bytes, or to a tighter limit it has.

    An allocation beyond that raises MemoryError in Python; in a C library it ends the process.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    tightest = min([size, *(one for one in (soft, hard) if one != resource.RLIM_INFINITY)])
    resource.setrlimit(resource.RLIMIT_AS, (tightest, hard))


def kill_after_cpu_time(seconds: float) -> None:
    """Let the kernel kill this process after so much more processor time; 0 cancels.

    For work in C libraries, during which Python handles no signals.
    """
    signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
