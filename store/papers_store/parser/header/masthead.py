"""What a masthead says: the journal, and the year of the issue."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from papers_store.parser.halfwidth import narrow
from papers_store.text.han import HAN, han, han_pattern

DOI = han_pattern(r"10\.\d{4,9}/[^\s;,，；（\h]{1,200}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_JOURNAL = re.compile(
    rf"[《〈]?(?P<name>[{HAN}][{HAN}A-Za-z·•、() ]{{1,30}}?)[》〉]?[ ,，›»>]{{0,6}}"
    r"(?=(?:第[ ]?[\d一二三四五六七八九十]{1,4}[ ]?[卷期辑]"
    r"|(?:19|20)\d{2}[ ]?(?:[年,，(;.]|$|[ ]第)|Vol\b|No\.))"
)
"""A journal's name with its year, volume or issue behind it."""
_ALONE = re.compile(rf"[《〈]?(?P<name>[{HAN}·•、]{{2,24}}(?:\([{HAN}]{{2,10}}版\))?)[》〉]?")
_NO_JOURNAL = re.compile(
    r"(?:第[一二三四五六七八九十]{1,3}[卷期]|总第|.{0,6}(?:论文|毕业设计|说明书|目录|网络首发)"
    r"|.{0,40}(?:大学|学院|医院|研究所)$)"
)
_ENDS = re.compile(
    r"(?:学报|学刊|杂志|通报|通讯|导刊|论坛|评论|世界|月刊|季刊|论丛|集刊|研究|进展|科学|技术|史地|"
    r"教育|工程|艺术|文学|经济|管理|版\)|[法文史哲医]学)$"
)


_ISSUE = re.compile(r"(?:第[ ]?\d{1,4}[ ]?[卷期辑][ ,]{0,3}){1,3}(?=[^ ])")
"""Volume and issue printed before the journal's name."""


class Masthead(NamedTuple):
    """The journal and the year, as far as they are printed."""

    source: str | None
    year: int | None


def read_masthead(lines: Iterable[str]) -> Masthead:
    """Read the lines of mastheads and running heads above an article."""
    source = likely = None
    years: list[int] = []
    for line in lines:
        text = narrow(line).strip(" ·•-—|")
        years += [int(found[0]) for found in _YEAR.finditer(text)]
        text = _ISSUE.sub("", text)
        if han(text) < 2 or _NO_JOURNAL.match(text):
            continue
        found = _JOURNAL.match(text)
        if found is not None:
            source = source or _printed(found["name"], line)
        elif (alone := _ALONE.fullmatch(text)) is not None and likely is None:
            likely = alone["name"] if _ENDS.search(alone["name"]) else None
    return Masthead(source or likely, years[0] if years else None)


def _printed(name: str, line: str) -> str:
    """A name that was found in the narrowed copy of a line, as the line prints it."""
    start = max(narrow(line).find(name), 0)
    return line[start : start + len(name)].strip(" 　《》〈〉")
