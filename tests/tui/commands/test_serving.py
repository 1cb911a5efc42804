"""papers-tui serve, up to where it serves."""

import socket
from pathlib import Path

import pytest

from papers_store.opening import open_library
from papers_tui.cli import main
from papers_tui.commands import serving
from papers_tui.web import server


@pytest.fixture
def library(tmp_path: Path) -> str:
    folder = tmp_path / "a library"
    open_library(folder, create=True).close()
    return str(folder)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], str, int]]:
    """What would have been served, and where."""
    calls: list[tuple[list[str], str, int]] = []
    monkeypatch.setattr(server, "serve", lambda *call: calls.append(call))
    return calls


def test_the_same_program_on_the_same_library_is_served_to_this_machine(
    library: str, served: list[tuple[list[str], str, int]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--library", library, "serve"]) == 0
    ((command, host, port),) = served
    assert command[1:] == ["-m", "papers_tui", "--library", library]
    assert (host, port) == ("127.0.0.1", 8000)
    assert capsys.readouterr().err == ""


def test_where_others_can_reach_it_that_is_said(
    library: str, served: list[tuple[list[str], str, int]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--library", library, "serve", "--host", "0.0.0.0", "--port", "80"]) == 0
    assert served[0][1:] == ("0.0.0.0", 80)
    assert "whoever reaches this port" in capsys.readouterr().err


def test_without_the_extra_it_says_what_to_install(
    library: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serving, "find_spec", lambda name: None)
    assert main(["--library", library, "serve"]) == 2
    assert "papers-tui[web]" in capsys.readouterr().err


def test_a_port_that_is_taken_is_one_sentence(
    library: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["--library", library, "serve", "--port", port]) == 2
    assert f"cannot listen at 127.0.0.1, port {port}" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "８０"])
def test_what_is_no_port_is_refused(
    library: str, port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["--library", library, "serve", f"--port={port}"])
    assert "1 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.0.1.1", "::1"])
def test_addresses_of_this_machine_alone_are_known(host: str) -> None:
    assert server.is_local(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.0.2.1", "localhost.example"])
def test_others_are_not(host: str) -> None:
    assert not server.is_local(host)
