"""What is whole in a file that is not: the articles of a damaged segment."""

import json
import re
from collections.abc import Callable, Iterator

import msgspec

from papers_store.article import Article, is_bounded
from papers_store.system.tinydb_file import LAST_NUMBER, free_numbers

_OBJECT = re.compile(r'"((?:[^"\\]|\\.){0,1000})"\s*:\s*(?=\{)', re.DOTALL)
"""Where a document may begin, or a table. Quotes inside texts are escaped, and end none of these.
"""

_NUMBER = re.compile("[1-9][0-9]{0,9}")

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.DOTALL)

_DEEPEST = 64
"""Levels of a file that are looked at; an article has seven, with the file's own."""


def salvage(data: bytes, age: Callable[[Article], int]) -> dict[int, Article]:
    """The articles that are whole in a damaged segment, by the numbers of their documents.

    Args:
        data: The file.
        age: Of an article. One may stand there twice, as after a merge that was not finished; the
            one that is less old counts, and of two that are as old the first.
    """
    found: dict[str, tuple[str, Article]] = {}
    for name, article in _articles(_text(data)):
        known = found.get(article.id)
        if known is None or age(article) < age(known[1]):
            found[article.id] = name, article
    numbered: dict[int, Article] = {}
    unnumbered: list[Article] = []
    for name, article in found.values():
        number = int(name) if _NUMBER.fullmatch(name) else 0
        if not 0 < number <= LAST_NUMBER or number in numbered:
            unnumbered.append(article)
        else:
            numbered[number] = article
    numbers = free_numbers(numbered, len(unnumbered))
    numbered.update(zip(numbers, unnumbered, strict=True))
    return numbered


def _text(data: bytes) -> str:
    """The file as text, as which an editor may have saved it in another encoding."""
    encoding = json.detect_encoding(data)
    if encoding not in ("utf-8", "utf-8-sig"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            # Zeros look like another encoding, and are none.
            pass
    return data.decode("utf-8", errors="surrogateescape")


def _articles(text: str) -> Iterator[tuple[str, Article]]:
    """Every object that is an article, with its name; what is inside one is no other."""
    decoder = json.JSONDecoder()
    end, shallow = 0, False
    while (begun := _OBJECT.search(text, end)) is not None:
        try:
            document, after = decoder.raw_decode(text, begun.end())
            article = msgspec.convert(document, Article)
            # Bytes that are no UTF-8 came in as lone surrogates, which do not go out.
            msgspec.json.encode(article)
        except RecursionError:
            if shallow:
                end = begun.end()
            else:
                text, shallow = text[:end] + _without_depths(text[end:]), True
            continue
        except ValueError:
            # A table, which may hold articles, or a document that is torn.
            end = begun.end()
            continue
        if is_bounded(article):
            yield begun[1], article
        end = after


def _without_depths(text: str) -> str:
    """The same without what is nested too deep to be part of an article, which is null then."""
    kept: list[str] = []
    depth = begun = 0
    for token in _TOKEN.finditer(text):
        match token[0]:
            case "{" | "[":
                depth += 1
                if depth == _DEEPEST:
                    kept += text[begun : token.start()], "null"
            case "}" | "]":
                if depth == _DEEPEST:
                    begun = token.end()
                depth = max(depth - 1, 0)
    if depth < _DEEPEST:
        kept.append(text[begun:])
    return "".join(kept)
