"""What a key costs: milliseconds until the screen is painted, bytes and frames on the wire."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.figures import Figure, Target, at_most, figure, worst_twentieth
from bench.machine import KB
from bench.stopwatch import Frame, Stopwatch, reader, shows

_GROUP = "a key"
_HELD_HZ = 30


@dataclass(frozen=True, slots=True)
class Step:
    """A key, and how to come to where it is timed."""

    name: str
    prepare: str
    keys: str
    """Pressed one after the other, again and again."""
    most_ms: float | None = None
    most_kb: float | None = None
    again_after: int = 1_000_000
    """After so many keys, back to where it began: `back` is pressed."""
    back: str = "g"


_STEPS = (
    Step("cursor step in the list", "1g", "jk", most_ms=16, most_kb=1),
    Step("cursor step that scrolls the list", "1g" + "j" * 20, "j", most_ms=16, most_kb=8),
    Step("page of the list", "1g", " ", most_kb=10, again_after=15),
    Step("change of pane", "1g", "\t", most_kb=2),
    Step("jump to a section", "3g", "][", most_kb=10),
    Step("line of the text, scrolled", "3g", "j", most_ms=16, most_kb=8),
    Step("page of the text", "3g", " ", most_kb=10, again_after=4),
    Step("next article opened", "1g", "J", most_ms=30),
)


def measure_keys(program: str, library: Path, title: str, samples: int) -> list[Figure]:
    """Every step, one after the other, in one reader."""
    figures: list[Figure] = []
    with reader(program, library) as opened:
        opened.frames_until(shows(title[:6]), quiet=0.5)
        for step in _STEPS:
            for key in step.prepare:
                _press(opened, key)
            figures += _figures(step, list(_samples(opened, step, samples)))
        figures.append(_held(opened, "3g", "j"))
        figures.append(_held(opened, "1g", "j"))
    return figures


def _press(opened: Stopwatch, key: str) -> None:
    """Press a key that may change nothing."""
    opened.press(key)
    opened.rest(0.06)


def _samples(opened: Stopwatch, step: Step, count: int) -> Iterator[list[Frame]]:
    for nth in range(count):
        if nth and nth % step.again_after == 0:
            _press(opened, step.back)
        yield opened.exchange(step.keys[nth % len(step.keys)], quiet=0.05)


def _figures(step: Step, exchanges: Sequence[Sequence[Frame]]) -> list[Figure]:
    times = [frames[-1].at for frames in exchanges]
    sizes = [sum(frame.size for frame in frames) / KB for frames in exchanges]
    most_frames = max(len(frames) for frames in exchanges)
    worst = worst_twentieth(times)
    in_time, in_bytes = [], []
    if step.most_ms is not None and worst is not None:
        in_time.append(at_most(worst, step.most_ms, "ms p95"))
    if step.most_kb is not None:
        in_bytes.append(at_most(median(sizes), step.most_kb, "KB"))
    in_bytes.append(Target(text="1 frame", met=most_frames == 1))
    return [
        figure(_GROUP, step.name, "ms", times, targets=in_time),
        figure(_GROUP, f"{step.name}, bytes", "KB", sizes, targets=in_bytes),
    ]


def _held(opened: Stopwatch, prepare: str, key: str) -> Figure:
    """A key held down: how long the screen runs on after the last repetition."""
    for one in prepare:
        _press(opened, one)
    began = time.perf_counter()
    for nth in range(1, 2 * _HELD_HZ):
        opened.press(key)
        while (left := began + nth / _HELD_HZ - time.perf_counter()) > 0:
            opened.read(left)
    last = opened.exchange(key, quiet=0.3)[-1].at
    where = {"3": "text", "1": "list"}[prepare[0]]
    return figure(
        _GROUP,
        f"{key} held in the {where}, {_HELD_HZ} a second: last key to last frame",
        "ms",
        [last],
        targets=[at_most(last, round(2 * 1000 / _HELD_HZ), "ms")],
    )
