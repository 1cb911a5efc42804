"""Runs commands of the program in processes that can be stopped at any moment.

A process of its own loads the program once, and forks for every run: a run takes a tenth of a
second where a start takes one. What a run is to do comes and goes as a line of JSON.
"""

import json
import os
import resource
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

_TESTS = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of a run."""

    killed: bool
    code: int
    """Of the last command; -1 for a run that was killed."""
    out: str
    err: str
    seconds: float
    steps: tuple[str, ...]
    """What it did to files, in order, where steps were counted; the last may not have been done."""


class CrashInjector:
    """Starts runs; `with CrashInjector() as injector`."""

    def __init__(self) -> None:
        path = os.pathsep.join(filter(None, (str(_TESTS), os.environ.get("PYTHONPATH"))))
        self._folder = tempfile.TemporaryDirectory(prefix="papers-")
        Path(self._folder.name).chmod(0o755)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "support.attacks.crash_injection"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": path, "LC_ALL": "C.UTF-8"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()
        self._folder.cleanup()

    def run(
        self,
        *commands: Sequence[str],
        env: Mapping[str, str],
        step: int | None = None,
        seconds: float | None = None,
        largest: int | None = None,
        user: int | None = None,
    ) -> Ran:
        """Run commands one after the other, in one process, until one fails.

        Args:
            commands: What is typed after papers-tui.
            env: The environment, beside that of the tests.
            step: Kill the process before it does its so-and-so-manyth thing to a file, from 1; with
                0 things are counted, and nothing is killed.
            seconds: Kill it so long after it began.
            largest: How large a file may become, in bytes.
            user: Whose rights it has, as a number; root's tests alone can ask for it.
        """
        assert self._process.stdin and self._process.stdout
        out, err, steps = (Path(self._folder.name) / name for name in ("out", "err", "steps"))
        for file in (out, err, steps):
            file.write_bytes(b"")
        wanted = {
            "commands": commands,
            "env": dict(env),
            "step": step,
            "seconds": seconds,
            "largest": largest,
            "user": user,
            "files": [str(out), str(err), str(steps)],
        }
        self._process.stdin.write(json.dumps(wanted) + "\n")
        self._process.stdin.flush()
        status, took = json.loads(self._process.stdout.readline())
        killed = os.WIFSIGNALED(status)
        assert not killed or os.WTERMSIG(status) == signal.SIGKILL, err.read_text()
        return Ran(
            killed,
            -1 if killed else os.waitstatus_to_exitcode(status),
            out.read_text(encoding="utf-8"),
            err.read_text(encoding="utf-8"),
            took,
            tuple(steps.read_text(encoding="utf-8").splitlines()),
        )


# In the process that forks.


def _serve() -> None:
    _load()
    for line in sys.stdin:
        wanted = json.loads(line)
        begun = _now()
        child = os.fork()
        if child == 0:
            _become(wanted)
        status = _wait(child, wanted["seconds"])
        print(json.dumps([status, _now() - begun]), flush=True)


def _now() -> float:
    import time

    return time.monotonic()


def _wait(child: int, seconds: float | None) -> int:
    """Wait until a process ends, which is made to after so many seconds."""
    if seconds is not None:
        handle = os.pidfd_open(child)
        ended, _, _ = select.select([handle], [], [], seconds)
        os.close(handle)
        if not ended:
            os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def _load() -> None:
    """Have all that commands import, also where the other user may not read Python's own files."""
    from papers_store.opening import open_library
    from papers_tui.cli import main
    from support.data.pages import write_pages

    kept = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="papers-") as folder:
        os.environ["PAPERS_LIBRARY"] = str(Path(folder) / "library")
        os.environ["PAPERS_READER"] = str(Path(folder) / "reader.json")
        silent = os.dup(1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        for command in (["import", str(write_pages(Path(folder) / "pages", 2))], ["list", "终端"]):
            assert main(command) == 0
        for command in (["check"], ["check", "--repair"], ["stats", "--json"]):
            assert main(command) == 0
        with open_library(Path(folder) / "library") as library:
            row = library.find().window(0, 1)[0]
        assert main(["remove", row.id]) == 0
        sys.stdout.flush()
        os.dup2(silent, 1)
    os.environ.clear()
    os.environ.update(kept)


def _become(wanted: dict[str, Any]) -> None:
    """Be a run: do the commands, and end."""
    from papers_tui.cli import main

    code = 99
    try:
        out, err, steps = (os.open(name, os.O_WRONLY | os.O_APPEND) for name in wanted["files"])
        os.dup2(out, 1)
        os.dup2(err, 2)
        # Lines have been read from the other already, which no program expects of its own.
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 (until the run ends)
        os.environ.update(wanted["env"])
        if wanted["largest"] is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (wanted["largest"], wanted["largest"]))
        if wanted["user"] is not None:
            os.setgroups([])
            os.setgid(wanted["user"])
            os.setuid(wanted["user"])
        if wanted["step"] is not None:
            from support.attacks.file_steps import count_steps

            count_steps(wanted["step"], steps)
        for command in wanted["commands"]:
            code = main(command)
            if code:
                break
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 99
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve()
