"""The articles of one library into another, whatever kind either is of."""

from collections.abc import Iterator

from papers_store.analysis.terms import entry_of
from papers_store.article import Article
from papers_store.ingest.importer import ALONE, BatchWriter, Report
from papers_store.ingest.workers import entries_in_parallel
from papers_store.library import Library, Progress


def copy_library(source: Library, target: Library, *, progress: Progress | None = None) -> Report:
    """Put every article of a library into another, where it is as it was to the last letter.

    An article that reads the same there stays as it is, so that copying again goes on where it was
    broken off. What is only in the target stays.

    Args:
        source: Where the articles come from.
        target: Where they go.
        progress: Told after every few of them.

    Raises:
        LibraryError: an article cannot be read or written; whole batches before it were.
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
    """Articles that the target lacks, or has otherwise, in the order of the list."""
    for wanted in source.contents():
        there = target.digests([*wanted])
        differing = [one for one, digest in wanted.items() if there.get(one) != digest]
        writer.pass_over(len(wanted) - len(differing))
        yield from source.articles(differing)
