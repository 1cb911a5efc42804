"""Tokenize Chinese text into words, and extract keywords.

Bulk text is cut by rjieba: jieba's dictionary and algorithm in Rust, sixteen times as fast. Typed
text is cut by jieba itself with its dictionary on disk: loading it would take half a second
and 90 MB for one word. Neither guesses words that the dictionary lacks (no HMM): a guess depends
on the context of a word, and a query has none.
"""

import logging
import os
import sqlite3
import tempfile
import threading
import warnings
from collections.abc import Iterable
from contextlib import closing, suppress
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from papers_store.system.atomic_files import sync
from papers_store.system.sqlite_damage import (
    clear_damaged_flag,
    is_cut_short,
    is_flagged_damaged,
    reporting_corruption,
)
from papers_store.text.dictionary import dictionary_in
from papers_store.text.han import han_pattern

EXTRACTED = 5
"""Number of keywords that are extracted from a text without any."""


def cut_all(text: str) -> list[str]:
    """Cut a long text into words, which joined are the text again."""
    try:
        import rjieba
    except ImportError:
        # No wheel for this machine: jieba is slower, and gives the same words.
        return list(_whole().cut(text, HMM=False))
    words: list[str] = rjieba.cut(text, False)
    return words


def tokenizer_name() -> str:
    """Return the program that `cut_all` uses: rjieba, or jieba if rjieba is not installed."""
    return "jieba" if find_spec("rjieba") is None else "rjieba"


def is_word(token: str) -> bool:
    """Return whether a token is a word, and not punctuation or space."""
    return token.isalnum()


@lru_cache(maxsize=1)
def _whole() -> Any:
    """Return jieba with its whole dictionary in memory, and its cache in a private folder."""
    jieba = _quiet_jieba()
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(_private_folder())
    return tokenizer


def _quiet_jieba() -> Any:
    import jieba

    # It logs to standard error, and a log line would be written over the screen.
    jieba.setLogLevel(logging.CRITICAL)
    return jieba


def _private_folder() -> Path:
    """Return a private cache folder, since jieba's default is shared by all users."""
    from platformdirs import user_cache_path

    folder = user_cache_path("papers-tui")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="papers-tui-"))
    return folder


def extract_keywords(text: str, limit: int = EXTRACTED) -> tuple[str, ...]:
    """Return the keywords of a text by TF-IDF, the highest weight first."""
    weighed = _weigher().extract_tags(text, topK=limit * 4)
    return tuple(word for word in weighed if _NAMES_SOMETHING.search(word))[:limit]


_NAMES_SOMETHING = han_pattern(r"[\h]|[A-Za-z]{3}")
"""Excludes numbers and units, which are frequent and no keywords."""


@lru_cache(maxsize=1)
def _weigher() -> Any:
    _quiet_jieba()
    with warnings.catch_warnings():
        # jieba leaves its file of weights open until it is garbage-collected.
        warnings.simplefilter("ignore", ResourceWarning)
        from jieba.analyse import TFIDF

        weigher = TFIDF()
    weigher.tokenizer = _BulkTokenizer()
    return weigher


class _BulkTokenizer:
    """Lets jieba's keyword extraction use the fast tokenizer."""

    def cut(self, text: str) -> list[str]:
        """Return the words of a text."""
        return cut_all(text)


class _Frequencies(dict[str, int | None]):
    """Word frequencies, read from disk on first use.

    jieba uses only `in`, `[]` and `get`; a dict that answers these from a table serves it as well
    as one of half a million entries.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._path = path
        self._rows = _open(path)

    def __missing__(self, word: str) -> int | None:
        with self._lock, reporting_corruption(self._path):
            row = self._rows.execute(_FREQUENCY, (word,)).fetchone()
        found = self[word] = None if row is None else int(row[0])
        return found

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self[word] is not None

    def get(self, word: str, default: Any = None) -> Any:
        """Return the frequency of a word, or the default if it is unknown."""
        found = self[word]
        return default if found is None else found

    def close(self) -> None:
        """Close the file."""
        self._rows.close()


class Tokenizer:
    """Cuts typed text into words, with the dictionary on disk."""

    def __init__(self, dictionary: Path) -> None:
        self._tokenizer = _quiet_jieba().Tokenizer()
        self._frequencies = _Frequencies(dictionary)
        self._tokenizer.FREQ = self._frequencies
        self._tokenizer.total = self._frequencies[_TOTAL]
        self._tokenizer.initialized = True

    def cut(self, text: str) -> list[str]:
        """Cut a text into words, which joined are the text again."""
        return list(self._tokenizer.cut(text, HMM=False))

    def close(self) -> None:
        """Close the dictionary."""
        self._frequencies.close()


_TOTAL = "\x00total"
"""Key of the sum of all frequencies; no word has this form."""

_FREQUENCY = "SELECT frequency FROM words WHERE word = ?"


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )


def is_dictionary(path: Path) -> bool:
    """Return whether a file is a dictionary that was not found to be damaged."""
    if not path.is_file() or is_flagged_damaged(path):
        return False
    try:
        with closing(_open(path)) as rows:
            total = rows.execute(_FREQUENCY, (_TOTAL,)).fetchone()
            return total is not None and not is_cut_short(rows, path)
    except sqlite3.DatabaseError:
        return False


def write_dictionary(path: Path) -> None:
    """Write jieba's dictionary as a table, atomically."""
    tokenizer = _whole()
    tokenizer.initialize()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    os.close(handle)
    temporary = Path(name)
    try:
        # No other process knows this file, and not every file system supports locks.
        with sqlite3.connect(f"{temporary.absolute().as_uri()}?nolock=1", uri=True) as rows:
            rows.execute("PRAGMA journal_mode = OFF")
            rows.execute("PRAGMA synchronous = OFF")
            rows.execute("CREATE TABLE words (word TEXT PRIMARY KEY, frequency INT) WITHOUT ROWID")
            known: Iterable[tuple[str, int]] = tokenizer.FREQ.items()
            rows.executemany("INSERT INTO words VALUES (?, ?)", sorted(known))
            rows.execute("INSERT INTO words VALUES (?, ?)", (_TOTAL, tokenizer.total))
        rows.close()
        # SQLite fails on a file system without fsync, so it is called here.
        with temporary.open("rb") as file:
            sync(file.fileno())
        with suppress(OSError):
            # Some file systems cannot change permissions.
            temporary.chmod(0o644)
        temporary.replace(path)
        clear_damaged_flag(path)
    finally:
        temporary.unlink(missing_ok=True)


def private_dictionary() -> Path:
    """Return the dictionary in the user's cache, created if missing or damaged."""
    path = dictionary_in(_private_folder())
    if not is_dictionary(path):
        write_dictionary(path)
    return path


def open_tokenizer(folder: Path) -> Tokenizer:
    """Open a tokenizer with the dictionary in a folder, or else with the user's own."""
    path = dictionary_in(folder)
    return Tokenizer(path if is_dictionary(path) else private_dictionary())


def private_tokenizer() -> Tokenizer:
    """Open a tokenizer with the user's own dictionary."""
    return Tokenizer(private_dictionary())
