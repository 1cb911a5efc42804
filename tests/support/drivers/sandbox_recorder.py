"""Somebody at the wall of a house, who writes down what would leave it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from papers_tui.kiosk.sandbox import Sandbox

_LISTENING: list[list[str]] = []
_LOCK = Lock()
_sandbox = Sandbox(None)
_hung: list[object] = []


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if not _LISTENING:
        return
    try:
        _sandbox(event, arguments)
    except PermissionError as error:
        with _LOCK:
            for heard in _LISTENING:
                heard.append(f"{event}: {error.filename}")


@contextmanager
def what_leaves() -> Iterator[list[str]]:
    """What this process meanwhile does that the wall of a kiosk would have refused."""
    if not _hung:
        # A hook can be hung up once, and stays.
        sys.addaudithook(_hear)
        _hung.append(_hear)
    heard: list[str] = []
    _LISTENING.append(heard)
    try:
        yield heard
    finally:
        _LISTENING.remove(heard)
