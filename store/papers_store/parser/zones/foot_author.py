"""The author at the foot of an article: （张三 作者单位：某大学）, 作者：张三."""

import re

from papers_store.article import Leftover
from papers_store.parser.formats.page import Line
from papers_store.parser.halfwidth import narrow
from papers_store.parser.header.byline import byline, is_affiliation
from papers_store.parser.zones.labelled_lines import Zones
from papers_store.parser.zones.labels import TRADITIONAL, Label

_WORKS = r"(?:作者(?:工作|所在)?单位|(?:工作|所在)?单位(?=[ ]?:)|作者(?=[系为]))[ ]{0,2}[:系为]?"
_FOOT = re.compile(
    rf"\(?[ ]?(?:作者(?:姓名)?[ ]?:[ ]?)?(?P<names>[^:()。]{{0,60}}?)[ ,;]{{0,4}}(?<!\w)?{_WORKS}"
    r"[ ]{0,2}(?P<works>[^()。]{3,120}(?:\([^()]{1,30}\)[^()。]{0,60})?)\)?[。]?$"
)
_AUTHOR = re.compile(r"\(?[ ]?(?:本文)?作者(?:姓名)?[ ]?:[ ]?(?P<names>[^:()。]{2,60})\)?[。]?$")
_IS = re.compile(
    r"\(?[ ]?(?:本文)?作者(?P<names>[^:()。,系为]{2,20})(?:[系为]|现为)"
    r"(?P<works>[^()。]{3,80})\)?[。]?$"
)
_INSIDE = re.compile(r"\([^()]{0,60}(?:作者|单位)[^()]{2,120}\)[。]?$")
"""The same, behind the last sentence."""
_RANK = re.compile(
    "[ ]?(?:副?教授|副?研究员|讲师|助教|博士生?|硕士生?|"
    "(?:博士|硕士)?研究生|博士后|学生|院长|主任)+$"
)
"""What somebody is, behind where."""
_SOURCE = re.compile(r"\(?[ ]?(?:文章|本文)?(?:来源|來源|原载|原載)[ ]?:(?=.{2,60}$)")
_LAST = 3
"""Lines at the foot that are looked at."""
_LONGEST = 200


def take_foot_authors(zones: Zones) -> None:
    """Move the author out of the last lines of the text."""
    lines = zones.back or zones.body
    _take_source(lines, zones)
    for back in range(1, min(_LAST, len(lines)) + 1):
        line = lines[-back]
        if "作者" not in (simple := line.narrow[-_LONGEST:].translate(TRADITIONAL)) and (
            "单位" not in simple
        ):
            continue
        start = 0
        if len(line.text) > _LONGEST or _found(simple) is None:
            inside = _INSIDE.search(simple)
            if inside is None:
                continue
            start = len(line.text) - len(simple) + inside.start()
        if _take(line.text[start:], zones):
            rest = line.text[:start].strip()
            lines[-back : len(lines) - back + 1] = [Line(rest)] if rest else []
            return


def _take_source(lines: list[Line], zones: Zones) -> None:
    for place in range(max(0, len(lines) - _LAST), len(lines)):
        line = lines[place]
        source = _SOURCE.match(line.narrow)
        if source is not None and "source" not in zones.filled:
            label = Label("source", "来源", 0, source.end())
            zones.add([(label, line.text[source.end() :].strip("（）() "))])
            del lines[place]
            return


def _found(simple: str) -> re.Match[str] | None:
    return _FOOT.match(simple) or _IS.match(simple) or _AUTHOR.match(simple)


def _take(text: str, zones: Zones) -> bool:
    simple = narrow(text).translate(TRADITIONAL)
    found = _found(simple)
    if found is None:
        return False
    names = text[found.start("names") : found.end("names")].strip(" ,，;；:：")
    works = (
        text[found.start("works") : found.end("works")].strip()
        if "works" in found.re.groupindex
        else ""
    )
    works = _RANK.sub("", works)
    if names and byline(names) is None:
        return False
    if works and not (is_affiliation(works) or names):
        if not simple.startswith("("):
            return False
        zones.leftovers.append(Leftover(text=text, reason="author at the foot"))
        return True
    zones.foot_authors, zones.foot_affiliations = names, works
    zones.foot = text
    return True
