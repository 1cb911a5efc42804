"""No test reads or writes what belongs to the person who runs it."""

import signal
import sys
from pathlib import Path

import pytest

# A runner in the background may have interrupts ignored, and every program would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="do all that tests/trust can do")


@pytest.fixture(autouse=True)
def a_reader_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Marks and settings of nobody; the file of the marks."""
    file = tmp_path / "reader" / "reader.json"
    monkeypatch.setenv("PAPERS_READER", str(file))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("PAPERS_LIBRARY", raising=False)
    return file


@pytest.fixture(scope="session")
def program() -> str:
    """The command that a person types, as installed beside this Python."""
    installed = Path(sys.executable).parent / "papers-tui"
    assert installed.exists(), "papers-tui is not installed: pip install -e '.[dev]'"
    return str(installed)
