"""Measure the program on a library of so many generated pages, and beside it what else there is."""

import argparse
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from bench import others
from bench.figures import ENOUGH_FOR_P95, Figure
from bench.filtering import measure_filter, measure_fzf, measure_library
from bench.importing import measure_import
from bench.keys import measure_keys
from bench.machine import facts
from bench.pages import files_in, pages_in
from bench.queries import choose
from bench.report import as_json, as_markdown
from bench.starting import measure_memory, measure_start
from papers_store.opening import open_library

_SMALL = 1000
"""What growth is measured from."""

_FEW = 7
"""Samples where a run is only to show that it runs."""


def main() -> int:
    """Measure, write the table, print it."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("size", type=int, help="how many articles")
    parser.add_argument("--folder", type=Path, default=Path(".bench"), help="where to work")
    options = parser.parse_args()
    size, folder = options.size, options.folder
    # An installed program has its modules compiled, whatever is set where this is developed.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    samples = ENOUGH_FOR_P95 if size >= _SMALL else _FEW
    machine = facts()
    runs: dict[int, list[Figure]] = {}
    for each in sorted({min(size, _SMALL), size}):
        runs[each] = _measure(each, folder, samples, largest=each == size)
    table = as_markdown(machine, runs)
    (folder / f"results-{size}.md").write_text(table, encoding="utf-8")
    (folder / f"results-{size}.json").write_text(as_json(machine, runs), encoding="utf-8")
    print(table)
    return 0


def _measure(size: int, folder: Path, samples: int, *, largest: bool) -> list[Figure]:
    program = str(Path(sys.executable).parent / "papers-tui")
    place = folder / f"library-{size}"
    _say(size, "making pages")
    pages = pages_in(folder, size)
    files = files_in(pages)
    figures: list[Figure] = []
    _say(size, "import")
    imported = measure_import(program, pages, files, place, compare=largest)
    # A library at rest is measured, and not the system writing gigabytes of it to the disk.
    os.sync()
    with open_library(place) as library:
        assert len(library) == size
        title = library.find("").window(0, 1)[0].title
        queries = choose(files, library)
        _say(size, "start")
        figures += measure_start(program, place, title)
        _say(size, "filter")
        figures += measure_filter(program, place, library, queries, pages, samples)
        _say(size, "library")
        figures += measure_library(library, queries, samples)
        _say(size, "keys")
        figures += measure_keys(program, place, title, samples)
        _say(size, "memory")
        figures += measure_memory(program, place, title, queries)
        _say(size, "others")
        figures += measure_fzf(library, queries)
        figures += others.measure(files, folder / "others")
    return [*figures, *imported]


_BEGAN = time.monotonic()


def _say(size: int, what: str) -> None:
    print(f"{time.monotonic() - _BEGAN:6.1f} s  {size:,}: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main())
