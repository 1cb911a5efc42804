"""What is promised of a library that is under attack; `make trust` tries all, `make test` a part.

A test asks `much` how often to try, and tells `tried` what it did; the sums are printed at the end.
"""

import shutil
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from support import sums
from support.data.hundred_articles import make_library
from support.drivers.program import Run, caller

Much = Callable[[int, int], int]
Tried = Callable[[str, int], None]


@pytest.fixture
def much(request: pytest.FixtureRequest) -> Much:
    """How often to try: the first number in a short run, the second in a full one."""
    full: bool = request.config.getoption("--full")

    def chosen(short: int, all_of_it: int) -> int:
        return all_of_it if full else short

    return chosen


@pytest.fixture
def tried(request: pytest.FixtureRequest) -> Generator[Tried]:
    """Notes what was tried and how often, to be printed at the end."""
    noted: dict[str, int] = {}

    def note(what: str, times: int) -> None:
        noted[what] = noted.get(what, 0) + times

    yield note
    sums.add(request.config, noted)


@pytest.fixture(scope="session")
def hundred_articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound library, to be copied."""
    return make_library(tmp_path_factory.mktemp("sound") / "library")


@pytest.fixture
def folder(hundred_articles: Path, tmp_path: Path) -> Path:
    """A copy of the library of a hundred articles, for one test."""
    return shutil.copytree(hundred_articles, tmp_path / "library", copy_function=shutil.copy2)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run commands in this process."""
    return caller(tmp_path, monkeypatch, capfd)
