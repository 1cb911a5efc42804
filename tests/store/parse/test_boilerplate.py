"""What the site prints is told from what the article says."""

import pytest

from papers_store.parser.formats.page import Line
from papers_store.parser.zones.boilerplate import is_boilerplate, split_related


@pytest.mark.parametrize(
    "text",
    [
        "下载到本地 , 更方便阅读",
        "声明 : 本文档内容版权归属内容提供方",
        "论文部分内容阅读",
        "水渠相关论文",
        "首页 > 水利论文",
        "首页>论文>水利>正文",
        "论文 » 水利 » 正文",
        "当前位置：首页 > 水利",
        "上一篇：茶园的水",
        "版权所有 某某网",
    ],
)
def test_lines_of_the_site_are_known(text: str) -> None:
    assert is_boilerplate(Line(text))


@pytest.mark.parametrize(
    "text",
    [
        "两组差异不显著（p>0.05）",
        "用水量 >5 立方米的村庄有三个。",
        "a>b>c 时，先引上游之水",
        "水位 1>2>3",
        "论文相关的问题",
        "下载量与被引量",
        "首页设计的若干原则",
    ],
)
def test_lines_of_the_article_are_kept(text: str) -> None:
    assert not is_boilerplate(Line(text))


def test_a_heading_is_never_taken_for_a_path() -> None:
    assert not is_boilerplate(Line("水 > 火 > 土", heading_level=2))


@pytest.mark.parametrize("heading", ["其他文献", "其它文献：", "相关论文", "猜你喜欢"])
def test_snippets_of_other_articles_are_cut_off(heading: str) -> None:
    lines = [Line("正文"), Line(heading), Line("甲文"), Line(""), Line("乙文"), Line("期刊")]
    assert split_related(lines) == ([Line("正文")], ("甲文", "乙文"), "期刊")


def test_a_page_without_snippets_is_whole() -> None:
    lines = [Line("正文"), Line("其他文献中也有此说。")]
    assert split_related(lines) == (lines, (), None)
