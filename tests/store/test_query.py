"""What is typed, read as far as it makes sense."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers_store.search.query import (
    Query,
    Span,
    State,
    Term,
    Text,
    parse_query,
    with_keywords,
    without_last_term,
)


def conditions(query: str) -> list[list[object]]:
    return [[term.condition for term in group] for group in parse_query(query).groups]


def only(query: str) -> Term:
    (group,) = parse_query(query).groups
    (term,) = group
    return term


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        ("新媒體", Text("新媒体")),
        ("ＡＢＣ", Text("abc")),
        ('"党 建"', Text("党 建", exact=True)),
        ("“党建”", Text("党建", exact=True)),
        ("”党建", Text("党建", exact=True)),
        ("「党建」", Text("党建", exact=True)),
        ("标题：新媒体", Text("新媒体", field="title")),
        ("title:新媒体", Text("新媒体", field="title")),
        ("TITLE:新媒体", Text("新媒体", field="title")),
        ("標題：新媒体", Text("新媒体", field="title")),
        ("关键词:党建", Text("党建", field="keywords")),
        ('kw:"open access"', Text("open access", exact=True, field="keywords")),
        ("作者：王", Text("王", field="authors")),
        ("来源:学刊", Text("学刊", field="source")),
        ("引文：新经济", Text("新经济", field="references")),
        ("年：2012..2014", Span("year", 2012, 2014)),
        ("year:2014-2012", Span("year", 2012, 2014)),
        ("年:２０１２", Span("year", 2012, 2012)),
        ("年:2012..", Span("year", 2012)),
        ("年:..2014", Span("year", None, 2014)),
        ("年：2012年", Span("year", 2012, 2012)),
        ("cited:>10", Span("cited", 11)),
        ("被引：＞＝10", Span("cited", 10)),
        ("cited:<10", Span("cited", None, 9)),
        ("is:starred", State("starred")),
        ("is:未读", State("unread")),
        ("标签：待读", State("tag", "待读")),
        ("https://例子.中国/a:b", Text("https://例子.中国/a:b")),
        ("比:例", Text("比:例")),
    ],
)
def test_one_term(typed: str, condition: object) -> None:
    assert only(typed).condition == condition
    assert not only(typed).negated
    assert parse_query(typed).left_out == ()


@pytest.mark.parametrize("sign", ["-", "－"])
def test_a_sign_asks_for_the_contrary(sign: str) -> None:
    assert only(f"{sign}微信") == Term(Text("微信"), negated=True)
    assert only(f"{sign}标题:微信") == Term(Text("微信", field="title"), negated=True)
    assert only(f'{sign}"微 信"') == Term(Text("微 信", exact=True), negated=True)


def test_words_side_by_side_are_one_group_and_or_begins_another() -> None:
    assert conditions("甲 乙　丙") == [[Text("甲"), Text("乙"), Text("丙")]]
    assert conditions("甲 乙 OR 丙") == [[Text("甲"), Text("乙")], [Text("丙")]]
    assert conditions("甲 | 乙") == [[Text("甲")], [Text("乙")]]
    assert conditions("甲 or 乙") == [[Text("甲"), Text("or"), Text("乙")]]
    assert conditions('a"b c"d') == [[Text("a"), Text("b c", exact=True), Text("d")]]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("甲 AND 乙", "甲 乙"),
        ("甲 && 乙", "甲 乙"),
        ("甲 ＡＮＤ 乙", "甲 乙"),
        ("NOT 甲", "-甲"),
        ("甲 NOT 乙", "甲 -乙"),
        ("甲 AND NOT 标题:乙", "甲 -标题:乙"),
        ('NOT "甲 乙" 丙', '-"甲 乙" 丙'),
        ("甲 AND 乙 OR 丙 AND NOT 丁", "甲 乙 OR 丙 -丁"),
        ("甲 || 乙", "甲 OR 乙"),
    ],
)
def test_and_and_not_in_capitals_join_and_leave_out(typed: str, read: str) -> None:
    query = parse_query(typed)
    assert query.groups == parse_query(read).groups
    assert query.left_out == ()


@pytest.mark.parametrize(
    ("typed", "read", "left_out"),
    [
        ("AND 甲", "甲", ("AND",)),
        ("甲 AND", "甲", ("AND",)),
        ("甲 NOT", "甲", ("NOT",)),
        ("甲 AND AND 乙", "甲 乙", ("AND",)),
        ("NOT NOT 甲", "-甲", ("NOT",)),
        ("NOT -甲", "-甲", ("NOT",)),
        ("甲 NOT AND 乙", "甲 -乙", ("AND",)),
        ("甲 AND OR 乙", "甲 OR 乙", ("AND",)),
        ("甲 OR AND 乙", "甲 OR 乙", ("AND",)),
        ("甲 NOT OR 乙", "甲 OR 乙", ("NOT",)),
        ("AND", "", ("AND",)),
        ("甲 AND NOT", "甲", ("AND", "NOT")),
    ],
)
def test_signs_with_nothing_to_stand_between_are_left_out(
    typed: str, read: str, left_out: tuple[str, ...]
) -> None:
    query = parse_query(typed)
    assert query.groups == parse_query(read).groups
    assert query.left_out == left_out


def test_and_and_not_are_words_in_small_letters_and_in_quotation_marks() -> None:
    assert conditions("甲 and not") == [[Text("甲"), Text("and"), Text("not")]]
    assert conditions('"AND" "NOT"') == [[Text("and", exact=True), Text("not", exact=True)]]
    assert conditions("title:NOT") == [[Text("not", field="title")]]


@pytest.mark.parametrize("mark", ["2016至2018", "2016到2018", "2016~2018", "2016～2018"])
def test_a_range_of_years_is_read_with_any_word_between(mark: str) -> None:
    for field in ("year", "年"):
        assert only(f"{field}:{mark}").condition == Span("year", 2016, 2018)
        assert only(f"{field}：{mark}年").condition == Span("year", 2016, 2018)
    for dash in "-－‐–—―−〜":
        assert only(f"year:2016{dash}2018").condition == Span("year", 2016, 2018)
    assert only("year:2016——2018").condition == Span("year", 2016, 2018)
    assert only("年：2016至今").condition == Span("year", 2016)


UNSEEN = "\u200b\u200c\u200d\ufeff\u00ad\u2060\u202e\u2066\ufe0f\U000e0100"


def test_what_nobody_sees_is_dropped_and_any_space_parts() -> None:
    for unseen in UNSEEN:
        typed = f"{unseen}新{unseen}媒体{unseen} year{unseen}:20{unseen}16 O{unseen}R 甲"
        assert parse_query(typed) == parse_query("新媒体 year:2016 OR 甲")
        assert with_keywords(f"甲{unseen} kw:乙{unseen} 丙", ()) == "甲 丙"
        assert without_last_term(f"{unseen}甲 乙") == "甲"
    for space in "\u00a0\u3000\u2002\u2009\u202f\u205f\t":
        assert conditions(f"甲{space}乙") == [[Text("甲"), Text("乙")]]
    assert not parse_query(UNSEEN)


@pytest.mark.parametrize(
    ("typed", "parted"),
    [
        ("甲,乙", "甲 乙"),
        ("甲，乙、丙；丁;戊", "甲 乙 丙 丁 戊"),
        ("甲+乙 丙/丁", "甲 乙 丙 丁"),
        ("甲｜乙 标题:丙、丁", "甲 乙 标题:丙 标题:丁"),
        ("甲，", "甲"),
        ("甲&&乙||丙", "甲 乙 丙"),
        ("甲,乙 -丙,丁 OR 戊", "甲 乙 -丙,丁 OR 戊"),
    ],
)
def test_marks_part_words_where_nothing_holds_them_together(typed: str, parted: str) -> None:
    query = parse_query(typed)
    assert query.parted(query.partable).groups == parse_query(parted).groups


@pytest.mark.parametrize("typed", ["甲 乙", '"甲,乙"', "c++", "-甲,乙", "年:2012", "甲-乙", "/甲"])
def test_what_no_mark_parts_is_looked_for_as_typed(typed: str) -> None:
    assert parse_query(typed).partable == ()


def test_a_query_of_many_kinds() -> None:
    assert conditions("标题：新媒体 年：2012..2014 -微信") == [
        [Text("新媒体", field="title"), Span("year", 2012, 2014), Text("微信")]
    ]


@pytest.mark.parametrize(
    ("typed", "left_out"),
    [
        ("年:前年", ("年:前年",)),
        ("党建 -", ("-",)),
        ("OR OR", ("OR",)),
        ("党建 OR", ("OR",)),
        (":::", (":::",)),
        ("is:lost", ("is:lost",)),
        ("标题：", ("标题：",)),
        ("*", ("*",)),
        ('""', ('""',)),
    ],
)
def test_what_makes_no_sense_is_read_past_and_named(typed: str, left_out: tuple[str, ...]) -> None:
    assert parse_query(typed).left_out == left_out
    assert parse_query(f"{typed} 甲").groups[-1][-1].condition == Text("甲")


def test_a_term_is_cut_and_terms_are_counted() -> None:
    query = parse_query("字" * 10_000)
    assert only("字" * 10_000).condition == Text("字" * 200)
    assert len(query.left_out) == 1 and len(query.left_out[0]) < 30
    many = parse_query(" ".join(f"第{number}" for number in range(100)))
    assert len(list(many.terms)) == 20 and len(many.left_out) == 1


@given(st.text(max_size=200))
def test_anything_at_all_can_be_typed(typed: str) -> None:
    query = parse_query(typed)
    assert all(group for group in query.groups)
    assert bool(query) == any(True for _ in query.terms)


@given(
    st.lists(
        st.sampled_from(["甲", "-乙", 'kw:"丙 丁"', "年:2012", "OR", "AND", "NOT", '"戊', "标题："])
    )
)
def test_each_term_knows_where_it_stands(parts: list[str]) -> None:
    typed = " ".join(parts)
    for term in parse_query(typed).terms:
        assert only(typed[term.start : term.end]) == term


def test_texts_are_what_articles_are_listed_for_holding() -> None:
    query = parse_query("甲 -乙 年:2012 标题:丙 OR 甲")
    assert query.texts == (Text("甲"), Text("丙", field="title"))
    assert Query().texts == ()


@pytest.mark.parametrize(
    ("typed", "keywords", "query"),
    [
        ("", ("党建",), "kw:党建"),
        ("新媒体 年:2012", ("党建", "微信"), "新媒体 年:2012 kw:党建 kw:微信"),
        ("新媒体 kw:党建 年:2012", (), "新媒体 年:2012"),
        ("新媒体 kw:党建", ("微信",), "新媒体 kw:微信"),
        ("-kw:党建", ("微信",), "-kw:党建 kw:微信"),
        ("", ("open access",), 'kw:"open access"'),
    ],
)
def test_keywords_are_put_in_the_place_of_those_before(
    typed: str, keywords: tuple[str, ...], query: str
) -> None:
    assert with_keywords(typed, keywords) == query
    assert parse_query(query).keywords == tuple(keywords)[: len(keywords)] or typed.startswith("-")


@pytest.mark.parametrize(
    ("typed", "shorter"),
    [
        ("甲 乙", "甲"),
        ("甲", ""),
        ("甲 OR 乙", "甲"),
        ("甲 标题:乙", "甲"),
        ("", ""),
        ("甲 AND NOT 乙", "甲"),
        ("甲OR 乙", "甲OR"),
    ],
)
def test_the_last_term_can_be_dropped(typed: str, shorter: str) -> None:
    assert without_last_term(typed) == shorter
