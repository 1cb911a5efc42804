"""The program, run once to its end: as it is installed, or in this process."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from papers_tui.cli import main

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


def caller(folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs commands in such an environment too, in this process, which takes no time to start."""
    for name in ("LC_ALL", "PAPERS_LIBRARY", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, environment(folder)[name])

    def papers(*arguments: str) -> subprocess.CompletedProcess[str]:
        capfd.readouterr()
        code = main(arguments)
        out, err = capfd.readouterr()
        return subprocess.CompletedProcess(arguments, code, out, err)

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
