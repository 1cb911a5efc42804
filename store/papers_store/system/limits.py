"""What reading a page may cost; whoever sends a page must not be able to hold up all others."""

import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

_AGAIN = 0.5
"""Seconds after which the end is called again, where something swallowed the first call."""


class Limits(Struct, frozen=True, kw_only=True):
    """The most that a page, and an import, may be; what is more is refused with a sentence."""

    page_megabytes: int = 20
    """Millions of bytes of a page."""
    page_lines: int = 500_000
    """Lines of a page; tags of one in HTML; headings, keywords and entries of an article."""
    page_seconds: int = 20
    """Seconds of a processor's work for a page."""
    pages: int = 1_000_000
    """Pages of a folder with all below it."""

    @property
    def page_bytes(self) -> int:
        """Bytes of a page."""
        return self.page_megabytes * 1_000_000

    @property
    def memory_bytes(self) -> int:
        """Bytes of memory, as addresses, that a process may have which reads pages."""
        return _MEMORY + _MEMORY_OF_A_BYTE * self.page_bytes


_MEMORY = 600_000_000
"""Bytes that a process has before it reads a page, with all that reading loads, and some more."""

_MEMORY_OF_A_BYTE = 150
"""Bytes for each byte of a page. Plain Chinese takes 50 of them; single letters, of which each is a
word, take 110."""

DEFAULT_LIMITS = Limits()


class TimeLimitExceeded(BaseException):
    """The work took longer than it may; no part of it handles this."""


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
    """Let this process have no more than so many bytes of memory, or than it was let have before.

    What asks for more fails: in Python by MemoryError, in a library in C by the process's end.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    tightest = min([size, *(one for one in (soft, hard) if one != resource.RLIM_INFINITY)])
    resource.setrlimit(resource.RLIMIT_AS, (tightest, hard))


def kill_after_cpu_time(seconds: float) -> None:
    """Have the system end this process once it has worked for so long from now; 0 for never.

    It is for work that hears no signal, as a library in C may not.
    """
    signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
