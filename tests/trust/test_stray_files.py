"""Copies of segments, and whatever else is not read, are named; no article in them is lost."""

import json
import os
import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from papers_store.article import Article
from papers_store.opening import open_library
from support.drivers.app import open_app
from support.drivers.program import Run
from support.fakes.memory_library import article

EARLY, LATE = "2024-01-01T00:00:00Z", "2026-01-01T00:00:00Z"


def version(number: int, time: str, title: str = "") -> Article:
    one = article(number, title)
    return replace(one, origin=replace(one.origin, imported_at=time))


def write(path: Path, articles: list[Article]) -> Path:
    """A segment of another machine's, under whatever name."""
    elsewhere = path.parents[2] / "elsewhere"
    with open_library(elsewhere, create=True) as library:
        library.put(articles)
    shutil.move(elsewhere / "segments" / "00000.json", path)
    shutil.rmtree(elsewhere)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of three articles."""
    with open_library(tmp_path / "library", create=True) as library:
        library.put([version(number, EARLY) for number in (1, 2, 3)])
    return tmp_path / "library"


COPIES = (
    "00000.sync-conflict-20260501-120000-ABCDEFG.json",
    "00000 (conflicted copy 2026-05-01 120000).json",
    "00000 (Wang Xiaoming's conflicted copy 2026-05-01).json",
    "00000 (1).json",
    "00000-LAPTOP.json",
    "00000 2.json",
    "0.json",
    "00001.JSON",
    "00000.json~",
    "00000.json.bak",
    "副本 00000.json",
)


@pytest.mark.parametrize("name", COPIES)
def test_articles_that_only_a_copy_has_are_named_and_taken_in(
    folder: Path, run: Run, name: str
) -> None:
    copy = write(
        folder / "segments" / name,
        [version(1, EARLY), version(2, LATE, "后来的"), version(9, EARLY, "别处没有的")],
    )
    held = copy.read_bytes()
    looked = run("check")
    assert looked.returncode == 1 and str(copy) in looked.stdout and "(2)" in looked.stdout
    assert copy.read_bytes() == held
    repaired = run("check", "--repair")
    assert repaired.returncode == 0 and "taken in" in repaired.stdout
    assert run("check").returncode == 0
    assert not copy.exists() and (folder / "set-aside" / name).read_bytes() == held
    with open_library(folder) as library:
        assert len(library) == 4
        assert library.article(article(2).id).title == "后来的"
        assert library.article(article(9).id).title == "别处没有的"
        # It is taken in once: what is removed afterwards stays so.
        library.remove([article(9).id])
    assert run("check", "--repair").returncode == 0
    with open_library(folder) as library:
        assert len(library) == 3


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_of_what_is_there_makes_no_library_unsound(
    folder: Path, run: Run, name: str
) -> None:
    copy = folder / "segments" / name
    shutil.copy(folder / "segments" / "00000.json", copy)
    looked = run("check")
    assert looked.returncode == 0 and str(copy) in looked.stdout
    assert looked.stdout.endswith("sound\n")
    assert json.loads(run("check", "--json").stdout)["sound"] is True
    assert run("check", "--repair").returncode == 0 and not copy.exists()
    assert run("check").stdout == f"{folder}: sound\n"


@pytest.mark.parametrize(
    "name",
    [".00000.json.Xy12Ab", ".00000.json.swp", "~syncthing~00000.json.tmp", "00000.json.part"],
)
def test_what_somebody_may_still_be_writing_is_named_and_left_alone(
    folder: Path, run: Run, name: str
) -> None:
    copy = write(folder / "segments" / name, [version(9, EARLY)])
    for command in (("check",), ("check", "--repair")):
        looked = run(*command)
        assert looked.returncode == 1 and str(copy) in looked.stdout
    assert copy.exists()
    copy.rename(copy.with_name("00000 (1).json"))
    assert run("check", "--repair").returncode == 0
    with open_library(folder) as library:
        assert len(library) == 4


def test_everything_else_that_is_not_read_is_named_too(folder: Path, run: Run) -> None:
    strange = [folder / "segments" / name for name in ("notes.txt", "old", ".DS_Store", "x\x1b[2J")]
    strange += [
        folder / "README",
        folder / "index.sync-conflict-1.sqlite3",
        folder / "segments (1)",
    ]
    for path in strange:
        if path.name in ("old", "segments (1)"):
            path.mkdir()
        else:
            path.write_text("x", encoding="utf-8")
    os.mkfifo(folder / "segments" / "00000 (1).json")
    (folder / ".git").mkdir()
    looked = run("check")
    assert looked.returncode == 0 and "\x1b" not in looked.stdout
    assert looked.stdout.count(": is not read") == len(strange) + 1 and ".git" not in looked.stdout
    assert run("check", "--repair").returncode == 0
    assert all(path.exists() for path in strange)


def test_a_copy_that_is_torn_gives_what_is_whole_in_it(folder: Path, run: Run) -> None:
    copy = write(folder / "segments" / "00000 (1).json", [version(8, EARLY), version(9, EARLY)])
    copy.write_bytes(copy.read_bytes()[:-300])
    assert run("check").returncode == 1
    assert run("check", "--repair").returncode == 0
    with open_library(folder) as library:
        assert len(library) == 4


def test_commands_say_that_a_copy_is_not_read(folder: Path, run: Run) -> None:
    copy = write(folder / "segments" / COPIES[0], [version(9, EARLY)])
    listed = run("list")
    assert listed.stdout.count("\n") == 3 and f"{copy}: is not read" in listed.stderr


async def test_the_open_app_says_that_a_copy_came(folder: Path) -> None:
    with open_library(folder, quick=True) as library:
        async with open_app(library) as reader:
            write(folder / "segments" / COPIES[0], [version(9, EARLY)])
            reader.app.screen.search.look_again()  # type: ignore[attr-defined]
            await reader.settle()
            assert "is not read" in reader.lines[-1]
