"""Whether what a library says of its articles agrees with the articles."""

from collections.abc import Iterator, Sequence

from papers_store.analysis.terms import digest_of
from papers_store.article import Article
from papers_store.errors import LibraryError
from papers_store.library import Library, Progress


def check(library: Library, *, progress: Progress | None = None) -> Iterator[str]:
    """What does not agree in a library, a sentence each.

    Every article is read, and held against what the list knows of it. Then the library says what
    else it finds in itself.

    Args:
        library: Nobody should write to it meanwhile.
        progress: Told after every batch.
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
    yield from library.faults()


def _read(library: Library, ids: Sequence[str]) -> tuple[dict[str, Article], list[str]]:
    """Articles by their ids, and why some cannot be read."""
    try:
        return {article.id: article for article in library.articles(ids)}, []
    except LibraryError:
        pass
    # One that cannot be read says nothing of the others.
    found: dict[str, Article] = {}
    unread: list[str] = []
    for article_id in ids:
        try:
            found.update({article.id: article for article in library.articles([article_id])})
        except LibraryError as error:
            unread.append(str(error))
    return found, [*dict.fromkeys(unread)]
