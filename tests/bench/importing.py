"""Import: pages a second, memory, where the time goes, and what comes to lie on disk."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from shutil import rmtree

from bench.figures import Figure, Target, at_most, figure
from bench.machine import MB, cores, family_of, memory_of

_GROUP = "import"
_LOOKED_AT = 500
"""At most so many pages are cut by jieba alone, and measured part by part; a third of few."""

_FASTER = 5
_WISHED_OF = 10_000
"""Pages whose import is to be so much faster than jieba; of more pages the first are taken."""

_MEMORY = 400
_BETWEEN_LOOKS = 0.5
"""Seconds; to add up the memory of four processes takes 4 ms, of a core that they could use."""


class _Peak:
    """The most that a process and its children hold together, what they share counted once."""

    def __init__(self, pid: int) -> None:
        self.bytes = 0
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def _look(self) -> None:
        while not self._over.wait(_BETWEEN_LOOKS):
            self.bytes = max(self.bytes, sum(memory_of(pid)[1] for pid in family_of(self._pid)))

    def end(self) -> int:
        self._over.set()
        self._thread.join()
        return self.bytes


def measure_import(
    program: str, pages: Path, files: Sequence[Path], library: Path, *, compare: bool
) -> list[Figure]:
    """Import all pages into a library that is left for the other measurements.

    Args:
        program: The command.
        pages: The folder of the pages.
        files: The pages.
        library: Where to; what is there goes.
        compare: Measure shares and the yardstick too.
    """
    first = _first(program, files, library) if compare else []
    seconds, held = _imported(program, [pages], library, len(files))
    speed = len(files) / seconds
    return [
        *first,
        _speed_figure(f"whole import on {cores()} cores", speed, files, compare=compare),
        figure(_GROUP, "whole import", "s", [seconds]),
        figure(
            _GROUP,
            "most memory, all processes (PSS)",
            "MB",
            [held],
            targets=[at_most(held, _MEMORY, "MB")],
        ),
        *(_shares(files, library) if compare else []),
        *_sizes(files, library),
    ]


def _imported(
    program: str, pages: Sequence[Path], library: Path, count: int
) -> tuple[float, float]:
    """Import pages into a new library; the seconds it took, and the most MB that were held."""
    rmtree(library, ignore_errors=True)
    began = time.perf_counter()
    command = [program, "--library", str(library), "import", "--json", *map(str, pages)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        peak = _Peak(process.pid)
        said, _ = process.communicate()
    seconds = time.perf_counter() - began
    held = peak.end() / MB
    report = json.loads(said)
    expected = {"added": count, "updated": 0, "unchanged": 0, "refused": [], "repeated": []}
    assert report == expected, f"not every page was imported: {str(report)[:1000]}"
    return seconds, held


def _first(program: str, files: Sequence[Path], library: Path) -> list[Figure]:
    """The rate of the pages that the wish is about, where there are more than those."""
    if len(files) <= _WISHED_OF:
        return []
    first = files[:_WISHED_OF]
    folders = sorted({file.parent for file in first})
    scratch = library.with_name("first")
    seconds, _ = _imported(program, folders, scratch, len(first))
    rmtree(scratch, ignore_errors=True)
    return [_speed_figure(f"{len(first):,} pages", len(first) / seconds, first, compare=True)]


def _speed_figure(what: str, speed: float, files: Sequence[Path], *, compare: bool) -> Figure:
    """Pages a second, beside jieba's in the same minute; only of so many is it wished."""
    if not compare:
        return figure(_GROUP, what, "pages/s", [speed])
    jieba = _jieba_alone(files)
    wish = Target(text=f"{_FASTER} × jieba.cut", met=speed >= _FASTER * jieba)
    return figure(
        _GROUP,
        what,
        "pages/s",
        [speed],
        beside=f"jieba.cut alone, one core, {jieba:.0f} pages/s: {speed / jieba:.1f} ×",
        targets=[wish] if len(files) <= _WISHED_OF else [],
    )


def _child(task: str, files: Sequence[Path], *more: str) -> dict[str, float]:
    """Run a part of shares.py in a process of its own, which holds nothing from before."""
    command = [sys.executable, str(Path(__file__).with_name("shares.py")), task, *more]
    given = "\n".join(map(str, files[: _looked_at(files)]))
    done = subprocess.run(command, input=given, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _jieba_alone(files: Sequence[Path]) -> float:
    """Pages a second."""
    return _looked_at(files) / _child("jieba", files)["seconds"]


def _looked_at(files: Sequence[Path]) -> int:
    return min(-(-len(files) // 3), _LOOKED_AT)


def _shares(files: Sequence[Path], library: Path) -> list[Figure]:
    """Where the time of an import goes, in one process."""
    scratch = library.with_name("shares")
    rmtree(scratch, ignore_errors=True)
    taken = _child("shares", files, str(scratch))
    rmtree(scratch, ignore_errors=True)
    whole = sum(taken.values())
    return [
        figure(
            "import, one core, work per page",
            part,
            "ms",
            [seconds / _looked_at(files) * 1000],
            beside=f"{seconds / whole:.0%} of the work",
        )
        for part, seconds in taken.items()
    ]


def _sizes(files: Sequence[Path], library: Path) -> list[Figure]:
    text = sum(file.stat().st_size for file in files)
    segments = sum(file.stat().st_size for file in (library / "segments").iterdir())
    index = sum(file.stat().st_size for file in library.glob("index.sqlite3*"))
    return [
        figure("disk", "pages", "MB", [text / MB]),
        figure("disk", "segments", "MB", [segments / MB], beside=f"{segments / text:.2f} × text"),
        figure("disk", "index", "MB", [index / MB], beside=f"{index / text:.2f} × text"),
    ]
