"""papers-tui watch: what is in a folder, and what arrives there, goes into the library."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.pages import page, write_pages
from support.program import PROGRAM, Run, environment
from support.terminal import Terminal


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder of two pages."""
    return write_pages(tmp_path / "pages", 2)


@pytest.fixture
def watching(tmp_path: Path, pages: Path) -> Iterator[Terminal]:
    """The program, with those two in the library."""
    command = [PROGRAM, "--library", str(tmp_path / "library"), "watch", str(pages)]
    with Terminal(command, columns=200, rows=30, env=environment(tmp_path)) as terminal:
        terminal.wait_for("added 2, updated 0, unchanged 0, refused 0")
        yield terminal


def test_pages_that_arrive_are_imported_wherever_they_come_to_lie(
    watching: Terminal, run: Run, pages: Path, tmp_path: Path
) -> None:
    (pages / "new.txt").write_text(page(3), encoding="utf-8")
    watching.wait_for("added 1, updated 0, unchanged 0, refused 0")
    write_pages(tmp_path / "elsewhere", 5).rename(pages / "moved")
    watching.wait_for("added 2, updated 0, unchanged 3, refused 0")
    (pages / "001.txt").write_text(page(1, sections=5), encoding="utf-8")
    watching.wait_for("added 0, updated 1, unchanged 0, refused 0")
    (pages / "notes.pdf").write_bytes(b"no page")
    (pages / ".part").write_text(page(6), encoding="utf-8")
    (pages / ".part").rename(pages / "whole.md")
    watching.wait_for(lambda it: it.text.count("added 1, updated 0, unchanged 0, refused 0") == 2)
    watching.press("\x03")
    assert watching.wait_for_end() == 0
    assert "Traceback" not in watching.text
    assert run("list").stdout.count("\n") == 6


def test_a_page_that_is_refused_is_named_and_the_watch_goes_on(
    watching: Terminal, pages: Path
) -> None:
    (pages / "empty.txt").write_bytes(b"")
    watching.wait_for(f"papers-tui: {pages}/empty.txt: the page is empty")
    (pages / "later.txt").write_text(page(9), encoding="utf-8")
    watching.wait_for("added 1, updated 0, unchanged 0, refused 0")
    os.kill(watching.child.pid, signal.SIGTERM)
    assert watching.wait_for_end() == 128 + signal.SIGTERM
    assert "Traceback" not in watching.text


def test_a_folder_that_is_taken_away_ends_the_watch_in_a_sentence(
    watching: Terminal, pages: Path
) -> None:
    pages.rename(pages.with_name("away"))
    watching.wait_for(f"papers-tui: {pages}: is gone")
    assert watching.wait_for_end() == 2


def test_what_is_not_a_folder_is_not_watched(run: Run, tmp_path: Path) -> None:
    ran = run("watch", str(tmp_path / "none"))
    assert ran.returncode == 2 and ran.stdout == ""
    assert ran.stderr == f"papers-tui: {tmp_path}/none: is not a folder\n"
    assert not (tmp_path / "library").exists()
