"""Folders of pages into a library: read, parsed and cut on every core, written by one hand."""

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from zlib import crc32

from papers_store.analysis.terms import Entry
from papers_store.errors import PapersError
from papers_store.ingest.deduplication import Deduplicator
from papers_store.ingest.workers import (
    NO_FILE,
    Page,
    Prepared,
    Refused,
    prepare,
    prepare_in_parallel,
    reason_of,
    size_of,
)
from papers_store.library import BATCH_SIZE, Library, Progress
from papers_store.parser.formats import is_page_suffix
from papers_store.results import Changes
from papers_store.system.limits import DEFAULT_LIMITS, Limits

LEAST = 64
"""As few at the end, where nothing is read any more while they are written."""

_LARGEST = 32_000_000
"""Characters of the index's terms, of which a page has ten for each of its own, written at once."""

ALONE, _SMALL = 32, 1_000_000
"""Up to so many pages of so many bytes are read in this process: starting others takes longer. A
larger one may have to be ended together with the process that reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an import did."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: tuple[Refused, ...] = ()
    repeated: tuple[str, ...] = ()
    """Pages that give an article of this import in another version, which is not kept."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the parts that an import is split into, so that several hosts may share it."""

    number: int
    """From 1 on."""
    of: int

    def has(self, name: str) -> bool:
        """Whether a page is of this part; every page is of one, on any host the same.

        Args:
            name: Of the page, below the folder that was given; where that is mounted tells nothing.
        """
        return crc32(name.encode("utf-8", "surrogateescape")) % self.of == self.number - 1


WHOLE = Part(1, 1)


def import_pages(
    library: Library,
    paths: Sequence[str],
    *,
    part: Part = WHOLE,
    progress: Progress | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Report:
    """Read pages into a library.

    Args:
        library: Where they go.
        paths: Files, folders (read whole, in order of name), or - for standard input.
        part: Which of these pages are read.
        progress: Told after every chunk of pages.
        limits: What a page may cost; one that costs more is refused.

    Raises:
        LibraryError: the library cannot be written; what was written before stays whole.
        PapersError: standard input is to be shared with other hosts.
    """
    imported_at = datetime.now(UTC).isoformat(timespec="seconds")
    pages, refused = _gather(paths, part, limits)
    writer = BatchWriter(library, total=len(pages) + len(refused), progress=progress)
    writer.take(refused)
    prepared: Iterator[list[Prepared]]
    if len(pages) <= ALONE and all(size_of(page) <= _SMALL for page in pages):
        prepared = ([prepare(page, imported_at, limits)] for page in pages)
    else:
        prepared = prepare_in_parallel(pages, imported_at, limits)
    deduplicator = Deduplicator(library)
    for chunk in prepared:
        writer.take([page for page in chunk if isinstance(page, Refused)])
        entries = [page for page in chunk if not isinstance(page, Refused)]
        # Where the same article comes twice, the first page of it stands.
        placed, unchanged, repeated = deduplicator.place(entries)
        if writer.take(placed):
            deduplicator.wrote()
        writer.pass_over(len(unchanged), [page.article.origin.path for page in repeated])
    return writer.report()


class BatchWriter:
    """Writes what is ready for a library in batches, and counts."""

    def __init__(self, library: Library, *, total: int, progress: Progress | None = None) -> None:
        self._library = library
        self._progress = progress
        self._total = total
        self._done = 0
        self._refused: list[Refused] = []
        self._waiting: list[Entry] = []
        self._size = 0
        self._repeated: list[str] = []
        self._counts = {"added": 0, "updated": 0, "unchanged": 0}

    def take(self, prepared: Sequence[Prepared]) -> bool:
        """Take in what is ready, and each article once; whether all that waited was written."""
        for page in prepared:
            if isinstance(page, Refused):
                self._refused.append(page)
            else:
                self._waiting.append(page)
                self._size += sum(map(len, page.terms.characters))
        full = len(self._waiting) >= self._batch() or self._size >= _LARGEST
        if full:
            self._write()
        self._tell(len(prepared))
        return full

    def _batch(self) -> int:
        """Half of what is to come, so that little is left to be written when all is read."""
        return max(LEAST, min(BATCH_SIZE, (self._total - self._done) // 2 // LEAST * LEAST))

    def pass_over(self, count: int, repeated: Sequence[str] = ()) -> None:
        """Count articles that need not be written, since they are there, and pages not kept."""
        self._counts["unchanged"] += count
        self._repeated += repeated
        self._tell(count + len(repeated))

    def _tell(self, more: int) -> None:
        self._done += more
        if self._progress is not None:
            self._progress(self._done, self._total)

    def _write(self) -> None:
        changes: Changes = self._library.put_entries(self._waiting)
        self._waiting, self._size = [], 0
        self._counts["added"] += len(changes.added)
        self._counts["updated"] += len(changes.updated)
        self._counts["unchanged"] += len(changes.unchanged)

    def report(self) -> Report:
        """Write what is left; what was done in all."""
        if self._waiting:
            self._write()
        return Report(**self._counts, refused=tuple(self._refused), repeated=tuple(self._repeated))


# Finding pages.


def _gather(paths: Sequence[str], part: Part, limits: Limits) -> tuple[list[Page], list[Refused]]:
    pages: list[Page] = []
    refused: list[Refused] = []
    for given in paths:
        if given == "-":
            if part.of > 1:
                raise PapersError("-: standard input is of one host, and cannot be read in parts")
            try:
                pages.append(Page("-", sys.stdin.buffer.read(limits.page_bytes + 1)))
            except OSError as error:
                refused.append(Refused("-", reason_of(error)))
            continue
        try:
            kind = Path(given).stat().st_mode
        except (OSError, ValueError) as error:
            refused.append(Refused(given, reason_of(error)))
            continue
        if stat.S_ISDIR(kind):
            below = list(islice(pages_under(given, refused), limits.pages + 1))
            if len(below) > limits.pages:
                more = f"holds more than {limits.pages:,} pages; no more of it were read"
                refused.append(Refused(given, more))
            named = ((path, os.path.relpath(path, given)) for path in below[: limits.pages])
            pages.extend(Page(path) for path, name in named if part.has(name))
        elif part.has(Path(given).name):
            pages.append(Page(given))
    return pages, refused


def pages_under(folder: str, refused: list[Refused]) -> Iterator[str]:
    """Pages in a folder and those below it, in order of name; links to folders are not followed.

    What is taken is what has a suffix in the table of formats; a file that is named is read
    whatever it is called.

    What `is_ignored` is passed over. Pipes, devices, and links that lead nowhere are refused
    where they are called as pages are.
    """

    def cannot_be_listed(error: OSError) -> None:
        refused.append(Refused(error.filename, reason_of(error)))

    for here, folders, files in os.walk(folder, onerror=cannot_be_listed):
        folders[:] = sorted(name for name in folders if not is_ignored(name))
        for name in sorted(files):
            path = Path(here, name)
            if is_ignored(name) or not _is_called_a_page(path):
                continue
            try:
                is_file = stat.S_ISREG(path.stat().st_mode)
                reason = NO_FILE
            except OSError as error:
                is_file, reason = False, reason_of(error)
            if is_file:
                yield str(path)
            else:
                refused.append(Refused(str(path), reason))


def is_ignored(name: str) -> bool:
    """Whether a file or folder is not looked at in a folder, as it is no text that people keep.

    Hidden ones (.git, .stversions, .Trash-1000, ._page.txt), copies that editors leave (page.txt~),
    locks of office programs (~$page.html), and what systems and servers keep for themselves.
    """
    return name.startswith((".", "~$")) or name.endswith("~") or name.casefold() in _OF_SYSTEMS


_OF_SYSTEMS = frozenset(
    {
        *("__macosx", "desktop.ini", "thumbs.db", "lost+found", "system volume information"),
        *("$recycle.bin", "$recycle", "recycler", "recycled", "#recycle", "@recycle"),
        *("@eadir", "@tmp", "@synoresource", "#snapshot", "@recently-snapshot", "~snapshot"),
    }
)
"""Of macOS, Windows, Linux, and the storage of Synology, QNAP and NetApp; in small letters."""


def is_page(path: Path) -> bool:
    """Whether a file in a folder is taken for a page."""
    # Pipes and devices have no end, and are never pages.
    return _is_called_a_page(path) and path.is_file()


def _is_called_a_page(path: Path) -> bool:
    return is_page_suffix(path.suffix)
