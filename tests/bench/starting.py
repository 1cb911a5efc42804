"""From exec to the first row on the screen, and what one reader holds in memory."""

import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench.figures import Figure, Target, at_most, figure
from bench.machine import KB, MB, family_of, memory_of
from bench.queries import Queries
from bench.stopwatch import Stopwatch, reader, shows, shows_count

_SAMPLES = 7
_AT_ONCE = 10
_BARE = "bare-and-ready"

Open = Callable[[], Stopwatch]


def bare() -> Stopwatch:
    """A Textual app with one Static."""
    return Stopwatch([sys.executable, str(Path(__file__).with_name("bare.py"))])


def first_paint(opened: Stopwatch, text: str) -> tuple[float, int]:
    """Milliseconds until a text stood on the screen, and bytes until nothing more came."""
    frames = opened.frames_until(shows(text), quiet=0.3)
    first = next(frame for frame in frames if shows(text)(frame.lines))
    return first.at, sum(frame.size for frame in frames)


def measure_start(program: str, library: Path, title: str) -> list[Figure]:
    """First row painted and the size of the first screen, the bare app in between."""

    def timed(start: Open, text: str) -> tuple[float, int]:
        with start() as opened:
            return first_paint(opened, text)

    samples: list[tuple[float, int]] = []
    yardstick: list[float] = []
    for nth in range(_SAMPLES + 1):
        sample = timed(lambda: reader(program, library), title[:6])
        beside, _ = timed(bare, _BARE)
        # The first of each fills the caches of the disk.
        if nth:
            samples.append(sample)
            yardstick.append(beside)
    first, bare_first = median(at for at, _ in samples), median(yardstick)
    ratio = first / bare_first
    return [
        figure(
            "start",
            "exec to first row painted",
            "ms",
            [at for at, _ in samples],
            beside=f"bare Textual app {bare_first:.0f} ms: {ratio:.2f} ×",
            targets=[Target(text="≤ 1.3 × bare", met=ratio <= 1.3)],
            growth_to_reach=1.15,
            times_yardstick=ratio,
        ),
        figure(
            "start",
            "first screen, bytes",
            "KB",
            [size / KB for _, size in samples],
            targets=[at_most(median(size for _, size in samples) / KB, 45, "KB")],
        ),
    ]


def _memory(opened: Stopwatch) -> tuple[float, float]:
    sizes = [memory_of(pid) for pid in family_of(opened.pid)]
    return sum(rss for rss, _ in sizes) / MB, sum(pss for _, pss in sizes) / MB


def _at_once(start: Open, text: str) -> float:
    """Megabytes each of ten readers, what they share counted once."""
    opened: list[Stopwatch] = []
    try:
        for _ in range(_AT_ONCE):
            opened.append(start())
        for one in opened:
            one.frames_until(shows(text), quiet=0.1)
        return sum(_memory(one)[1] for one in opened) / _AT_ONCE
    finally:
        for one in opened:
            one.child.close(force=True)


def measure_memory(program: str, library: Path, title: str, queries: Queries) -> list[Figure]:
    """Resident memory before and after the first filter, and of ten readers at once."""
    with bare() as yardstick:
        yardstick.frames_until(shows(_BARE), quiet=0.5)
        bare_rss, _ = _memory(yardstick)
    with reader(program, library) as opened:
        opened.frames_until(shows(title[:6]), quiet=0.5)
        before, _ = _memory(opened)
        opened.exchange("/")
        opened.exchange(queries.word.text, shows_count(queries.word.found), quiet=0.5)
        after, _ = _memory(opened)
    ten_bare = _at_once(bare, _BARE)
    ten = _at_once(lambda: reader(program, library), title[:6])

    def made(what: str, value: float, yardstick: float, limit: float | None) -> Figure:
        ratio = value / yardstick
        met = [Target(text=f"≤ {limit} × bare", met=ratio <= limit)] if limit else []
        return figure(
            "memory",
            what,
            "MB",
            [value],
            beside=f"bare Textual app {yardstick:.0f} MB: {ratio:.2f} ×",
            targets=met,
            growth_to_reach=1.2,
        )

    return [
        made("one reader, before the first filter (RSS)", before, bare_rss, 1.5),
        made("one reader, after the first filter (RSS)", after, bare_rss, 2.2),
        made("each of ten readers at once (PSS)", ten, ten_bare, None),
    ]
