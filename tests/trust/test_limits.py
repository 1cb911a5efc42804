"""A page of any size and form is imported, or refused with a sentence; none holds up the others."""

import json
import os
import re
import socket
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from papers_store.analysis.terms import Entry
from papers_store.ingest.workers import Page, Refused, prepare, prepare_in_parallel
from papers_store.parser import parse
from papers_store.system.limits import Limits
from papers_tui.settings import read_settings
from support.attacks.oversized_pages import HEAD, oversized_pages
from support.data.pages import page, write_pages
from support.drivers.program import PROGRAM, environment, runner
from support.drivers.terminal import Terminal
from support.fakes.stuck_pages import Greedy, Stuck

pytestmark = pytest.mark.slow

Much = Callable[[int, int], int]
Tried = Callable[[str, int], None]

MB = 1_000_000
HUNG = 540
"""Seconds after which a program is taken to hang; a machine may be as slow as it likes."""

REASONS = re.compile(
    r"is larger than \d+ MB|has more than [\d,]+ lines or tags"
    r"|has more than [\d,]+ keywords, sections and references"
    r"|takes longer than \d+ seconds to read|nothing is printed on the page"
    r"|the page holds no article, only what a site prints around one"
)
"""Why a page may be refused that is too much of one thing."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import told, and how it ended."""

    code: int
    added: int
    unchanged: int
    refused: dict[str, str]
    """By the names of the files."""
    repeated: int = 0
    """Pages that another gave in another version."""


def imported(folder: Path, *arguments: str, **options: Any) -> Imported:
    """Have the program import something, and tell."""
    ran = runner(folder)("import", "--json", *arguments, timeout=HUNG, **options)
    assert "Traceback" not in ran.stderr, ran.stderr
    told = json.loads(ran.stdout)
    refused = {Path(one["path"]).name: one["reason"] for one in told["refused"]}
    assert all(reason and "\n" not in reason for reason in refused.values())
    return Imported(
        ran.returncode, told["added"], told["unchanged"], refused, len(told["repeated"])
    )


def test_a_flood_of_anything_is_imported_or_refused_in_a_sentence(
    tmp_path: Path, much: Much, tried: Tried
) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    made = list(oversized_pages())
    for name, suffix, flood in made:
        text = flood(much(200_000, 5 * MB))
        (pages / f"{name}{suffix}").write_text(text, encoding="utf-8")
    told = imported(tmp_path, str(pages))
    assert told.added + told.unchanged + told.repeated + len(told.refused) == len(made)
    assert all(REASONS.fullmatch(reason) for reason in told.refused.values()), told.refused
    listed = runner(tmp_path)("list", "水渠", "--json", timeout=HUNG)
    assert json.loads(listed.stdout)["total"] == told.added
    tried("floods of one thing read", len(made))


def test_ten_megabytes_on_one_line_are_read_whole(tmp_path: Path) -> None:
    text = "水渠沿山而下，" * (10 * MB // 21)
    article = parse(f"{HEAD}{text}".encode(), "a.txt")
    assert text in article.sections[0].paragraphs


@pytest.mark.parametrize("form", ["{}、水渠", "第{}章 水渠", "# 水渠{}"])
def test_a_hundred_thousand_headings_are_sections(form: str, much: Much) -> None:
    count = much(10_000, 100_000)
    lines = "\n".join(f"{form.format(n)}\n水流过第{n}村，村人称便。" for n in range(1, count + 1))
    article = parse(f"{HEAD}{lines}".encode(), "a.md")
    assert f"水流过第{count}村，村人称便。" in article.sections[-1].paragraphs
    if form.startswith("#"):
        assert len(article.sections) == count + 1


def test_fifty_levels_are_kept_apart() -> None:
    lines = "\n".join(f"{'.'.join('1' * n)} 水渠\n水流过第{n}村。" for n in range(1, 51))
    article = parse(f"山区水渠\n摘要：略述。\n{lines}".encode(), "a.txt")
    said = " ".join(text for one in article.sections for text in (one.number, *one.paragraphs))
    assert all(f"水流过第{n}村。" in said for n in range(1, 51))
    assert max(one.level for one in article.sections) >= 3


def test_a_million_brackets_of_references_are_one_entry_or_many() -> None:
    for brackets in ("[" * MB, "]" * MB, "[]" * (MB // 2), "[1]" * (MB // 3)):
        article = parse(f"{HEAD}参考文献\n[1] 王五.{brackets}".encode(), "a.txt")
        assert sum(len(one.text) for one in article.references) <= MB + 10


# Limits, and how they are set.


def test_each_limit_refuses_what_is_beyond_it_and_nothing_else(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", 3)
    (pages / "large.txt").write_text(page(7) + "水" * 400_000, encoding="utf-8")
    (pages / "lines.txt").write_text(page(8) + "水\n" * 1_000, encoding="utf-8")
    (pages / "tags.html").write_text(f"<p>{page(9)}{'<br>' * 1_001}", encoding="utf-8")
    words = "；".join(f"水{n}" for n in range(1_001))
    (pages / "words.txt").write_text(page(10).replace("终端;", f"{words};"), encoding="utf-8")
    told = imported(tmp_path, str(pages), "--page-megabytes", "1", "--page-lines", "1000")
    assert told == Imported(
        code=1,
        added=3,
        unchanged=0,
        refused={
            "large.txt": "is larger than 1 MB",
            "lines.txt": "has more than 1,000 lines or tags",
            "tags.html": "has more than 1,000 lines or tags",
            "words.txt": "has more than 1,000 keywords, sections and references",
        },
    )
    assert imported(tmp_path, str(pages)) == Imported(code=0, added=4, unchanged=3, refused={})


def test_a_folder_is_read_up_to_a_number_of_pages(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", 5)
    told = imported(tmp_path, "--pages", "3", str(pages))
    assert (told.code, told.added) == (1, 3)
    assert told.refused == {"pages": "holds more than 3 pages; no more of it were read"}
    assert imported(tmp_path, "--pages", "5", str(pages)).added == 2


def slow_page() -> str:
    """A page that takes seconds: more entries than any article has."""
    entries = "".join(f"[{n}] 王五,赵六.水渠{n}[J].学报,2001(2):1-9.\n" for n in range(60_000))
    return f"{HEAD}参考文献\n{entries}"


@pytest.mark.parametrize("others", [2, 40])
def test_a_page_that_takes_too_long_is_refused_and_stops_no_other(
    tmp_path: Path, others: int
) -> None:
    pages = write_pages(tmp_path / "pages", others)
    (pages / "slow.txt").write_text(slow_page(), encoding="utf-8")
    told = imported(tmp_path, str(pages), "--page-seconds", "1")
    assert (told.code, told.added) == (1, others)
    assert told.refused == {"slow.txt": "takes longer than 1 seconds to read"}


# The end may be called in somebody's finalizer, which loses it; it is called again.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_page_that_takes_too_long_is_refused_where_no_other_process_reads() -> None:
    slow = Page("slow.txt", slow_page().encode())
    refused = prepare(slow, "", Limits(page_seconds=1))
    assert refused == Refused("slow.txt", "takes longer than 1 seconds to read")


def test_work_that_hears_no_signal_is_ended_with_its_process(tmp_path: Path) -> None:
    others = [Page(str(path)) for path in sorted(write_pages(tmp_path, 5).iterdir())]
    pages = [*others[:2], Stuck("stuck.txt"), *others[2:]]
    limits = Limits(page_seconds=1)
    prepared = [p for chunk in prepare_in_parallel(pages, "", limits) for p in chunk]
    assert prepared[2] == Refused("stuck.txt", "the process that read it died")
    assert sum(isinstance(one, Entry) for one in prepared) == len(others)


def test_work_that_takes_too_much_memory_is_refused_and_stops_no_other(tmp_path: Path) -> None:
    others = [Page(str(path)) for path in sorted(write_pages(tmp_path, 5).iterdir())]
    pages = [*others[:2], Greedy("greedy.txt"), *others[2:]]
    prepared = [p for chunk in prepare_in_parallel(pages, "") for p in chunk]
    assert prepared[2] == Refused("greedy.txt", "takes more memory to read than a page may")
    assert sum(isinstance(one, Entry) for one in prepared) == len(others)


@pytest.mark.parametrize("character", ["\ufdfa", "㍿", "\u3316"])
def test_a_page_of_characters_that_stand_for_many_is_read_as_any_other(
    tmp_path: Path, character: str
) -> None:
    large = tmp_path / "large.txt"
    large.write_text(f"{HEAD}{character * 400_000}", encoding="utf-8")
    assert imported(tmp_path, str(large)).added == 1


def test_the_settings_set_limits_and_an_option_overrules_them(tmp_path: Path) -> None:
    folder = tmp_path / "config" / "papers-tui"
    folder.mkdir(parents=True)
    file = folder / "config.toml"
    file.write_text("page_megabytes = 1\npage_lines = 1_000\npage_seconds = 7\npages = 9\n")
    chosen = read_settings(file).limits
    assert chosen == Limits(page_megabytes=1, page_lines=1_000, page_seconds=7, pages=9)
    large = tmp_path / "large.txt"
    large.write_text(page(7) + "水" * 400_000, encoding="utf-8")
    assert imported(tmp_path, str(large)).refused == {"large.txt": "is larger than 1 MB"}
    assert imported(tmp_path, str(large), "--page-megabytes", "2").added == 1


@pytest.mark.parametrize("given", ["0", "-1", "x", "9" * 5_000, "1e3"])
def test_a_limit_that_is_none_is_refused(tmp_path: Path, given: str) -> None:
    ran = runner(tmp_path)("import", f"--page-seconds={given}", "x.txt")
    assert ran.returncode == 2 and "whole number" in ran.stderr and "Traceback" not in ran.stderr


# What is in a folder, and no page.


def test_nothing_in_a_folder_holds_up_an_import(tmp_path: Path, tried: Tried) -> None:
    pages = write_pages(tmp_path / "pages", 2)
    os.mkfifo(pages / "pipe.txt")
    (pages / "to pipe.txt").symlink_to("pipe.txt")
    (pages / "zero.txt").symlink_to("/dev/zero")
    (pages / "random.md").symlink_to("/dev/urandom")
    (pages / "terminal.txt").symlink_to("/dev/tty")
    (pages / "itself.txt").symlink_to("itself.txt")
    (pages / "one.txt").symlink_to("other.txt")
    (pages / "other.txt").symlink_to("one.txt")
    (pages / "nowhere.txt").symlink_to("/nowhere/at-all.txt")
    (pages / ".#locked.txt").symlink_to("somebody@somewhere.1234")
    (pages / "memory.txt").symlink_to("/proc/self/mem")
    (pages / "folder.txt").mkdir()
    (pages / "here").symlink_to(".")
    (pages / "above").symlink_to("..")
    (pages / "all").symlink_to("/")
    with socket.socket(socket.AF_UNIX) as listening:
        # A socket's path has to be short, and pytest's folders are not.
        before = Path.cwd()
        os.chdir(pages)
        try:
            listening.bind("socket.txt")
        finally:
            os.chdir(before)
        told = imported(tmp_path, str(pages))
        named = imported(tmp_path, *(str(pages / name) for name in sorted(told.refused)))
    no_file = {"pipe.txt", "to pipe.txt", "zero.txt", "random.md", "terminal.txt", "socket.txt"}
    loops = {"itself.txt", "one.txt", "other.txt"}
    assert told.refused == {
        **dict.fromkeys(no_file, "is not a file"),
        **dict.fromkeys(loops, "too many levels of symbolic links"),
        "nowhere.txt": "no such file or directory",
        "memory.txt": "input/output error",
    }
    assert (told.code, told.added) == (1, 2)
    assert named.refused == told.refused
    tried("files that are no pages met", len(told.refused))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read any file")
def test_a_file_or_folder_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", 2)
    (pages / "001.txt").chmod(0)
    (pages / "closed").mkdir(mode=0)
    told = imported(tmp_path, str(pages))
    (pages / "closed").chmod(0o700)
    assert told.refused == dict.fromkeys(("001.txt", "closed"), "permission denied")
    assert told.added == 1


def test_standard_input_without_end_is_refused(tmp_path: Path) -> None:
    with Path("/dev/zero").open("rb") as endless:
        told = imported(tmp_path, "-", "--page-megabytes", "2", stdin=endless)
    assert told.refused == {"-": "is larger than 2 MB"}


# What was imported is read.


def opened(folder: Path) -> Terminal:
    """The app on a library."""
    env = {**environment(folder), "EDITOR": "", "VISUAL": ""}
    command = [PROGRAM, "--library", str(folder / "library")]
    return Terminal(command, columns=100, rows=30, env=env)


def test_an_article_of_ten_megabytes_is_paged_through(
    tmp_path: Path, much: Much, tried: Tried
) -> None:
    unit = "水渠沿山而下[1]，分给众村。"
    size = much(2 * MB, 10 * MB)
    text = unit * (size // len(unit.encode()))
    (tmp_path / "a.txt").write_text(f"{HEAD}{text}", encoding="utf-8")
    assert imported(tmp_path, str(tmp_path / "a.txt")).added == 1
    with opened(tmp_path) as terminal:
        terminal.wait_for("山区水渠", within=HUNG)
        for keys, seen in (
            ("/众村\r", "1 of 1"),
            ("3n", " 1/"),
            ("n", " 2/"),
            ("N", " 1/"),
            ("G", " 100%"),
            ("g", " 0%"),
        ):
            terminal.press(keys)
            terminal.wait_for(seen, within=HUNG)
        terminal.press("q")
        assert terminal.wait_for_end(within=HUNG) == 0
    tried("megabytes of an article paged through", size // MB)


def test_a_letter_with_millions_of_marks_sends_few_of_them(tmp_path: Path) -> None:
    marks = "水" + "\u0301" * (MB // 2)
    (tmp_path / "a.txt").write_text(f"{HEAD}{marks}", encoding="utf-8")
    assert imported(tmp_path, str(tmp_path / "a.txt")).added == 1
    with opened(tmp_path) as terminal:
        terminal.wait_for("山区水渠", within=HUNG)
        for keys in ("3", " ", "1"):
            terminal.forget()
            terminal.press(keys)
            terminal.settle()
            assert len(terminal.received) < MB // 4
        terminal.press("q")
        assert terminal.wait_for_end(within=HUNG) == 0


def test_an_article_of_ten_megabytes_is_printed(tmp_path: Path) -> None:
    text = "水渠沿山而下[1]，分给众村。" * (MB // 40)
    (tmp_path / "a.txt").write_text(f"{HEAD}{text}", encoding="utf-8")
    assert imported(tmp_path, str(tmp_path / "a.txt")).added == 1
    found = json.loads(runner(tmp_path)("list", "--json").stdout)["articles"][0]["id"]
    for form in ("text", "json"):
        shown = runner(tmp_path)("show", found, "--format", form, timeout=HUNG)
        assert shown.returncode == 0 and len(shown.stdout) > len(text)
    with Terminal([PROGRAM, "list"], columns=80, rows=24, env=environment(tmp_path)) as terminal:
        assert terminal.wait_for_end(within=HUNG) == 0
        assert "山区水渠" in terminal.text


def test_a_watched_folder_refuses_as_an_import_does(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", 1)
    os.mkfifo(pages / "pipe.txt")
    (pages / "large.txt").write_text(page(7) + "水" * 400_000, encoding="utf-8")
    with subprocess.Popen(
        [PROGRAM, "watch", "--page-megabytes", "1", str(pages)],
        env={**environment(tmp_path), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as watching:
        assert watching.stdout is not None
        first = watching.stdout.readline()
        watching.terminate()
        told = watching.communicate(timeout=HUNG)[1]
    assert "added 1, updated 0, unchanged 0, refused 2" in first
    assert "large.txt: is larger than 1 MB" in told and "pipe.txt: is not a file" in told
