"""Pages explained: where each of their lines ends, and why; nothing is imported."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from papers_store.article import Article
from papers_store.errors import PageError
from papers_store.ingest.importer import Part, gather_pages
from papers_store.ingest.workers import Refused, read_page, reason_of
from papers_store.parser import explain
from papers_store.parser.ledger import LedgerLine
from papers_store.system.limits import DEFAULT_LIMITS, Limits, TimeLimitExceeded, limit_cpu_time


@dataclass(frozen=True, slots=True)
class Explained:
    """What would become of a page."""

    path: str
    article: Article
    lines: Sequence[LedgerLine]


def explain_pages(
    paths: Sequence[str], limits: Limits = DEFAULT_LIMITS
) -> Iterator[Explained | Refused]:
    """Explain files and all pages in folders, one after the other."""
    pages, refused = gather_pages(paths, Part(1, 1), limits)
    yield from refused
    for page in pages:
        try:
            data = read_page(page, limits)
            with limit_cpu_time(limits.page_seconds):
                article, lines = explain(data, page.path)
            yield Explained(page.path, article, lines)
        except PageError as error:
            yield Refused(page.path, error.reason)
        except TimeLimitExceeded:
            yield Refused(page.path, f"takes longer than {limits.page_seconds} seconds to read")
        except OSError as error:
            yield Refused(page.path, reason_of(error))


def explain_article(article: Article, limits: Limits = DEFAULT_LIMITS) -> Explained:
    """Explain the page that an article was read from.

    Raises:
        PageError: The page is not where it was, or is another one now.
    """
    path = article.origin.path
    for found in explain_pages([path], limits):
        if isinstance(found, Refused):
            raise PageError(path, found.reason)
        if found.article.origin.sha256 == article.origin.sha256:
            return found
    raise PageError(
        path, "is not the page any more that the article was read from; import it again"
    )
