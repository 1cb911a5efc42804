"""However a word is written, on the page or in the query, it is found, on each kind of library."""

import pytest

from papers_store.article import Article, Section
from papers_store.library import Library
from papers_store.search.highlight import Finder
from papers_store.search.query import parse_query
from support.fakes.memory_library import NOWHERE

PRINTED = {
    "taiwan": "隨著社會變遷，意味著民眾瞭解身分認同，藉由連絡甚麼單位，帳戶與砲台",
    "mainland": "随着社会变迁，意味着民众了解身份认同，借由联络什么单位，账户与炮台",
    "japan": "図書館における真実と国際経済の発展、学校の広い気象",
    "radicals": "⻓江⻋站的⻅闻与⻔⼾",
    "recognised": "基于新 媒 体 的图　书　馆",
    "hyphen": "COVID-19 与 UTF‐8 以及 GPT-4",
    "joined": "COVID19 与 UTF8 以及 GPT4",
    "apart": "COVID 19 与 UTF 8 以及 GPT 4",
    "signs": "C++ 与 .NET 的 CO2 排放、5G 与 TCP/IP",
    "unseen": "融\u200b合\ufeff出版\u00ad社",
    "list": "城市治理,乡村振兴",
    "both": "乡村振兴背景下的城市治理",
    "year": "改革开放四十年：1978—2018年",
}
"""Articles by their titles."""

BOTH_SIDES = {"taiwan", "mainland"}
THREE = {"hyphen", "joined", "apart"}


@pytest.fixture
def library(empty: Library) -> Library:
    empty.put(
        [
            Article(
                id=f"{number:016x}",
                title=name,
                sections=(Section(level=0, paragraphs=(text,)),),
                origin=NOWHERE,
            )
            for number, (name, text) in enumerate(PRINTED.items(), start=1)
        ]
    )
    return empty


def found(library: Library, query: str) -> set[str]:
    hits = library.find(query)
    titles = {row.title for row in hits.window(0, hits.total)}
    assert library.statistics(query).articles == len(titles)
    assert {row.title for row in library.find_first(query).all().window(0, 99)} == titles
    return titles


@pytest.mark.parametrize(
    ("queries", "titles"),
    [
        ("随着 隨著 意味着 意味著 了解 瞭解 借由 藉由 账户 帳戶 炮台 砲台", BOTH_SIDES),
        ("身份认同 身分認同 联络 連絡 什么 甚麼 甚麽", BOTH_SIDES),
        ("图书馆", {"japan", "recognised"}),
        ("図書館 圖書館", {"japan", "recognised"}),
        ("真实 国际经济 国際経済 发展 学校 气象", {"japan"}),
        ("长江 长江车站 见闻 门户 ⻔户 ⻓江", {"radicals"}),
        ("新媒体 新媒体的 正文:新媒体 “新媒体” “新\u3000媒\u3000体”", {"recognised"}),
        ("covid19 covid-19 COVID–19 Covid‐19 utf8 UTF-8 gpt4 GPT—4", THREE),
        ("c++ .net co2 5g tcp/ip", {"signs"}),
        ("融合 融合出版社 融合\u200b出版社 融\u2060合 \u202a融合\u202c", {"unseen"}),
        ("城市治理,乡村振兴", {"list"}),
        ("乡村振兴,城市治理 乡村振兴，城市治理 乡村振兴、城市治理，", {"list", "both"}),
        ("乡村振兴；城市治理 乡村振兴+城市治理 乡村振兴/城市治理 ", {"list", "both"}),
        ("乡村振兴｜城市治理 乡村振兴;城市治理", {"list", "both"}),
        ("1978-2018 1978—2018 1978–2018", {"year"}),
    ],
)
def test_a_word_is_found_however_it_is_written(
    library: Library, queries: str, titles: set[str]
) -> None:
    for query in queries.split(" "):
        if query:
            assert found(library, query) == titles, query


def test_words_of_letters_and_numbers_are_found_apart_too(library: Library) -> None:
    assert found(library, "COVID 19") == THREE


def test_words_stay_together_where_an_article_holds_them_so(library: Library) -> None:
    assert found(library, "城市治理,乡村振兴 -研究") == {"list"}
    assert found(library, "城市治理,乡村振兴 图书馆") == set()
    assert found(library, "乡村振兴,城市治理 -背景") == {"list"}
    hits = library.find("乡村振兴,城市治理")
    assert hits.asked is not None and hits.asked.groups == parse_query("乡村振兴 城市治理").groups


def test_a_text_in_quotation_marks_stays_as_it_is(library: Library) -> None:
    assert found(library, '"乡村振兴,城市治理"') == set()
    assert found(library, '"城市治理,乡村振兴"') == {"list"}
    assert found(library, '"covid19"') == {"joined"}
    assert found(library, '"COVID-19"') == {"hyphen"}


def test_signs_of_logic_join_and_leave_out(library: Library) -> None:
    assert found(library, "GPT AND COVID AND NOT covid-19") == set()
    assert found(library, "图书馆 AND NOT 国际") == {"recognised"}
    assert found(library, "NOT 图书馆 AND 城市治理 OR NOT 城市治理 AND 长江") == {
        "list",
        "both",
        "radicals",
    }
    assert library.find("图书馆 AND").total == library.find("图书馆").total
    assert library.find("图书馆 AND").left_out == ("AND",)
    assert found(library, "图书馆 and 国际") == set()


def test_every_spelling_is_marked_where_it_is_printed() -> None:
    for query, text, marked in (
        ("covid19", PRINTED["hyphen"], ["COVID-19"]),
        ("covid-19", PRINTED["apart"], ["COVID 19"]),
        ("身份认同", PRINTED["taiwan"], ["身分認同"]),
        ("新媒体", PRINTED["recognised"], ["新 媒 体"]),
        ("图书馆", PRINTED["recognised"], ["图　书　馆"]),
        ("融合", PRINTED["unseen"], ["融\u200b合\ufeff"]),
        ("长江车站", PRINTED["radicals"], ["⻓江⻋站"]),
        ("真实", PRINTED["japan"], ["真実"]),
    ):
        spans = Finder(parse_query(query).texts).spans(text)
        assert [text[slice(*span)] for span in spans] == marked


def test_a_name_is_found_by_each_way_to_write_its_sound(empty: Library) -> None:
    names = ("吕洲", "万俟长青", "覃圣敏", "黑明", "李宇")
    empty.put(
        [
            Article(id=f"{number:016x}", title=name, authors=(name,), origin=NOWHERE)
            for number, name in enumerate(names, start=1)
        ]
    )
    for typed, name in (
        ("lyuzhou", "吕洲"),
        ("lvzhou", "吕洲"),
        ("luzhou", "吕洲"),
        ("lüzhou", "吕洲"),
        ("作者:moqichangqing", "万俟长青"),
        ("qinshengmin", "覃圣敏"),
        ("作者:heming", "黑明"),
        ("liyu", "李宇"),
    ):
        assert found(empty, typed) == {name}, typed
        text = Finder(parse_query(typed).texts, by_sound=True).spans(name, "authors")
        assert text == [(0, len(name))], typed


def test_a_keyword_is_found_in_each_of_its_spellings(empty: Library) -> None:
    keywords = ("身份认同", "身分認同", "COVID-19", "COVID19", "新 媒 体", "新媒体")
    empty.put(
        [
            Article(id=f"{number:016x}", title=one, keywords=(one,), origin=NOWHERE)
            for number, one in enumerate(keywords, start=1)
        ]
    )
    for query, pair in (
        ("kw:身份认同", {"身份认同", "身分認同"}),
        ("kw:covid-19", {"COVID-19", "COVID19"}),
        ("kw:新媒体", {"新 媒 体", "新媒体"}),
        ('kw:"新 媒 体"', {"新 媒 体", "新媒体"}),
    ):
        assert found(empty, query) == pair, query
