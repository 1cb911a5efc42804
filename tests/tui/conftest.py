"""Articles for the app to show, and the program to run."""

from pathlib import Path

import pytest

from support.drivers.program import Run, runner
from support.fakes.memory_library import MemoryLibrary, article


@pytest.fixture
def library() -> MemoryLibrary:
    """Thirty articles."""
    return MemoryLibrary(article(number) for number in range(1, 31))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the program on a library of the test's own."""
    return runner(tmp_path)
