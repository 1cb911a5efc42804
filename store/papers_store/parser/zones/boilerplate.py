"""Lines that the site printed around an article, and the snippets of others below it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from papers_store.parser.formats.page import Line

EXCERPT = re.compile(r"论文部分内容阅读")
"""The line below which the scraped pages print the article itself."""
_SITE = re.compile(
    r"下载到本地|声明[ ]{0,2}:[ ]{0,2}本文档内容版权|论文部分内容阅读|"
    r"(?:当前|您的|您现在的|所在)位置|"
    r"(?:上一篇|下一篇)[ ]{0,2}:|点击(?:下载|查看|阅读)|免责声明|版权所有|copyright|加入收藏|"
    r"打印本页|分享到|扫一扫|\[?字(?:体|号)(?:大小)?[ ]{0,2}:?[ ]{0,2}\[?大[ |]{0,2}中[ |]{0,2}小"
    r"|\[正[ ]{0,8}文\][ ]{0,4}$",
    re.I,
)
_BREADCRUMBS = re.compile(
    r"(?:(?:网站|论文)?(?:首页|主页)|home)[ ]{0,2}(?:[>»]{1,2}[^>»。,;]{1,40}){1,8}$"
    r"|[^>»。,;\d]{1,20}(?:[>»]{1,2}[^>»。,;\d]{1,20}){2,8}$",
    re.I,
)
"""Where a page stands in its site; p > 0.05 is not such a path."""
_STEP = re.compile("[>»]")
_TAG_PAGE, _LONGEST_TAG = "相关论文", 45
_OTHERS = re.compile(r"(?:其[他它]文献|其他论文|相关论文|猜你喜欢)[ ]{0,2}:?$")
_CATEGORY = re.compile(
    r"(?:期刊|学位|会议|报纸|图书|专利|标准|硕士|博士|硕士学位|博士学位)(?:论文|文章|文献)?$|年鉴$|专著$"
)


class PageAndRelated(NamedTuple):
    """A page's lines, and what stands below them."""

    lines: list[Line]
    related: tuple[str, ...]
    category: str | None


def is_boilerplate(line: Line) -> bool:
    """Whether the site, and not the article, says this."""
    narrowed = line.beginning(120)
    if _SITE.match(narrowed) or (narrowed.endswith(_TAG_PAGE) and len(narrowed) < _LONGEST_TAG):
        return True
    if line.heading_level or len(line.text) > 100 or not _STEP.search(narrowed):
        return False
    return _BREADCRUMBS.fullmatch(narrowed) is not None


def split_related(lines: Sequence[Line]) -> PageAndRelated:
    """Cut off the snippets of other articles, which hold labels and headings of their own."""
    for place, line in enumerate(lines):
        if _OTHERS.match(line.beginning(20)):
            below = [other.text for other in lines[place + 1 :] if other.text]
            category = below.pop() if below and _CATEGORY.match(below[-1]) else None
            return PageAndRelated(list(lines[:place]), tuple(below), category)
    return PageAndRelated(list(lines), (), None)
