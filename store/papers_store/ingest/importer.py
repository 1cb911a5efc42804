"""Import files and folders of pages into a library: parsed on every core, written by one."""

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
"""Smallest number of articles in one write, near the end, when nothing is parsed during it."""

_LARGEST = 32_000_000
"""Largest number of characters of terms in one write; a page has ten for each of its own."""

ALONE, _SMALL = 32, 1_000_000
"""Up to so many pages of so many bytes are parsed in this process, since starting workers takes
longer. A larger page may have to be killed together with its process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The result of an import."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: tuple[Refused, ...] = ()
    repeated: tuple[str, ...] = ()
    """Pages with another version of an article of this import, which was not kept."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the parts of an import that several hosts share."""

    number: int
    """From 1 on."""
    of: int

    def has(self, name: str) -> bool:
        """Return whether a page belongs to this part, the same on every host.

        Args:
            name: Path of the page relative to the given folder, so that mount points do not matter.
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
    """Import pages into a library.

    Args:
        library: The library to write.
        paths: Files, folders (read with subfolders, in order of name), or - for standard input.
        part: The part of these pages to import.
        progress: Called after every chunk of pages.
        limits: Limits of a page; a page that exceeds one is refused.

    Raises:
        LibraryError: The library cannot be written; whole batches before are written.
        PapersError: Standard input cannot be split into parts.
    """
    imported_at = datetime.now(UTC).isoformat(timespec="seconds")
    pages, refused = gather_pages(paths, part, limits)
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
        # Of two pages of the same article the first is kept.
        placed, unchanged, repeated = deduplicator.sort(entries)
        if writer.take(placed):
            deduplicator.release_entries()
        writer.pass_over(len(unchanged), [page.article.origin.path for page in repeated])
    return writer.report()


class BatchWriter:
    """Writes entries to a library in batches, and counts the results."""

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
        """Add entries and refusals; return whether the pending entries were written."""
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
        """Return the batch size: half of what is to come, so that little is left at the end."""
        return max(LEAST, min(BATCH_SIZE, (self._total - self._done) // 2 // LEAST * LEAST))

    def pass_over(self, count: int, repeated: Sequence[str] = ()) -> None:
        """Count unchanged articles, and pages that were not kept."""
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
        """Write the remaining entries, and return the totals."""
        if self._waiting:
            self._write()
        return Report(**self._counts, refused=tuple(self._refused), repeated=tuple(self._repeated))


# Finding pages.


def gather_pages(
    paths: Sequence[str], part: Part, limits: Limits
) -> tuple[list[Page], list[Refused]]:
    """Return the pages that files and folders hold, and what is refused unread."""
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
    """Yield pages in a folder and its subfolders, in order of name; folder links are not followed.

    A page has a suffix of the table of formats; a file that is named itself is read with any name.
    Names that `is_ignored` are skipped. Pipes, devices and dangling links with such a suffix are
    refused.
    """

    def cannot_be_listed(error: OSError) -> None:
        refused.append(Refused(error.filename, reason_of(error)))

    for here, folders, files in os.walk(folder, onerror=cannot_be_listed):
        folders[:] = sorted(name for name in folders if not is_ignored(name))
        for name in sorted(files):
            path = Path(here, name)
            if is_ignored(name) or not _has_page_suffix(path):
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
    """Return whether a file or folder in a folder is ignored, by its name.

    Ignored are hidden ones (.git, .stversions, .Trash-1000, ._page.txt), backups of editors
    (page.txt~), locks of office programs (~$page.html), and folders of operating systems and
    file servers.
    """
    return name.startswith((".", "~$")) or name.endswith("~") or name.casefold() in _SYSTEM_NAMES


_SYSTEM_NAMES = frozenset(
    {
        *("__macosx", "desktop.ini", "thumbs.db", "lost+found", "system volume information"),
        *("$recycle.bin", "$recycle", "recycler", "recycled", "#recycle", "@recycle"),
        *("@eadir", "@tmp", "@synoresource", "#snapshot", "@recently-snapshot", "~snapshot"),
    }
)
"""Of macOS, Windows, Linux, and the storage of Synology, QNAP and NetApp; in small letters."""


def is_page(path: Path) -> bool:
    """Return whether a file in a folder is imported as a page."""
    # Pipes and devices have no end, and are never pages.
    return _has_page_suffix(path) and path.is_file()


def _has_page_suffix(path: Path) -> bool:
    return is_page_suffix(path.suffix)
