"""A sandbox for the process: it starts no program and writes no file but a reader's marks.

Python calls an audit hook before anything leaves the process, and a hook cannot be taken out again
(PEP 578). The app has no way out by itself; this holds where a library
under it, or a fault in it, would have one. It does not hold against code in C that asks the system
itself, and no guest can bring such code in.
"""

import errno
import os
import resource
import sys
from collections.abc import Mapping
from pathlib import Path

from papers_tui.terminal.session_limits import limit_session

LARGEST_FILE = 16 * 1024 * 1024
"""Bytes that a reader's marks may take, with what is being written aside: some ten thousand
articles with a note each."""

_REFUSED = frozenset(
    {
        *("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.startfile"),
        *("os.fork", "os.forkpty", "pty.spawn", "os.kill", "os.killpg", "webbrowser.open"),
        *("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"),
        *("socket.getaddrinfo", "socket.gethostbyname", "ctypes.dlopen"),
    }
)
"""Programs, signals to others, and lines to elsewhere."""

_PATHS: Mapping[str, int] = {
    **dict.fromkeys(("os.remove", "os.mkdir", "os.rmdir", "os.truncate"), 1),
    **dict.fromkeys(("os.chmod", "os.chown", "os.utime", "os.setxattr", "os.removexattr"), 1),
    **dict.fromkeys(("os.rename", "os.link", "os.symlink"), 2),
}
"""What changes files, and how many of its arguments, from the first on, are their paths."""

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def install(marks: Path | None) -> None:
    """Let this process write nothing but files in a folder, from now on and for good.

    What it may use of the machine is limited too (`limit_session`).

    Args:
        marks: The folder; None for no file at all.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    limit_session()
    os.umask(0o077)
    sys.addaudithook(Sandbox(marks))


class Sandbox:
    """An audit hook that raises PermissionError at whatever would leave the process."""

    def __init__(self, marks: Path | None) -> None:
        self._inside = None if marks is None else marks.resolve()

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        """Check an event; raising keeps it from happening."""
        if event == "open":
            path, _, flags = arguments
            if isinstance(flags, int) and flags & _WRITING:
                self._check(path)
        elif event in _PATHS:
            for path in arguments[: _PATHS[event]]:
                self._check(path)
        elif event == "sqlite3.connect":
            if "?mode=ro" not in str(arguments[0]):
                raise _no(str(arguments[0]))
        elif event in _REFUSED:
            raise _no(event)

    def _check(self, path: object) -> None:
        # A number is a file that is open already.
        if isinstance(path, int) or path in (os.devnull, None):
            return
        if isinstance(path, str | bytes | os.PathLike):
            name = os.fsdecode(path)
            if self._inside is None or Path(name).resolve().parent != self._inside:
                raise _no(name)


def _no(what: str) -> PermissionError:
    return PermissionError(errno.EPERM, "not in this reading room", what)
