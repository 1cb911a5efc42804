"""The tables of an index.

A full-text table without text cannot delete a row (SQLite can since 3.43). The terms of an article
that was replaced stay behind under a key that is never used again, and the table `dead` holds this
key as a tombstone, so that no answer shows it. A tombstone also names its article: hits that were
found before the article was replaced still lead to it.

An article may stand in several places, as after a segment was restored from a backup. The one that
was imported last is read, and the table of copies names the others.

Words are taken by the tokenizer that parts them at spaces and signs of ASCII alone: FTS5's other
one knows the letters of the Unicode of its day, and would make gaps of those added since.
"""

from collections.abc import Iterable

from papers_store.analysis.matching import DISTANCE, MATCHES
from papers_store.fields import COLUMNS, HEADS, SOUNDING

INITIALS = tuple(f"{column}_initials" for column in SOUNDING)
"""Columns beside those that sound, for the first letters of syllables."""


def listed(columns: Iterable[str]) -> str:
    """Columns as SQL lists them; one is called references, which SQL has a use of its own for."""
    return ", ".join(f'"{column}"' for column in columns)


_LINKS = f"""
CREATE VIEW links AS
SELECT c.key AS citing, c.position AS position, t.key AS cited,
    {DISTANCE} AS distance
FROM citations c JOIN titles t ON t.name = c.name
WHERE t.key <> c.key
    AND {MATCHES};
"""
"""Every article that an entry of a list of references may lead to; it leads to the nearest.

Made of what is there when it is asked, so that an article that comes or goes is linked or unlinked
in every list at once.
"""

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE segments (segment INTEGER PRIMARY KEY, size INT, modified_ns INT);
CREATE TABLE damaged (segment INTEGER PRIMARY KEY, problem TEXT NOT NULL);
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
CREATE TABLE copies (
    id TEXT NOT NULL,
    segment INT NOT NULL,
    document INT NOT NULL,
    first INT NOT NULL,
    PRIMARY KEY (id, segment, document)
) WITHOUT ROWID;
CREATE INDEX copies_segment ON copies (segment);
CREATE TABLE dead (key INTEGER PRIMARY KEY, id TEXT NOT NULL);
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
    {columns}, content='', tokenize="ascii"
);
CREATE VIRTUAL TABLE heads USING fts5 (
    {heads}, content='', tokenize="ascii"
);
CREATE VIRTUAL TABLE characters USING fts5 (
    {columns}, content='', tokenize="ascii"
);
CREATE VIRTUAL TABLE sounds USING fts5 (
    {sounding}, {initials}, tokenize="ascii"
);
""".format(
    columns=listed(COLUMNS),
    heads=listed(HEADS),
    sounding=listed(SOUNDING),
    initials=listed(INITIALS),
    links=_LINKS,
)
