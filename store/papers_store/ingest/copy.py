"""Copy the articles of one library into another, on any backend."""

from collections.abc import Iterator

from papers_store.analysis.terms import entry_of
from papers_store.article import Article
from papers_store.ingest.importer import ALONE, BatchWriter, Report
from papers_store.ingest.workers import entries_in_parallel
from papers_store.library import Library, Progress


def copy_library(source: Library, target: Library, *, progress: Progress | None = None) -> Report:
    """Copy every article of a library unchanged into another.

    Articles that are the same in the target are skipped, so that an interrupted copy can be
    continued. Articles that only the target has stay.

    Args:
        source: The library to read.
        target: The library to write.
        progress: Called after each batch.

    Raises:
        LibraryError: An article cannot be read or written; whole batches before it are written.
    """
    total = len(source)
    writer = BatchWriter(target, total=total, progress=progress)
    missing = _missing(source, target, writer)
    if total <= ALONE:
        writer.take([entry_of(article) for article in missing])
    else:
        for prepared in entries_in_parallel(missing):
            writer.take(prepared)
    return writer.report()


def _missing(source: Library, target: Library, writer: BatchWriter) -> Iterator[Article]:
    """Yield the articles that the target lacks or has in another version, in list order."""
    for wanted in source.contents():
        there = target.digests([*wanted])
        differing = [one for one, digest in wanted.items() if there.get(one) != digest]
        writer.pass_over(len(wanted) - len(differing))
        yield from source.articles(differing)
