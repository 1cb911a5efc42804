"""papers-tui watch: what is in a folder, and what arrives there, goes into the library."""

import os
import re
import shutil
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from support.data.pages import page, write_pages
from support.drivers.program import PROGRAM, Run, environment
from support.drivers.terminal import Terminal

pytestmark = pytest.mark.slow


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


def test_names_that_are_not_utf8_and_all_that_comes_with_them_are_imported(
    watching: Terminal, run: Run, pages: Path
) -> None:
    named = os.fsencode(pages) + b"/\xcb\xae\xc7\xfe"
    Path(os.fsdecode(named)).mkdir()
    for number in range(3, 203):
        name = os.fsencode(pages / f"{number:04d}") if number % 20 else named + b"/%d" % number
        Path(os.fsdecode(name + b".txt")).write_text(page(number), encoding="utf-8")
    Path(os.fsdecode(named + b".txt")).write_text(page(300), encoding="utf-8")
    watching.wait_for(partial(_has_added, 203))
    # One more of each, once the watch has met them.
    Path(os.fsdecode(named + b"2.txt")).write_text(page(301), encoding="utf-8")
    watching.wait_for(partial(_has_added, 204))
    (pages / "later.txt").write_text(page(302), encoding="utf-8")
    watching.wait_for(partial(_has_added, 205))
    # What was given out is not read again each time.
    assert "unchanged 0" in watching.text and not re.search("unchanged [1-9]", watching.text)
    watching.press("\x03")
    assert watching.wait_for_end() == 0
    assert "Traceback" not in watching.text
    assert run("list").stdout.count("\n") == 205


def _has_added(count: int, watching: Terminal) -> bool:
    return _added(watching.text) == count


def _added(text: str) -> int:
    return sum(map(int, re.findall(r"added (\d+)", text)))


def test_a_folder_with_a_name_that_is_not_utf8_is_watched(run: Run, tmp_path: Path) -> None:
    pages = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xcb\xae"))
    write_pages(pages, 1)
    command = [PROGRAM, "--library", str(tmp_path / "library"), "watch", str(pages)]
    with Terminal(command, columns=200, rows=30, env=environment(tmp_path)) as watching:
        watching.wait_for(partial(_has_added, 1))
        (pages / "new.txt").write_text(page(2), encoding="utf-8")
        watching.wait_for(partial(_has_added, 2))
        watching.press("\x03")
        assert watching.wait_for_end() == 0


def test_a_folder_that_is_made_anew_is_watched_on(watching: Terminal, pages: Path) -> None:
    for number in (3, 4, 5):
        shutil.rmtree(pages)
        pages.mkdir()
        (pages / "new.txt").write_text(page(number), encoding="utf-8")
        watching.wait_for(partial(_has_added, number))
    (pages / "more.txt").write_text(page(6), encoding="utf-8")
    watching.wait_for(partial(_has_added, 6))
    assert watching.child.isalive()


def test_what_is_hidden_is_not_imported_when_it_arrives(
    watching: Terminal, run: Run, pages: Path
) -> None:
    for name in (".x.txt", "._y.txt", ".git/objects/z.txt", "__MACOSX/a.txt", "new/.cache/b.txt"):
        (pages / name).parent.mkdir(parents=True, exist_ok=True)
        (pages / name).write_text(page(7), encoding="utf-8")
    (pages / "seen.txt").write_text(page(8), encoding="utf-8")
    watching.wait_for("added 1, updated 0, unchanged 0, refused 0")
    (pages / ".git" / "w.txt").write_text(page(9), encoding="utf-8")
    (pages / "last.txt").write_text(page(10), encoding="utf-8")
    watching.wait_for(lambda it: it.text.count("added 1, ") == 2)
    assert run("list").stdout.count("\n") == 4


def test_the_folder_that_one_is_in_is_watched(tmp_path: Path, pages: Path) -> None:
    # Its own path may be hidden.
    here = pages.rename(tmp_path / ".hidden")
    script = 'cd "$1" && exec "$2" --library "$3" watch .'
    command = ["sh", "-c", script, "sh", str(here), PROGRAM, str(tmp_path / "library")]
    with Terminal(command, columns=200, rows=30, env=environment(tmp_path)) as watching:
        watching.wait_for(partial(_has_added, 2))
        (here / ".git").mkdir()
        (here / ".git" / "x.txt").write_text(page(4), encoding="utf-8")
        (here / "new.txt").write_text(page(3), encoding="utf-8")
        watching.wait_for(partial(_has_added, 3))
        (here / ".git" / "y.txt").write_text(page(5), encoding="utf-8")
        (here / "newer.txt").write_text(page(6), encoding="utf-8")
        watching.wait_for(partial(_has_added, 4))


def test_what_is_not_a_folder_is_not_watched(run: Run, tmp_path: Path) -> None:
    ran = run("watch", str(tmp_path / "none"))
    assert ran.returncode == 2 and ran.stdout == ""
    assert ran.stderr == f"papers-tui: {tmp_path}/none: is not a folder\n"
    assert not (tmp_path / "library").exists()
