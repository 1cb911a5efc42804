"""Consistency of a library: whether its derived data agrees with its articles."""

from collections.abc import Iterator, Sequence

from papers_store.analysis.terms import digest_of
from papers_store.article import Article
from papers_store.errors import LibraryError
from papers_store.library import Library, Progress


def check(library: Library, *, progress: Progress | None = None) -> Iterator[str]:
    """Yield a sentence for each inconsistency of a library.

    Reads every article and compares it with its row in the list, and then adds what the library
    reports itself.

    Args:
        library: A library that is not written to at the same time.
        progress: Called after every batch with how many articles are done, and how many there are.
    """
    yield from library.problems
    total, done = len(library), 0
    for listed in library.contents():
        articles, unread = _read(library, [*listed])
        yield from unread
        for article_id, digest in listed.items():
            article = articles.get(article_id)
            if article is None:
                if not unread:
                    yield f"{library.name}: article {article_id} is listed, and not there"
            elif digest_of(article) != digest:
                yield (
                    f"{library.name}: article {article_id} is not as it was when it was written;"
                    " import its page again"
                )
        done += len(listed)
        if progress is not None:
            progress(done, total)
    if done != total:
        yield f"{library.name}: {total} articles are counted, and {done} are listed"
    yield from library.inconsistencies()


def _read(library: Library, ids: Sequence[str]) -> tuple[dict[str, Article], list[str]]:
    """Read articles, by their ids, and the reasons why some cannot be read."""
    try:
        return {article.id: article for article in library.articles(ids)}, []
    except LibraryError:
        pass
    # One that cannot be read must not hide the others.
    found: dict[str, Article] = {}
    unread: list[str] = []
    for article_id in ids:
        try:
            found.update({article.id: article for article in library.articles([article_id])})
        except LibraryError as error:
            unread.append(str(error))
    return found, [*dict.fromkeys(unread)]
