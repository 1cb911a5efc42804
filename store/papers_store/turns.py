"""Taking turns: whoever writes waits until nobody else does, and says so where it takes long.

The lock is the system's own, on an open file: a writer that dies holds it no more.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # Whoever only reads does not need it.
    from filelock import FileLock

Waiting = Callable[[], None]
"""Told, from the thread that waits, that somebody else is writing."""

_UNNOTICED = 0.5
"""Seconds that nobody minds to wait; most writes take less."""


@contextmanager
def my_turn(lock: "FileLock", *, patience: float, waiting: Waiting | None = None) -> Iterator[None]:
    """Hold a lock as soon as it is free.

    Args:
        lock: The lock.
        patience: Seconds to wait at most.
        waiting: Called once, where it takes longer than a moment.

    Raises:
        Timeout: somebody else held it all the time.
        OSError: its file cannot be opened for writing.
    """
    from filelock import Timeout

    try:
        held = lock.acquire(timeout=min(_UNNOTICED, patience))
    except Timeout:
        if waiting is not None:
            waiting()
        held = lock.acquire(timeout=max(0.0, patience - _UNNOTICED))
    with held:
        yield
