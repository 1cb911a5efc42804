"""Whatever stops a writer, and whenever: nothing is lost that was there or was reported."""

import os
import random
import select
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from papers_store.opening import open_library
from support.attacks.crash_injection import CrashInjector, Ran
from support.attacks.file_damage import SEGMENT
from support.attacks.small_disks import CannotMount, Disk, disk
from support.data.pages import page, write_pages
from support.drivers.program import PROGRAM

if TYPE_CHECKING:
    from trust.conftest import Much, Tried

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux"),
]

HELD = 56
"""Articles in the library before: the next import fills its segment, and begins another."""


def title(number: int) -> str:
    return f"第{number}号论文：终端阅读研究"


def titles(numbers: Sequence[int]) -> set[str]:
    return {title(number) for number in numbers}


BEFORE = titles(range(1, HELD + 1))
CHANGED = (3, 5)
"""Pages that come again with fewer sections."""
PARTS = ((57, 58, 59, 60, *CHANGED), range(61, 69), range(69, 77))
"""Numbers of the pages in three folders that are imported one after the other."""
NEW = titles([number for part in PARTS for number in part])


@pytest.fixture(scope="module")
def injector() -> Iterator[CrashInjector]:
    with CrashInjector() as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders of pages: first, for the library before, and one for each of the parts."""
    folder = tmp_path_factory.mktemp("pages")
    write_pages(folder / "first", HELD)
    for nth, part in enumerate(PARTS):
        (folder / str(nth)).mkdir()
        for number in part:
            text = page(number, sections=2 if number in CHANGED else 4)
            (folder / str(nth) / f"{number:03d}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory, pages: Path) -> Path:
    """A library that is sound, to be copied."""
    folder = tmp_path_factory.mktemp("before") / "library"
    command = [PROGRAM, "--library", str(folder), "import", str(pages / "first")]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def copied(before: Path, folder: Path) -> Path:
    """The library before, as this test's own."""
    if folder.exists():
        shutil.rmtree(folder)

    def copy(source: str, target: str) -> str:
        # Nobody writes into the dictionary where it stands, and it is most of a small library.
        if "jieba" not in source:
            return str(shutil.copy2(source, target))
        os.link(source, target)
        return target

    shutil.copytree(before, folder, copy_function=copy)
    return folder


def environment(folder: Path) -> dict[str, str]:
    return {"PAPERS_LIBRARY": str(folder), "PAPERS_READER": str(folder.parent / "reader.json")}


def imports(pages: Path) -> list[list[str]]:
    return [["import", str(pages / str(nth))] for nth in range(len(PARTS))]


def reported(ran: Ran) -> set[str]:
    """What a run said that it had added."""
    said = ran.out.count("added ")
    return titles([number for part in PARTS[:said] for number in part])


def is_sound(folder: Path, *, at_least: set[str], at_most: set[str]) -> None:
    """Whatever became of a library, it opens, and holds what it must, all of it whole."""
    if folder.exists():
        with open_library(folder, repair=False) as library:
            # An index is made anew by whoever opens the library next.
            assert {Path(one.file).name for one in library.check()} <= {"index.sqlite3"}
    with open_library(folder) as library:
        assert library.problems == ()
        hits = library.find()
        rows = hits.window(0, hits.total)
        held = {row.title for row in rows}
        assert len(rows) == len(held) == len(library)
        assert at_least <= held <= at_most
        for row in rows:
            found = library.article(row.id)
            changed = row.title in titles(CHANGED)
            assert found.title == row.title
            assert len(found.sections) in ((3, 5) if changed else (5,))
        if held:
            assert {row.title for row in library.find("终端").window(0, 999)} == held
    if folder.exists():
        with open_library(folder, repair=False) as library:
            assert library.check() == []


def is_complete(folder: Path) -> None:
    """All is there, in its last form, and nothing is left of those who were stopped."""
    is_sound(folder, at_least=BEFORE | NEW, at_most=BEFORE | NEW)
    with open_library(folder) as library:
        for row in library.find().window(0, 999):
            sections = 3 if row.title in titles(CHANGED) else 5
            assert len(library.article(row.id).sections) == sections
    assert not list(folder.rglob(".*"))


# Between every two things that are done to a file.


def _every(count: int, at_most: int) -> list[int]:
    """The numbers from 1, all of them or so many, spread evenly."""
    if count <= at_most:
        return list(range(1, count + 1))
    return sorted({1 + nth * (count - 1) // (at_most - 1) for nth in range(at_most)})


def test_an_import_killed_between_any_two_steps_loses_nothing(
    injector: CrashInjector, pages: Path, before: Path, tmp_path: Path, much: "Much", tried: "Tried"
) -> None:
    folder = tmp_path / "library"
    commands, env = imports(pages), environment(folder)
    copied(before, folder)
    whole = injector.run(*commands, env=env, step=0)
    assert whole.code == 0 and reported(whole) == NEW, whole
    assert {"sync", "rename", "COMMIT", "write the second half"} <= set(whole.steps)
    is_complete(folder)
    chosen = _every(len(whole.steps), much(7, 1000))
    for step in chosen:
        copied(before, folder)
        ran = injector.run(*commands, env=env, step=step)
        assert ran.killed
        is_sound(folder, at_least=BEFORE | reported(ran), at_most=BEFORE | NEW)
        again = injector.run(*commands, env=env)
        assert again.code == 0, again
        is_complete(folder)
    tried("kills between two steps survived", len(chosen))


def test_a_library_killed_while_it_is_made_is_made_by_the_next_import(
    injector: CrashInjector, pages: Path, tmp_path: Path, much: "Much", tried: "Tried"
) -> None:
    folder = tmp_path / "library"
    command, env = ["import", str(pages / "1")], environment(folder)
    all_of_it = titles(PARTS[1])
    whole = injector.run(command, env=env, step=0)
    assert whole.code == 0
    chosen = _every(len(whole.steps), much(6, 1000))
    for step in chosen:
        shutil.rmtree(folder)
        assert injector.run(command, env=env, step=step).killed
        is_sound(folder, at_least=set(), at_most=all_of_it)
        assert injector.run(command, env=env).code == 0
        is_sound(folder, at_least=all_of_it, at_most=all_of_it)
        assert not list(folder.rglob(".*"))
    tried("kills between two steps survived", len(chosen))


def test_a_removal_killed_between_any_two_steps_takes_out_what_was_named_and_no_more(
    injector: CrashInjector, before: Path, tmp_path: Path, much: "Much", tried: "Tried"
) -> None:
    folder = copied(before, tmp_path / "library")
    with open_library(folder) as library:
        rows = library.find().window(0, 3)
    ids, left = [row.id for row in rows], BEFORE - {row.title for row in rows}
    whole = injector.run(["remove", *ids], env=environment(folder), step=0)
    assert whole.code == 0
    chosen = _every(len(whole.steps), much(4, 1000))
    for step in chosen:
        copied(before, folder)
        assert injector.run(["remove", *ids], env=environment(folder), step=step).killed
        is_sound(folder, at_least=left, at_most=BEFORE)
        injector.run(["remove", *ids], env=environment(folder))
        is_sound(folder, at_least=left, at_most=left)
    tried("kills between two steps survived", len(chosen))


def test_a_repair_killed_between_any_two_steps_is_finished_by_the_next(
    injector: CrashInjector, before: Path, tmp_path: Path, much: "Much", tried: "Tried"
) -> None:
    folder = tmp_path / "library"
    repair, env = ["check", "--repair"], environment(folder)

    def torn() -> bytes:
        segment = copied(before, folder) / "segments" / "00000.json"
        SEGMENT["cut before the last brackets"](segment)
        (folder / "library.json").write_text("{", encoding="utf-8")
        (folder / "index.sqlite3").unlink()
        return segment.read_bytes()

    data = torn()
    whole = injector.run(repair, env=env, step=0)
    assert whole.code == 0, whole
    chosen = _every(len(whole.steps), much(5, 1000))
    for step in chosen:
        torn()
        assert injector.run(repair, env=env, step=step).killed
        again = injector.run(repair, env=env)
        assert again.code == 0, again
        # All but the last article of the file was whole.
        is_sound(folder, at_least=BEFORE - {title(HELD)}, at_most=BEFORE)
        assert (folder / "set-aside" / "00000.json").read_bytes() == data
    tried("kills between two steps survived", len(chosen))


def test_a_reader_killed_while_the_index_is_made_anew_leaves_it_to_the_next(
    injector: CrashInjector, before: Path, tmp_path: Path, much: "Much", tried: "Tried"
) -> None:
    folder = tmp_path / "library"
    whole = None
    for step in (0, *range(1, 1000)):
        copied(before, folder)
        (folder / "index.sqlite3").unlink()
        ran = injector.run(["list"], env=environment(folder), step=step)
        if step == 0:
            whole = ran
            chosen = _every(len(ran.steps), much(4, 1000))
            continue
        assert whole is not None
        if step > len(whole.steps):
            break
        if step in chosen:
            assert ran.killed
            is_sound(folder, at_least=BEFORE, at_most=BEFORE)
    tried("kills between two steps survived", len(chosen))


# At any moment.


def test_an_import_killed_at_any_moment_loses_nothing(
    injector: CrashInjector, pages: Path, before: Path, tmp_path: Path, much: "Much", tried: "Tried"
) -> None:
    folder = tmp_path / "library"
    commands, env = imports(pages), environment(folder)
    copied(before, folder)
    took = injector.run(*commands, env=env).seconds
    killed, chance = 0, random.Random()
    wanted = much(18, 190)
    while killed < wanted:
        copied(before, folder)
        # Killed again and again before it comes to its end, as by somebody who loses patience.
        for _ in range(3):
            ran = injector.run(*commands, env=env, seconds=chance.uniform(0, took))
            killed += ran.killed
            is_sound(folder, at_least=BEFORE | reported(ran), at_most=BEFORE | NEW)
        assert injector.run(*commands, env=env).code == 0
        is_complete(folder)
    tried("kills at any moment survived", killed)


def test_the_installed_program_killed_at_any_moment_leaves_nothing_running(
    tmp_path: Path, much: "Much", tried: "Tried"
) -> None:
    folder = tmp_path / "library"
    # So many that others help to read them.
    pages = write_pages(tmp_path / "pages", 40)
    command = [PROGRAM, "--library", str(folder), "import", str(pages)]
    begun = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    took = time.monotonic() - begun
    killed, chance = 0, random.Random()
    wanted = much(2, 20)
    while killed < wanted:
        shutil.rmtree(folder, ignore_errors=True)
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as program:
            try:
                program.wait(chance.uniform(0, took))
            except subprocess.TimeoutExpired:
                started = _children(program.pid)
                program.kill()
                killed += 1
                program.wait()
                _wait_until_gone(started)
        is_sound(folder, at_least=set(), at_most=titles(range(1, 41)))
    subprocess.run(command, check=True, capture_output=True)
    is_sound(folder, at_least=titles(range(1, 41)), at_most=titles(range(1, 41)))
    tried("kills at any moment survived", killed)


def _children(process: int) -> list[str]:
    return Path(f"/proc/{process}/task/{process}/children").read_text().split()


def _wait_until_gone(processes: Sequence[str]) -> None:
    deadline = time.monotonic() + 20
    while left := [one for one in processes if _runs(one)]:
        assert time.monotonic() < deadline, f"still running without the program: {left}"
        select.select([], [], [], 0.01)


def _runs(process: str) -> bool:
    """Whether a process is there and is more than the memory of one that has ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


# No room, no right.


def is_refused(ran: Ran, *words: str) -> None:
    """One sentence that says why, the exit code of what could not be done, and nothing else."""
    assert ran.code == 2 and ran.out == "", ran
    assert ran.err.count("\n") == 1 and ran.err.startswith("papers-tui: "), ran.err
    assert any(word in ran.err for word in words), ran.err


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Disk]:
    try:
        with disk(tmp_path / "disk", size=32_000_000) as mounted:
            yield mounted
    except CannotMount:
        pytest.skip("no disk can be mounted here")


def _with_cache(folder: Path, tmp_path: Path) -> dict[str, str]:
    return {**environment(folder), "XDG_CACHE_HOME": str(tmp_path / "cache")}


def test_on_a_full_disk_an_import_says_so_and_what_was_there_is_read(
    injector: CrashInjector,
    pages: Path,
    before: Path,
    small_disk: Disk,
    tmp_path: Path,
    much: "Much",
    tried: "Tried",
) -> None:
    folder = small_disk.folder / "library"
    env = _with_cache(folder, tmp_path)
    refused = 0
    for room in range(0, 4_000_000, much(120_000, 12_000)):
        copied_to_disk(before, folder)
        small_disk.fill(leaving=room)
        ran = injector.run(*imports(pages), env=env)
        if ran.code == 0:
            break
        refused += 1
        is_refused_after(ran, "No space left", "is full")
        _reads(injector, env, at_least=BEFORE | reported(ran))
        small_disk.empty()
        is_sound(folder, at_least=BEFORE | reported(ran), at_most=BEFORE | NEW)
        assert injector.run(*imports(pages), env=env).code == 0
        is_complete(folder)
    assert refused >= 3
    tried("full disks survived", refused)


def copied_to_disk(before: Path, folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    shutil.copytree(before, folder)


def is_refused_after(ran: Ran, *words: str) -> None:
    """The same, where commands before the last may have done their work and said so."""
    done = "".join(line for line in ran.out.splitlines(True) if not line.startswith("added "))
    is_refused(Ran(ran.killed, ran.code, done, ran.err, ran.seconds, ran.steps), *words)


def _reads(
    injector: CrashInjector, env: dict[str, str], *, at_least: set[str], user: int | None = None
) -> None:
    """Everything is listed, found and shown, by somebody who can write nothing there."""
    listed = injector.run(["list"], env=env, user=user)
    assert listed.code == 0 and listed.err == "", listed
    rows = [line.split("\t") for line in listed.out.splitlines()]
    assert at_least <= {row[2] for row in rows}
    found = injector.run(["list", "终端"], env=env, user=user)
    assert found.out == listed.out, found
    shown = injector.run(*(["show", row[0]] for row in rows[:5]), env=env, user=user)
    assert shown.code == 0, shown


def test_where_no_library_fits_none_is_begun(
    injector: CrashInjector, pages: Path, small_disk: Disk, tmp_path: Path
) -> None:
    folder = small_disk.folder / "library"
    for room in (0, 5_000_000):
        small_disk.fill(leaving=room)
        ran = injector.run(["import", str(pages / "1")], env=_with_cache(folder, tmp_path))
        is_refused(ran, "No space left", "is full")
    small_disk.empty()
    is_sound(folder, at_least=set(), at_most=set())
    assert injector.run(["import", str(pages / "1")], env=_with_cache(folder, tmp_path)).code == 0
    is_sound(folder, at_least=titles(PARTS[1]), at_most=titles(PARTS[1]))


@pytest.mark.parametrize("largest", [4_000, 50_000, 300_000])
def test_where_files_may_not_grow_an_import_says_so_and_loses_nothing(
    injector: CrashInjector, pages: Path, before: Path, tmp_path: Path, largest: int, tried: "Tried"
) -> None:
    folder = copied(before, tmp_path / "library")
    ran = injector.run(*imports(pages), env=environment(folder), largest=largest)
    is_refused_after(ran, "too large", "is full", "disk I/O error", "cannot be written")
    is_sound(folder, at_least=BEFORE | reported(ran), at_most=BEFORE | NEW)
    assert injector.run(*imports(pages), env=environment(folder)).code == 0
    is_complete(folder)
    tried("quotas survived", 1)


WRITES = ("import", "remove", "check")


def writing(what: str, folder: Path, pages: Path) -> list[str]:
    """A command that wants to write."""
    if what == "import":
        return ["import", str(pages / "1")]
    if what == "check":
        return ["check", "--repair"]
    with open_library(folder) as library:
        return ["remove", library.find().window(0, 1)[0].id]


@pytest.mark.parametrize("what", WRITES)
def test_on_a_disk_that_is_only_for_reading_all_is_read_and_nothing_written(
    injector: CrashInjector, pages: Path, before: Path, small_disk: Disk, tmp_path: Path, what: str
) -> None:
    folder = small_disk.folder / "library"
    env = _with_cache(folder, tmp_path)
    copied_to_disk(before, folder)
    command = writing(what, folder, pages)
    kept = _files(folder)
    small_disk.allow("ro")
    is_refused(injector.run(command, env=env), "Read-only file system")
    _reads(injector, env, at_least=BEFORE)
    assert injector.run(["check"], env=env).code == 0
    small_disk.allow("rw")
    assert _files(folder) == kept
    is_sound(folder, at_least=BEFORE, at_most=BEFORE)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize("what", WRITES)
def test_without_permission_all_is_read_and_nothing_written(
    injector: CrashInjector, pages: Path, before: Path, open_folder: Path, what: str
) -> None:
    folder = open_folder / "library"
    shutil.copytree(before, folder)
    shutil.copytree(pages, open_folder / "pages")
    for path in (open_folder / "pages", *(open_folder / "pages").iterdir()):
        path.chmod(0o755)
    home = open_folder / "home"
    home.mkdir()
    os.chown(home, 65534, 65534)
    env = {"HOME": str(home), "XDG_CACHE_HOME": str(home), "PAPERS_READER": str(home / "r.json")}
    env |= {"PAPERS_LIBRARY": str(folder), "XDG_CONFIG_HOME": str(home)}
    command = writing(what, folder, open_folder / "pages")
    kept = _files(folder)
    is_refused(injector.run(command, env=env, user=65534), "Permission denied")
    _reads(injector, env, at_least=BEFORE, user=65534)
    assert injector.run(["check"], env=env, user=65534).code == 0
    assert _files(folder) == kept
    is_sound(folder, at_least=BEFORE, at_most=BEFORE)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that others may enter; pytest's own are closed to them."""
    folder = Path(subprocess.check_output(["mktemp", "-d"], text=True).strip())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def _files(folder: Path) -> dict[str, bytes]:
    """What stands in a library; SQLite notes in one file of its own who is reading."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith("-shm")
    }
