"""The rule of matching works says the same in Python and in SQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import product

import pytest

from papers_store.analysis.matching import (
    DISTANCE,
    DOI,
    FULL_TITLE,
    MAIN_TITLE,
    MATCHES,
    SHORT_TITLE,
    NamedWork,
    distance,
)

WORKS = [
    NamedWork(threshold, author, year)
    for threshold in (DOI, FULL_TITLE, MAIN_TITLE, SHORT_TITLE)
    for author in (None, "", "王五", "赵六", "js", "jt")
    for year in (None, 2013, 2014, 2015)
]


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as opened:
        for table in ("c", "t"):
            opened.execute(f"CREATE TABLE {table} (number INT, need INT, author TEXT, year INT)")
            rows = [(number, *work) for number, work in enumerate(WORKS)]
            opened.executemany(f"INSERT INTO {table} VALUES (?, ?, ?, ?)", rows)
        yield opened


def test_python_and_sql_match_the_same_works(database: sqlite3.Connection) -> None:
    found = database.execute(f"SELECT c.number, t.number, {DISTANCE} FROM c, t WHERE {MATCHES}")
    in_sql = {(reference, article): far for reference, article, far in found}
    in_python = {
        (a, b): far
        for (a, reference), (b, article) in product(enumerate(WORKS), repeat=2)
        if (far := distance(reference, article)) is not None
    }
    assert in_sql == in_python
    assert len(WORKS) < len(in_sql) < len(WORKS) ** 2


@pytest.mark.parametrize(
    ("reference", "article", "far"),
    [
        (NamedWork(DOI, "王五", 1990), NamedWork(DOI, "赵六", 2015), -6),
        (NamedWork(FULL_TITLE, None, None), NamedWork(FULL_TITLE, "赵六", 2015), 0),
        (NamedWork(FULL_TITLE, "王五", 2014), NamedWork(FULL_TITLE, "王五", 2015), -2),
        (NamedWork(FULL_TITLE, "王五", None), NamedWork(FULL_TITLE, "赵六", 2015), None),
        (NamedWork(FULL_TITLE, "js", None), NamedWork(FULL_TITLE, "赵六", 2015), 0),
        (NamedWork(MAIN_TITLE, None, None), NamedWork(FULL_TITLE, "赵六", 2015), None),
        (NamedWork(MAIN_TITLE, None, 2015), NamedWork(FULL_TITLE, "赵六", 2015), 3),
        (NamedWork(MAIN_TITLE, "赵六", 2015), NamedWork(MAIN_TITLE, "赵六", 2015), None),
        (NamedWork(SHORT_TITLE, None, 2015), NamedWork(SHORT_TITLE, "赵六", 2015), None),
        (NamedWork(SHORT_TITLE, "赵六", 2015), NamedWork(SHORT_TITLE, "赵六", 2015), 6),
    ],
)
def test_how_far_a_reference_is_from_an_article(
    reference: NamedWork, article: NamedWork, far: int | None
) -> None:
    assert distance(reference, article) == far
