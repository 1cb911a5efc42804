"""papers-tui library: made, brought up to date, looked over."""

from pathlib import Path

import pytest

from papers_store.opening import open_library
from papers_tui.cli import main
from support.drivers.postgres import PASSWORD, Server
from support.drivers.program import Run
from support.fakes.memory_library import article


def test_a_folder_becomes_a_library(run: Run, tmp_path: Path) -> None:
    made = run("library", "init")
    assert made.returncode == 0 and "is ready" in made.stdout
    with open_library(tmp_path / "library") as library:
        assert len(library) == 0
    assert "is up to date" in run("library", "init").stdout
    assert "is up to date" in run("library", "migrate").stdout


def test_what_is_not_there_is_not_brought_up_to_date(run: Run, tmp_path: Path) -> None:
    told = run("library", "migrate")
    assert told.returncode == 2 and "papers-tui library init makes one" in told.stderr
    assert not (tmp_path / "library").exists()


def test_a_folder_is_not_spread_over_servers(run: Run, tmp_path: Path) -> None:
    told = run("library", "init", "--citus")
    assert told.returncode == 2 and "leave --citus out" in told.stderr
    assert not (tmp_path / "library").exists()


def test_parts_are_of_a_cluster_and_a_number(run: Run, tmp_path: Path) -> None:
    told = run("library", "init", "--shards", "4")
    assert told.returncode == 2 and "add --citus" in told.stderr
    for number in ("0", "32001", "-1", "many", "9" * 5000):
        told = run("library", "init", "--citus", "--shards", number)
        assert told.returncode == 2 and "1 to 32000" in told.stderr
    assert not (tmp_path / "library").exists()


def test_a_library_in_order_is_said_to_be(run: Run, tmp_path: Path) -> None:
    with open_library(tmp_path / "library", create=True) as library:
        library.put([article(number) for number in range(1, 101)])
    checked = run("library", "check")
    assert checked.returncode == 0 and checked.stderr == ""
    assert checked.stdout.endswith("library: sound\n")


def test_faults_are_said_one_by_one(run: Run, tmp_path: Path) -> None:
    with open_library(tmp_path / "library", create=True) as library:
        library.put([article(number) for number in range(1, 101)])
    segment = tmp_path / "library" / "segments" / "00001.json"
    segment.write_bytes(segment.read_bytes()[:-2000])
    checked = run("library", "check")
    assert checked.returncode == 1
    assert "00001.json: is damaged" in checked.stdout
    assert "Traceback" not in checked.stderr


def test_a_database_becomes_a_library(
    postgres: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PAPERS_LIBRARY", postgres.url(postgres.database()))
    for action, told in (
        ("init", "is ready"),
        ("init", "is up to date"),
        ("migrate", "is up to date"),
        ("check", "sound"),
    ):
        assert main(["library", action]) == 0
        out, err = capsys.readouterr()
        assert told in out and err == "" and PASSWORD not in out


def test_a_password_on_the_command_line_is_warned_of(
    postgres: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    address = postgres.url(postgres.database())
    assert main(["--library", address, "library", "init"]) == 0
    out, err = capsys.readouterr()
    assert "~/.pgpass" in err and PASSWORD not in err + out
