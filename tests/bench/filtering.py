"""Finding: from the key to the painted list, in the library alone, and beside other tools."""

import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from bench.figures import Figure, Target, at_most, figure, worst_twentieth
from bench.queries import Queries, Query
from bench.stopwatch import Frame, reader, shows, shows_count
from papers_store.library import Library

_WINDOW = 40
_BESIDE = 7
_LARGE = 100_000
"""From this size on the design asks for so many times the speed of ripgrep."""

_ALL_DELETED = "\x15"


def _milliseconds(work: Callable[[], object], times: int) -> list[float]:
    samples = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        samples.append((time.perf_counter() - began) * 1000)
    return samples


# The library alone.


def measure_library(library: Library, queries: Queries, samples: int) -> list[Figure]:
    """The first rows of a query, and all of it with its first window, in this process."""

    def first(query: Query) -> None:
        library.find_first(query.text).window(0, _WINDOW)

    def find(query: Query) -> None:
        library.find(query.text).window(0, _WINDOW)

    figures = []
    for group, search in (("the first window, found", first), ("find and first window", find)):
        for query in queries:
            search(query)
            taken = _milliseconds(lambda search=search, query=query: search(query), samples)  # type: ignore[misc]
            figures.append(figure(group, _named(query), "ms", taken))
    return figures


def _named(query: Query) -> str:
    return f"{query.name} ({query.text})"


# On the screen.


def measure_filter(
    program: str, folder: Path, library: Library, queries: Queries, files: Path, samples: int
) -> list[Figure]:
    """From the key to the list, on a pseudo-terminal."""
    total = len(library)
    title = library.find("").window(0, 1)[0].title
    figures: list[Figure] = []
    with reader(program, folder) as opened:
        opened.frames_until(shows(title[:6]), quiet=0.5)
        opened.exchange("/")
        for query in queries:
            before = library.find(query.before).total
            assert before != query.found, f"{query}: the count would not tell"
            taken: list[list[Frame]] = []
            for _ in range(samples + 1):
                if query.before:
                    opened.exchange(query.before, shows_count(before))
                taken.append(opened.exchange(query.keys, shows_count(query.found)))
                opened.exchange(_ALL_DELETED, shows_count(total))
                opened.rest(0.02)
            figures += _painted(query, taken[1:], _ripgrep(query, files), total)
    return figures


def _painted(
    query: Query, exchanges: Sequence[Sequence[Frame]], ripgrep: float | None, total: int
) -> list[Figure]:
    listed = [[frame.at for frame in frames if frame.listed] for frames in exchanges]
    first = [times[0] for times in listed]
    worst = worst_twentieth(first)
    targets = [] if worst is None else [at_most(worst, 50, "ms p95")]
    beside = "rg not installed"
    if not query.plain:
        beside = "rg: cannot"
    elif ripgrep is not None:
        ratio = ripgrep / median(first)
        beside = f"rg -l {ripgrep:.0f} ms: {ratio:.1f} × as fast"
        if total >= _LARGE:
            targets.append(Target(text="50 × faster", met=ratio >= 50))
    group = "key to painted list"
    figures = [
        figure(group, _named(query), "ms", first, beside=beside, targets=targets),
        figure(
            group,
            f"{query.name}, bytes of the whole exchange",
            "KB",
            [sum(frame.size for frame in frames) / 1000 for frames in exchanges],
        ),
    ]
    if any(len(times) > 1 for times in listed):
        last = [times[-1] for times in listed]
        worst = worst_twentieth(last)
        targets = [] if worst is None else [at_most(worst, 150, "ms p95")]
        figures.append(
            figure(group, f"{query.name}, to its last frame", "ms", last, targets=targets)
        )
    return figures


# Beside it.


def _ripgrep(query: Query, pages: Path) -> float | None:
    if shutil.which("rg") is None or not query.plain:
        return None

    def search() -> None:
        first, *others = query.plain
        found = _said(["rg", "-l", "-0", "-F", first, str(pages)])
        for other in others:
            # Names of files go through standard input: there may be too many for a command line.
            found = _said(["xargs", "-0", "-r", "rg", "-l", "-0", "-F", other], found)

    search()
    return median(_milliseconds(search, _BESIDE))


def _said(command: Sequence[str], given: bytes = b"") -> bytes:
    return subprocess.run(command, input=given, stdout=subprocess.PIPE, check=False).stdout


def measure_fzf(library: Library, queries: Queries) -> list[Figure]:
    """`fzf --filter` over the titles."""
    if shutil.which("fzf") is None:
        return []
    titles = [row.title for row in library.find("").window(0, len(library))]
    given = "\n".join(titles).encode()
    return [
        figure(
            "beside: fzf --filter over titles",
            _named(query),
            "ms",
            _milliseconds(lambda: _said(["fzf", "--filter", query.text], given), _BESIDE),  # noqa: B023
        )
        for query in (queries.word, queries.words)
    ]
