"""The reading room as a stranger finds it, on a terminal without SSH."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.data.pages import page, write_pages
from support.drivers.program import PROGRAM
from support.drivers.terminal import Terminal

START = (sys.executable, "-I", "-m", "papers_tui", "--kiosk")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    pages = write_pages(tmp_path / "pages", 3)
    subprocess.run([PROGRAM, "--library", str(folder), "import", str(pages)], check=True)
    return folder


def test_marks_that_nobody_can_be_given_are_forgotten_and_the_reader_is_told(
    library: Path, tmp_path: Path
) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()
    command = [*START, "--library", str(library), "--marks", str(marks)]
    with Terminal(command, columns=100, rows=30) as terminal:
        terminal.wait_for("forgotten when you leave")
        terminal.press("s")
        terminal.wait_for("Starred")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    assert not list(marks.iterdir())


def test_settings_of_an_administrator_hold_for_everybody(library: Path, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text('[keys]\n"browse.down" = "u"\n')
    command = [*START, "--library", str(library), "--settings", str(settings)]
    with Terminal(command, columns=100, rows=30) as terminal:
        terminal.wait_for("1/3")
        terminal.press("u")
        terminal.wait_for("2/3")
        terminal.press("q")
        assert terminal.wait_for_end() == 0


def test_where_there_is_nothing_to_read_a_sentence_says_so(library: Path, tmp_path: Path) -> None:
    for name in ("index.sqlite3", "index.sqlite3-wal", "index.sqlite3-shm"):
        (library / name).unlink(missing_ok=True)
    for folder in (library, tmp_path / "elsewhere"):
        before = sorted(tmp_path.iterdir())
        with Terminal([*START, "--library", str(folder)], columns=200, rows=10) as terminal:
            assert terminal.wait_for_end() == 2
            assert f"papers-tui: {folder}: there is no library here" in terminal.text
        assert sorted(tmp_path.iterdir()) == before
        assert not (library / "index.sqlite3").exists()


FAILING = """
import sys
from papers_tui.cli import main
from papers_tui.kiosk import session
session.is_clean_start = lambda: True
{fault}
sys.exit(main(sys.argv[1:]))
"""
FAULTS = {
    "in the app": """
from papers_tui.browse.screen import BrowseScreen
BrowseScreen.action_star = lambda screen: [][1]
""",
    "before it opens": """
session.open_app = lambda *_, **__: [][1]
""",
}


@pytest.mark.parametrize("where", FAULTS)
def test_a_fault_tells_strangers_nothing_of_the_machine(library: Path, where: str) -> None:
    code = FAILING.format(fault=FAULTS[where])
    command = [sys.executable, "-I", "-c", code, "--kiosk", "--library", str(library)]
    with Terminal(command, columns=100, rows=30) as terminal:
        if where == "in the app":
            terminal.wait_for("1/3")
            terminal.press("s")
        assert terminal.wait_for_end() == 1
        assert "papers-tui: the kiosk has failed" in terminal.text
        for told in (b"Traceback", b"IndexError", b".py", b"locals"):
            assert told not in terminal.received


def another(tmp_path: Path, first: int, count: int = 3) -> Path:
    """A library of other articles."""
    pages = tmp_path / f"pages-{first}"
    pages.mkdir()
    for number in range(first, first + count):
        (pages / f"{number}.txt").write_text(page(number), encoding="utf-8")
    folder = tmp_path / f"library-{first}"
    subprocess.run([PROGRAM, "--library", str(folder), "import", str(pages)], check=True)
    return folder


def with_index_of(library: Path, other: Path) -> None:
    """Put the index of another library into one."""
    for name in ("index.sqlite3", "index.sqlite3-wal", "index.sqlite3-shm"):
        shutil.copy(other / name, library / name)


def as_if_it_were(library: Path, other: Path) -> None:
    """Give the segments of a library the sizes and times of another's."""
    for segment in sorted((other / "segments").glob("*.json")):
        own, like = library / "segments" / segment.name, segment.stat()
        own.write_bytes(own.read_bytes().ljust(like.st_size))
        os.utime(own, ns=(like.st_atime_ns, like.st_mtime_ns))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["other", "larger", "agreeing", "no segment"])
def test_strangers_are_never_shown_the_index_of_another_library(
    library: Path, tmp_path: Path, kind: str
) -> None:
    other = another(tmp_path, 101, 90 if kind == "larger" else 3)
    if kind == "larger":
        # All that is here is there too.
        pages = str(tmp_path / "pages")
        subprocess.run([PROGRAM, "--library", str(other), "import", pages], check=True)
    elif kind == "agreeing":
        as_if_it_were(library, other)
    elif kind == "no segment":
        (library / "segments" / "00000.json").unlink()
    with_index_of(library, other)
    before = sorted(one.name for one in library.iterdir())
    with Terminal([*START, "--library", str(library)], columns=200, rows=10) as terminal:
        assert terminal.wait_for_end() == 2
        assert "its index cannot be used" in terminal.text
        assert "第101号" not in terminal.text
    assert sorted(one.name for one in library.iterdir()) == before
    if kind != "no segment":
        # What the sentence says to do helps.
        repair = [PROGRAM, "--library", str(library), "check", "--repair"]
        subprocess.run(repair, check=False)
        with Terminal([*START, "--library", str(library)], columns=100, rows=30) as terminal:
            terminal.wait_for("1/3")
            assert "第101号" not in terminal.text
            terminal.press("q")
            assert terminal.wait_for_end() == 0


def test_an_index_that_is_behind_its_own_library_is_read(library: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier"
    shutil.copytree(library, earlier)
    (tmp_path / "pages" / "new.txt").write_text(page(77), encoding="utf-8")
    pages = str(tmp_path / "pages")
    subprocess.run([PROGRAM, "--library", str(library), "import", pages], check=True)
    with_index_of(library, earlier)
    with Terminal([*START, "--library", str(library)], columns=100, rows=30) as terminal:
        terminal.wait_for("1/3")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
