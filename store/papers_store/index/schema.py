"""The tables of an index, and opening the file they are in.

A full-text table without text cannot take a row out (SQLite learnt to in 3.43). The terms of an
article that was replaced stay behind under a key that is never used again, and no answer shows
them, since every answer is read from the table of articles.
"""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from papers_store.terms import COLUMNS, SOUNDING
from papers_store.text.words import DICTIONARY_VERSION

VERSION = f"4 {DICTIONARY_VERSION}"
"""Of the tables below and of what stands in them; an index of another version is made anew."""

INITIALS = tuple(f"{column}_initials" for column in SOUNDING)
"""Columns beside those that sound, for the first letters of syllables."""


def listed(columns: Iterable[str]) -> str:
    """Columns as SQL lists them; one is called references, which SQL has a use of its own for."""
    return ", ".join(f'"{column}"' for column in columns)


TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE segments (segment INTEGER PRIMARY KEY, size INT, modified_ns INT);
CREATE TABLE articles (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    segment INT NOT NULL,
    document INT NOT NULL,
    added TEXT NOT NULL,
    digest TEXT NOT NULL,
    title TEXT NOT NULL,
    title_order TEXT NOT NULL,
    authors TEXT NOT NULL,
    source TEXT,
    year INT,
    citation_count INT,
    keywords TEXT NOT NULL
);
CREATE INDEX articles_recent ON articles (added DESC, key);
CREATE INDEX articles_year ON articles (year DESC, added DESC, key);
CREATE INDEX articles_cited ON articles (citation_count DESC, added DESC, key);
CREATE INDEX articles_title ON articles (title_order, added DESC, key);
CREATE INDEX articles_place ON articles (segment, document);
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
CREATE INDEX article_keywords_keyword ON article_keywords (keyword, key);
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
