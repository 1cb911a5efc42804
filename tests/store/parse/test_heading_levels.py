"""Headings are told from text, and nest as their numbers do."""

from collections.abc import Callable

import pytest

from papers_store.article import Article
from papers_store.parser import parse
from papers_store.parser.formats.page import Line
from papers_store.parser.headings.heading_levels import sections

Read = Callable[[str], Article]

TEXT = "水渠沿山而下，经过十二个村庄，分水的规矩由各村轮流执掌。"


def outline(*lines: str) -> list[tuple[int, str, str]]:
    """Level, number and title of each section; text follows each of the lines."""
    text = [Line(part) for line in lines for part in (line, TEXT)]
    return [(one.level, one.number, one.title) for one in sections(text)]


@pytest.mark.parametrize(
    ("lines", "levels"),
    [
        (["第一章 绪论", "第一节 缘起", "第二节 方法", "第二章 结果", "第一节 水量"], "12212"),
        (["第一章 绪论", "一、缘起", "（一）村庄", "二、方法", "第二章 结果"], "12321"),
        (["一、缘起", "(一)村庄", "1.上游", "(1)分水", "①轮灌", "②均分", "二、结果"], "1234551"),
        (["一、缘起", "（一）村庄", "（二）渠道", "二、结果", "（一）水量"], "12212"),
        (["一、缘起", "1.村庄", "2.渠道", "二、结果", "1.水量"], "12212"),
        (["一、缘起", "2.1 村庄", "2.2 渠道", "二、结果"], "1221"),
        (["1 缘起", "1.1 村庄", "1.1.1 上游", "1.1.2 下游", "1.2 渠道", "2 结果"], "123321"),
        (["1.缘起", "1.1村庄", "(1)上游", "①分水", "2.结果"], "12341"),
        (["1、缘起", "2、方法", "3、结果"], "111"),
        (["0 引言", "1 缘起", "2 结果"], "111"),
        (["引言", "一、缘起", "（一）村庄", "结语", "致谢"], "11211"),
        (["引言", "1 缘起", "1.1 村庄", "结论", "附录 A"], "11211"),
        (["一 缘起", "二 方法", "三 结果"], "111"),
        (["Ⅰ 缘起", "Ⅱ 方法"], "11"),
        (["1 缘起", "(1)上游", "(2)下游", "2 结果", "(1)水量"], "12212"),
    ],
)
def test_numbers_nest_in_the_order_the_article_uses_them(lines: list[str], levels: str) -> None:
    found = outline(*lines)
    assert "".join(str(level) for level, _, _ in found) == levels
    assert all(title for _, _, title in found)


def test_a_number_is_printed_apart_from_its_title() -> None:
    assert outline("一、缘起", "（一）村庄与渠道", "1.1 上游", "第二章　结果") == [
        (1, "一", "缘起"),
        (2, "（一）", "村庄与渠道"),
        (3, "1.1", "上游"),
        (1, "第二章", "结果"),
    ]


@pytest.mark.parametrize(
    "name",
    ["引言", "引 言", "前言", "绪论", "结语", "结　语", "结论", "致谢", "附录", "参考资料来源"],
)
def test_headings_without_a_number_are_known_by_name(name: str) -> None:
    known = name != "参考资料来源"
    assert outline(name) == ([(1, "", name)] if known else [(0, "", "")])


@pytest.mark.parametrize(
    ("line", "number", "title", "text"),
    [
        (
            "(一)选土。范土取自当地的黄土，先晒后筛，再以水淘洗。",
            "(一)",
            "选土",
            "范土取自当地的黄土，先晒后筛，再以水淘洗。",
        ),
        (
            "1.分水的规矩。各村以香为时，轮流引水，香尽则闭闸。",
            "1",
            "分水的规矩",
            "各村以香为时，轮流引水，香尽则闭闸。",
        ),
        (
            "一、缘起。水渠沿山而下，经过十二个村庄，由来已久。",
            "一",
            "缘起",
            "水渠沿山而下，经过十二个村庄，由来已久。",
        ),
        (
            "①轮灌。上游之村先引，下游之村后引，以七日为一轮。",
            "①",
            "轮灌",
            "上游之村先引，下游之村后引，以七日为一轮。",
        ),
    ],
)
def test_a_run_in_heading_is_a_heading_and_a_paragraph(
    line: str, number: str, title: str, text: str
) -> None:
    (section,) = sections([Line(line)])
    assert (section.number, section.title, section.paragraphs) == (number, title, (text,))


@pytest.mark.parametrize(
    "line",
    [
        "1.5倍于往年的水量使渠道冲刷严重",
        "1.5倍",
        "2019年以来，各村重新商定了分水的次序",
        "2019年以来的变化",
        "一、二、三等奖各有三名获奖者",
        "一、二、三等奖由评委会评出。",
        "3个村庄没有参加轮灌",
        "12月的水量最小",
        "17岁以下组",
        "1/3的村庄",
        "20%的水量",
        "7种分水的办法",
        "1、修渠;2、分水;3、护林。",
        "（1）修渠；（2）分水；（3）护林。",
        "一是修渠，二是分水，三是护林",
        "图1 渠道的走向",
        "表 2 各村的水量",
        "第一，要修渠；第二，要分水。",
        "十年来，水量逐年减少",
        "(如上所述)",
        "1999年 第10卷 第2期",
        "1937年7月，水渠毁于山洪",
        "1.23 4.56 7.89",
    ],
)
def test_a_line_that_only_looks_like_a_heading_is_text(line: str) -> None:
    (section,) = sections([Line(TEXT), Line(line), Line(TEXT)])
    assert section.level == 0
    assert section.paragraphs == (TEXT, line, TEXT)


def test_a_numbered_list_inside_a_sentence_is_text() -> None:
    line = "分水的办法有三种：（1）轮灌；（2）均分；（3）按亩，各村自行选定。"
    assert [one.level for one in sections([Line(line)])] == [0]


def test_items_of_a_sentence_on_lines_of_their_own_are_text() -> None:
    lines = [
        "分水的办法有三种：",
        "（1）轮灌，以七日为一轮；",
        "（2）均分，各村同时引水；",
        "（3）按亩。",
    ]
    assert [one.level for one in sections(list(map(Line, lines)))] == [0]


def test_two_kinds_named_in_a_heading_do_not_hide_it() -> None:
    assert [number for _, number, _ in outline("一、缘起", "二、三类村庄的比较")] == ["一", "二"]


def test_the_text_above_the_first_heading_stands_at_level_nought(read: Read) -> None:
    article = read(f"山区水渠\n摘要：略述水渠。\n{TEXT}\n一、缘起\n{TEXT}\n")
    assert [(one.level, one.paragraphs) for one in article.sections] == [(0, (TEXT,)), (1, (TEXT,))]


def test_headings_without_text_are_kept() -> None:
    assert [one.title for one in sections([Line("一、缘起"), Line("（一）村庄"), Line(TEXT)])] == [
        "缘起",
        "村庄",
    ]


def test_a_row_of_a_table_is_no_heading() -> None:
    assert [one.level for one in sections([Line("1 上游 | 12.5", row=True)])] == [0]


def test_headings_that_the_page_marks_need_no_number(read: Read) -> None:
    article = read(
        f"# 山区水渠\n\n{TEXT}\n\n## 村庄\n\n{TEXT}\n\n### 上游\n\n{TEXT}\n\n## 渠道\n\n{TEXT}\n"
    )
    assert [(one.level, one.title) for one in article.sections] == [
        (0, ""),
        (1, "村庄"),
        (2, "上游"),
        (1, "渠道"),
    ]


_TEXT = (
    "水渠沿山而下，经过十二个村庄，分水的规矩由各村轮流执掌，以香为时，香尽则闭闸，违者罚谷一石。"
)


def _read(*lines: str) -> list[tuple[int, str, str]]:
    text = "\n".join(lines)
    article = parse(f"山区水渠的分水规矩\n摘要：{_TEXT}\n关键词：水渠\n{text}".encode(), "a.txt")
    return [(one.level, one.number, one.title) for one in article.sections if one.level]


@pytest.mark.parametrize(
    "plan",
    [
        "第二章介绍规矩的由来。该章先说明水渠的走向，再说明各村的次序。",
        "第二章为规矩。讨论各村执掌的次序，以及违者如何受罚。",
        "第二章是全文的主体。说明分水的办法，以及它如何行之三百年。",
        "第二章 规矩。该章先说明水渠的走向，再说明各村执掌的次序。",
    ],
)
def test_a_chapter_described_in_a_plan_is_no_heading(plan: str) -> None:
    assert _read("第一章 绪论", "1.1 安排", plan, "第二章 规矩", _TEXT) == [
        (1, "第一章", "绪论"),
        (2, "1.1", "安排"),
        (1, "第二章", "规矩"),
    ]


def test_headings_in_traditional_characters_are_known() -> None:
    assert _read("第一章 緒論", "第一節 由來", _TEXT, "結語", _TEXT, "致謝", _TEXT) == [
        (1, "第一章", "緒論"),
        (2, "第一節", "由來"),
        (1, "", "結語"),
        (1, "", "致謝"),
    ]


@pytest.mark.parametrize("line", ["3.6处理与养护的办法", "1.5 倍的水量", "89.0和84.3分"])
def test_a_number_in_the_middle_of_a_sentence_heads_nothing(line: str) -> None:
    assert _read("1 规矩", _TEXT, "1.1 由来", _TEXT, line, _TEXT) == [
        (1, "1", "规矩"),
        (2, "1.1", "由来"),
    ]


def test_three_parts_of_a_number_measure_nothing() -> None:
    read = _read("1 规矩", "1.2 执掌", "1.2.1次序", _TEXT, "1.2.2人員", _TEXT)
    assert read[-1] == (3, "1.2.2", "人員")


def test_short_lines_between_paragraphs_are_headings_where_a_page_has_no_others() -> None:
    lines = ("", "规矩的由来", "", _TEXT, "", "各村的次序", "", _TEXT, "", "结果", "", _TEXT)
    assert [title for _, _, title in _read(*lines)] == ["规矩的由来", "各村的次序", "结果"]


@pytest.mark.parametrize(
    "lines",
    [
        ("", "各村的次序", "", _TEXT, "", _TEXT),
        ("", "由来，", "", _TEXT, "", "各村。", "", _TEXT),
        ("", "周立言", "", _TEXT, "", "郑一鸣", "", _TEXT),
        ("", "由来", "", "次序", "", "结局", ""),
    ],
)
def test_other_short_lines_are_text(lines: tuple[str, ...]) -> None:
    assert _read(*lines) == []
