"""Locks, and taking turns: a writer waits until nobody else writes, and says so after a moment.

The lock is the system's own, on an open file: a writer that dies holds it no more. It is taken by
flock; where a file system refuses that, as NFS does without its lock daemon and some of FUSE do, by
an open file description lock of fcntl. All who write in one place come to the same of the two.
Where both are refused nobody writes: a file that merely exists would lock all others out for ever,
once its writer has died.
"""

import errno
import fcntl
import os
import stat
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

OnWait = Callable[[], None]
"""Told, from the thread that waits, that somebody else is writing."""

_UNNOTICED = 0.5
"""Seconds that nobody minds to wait; most writes take less."""

_AGAIN = 0.05
"""Seconds between two attempts to take a lock that somebody else holds."""

_OPEN_FILE: int | None = getattr(fcntl, "F_OFD_SETLK", None)
"""Takes a lock that belongs to an open file; None where the system has no such locks."""

_HELD: int | None = getattr(fcntl, "F_OFD_GETLK", None)
"""Asks whether such a lock could be taken."""


class LockTaken(Exception):
    """Somebody else holds the lock."""


class Lock:
    """The lock on a file, which is made where it is missing and stays."""

    def __init__(self, path: Path, *, mode: int = 0o644) -> None:
        """Name the file.

        Args:
            path: The file; nothing stands in it.
            mode: Its permissions where it is made, as far as the mask lets them.
        """
        self._path = path
        self._mode = mode

    @contextmanager
    def held(self, timeout: float = 0.0) -> Iterator[None]:
        """Hold the lock.

        Args:
            timeout: Seconds to wait at most while somebody else holds it.

        Raises:
            LockTaken: somebody else held it all the time.
            OSError: the file cannot be opened for writing, or its file system gives no locks.
        """
        handle = self._take(timeout)
        try:
            yield
        finally:
            os.close(handle)

    def _take(self, timeout: float) -> int:
        until = time.monotonic() + timeout
        while (handle := self._attempt()) is None:
            if time.monotonic() >= until:
                raise LockTaken
            time.sleep(_AGAIN)
        return handle

    def _attempt(self) -> int | None:
        """The open file that holds the lock; None where somebody else does."""
        handle = self._open()
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise OSError(errno.EINVAL, "its lock is not a file; take it away")
            # Another may have been put in the place of the file that was locked.
            if self._is_free(handle) and self._is_there(handle):
                taken, handle = handle, -1
                return taken
        finally:
            if handle >= 0:
                os.close(handle)
        return None

    def _open(self) -> int:
        # A pipe would have who opens it wait, and a link may lead anywhere.
        how = os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY
        try:
            return os.open(self._path, how | os.O_CREAT, self._mode)
        except PermissionError:
            # Somebody else's, in a folder where the system lets nobody open it as if to make it.
            return os.open(self._path, how)

    def _is_free(self, handle: int) -> bool:
        try:
            return _lock(handle, fcntl.LOCK_EX)
        except OSError as error:
            if error.errno == errno.EACCES and _is_held(handle):
                # How SMB says that somebody else holds it.
                return False
            raise OSError(
                error.errno,
                f"{error.strerror}: its file system gives no locks, and without one two who write"
                " would undo each other's work",
            ) from error

    def _is_there(self, handle: int) -> bool:
        try:
            there = self._path.stat()
        except FileNotFoundError:
            return False
        return os.path.samestat(os.fstat(handle), there)


def _lock(handle: int, kind: int) -> bool:
    """Take a lock on an open file, without waiting.

    Args:
        handle: The open file.
        kind: LOCK_EX, or LOCK_SH, which several may hold at once.

    Returns:
        Whether nobody else holds one that excludes it.

    Raises:
        OSError: locks are refused here.
    """
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        if _OPEN_FILE is None:
            raise
        return _lock_description(handle, kind)
    return True


def _lock_description(handle: int, kind: int) -> bool:
    """As `_lock`, by fcntl: the whole file, for as long as it is open."""
    assert _OPEN_FILE is not None
    wanted = fcntl.F_WRLCK if kind == fcntl.LOCK_EX else fcntl.F_RDLCK
    try:
        fcntl.fcntl(handle, _OPEN_FILE, _whole(wanted))
    except BlockingIOError:
        return False
    return True


def _whole(kind: int) -> bytes:
    """A `struct flock` for a whole file: kind, from where, start, length and process, all 0."""
    return struct.pack("hhqqi4x", kind, os.SEEK_SET, 0, 0, 0)


def _is_held(handle: int) -> bool:
    """Whether somebody else holds a lock of fcntl on a file; not where such locks are refused."""
    if _HELD is None:
        return False
    try:
        found = fcntl.fcntl(handle, _HELD, _whole(fcntl.F_WRLCK))
    except OSError:
        return False
    kind: int = struct.unpack_from("h", found)[0]
    return kind != fcntl.F_UNLCK


@contextmanager
def block_writers(path: Path) -> Iterator[bool]:
    """Whether nobody holds the lock on a file, which is then so until this is over.

    For those who may not take the lock themselves. Where there is no lock, or none is given, as
    nobody writes without one, it is so as far as can be told.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError:
        # Nobody has written yet, or this is a copy.
        yield True
        return
    try:
        yield _nobody_holds(handle)
    finally:
        os.close(handle)


def _nobody_holds(handle: int) -> bool:
    try:
        return _lock(handle, fcntl.LOCK_SH)
    except OSError:
        return True


def supports_record_locks(path: Path) -> bool:
    """Whether fcntl gives locks on a file, as SQLite needs them on its own; never one of SQLite's.

    SQLite calls a file busy where locks are refused, and it never would be free.
    """
    if _OPEN_FILE is None:
        return True
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError:
        # Nothing to try it on.
        return True
    try:
        _lock_description(handle, fcntl.LOCK_SH)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True


@contextmanager
def acquire(lock: Lock, *, timeout: float, on_wait: OnWait | None = None) -> Iterator[None]:
    """Hold a lock as soon as it is free.

    Args:
        lock: The lock.
        timeout: Seconds to wait at most.
        on_wait: Called once, where it takes longer than a moment.

    Raises:
        LockTaken: somebody else held it all the time.
        OSError: its file cannot be opened for writing, or no locks are given there.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(lock.held(min(_UNNOTICED, timeout)))
        except LockTaken:
            if on_wait is not None:
                on_wait()
            stack.enter_context(lock.held(max(0.0, timeout - _UNNOTICED)))
        yield
