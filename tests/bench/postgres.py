"""Measure a library on PostgreSQL beside one in a folder: the same pages, the same keys."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from shutil import rmtree
from statistics import median
from time import perf_counter
from types import MappingProxyType
from typing import cast
from urllib.parse import quote

from bench.figures import ENOUGH_FOR_P95, Figure, Target, at_least, at_most, figure
from bench.filtering import measure_filter, measure_library
from bench.machine import KB, MB, facts
from bench.pages import files_in, pages_in
from bench.queries import Queries, choose
from bench.report import as_json, as_markdown
from bench.starting import first_paint
from bench.stopwatch import reader, shows
from papers_store.opening import open_library
from support.drivers.postgres import PASSWORD, Server, Servers, missing

_SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        "shared_buffers": "1GB",
        "effective_cache_size": "4GB",
        "maintenance_work_mem": "256MB",
        "max_wal_size": "4GB",
        "random_page_cost": "1.1",
        "full_page_writes": "on",
        "fsync": "on",
        "synchronous_commit": "on",
    }
)
"""Of the server: as docs/postgres.md has them for one, on a machine of this size."""

_FEW = 7
_FILTER_MS, _START, _IMPORT = 100, 1.3, 0.6
"""To reach: a key to its list, the first row and the rate of an import beside a folder's."""


def main() -> int:
    """Measure, write the table, print it."""
    parser = argparse.ArgumentParser(prog="make bench-postgres", description=__doc__)
    parser.add_argument("size", type=int, help="how many articles")
    parser.add_argument("--folder", type=Path, default=Path(".bench"), help="where to work")
    options = parser.parse_args()
    if reason := missing():
        print(f"nothing was measured: {reason}")
        return 0
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PGPASSWORD"] = PASSWORD
    with Servers() as room:
        server = room.server(_SETTINGS)
        figures = _measure(options.size, options.folder, server)
        machine = {**facts(), "postgresql": _version(server)}
    table = as_markdown(machine, {options.size: figures})
    name = f"postgres-{options.size}"
    (options.folder / f"{name}.md").write_text(table, encoding="utf-8")
    (options.folder / f"{name}.json").write_text(
        as_json(machine, {options.size: figures}), encoding="utf-8"
    )
    print(table)
    return 0


def _version(server: Server) -> str:
    with server.connect() as connection:
        (version,) = connection.execute("SHOW server_version").fetchone() or ("?",)
    return str(version).split()[0]


class _Kind:
    """A kind of library, and what was measured of it."""

    def __init__(self, program: str, place: str) -> None:
        self._program = program
        self.place = cast(Path, place)
        """An address where the other measurements have a folder; they only hand it on."""

    def imported(self, pages: Path, size: int) -> float:
        """Pages a second."""
        began = perf_counter()
        command = [self._program, "--library", str(self.place), "import", "--json", str(pages)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        seconds = perf_counter() - began
        report = json.loads(done.stdout)
        assert report["added"] == size, f"not every page was imported: {str(report)[:1000]}"
        return size / seconds

    def started(self, title: str) -> float:
        """Milliseconds to the first row."""
        with reader(self._program, self.place) as opened:
            return first_paint(opened, title[:6])[0]

    def opened(self, title: str, samples: int) -> list[float]:
        """Milliseconds to the next article."""
        with reader(self._program, self.place) as opened:
            opened.frames_until(shows(title[:6]), quiet=0.5)
            return [opened.exchange("J", quiet=0.05)[-1].at for _ in range(samples)]

    def filtered(self, queries: Queries, pages: Path, samples: int) -> list[Figure]:
        """From the key to the list, and the same in this process."""
        with open_library(self.place) as library:
            found = measure_filter(self._program, self.place, library, queries, pages, samples)
            return [*found, *measure_library(library, queries, samples)]


def _measure(size: int, folder: Path, server: Server) -> list[Figure]:
    program = str(Path(sys.executable).parent / "papers-tui")
    database = server.database()
    place = folder / f"library-{size}-beside"
    samples = ENOUGH_FOR_P95 if size >= 1000 else _FEW
    pages = pages_in(folder, size)
    rmtree(place, ignore_errors=True)
    local = _Kind(program, str(place))
    remote = _Kind(program, server.url(database).replace(f":{quote(PASSWORD, safe='')}@", "@"))
    figures = [*_imports(local, remote, pages, size), *_sizes(size, place, server, database)]
    with open_library(place) as library:
        title = library.find("").window(0, 1)[0].title
        queries = choose(files_in(pages), library)
    figures += _starts(local, remote, title)
    figures.append(
        _beside(
            figure("open", "next article opened", "ms", remote.opened(title, samples)),
            median(local.opened(title, samples)),
        )
    )
    with open_library(remote.place) as library:
        for query in queries:
            assert library.find(query.text).total == query.found, query
    in_folder = {(one.group, one.what): one for one in local.filtered(queries, pages, samples)}
    for one in remote.filtered(queries, pages, samples):
        if one.unit != "ms":
            # What the screen is sent does not depend on the library.
            continue
        figures.append(_compared(one, in_folder.get((one.group, one.what))))
    return figures


def _imports(local: _Kind, remote: _Kind, pages: Path, size: int) -> Iterator[Figure]:
    in_folder, on_server = (kind.imported(pages, size) for kind in (local, remote))
    share = on_server / in_folder
    yield replace(
        figure("import", "whole import", "pages/s", [on_server]),
        beside=f"in a folder {in_folder:.0f} pages/s: {share:.0%}",
        targets=(at_least(share, _IMPORT, "of a folder's rate"),),
    )


def _sizes(size: int, place: Path, server: Server, database: str) -> Iterator[Figure]:
    """Bytes of an article with all that belongs to it, and of each table."""
    in_folder = sum(file.stat().st_size for file in place.rglob("*") if file.is_file())
    with server.connect(database) as connection:
        # What an import leaves to be done later is done, as it is in a library at rest.
        connection.execute("VACUUM ANALYZE")
        (whole,) = connection.execute("SELECT pg_database_size(current_database())").fetchone() or (
            0,
        )
        tables = connection.execute(
            "SELECT relname, pg_total_relation_size(oid), pg_indexes_size(oid) FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace NOT IN ('pg_catalog'::regnamespace,"
            " 'information_schema'::regnamespace) ORDER BY 2 DESC"
        ).fetchall()
    yield figure(
        "disk",
        "an article, everything",
        "KB",
        [whole / size / KB],
        beside=f"in a folder {in_folder / size / KB:.1f} KB",
    )
    for name, total, indexes in tables:
        yield figure(
            "disk",
            f"table {name}",
            "MB",
            [total / MB],
            beside=f"{total / size / KB:.2f} KB an article, indexes {indexes / MB:.1f} MB",
        )


def _starts(local: _Kind, remote: _Kind, title: str) -> Iterator[Figure]:
    pairs = [(local.started(title), remote.started(title)) for _ in range(_FEW + 1)][1:]
    in_folder = median(one for one, _ in pairs)
    made = figure("start", "exec to first row painted", "ms", [other for _, other in pairs])
    ratio = made.value / in_folder
    yield replace(_beside(made, in_folder), targets=(at_most(ratio, _START, "× a folder's"),))


def _beside(one: Figure, in_folder: float) -> Figure:
    return replace(one, beside=f"in a folder {in_folder:.1f} ms: {one.value / in_folder:.2f} ×")


def _compared(one: Figure, in_folder: Figure | None) -> Figure:
    """A figure of the library on the server, with that of the folder beside it."""
    targets: tuple[Target, ...] = ()
    if one.group == "key to painted list" and one.unit == "ms" and "frame" not in one.what:
        targets = () if one.p95 is None else (at_most(one.p95, _FILTER_MS, "ms p95"),)
    one = replace(one, targets=targets, beside="")
    if in_folder is None:
        return one
    worst = "" if in_folder.p95 is None else f" / {in_folder.p95:.1f}"
    ratio = one.value / in_folder.value if in_folder.value else 0.0
    return replace(one, beside=f"in a folder {in_folder.value:.1f}{worst} ms: {ratio:.2f} ×")


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main())
