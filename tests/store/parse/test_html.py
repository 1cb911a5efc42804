"""HTML pages: what a reader sees of them, and what their heads say."""

from papers_store.article import Article
from papers_store.parser import parse
from papers_store.parser.formats.html import read_html, table_rows
from papers_store.parser.formats.page import Line

HEAD = (
    "<!DOCTYPE html><html><head><meta charset=utf-8><title>山区水渠的分水规矩 - 水利史网</title>"
    '<meta name="citation_journal_title" content="水利史学报">'
    '<meta name="citation_author" content="周立言"><meta name="citation_author" content="郑一鸣">'
    '<meta name="citation_doi" content="10.5555/sls.1">'
    '<meta name="citation_date" content="2019/05">'
    '<meta name="citation_keywords" content="水渠; 分水"></head>'
)
BODY = (
    "<body><nav>首页 导航</nav><script>var a = '脚本';</script><style>p{}</style>"
    "<h1>山区水渠的分水规矩</h1><p>摘要：本文走访<b>十二个</b>村庄，<br>厘清分水的规矩。</p>"
    "<h2>一、缘起</h2><p>水渠沿山&nbsp;而下，用水 &lt;5 立方米&gt;。</p>"
    "<table><tr><td>村庄</td><td>水量</td></tr><tr><td>1 上游</td><td>12.5</td></tr></table>"
    "<h2>参考文献</h2><ol><li>周立言.水渠小史[M].北京:江左书社,2001.</li>"
    "<li>郑一鸣.分水[J].水利史学报,2010(2):1-9.</li></ol>"
    "<footer>版权所有 页脚</footer></body></html>"
)


def page(source: str) -> Article:
    return parse(source.encode(), "page.html")


def test_navigation_and_foot_of_a_web_page_are_set_aside() -> None:
    article = page(HEAD + BODY)
    assert article.title == "山区水渠的分水规矩"
    assert article.abstract.replace("\n", "") == "本文走访十二个村庄，厘清分水的规矩。"
    assert [(one.number, one.title) for one in article.sections] == [("一", "缘起")]
    assert article.sections[0].paragraphs[0] == "水渠沿山\xa0而下，用水 <5 立方米>。"
    assert [(one.text, one.reason) for one in article.leftovers] == [
        ("首页 导航", "site"),
        ("版权所有 页脚", "site"),
    ]
    assert "脚本" not in repr(article)


def test_the_head_of_a_page_fills_what_the_text_leaves_open() -> None:
    article = page(HEAD + BODY)
    assert (article.source, article.doi, article.year) == ("水利史学报", "10.5555/sls.1", 2019)
    assert article.authors == ("周立言", "郑一鸣")
    assert article.keywords == ("水渠", "分水")


def test_the_numbers_a_browser_shows_are_those_of_the_entries() -> None:
    assert [one.number for one in page(HEAD + BODY).references] == [1, 2]


def test_a_page_without_a_heading_takes_its_title_from_the_head_without_the_site() -> None:
    text = "水渠沿山而下，经过十二个村庄，分水的规矩由各村轮流执掌，以香为时，香尽则闭闸。"
    article = page(f"{HEAD}<body><p>{text * 3}</p></body></html>")
    assert article.title == "山区水渠的分水规矩"


def test_a_menu_above_the_heading_is_no_title() -> None:
    article = page(BODY.replace("<nav>首页 导航</nav>", "<div>首页</div><div>水利论文</div>"))
    assert article.title == "山区水渠的分水规矩"


def test_a_row_of_a_table_is_one_line() -> None:
    rows = table_rows("<table><tr><td>1 上游</td><td>12.5</td></tr></table>")
    assert rows == [Line("1 上游 | 12.5", row=True, kind="row")]


def test_a_table_that_only_lays_out_the_page_gives_its_lines() -> None:
    lines = read_html("<table><tr><td><p>甲</p><p>乙</p></td><td>丙</td></tr></table>").lines
    assert [line.text for line in lines] == ["甲", "乙", "丙"]


def test_broken_tags_and_deep_nesting_are_survived() -> None:
    text = "<p>水渠</p>"
    for source in (
        "<div>" * 5000 + text,
        "<p" * 5000,
        "<b>" * 5000 + text,
        "<!--" + text,
        "<a " * 5000,
    ):
        assert all("<" not in line.text for line in read_html(source).lines)


def test_lines_of_preformatted_text_stay_apart() -> None:
    assert [line.text for line in read_html("<pre>甲\n乙</pre>").lines] == ["甲", "乙"]
