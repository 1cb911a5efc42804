"""Advisory locks of the operating system on files, and waiting for them.

The kernel releases the lock of a process that dies. A lock is taken with flock, or, where a file
system refuses that (NFS without its lock daemon, some FUSE file systems), as an open file
description lock of fcntl. All processes on one file system come to the same of the two. Where both
are refused nobody writes: a lock file that merely exists would lock everybody out for ever once
its writer has died.
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
"""Callback, run in the waiting thread, when another process holds the lock."""

_GRACE_SECONDS = 0.5
"""Seconds to wait before `OnWait` is called; most writes take less."""

_RETRY_SECONDS = 0.05
"""Seconds between two attempts to take a lock."""

_OFD_SETLK: int | None = getattr(fcntl, "F_OFD_SETLK", None)
"""Take an open file description lock; None where the system has none."""

_OFD_GETLK: int | None = getattr(fcntl, "F_OFD_GETLK", None)
"""Test for such a lock."""


class LockTaken(Exception):
    """Another process holds the lock."""


class Lock:
    """The lock on a file, which is created if missing and never removed."""

    def __init__(self, path: Path, *, mode: int = 0o644) -> None:
        """Name the file without opening it.

        Args:
            path: The file; it stays empty.
            mode: Its permissions if it is created, less the umask.
        """
        self._path = path
        self._mode = mode

    @contextmanager
    def held(self, timeout: float = 0.0) -> Iterator[None]:
        """Hold the lock until the block ends.

        Args:
            timeout: Seconds to wait at most while another process holds it.

        Raises:
            LockTaken: Another process held it all the time.
            OSError: The file cannot be opened for writing, or its file system supports no locks.
        """
        handle = self._take(timeout)
        try:
            yield
        finally:
            os.close(handle)

    def _take(self, timeout: float) -> int:
        deadline = time.monotonic() + timeout
        while (handle := self._attempt()) is None:
            if time.monotonic() >= deadline:
                raise LockTaken
            time.sleep(_RETRY_SECONDS)
        return handle

    def _attempt(self) -> int | None:
        """Return the open file that holds the lock, or None if another process holds it."""
        handle = self._open()
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise OSError(errno.EINVAL, "its lock is not a file; remove it")
            # The path may name another file by now than the one that was locked.
            if self._is_free(handle) and self._is_there(handle):
                taken, handle = handle, -1
                return taken
        finally:
            if handle >= 0:
                os.close(handle)
        return None

    def _open(self) -> int:
        # Opening a pipe would block, and a link may lead anywhere.
        how = os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY
        try:
            return os.open(self._path, how | os.O_CREAT, self._mode)
        except PermissionError:
            # In a sticky folder Linux lets nobody open another user's file with O_CREAT
            # (fs.protected_regular).
            return os.open(self._path, how)

    def _is_free(self, handle: int) -> bool:
        try:
            return _lock(handle, fcntl.LOCK_EX)
        except OSError as error:
            if error.errno == errno.EACCES and _is_held(handle):
                # SMB reports a lock of another process so.
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
        kind: LOCK_EX, or LOCK_SH, which several processes may hold at once.

    Returns:
        False if another process holds a conflicting lock.

    Raises:
        OSError: The file system refuses locks.
    """
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        if _OFD_SETLK is None:
            raise
        return _lock_description(handle, kind)
    return True


def _lock_description(handle: int, kind: int) -> bool:
    """Take an open file description lock on the whole file, for as long as it is open."""
    assert _OFD_SETLK is not None
    wanted = fcntl.F_WRLCK if kind == fcntl.LOCK_EX else fcntl.F_RDLCK
    try:
        fcntl.fcntl(handle, _OFD_SETLK, _whole_file(wanted))
    except BlockingIOError:
        return False
    return True


def _whole_file(kind: int) -> bytes:
    """Return a `struct flock` for a whole file: l_type, l_whence, l_start, l_len and l_pid."""
    return struct.pack("hhqqi4x", kind, os.SEEK_SET, 0, 0, 0)


def _is_held(handle: int) -> bool:
    """Return whether another process holds an fcntl lock; False if such locks are refused."""
    if _OFD_GETLK is None:
        return False
    try:
        found = fcntl.fcntl(handle, _OFD_GETLK, _whole_file(fcntl.F_WRLCK))
    except OSError:
        return False
    kind: int = struct.unpack_from("h", found)[0]
    return kind != fcntl.F_UNLCK


@contextmanager
def block_writers(path: Path) -> Iterator[bool]:
    """Yield True if no writer is active, and keep writers out until the block ends.

    For readers that may not take the lock themselves. Without a lock file, or where locks are
    refused, it yields True, since nobody writes without a lock.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError:
        # Nobody has written yet, or this is a copy.
        yield True
        return
    try:
        yield _take_shared(handle)
    finally:
        os.close(handle)


def _take_shared(handle: int) -> bool:
    try:
        return _lock(handle, fcntl.LOCK_SH)
    except OSError:
        return True


def supports_record_locks(path: Path) -> bool:
    """Return whether fcntl can lock a file, as SQLite must; never call it on a file of SQLite's.

    Where locks are refused SQLite reports a busy file, and waiting would not help.
    """
    if _OFD_SETLK is None:
        return True
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError:
        # There is no file to test with.
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
    """Wait for a lock, and hold it until the block ends.

    Args:
        lock: The lock.
        timeout: Seconds to wait at most.
        on_wait: Called once, if it takes longer than half a second.

    Raises:
        LockTaken: Another process held it all the time.
        OSError: The file cannot be opened for writing, or its file system supports no locks.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(lock.held(min(_GRACE_SECONDS, timeout)))
        except LockTaken:
            if on_wait is not None:
                on_wait()
            stack.enter_context(lock.held(max(0.0, timeout - _GRACE_SECONDS)))
        yield
