"""What is whole in a file that is not: the articles of a damaged segment."""

import json
import re
from collections.abc import Iterator

import msgspec

from papers_store.article import Article, is_bounded

_OBJECT = re.compile(r'"([^"\\]{0,40})"\s*:\s*(?=\{)')
"""Where a document may begin, or a table. Quotes inside texts are escaped, and end none of these.
"""

_NUMBER = re.compile("[0-9]{1,18}")


def salvage(data: bytes) -> dict[int, Article]:
    """The articles that are whole in a damaged segment, by the numbers of their documents.

    Of an article that stands there twice, as after a merge that was not finished, the first counts.
    """
    found: dict[int, Article] = {}
    unnumbered: list[Article] = []
    seen: set[str] = set()
    for name, article in _articles(data.decode("utf-8", errors="surrogateescape")):
        if article.id in seen:
            continue
        seen.add(article.id)
        number = int(name) if _NUMBER.fullmatch(name) else 0
        if number == 0 or number in found:
            unnumbered.append(article)
        else:
            found[number] = article
    found.update(enumerate(unnumbered, max(found, default=0) + 1))
    return found


def _articles(text: str) -> Iterator[tuple[str, Article]]:
    """Every object that is an article, with its name; what is inside one is no other."""
    decoder = json.JSONDecoder()
    end = 0
    while (begun := _OBJECT.search(text, end)) is not None:
        end = begun.end()
        try:
            document, after = decoder.raw_decode(text, end)
            article = msgspec.convert(document, Article)
            # Bytes that are no UTF-8 came in as lone surrogates, which do not go out.
            msgspec.json.encode(article)
        except (ValueError, RecursionError):
            # A table, which may hold articles, or a document that is torn.
            continue
        if is_bounded(article):
            yield begun[1], article
        end = after
