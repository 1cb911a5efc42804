"""What a query finds, and in which order, on each kind of library."""

from collections.abc import Sequence
from random import Random
from string import ascii_lowercase
from typing import get_args

import pytest

from papers_store.analysis.terms import terms_of
from papers_store.article import Article
from papers_store.errors import SearchCancelled
from papers_store.library import Library
from papers_store.results import Order, Row
from papers_store.search.hits import Hits
from papers_store.search.query import parse_query
from support.data.generated_articles import DENSE, FOREIGN, WORDS, id_of
from support.fakes.marks import FakeMarks
from support.oracle import Oracle, age, texts_of

ORDERS: tuple[Order, ...] = get_args(Order)
MARKS = FakeMarks(
    starred={id_of(3), id_of(4), id_of(200)},
    read=[id_of(8), id_of(2), id_of(299), "f" * 16, id_of(2)],
    tagged={"待读": {id_of(5), id_of(6)}},
    notes={id_of(7): "潜水艇与图书馆", id_of(9): "XML 100%"},
)

EVERY_SIGN = (
    "",
    "新媒体",
    "新媒體",
    "媒体",
    "体新",
    "和服",
    "产品和服务",
    "图书 馆藏",
    "命起",
    '"新媒体"',
    "“媒体的”",
    "「数据」",
    '"产品 和"',
    '"甲乙"',
    "甲乙 丙",
    "ＸＭＬ",
    "xml",
    "c++",
    "5g",
    "reading",
    "café",
    "cafe",
    "file",
    "strasse",
    "100%",
    '"%"',
    '"_"',
    '"\\d+"',
    "o'reilly",
    "tcp/ip",
    "α-β",
    "한국",
    "𠀀",
    "龘",
    "①",
    "title:研究",
    "标题：研究",
    "题名：新媒體 作者:王",
    "au:李",
    "作者：smith",
    "来源:学报",
    "source:圖書館",
    "摘要:教育",
    "ab:教育 tx:经济",
    "正文：国家安全",
    "ref:北京",
    "引文：大观",
    "参考文献:smith",
    "kw:新媒体",
    "kw:新媒體",
    'kw:"媒体"',
    "kw:媒",
    'kw:"媒"',
    "关键词：xml",
    "kw:Reading",
    "kw:数据 kw:信息",
    "-kw:数据",
    "-研究",
    "-研究 -教育",
    '研究 -"教育"',
    "数据 -标题:研究",
    "-year:2013",
    "year:2013",
    "年：2012..2014",
    "年:2012-2014",
    "year:..2000",
    "year:2020..",
    "年:>=2020",
    "年:<2000 研究",
    "cited:>10",
    "被引：3..12",
    "被引:0",
    "-被引:0",
    "新媒体 OR 微信",
    "新媒体 | 龘",
    "研究 -新媒体 OR 年:2013 -教育",
    "年:2013 OR kw:数据",
    "OR",
    "OR 研究 OR",
    "- * ，",
    "year:abc",
    "foo:bar",
    "is:starred",
    "-is:starred 研究",
    "is:read",
    "是:未读",
    "is:unread 年:2013",
    "tag:待读",
    "-标签：待读",
    "tag:别的",
    "is:noted",
    "is:starred OR 新媒体",
    "潜水艇",
    "潜水艇 图书",
    "研究 -潜水艇",
    "标题:潜水艇",
    "100% OR 𠀀",
    "xinmeiti",
    "xmt",
    "xinmt",
    "xin mei",
    "tushuguan",
    "chongqing",
    "zhongqing",
    "yinhang",
    "yinyue",
    "作者:wang",
    "作者:ouyang",
    "作者:oy",
    "来源:daguan",
    "kw:dashuju",
    "标题:jiaoyu -研究",
    "xmt OR 微信",
    "xmt 年:2013",
    "-xmt",
    '"xmt"',
    "lvse",
    "a",
    "zz",
    "不会有的字",
    "不会有的字 研究",
    "新媒体 AND 研究 AND NOT 教育",
    "NOT 研究 OR 数据",
    "研究,教育",
    "新媒体，龘",
    "研究、教育 -数据",
    "标题:研究/教育",
    "xmt,研究",
    "什么",
    "covid19",
    '"新 媒"',
    "新\u200b媒体",
)

HOSTILE = (
    '"\x00"',
    "\x00研究",
    "kw:\x00",
    "标题:\ud800",
    "'; DROP TABLE articles; --",
    "研究:* & | ! ( )",
    "<-> <2> 研究",
    "\\",
    '"\\"',
    "'",
    "%s %(a)s {0} $1 ?",
    '""',
    '"   "',
    "“",
    "::::",
    "kw:",
    "NEAR(研究 教育)",
    "研究*",
    "研 究" * 200,
    "研" * 5000,
    "\n研究\t教育\r",
    "year:999999999 OR cited:>999999999",
    "年:0..0",
    "ﷺ",
    "\u200b研究",
)


def rows(hits: Hits) -> list[Row]:
    return hits.window(0, hits.total)


def ids(found: Sequence[Row]) -> list[str]:
    return [row.id for row in found]


def rests_on_score(query: str, order: Order) -> bool:
    """Whether the articles before the divider may stand in an order that is not promised."""
    return order == "relevance" and any(not text.exact for text in parse_query(query).texts)


def is_by_letter(query: str) -> bool:
    """Whether no term may be taken for how something sounds."""
    texts = [one for one in parse_query(query).texts if not one.exact]
    return not any(character in _LETTERS for one in texts for character in one.text)


_LETTERS = frozenset(f"{ascii_lowercase}ü")


def holds_what_it_should(found: Sequence[str], query: str, oracle: Oracle) -> None:
    """Hold what was found against a scan; letters may be taken for pinyin, and find more."""
    expected = oracle.find(query, MARKS)
    assert len(found) == len({*found}), query
    assert {*found} == expected if is_by_letter(query) else {*found} >= expected, query


@pytest.mark.parametrize("query", EVERY_SIGN)
def test_a_query_finds_what_a_reader_of_every_text_finds(
    library: Library, oracle: Oracle, query: str
) -> None:
    hits = library.find(query, marks=MARKS)
    holds_what_it_should(ids(rows(hits)), query, oracle)
    assert len(rows(hits)) == hits.total


@pytest.mark.parametrize("order", ORDERS)
def test_both_find_the_same_in_the_same_order(
    both: tuple[Library, Library], oracle: Oracle, order: Order
) -> None:
    for query in (*EVERY_SIGN, *HOSTILE):
        same_answers(*both, query, order)


def same_answers(one: Library, other: Library, query: str, order: Order) -> None:
    """Hold all that is promised of a query's hits against another library's."""
    mine, yours = (library.find(query, order=order, marks=MARKS) for library in (one, other))
    told = f"{query!r} by {order}"
    my_rows, your_rows = rows(mine), rows(yours)
    assert {(row.id, row.match) for row in my_rows} == {(row.id, row.match) for row in your_rows}, (
        told
    )
    assert (mine.total, mine.divider, mine.by_sound, mine.left_out) == (
        yours.total,
        yours.divider,
        yours.by_sound,
        yours.left_out,
    ), told
    if rests_on_score(query, order):
        my_rows, your_rows = (
            [row for row in each if row.match != "word"] for each in (my_rows, your_rows)
        )
    assert my_rows == your_rows, told


def random_query(random: Random, oracle: Oracle) -> str:
    """Words of texts, pieces that reach over the border of words, fields, signs and ranges."""

    def value() -> str:
        kind = random.random()
        if kind < 0.35:
            return random.choice(WORDS)
        if kind < 0.4:
            return random.choice(FOREIGN)
        if kind < 0.55:
            return "".join(random.choices(DENSE, k=random.randint(1, 4)))
        texts = texts_of(random.choice(oracle.articles))
        text = random.choice([text for some in texts.values() for text in some if text] or ["空"])
        start = random.randrange(len(text))
        return text[start : start + random.randint(1, 7)]

    def term() -> str:
        if random.random() < 0.12:
            year = random.randint(1996, 2026)
            return random.choice((f"年:{year}", f"year:{year}..{year + 3}", f"被引:>{year % 13}"))
        field = random.choice(
            ("", "", "", "", "标题:", "kw:", "作者:", "摘要:", "正文:", "引文:", "来源:")
        )
        asked = value()
        if random.random() < 0.4:
            asked = f'"{asked.replace(chr(34), "")}"'
        return field + asked

    terms = [("-" if random.random() < 0.2 else "") + term() for _ in range(random.randint(1, 3))]
    if len(terms) > 1 and random.random() < 0.3:
        terms.insert(1, "OR")
    return " ".join(terms)


def test_hundreds_of_random_queries_find_what_a_reader_of_every_text_finds(
    library: Library, oracle: Oracle
) -> None:
    random = Random(1)
    for _ in range(400):
        query = random_query(random, oracle)
        holds_what_it_should(ids(rows(library.find(query, marks=MARKS))), query, oracle)


def test_hundreds_of_random_queries_find_the_same_on_both(
    both: tuple[Library, Library], oracle: Oracle
) -> None:
    random = Random(2)
    for _ in range(400):
        same_answers(*both, random_query(random, oracle), random.choice(ORDERS))


@pytest.mark.parametrize("query", HOSTILE)
def test_no_query_is_an_error(library: Library, oracle: Oracle, query: str) -> None:
    holds_what_it_should(ids(rows(library.find(query, marks=MARKS))), query, oracle)
    library.find_first(query).all()
    library.keywords(query)
    assert library.statistics(query).articles == library.find(query).total
    library.suggest(query)


# Windows.


@pytest.mark.parametrize("query", ["", "研究", "数据", '"甲"', "xmt", "年:2013", "不会有的字"])
@pytest.mark.parametrize("order", ORDERS)
def test_windows_are_parts_of_one_list(library: Library, query: str, order: Order) -> None:
    hits = library.find(query, order=order, marks=MARKS)
    whole = rows(hits)
    total = len(whole)
    assert total == hits.total
    for start, stop in (
        (0, 5),
        (3, 40),
        (total - 2, total + 9),
        (total, total + 1),
        (-3, 2),
        (9, 4),
    ):
        assert hits.window(start, stop) == whole[max(0, start) : max(0, stop)]
    assert [hits.position(row.id) for row in whole] == [*range(total)]
    absent = next((one for one in (id_of(n) for n in range(400)) if one not in ids(whole)), None)
    assert absent is None or hits.position(absent) is None
    if hits.divider is not None:
        assert {row.match for row in whole[: hits.divider]} == {"word"}
        assert "word" not in {row.match for row in whole[hits.divider :]}


def test_what_is_no_id_has_no_place_in_a_list(library: Library) -> None:
    for query in ("", "研究"):
        hits = library.find(query)
        assert [hits.position(one) for one in ("\x00", "", "研究", "'")] == [None] * 4


@pytest.mark.parametrize("query", EVERY_SIGN)
def test_the_first_of_a_list_are_the_beginning_of_all(library: Library, query: str) -> None:
    first = library.find_first(query, marks=MARKS)
    every = library.find(query, marks=MARKS)
    begun = rows(first)
    assert begun == rows(every)[: len(begun)]
    assert bool(begun) is bool(every.total)
    rest = first.all()
    assert rest.complete and rows(rest) == rows(every) and rest.divider == every.divider


def test_a_search_that_nobody_waits_for_ends(library: Library) -> None:
    with pytest.raises(SearchCancelled):
        library.find_first("研究", cancelled=lambda: True).all()
    assert library.find("研究").total


def test_a_list_goes_by_what_the_reader_wants(library: Library, oracle: Oracle) -> None:
    for query in ("", "研究 OR 数据", '"甲"'):
        found = oracle.find(query)
        added = sorted((one for one in oracle.articles if one.id in found), key=age)
        orders: dict[Order, list[Article]] = {
            "added": added,
            "year": sorted(added, key=lambda one: -(one.year or 0)),
            "cited": sorted(added, key=_citations),
            "title": sorted(added, key=lambda one: terms_of(one).title_order),
            "read": sorted(added, key=lambda one: (*MARKS.read, one.id).index(one.id)),
        }
        for order, expected in orders.items():
            listed = rows(library.find(query, order=order, marks=MARKS))
            # A query parts the list in two, each of which goes by the order.
            by_match = sorted(expected, key=lambda one: _match_of(one.id, listed))
            assert ids(listed) == [one.id for one in by_match], (query, order)


def _citations(article: Article) -> int:
    """The most cited first, those of whom it is not known last."""
    return 1 if article.citation_count is None else -article.citation_count


def _match_of(article_id: str, listed: Sequence[Row]) -> bool:
    return next(row.match for row in listed if row.id == article_id) == "substring"
