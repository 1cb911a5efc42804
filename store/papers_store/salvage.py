"""What is whole in a file that is not: the articles of a damaged segment."""

import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator

import msgspec

from papers_store.article import Article, is_bounded
from papers_store.database import LAST_NUMBER, free_numbers

_OBJECT = re.compile(r'"((?:[^"\\]|\\.){0,1000})"\s*:\s*(?=\{)', re.DOTALL)
"""Where a document may begin, or a table. Quotes inside texts are escaped, and end none of these.
"""

_NUMBER = re.compile("[1-9][0-9]{0,9}")


def salvage(data: bytes) -> dict[int, Article]:
    """The articles that are whole in a damaged segment, by the numbers of their documents.

    Of an article that stands there twice, as after a merge that was not finished, the first counts.
    """
    found: dict[int, Article] = {}
    unnumbered: list[Article] = []
    seen: set[str] = set()
    for name, article in _articles(_text(data)):
        if article.id in seen:
            continue
        seen.add(article.id)
        number = int(name) if _NUMBER.fullmatch(name) else LAST_NUMBER + 1
        if number > LAST_NUMBER or number in found:
            unnumbered.append(article)
        else:
            found[number] = article
    found.update(zip(free_numbers(found, len(unnumbered)), unnumbered, strict=True))
    return found


def _text(data: bytes) -> str:
    """The text of a file, which an editor may have saved as UTF-16."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        text = data.decode("utf-16", errors="replace")
        if _OBJECT.search(text):
            return text
    return data.decode("utf-8", errors="surrogateescape")


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
