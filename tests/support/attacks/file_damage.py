"""What becomes of files: each damage leaves a file another than it was."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from papers_store.backends.local.index.writer import IndexWriter

Damage = Callable[[Path], None]


def _whole(text: str) -> Damage:
    def damage(file: Path) -> None:
        file.write_text(text, encoding="utf-8")

    return damage


def _cut(keep: Callable[[int], int]) -> Damage:
    def damage(file: Path) -> None:
        data = file.read_bytes()
        file.write_bytes(data[: keep(len(data))])

    return damage


def _changed(change: Callable[[bytes], bytes]) -> Damage:
    def damage(file: Path) -> None:
        data = file.read_bytes()
        changed = change(data)
        assert changed != data
        file.write_bytes(changed)

    return damage


def overwrite_middle(file: Path) -> None:
    """Put garbage over the middle of a file, which keeps its size and its beginning."""
    data = bytearray(file.read_bytes())
    third = len(data) // 3
    data[third : 2 * third] = b"\xa5" * third
    file.write_bytes(bytes(data))


def _of_another_version(file: Path) -> None:
    writer = IndexWriter(file)
    with writer._database:
        writer._database.execute("UPDATE meta SET value = 'old' WHERE name = 'version'")
    writer.close()


SEGMENT: Mapping[str, Damage] = {
    "empty": _whole(""),
    "cut in the first document": _cut(lambda size: 300),
    "cut in the middle": _cut(lambda size: size // 2),
    "cut before the last brackets": _cut(lambda size: size - 2),
    "not JSON": _whole("<html>404</html>"),
    "binary": _changed(lambda data: bytes(reversed(range(256))) * 64),
    "zeros": _changed(lambda data: bytes(len(data))),
    "half zeros": _changed(lambda data: data[: len(data) // 2].ljust(len(data), b"\0")),
    "garbage in the middle": overwrite_middle,
    "no table": _whole("[]"),
    "a table of another shape": _whole('{"articles": [1, 2]}'),
    "a document of another shape": _changed(
        lambda data: data.replace(b'"title":"', b'"title":5,"was":"', 1)
    ),
    "a document that is a number": _changed(
        lambda data: data.replace(b'{"articles":{', b'{"articles":{"999":7,', 1)
    ),
    "a document without a number": _changed(
        lambda data: data.replace(b'{"articles":{"1":', b'{"articles":{"one":', 1)
    ),
    "no UTF-8": _changed(lambda data: data.replace("篇".encode(), b"\xff\xfe\xfd", 1)),
    "a conflict of git": _changed(
        lambda data: b"<<<<<<< HEAD\n" + data + b"\n=======\n" + data + b"\n>>>>>>> theirs\n"
    ),
}
"""Damages to a segment after which it is none."""

INDEX: Mapping[str, Damage] = {
    "missing": Path.unlink,
    "empty": _whole(""),
    "cut short": _cut(lambda size: size // 2),
    "cut in the first page": _cut(lambda size: 1000),
    "garbage": _whole("no index at all " * 1000),
    "garbage in the middle": overwrite_middle,
    "zeros": _changed(lambda data: bytes(len(data))),
    "of another version": _of_another_version,
}
"""Damages to an index after which it does not serve."""


def of_a_newer_version(file: Path) -> None:
    """Say of a segment that only a newer program can read it."""
    text = file.read_text(encoding="utf-8")
    file.write_text('{"format":{"1":{"version":2}},' + text[1:], encoding="utf-8")


def altered(sql: str) -> Damage:
    """Do something to an index that no writer of this program does."""

    def damage(file: Path) -> None:
        with closing(sqlite3.connect(file)) as rows:
            rows.executescript(sql)
            rows.commit()

    return damage


ALTERED: Mapping[str, Damage] = {
    "a view in the place of a table": altered(
        "ALTER TABLE keywords RENAME TO k; CREATE VIEW keywords AS WITH RECURSIVE n(i) AS"
        " (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS keyword, 'x' AS folded,"
        " 'x' AS printed, 'x' AS sound FROM n;"
    ),
    "a trigger": altered(
        "CREATE TRIGGER t AFTER INSERT ON articles BEGIN DELETE FROM articles; END;"
    ),
    "a table gone": altered("DROP TABLE copies;"),
    "a column more": altered("ALTER TABLE segments ADD COLUMN more;"),
    "a number of articles that is none": altered(
        "UPDATE meta SET value = 'many' WHERE name = 'articles';"
    ),
    "a stamp that is none": altered("UPDATE meta SET value = x'00ff' WHERE name = 'folder';"),
    "titles of another type": altered("UPDATE articles SET title = x'00ff';"),
    "authors that are no JSON": altered("UPDATE articles SET authors = '[';"),
    "keywords nested too deep": altered(
        "UPDATE articles SET keywords = replace(hex(zeroblob(2000)), '0', '[');"
    ),
    "years of another type": altered("UPDATE articles SET year = 'later';"),
    "texts that are no UTF-8": altered("UPDATE articles SET title = CAST(x'ff' AS TEXT);"),
}
"""What another program may have done to an index, which SQLite then takes for whole."""
