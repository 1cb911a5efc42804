"""Small disks to fill and to forbid writing on, for tests that run as root."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class CannotMount(Exception):
    """This machine lets nobody mount a disk here."""


class Disk:
    """A disk in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self, leaving: int) -> None:
        """Leave so many bytes of room on it."""
        self.empty()
        with self._ballast.open("wb", buffering=0) as file:
            with suppress(OSError):
                while file.write(bytes(65536)):
                    pass
            # It is full now.
            size = file.tell()
        with self._ballast.open("r+b") as file:
            file.truncate(max(0, size - leaving))

    def empty(self) -> None:
        """Give the room back."""
        self._ballast.unlink(missing_ok=True)

    def allow(self, how: str) -> None:
        """Let it be written (rw), or only read (ro)."""
        _run("mount", "-o", f"remount,{how}", str(self.folder))


@contextmanager
def disk(folder: Path, *, size: int) -> Iterator[Disk]:
    """A disk of so many bytes, mounted on a folder.

    Raises:
        CannotMount: it cannot be had here.
    """
    folder.mkdir(parents=True)
    try:
        _run("mount", "-t", "tmpfs", "-o", f"size={size}", "papers-tui-test", str(folder))
    except (OSError, subprocess.CalledProcessError) as error:
        raise CannotMount from error
    try:
        yield Disk(folder)
    finally:
        _run("umount", "--lazy", str(folder))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
