"""What a site prints around an article: known by its elements, their names, and their links."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from papers_store.article import Leftover
from papers_store.parser.formats.page import Line
from papers_store.parser.zones.labelled_lines import is_list_heading

if TYPE_CHECKING:
    from papers_store.parser.formats.html_lines import Printed

Reason = Literal["site", "related", "contents"]

_TAGS: dict[str, Reason] = {
    "nav": "site",
    "footer": "site",
    "aside": "site",
    "form": "site",
    "dialog": "site",
    "button": "site",
    "select": "site",
    "textarea": "site",
}
SAYING = frozenset((*_TAGS, "article", "main"))
"""Elements that say what their text is without a name."""
_ALWAYS = frozenset(("nav", "button", "select", "textarea", "dialog"))
"""Elements that hold nothing of an article, however much that is."""
_NAMED_TAGS = "div section ul ol dl aside table td header footer form p span h2 h3 h4 h5 h6"
_NAMED = frozenset(_NAMED_TAGS.split())
_ROLES = {
    "navigation": "site",
    "banner": "site",
    "contentinfo": "site",
    "search": "site",
    "doc-toc": "contents",
}
_SITE_NAMES = (
    "nav navbar navigation menu breadcrumb breadcrumbs crumb crumbs sidebar share sharing social "
    "pager pagination paging login toolbar copyright beian advert ads qrcode fontsize comments "
    "respond topbar backtop gotop hotlist ranking prevnext foot footer bottom"
)
_NAMES_OF_LINKS = (
    "top side hot path position location tags tag banner pages page list "
    "links friendlink prev next header search comment rank recent latest"
)
_NAMES_OF_OTHERS = "related relevant recommend recommended recommendation recommendations siblings"
_SURE: dict[str, Reason] = dict.fromkeys(_SITE_NAMES.split(), "site")
_LINKED: dict[str, Reason] = {
    **dict.fromkeys(_NAMES_OF_LINKS.split(), "site"),
    **dict.fromkeys(_NAMES_OF_OTHERS.split(), "related"),
}
"""Names that say little by themselves; at least half of the text has to be links."""
_CONTENTS = frozenset(("toc", "outline", "catalog", "catalogue"))
_WORD = re.compile(r"[A-Z]?[a-z]{1,20}|[A-Z]{1,20}(?![a-z])")

_RELATED_HEADING = re.compile(
    r"[【\[]?(?:相关|类似|同类|更多|热门|热点|最新|推荐|精彩|延伸|扩展|随机|本类|本栏|您?可能|你?可能|大家|猜)"
    r"(?:的|还|都|也|在|感|兴|趣|您|你)*"
    r"(?:文章|阅读|论文|推荐|链接|内容|资讯|新闻|文献|专题|喜欢|看|点击|排行|帖子|博文|日志)"
    r"(?:推荐|排行榜?|阅读|列表)?[】\]]?\s{0,2}[:：]?(?:更多[>»]{0,3})?|猜你喜欢|看了又看|点击排行榜?"
)
_BESIDE = re.compile(r"[【\[(（]?(?:上|下)一?[篇页章条][】\])）]?\s{0,2}[:：]?")
_FONT_SIZE = re.compile(
    r"[【\[(（]?\s{0,2}(?:字(?:体|号)?(?:大小)?|T)\s{0,2}[:：|]?[\s【\[]{0,4}"
    r"(?:特?大|中|小|默认|标准|T|[|+\-\s\]】\[【])+[\]】)）]?"
)
_LONGEST_SNIPPET = 80
_LINKS = 0.8
"""The share of a line that is a link, from which it leads elsewhere and says nothing."""


class Zone(Struct):
    """A part of the page that may be the site's."""

    reason: Reason
    always: bool = False
    """Whether its element is never part of an article."""
    needs_links: bool = False
    outer: int = -1
    """The zone it stands in."""
    characters: int = 0
    linked: float = 0
    lines: int = 0
    has_title: bool = False
    has_list: bool = False
    """Whether a list of references or notes is headed in it."""


class Around(Struct):
    """A page sorted into the article and what surrounds it."""

    lines: list["Printed"]
    aside: list[Leftover]
    related: list[str]


def zone_of(tag: str, said: str, role: str) -> Zone | None:
    """The zone that an element opens by its name, class, id and role."""
    if (by_role := _ROLES.get(role)) is not None:
        return Zone("contents" if by_role == "contents" else "site")
    if (by_tag := _TAGS.get(tag)) is not None:
        return Zone(by_tag, always=tag in _ALWAYS)
    if not said.strip() or tag not in _NAMED:
        return None
    words = [word.lower() for word in _WORD.findall(said)]
    for word in words:
        if word in _SURE:
            return Zone(_SURE[word])
        if word in _CONTENTS:
            return Zone("contents")
    for word in words:
        if word in _LINKED:
            return Zone(_LINKED[word], needs_links=True)
    return None


def set_aside(printed: Sequence["Printed"], zones: Sequence[Zone]) -> Around:
    """Sort what the site prints out of the lines of a page."""
    reasons = _by_zone(printed, zones)
    _by_area(printed, reasons)
    _by_words(printed, reasons)
    _by_links(printed, reasons)
    around = Around([], [], [])
    for one, reason in zip(printed, reasons, strict=True):
        if not reason:
            around.lines.append(one)
        elif reason == "related":
            around.related.append(one.line.text)
        else:
            around.aside.append(Leftover(text=one.line.text, reason=reason))
    return around


def _by_zone(printed: Sequence["Printed"], zones: Sequence[Zone]) -> list[Reason | None]:
    total = sum(len(one.line.text) for one in printed)
    for one in printed:
        listed = is_list_heading(one.line) is not None
        for zone in _chain(one.zone, zones):
            zone.characters += len(one.line.text)
            zone.linked += len(one.line.text) * one.linked
            zone.lines += 1
            zone.has_title |= one.line.heading_level == 1 and one.linked < _LINKS
            zone.has_list |= listed
    found: list[Reason | None] = []
    for one in printed:
        reasons = [zone.reason for zone in _chain(one.zone, zones) if _is_aside(zone, total)]
        found.append(reasons[-1] if reasons else None)
    return found


def _chain(place: int, zones: Sequence[Zone]) -> Iterator[Zone]:
    """A zone and those around it."""
    while place >= 0:
        yield zones[place]
        place = zones[place].outer


def _is_aside(zone: Zone, total: int) -> bool:
    """Whether a zone is none of the article."""
    if zone.always:
        return True
    if zone.characters * 2 > total or zone.has_title or zone.has_list:
        return False
    if zone.reason == "contents":
        return zone.characters <= zone.lines * _LONGEST_SNIPPET
    return not zone.needs_links or zone.linked * 2 >= zone.characters


def _by_area(printed: Sequence["Printed"], reasons: list[Reason | None]) -> None:
    """Take out what stands outside of the part that the page calls its article."""
    left = [place for place, reason in enumerate(reasons) if reason is None]
    inside = [place for place in left if printed[place].in_article]
    characters = sum(len(printed[place].line.text) for place in inside)
    if not inside or characters * 2 < sum(len(printed[place].line.text) for place in left):
        return
    titled = any(printed[place].line.heading_level == 1 for place in inside)
    listed = False
    for place in left:
        one = printed[place]
        if one.in_article:
            continue
        listed |= is_list_heading(one.line) is not None
        is_head = place < inside[0] and not titled and one.linked < _LINKS
        if not (is_head or listed or one.role or len(one.line.text) > _LONGEST_SNIPPET):
            reasons[place] = "site"


def _by_links(printed: Sequence["Printed"], reasons: list[Reason | None]) -> None:
    """Take out the lines at both ends that lead elsewhere."""
    left = [place for place, reason in enumerate(reasons) if reason is None]
    first = next((at for at in left if printed[at].line.heading_level), None)
    if first is not None:
        for place in left[: left.index(first)]:
            if printed[place].linked >= _LINKS:
                reasons[place] = "site"
    if any(is_list_heading(printed[place].line) for place in left):
        # Entries of a list may lead to what they name.
        return
    for place in reversed(left):
        line = printed[place].line
        if printed[place].linked < _LINKS or len(line.text) > _LONGEST_SNIPPET:
            break
        reasons[place] = reasons[place] or "site"


def _by_words(printed: Sequence["Printed"], reasons: list[Reason | None]) -> None:
    """Take out the articles beside this one, and what sets the size of its letters."""
    place = 0
    while place < len(printed):
        one, start = printed[place], place
        place += 1
        if reasons[start] is not None and reasons[start] != "related":
            continue
        text = one.line.text
        if len(text) > _LONGEST_SNIPPET:
            continue
        if _FONT_SIZE.fullmatch(text) or _names_neighbour(one):
            reasons[start] = "site"
        elif _RELATED_HEADING.fullmatch(text):
            stop = _end_of_related(printed, place)
            if stop > place:
                reasons[start] = "site"
                reasons[place:stop] = [one or "related" for one in reasons[place:stop]]
                place = stop


def _names_neighbour(one: "Printed") -> bool:
    """Whether a line names the article above or below this one in its list."""
    found = _BESIDE.match(one.line.text)
    return found is not None and (one.linked > 0 or found[0][-1] in ":：")


def _end_of_related(printed: Sequence["Printed"], start: int) -> int:
    """Where the articles that a heading announces end."""
    stop = start
    while stop < len(printed) and _is_link(printed[stop]):
        stop += 1
    if stop > start:
        return stop
    while stop < len(printed) and _is_snippet(printed[stop].line):
        stop += 1
    ends = stop == len(printed) or printed[stop].line.heading_level > 0
    return stop if ends else start


def _is_link(one: "Printed") -> bool:
    return one.linked >= 0.5 and not one.line.heading_level


def _is_snippet(line: Line) -> bool:
    """Whether a line may be the title of another article."""
    short = len(line.text) <= _LONGEST_SNIPPET and "。" not in line.text
    return short and not line.heading_level and is_list_heading(line) is None
