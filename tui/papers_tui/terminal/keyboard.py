"""The keyboard while another program has the terminal: whether it listens, and a key after it.

A pager that listens was ended by its reader. One that does not, such as cat, has shown its text and
is gone.
"""

import select
import sys
import termios
import threading
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_TICK = 0.05
"""Seconds after which to look whether it is time to end."""

_LOOK = 0.002
"""Seconds between two looks at another program."""

_WATCHED = 1.0
"""Seconds for which a program is watched; of one that runs longer it does not matter."""


class Keyboard:
    """Whether a program was seen to wait for a key."""

    was_used = False


@contextmanager
def keyboard_watched(process: int) -> Iterator[Keyboard]:
    """Watch whether a process, or one that it began, listens to the keyboard."""
    keyboard, terminal = Keyboard(), _terminal()
    if terminal is None:
        yield keyboard
        return
    over = threading.Event()

    def watch() -> None:
        end = time.monotonic() + _WATCHED
        while time.monotonic() < end and not keyboard.was_used and not over.wait(_LOOK):
            keyboard.was_used = _waits_for_key(terminal, process)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield keyboard
    finally:
        over.set()
        watcher.join()


def _terminal() -> int | None:
    """The terminal that keys come from."""
    stdin = sys.__stdin__
    return stdin.fileno() if stdin is not None and stdin.isatty() else None


def _waits_for_key(terminal: int, process: int) -> bool:
    """Whether what a process runs is one program that sleeps, and listens to the keyboard."""
    working = list(_working(process))
    # Where there are several, one may be asleep until another has written. One that listens without
    # waiting for a key, such as less -F, does not sleep.
    return (
        len(working) == 1
        and _is_asleep(working[0])
        and (_is_raw(terminal) or _has_terminal(working[0]))
    )


def _working(process: int) -> Iterator[int]:
    """The processes that a process began, and that began none; itself, where there are none."""
    children = [
        child
        for file in Path(f"/proc/{process}/task").glob("*/children")
        for child in _read(file).split()
    ]
    if not children:
        yield process
    for child in children:
        yield from _working(int(child))


def _is_asleep(process: int) -> bool:
    """Whether a process sleeps; True where the system does not say."""
    # The name of the program, in parentheses, may hold anything.
    state = _read(Path(f"/proc/{process}/stat")).rpartition(")")[2].split()
    return not state or state[0] == "S"


def _is_raw(terminal: int) -> bool:
    """Whether keys come one by one, and not in lines."""
    try:
        return not termios.tcgetattr(terminal)[3] & termios.ICANON
    except termios.error:
        # The line has dropped.
        return False


def _has_terminal(process: int) -> bool:
    """Whether a process has opened the terminal, beside where it writes."""
    folder = Path(f"/proc/{process}/fd")
    try:
        handles = [one for one in folder.iterdir() if one.name not in ("1", "2")]
        # What each of them is open on; a pipe has no such name.
        return any(str(one.readlink()).startswith(("/dev/tty", "/dev/pts/")) for one in handles)
    except OSError:
        # It has ended, or the system does not say.
        return False


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        # As above.
        return ""


def wait_for_key(said: str, is_over: Callable[[], bool]) -> None:
    """Leave on the screen what stands there until any key is pressed.

    Args:
        said: A line to write below it.
        is_over: Whether there is no time to wait any more.
    """
    terminal, stdout = _terminal(), sys.__stdout__
    if terminal is None or stdout is None:
        return
    stdout.write(f"\n{said}")
    stdout.flush()
    before = termios.tcgetattr(terminal)
    try:
        # What was typed before is no answer to this.
        tty.setraw(terminal, termios.TCSAFLUSH)
        while not is_over() and not select.select([terminal], [], [], _TICK)[0]:
            continue
    finally:
        # What a key sends is thrown away, all of it.
        termios.tcsetattr(terminal, termios.TCSAFLUSH, before)
