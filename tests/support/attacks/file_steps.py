"""Counts what a process does to files, and has it killed before one of these steps.

A step is whatever leaves the disk another than it was, or makes sure of what it is: a file made,
written (in two halves), synced, renamed, linked, taken away; a transaction begun or committed.
"""

import io
import os
import signal
import sqlite3
import sys
from typing import Any

_EVENTS = {
    "os.rename": "rename",
    "os.link": "link",
    "os.remove": "take away",
    "os.mkdir": "make a folder",
    "os.chmod": "permit",
    "fcntl.flock": "lock",
}
_STATEMENTS = ("BEGIN", "COMMIT", "PRAGMA journal", "PRAGMA wal", "CREATE VIRTUAL", "INSERT OR REP")


class _Steps:
    def __init__(self, last: int, log: int) -> None:
        self._last = last
        self._log = log
        self._taken = 0

    def take(self, what: str) -> None:
        self._taken += 1
        os.write(self._log, f"{what}\n".encode())
        if self._taken == self._last:
            os.kill(os.getpid(), signal.SIGKILL)


class _Halves(io.FileIO):
    """A file that is written in two halves."""

    steps: _Steps

    def write(self, data: Any) -> int:
        half = len(data) // 2
        self.steps.take("write the first half")
        super().write(data[:half])
        self.steps.take("write the second half")
        super().write(data[half:])
        return len(data)


def count_steps(last: int, log: int) -> None:
    """Have this process killed before its last step, and write each into a file."""
    steps = _Steps(last, log)
    fsync, connect = os.fsync, sqlite3.connect

    def told_fsync(handle: int) -> None:
        steps.take("sync")
        fsync(handle)

    def told_connect(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **options)
        connection.set_trace_callback(told_statement)
        return connection

    def told_statement(sql: str) -> None:
        if sql.startswith(_STATEMENTS):
            steps.take(" ".join(sql.split()[:4])[:40])

    def open_in_halves(handle: int, mode: str) -> io.FileIO:
        file = _Halves(handle, mode.replace("b", ""))
        file.steps = steps
        return file

    def heard(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _EVENTS:
            steps.take(_EVENTS[event])
        elif event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_EXCL:
            steps.take("make a temporary file")

    # The standard library has no hook for these three; the others are audited.
    os.fsync = told_fsync  # type: ignore[assignment]
    sqlite3.connect = told_connect  # type: ignore[assignment]
    os.fdopen = open_in_halves  # type: ignore[assignment]
    sys.addaudithook(heard)
