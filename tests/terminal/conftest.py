"""The installed program, a library of its own making, and terminals to run it in."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from support.pages import write_pages
from support.sshd import SSHD, Sshd
from support.tmux import Tmux

OpenTmux = Callable[..., Tmux]


@pytest.fixture(scope="session")
def library(program: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A library of thirty articles, imported by the program."""
    folder = tmp_path_factory.mktemp("terminal")
    pages = write_pages(folder / "pages", 30)
    subprocess.run(
        [program, "--library", str(folder / "library"), "import", str(pages)], check=True
    )
    return str(folder / "library")


@pytest.fixture
def tmux() -> Iterator[OpenTmux]:
    """Opens windows of tmux: `with tmux(command, columns=140, rows=40) as window`."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    # A socket's path has to be short, and pytest's folders are not.
    with tempfile.TemporaryDirectory(prefix="papers-") as folder:

        def window(command: Sequence[str], *, columns: int, rows: int, **env: str) -> Tmux:
            return Tmux(Path(folder) / "socket", command, columns=columns, rows=rows, env=env)

        yield window


@pytest.fixture(scope="session")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    """A real sshd on 127.0.0.1."""
    if not SSHD.exists() or shutil.which("ssh") is None:
        pytest.skip("openssh-server is not installed")
    with Sshd(tmp_path_factory.mktemp("sshd")) as daemon:
        yield daemon
