"""The lines of a front, labelled by what was learnt from invented ones."""

from collections.abc import Callable

import pytest

from front_model.fronts import fronts
from front_model.training import titles_right
from papers_store.article import Article
from papers_store.parser.header.front_labels import model

Read = Callable[[str], Article]

TITLE = "旧渡口账簿的分红办法"
TEXT = "摆渡在河口三镇是一门世代相传的生计，行会的账簿逐日登记渡客与货物，今存十七册。"
SUMMARY = f"摘要：{TEXT}\n关键词：渡口；行会\n\n一、账簿的来历\n{TEXT}\n"


def test_titles_of_fronts_that_were_not_learnt_from_are_found_whole() -> None:
    assert titles_right(model(), [*fronts(120, first_seed=2_000_000)]) > 0.94


@pytest.mark.parametrize(
    "above",
    [
        "江河史地学报\n",
        "第28卷第11期\n2008年11月\n\n江河史地学报\nJournal of River History\n\n",
        "首页 | 期刊 | 登录 | 注册\n您现在的位置：首页 > 论文 > 历史\n\n",
        "·地方史研究·\n\n",
        "APP下载\n",
        "江河史地进展  2006，14（3）：475~480\nAdvances in River History\n\n",
        "【学术论坛】\n\n",
    ],
)
def test_what_stands_above_a_title_is_none_of_it_and_is_kept(read: Read, above: str) -> None:
    article = read(f"{above}{TITLE}\n\n许怀木\n\n{SUMMARY}")
    assert article.title == TITLE
    assert article.authors == ("许怀木",)
    kept = "".join(one.text for one in article.leftovers) + (article.source or "")
    for line in filter(None, above.split("\n")):
        assert line.strip() in kept or line.strip() in article.authors


def test_an_author_above_the_title_is_read(read: Read) -> None:
    article = read(f"许怀木\n\n{TITLE}\n\n{SUMMARY}")
    assert (article.title, article.authors) == (TITLE, ("许怀木",))


@pytest.mark.parametrize(
    ("line", "source", "year"),
    [
        ("江河史地学报 2016年11期", "江河史地学报", 2016),
        ("《江河史地》2014年第3期", "江河史地", 2014),
        ("江河史地进展  2006，14（3）：475~480", "江河史地进展", 2006),
        ("第 28 卷 第 3 期 江河史地学报 2008 年 3 月", "江河史地学报", 2008),
    ],
)
def test_journal_and_year_are_read_from_a_masthead(
    read: Read, line: str, source: str, year: int
) -> None:
    article = read(f"{line}\n\n{TITLE}\n许怀木，林知远\n{SUMMARY}")
    assert (article.source, article.year) == (source, year)


def test_english_names_and_institutions_are_kept(read: Read) -> None:
    english = (
        "The Sharing of Profit in the Ledgers of an Old Ferry\n"
        "XU Huaimu1, LIN Zhiyuan2\n"
        "(1. Department of History, Hekou College, Hekou 330001, China)\n"
        "Abstract: The ledgers of a ferry guild are read for what they say of profit.\n"
        "Key words: ferry; guild\n"
    )
    article = read(
        f"{TITLE}\n许怀木1，林知远2\n{SUMMARY}".replace("\n\n一、", f"\n{english}\n一、")
    )
    assert article.title_en == "The Sharing of Profit in the Ledgers of an Old Ferry"
    assert [one.reason for one in article.leftovers] == [
        "authors in English",
        "institutions in English",
    ]


@pytest.mark.parametrize("kind", ["论文", "毕业论文", "的论文", "论文范文"])
def test_a_title_printed_twice_is_read_without_its_kind(read: Read, kind: str) -> None:
    title = "山区水渠分水规矩的整理与研究"
    text = "水渠沿山而下，经过十二个村庄，分水的规矩由各村轮流执掌。"
    article = read(f"{title}{kind}\n\n{title}\n\n周立言\n\n摘要：{text}\n关键词：水渠\n\n{text}\n")
    assert article.title == title
    assert article.authors == ("周立言",)
    assert (f"{title}{kind}", "title once more") in [
        (one.text, one.reason) for one in article.leftovers
    ]


def test_a_masthead_gives_the_number_of_the_document(read: Read) -> None:
    text = "水渠沿山而下，经过十二个村庄，分水的规矩由各村轮流执掌。"
    article = read(
        "水利学刊 ›› 2023, Vol. 59 ›› Issue (2): 36-56.DOI: 10.5555/sq.2023.02\n"
        f"山区水渠的分水规矩\n周立言\n摘要: {text}\n关键词: 水渠, 分水\n{text}\n"
    )
    assert (article.source, article.year, article.doi) == ("水利学刊", 2023, "10.5555/sq.2023.02")


@pytest.mark.parametrize(
    "line", ["许怀木    2021-09-27  浏览量:90", "2016-12-08 08:37许怀木", "2016年12月8日 许怀木"]
)
def test_an_author_beside_the_date_of_a_site_is_read(read: Read, line: str) -> None:
    article = read(f"APP下载\n{TITLE}\n\n{line}\n\n{SUMMARY}")
    assert (article.title, article.authors) == (TITLE, ("许怀木",))


def test_authors_and_institutions_below_the_last_label_are_read(read: Read) -> None:
    article = read(
        f"{TITLE}\n2016-12-08 08:37林知远\n江河史地 2016年11期\n关键词:渡口;行会\n\n"
        f"许怀木，林知远\n\n（1.河口师范学院，河口 330001；2.江州大学，江州 330100）\n\n{TEXT}\n\n"
        f"一、账簿的来历\n{TEXT}\n"
    )
    assert article.authors == ("许怀木", "林知远")
    assert len(article.affiliations) == 2
    assert article.source == "江河史地"
