"""Reading an index: rows for the list, places of articles, and what a query finds."""

import json
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from papers_store.index.schema import VERSION, connect
from papers_store.library import Match, Row
from papers_store.query import Query, Term
from papers_store.segments import Place, Stamp
from papers_store.terms import spell
from papers_store.text.pinyin import Plan, plans
from papers_store.text.words import Cutter, is_word

_ROW = "id, title, authors, source, year, citation_count, keywords"
_RANK = "bm25(words, 10.0, 8.0, 3.0, 1.0, 0.0)"
_SEARCHED = "{title keywords abstract body}"
_GIVEN = "(SELECT value FROM json_each(?))"


class Index:
    """One index file, opened for reading; may be asked from any thread."""

    def __init__(self, path: Path, *, write: bool = False) -> None:
        """Open an index.

        Raises:
            sqlite3.Error: it is missing, damaged, out of reach, or no index of this version.
        """
        self.path = path
        self._lock = threading.Lock()
        self._database = connect(path, write=write)
        try:
            self._prepare()
            found = self._one("SELECT value FROM meta WHERE name = 'version'")
            if found is None or found[0] != VERSION:
                raise sqlite3.DatabaseError("another version")
        except BaseException:
            self._database.close()
            raise

    def _prepare(self) -> None:
        """What has to be done before the version is looked at."""

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._database.close()

    def copy_to(self, path: Path) -> None:
        """Make a copy of the whole index.

        Raises:
            sqlite3.Error: it is damaged, or the copy cannot be written.
        """
        with self._lock, closing(sqlite3.connect(path)) as copy:
            self._database.backup(copy)

    def _all(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        with self._lock:
            return self._database.execute(sql, values).fetchall()

    def _one(self, sql: str, values: Sequence[object] = ()) -> Any:
        with self._lock:
            return self._database.execute(sql, values).fetchone()

    def _keys(self, sql: str, values: Sequence[object] = ()) -> list[int]:
        return [key for (key,) in self._all(sql, values)]

    # What there is.

    def count(self) -> int:
        """How many articles there are."""
        (count,) = self._one("SELECT count(*) FROM articles")
        return int(count)

    def dead_share(self) -> float:
        """What share of the terms belongs to articles that were replaced."""
        last = self._one("SELECT seq FROM sqlite_sequence WHERE name = 'articles'")
        return 1 - self.count() / last[0] if last else 0.0

    def stamps(self) -> dict[int, Stamp]:
        """The versions of the segments that the index was made from."""
        rows = self._all("SELECT segment, size, modified_ns FROM segments")
        return {segment: Stamp(size, modified_ns) for segment, size, modified_ns in rows}

    def cutter(self) -> str:
        """Which program cut the words that are in the index."""
        (name,) = self._one("SELECT value FROM meta WHERE name = 'cutter'")
        return str(name)

    # Single articles.

    def key(self, article_id: str) -> int | None:
        """The key of an article."""
        found = self._one("SELECT key FROM articles WHERE id = ?", (article_id,))
        return None if found is None else int(found[0])

    def place(self, article_id: str) -> Place | None:
        """Where an article stands."""
        found = self._one("SELECT segment, document FROM articles WHERE id = ?", (article_id,))
        return None if found is None else Place(*found)

    def ids_from(self, beginning: str, limit: int) -> list[str]:
        """Ids that begin so, in order."""
        if not beginning.isascii() or not beginning.isalnum():
            return []
        rows = self._all(
            "SELECT id FROM articles WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
            (beginning, beginning + "\x7f", limit),
        )
        return [article_id for (article_id,) in rows]

    def known(self, ids: Iterable[str]) -> dict[str, tuple[Place, str]]:
        """Place and digest of those of the articles that are there."""
        rows = self._all(
            f"SELECT id, segment, document, digest FROM articles WHERE id IN {_GIVEN}",
            (json.dumps(list(ids)),),
        )
        return {
            found: (Place(segment, document), digest) for found, segment, document, digest in rows
        }

    def last_segment(self) -> tuple[int, int]:
        """The segment that was begun last, and how many articles it holds; (0, 0) for none."""
        found = self._one(
            "SELECT segment, count(*) FROM articles GROUP BY segment ORDER BY segment DESC LIMIT 1"
        )
        return (0, 0) if found is None else (found[0], found[1])

    # Rows.

    def rows(self, keys: Sequence[int], match: Match | None = None) -> list[Row]:
        """Rows of articles by key, in the order of the keys."""
        found = self._all(f"SELECT key, {_ROW} FROM articles WHERE key IN {_GIVEN}", (_json(keys),))
        by_key = {row[0]: _row(row[1:], match) for row in found}
        return [by_key[key] for key in keys if key in by_key]

    def recent(self, start: int, stop: int) -> list[Row]:
        """All articles, newest import first, from one place to another."""
        found = self._all(
            f"SELECT {_ROW} FROM articles ORDER BY added DESC, key LIMIT ? OFFSET ?",
            (stop - start, start),
        )
        return [_row(row, None) for row in found]

    def recent_position(self, article_id: str) -> int | None:
        """Where an article stands among all."""
        here = self._one("SELECT added, key FROM articles WHERE id = ?", (article_id,))
        if here is None:
            return None
        (newer,) = self._one("SELECT count(*) FROM articles WHERE added > ?", here[:1])
        (before,) = self._one("SELECT count(*) FROM articles WHERE added = ? AND key < ?", here)
        return int(newer) + int(before)

    def keyword_counts(self, keys: Sequence[int] | None = None) -> list[tuple[str, int]]:
        """Keywords as printed, and how many of the articles (of all, without keys) have each.

        The most frequent first, and in order of their characters where they are as frequent.
        """
        where, values = ("", ()) if keys is None else (f"WHERE key IN {_GIVEN}", (_json(keys),))
        rows = self._all(
            "SELECT printed, count(*) FROM article_keywords JOIN keywords USING (keyword)"
            f" {where} GROUP BY keyword ORDER BY count(*) DESC, folded",
            values,
        )
        return [(printed, count) for printed, count in rows]

    # Queries.

    def words(self, query: Query, cutter: Cutter) -> list[int]:
        """Articles that hold every term as words, best first."""
        phrases = [_word_phrase(term, cutter, last=term is query.terms[-1]) for term in query.terms]
        if not all(phrases):
            return []
        expression = f"{_SEARCHED} : ({' AND '.join(p for p in phrases if p)})"
        return self._keys(
            f"SELECT rowid FROM words WHERE words MATCH ? ORDER BY {_RANK}, rowid", (expression,)
        )

    def substrings(self, query: Query) -> list[int]:
        """Articles that hold every term, whatever stands around it, newest import first."""
        return self._keys(
            "SELECT key FROM articles WHERE key IN"
            " (SELECT rowid FROM characters WHERE characters MATCH ?) ORDER BY added DESC, key",
            (" AND ".join(_character_phrase(term) for term in query.terms),),
        )

    def sounds(self, query: Query) -> list[int]:
        """Articles that hold every term or have a name that sounds so, newest import first."""
        if not any(_plans(term) for term in query.terms):
            return []
        found: set[int] | None = None
        for term in query.terms:
            holding = set(
                self._keys(
                    "SELECT rowid FROM characters WHERE characters MATCH ?",
                    (_character_phrase(term),),
                )
            )
            holding |= self._sounding(_plans(term))
            found = holding if found is None else found & holding
        return self._keys(
            f"SELECT key FROM articles WHERE key IN {_GIVEN} ORDER BY added DESC, key",
            (_json(sorted(found or ())),),
        )

    def _sounding(self, read_as: list[Plan]) -> set[int]:
        """Articles with a name that answers to one of the plans; whole syllables go first."""
        spelt_out = [plan for plan in read_as if plan.spelt_out]
        others = [plan for plan in read_as if not plan.spelt_out]
        for together in (spelt_out, others):
            found = {key for plan in together for key in self._answering(plan)}
            if found:
                return found
        return set()

    def _answering(self, plan: Plan) -> list[int]:
        expression = _sound_expression(plan)
        if plan.spelt_out or plan.only_initials:
            return self._keys("SELECT rowid FROM sounds WHERE sounds MATCH ?", (expression,))
        # The two columns cannot be tied to one place in the text, so each candidate is looked at.
        candidates = self._all(
            "SELECT rowid, syllables FROM sounds WHERE sounds MATCH ?", (expression,)
        )
        answers = plan.pattern().search
        return [key for key, syllables in candidates if answers(syllables)]


def _plans(term: Term) -> list[Plan]:
    return [] if term.exact else plans(term.text)


def _character_phrase(term: Term) -> str:
    return f'"{spell(term.text)}"'


def _word_phrase(term: Term, cutter: Cutter, *, last: bool) -> str | None:
    """A term as a phrase of words; None where it is none, or asks for exact characters."""
    words = [] if term.exact else cutter.cut(term.text)
    if not words or not all(map(is_word, words)):
        return None
    # People type on: the last word of the last term may be the beginning of a longer one.
    return f'"{" ".join(words)}"{"*" if last else ""}'


def _sound_expression(plan: Plan) -> str:
    """What a name must hold to answer to a plan; enough where it is all syllables or initials."""
    if plan.only_initials:
        return f'initials : "{plan.initials}"'
    runs = [f'syllables : "{run}"{"*" if last else ""}' for run, last in plan.runs]
    return " AND ".join(runs if plan.spelt_out else [f'initials : "{plan.initials}"', *runs])


def _json(keys: Sequence[int]) -> str:
    return json.dumps(list(keys))


def _row(found: Sequence[Any], match: Match | None) -> Row:
    article_id, title, authors, source, year, citation_count, keywords = found
    return Row(
        id=article_id,
        title=title,
        authors=tuple(json.loads(authors)),
        source=source,
        year=year,
        citation_count=citation_count,
        keywords=tuple(json.loads(keywords)),
        match=match,
    )
