"""What a site prints around an article, and what its pages say of themselves."""

import pytest

from papers_store.article import Article
from papers_store.parser import parse
from papers_store.text.decode import decode

TITLE = "<h1>山区水渠的分水规矩</h1>"
TEXT = (
    "<p>摘要：本文走访十二个村庄，厘清分水的规矩与其变迁。</p><p>关键词：水渠；分水</p><h2>一、缘起</h2>"
    "<p>水渠沿山而下，经过十二个村庄，分水的规矩由各村轮流执掌，以香为时，香尽则闭闸。</p>"
)
LINKS = "<ul><li><a href=1>怎样读村志</a></li><li><a href=2>谈谈旧碑刻</a></li></ul>"


def page(body: str, head: str = "") -> Article:
    source = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return parse(source.encode(), "page.html")


def set_aside(article: Article) -> list[str]:
    return [one.text for one in article.leftovers if one.reason == "site"]


@pytest.mark.parametrize(
    "heading",
    [
        "<h2>相关文章</h2>",
        "<p><b>热门推荐：</b></p>",
        "<div>您可能感兴趣的文章</div>",
        "<h3>延伸阅读</h3>",
    ],
)
def test_other_articles_are_related_and_no_section(heading: str) -> None:
    article = page(TITLE + TEXT + heading + LINKS)
    assert article.related == ("怎样读村志", "谈谈旧碑刻")
    assert [one.title for one in article.sections] == ["缘起"]


def test_a_list_of_others_is_known_by_its_class() -> None:
    article = page(f"{TITLE}{TEXT}<div class='post-related'><h4>看一看</h4>{LINKS}</div>")
    assert article.related[-2:] == ("怎样读村志", "谈谈旧碑刻")
    assert len(article.sections) == 1


def test_a_chapter_on_related_work_stays() -> None:
    article = page(
        f"{TITLE}{TEXT}<div class='related'><h2>二、相关研究</h2><p>前人已论及。</p></div>"
    )
    assert article.sections[-1].paragraphs == ("前人已论及。",)


@pytest.mark.parametrize(
    "line",
    [
        "<p>上一篇：<a href=1>水渠旧闻</a></p>",
        "<p>下一篇 <a href=1>水渠旧闻</a></p>",
        "<div>【字体：<a>大</a> <a>中</a> <a>小</a>】</div>",
        "<div class='breadcrumb'>首页 / 水利 / 正文</div>",
        "<div role='navigation'>各期 各栏</div>",
        "<form><button>检索</button></form>",
        "<div class='foot'>水利史网 联系我们</div>",
    ],
)
def test_lines_of_the_site_are_kept_apart(line: str) -> None:
    for body in (line + TITLE + TEXT, TITLE + TEXT + line):
        article = page(body)
        assert article.title == "山区水渠的分水规矩"
        assert len(set_aside(article)) == 1
        assert len(article.sections[-1].paragraphs) == 1


def test_a_form_around_the_whole_page_hides_nothing() -> None:
    article = page(f"<form id=form1><div class='sidebar-left main'>{TITLE}{TEXT}</div></form>")
    assert article.title == "山区水渠的分水规矩" and len(article.sections) == 1


def test_what_stands_outside_of_the_article_is_the_sites() -> None:
    article = page(f"<div>水利史网</div><article>{TITLE}{TEXT}</article><div>登录后评论</div>")
    assert set_aside(article) == ["水利史网", "登录后评论"]


def test_references_outside_of_the_article_are_read() -> None:
    entries = (
        "<h2>参考文献</h2><ol><li><a href=1>周立言.水渠小史[M].江州:江左书社,2001.</a></li></ol>"
    )
    article = page(f"<article>{TITLE}{TEXT}</article><div class='footer'>{entries}</div>")
    assert [one.title for one in article.references] == ["水渠小史"]


@pytest.mark.parametrize(
    ("tags", "field", "value"),
    [
        ({"dcterms.date": "2011-01-03"}, "year", 2011),
        ({"article:published_time": "2012-05-06T01:02:03Z"}, "year", 2012),
        ({"DC.creator": "周立言"}, "authors", ("周立言",)),
        ({"author": "周立言"}, "authors", ("周立言",)),
        ({"author": "管理员"}, "authors", ()),
        ({"DC.identifier": "doi:10.5555/sls.1"}, "doi", "10.5555/sls.1"),
        ({"prism.publicationName": "水利史学报"}, "source", "水利史学报"),
    ],
)
def test_the_head_says_what_the_text_leaves_open(
    tags: dict[str, str], field: str, value: object
) -> None:
    head = "".join(f'<meta name="{name}" content="{said}">' for name, said in tags.items())
    assert getattr(page(TITLE + TEXT, head), field) == value


def test_a_blog_names_its_author_and_date() -> None:
    header = f"<header>{TITLE}<p class='author'>周立言</p><p class='date'>2011-01-03</p></header>"
    article = page(header + TEXT)
    assert (article.authors, article.year) == (("周立言",), 2011)


def test_lines_with_a_place_of_their_own_are_paragraphs() -> None:
    text = (
        "水渠沿山而下，经过十二个村庄，分水的规矩由各村轮流执掌，以香为时，香尽则闭闸，违者罚谷。"
        * 3
    )
    lines = [text[start : start + 30] for start in range(0, len(text), 30)]
    placed = "".join(
        f'<p style="position:absolute;top:{90 + 18 * nth}px;left:9px">{line}</p>'
        for nth, line in enumerate(["&#160;", "一、缘起", *lines, "二、结语", *lines])
    )
    article = page(placed)
    assert [one.paragraphs for one in article.sections[-2:]] == [(text,), (text,)]


def test_a_page_is_read_in_the_encoding_of_most_of_it() -> None:
    menu = "".join(f"<li>{one}</li>" for one in ("导论", "方法", "结果", "讨论")).encode("gbk")
    body = f"{TITLE}{'<p>&#160;</p>' * 3000}{TEXT}".encode()
    decoded = decode(b"<html><body><ul class=outline>" + menu + b"</ul>" + body)
    assert decoded.encoding == "utf-8" and TEXT in decoded.text and "\ufffd" in decoded.text
