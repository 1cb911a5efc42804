"""papers-tui serve, up to where it serves."""

import os
import socket
from pathlib import Path
from typing import Any

import pytest

from papers_store.opening import open_library
from papers_tui.cli import main
from papers_tui.commands import serve
from papers_tui.web import server
from papers_tui.web.server_names import asked_for

Calls = list[tuple[list[str], Any]]


@pytest.fixture
def library(tmp_path: Path) -> str:
    folder = tmp_path / "a library"
    open_library(folder, create=True).close()
    return str(folder)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """What would have been served, and where."""
    calls: Calls = []
    monkeypatch.setattr(server, "serve", lambda *call: calls.append(call))
    return calls


def test_the_same_program_on_the_same_library_is_served_to_this_machine(
    library: str, served: Calls, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--library", library, "serve"]) == 0
    ((command, endpoint),) = served
    assert command[1:] == ["-m", "papers_tui", "--library", library]
    assert (endpoint.host, endpoint.port, endpoint.names, endpoint.most) == (
        "127.0.0.1",
        8000,
        (),
        20,
    )
    assert endpoint.token is not None and len(endpoint.token) > 40
    assert endpoint.token not in " ".join(command)
    assert capsys.readouterr().err == ""


def test_where_others_can_reach_it_that_is_said(
    library: str, served: Calls, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--library", library, "serve", "--host", "0.0.0.0", "--port", "80"]) == 0
    endpoint = served[0][1]
    assert (endpoint.host, endpoint.port) == ("0.0.0.0", 80)
    assert endpoint.address.startswith(f"http://{socket.gethostname()}:80/?token=")
    said = capsys.readouterr().err
    assert "nothing is encrypted" in said and "without a secret" not in said


def test_without_a_secret_it_is_said_who_comes_in(
    library: str, served: Calls, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--library", library, "serve", "--no-token"]) == 0
    assert served[0][1].token is None and "token" not in served[0][1].address
    said = capsys.readouterr().err
    assert "change your marks" in said and "every account of this machine" in said


def test_a_secret_may_be_given_in_the_environment_and_goes_no_further(
    library: str, served: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAPERS_TOKEN", "a-secret-of-some-length")
    assert main(["--library", library, "serve"]) == 0
    assert served[0][1].token == "a-secret-of-some-length"
    assert "PAPERS_TOKEN" not in os.environ


@pytest.mark.parametrize("token", ["short", "a secret with spaces in it", "密" * 20, "x" * 201])
def test_what_is_no_secret_is_refused_and_not_repeated(
    library: str, token: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PAPERS_TOKEN", token)
    assert main(["--library", library, "serve"]) == 2
    said = capsys.readouterr().err
    assert "PAPERS_TOKEN" in said and token not in said


@pytest.mark.parametrize("count", ["0", "1001", "-1", "many", "9" * 5000])
def test_what_is_no_number_of_apps_is_refused(
    library: str, count: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["--library", library, "serve", f"--apps={count}"])
    assert "1 to 1000" in capsys.readouterr().err


def test_without_the_extra_it_says_what_to_install(
    library: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serve, "find_spec", lambda name: None)
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


@pytest.mark.parametrize(
    ("authority", "host"),
    [
        ("LocalHost.:80", "localhost"),
        ("[0:0:0:0:0:0:0:1]:8000", "::1"),
        ("[::ffff:127.0.0.1]", "127.0.0.1"),
        ("Bücher.example", "xn--bcher-kva.example"),
        ("127.0.0.1:", "127.0.0.1"),
        ("127.1", "127.1"),
        *(
            (wrong, None)
            for wrong in ("", "a b", "a@b", "a/b", "[evil]", "a:b", "::1", "\udcff", "a:1:2")
        ),
    ],
)
def test_a_host_is_known_in_all_its_spellings(authority: str, host: str | None) -> None:
    asked = asked_for(authority)
    assert (asked and asked.host) == host
