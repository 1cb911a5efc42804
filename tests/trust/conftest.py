"""What is promised of a library that is under attack; `make trust` tries all, `make test` a part.

A test asks `much` how often to try, and tells `tried` what it did; the sums are printed at the end.
"""

from collections.abc import Callable, Generator

import pytest

Much = Callable[[int, int], int]
Tried = Callable[[str, int], None]

_TRIED = pytest.StashKey[dict[str, int]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_TRIED] = {}


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
    sums = request.config.stash[_TRIED]
    for what, times in noted.items():
        sums[what] = sums.get(what, 0) + times


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if sums := config.stash[_TRIED]:
        terminalreporter.section("tried")
        for what, times in sums.items():
            terminalreporter.write_line(f"{times:>8,}  {what}")
