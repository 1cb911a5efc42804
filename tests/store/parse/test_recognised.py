"""Pages as text recognition and PDFs give them: in radicals, or with spaces between signs."""

from collections.abc import Callable

import pytest

from papers_store.article import Article
from papers_store.text.radicals import UNIFIED

Read = Callable[[str], Article]

PAGE = (
    "长江水渠分水的规矩\n\n周小立，李四\n\n"
    "摘要：本文走访十二个村庄，厘清了长江沿岸水渠分水的规矩，见闻与车站门户一并记下。\n"
    "关键词：水渠；门户；长江\n\n"
    "一、引言\n水渠沿山而下，分水的规矩由各村轮流执掌，一见便知。\n\n"
    "参考文献\n[1] 周小立. 水渠小史[M]. 北京: 江左书社, 2001.\n"
)
RADICALS = {ideograph: chr(radical) for radical, ideograph in UNIFIED.items() if radical < 0x3000}


def _but_origin(article: Article) -> dict[str, object]:
    return {name: getattr(article, name) for name in article.__struct_fields__ if name != "origin"}


def test_a_page_in_radicals_is_read_as_one_in_characters(read: Read) -> None:
    page = "".join(RADICALS.get(one, one) for one in PAGE)
    assert page != PAGE
    assert _but_origin(read(page)) == _but_origin(read(PAGE))


@pytest.mark.parametrize("space", [" ", "\xa0"])
def test_a_page_in_single_characters_is_read_as_one_without_spaces(read: Read, space: str) -> None:
    front, _, references = PAGE.partition("参考文献\n")
    spaced = "\n".join(space.join(line) for line in front.split("\n"))
    article = read(f"{spaced}\n参考文献\n{references}")
    whole = _but_origin(read(PAGE))
    assert _but_origin(article) == whole
    assert article.keywords == ("水渠", "门户", "长江")
    assert article.authors == ("周小立", "李四")


def test_names_of_two_characters_close_up_and_words_of_a_title_do_not(read: Read) -> None:
    article = read(PAGE.replace("周小立，李四", "周 立，李 四").replace("长江水渠", "长江 水渠"))
    assert article.authors == ("周立", "李四")
    assert article.title == "长江 水渠分水的规矩"
