"""The tables of an index, and opening the file they are in.

A full-text table without text cannot take a row out (SQLite learnt to in 3.43). The terms of an
article that was replaced stay behind under a key that is never used again, and the table of the
dead names it, so that no answer shows them.
"""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from papers_store.library import Order
from papers_store.naming import PART
from papers_store.terms import COLUMNS, SOUNDING
from papers_store.text.words import DICTIONARY_VERSION

VERSION = f"7 {DICTIONARY_VERSION}"
"""Of the tables below and of what stands in them; an index of another version is made anew."""

INITIALS = tuple(f"{column}_initials" for column in SOUNDING)
"""Columns beside those that sound, for the first letters of syllables."""


ORDERS: dict[Order, str] = {
    "relevance": "key",
    "added": "key",
    "read": "key",
    "year": "year DESC, key",
    "cited": "citation_count DESC, key",
    "title": "title_order, key",
}
"""What articles are sorted by where nothing weighs them; keys are in the order of the list."""


def listed(columns: Iterable[str]) -> str:
    """Columns as SQL lists them; one is called references, which SQL has a use of its own for."""
    return ", ".join(f'"{column}"' for column in columns)


# A name written in Chinese says nothing of one that is not: author_key gives that in ASCII.
_AGREEMENT = """
    coalesce(
        CASE WHEN (unicode(c.author) < 128) = (unicode(t.author) < 128)
        THEN 2 * (c.author = t.author) - 1 END,
        0
    ) + coalesce(2 * (abs(c.year - t.year) <= 1) - 1, 0)
"""

_LINKS = f"""
CREATE VIEW links AS
SELECT c.key AS citing, c.position AS position, t.key AS cited,
    4 * max(c.need, t.need) - ({_AGREEMENT}) AS distance
FROM citations c JOIN titles t ON t.name = c.name
WHERE t.key <> c.key
    AND NOT (c.need = {PART} AND t.need = {PART})
    AND ({_AGREEMENT}) >= max(c.need, t.need);
"""
"""Every article that an entry of a list of references may lead to; it leads to the nearest.

Made of what is there when it is asked, so that an article that comes or goes is linked or unlinked
in every list at once.
"""

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE segments (segment INTEGER PRIMARY KEY, size INT, modified_ns INT);
CREATE TABLE articles (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    segment INT NOT NULL,
    document INT NOT NULL,
    digest TEXT NOT NULL,
    title TEXT NOT NULL,
    title_order TEXT NOT NULL,
    authors TEXT NOT NULL,
    source TEXT,
    year INT,
    citation_count INT,
    keywords TEXT NOT NULL
);
CREATE INDEX articles_key ON articles (key);
CREATE INDEX articles_year ON articles (year DESC, key);
CREATE INDEX articles_cited ON articles (citation_count DESC, key);
CREATE INDEX articles_title ON articles (title_order, key);
CREATE INDEX articles_place ON articles (segment, document);
CREATE TABLE dead (key INTEGER PRIMARY KEY);
CREATE TABLE keywords (
    keyword INTEGER PRIMARY KEY,
    folded TEXT NOT NULL UNIQUE,
    printed TEXT NOT NULL,
    sound TEXT NOT NULL
);
CREATE TABLE article_keywords (
    key INT NOT NULL,
    keyword INT NOT NULL,
    extracted INT NOT NULL,
    PRIMARY KEY (key, keyword)
) WITHOUT ROWID;
CREATE INDEX article_keywords_keyword ON article_keywords (keyword, key, extracted);
CREATE TABLE titles (
    name INT NOT NULL,
    key INT NOT NULL,
    need INT NOT NULL,
    author TEXT,
    year INT,
    PRIMARY KEY (name, key)
) WITHOUT ROWID;
CREATE INDEX titles_key ON titles (key);
CREATE TABLE citations (
    key INT NOT NULL,
    position INT NOT NULL,
    name INT,
    need INT,
    author TEXT,
    year INT
);
CREATE INDEX citations_key ON citations (key, position);
CREATE INDEX citations_name ON citations (name);
{links}
CREATE VIRTUAL TABLE words USING fts5 (
    {columns}, content='', tokenize="unicode61 remove_diacritics 0"
);
CREATE VIRTUAL TABLE characters USING fts5 (
    {columns}, content='', tokenize="ascii"
);
CREATE VIRTUAL TABLE sounds USING fts5 (
    {sounding}, {initials}, tokenize="ascii"
);
""".format(
    columns=listed(COLUMNS),
    sounding=listed(SOUNDING),
    initials=listed(INITIALS),
    links=_LINKS,
)

_BUSY_SECONDS = 10.0


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """Open an index file; one that is opened for writing is made where it is missing.

    Raises:
        sqlite3.Error: it is missing, damaged or out of reach.
    """
    if write:
        rows = _connect(path, "mode=rwc")
        rows.execute("PRAGMA journal_mode = WAL")
        rows.execute("PRAGMA synchronous = NORMAL")
        return rows
    rows = _connect(path, "mode=ro")
    try:
        rows.execute("SELECT 1 FROM sqlite_master")
    except sqlite3.OperationalError:
        rows.close()
        if not _is_at_rest(path):
            raise
        # Nobody can write beside the file, such as on a disk that is only for reading, and SQLite
        # reads an index in WAL mode there only on our word that it stays as it is.
        rows = _connect(path, "mode=ro&immutable=1")
    return rows


def _connect(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?{how}",
        uri=True,
        timeout=_BUSY_SECONDS,
        check_same_thread=False,
    )


def _is_at_rest(path: Path) -> bool:
    """Whether an index is whole without its write-ahead log."""
    log = path.with_name(f"{path.name}-wal")
    return path.exists() and not (log.exists() and log.stat().st_size)
