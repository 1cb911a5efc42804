"""Keywords and numbers of what a query finds, and what is offered where it finds nothing."""

import pytest

from papers_store.library import Library
from papers_store.search.query import parse_query
from support.oracle import Oracle

QUERIES = (
    "",
    "研究",
    "数据 -研究",
    '"甲乙"',
    "年:2013",
    "kw:新媒体",
    "不会有的字",
    "作者:王 OR 微信",
)


@pytest.mark.parametrize("query", QUERIES)
def test_keywords_are_counted_as_a_reader_of_every_article_counts_them(
    library: Library, oracle: Oracle, query: str
) -> None:
    expected = oracle.keywords(oracle.find(query))
    counted = library.keywords(query)
    assert [(one.keyword, one.count, one.extracted) for one in counted] == expected
    assert library.statistics(query).keywords == tuple(counted)


@pytest.mark.parametrize("query", QUERIES)
def test_years_and_sources_are_counted_as_well(
    library: Library, oracle: Oracle, query: str
) -> None:
    numbers, found = library.statistics(query), oracle.find(query)
    assert numbers.articles == len(found)
    assert [*numbers.years.items()] == oracle.years(found)
    assert [*numbers.sources.items()] == oracle.sources(found)
    assert numbers.left_out == parse_query(query).left_out


def test_both_know_how_keywords_sound(both: tuple[Library, Library]) -> None:
    one, other = (library.keywords() for library in both)
    assert one == other
    sounds = {each.keyword: each.sound for each in one}
    assert sounds["数据"] == "shu ju" and len({*sounds.values()}) > 20


def test_what_makes_no_sense_is_named(library: Library) -> None:
    for query in ("年:abc 研究", "is:starred 研究", "tag:甲 OR", "kw: 研究"):
        left_out = library.statistics(query).left_out
        assert left_out == library.find(query).left_out and left_out


@pytest.mark.parametrize(
    ("query", "nearest"),
    [
        ("数居", "数据"),
        ("研究 研究牲", "研究 研究生"),
        ("数居库", "数据库"),
        ("tushuguang", "圖書館"),
        ("年:2013 大数剧", "年:2013 大数据"),
        ("研究 不会有的字", "研究"),
    ],
)
def test_what_is_near_is_offered(library: Library, query: str, nearest: str) -> None:
    assert library.find(query).total == 0
    assert nearest in library.suggest(query)


def test_both_offer_the_same(both: tuple[Library, Library]) -> None:
    one, other = both
    for query in (
        "新媒休",
        "图书官",
        "tushuguang",
        "大数剧 年:2013",
        "",
        "鑫媒体",
        "信息花",
        "a",
        "\x00",
    ):
        assert one.suggest(query) == other.suggest(query), query


def test_nothing_is_offered_that_finds_nothing(library: Library) -> None:
    for query in ("新媒休", "图书官 年:1900", "研究 不会有的字", "不会有的字"):
        for offered in library.suggest(query):
            assert library.find(offered).total
