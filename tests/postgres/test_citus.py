"""What Citus asks of a library's statements, held on a server that has none of it.

The rules are those of its documentation ("SQL support and workarounds") and of what it does with a
subquery that is in order (https://github.com/citusdata/citus/issues/6286).
"""

import re
from collections.abc import Iterator
from typing import get_args

import pytest
from msgspec.structs import replace

from papers_store.backends.postgres.migrations import DISTRIBUTED, REFERENCE_TABLES
from papers_store.opening import make_library, open_library
from papers_store.results import Order
from support.drivers.postgres import CARELESS, Server, Servers
from support.oracle import Oracle

QUERIES = (
    "研究",
    "研究 数据",
    "研究 | 信息 -数据",
    '"研究"',
    "标题:研究 年:2010-",
    "究",
    "研究数据信息",
    "yanjiu",
    "yj xinxi",
    "kw:新媒体",
    "引文:大观",
    "被引:1-",
    "未有之词甲乙丙丁",
)

_UNKNOWN_THERE = re.compile(
    r"\bfor (update|share|no key|key)\b|\bgrouping sets\b|\brollup\b|\bcube\b|\brecursive\b"
    r"|\btablesample\b|\bover ?\(|\blateral\b|\bmerge into\b|\bdeclare\b|\bprepare\b"
)
_TABLE = re.compile(
    r"\b(?:into|copy|update(?! set\b)) (?P<written>[a-z_]+)"
    r"|\b(?:from|join) (?P<read>[a-z_]+)\b(?! ?\()"
)
_JOIN = re.compile(r"\bjoin ([a-z_]+)(?: as \w+)? (using ?\(\w+\)|on [\w.]+ = [\w.]+)")
_SUBQUERY = re.compile(r"\bfrom (\()")
_SAID = re.compile(
    r"LOG:  (?:statement|execute <unnamed>): (.*?)(?=^\d{4}-\d\d-\d\d |\Z)", re.S | re.M
)


@pytest.fixture(scope="module")
def talkative(servers: Servers) -> Iterator[Server]:
    """A server that keeps every statement."""
    server = servers.server({**CARELESS, "log_statement": "all"})
    yield server
    server.stop()


@pytest.fixture(scope="module")
def statements(talkative: Server, oracle: Oracle) -> list[str]:
    """Every statement of a library's life, in small letters and without its values."""
    where = talkative.url(talkative.database())
    make_library(where)
    before = len(talkative.log)
    with open_library(where) as library:
        library.put(oracle.articles)
        library.put([replace(oracle.articles[3], title="另一个题名")])
        for query in ("", *QUERIES):
            for order in get_args(Order):
                hits = library.find_first(query, order=order)
                hits.window(0, 5)
                hits.all().snapshot()
            library.statistics(query)
            library.keywords(query)
            library.suggest(query)
        for article in oracle.articles[:20]:
            library.article(article.id)
            library.links(article.id)
            library.cited_by(article.id)
            library.find().position(article.id)
        library.resolve(oracle.articles[5].id[:12])
        library.remove([oracle.articles[7].id])
        assert library.check() == []
        library.version()
    said = _SAID.findall(talkative.log[before:])
    return sorted({" ".join(each.partition("\nDETAIL:")[0].lower().split()) for each in said})


def test_every_table_is_divided_or_alike(statements: list[str]) -> None:
    named = {table for statement in statements for table in _tables(statement)}
    assert named >= {*DISTRIBUTED, *REFERENCE_TABLES}, (
        "what was recorded is not all of a library's life"
    )
    assert named <= {*DISTRIBUTED, *REFERENCE_TABLES, "schema_version"}


def test_no_statement_asks_for_what_citus_lacks(statements: list[str]) -> None:
    assert [each for each in statements if _UNKNOWN_THERE.search(each)] == []


def test_tables_are_joined_by_the_article_they_belong_to(statements: list[str]) -> None:
    for statement in statements:
        joined = _JOIN.findall(statement)
        assert len(joined) == statement.count(" join "), statement
        for _, on in joined:
            assert on == "using (id)" or on.count(".id") == 2, statement


def test_small_tables_are_asked_alone(statements: list[str]) -> None:
    # What is grouped over all nodes would be brought to one of them to be joined there.
    for statement in statements:
        if statement.startswith("select") and (tables := {*_tables(statement)}) & {
            *REFERENCE_TABLES
        }:
            assert len(tables) == 1, statement


def test_what_is_in_order_stays_so(statements: list[str]) -> None:
    ordered = [
        inner
        for statement in statements
        for inner in map(_top_level, _subqueries(statement))
        if " order by " in inner
    ]
    assert ordered, "nothing was asked for in order"
    assert [inner for inner in ordered if " limit " not in inner and " offset " not in inner] == []


def test_every_row_is_written_with_its_article(statements: list[str]) -> None:
    written = [each for each in statements if re.match("insert|update|delete|copy", each)]
    for statement in written:
        (table, *_) = _tables(statement)
        if table in DISTRIBUTED:
            whole = statement.startswith(f"copy {table} from stdin")
            assert whole or f"into {table} (id, " in statement or "where id = any(" in statement


def test_what_is_unique_is_so_within_an_article(talkative: Server) -> None:
    name = talkative.database()
    make_library(talkative.url(name))
    with talkative.connect(name) as connection:
        found = connection.execute(
            "SELECT tablename::text, indexdef FROM pg_indexes"
            " WHERE tablename = ANY(%s) AND indexdef LIKE 'CREATE UNIQUE%%'",
            ([*DISTRIBUTED],),
        ).fetchall()
    assert {table for table, _ in found} >= {"articles", "terms"}
    assert [made for _, made in found if "(id" not in made] == []


def _tables(statement: str) -> list[str]:
    """The tables that a statement names, in order."""
    return [found["written"] or found["read"] for found in _TABLE.finditer(statement)]


def _subqueries(statement: str) -> Iterator[str]:
    """What stands in brackets after FROM."""
    for found in _SUBQUERY.finditer(statement):
        depth = 0
        for at in range(found.start(1), len(statement)):
            depth += {"(": 1, ")": -1}.get(statement[at], 0)
            if not depth:
                yield statement[found.end(1) : at]
                break


def _top_level(text: str) -> str:
    """A text without what stands in brackets."""
    while (shorter := re.sub(r"\([^()]*\)", "", text)) != text:
        text = shorter
    return text
