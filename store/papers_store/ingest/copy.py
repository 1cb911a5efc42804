"""The articles of one library into another, whatever kind either is of."""

from collections.abc import Iterator

from papers_store.analysis.terms import entry_of
from papers_store.article import Article
from papers_store.ingest.importer import ALONE, Report, Tally
from papers_store.ingest.workers import entries_on_every_core
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
    tally = Tally(target, total=total, progress=progress)
    missing = _missing(source, target, tally)
    if total <= ALONE:
        tally.take([entry_of(article) for article in missing])
    else:
        for prepared in entries_on_every_core(missing):
            tally.take(prepared)
    return tally.report()


def _missing(source: Library, target: Library, tally: Tally) -> Iterator[Article]:
    """Articles that the target lacks, or has otherwise, in the order of the list."""
    for wanted in source.contents():
        there = target.digests([*wanted])
        differing = [one for one, digest in wanted.items() if there.get(one) != digest]
        tally.pass_over(len(wanted) - len(differing))
        yield from source.articles(differing)
