"""What is no file and stands where a file of the library should is named, and never waited for."""

import json
import os
import shutil
import socket
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from papers_store.system.atomic_files import is_blocked
from support.data.hundred_articles import HELD, SECOND
from support.drivers.program import Run, runner

pytestmark = pytest.mark.slow

SECONDS = 60
"""After which a command that should not wait is taken to wait for ever."""


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The installed program, in this test's own cache, which fails where it waits."""
    papers = runner(tmp_path)
    home = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    return lambda *arguments: papers(*arguments, timeout=SECONDS, env=home)


def _socket(path: Path) -> None:
    # A name that long is none for a socket.
    with closing(socket.socket(socket.AF_UNIX)) as made:
        here = Path.cwd()
        os.chdir(path.parent)
        try:
            made.bind(path.name)
        finally:
            os.chdir(here)


def _filled(path: Path) -> None:
    path.mkdir()
    (path / "of somebody").write_text("theirs", encoding="utf-8")


def _large(path: Path) -> None:
    with path.with_suffix(".large").open("wb") as file:
        file.truncate(2**40)
    path.symlink_to(path.with_suffix(".large"))


OTHERS: Mapping[str, Callable[[Path], None]] = {
    "a pipe": os.mkfifo,
    "a socket": _socket,
    "a folder": Path.mkdir,
    "a folder with files": _filled,
    "a link to nowhere": lambda path: path.symlink_to("nowhere"),
    "a link in a circle": lambda path: path.symlink_to(path.name),
    "a link to a device without end": lambda path: path.symlink_to("/dev/zero"),
    "a link to a terminal": lambda path: path.symlink_to("/dev/tty"),
}

FEW = {name: OTHERS[name] for name in ("a pipe", "a folder with files", "a link in a circle")}

COMMANDS = (("list",), ("check",), ("list", "终端"))


def put_in_the_place(path: Path, other: Callable[[Path], None]) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    other(path)


def page(folder: Path) -> str:
    written = folder.parent / "page.txt"
    text = "一页\n\n王小明\n\n摘要:一页的摘要。\n\n关键词:一页\n\n正文。\n"
    written.write_text(text, encoding="utf-8")
    return str(written)


@pytest.mark.parametrize("other", [*OTHERS.values(), _large], ids=[*OTHERS, "a link to too much"])
def test_in_the_place_of_a_segment_it_is_named_and_the_others_are_read(
    folder: Path, run: Run, other: Callable[[Path], None]
) -> None:
    first = folder / "segments" / "00000.json"
    put_in_the_place(first, other)
    listed = run("list")
    assert listed.returncode == 0 and listed.stdout.count("\n") == len(SECOND)
    assert str(first) in listed.stderr and listed.stderr.count("\n") <= 2
    assert run("stats").returncode == 0
    for command in (("check",), ("check", "--repair"), ("check",)):
        looked = run(*command)
        assert looked.returncode == 1 and str(first) in looked.stdout
    # New articles go elsewhere, and nobody touches what stands there.
    assert run("import", page(folder)).returncode == 0
    assert is_blocked(first) or first.is_symlink()
    assert run("list").stdout.count("\n") == len(SECOND) + 1


@pytest.mark.parametrize(
    ("name", "other"),
    [("index.sqlite3", kind) for kind in OTHERS] + [("index.sqlite3-wal", kind) for kind in FEW],
)
def test_in_the_place_of_the_index_another_is_made_or_it_is_named(
    folder: Path, run: Run, name: str, other: str
) -> None:
    path = folder / name
    put_in_the_place(path, OTHERS[other])
    for command in COMMANDS:
        ran = run(*command)
        assert ran.returncode in (0, 1) and "Traceback" not in ran.stderr, ran.stderr
        if command[0] == "list":
            assert ran.stdout.count("\n") == HELD
    added = run("import", page(folder))
    if path.is_dir():
        # What may hold somebody's files is not taken away, and all is read from a private index.
        assert added.returncode == 2 and added.stderr.count("\n") == 1 and name in added.stderr
        shutil.rmtree(path)
        assert run("import", page(folder)).returncode == 0
    else:
        assert added.returncode == 0, added.stderr
    assert run("check", "--repair").returncode == 0 == run("check").returncode
    assert run("list").stdout.count("\n") == HELD + 1


@pytest.mark.parametrize("other", FEW.values(), ids=FEW)
def test_in_the_place_of_the_lock_all_is_read_and_writers_say_why_not(
    folder: Path, run: Run, other: Callable[[Path], None]
) -> None:
    put_in_the_place(folder / "lock", other)
    os.utime(folder / "segments" / "00000.json")
    for command in COMMANDS:
        ran = run(*command)
        assert ran.returncode in (0, 1) and "Traceback" not in ran.stderr
        if command[0] == "list":
            assert ran.stdout.count("\n") == HELD
    added = run("import", page(folder))
    assert added.returncode == 2 and added.stderr.count("\n") == 1


@pytest.mark.parametrize("other", FEW.values(), ids=FEW)
def test_in_the_place_of_the_marker_it_is_named_set_aside_and_written_again(
    folder: Path, run: Run, other: Callable[[Path], None]
) -> None:
    marker = folder / "library.json"
    put_in_the_place(marker, other)
    listed = run("list")
    assert listed.returncode == 0 and listed.stdout.count("\n") == HELD
    assert str(marker) in listed.stderr
    assert run("import", page(folder)).returncode == 2
    named = run("check")
    assert named.returncode == 1 and str(marker) in named.stdout
    assert run("check", "--repair").returncode == 0 == run("check").returncode
    assert json.loads(marker.read_text(encoding="utf-8")) == {"format": 1}
    assert os.path.lexists(folder / "set-aside" / "library.json")
    assert run("import", page(folder)).returncode == 0


@pytest.mark.parametrize("other", FEW.values(), ids=FEW)
def test_in_the_place_of_the_dictionary_another_is_used(
    folder: Path, run: Run, other: Callable[[Path], None]
) -> None:
    (dictionary,) = folder.glob("jieba-*.sqlite3")
    put_in_the_place(dictionary, other)
    assert run("list", "终端阅读").returncode == 0
    assert str(dictionary) in run("check").stdout
    assert run("import", page(folder)).returncode == 0
    if dictionary.is_dir():
        assert run("check", "--repair").returncode == 1
        shutil.rmtree(dictionary)
    assert run("check", "--repair").returncode == 0 == run("check").returncode


@pytest.mark.parametrize("other", FEW.values(), ids=FEW)
@pytest.mark.parametrize("name", ["segments", "."])
def test_in_the_place_of_a_folder_it_is_said_in_a_sentence(
    folder: Path, run: Run, name: str, other: Callable[[Path], None]
) -> None:
    place = folder if name == "." else folder / name
    put_in_the_place(place, other)
    if place.is_dir():
        return
    for command in (*COMMANDS, ("check", "--repair"), ("import", page(folder))):
        ran = run(*command)
        assert "Traceback" not in ran.stderr and ran.stderr.count("\n") <= 2
        if ran.returncode != 2:
            # A library that is not there is an empty one.
            assert name == "." and ran.stdout.count("\n") <= 1, (command, ran)


@pytest.mark.parametrize("other", FEW.values(), ids=FEW)
def test_in_the_place_of_set_aside_it_is_said_in_a_sentence(
    folder: Path, run: Run, other: Callable[[Path], None]
) -> None:
    put_in_the_place(folder / "set-aside", other)
    first = folder / "segments" / "00000.json"
    first.write_bytes(first.read_bytes()[:-2])
    torn = first.read_bytes()
    ran = run("check", "--repair")
    if (folder / "set-aside").is_dir():
        assert ran.returncode == 0
    else:
        assert ran.returncode == 2 and "set-aside" in ran.stderr and ran.stderr.count("\n") == 1
        assert first.read_bytes() == torn
