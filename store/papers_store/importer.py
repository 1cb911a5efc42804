"""Folders of pages into a library: read, parsed and cut on every core, written by one hand."""

import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from papers_store.library import Changes, Library, Progress
from papers_store.terms import Entry
from papers_store.workers import (
    MOST_BYTES,
    Page,
    Prepared,
    Refused,
    prepare,
    prepare_on_every_core,
    reason_of,
)

SUFFIXES = frozenset({".txt", ".md", ".markdown", ".html", ".htm"})
"""What is taken from a folder; a file that is named is read whatever it is called."""

_BATCH = 512
"""Articles written at once; each write looks at every segment's stamp once."""

_ALONE = 32
"""Up to so many pages are read in this process: starting others takes longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an import did."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: tuple[Refused, ...] = ()


def import_pages(
    library: Library, paths: Sequence[str], *, progress: Progress | None = None
) -> Report:
    """Read pages into a library.

    Args:
        library: Where they go.
        paths: Files, folders (read whole, in order of name), or - for standard input.
        progress: Told after every chunk of pages.

    Raises:
        LibraryError: the library cannot be written; what was written before stays whole.
    """
    imported_at = datetime.now(UTC).isoformat(timespec="seconds")
    pages, refused = _gather(paths)
    tally = _Tally(library, refused, progress, total=len(pages) + len(refused))
    if len(pages) <= _ALONE:
        for page in pages:
            tally.take([prepare(page, imported_at)])
    else:
        for prepared in prepare_on_every_core(pages, imported_at):
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

    def take(self, prepared: Iterable[Prepared]) -> None:
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


def _gather(paths: Sequence[str]) -> tuple[list[Page], list[Refused]]:
    pages: list[Page] = []
    refused: list[Refused] = []
    for given in paths:
        if given == "-":
            pages.append(Page("-", sys.stdin.buffer.read(MOST_BYTES + 1)))
            continue
        try:
            kind = Path(given).stat().st_mode
        except (OSError, ValueError) as error:
            refused.append(Refused(given, reason_of(error)))
            continue
        if stat.S_ISDIR(kind):
            pages.extend(Page(path) for path in pages_under(given, refused))
        else:
            pages.append(Page(given))
    return pages, refused


def pages_under(folder: str, refused: list[Refused]) -> Iterator[str]:
    """Pages in a folder and those below it, in order of name; links to folders are not followed."""

    def cannot_be_listed(error: OSError) -> None:
        refused.append(Refused(error.filename, reason_of(error)))

    for here, folders, files in os.walk(folder, onerror=cannot_be_listed):
        folders.sort()
        for name in sorted(files):
            path = Path(here, name)
            if is_page(path):
                yield str(path)


def is_page(path: Path) -> bool:
    """Whether a file in a folder is taken for a page."""
    # Pipes and devices have no end, and are never pages.
    return path.suffix.lower() in SUFFIXES and path.is_file()
