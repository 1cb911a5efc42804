"""Looking whether processes have ended, and nothing else of them is left."""

import select
import time
from collections.abc import Callable
from pathlib import Path


def session_of(pid: int | str) -> int | None:
    """The session that a process is in; None where there is no such process, or a dead one."""
    try:
        # The name of the program, in parentheses, may hold anything.
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if after_name[0] in "ZX" else int(after_name[3])


def members(session: int) -> list[int]:
    """The processes of a session that still run."""
    pids = [int(one.name) for one in Path("/proc").iterdir() if one.name.isdigit()]
    return [pid for pid in pids if session_of(pid) == session]


def gone(session: int) -> bool:
    """Whether no process of a session runs any more."""
    return not members(session)


def wait_until(holds: Callable[[], bool], *, within: float = 30.0) -> float:
    """Wait until something holds; how many seconds that took."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < within, "waited in vain"
        select.select([], [], [], 0.01)
    return time.monotonic() - began


def state_of(pid: int) -> str:
    """What a process does, by the letter that ps has for it."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def memory_of(pid: int | str) -> int:
    """What a process has of memory, in megabytes; nothing where it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    sizes = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(sizes[0]) // 1024 if sizes else 0
