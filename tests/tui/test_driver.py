"""The line to a terminal is given back, whichever thread is the quicker."""

import os
import select
import threading
from collections.abc import Iterator
from typing import Any, TextIO

import pytest

from papers_tui.terminal.driver import TerminalWriter
from support.processes import wait_until


@pytest.fixture
def terminal() -> Iterator[tuple[int, TextIO]]:
    """A terminal from which nobody reads yet, by the number of its other end."""
    other, own = os.openpty()
    with os.fdopen(own, "w", encoding="utf-8") as file:
        yield other, file
    os.close(other)


def test_what_is_written_after_a_frame_was_dropped_arrives(
    terminal: tuple[int, TextIO], monkeypatch: pytest.MonkeyPatch
) -> None:
    other, file = terminal
    line = TerminalWriter(file)
    waits = threading.Event()
    real = select.select

    def taken_up_first(*asked: Any) -> Any:
        waits.set()
        found = real(*asked)
        if found[0]:
            # The thread that ends the app is done before this one hears that it was woken.
            assert line.resume()
        return found

    monkeypatch.setattr(select, "select", taken_up_first)
    writing = threading.Thread(target=line.write, args=("x" * 1_000_000,))
    writing.start()
    wait_until(waits.is_set)
    line.drop()
    writing.join()
    monkeypatch.undo()

    received = bytearray()
    reading = threading.Thread(target=_read_to, args=(other, b"given back", received))
    reading.start()
    line.write("given back")
    reading.join()
    assert len(received) < 1_000_000
    line.close()


def _read_to(terminal: int, end: bytes, received: bytearray) -> None:
    while not received.endswith(end) and select.select([terminal], [], [], 10)[0]:
        received += os.read(terminal, 65_536)
    assert received.endswith(end)
