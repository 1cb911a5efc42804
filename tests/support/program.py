"""The installed program, run once to its end."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
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


class Program:
    """The program on a library at an address, which stands in its environment alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, address: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run it to its end."""
        return subprocess.run(
            [PROGRAM, *arguments],
            capture_output=True,
            encoding="utf-8",
            env=self._environment(address),
            timeout=120,
        )

    def start(self, address: str, *arguments: str) -> "subprocess.Popen[str]":
        """Run it beside the test."""
        return subprocess.Popen(
            [PROGRAM, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=self._environment(address),
            start_new_session=True,
        )

    def _environment(self, address: str) -> Mapping[str, str]:
        return {**environment(self._folder), "PAPERS_LIBRARY": address}
