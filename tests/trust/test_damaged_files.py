"""A file of the library that is damaged is named; what is sound is read, and nothing is lost."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from filelock import FileLock

from papers_store.backends.local.index.writer import IndexWriter
from papers_store.backends.local.segments import Fingerprint, Segments
from papers_store.errors import PapersError
from papers_store.library import Library
from papers_store.opening import open_library
from support.attacks.file_damage import (
    ALTERED,
    INDEX,
    SEGMENT,
    Damage,
    of_a_newer_version,
    overwrite_middle,
)
from support.data.hundred_articles import ALL, HELD, SECOND, first_segment
from support.drivers.app import Reader, open_app
from support.drivers.program import Run
from support.fakes.memory_library import article

if TYPE_CHECKING:
    from trust.conftest import Much, Tried


def titles(library: Library) -> set[str]:
    hits = library.find()
    return {row.title for row in hits.window(0, hits.total)}


def test_a_sound_library_is_sound(folder: Path, run: Run) -> None:
    before = _fingerprints(folder)
    ran = run("check")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"{folder}: sound\n", "")
    report = json.loads(run("check", "--json").stdout)
    assert report == {"library": str(folder), "sound": True, "problems": [], "mended": []}
    assert _fingerprints(folder) == before


def _fingerprints(folder: Path) -> dict[Path, int]:
    # In the one left out SQLite notes who is reading.
    files = (path for path in folder.rglob("*") if not path.name.endswith("-shm"))
    return {path: path.stat().st_mtime_ns for path in files}


def test_where_there_is_no_library_none_is_looked_at(tmp_path: Path, run: Run) -> None:
    for arguments in (["check"], ["check", "--repair"]):
        ran = run(*arguments)
        assert ran.returncode == 2 and ran.stderr.count("\n") == 1 and ran.stdout == ""
    assert not (tmp_path / "library").exists()


@pytest.mark.parametrize("damage", SEGMENT.values(), ids=SEGMENT)
def test_a_damaged_segment_is_named_and_the_rest_is_read(
    folder: Path, damage: Damage, tried: "Tried"
) -> None:
    damage(first_segment(folder))
    torn = first_segment(folder).read_bytes()
    with open_library(folder, repair=False) as library:
        (problem,) = library.check()
        assert problem.file == str(first_segment(folder)) and problem.mendable
    with open_library(folder) as library:
        assert titles(library) == SECOND
        (said,) = library.problems
        assert said == f"{problem.file}: {problem.wrong}; {problem.remedy}"
        with pytest.raises(PapersError):
            library.article(article(1).id)
    # Who opens it next is told as well, and nobody has touched the file.
    with open_library(folder) as library:
        assert library.problems == (said,)
    assert first_segment(folder).read_bytes() == torn
    tried("torn files opened", 1)


@pytest.mark.parametrize("damage", SEGMENT.values(), ids=SEGMENT)
def test_repair_keeps_what_is_whole_in_a_segment_and_sets_the_file_aside(
    folder: Path, damage: Damage, tried: "Tried"
) -> None:
    damage(first_segment(folder))
    torn = first_segment(folder).read_bytes()
    with open_library(folder, repair=False) as library:
        named = [problem.file for problem in library.check()]
        mended = {one.problem.file: one for one in library.repair()}
        assert list(mended) == named
        assert library.check() == []
    aside = Path(mended[str(first_segment(folder))].set_aside or "")
    assert aside.parent == folder / "set-aside" and aside.read_bytes() == torn
    with open_library(folder) as library:
        kept = titles(library)
        assert library.problems == ()
        assert SECOND <= kept <= ALL
        # What is lost is exactly what was torn: bytes of no document that is whole in the file.
        whole = {one for one in ALL if _is_whole(torn, one)}
        assert kept - SECOND == whole
        changes = library.put([article(number) for number in range(1, HELD + 1)])
        assert titles(library) == ALL and len(changes.added) == len(ALL - kept)
        assert library.check() == []
    tried("torn files repaired", 1)


def _is_whole(data: bytes, title: str) -> bool:
    """Whether all of an article stands in a file, whatever stands around it."""
    number = int("".join(character for character in title if character.isdigit()))
    given = json.loads(_written(number))
    beginning = data.find(f'"id":"{number:016x}"'.encode())
    if beginning < 0:
        return False
    try:
        text = data[beginning - 1 :].decode("utf-8", errors="surrogateescape")
        found, _ = json.JSONDecoder().raw_decode(text)
    except ValueError:
        return False
    return bool(found == given)


def _written(number: int) -> str:
    return msgspec.json.encode(article(number)).decode("utf-8")


def test_repair_is_told_in_words_and_as_json(folder: Path, run: Run) -> None:
    SEGMENT["cut in the middle"](first_segment(folder))
    looked = run("check")
    assert looked.returncode == 1 and looked.stdout.startswith(
        f"{first_segment(folder)}: is damaged ("
    )
    assert json.loads(run("check", "--json").stdout)["sound"] is False
    assert not (folder / "set-aside").exists()
    repaired = run("check", "--repair")
    assert repaired.returncode == 0
    assert "what is whole in it stays (articles: " in repaired.stdout
    assert f"{folder}/set-aside/00000.json" in repaired.stdout
    again = json.loads(run("check", "--repair", "--json").stdout)
    assert (again["sound"], again["problems"], again["mended"]) == (True, [], [])


def test_what_is_set_aside_never_takes_the_place_of_another(folder: Path) -> None:
    torn = []
    with open_library(folder) as library:
        for name in ("empty", "not JSON", "binary"):
            SEGMENT[name](first_segment(folder))
            torn.append(first_segment(folder).read_bytes())
            library.repair()
    kept = ["00000.json", "00000.json.1", "00000.json.2"]
    assert [(folder / "set-aside" / name).read_bytes() for name in kept] == torn


def test_a_segment_of_a_newer_program_is_named_and_left_to_it(folder: Path, run: Run) -> None:
    of_a_newer_version(first_segment(folder))
    newer = first_segment(folder).read_bytes()
    with open_library(folder) as library:
        assert titles(library) == SECOND
        assert "newer papers-tui" in library.problems[0]
        library.put([article(500)])
    ran = run("check", "--repair")
    assert ran.returncode == 1 and "update the program" in ran.stdout
    assert first_segment(folder).read_bytes() == newer
    assert not (folder / "set-aside").exists()


def test_a_segment_that_is_no_file_is_named_and_nobody_waits_for_it(folder: Path) -> None:
    first_segment(folder).unlink()
    os.mkfifo(first_segment(folder))
    (folder / "segments" / "00007.json").symlink_to(folder / "nowhere")
    (folder / "segments" / "7.json").write_text("{}")
    with open_library(folder) as library:
        assert titles(library) == SECOND
        nowhere = folder / "segments" / "00007.json"
        assert [problem.file for problem in library.check()] == [
            str(first_segment(folder)),
            str(nowhere),
            str(nowhere.with_name("7.json")),
        ]
        assert library.repair() == [] and library.check()


def test_an_article_that_stands_twice_is_named_and_taken_out_once(folder: Path) -> None:
    again = folder / "segments" / "00002.json"
    shutil.copy2(folder / "segments" / "00001.json", again)
    with open_library(folder) as library:
        assert titles(library) == ALL
        (problem,) = library.check()
        assert problem.file == str(again) and "(articles: 36)" in problem.wrong
        library.repair()
        assert library.check() == [] and titles(library) == ALL
        assert library.remove([article(70).id]) == (article(70).id,)
    (folder / "index.sqlite3").unlink()
    with open_library(folder) as library:
        assert titles(library) == ALL - {article(70).title}


# What is derived, and the marker.


@pytest.mark.parametrize("damage", INDEX.values(), ids=INDEX)
def test_an_index_is_named_and_made_anew_whatever_became_of_it(
    folder: Path, damage: Damage, run: Run, tried: "Tried"
) -> None:
    damage(folder / "index.sqlite3")
    looked = json.loads(run("check", "--json").stdout)
    (problem,) = looked["problems"]
    assert problem["file"] == str(folder / "index.sqlite3")
    first_run, second_run = run("list", "终端"), run("list", "终端")
    # Damage in the middle is found when somebody comes to it; then all is said, and mended.
    if first_run.returncode:
        assert first_run.returncode == 2 and first_run.stderr.count("\n") == 1
        assert "is damaged" in first_run.stderr
    assert second_run.returncode == 0 and second_run.stdout.count("\n") == HELD
    assert run("check", "--repair").returncode == 0
    tried("torn indexes made anew", 1)


@pytest.mark.parametrize("damage", ALTERED.values(), ids=ALTERED)
def test_an_index_that_another_program_altered_is_made_anew(
    folder: Path, damage: Damage, run: Run
) -> None:
    damage(folder / "index.sqlite3")
    for command in (("list",), ("stats",), ("keywords",), ("list", "终端")):
        ran = run(*command)
        # What shows only in a row is said by whoever comes to it, and mended by the next.
        assert ran.returncode == 0 or "is damaged" in ran.stderr, ran.stderr
        assert "Traceback" not in ran.stderr
    assert run("list").stdout.count("\n") == HELD
    assert run("check", "--repair").returncode == 0 == run("check").returncode


@pytest.mark.parametrize("damage", INDEX.values(), ids=INDEX)
def test_repair_makes_an_index_anew(folder: Path, damage: Damage, run: Run) -> None:
    damage(folder / "index.sqlite3")
    assert run("check", "--repair").returncode == 0
    assert run("check").returncode == 0
    assert run("list", "终端").stdout.count("\n") == HELD
    assert not (folder / "set-aside").exists()


@pytest.mark.parametrize("name", ["missing", "empty", "cut short", "garbage", "zeros"])
def test_a_damaged_dictionary_stops_no_query_and_is_made_anew(
    folder: Path, name: str, run: Run
) -> None:
    (dictionary,) = folder.glob("jieba-*.sqlite3")
    INDEX[name](dictionary)
    assert run("list", "终端阅读").returncode == 0
    looked = json.loads(run("check", "--json").stdout)
    assert [problem["file"] for problem in looked["problems"]] == [str(dictionary)]
    assert run("check", "--repair").returncode == 0 == run("check").returncode


@pytest.mark.parametrize("text", [None, "", "{", "[]", '{"format": "one"}', "\xff"])
def test_a_library_without_a_marker_that_makes_sense_is_read_and_marked_again(
    folder: Path, text: str | None, run: Run
) -> None:
    marker = folder / "library.json"
    if text is None:
        marker.unlink()
    else:
        marker.write_text(text, encoding="latin-1")
    assert run("list").stdout.count("\n") == HELD
    looked = json.loads(run("check", "--json").stdout)
    assert [problem["file"] for problem in looked["problems"]] == [str(marker)]
    assert run("check", "--repair").returncode == 0 == run("check").returncode
    assert json.loads(marker.read_text()) == {"format": 1}
    if text is not None:
        assert (folder / "set-aside" / "library.json").read_text(encoding="latin-1") == text


# While it is open.


def _by_hand(file: Path) -> None:
    """As an editor that writes into the file where it stands."""
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("第1篇文章", "人手改过的标题"), encoding="utf-8")


def _by_rename(file: Path) -> None:
    """As rsync and git, which write aside and rename."""
    text = file.read_text(encoding="utf-8")
    aside = file.with_name(".00000.json.Xy12Ab")
    aside.write_text(text.replace("第1篇文章", "换过的标题"), encoding="utf-8")
    aside.replace(file)


@pytest.mark.parametrize("change", [_by_hand, _by_rename])
async def test_the_open_app_shows_a_segment_that_others_changed(
    folder: Path, change: Callable[[Path], None]
) -> None:
    with open_library(folder) as library:
        async with open_app(library) as reader:
            change(first_segment(folder))
            # What is written into where it stands is noticed when somebody reads it.
            await reader.press("J", "K")
            await _look_again(reader)
            assert "标题" in reader.cursor("articles")
            assert len(library) == HELD


@pytest.mark.parametrize(
    ("change", "seen"), [(_by_hand, "人手改过的标题"), (_by_rename, "换过的标题")]
)
def test_opened_with_a_glance_a_library_shows_every_change_after_the_first_look(
    folder: Path, change: Callable[[Path], None], seen: str
) -> None:
    changed = ALL - {article(1).title} | {seen}
    change(first_segment(folder))
    with open_library(folder, quick=True) as library:
        # Only what was put in the place of another shows in the folder.
        assert titles(library) == (changed if change is _by_rename else ALL)
        library.refresh()
        assert titles(library) == changed


def test_opened_with_a_glance_a_library_asks_after_none_of_its_segments(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[Path] = []
    fingerprints = Segments.fingerprints

    def counted(segments: Segments) -> dict[int, Fingerprint]:
        looks.append(segments.folder)
        return fingerprints(segments)

    monkeypatch.setattr(Segments, "fingerprints", counted)
    with open_library(folder, quick=True) as library:
        assert titles(library) == ALL and not looks
        library.refresh()
        assert len(looks) == 1
        library.refresh()
        assert len(looks) == 1


def test_an_index_whose_writer_never_finished_is_compared_whole_at_a_glance_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(index: IndexWriter, folder: Fingerprint) -> None:
        raise KeyboardInterrupt

    with open_library(folder) as library, pytest.raises(KeyboardInterrupt):
        monkeypatch.setattr(IndexWriter, "settle", stopped)
        library.put([article(500)])
    monkeypatch.undo()
    _by_hand(first_segment(folder))
    with open_library(folder, quick=True) as library:
        assert titles(library) == ALL - {article(1).title} | {"人手改过的标题", article(500).title}


def test_a_segment_changed_while_somebody_writes_is_read_when_they_have_done(folder: Path) -> None:
    with open_library(folder) as library:
        with FileLock(folder / "lock"):
            _by_rename(first_segment(folder))
            library.refresh()
            assert titles(library) == ALL
        library.refresh()
        assert titles(library) == ALL - {article(1).title} | {"换过的标题"}


def test_writers_leave_the_unfinished_files_of_others_alone(folder: Path) -> None:
    of_rsync, of_a_writer = (
        folder / "segments" / f".00001.json.{left}" for left in ("Xy12Ab", "k3_9xw0z")
    )
    of_rsync.touch()
    of_a_writer.touch()
    with open_library(folder) as library:
        library.put([article(500)])
    assert of_rsync.exists() and not of_a_writer.exists()


def test_many_damaged_segments_are_said_in_few_lines(folder: Path, run: Run) -> None:
    for number in range(2, 10):
        (folder / "segments" / f"{number:05d}.json").write_text("{", encoding="utf-8")
    listed = run("list")
    assert listed.stdout.count("\n") == HELD
    assert listed.stderr.count("\n") == 4 and "and 5 more" in listed.stderr
    assert run("check").stdout.count("\n") == 8


async def test_the_open_app_says_which_segment_was_damaged(folder: Path) -> None:
    with open_library(folder) as library:
        async with open_app(library) as reader:
            _by_rename(first_segment(folder))
            SEGMENT["cut in the middle"](first_segment(folder))
            await _look_again(reader)
            assert "segments/00000.json: is damaged" in reader.lines[-1]
            assert "36" in reader.lines[0]


async def test_the_open_app_survives_that_its_index_is_overwritten(folder: Path) -> None:
    with open_library(folder) as library:
        async with open_app(library) as reader:
            overwrite_middle(folder / "index.sqlite3")
            await reader.press("/", "a", "escape", "G", "g", "o", "o")
            await _look_again(reader)
            await _look_again(reader)
            assert "100" in reader.lines[0] and reader.cursor("articles") in ALL
        assert library.check() == []


async def test_the_app_opens_with_what_is_sound_and_says_what_is_not(folder: Path) -> None:
    SEGMENT["not JSON"](first_segment(folder))
    with open_library(folder) as library:
        async with open_app(library) as reader:
            assert "segments/00000.json: is damaged" in reader.lines[-1]
            assert "36" in reader.lines[0] and reader.cursor("articles") in SECOND


async def _look_again(reader: Reader) -> None:
    """What the app does every few seconds."""
    reader.app.screen.search.look_again()  # type: ignore[attr-defined]
    await reader.settle()


# Any byte at all.


def test_a_segment_cut_anywhere_loses_nothing_that_is_whole(
    folder: Path, much: "Much", tried: "Tried"
) -> None:
    data = first_segment(folder).read_bytes()
    times = much(12, 300)
    for nth in range(times):
        size = len(data) * nth // times
        first_segment(folder).write_bytes(data[:size])
        with open_library(folder, repair=False) as library:
            library.repair()
            assert library.check() == []
            whole = sum(_is_whole(data[:size], article(number).title) for number in range(1, 65))
            assert len(library) == 36 + whole
        shutil.rmtree(folder / "set-aside")
    tried("segments cut at any byte", times)
