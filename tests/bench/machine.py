"""What the figures were measured on, in words that fit any machine, and the processes on it."""

import os
import platform
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGES = ("papers-tui", "textual", "tinydb", "jieba", "rjieba", "msgspec")
_TOOLS = {
    "rg": "--version",
    "fzf": "--version",
    "newsboat": "-v",
    "neomutt": "-v",
    "cobib": "--version",
    "papis": "--version",
}
KB = 1000
MB = 1000 * KB


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def facts() -> dict[str, str]:
    """Machine, versions and date."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "system": f"{platform.system()} {platform.machine()}",
        "processor": _processor(),
        "cores": str(cores()),
        "load before": f"{os.getloadavg()[0]:.1f}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{name: _version(name) for name in _PACKAGES},
        **{name: _tool(name, option) for name, option in _TOOLS.items()},
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":", 1)[1].strip() for line in lines if "model name" in line), "?")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _tool(name: str, option: str) -> str:
    if shutil.which(name) is None:
        return "not installed"
    said = subprocess.run([name, option], capture_output=True, text=True, check=False)
    first = (said.stdout or said.stderr).strip().splitlines()
    words = first[0].split() if first else []
    return next(
        (word.strip(",") for word in words if word[:1].isdigit()), words[-1] if words else "?"
    )


# Processes.


def memory_of(pid: int) -> tuple[int, int]:
    """Resident and proportional bytes of a process; zeros where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    except (OSError, ProcessLookupError):
        return 0, 0
    sizes = {line.split(":")[0]: line.split() for line in lines if line.endswith("kB")}
    return int(sizes["Rss"][1]) * 1024, int(sizes["Pss"][1]) * 1024


def family_of(pid: int) -> Iterator[int]:
    """A process and all that it started."""
    yield pid
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
    except OSError:
        return
    for task in tasks:
        try:
            children = (task / "children").read_text(encoding="utf-8").split()
        except OSError:
            continue
        for child in children:
            yield from family_of(int(child))
