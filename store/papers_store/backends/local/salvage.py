"""Salvage the intact articles of a damaged segment."""

import json
import re
from collections.abc import Callable, Iterator

import msgspec

from papers_store.article import Article, is_bounded
from papers_store.system.tinydb_file import LAST_NUMBER, free_numbers

_OBJECT = re.compile(r'"((?:[^"\\]|\\.){0,1000})"\s*:\s*(?=\{)', re.DOTALL)
"""Where a document or a table may begin. Quotes inside strings are escaped and match no key."""

_NUMBER = re.compile("[1-9][0-9]{0,9}")

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.DOTALL)

_DEEPEST = 64
"""Nesting levels that are read; an article has seven, with those of the file."""


def salvage(data: bytes, age: Callable[[Article], int]) -> dict[int, Article]:
    """Return the intact articles of a damaged segment by document id.

    Args:
        data: The content of the file.
        age: Returns the age of an article. If an article occurs twice, as after an unfinished
            merge, the newer copy wins, and of two equal ones the first.
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
    """Decode the file, which an editor may have saved in another encoding."""
    encoding = json.detect_encoding(data)
    if encoding not in ("utf-8", "utf-8-sig"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            # Zero bytes look like UTF-16 or UTF-32, and are damage.
            pass
    return data.decode("utf-8", errors="surrogateescape")


def _articles(text: str) -> Iterator[tuple[str, Article]]:
    """Yield every JSON object that is an article, with its key; articles do not nest."""
    decoder = json.JSONDecoder()
    end, shallow = 0, False
    while (begun := _OBJECT.search(text, end)) is not None:
        try:
            document, after = decoder.raw_decode(text, begun.end())
            article = msgspec.convert(document, Article)
            # Bytes that are not UTF-8 were decoded as lone surrogates, which cannot be encoded.
            msgspec.json.encode(article)
        except RecursionError:
            if shallow:
                end = begun.end()
            else:
                text, shallow = text[:end] + _without_depths(text[end:]), True
            continue
        except ValueError:
            # A table, which may hold articles, or a torn document.
            end = begun.end()
            continue
        if is_bounded(article):
            yield begun[1], article
        end = after


def _without_depths(text: str) -> str:
    """Replace by null what is nested too deep to be part of an article."""
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
