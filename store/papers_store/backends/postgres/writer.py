"""Writing articles to a server, each batch in one idempotent transaction.

Several hosts may write at once. Rows that two of them may both change are taken in the same order
by both: articles by id, keywords by number, then the row that counts.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from psycopg import Cursor

from papers_store.analysis.terms import Entry, Terms, shown_keywords
from papers_store.analysis.work_names import number_of
from papers_store.article import Article
from papers_store.backends.postgres import copy_format
from papers_store.backends.postgres.grams import grams_of, texts_of
from papers_store.backends.postgres.migrations import DISTRIBUTED
from papers_store.fields import COLUMNS, NUMBERS, WEIGHTS
from papers_store.results import Changes
from papers_store.search.row_keys import MOST_AT_ONCE, first_key

LONGEST_WORD = 200
"""Longest word that is stored whole, in characters; of a longer one, one character more is kept."""

_LONGEST_ORDER = 600
"""Longest sort key of a title, in characters; an index entry of the server holds 2.7 KB."""

_RANKED = {"title": 3, "keywords": 2, "authors": 1, "source": 0}
"""Fields by which articles are ranked, and how a vector marks their words: A is 3, and D is 0."""

RANK_WEIGHTS = [WEIGHTS[name] / max(WEIGHTS.values()) for name in reversed(_RANKED)]
"""How much a word counts that is marked D, C, B and A."""

_PLACES = 255
"""Most positions of one word in a vector."""

_LAST_PLACE = 16_383
"""Highest position in a vector."""

_UPSERT = """
INSERT INTO articles (id, key, digest, title, title_order, authors, source, year, citation_count,
    keywords, document)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (id) DO UPDATE SET key = excluded.key, revision = articles.revision + 1,
    digest = excluded.digest, title = excluded.title, title_order = excluded.title_order,
    authors = excluded.authors, source = excluded.source, year = excluded.year,
    citation_count = excluded.citation_count, keywords = excluded.keywords,
    document = excluded.document
WHERE articles.digest <> excluded.digest
RETURNING revision
"""


_REPLACED = 1
"""A revision of what was there before."""


def known(cursor: Cursor[Any], ids: Sequence[str]) -> dict[str, str]:
    """The digests of those of the articles that are there."""
    found = cursor.execute("SELECT id, digest FROM articles WHERE id = ANY(%s)", (list(ids),))
    return dict(found.fetchall())


class Batch:
    """Articles that are written together; the rows of each are packed once."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._latest = {entry.article.id: entry for entry in entries}
        self._packed: dict[str, _Packed] = {}

    def keywords(self) -> dict[int, tuple[str, str, str]]:
        """The keywords of all by number: folded, as printed first, and as they sound."""
        found: dict[int, tuple[str, str, str]] = {}
        for entry in sorted(self._latest.values(), key=_first_key):
            for folded, printed, sound in entry.terms.keywords_whole:
                found.setdefault(number_of(folded), (folded, printed, sound))
        return found

    def write(self, cursor: Cursor[Any]) -> Changes:
        """Write articles that are new or changed, in the transaction of a cursor."""
        before = known(cursor, list(self._latest))
        wanted = [
            entry
            for article_id, entry in self._latest.items()
            if before.get(article_id) != entry.digest
        ]
        # What is replaced comes before what is new, as it does where one hand writes.
        wanted.sort(key=lambda entry: entry.article.id not in before)
        wanted.sort(key=_first_key)
        revisions = _upsert(cursor, wanted)
        written = [entry for entry in wanted if entry.article.id in revisions]
        if written:
            self._write_parts(cursor, written, revisions)
        added = tuple(e.article.id for e in written if not revisions[e.article.id][1])
        updated = tuple(e.article.id for e in written if revisions[e.article.id][1])
        altered = {*added, *updated}
        return Changes(
            added=tuple(one for one in self._latest if one in {*added}),
            updated=tuple(one for one in self._latest if one in {*updated}),
            unchanged=tuple(one for one in self._latest if one not in altered),
        )

    def renew(self, cursor: Cursor[Any]) -> None:
        """Write again what is derived from those of the articles that are there as they are here.

        In the transaction of a cursor.
        """
        kept: dict[str, tuple[int, int]] = {}
        for article_id, entry in sorted(self._latest.items()):
            found = cursor.execute(
                "UPDATE articles SET title_order = %s WHERE id = %s AND digest = %s RETURNING key",
                (_title_order(entry), article_id, entry.digest),
            ).fetchone()
            if found is not None:
                kept[article_id] = (found[0], _REPLACED)
        if kept:
            self._write_parts(cursor, [self._latest[one] for one in kept], kept)

    def _write_parts(
        self, cursor: Cursor[Any], written: Sequence[Entry], revisions: dict[str, tuple[int, int]]
    ) -> None:
        replaced = [entry.article.id for entry in written if revisions[entry.article.id][1]]
        if replaced:
            for table in DISTRIBUTED[1:]:
                cursor.execute(f"DELETE FROM {table} WHERE id = ANY(%s)".encode(), (replaced,))
        keyed = [(entry, copy_format.bigint(revisions[entry.article.id][0])) for entry in written]
        # Each is packed while the server is busy with the one before.
        _copy(cursor, "terms", (self._pack(entry).terms(key) for entry, key in keyed))
        packed = [(self._pack(entry), key) for entry, key in keyed]
        _copy(cursor, "article_keywords", (row for one, key in packed for row in one.keywords(key)))
        _copy(cursor, "titles", (row for one, _ in packed for row in one.titles))
        _copy(cursor, "citations", (row for one, _ in packed for row in one.citations))
        count_change(cursor, len(written) - len(replaced))

    def _pack(self, entry: Entry) -> "_Packed":
        article_id = entry.article.id
        if article_id not in self._packed:
            self._packed[article_id] = _Packed(entry)
        return self._packed[article_id]


def _first_key(entry: Entry) -> int:
    return first_key(entry.article.origin.imported_at)


def _upsert(cursor: Cursor[Any], entries: Sequence[Entry]) -> dict[str, tuple[int, int]]:
    """Write the articles themselves; key and revision of those that were not there already."""
    if not entries:
        return {}
    numbers = cursor.execute(
        "SELECT nextval('arrivals') FROM generate_series(1, %s)", (len(entries),)
    ).fetchall()
    rows = sorted(
        _article_row(entry, number)
        for entry, number in zip(entries, sorted(one for (one,) in numbers), strict=True)
    )
    cursor.executemany(_UPSERT, rows, returning=True)
    written: dict[str, tuple[int, int]] = {}
    for row in rows:
        if found := cursor.fetchone():
            written[row[0]] = (row[1], found[0])
        cursor.nextset()
    return written


def _article_row(entry: Entry, number: int) -> tuple[Any, ...]:
    article = entry.article
    values = (
        article.title,
        _title_order(entry),
        _listed(article.authors),
        article.source,
        article.year,
        article.citation_count,
        _listed(shown_keywords(article)),
    )
    return (
        article.id,
        _first_key(entry) + number % MOST_AT_ONCE,
        entry.digest,
        *(one.replace("\0", "\ufffd") if isinstance(one, str) else one for one in values),
        document_of(article),
    )


def _title_order(entry: Entry) -> str:
    return entry.terms.title_order[:_LONGEST_ORDER].replace("\0", "\ufffd")


def document_of(article: Article) -> str:
    """An article as it is kept: the same JSON as in a folder's segments."""
    return msgspec.json.encode(article).decode()


def _listed(values: Sequence[str]) -> str:
    return json.dumps(values, ensure_ascii=False)


def count_change(cursor: Cursor[Any], more: int) -> None:
    """Count a write and its added articles; the last statement of a batch."""
    cursor.execute(
        "UPDATE changes SET writes = writes + 1, articles = articles + %s WHERE one", (more,)
    )


def add_keywords(cursor: Cursor[Any], keywords: dict[int, tuple[str, str, str]]) -> None:
    """Add those keywords that are new; one that no article has does no harm."""
    rows = [
        (number, *(text.replace("\0", "\ufffd") for text in keywords[number]))
        for number in sorted(keywords)
    ]
    cursor.execute(
        "INSERT INTO keywords SELECT * FROM"
        " unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) ON CONFLICT DO NOTHING",
        tuple([row[at] for row in rows] for at in range(4)),
    )


def erase(cursor: Cursor[Any], ids: Sequence[str]) -> int:
    """Remove articles, and return how many existed."""
    (gone,) = [
        cursor.execute(f"DELETE FROM {table} WHERE id = ANY(%s)".encode(), (list(ids),)).rowcount
        for table in DISTRIBUTED
    ][:1]
    if gone:
        count_change(cursor, -gone)
    return gone


def flush_pending(cursor: Cursor[Any]) -> None:
    """Merge the pending entries of the indexes, which the server would do later by itself."""
    cursor.execute("SELECT settle()")


def _copy(cursor: Cursor[Any], table: str, rows: Iterable[bytes]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN (FORMAT BINARY)".encode()) as copy:
        copy.write(copy_format.HEADER)
        for row in rows:
            copy.write(row)
        copy.write(copy_format.TRAILER)


class _Packed:
    """The rows of one article in other tables than that of articles."""

    def __init__(self, entry: Entry) -> None:
        self._id = copy_format.text(entry.article.id)
        self._terms = _packed_terms(entry.terms)
        extracted = copy_format.boolean(not entry.article.keywords)
        self._keywords = [
            (copy_format.bigint(number), extracted)
            for number in {number_of(folded) for folded, _, _ in entry.terms.keywords_whole}
        ]
        self.titles = [*self._title_rows(entry.terms)]
        self.citations = [*self._citation_rows(entry.terms)]

    def terms(self, key: bytes) -> bytes:
        """The row of terms."""
        return copy_format.row((self._id, key, *self._terms))

    def keywords(self, key: bytes) -> Iterable[bytes]:
        """A row for each keyword."""
        return (copy_format.row((self._id, key, *keyword)) for keyword in self._keywords)

    def _title_rows(self, terms: Terms) -> Iterable[bytes]:
        """What the article is called."""
        work = terms.names
        for name, threshold in work.names:
            yield copy_format.row(
                (
                    self._id,
                    copy_format.bigint(name),
                    threshold.to_bytes(2, "big", signed=True),
                    copy_format.optional_text(work.author),
                    copy_format.optional_bigint(work.year),
                )
            )

    def _citation_rows(self, terms: Terms) -> Iterable[bytes]:
        """What its references call others; an entry without a name keeps its place."""
        for position, entry in enumerate(terms.cited):
            for name, threshold in entry.names or ((None, None),):
                yield copy_format.row(
                    (
                        self._id,
                        copy_format.bigint(position),
                        copy_format.optional_bigint(name),
                        None if threshold is None else threshold.to_bytes(2, "big", signed=True),
                        copy_format.optional_text(entry.author),
                        copy_format.optional_bigint(entry.year),
                    )
                )


BODY, CITED = NUMBERS["body"], NUMBERS["references"]
"""The parts that are kept in columns of their own, being long."""


def _packed_terms(terms: Terms) -> tuple[bytes, ...]:
    texts = texts_of(terms)
    short = ["" if part in (BODY, CITED) else text for part, text in enumerate(texts)]
    return (
        copy_format.ranked_tsvector(_ranked(terms)),
        copy_format.tsvector(_words(terms)),
        copy_format.bigints(grams_of(texts)),
        copy_format.texts(short),
        copy_format.text(texts[BODY]),
        copy_format.text(texts[CITED]),
        copy_format.texts(_cut(terms)),
    )


def _cut(terms: Terms) -> list[str]:
    """The words of each part with spaces around, by its number; nothing for other numbers."""
    cut = [""] * (max(NUMBERS.values()) + 1)
    for part, words in zip(COLUMNS, terms.words, strict=True):
        cut[NUMBERS[part]] = f" {words} "
    return cut


_CODES = {name: "0123456789abcdefghijklmnopqrstuvwxyz"[at] for name, at in NUMBERS.items()}
"""Stands before the words of a part in a vector."""


def word_in(part: str, word: str) -> str:
    """A word of a part of an article, as a vector holds it."""
    return f"{_CODES[part]}{word[: LONGEST_WORD + 1]}"


def _words(terms: Terms) -> list[str]:
    """The words of all parts, those of the long ones last."""
    found: list[str] = []
    of_part = dict(zip(COLUMNS, terms.words, strict=True))
    for part in sorted(COLUMNS, key=lambda part: NUMBERS[part] in (BODY, CITED)):
        code, words = _CODES[part], {*of_part[part].split()}
        if any(len(word) > LONGEST_WORD for word in words):
            words = {word[: LONGEST_WORD + 1] for word in words}
        # As `word_in` says, without a call for each of a thousand.
        found += [f"{code}{word}" for word in words]
    return found


def _ranked(terms: Terms) -> list[tuple[str, list[tuple[int, int]]]]:
    """The words of the parts that say what an article is about, with their places."""
    places: dict[str, list[tuple[int, int]]] = {}
    for part, weight in _RANKED.items():
        for place, word in enumerate(terms.words[COLUMNS.index(part)].split(), 1):
            if place <= _LAST_PLACE:
                places.setdefault(word_in(part, word), []).append((place, weight))
    return [(word, found[:_PLACES]) for word, found in places.items()]
