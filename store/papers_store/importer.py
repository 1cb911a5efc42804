"""Folders of pages into a library: read, parsed and cut on every core, written by one hand."""

import os
import signal
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from papers_store.errors import PageError
from papers_store.library import Changes, Library
from papers_store.terms import Entry, entry_of

SUFFIXES = frozenset({".txt", ".md", ".markdown", ".html", ".htm"})
"""What is taken from a folder; a file that is named is read whatever it is called."""

MOST_BYTES = 20_000_000
"""A page larger than this is refused."""

_BATCH = 512
"""Articles written at once; each write looks at every segment's stamp once."""

_CHUNK = 16
"""Pages given to a worker process at once."""

_ALONE = 32
"""Up to so many pages are read in this process: starting others takes longer."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A page that is not in the library, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an import did."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class _Page:
    """A page to be read: a file, or bytes that came through standard input."""

    path: str
    data: bytes | None = None


Progress = Callable[[int, int], None]
"""Told how many of how many pages have been dealt with."""


def import_pages(
    library: Library, paths: Sequence[str], *, progress: Progress | None = None
) -> Report:
    """Read pages into a library.

    Args:
        library: Where they go.
        paths: Files, folders (read whole, in order of name), or - for standard input.
        progress: Told after every chunk.

    Raises:
        LibraryError: the library cannot be written; what was written before stays whole.
    """
    imported_at = datetime.now(UTC).isoformat(timespec="seconds")
    pages, refused = _gather(paths)
    tally = _Tally(library, refused, progress, total=len(pages) + len(refused))
    if len(pages) <= _ALONE:
        for page in pages:
            tally.take([_prepare(page, imported_at)])
    else:
        for prepared in _prepare_on_every_core(pages, imported_at):
            tally.take(prepared)
    return tally.report()


class _Tally:
    """Collects prepared pages, writes them in batches, and counts."""

    def __init__(
        self, library: Library, refused: list[Refused], progress: Progress | None, total: int
    ) -> None:
        self._library = library
        self._refused = refused
        self._progress = progress
        self._total = total
        self._done = len(refused)
        self._waiting: dict[str, Entry] = {}
        self._seen: set[str] = set()
        self._counts = {"added": 0, "updated": 0, "unchanged": 0}

    def take(self, prepared: Iterable[Entry | Refused]) -> None:
        for page in prepared:
            self._done += 1
            if isinstance(page, Refused):
                self._refused.append(page)
            elif page.article.id in self._seen:
                # The same article came twice; the first page of it stands.
                self._counts["unchanged"] += 1
            else:
                self._seen.add(page.article.id)
                self._waiting[page.article.id] = page
        if len(self._waiting) >= _BATCH:
            self._write()
        if self._progress is not None:
            self._progress(self._done, self._total)

    def _write(self) -> None:
        changes: Changes = self._library.put_entries(list(self._waiting.values()))
        self._waiting = {}
        self._counts["added"] += len(changes.added)
        self._counts["updated"] += len(changes.updated)
        self._counts["unchanged"] += len(changes.unchanged)

    def report(self) -> Report:
        if self._waiting:
            self._write()
        return Report(**self._counts, refused=tuple(self._refused))


# Finding pages.


def _gather(paths: Sequence[str]) -> tuple[list[_Page], list[Refused]]:
    pages: list[_Page] = []
    refused: list[Refused] = []
    for given in paths:
        if given == "-":
            pages.append(_Page("-", sys.stdin.buffer.read(MOST_BYTES + 1)))
            continue
        try:
            kind = Path(given).stat().st_mode
        except (OSError, ValueError) as error:
            refused.append(Refused(given, _reason(error)))
            continue
        if stat.S_ISDIR(kind):
            pages.extend(_Page(path) for path in _pages_under(given, refused))
        else:
            pages.append(_Page(given))
    return pages, refused


def _pages_under(folder: str, refused: list[Refused]) -> Iterator[str]:
    """Pages in a folder and those below it, in order of name; links to folders are not followed."""

    def cannot_be_listed(error: OSError) -> None:
        refused.append(Refused(error.filename, _reason(error)))

    for here, folders, files in os.walk(folder, onerror=cannot_be_listed):
        folders.sort()
        for name in sorted(files):
            path = Path(here, name)
            # Pipes and devices have no end, and are never pages.
            if path.suffix.lower() in SUFFIXES and path.is_file():
                yield str(path)


# Preparing them: reading, parsing, cutting.


def _prepare(page: _Page, imported_at: str) -> Entry | Refused:
    # The HTML parser and the rest are not needed to list a library.
    from papers_store.parse import parse

    try:
        data = _read(page.path) if page.data is None else page.data
        if len(data) > MOST_BYTES:
            raise PageError(page.path, f"is larger than {MOST_BYTES // 1_000_000} MB")
        return entry_of(parse(data, page.path, imported_at=imported_at))
    except PageError as error:
        return Refused(page.path, error.reason)
    except OSError as error:
        return Refused(page.path, _reason(error))


def _read(path: str) -> bytes:
    # Without O_NONBLOCK, opening a pipe that nobody writes to waits for ever.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise PageError(path, "is not a file")
        return file.read(MOST_BYTES + 1)


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    return "cannot be read"


def _prepare_chunk(pages: Sequence[_Page], imported_at: str) -> list[Entry | Refused]:
    return [_prepare(page, imported_at) for page in pages]


def _prepare_on_every_core(
    pages: Sequence[_Page], imported_at: str
) -> Iterator[list[Entry | Refused]]:
    """Prepare pages in worker processes; they come back in order, never too many at a time."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    chunks = (pages[at : at + _CHUNK] for at in range(0, len(pages), _CHUNK))
    with ProcessPoolExecutor(
        cores or 1, mp_context=get_context("spawn"), initializer=_leave_interrupts_to_the_parent
    ) as pool:

        def submit(count: int) -> list[Future[list[Entry | Refused]]]:
            wanted = islice(chunks, count)
            return [pool.submit(_prepare_chunk, chunk, imported_at) for chunk in wanted]

        under_way = submit(4 * (cores or 1))
        try:
            while under_way:
                yield under_way.pop(0).result()
                under_way += submit(1)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _leave_interrupts_to_the_parent() -> None:
    """ctrl-c reaches every process of the terminal; one of them is enough to stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
