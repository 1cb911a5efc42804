"""Many people at one library: those who write, and those who look whether all is whole."""

import fcntl
import multiprocessing
import os
import queue
import random
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from papers_store.article import Article
from papers_store.library import Library
from papers_store.opening import open_library
from papers_store.search.hits import Hits
from support.drivers.program import PROGRAM

_SECTIONS = 4
_PARAGRAPHS = 3
_SPAWN = multiprocessing.get_context("spawn")


def revised_page(number: int, revision: int) -> str:
    """A page whose every paragraph says which revision of it this is."""
    lines = [
        f"第{number}号论文：众人同读研究",
        "",
        f"来源 :阅读学刊 | 被引量 : {number}次 | 上传用户:reader",
        "论文部分内容阅读",
        f"  摘要:本文是第{number}号论文的摘要。",
        "  关键词:终端;阅读;排版",
    ]
    for nth in range(_SECTIONS):
        lines.append(f"  {'一二三四'[nth]}、第{number}号之{'一二三四'[nth]}节")
        lines += [
            f"  版次{revision}，第{paragraph}段，" + "字里行间自有文章，" * 12
            for paragraph in range(_PARAGRAPHS)
        ]
    lines += ["  【参考文献】", "  [1]孙七.阅读之道[M].北京:书林出版社,2008."]
    return "\n".join(lines) + "\n"


def write_revised(folder: Path, numbers: Sequence[int], revision: int) -> Path:
    """Fill a folder with pages of one revision."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"{number:05d}.txt").write_text(revised_page(number, revision), encoding="utf-8")
    return folder


# Those who write.


@dataclass
class Written:
    """What one importer did."""

    imports: int = 0
    articles: int = 0
    waits: int = 0
    """How often it said that it waits."""


class Importer:
    """Imports new pages and changed ones, one after the other, with the installed program."""

    def __init__(self, folder: Path, library: Path, first: int, env: dict[str, str]) -> None:
        self._folder = folder
        self._library = library
        self._first = first
        self._env = env
        self._process: subprocess.Popen[str] | None = None
        self._new = 0
        self.written = Written()

    def work(self, *, begin: bool) -> bool:
        """Look after the import that runs, and begin the next one; whether one runs."""
        if self._process is not None:
            if self._process.poll() is None:
                return True
            _, said = self._process.communicate()
            assert self._process.returncode == 0, said
            assert "Traceback" not in said
            self.written.imports += 1
            self.written.articles += self._new
            self.written.waits += said.count("waiting")
            self._process = None
        if begin:
            self._begin()
        return begin

    def _begin(self) -> None:
        nth = self.written.imports
        # New pages, and the ones of the time before once more, which have changed since.
        self._new = 12 if nth % 3 else 40
        at = self._first + self.written.articles
        pages = self._folder / f"{self._first}-{nth}"
        write_revised(pages, range(at, at + self._new), nth)
        write_revised(pages, range(max(self._first, at - 10), at), nth)
        command = [PROGRAM, "--library", str(self._library), "import", str(pages)]
        self._process = subprocess.Popen(
            command, env=self._env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )


def imported(library: Path, pages: Path, env: dict[str, str]) -> str:
    """What an import says that has to succeed."""
    command = [PROGRAM, "--library", str(library), "import", str(pages)]
    return subprocess.run(
        command, check=True, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ).stdout


def is_locked(library: Path) -> bool:
    """Whether somebody writes."""
    with (library / "lock").open("rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


# Those who read.


@dataclass(frozen=True)
class Looked:
    """What one reader saw."""

    answers: int
    wrong: tuple[str, ...]
    most: int
    """Articles in the last answer."""


class Reader:
    """Asks a library one thing after the other, and whether the answers can be true."""

    def __init__(self, library: Library, seed: int) -> None:
        self._library = library
        self._choice = random.Random(seed)
        self.answers = 0
        self.wrong: list[str] = []
        self.most = 0
        self._questions = (
            self._everything,
            self._query,
            self._first,
            self._numbers,
            self._keywords,
            self._pages,
        )

    def look(self) -> None:
        """Ask one of the things that a reader asks."""
        self._choice.choice(self._questions)()
        self.answers += 1

    def look_at_all(self) -> None:
        """Ask everything once."""
        for ask in self._questions:
            ask()

    def _expect(self, holds: bool, what: str) -> None:
        if not holds:
            self.wrong.append(what)

    def _grown(self, total: int) -> None:
        self._expect(total >= self.most, f"{total} articles after {self.most}")
        self.most = max(self.most, total)

    def _everything(self) -> None:
        hits = self._library.find(order=self._choice.choice(["relevance", "title", "cited"]))
        self._whole(hits, "all")
        self._grown(hits.total)

    def _query(self) -> None:
        query = self._choice.choice(
            ["终端", "kw:阅读 摘要", "title:论文", "字里行间 -和服", "zhongduan"]
        )
        self._whole(self._library.find(query), query)

    def _first(self) -> None:
        hits = self._library.find_first("众人同读")
        self._whole(hits, "first")
        self._whole(hits.all(), "all after first")

    def _numbers(self) -> None:
        query = self._choice.choice(["", "终端"])
        numbers = self._library.statistics(query)
        self._grown(numbers.articles)
        sources = sum(numbers.sources.values())
        self._expect(sources == numbers.articles, f"{query!r}: {sources} of {numbers.articles}")
        for keyword in numbers.keywords:
            said = f"{query!r}: {keyword.keyword} {keyword.count} of {numbers.articles}"
            self._expect(keyword.count == numbers.articles, said)

    def _keywords(self) -> None:
        counts = {one.count for one in self._library.keywords()}
        self._expect(len(counts) <= 1, f"keywords that every article has, counted {counts}")
        self._grown(max(counts, default=0))

    def _pages(self) -> None:
        """The list as a command prints it, window by window."""
        hits = self._library.find().snapshot()
        ids = [
            row.id for start in range(0, hits.total, 50) for row in hits.window(start, start + 50)
        ]
        self._expect(len(ids) == hits.total, f"{len(ids)} rows in windows of {hits.total}")
        self._expect(len(set(ids)) == len(ids), "an article in two windows")

    def _whole(self, hits: Hits, what: str) -> None:
        rows = hits.window(0, hits.total)
        ids = [row.id for row in rows]
        self._expect(len(ids) == hits.total, f"{what}: {len(ids)} rows of {hits.total}")
        self._expect(len(set(ids)) == len(ids), f"{what}: an article twice")
        for row in self._choice.sample(rows, min(3, len(rows))):
            article = self._library.article(row.id)
            self._expect(article.title == row.title, f"{row.title} is {article.title}")
            self._expect(is_whole(article), f"{what}: half of {row.title}")
            self._expect(len(self._library.links(row.id)) == 1, f"{row.title}: no links")


def is_whole(article: Article) -> bool:
    """Whether an article has all of its parts, and all of one revision."""
    paragraphs = [text for section in article.sections for text in section.paragraphs]
    revisions = {text.partition("，")[0] for text in paragraphs}
    return (
        len(paragraphs) == _SECTIONS * _PARAGRAPHS
        and len(revisions) == 1
        and len(article.references) == 1
    )


def _read_on(library: str, seed: int, cache: str, stop: Any, results: Any, uid: int | None) -> None:
    """Read until told to stop; in a process of its own."""
    os.environ["XDG_CACHE_HOME"] = cache
    if uid is not None:
        # Python itself may be out of the other's reach: all that it will load is loaded before.
        with open_library(library) as one:
            Reader(one, seed).look_at_all()
        os.setgid(uid)
        os.setuid(uid)
    answers, wrong, most = 0, [], 0
    opened = 0
    try:
        while not stop.is_set():
            # Every now and then as somebody who comes anew.
            with open_library(library) as one:
                reader = Reader(one, seed * 1000 + opened)
                reader.most = most
                began = time.monotonic()
                # Nobody asks faster than that, and those who write need the machine as well.
                while not stop.wait(0.02) and time.monotonic() - began < 2:
                    reader.look()
            opened += 1
            answers, most = answers + reader.answers, reader.most
            wrong += reader.wrong
    except BaseException as error:
        wrong.append(f"{type(error).__name__}: {error}")
    results.put(Looked(answers, tuple(wrong), most))


class Readers:
    """Readers in processes of their own."""

    def __init__(self, library: Path, count: int, home: Path, strangers: int = 0) -> None:
        """Have so many readers read.

        Args:
            library: What they read.
            count: How many there are.
            home: Where each has a cache folder.
            strangers: How many of them are somebody who may not write.
        """
        self._stop = _SPAWN.Event()
        self._results = _SPAWN.Queue()
        self._processes = []
        for seed in range(count):
            cache = home / f"cache-{seed}"
            cache.mkdir(parents=True)
            cache.chmod(0o777)
            uid = 65534 if seed < strangers else None
            given = (str(library), seed, str(cache), self._stop, self._results, uid)
            self._processes.append(_SPAWN.Process(target=_read_on, args=given))
            self._processes[-1].start()

    def done(self) -> list[Looked]:
        """Have them stop; what they saw."""
        self._stop.set()
        try:
            return [self._results.get(timeout=60) for _ in self._processes]
        except queue.Empty:
            raise AssertionError("a reader has died, or never comes back") from None
        finally:
            for process in self._processes:
                process.join(20)
                process.kill()


# Whoever may not write.


@contextmanager
def open_to_others() -> Iterator[Path]:
    """A folder that others may enter; pytest's own are closed to them."""
    folder = Path(subprocess.check_output(["mktemp", "-d"], text=True).strip())
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        subprocess.run(["rm", "-r", str(folder)], check=True)
