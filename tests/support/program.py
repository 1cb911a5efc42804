"""The installed program, run once to its end."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROGRAM = str(Path(sys.executable).parent / "papers-tui")

Run = Callable[..., subprocess.CompletedProcess[str]]


def environment(folder: Path) -> dict[str, str]:
    """An environment in which the program has a library and settings of a test's own."""
    environ = {**os.environ, "LC_ALL": "C.UTF-8", "PAPERS_LIBRARY": str(folder / "library")}
    environ["XDG_CONFIG_HOME"] = str(folder / "config")
    return environ


def runner(folder: Path) -> Run:
    """Runs the program in such an environment; options are those of subprocess.run."""

    def papers(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        environ = environment(folder) | options.pop("env", {})
        ran: subprocess.CompletedProcess[str] = subprocess.run(
            [PROGRAM, *arguments], capture_output=True, encoding="utf-8", env=environ, **options
        )
        return ran

    return papers
