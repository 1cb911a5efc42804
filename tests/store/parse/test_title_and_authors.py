"""The head of an article: title, authors, institutions and their English twins."""

from collections.abc import Callable

import pytest

from papers_store.article import Article
from papers_store.parser.header.byline import byline, split_affiliations
from papers_store.parser.header.person_names import is_name, split_names

Read = Callable[[str], Article]

REST = (
    "摘要：本文走访十二个村庄，厘清了山区水渠分水的规矩。\n"
    "关键词：水渠；分水\n"
    "一、问题的由来\n"
    "水渠沿山而下，分水的规矩由各村轮流执掌。\n"
)


@pytest.mark.parametrize(
    ("head", "authors", "affiliations"),
    [
        (
            "周立言¹，郑一鸣²*\n"
            "（1. 明湖大学 水利学院，江州 990001；2. 江州市水利局，江州 990002）",
            ("周立言", "郑一鸣"),
            ("明湖大学 水利学院，江州 990001", "江州市水利局，江州 990002"),
        ),
        (
            "周立言1, 郑一鸣2,*\n1.明湖大学水利学院,江州 990001\n2.江州市水利局,江州 990002",
            ("周立言", "郑一鸣"),
            ("明湖大学水利学院,江州 990001", "江州市水利局,江州 990002"),
        ),
        ("周立言  郑一鸣\n明湖大学水利学院", ("周立言", "郑一鸣"), ("明湖大学水利学院",)),
        ("周 立 言", ("周立言",), ()),
        ("赵 飞　周立言", ("赵飞", "周立言"), ()),
        ("周立言，欧阳一鸣，司马昭然", ("周立言", "欧阳一鸣", "司马昭然"), ()),
        ("阿依古丽·买买提、周立言", ("阿依古丽·买买提", "周立言"), ()),
        ("周立言(明湖大学水利学院,江州 990001)", ("周立言",), ("明湖大学水利学院,江州 990001",)),
        ("文/周立言", ("周立言",), ()),
        ("□周立言", ("周立言",), ()),
        ("本刊编辑部", ("本刊编辑部",), ()),
        ("周立言<sup>1</sup>，郑一鸣<sup>2</sup>", ("周立言", "郑一鸣"), ()),
        ("周立言①，郑一鸣②", ("周立言", "郑一鸣"), ()),
    ],
)
def test_authors_lose_their_marks_and_institutions_their_numbers(
    read: Read, head: str, authors: tuple[str, ...], affiliations: tuple[str, ...]
) -> None:
    article = read("山区水渠的分水规矩\n" + head + "\n" + REST)
    assert article.title == "山区水渠的分水规矩"
    assert article.authors == authors
    assert article.affiliations == affiliations


@pytest.mark.parametrize(
    "title",
    [
        "一、二、三等奖获奖作品的题材与笔法",
        "一、二级文物的修复次序",
        "2019年以来山区水渠的变迁",
        "1.5倍流量下的渠道冲刷",
        "3个村庄的分水规矩",
        "第一章之前：序言写作的习惯",
        "十二村分水记",
        "新媒体环境下，图书馆做什么？",
        "论“分水”",
        "引言的写法",
        "参考文献著录的常见问题",
        "摘要写作中的几个问题",
        "关键词标引的一致性研究",
        "大学图书馆的夜间开放",
    ],
)
def test_a_title_is_a_title_however_it_begins(read: Read, title: str) -> None:
    for head in (f"{title}\n周立言\n", f"{title}\n\n周立言\n\n", f"# {title}\n# \n周立言\n"):
        article = read(head + REST)
        assert article.title == title
        assert article.authors == ("周立言",)
        assert [section.title for section in article.sections] == ["问题的由来"]


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("山区水渠的分水规矩\n——以十二个村庄为例", "山区水渠的分水规矩——以十二个村庄为例"),
        ("山区水渠的分水规矩与\n乡村组织的变迁", "山区水渠的分水规矩与乡村组织的变迁"),
        ("山区水渠的分水规矩（上）", "山区水渠的分水规矩（上）"),
        ("山区水渠的分水规矩*", "山区水渠的分水规矩"),
        ("山区水渠的分水规矩①", "山区水渠的分水规矩"),
        ("山区水渠的分水规矩\n山区水渠的分水规矩", "山区水渠的分水规矩"),
        ("[水利史研究]\n山区水渠的分水规矩初探", "山区水渠的分水规矩初探"),
        ("水利学报 第12卷第3期 2019年3月\n山区水渠的分水规矩", "山区水渠的分水规矩"),
    ],
)
def test_a_title_is_put_together_and_freed_of_what_the_journal_prints_around_it(
    read: Read, lines: str, title: str
) -> None:
    article = read(f"{lines}\n周立言\n{REST}")
    assert article.title == title
    assert article.authors == ("周立言",)


def test_english_front_matter_below_the_chinese_is_read(read: Read) -> None:
    article = read(
        "山区水渠的分水规矩\n周立言¹，郑一鸣²\n"
        "（1. 明湖大学水利学院；2. 江州市水利局）\n"
        "摘要：本文走访十二个村庄，厘清了山区水渠分水的规矩。\n关键词：水渠；分水\n"
        "Rules for Sharing Water in a Hill Canal\n"
        "ZHOU Liyan¹, ZHENG Yiming²\n"
        "(1. College of Hydraulics, Minghu University; 2. Jiangzhou Water Bureau)\n"
        "Abstract: This paper follows a canal through twelve villages.\n"
        "Key words: canal; water sharing\n"
        "1 引言\n水渠沿山而下。\n"
    )
    assert article.title_en == "Rules for Sharing Water in a Hill Canal"
    assert article.abstract_en == "This paper follows a canal through twelve villages."
    assert article.keywords_en == ("canal", "water sharing")
    assert article.authors == ("周立言", "郑一鸣")
    assert [section.number for section in article.sections] == ["1"]


def test_an_english_block_below_the_references_is_no_part_of_the_list(read: Read) -> None:
    article = read(
        f"山区水渠的分水规矩\n周立言\n{REST}"
        "参考文献\n[1] 郑一鸣.水渠小史[M].北京:江左书社,2001.\n\n"
        "Rules for Sharing Water in a Hill Canal\nZHOU Liyan\n"
        "(Minghu University, Jiangzhou 990001, China)\n"
        "Abstract: This paper follows a canal through twelve villages.\n"
        "Key words: canal; water sharing\n"
    )
    assert article.abstract_en == "This paper follows a canal through twelve villages."
    assert article.keywords_en == ("canal", "water sharing")
    assert [reference.title for reference in article.references] == ["水渠小史"]


def test_a_page_in_english_has_its_title(read: Read) -> None:
    article = read(
        "Rules for Sharing Water in a Hill Canal\n\n"
        "Abstract: This paper follows a canal through twelve villages.\n"
        "Keywords: canal; water sharing\n\n1 Introduction\nThe canal runs down the hill.\n"
    )
    assert article.title == "Rules for Sharing Water in a Hill Canal"
    assert article.abstract_en.startswith("This paper follows")


def test_text_between_title_and_abstract_is_kept(read: Read) -> None:
    note = (
        "编者按：山区水渠的管理向来少有人写，本刊特约作者撰文，供读者讨论，并欢迎来稿继续这一题目。"
    )
    article = read(f"山区水渠的分水规矩\n周立言\n{note}\n{REST}")
    assert note in [text for section in article.sections for text in section.paragraphs]


@pytest.mark.parametrize("name", ["王五", "欧阳一鸣", "阿依古丽·买买提", "司马光"])
def test_names_are_known_by_their_surname(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize("text", ["的水渠", "分水规矩", "Zhou", "", "周"])
def test_other_words_are_no_names(text: str) -> None:
    assert not is_name(text)


def test_names_that_nothing_parts_are_told_apart() -> None:
    assert split_names("周立言郑一鸣王守一") == ("周立言", "郑一鸣", "王守一")


def test_a_byline_gives_back_the_institution_behind_it() -> None:
    assert byline("周立言，郑一鸣（明湖大学水利学院）") == (
        ("周立言", "郑一鸣"),
        "（明湖大学水利学院）",
    )
    assert byline("本文走访了十二个村庄") is None


def test_institutions_in_one_line_come_apart() -> None:
    assert split_affiliations("（1.明湖大学水利学院；2.江州市水利局）") == (
        "明湖大学水利学院",
        "江州市水利局",
    )
