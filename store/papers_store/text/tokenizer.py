"""Cutting Chinese text into words, and naming what a text is about.

In bulk rjieba cuts: jieba's dictionary and algorithm in Rust, sixteen times as fast. At the
keyboard jieba itself cuts, with its dictionary left on disk: loading it would take half a second
and 90 MB for one word. Neither guesses at words the dictionary lacks (no HMM): a guess depends
on what stands around a word, and a query has nothing around it.
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
"""How many keywords are named for a text that has none."""


def cut_all(text: str) -> list[str]:
    """The words of a long text, in order; joined they are the text."""
    try:
        import rjieba
    except ImportError:
        # No wheel for this machine: slower, the same words.
        return list(_whole().cut(text, HMM=False))
    words: list[str] = rjieba.cut(text, False)
    return words


def tokenizer_name() -> str:
    """Which program `cut_all` cuts with: rjieba, or jieba where there is no rjieba."""
    return "jieba" if find_spec("rjieba") is None else "rjieba"


def is_word(token: str) -> bool:
    """Whether a token is a word, and not what stands between words."""
    return token.isalnum()


@lru_cache(maxsize=1)
def _whole() -> Any:
    """Jieba with its whole dictionary in memory, its cache in a private folder."""
    jieba = _quiet_jieba()
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(_private_folder())
    return tokenizer


def _quiet_jieba() -> Any:
    import jieba

    # It logs to standard error, which on a screen of panes is somebody's text.
    jieba.setLogLevel(logging.CRITICAL)
    return jieba


def _private_folder() -> Path:
    """A folder of this person's alone: jieba's own choice is one that all users share."""
    from platformdirs import user_cache_path

    folder = user_cache_path("papers-tui")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="papers-tui-"))
    return folder


def extract_keywords(text: str, limit: int = EXTRACTED) -> tuple[str, ...]:
    """The words that a text is most about, heaviest first, by TF-IDF."""
    weighed = _weigher().extract_tags(text, topK=limit * 4)
    return tuple(word for word in weighed if _NAMES_SOMETHING.search(word))[:limit]


_NAMES_SOMETHING = han_pattern(r"[\h]|[A-Za-z]{3}")
"""Numbers and units are frequent, and say nothing of what a text is about."""


@lru_cache(maxsize=1)
def _weigher() -> Any:
    _quiet_jieba()
    with warnings.catch_warnings():
        # jieba leaves its table of weights to the garbage collector to close.
        warnings.simplefilter("ignore", ResourceWarning)
        from jieba.analyse import TFIDF

        weigher = TFIDF()
    weigher.tokenizer = _BulkTokenizer()
    return weigher


class _BulkTokenizer:
    """Gives jieba's extraction the words of the fast cutter."""

    def cut(self, text: str) -> list[str]:
        """The words of a text."""
        return cut_all(text)


class _Frequencies(dict[str, int | None]):
    """How often each word occurs, read from disk when it is first asked for.

    jieba asks only `in`, `[]` and `get`; a dict that answers these from a table serves it as well
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
        """How often a word occurs, or the default where it is unknown."""
        found = self[word]
        return default if found is None else found

    def close(self) -> None:
        """Let go of the file."""
        self._rows.close()


class Tokenizer:
    """Cuts what people type, with the dictionary on disk."""

    def __init__(self, dictionary: Path) -> None:
        self._tokenizer = _quiet_jieba().Tokenizer()
        self._frequencies = _Frequencies(dictionary)
        self._tokenizer.FREQ = self._frequencies
        self._tokenizer.total = self._frequencies[_TOTAL]
        self._tokenizer.initialized = True

    def cut(self, text: str) -> list[str]:
        """The words of a text, in order; joined they are the text."""
        return list(self._tokenizer.cut(text, HMM=False))

    def close(self) -> None:
        """Let go of the dictionary."""
        self._frequencies.close()


_TOTAL = "\x00total"
"""Stands in the table for the sum of all frequencies; no word is written so."""

_FREQUENCY = "SELECT frequency FROM words WHERE word = ?"


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )


def is_dictionary(path: Path) -> bool:
    """Whether a dictionary stands in a file, and nobody found it to be damaged."""
    if not path.is_file() or is_flagged_damaged(path):
        return False
    try:
        with closing(_open(path)) as rows:
            total = rows.execute(_FREQUENCY, (_TOTAL,)).fetchone()
            return total is not None and not is_cut_short(rows, path)
    except sqlite3.DatabaseError:
        return False


def write_dictionary(path: Path) -> None:
    """Write jieba's dictionary as a table, whole or not at all."""
    tokenizer = _whole()
    tokenizer.initialize()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    os.close(handle)
    temporary = Path(name)
    try:
        # Nobody else knows this file, and not every file system gives locks.
        with sqlite3.connect(f"{temporary.absolute().as_uri()}?nolock=1", uri=True) as rows:
            rows.execute("PRAGMA journal_mode = OFF")
            rows.execute("PRAGMA synchronous = OFF")
            rows.execute("CREATE TABLE words (word TEXT PRIMARY KEY, frequency INT) WITHOUT ROWID")
            known: Iterable[tuple[str, int]] = tokenizer.FREQ.items()
            rows.executemany("INSERT INTO words VALUES (?, ?)", sorted(known))
            rows.execute("INSERT INTO words VALUES (?, ?)", (_TOTAL, tokenizer.total))
        rows.close()
        # SQLite gives up where a file system knows no syncing.
        with temporary.open("rb") as file:
            sync(file.fileno())
        with suppress(OSError):
            # Some file systems let no permissions be changed.
            temporary.chmod(0o644)
        temporary.replace(path)
        clear_damaged_flag(path)
    finally:
        temporary.unlink(missing_ok=True)


def private_dictionary() -> Path:
    """The dictionary in this person's own cache, made where it is missing or damaged."""
    path = dictionary_in(_private_folder())
    if not is_dictionary(path):
        write_dictionary(path)
    return path


def open_tokenizer(folder: Path) -> Tokenizer:
    """A cutter on the dictionary in a folder, else on this person's own."""
    path = dictionary_in(folder)
    return Tokenizer(path if is_dictionary(path) else private_dictionary())


def private_tokenizer() -> Tokenizer:
    """A cutter on this person's own dictionary."""
    return Tokenizer(private_dictionary())
