"""A window of tmux: a whole terminal, with an alternate screen, that can be looked at."""

import os
import select
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self


class Tmux:
    """A server of its own with one window, gone when the test is."""

    def __init__(
        self,
        socket: Path,
        command: Sequence[str],
        *,
        columns: int,
        rows: int,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self._socket = socket
        # tmux now and then misses the end of a program; a shell around it does not.
        self._exit_code = socket.with_name("exit-code")
        self._exit_code.unlink(missing_ok=True)
        noted = ("sh", "-c", '"$@"; echo $? > "$0"', str(self._exit_code))
        environ = {k: v for k, v in os.environ.items() if k not in ("TMUX", "NO_COLOR")}
        environ |= {"TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        environ |= env or {}
        size = ["-x", str(columns), "-y", str(rows)]
        self._run("-f", "/dev/null", "new-session", "-d", *size, *noted, *command, env=environ)
        self._run("set-option", "-g", "remain-on-exit", "on")

    def _run(self, *arguments: str, env: Mapping[str, str] | None = None) -> str:
        return subprocess.run(
            ["tmux", "-u", "-S", str(self._socket), *arguments],
            env=env,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        shell = self._run("list-panes", "-F", "#{pane_pid}").strip()
        programs = _children(shell)
        self._run("kill-server")
        # What a program saves when its window goes, it has saved only when it has ended.
        deadline = time.monotonic() + 60
        while any(Path("/proc", program).exists() for program in programs):
            assert time.monotonic() < deadline, f"still running without a window: {programs}"
            select.select([], [], [], 0.03)

    @property
    def text(self) -> str:
        """What the window shows."""
        return self._run("capture-pane", "-p")

    @property
    def styled(self) -> str:
        """The same, with the escapes of its styles."""
        return self._run("capture-pane", "-p", "-e")

    @property
    def lines(self) -> list[str]:
        """The rows of the window."""
        return self.text.splitlines()

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names: j, Enter, Tab, Escape."""
        self._run("send-keys", *keys)

    def type(self, text: str) -> None:
        """Type text as it is."""
        self._run("send-keys", "-l", text)

    def close(self) -> list[str]:
        """Close the window under its program; the processes that were in it."""
        programs = _children(self._run("list-panes", "-F", "#{pane_pid}").strip())
        # The server would end with its last window.
        self._run("new-window", "-d", "cat")
        self._run("kill-window")
        return programs

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        self._run("resize-window", "-x", str(columns), "-y", str(rows))

    def wait_for(self, what: str | Callable[[str], bool], *, within: float = 60.0) -> str:
        """Look until the window shows a text, or a condition holds of what it shows."""
        deadline = time.monotonic() + within
        while True:
            text = self.text
            if what in text if isinstance(what, str) else what(text):
                return text
            if time.monotonic() > deadline:
                raise AssertionError(f"never saw {what!r} in the window:\n{text}")
            select.select([], [], [], 0.03)

    def wait_for_end(self, *, within: float = 60.0) -> int:
        """Wait until the program has ended; its exit code."""
        deadline = time.monotonic() + within
        while True:
            if self._exit_code.exists() and (code := self._exit_code.read_text().strip()):
                return int(code)
            if time.monotonic() > deadline:
                raise AssertionError(f"the program is still running:\n{self.text}")
            select.select([], [], [], 0.03)


def _children(process: str) -> list[str]:
    """The processes that a process started and that are still there."""
    try:
        return Path("/proc", process, "task", process, "children").read_text().split()
    except FileNotFoundError:
        # It has ended already.
        return []


OpenTmux = Callable[..., Tmux]
