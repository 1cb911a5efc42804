"""File systems that refuse what others give: the program, with answers of the kernel put in."""

import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

STRACE = "strace"


@cache
def missing() -> str:
    """Why no answers can be put in here; empty where they can."""
    if shutil.which(STRACE) is None:
        return "strace is not installed"
    tried = subprocess.run([*refusing("flock", "ENOLCK"), "true"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else "no process may be traced here"


def refusing(calls: str, error: str, *files: Path) -> list[str]:
    """What stands before a command, so that the system refuses something to it and its children.

    Args:
        calls: Names of system calls, with commas between.
        error: Its answer to them, such as ENOLCK.
        files: Only where they are asked of these; else always.
    """
    paths = [word for file in files for word in ("-P", str(file))]
    inject = ["-e", f"trace={calls}", "-e", f"inject={calls}:error={error}"]
    return [STRACE, "-f", "-qq", "-o", "/dev/null", *paths, *inject]


def locks_of(library: Path, reader: Path) -> Sequence[Path]:
    """Every file that is locked in a library, and beside a reader's marks."""
    index = [library / f"index.sqlite3{suffix}" for suffix in ("", "-shm", "-wal")]
    return [library / "lock", *index, reader.with_name(f"{reader.name}.lock")]
