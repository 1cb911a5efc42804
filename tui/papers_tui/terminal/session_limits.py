"""What the system lets one session of the app use, where others share the machine with it.

A fault in the program, or in what it stands on, then ends one session and takes nothing from the
others. Readers never come near these limits: docs/ssh-kiosk.md says what a session uses.
"""

import resource
import signal

MEMORY = 1 << 30
"""Bytes of address space. Libraries and threads reserve more of it than they use: a session of
100 MB has 400 MB of it."""

DATA = 400 << 20
"""Bytes that may be written to, of which the same session has 120 MB."""

PROCESSOR_SECONDS = 3600
"""Seconds of a processor's work, after which a session ends in order."""

_GRACE = 60
"""Seconds of work after which a session that has not ended is ended by the system."""

OUT_OF_TIME = signal.SIGXCPU
"""The signal that says that the seconds are used up (setrlimit(2), RLIMIT_CPU)."""


def limit_session() -> None:
    """Limit the memory and the processor's work of this process, from now on and for good.

    Limits of the system that are lower stay as they are. Where memory is asked for beyond the
    limit, Python raises MemoryError, or RuntimeError for a thread. After PROCESSOR_SECONDS the
    process gets OUT_OF_TIME once a second, which ends it unless it takes that signal.
    """
    limits = {
        resource.RLIMIT_AS: (MEMORY, MEMORY),
        resource.RLIMIT_DATA: (DATA, DATA),
        resource.RLIMIT_CPU: (PROCESSOR_SECONDS, PROCESSOR_SECONDS + _GRACE),
    }
    for limit, wanted in limits.items():
        own = resource.getrlimit(limit)
        resource.setrlimit(limit, (_lower(own[0], wanted[0]), _lower(own[1], wanted[1])))


def _lower(own: int, wanted: int) -> int:
    # Whatever number stands for no limit, it is not to be compared with others.
    return wanted if own == resource.RLIM_INFINITY else min(own, wanted)
