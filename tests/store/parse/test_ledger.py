"""Nothing of a page is lost: every line stands somewhere in its article."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers_store.article import Article
from papers_store.errors import PageError
from papers_store.parser import explain, parse
from papers_store.parser.ledger import places_of

Read = Callable[[str], Article]

TEXT = "茶亭的碑刻逐年增补，捐资人的姓名与籍贯都可查考，字迹出自三位刻工之手。"
PIECES = (
    *("茶亭碑刻考", "林知远", "林知远，许怀木", "河口师范学院历史系，河口 330001", "APP下载"),
    *(
        "摘要：" + TEXT,
        "关键词：茶亭；碑刻",
        "一、碑刻的形制",
        TEXT,
        "[1]许怀木.碑刻[M].江州:江州书局,1998.",
    ),
    *(
        "参考文献",
        "LIN Zhiyuan",
        "Tea Pavilions",
        "Abstract: A study of steles.",
        "江河史地 2014年第3期",
    ),
    *(
        "",
        "12",
        "收稿日期：2014-03-02",
        "# 结语",
        "**碑刻**",
        "- 其一",
        "| 甲 | 乙 |",
        "> 引文",
        "目录",
    ),
    *(
        "首页 > 论文",
        "其他文献",
        "注释",
        "①见县志。",
        "1. 茶亭",
        "(一)茶亭",
        "【评析】",
        "\f",
        "(1.河口;2.江州)",
    ),
)


def letters(text: str) -> list[str]:
    return re.findall(r"[^\W_]", text)


def kept(article: Article) -> str:
    return "".join(place.text for place in places_of(article))


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=25))
def test_every_letter_of_a_page_stands_in_its_article(lines: list[str]) -> None:
    try:
        article, ledger = explain("\n".join(lines).encode(), "页.txt")
    except PageError:
        return
    held = set(letters(kept(article)))
    for line in ledger:
        for piece in re.split(
            r"[\W_]+", re.sub(r"摘要|关键词|收稿日期|参考文献|注释|Abstract|[①-⑳]", "", line.text)
        ):
            assert len(piece) < 2 or set(piece) <= held


@pytest.mark.parametrize("name", ["页.txt", "页.md"])
def test_what_belongs_to_nothing_is_kept_as_it_is_printed(name: str) -> None:
    odd = "※ 凡三十七石，亭北亭南各半 ※"
    page = f"茶亭碑刻考\n林知远\n{odd}\n摘要：{TEXT}\n关键词：茶亭；碑刻\n\n一、形制\n{TEXT}\n"
    assert "凡三十七石，亭北亭南各半" in kept(parse(page.encode(), name))


def test_a_ledger_says_what_each_line_became_and_why() -> None:
    page = f"江河史地 2014年第3期\n\n茶亭碑刻考\n林知远\n摘要：{TEXT}\n关键词：茶亭；碑刻\n\n"
    page += f"一、形制\n{TEXT}\n"
    _, ledger = explain(page.encode(), "页.txt")
    became = {line.text: line.places for line in ledger}
    assert became["茶亭碑刻考"] == ("title",)
    assert became["林知远"] == ("authors",)
    assert "leftovers: masthead" in became["江河史地 2014年第3期"]
    assert became["一、形制"] == ("sections[0]",)
    title = next(line for line in ledger if line.text == "茶亭碑刻考")
    assert title.reasons[0].startswith("title (")


def test_a_number_alone_on_its_line_is_kept() -> None:
    assert "12" in kept(parse(f"12\n\n摘要：{TEXT}\n\n林知远\n".encode(), "页.txt"))
