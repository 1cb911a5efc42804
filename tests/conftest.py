"""No test reads or writes what belongs to the person who runs it."""

import os
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from support import sums
from support.drivers.citus import Cluster, missing_citus, new_cluster
from support.drivers.postgres import Server, Servers, missing
from support.drivers.sshd import SSHD, Sshd
from support.drivers.tmux import OpenTmux, Tmux

# No test asserts a time: what other programs take of the machine is no fault of an example.
settings.register_profile("without deadline", deadline=None)
settings.load_profile("without deadline")

# A runner in the background may have interrupts ignored, and every program would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="do all that tests/trust can do")
    parser.addoption("--quick", action="store_true", help="leave out tests marked slow")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Twice the cores: half of what tests take, they wait for other programs."""
    return min(2 * (os.cpu_count() or 1), 16)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--quick"):
        left_out = pytest.mark.skip(reason="in make test-all")
        for item in items:
            if item.get_closest_marker("slow"):
                item.add_marker(left_out)


def pytest_sessionfinish(session: pytest.Session) -> None:
    sums.send(session.config)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    sums.receive(node)


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


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """A place for servers of PostgreSQL."""
    if reason := missing():
        pytest.skip(reason)
    with Servers() as running:
        yield running


@pytest.fixture(scope="session")
def postgres(servers: Servers) -> Server:
    """A server of PostgreSQL for all tests, each of which has a database of its own there."""
    return servers.server()


@pytest.fixture(scope="session")
def cluster(servers: Servers) -> Cluster:
    """A Citus cluster for all tests, each of which has a database of its own there."""
    if reason := missing_citus():
        pytest.skip(reason)
    return new_cluster(servers)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Name what was left out and why, since a run that is green without it tells less."""
    reasons: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        _, _, said = report.longrepr
        reasons[said.removeprefix("Skipped: ")] += 1
    if reasons:
        terminalreporter.section("left out")
        for reason, count in reasons.most_common():
            terminalreporter.write_line(f"{count:>6,} tests: {reason}")
    if tried := sums.of(config):
        terminalreporter.section("tried")
        for what, times in tried.items():
            terminalreporter.write_line(f"{times:>8,}  {what}")
