"""The program, with an app that never comes back from the key s.

Run as a program of its own: the first argument says how it hangs.
"""

import re
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Mapping

from papers_tui.__main__ import main
from papers_tui.browse.screen import BrowseScreen


def _compute() -> None:
    while True:
        pass


def _match() -> None:
    re.match("(a*)*b", "a" * 64)


def _take_memory() -> None:
    taken: list[list[int]] = []
    while True:
        taken.append([len(taken)])


def _wait_for_nobody() -> None:
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


def _count() -> None:
    counting = (
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
    )
    sqlite3.connect(":memory:").execute(counting).fetchone()


def _sleep() -> None:
    while True:
        time.sleep(1000)


WAYS: Mapping[str, Callable[[], None]] = {
    "computes": _compute,
    "matches": _match,
    "takes memory": _take_memory,
    "waits for nobody": _wait_for_nobody,
    "counts in C": _count,
    "sleeps": _sleep,
}

if __name__ == "__main__":
    way = WAYS[sys.argv.pop(1)]
    BrowseScreen.action_star = lambda self: way()  # type: ignore[method-assign]
    sys.exit(main())
