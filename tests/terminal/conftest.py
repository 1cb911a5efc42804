"""The installed program, a library of its own making, and terminals to run it in."""

import subprocess
from collections.abc import Callable

import pytest

from support.data.pages import write_pages
from support.drivers.tmux import Tmux

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
