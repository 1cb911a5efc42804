"""Derive the terms of all articles again, after folding or pinyin has changed."""

from functools import partial
from typing import Any

import msgspec
from psycopg import Cursor

from papers_store.analysis.terms import entry_of
from papers_store.article import Article
from papers_store.backends.postgres.server import Server
from papers_store.backends.postgres.writer import Batch, add_keywords

_AT_ONCE = 64
"""Articles in one transaction."""


def reanalyse(server: Server) -> int:
    """Derive the terms of every article again, and return how many articles there are.

    Readers find each article by its old terms or its new ones in the meantime. After an
    interruption it can be run again.

    Raises:
        LibraryError: The role may not write, or an article cannot be read.
    """
    last, done = "", 0
    while articles := _some(server, last):
        last = articles[-1].id
        batch = Batch([entry_of(article) for article in articles])
        server.write(partial(add_keywords, keywords=batch.keywords()))
        server.write(batch.renew)
        done += len(articles)
    return done


def _some(server: Server, after: str) -> list[Article]:
    """Return the next articles in the order of their ids."""

    def read(cursor: Cursor[Any]) -> list[str]:
        rows = cursor.execute(
            "SELECT document::text FROM articles WHERE id > %s ORDER BY id LIMIT %s",
            (after, _AT_ONCE),
        )
        return [document for (document,) in rows]

    return [msgspec.json.decode(document, type=Article) for document in server.read(read)]
