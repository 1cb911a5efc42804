"""What is seen of a line of the front: the features by which it is labelled.

A feature is a short word; that a line has it is all that is said. Most look at the line alone, some
at its neighbours or at what the file says of itself. Features of the model and of the reader are
made here alike, so a change here asks for a new model (`make front-model`).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from papers_store.parser.formats.page import Line
from papers_store.parser.halfwidth import is_latin
from papers_store.parser.header.byline import byline, is_affiliation
from papers_store.parser.header.latin_names import latin_authors
from papers_store.parser.header.person_names import people
from papers_store.parser.headings.numbering import Number, read_number
from papers_store.parser.zones.labels import LIST_HEADING, Label, label_at_start
from papers_store.text.han import han

_TESTS: tuple[tuple[str, str], ...] = (
    ("stop", r"。|[.!?！？]$"),
    ("ends-stop", r"[。！？]$"),
    ("ends-comma", r"[,，、;；]$"),
    ("ends-colon", r"[:：]$"),
    ("colon", r"[:：]"),
    ("dash", r"——|--|―"),
    ("begins-dash", r"^[—―–-]{1,2}"),
    (
        "volume",
        r"第[ ]{0,2}[\d一二三四五六七八九十]{1,4}[ ]{0,2}[卷期辑]|\bvol[. ]{0,2}\d|\bno[. ]{1,2}\d",
    ),
    ("volume-alone", r"^第[ ]{0,2}\d{1,4}[ ]{0,2}[卷期]$"),
    ("pages", r"\d{1,5}[ ]{0,2}[-–—~～][ ]{0,2}\d{1,5}"),
    ("year", r"(?:19|20)\d{2}"),
    ("date", r"(?:19|20)\d{2}[ ]?[-/.年][ ]?\d{1,2}[ ]?[-/.月]"),
    ("time", r"\d{1,2}:\d{2}"),
    ("month", r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}[. ,]"),
    ("only-digits", r"^[\d\W]{1,20}$"),
    ("page-number", r"^[·•\-— ]{0,4}\d{1,4}[·•\-— ]{0,4}$|^第[ ]?\d{1,4}[ ]?页"),
    ("issn", r"\bissn\b|\bcn[ ]?\d{2}-\d{4}"),
    ("doi", r"\bdoi\b|10\.\d{4,9}/"),
    ("url", r"https?:|www\.|\.(?:com|cn|org|net)\b"),
    ("email", r"@|e-?mail"),
    (
        "journal",
        r"学报|学刊|杂志|通讯|导刊|论坛|学刊|评论|世界|月刊|季刊|论丛|集刊|journal|acta|review of",
    ),
    (
        "ends-journal",
        r"(?:学报|学刊|杂志|通报|通讯|导刊|月刊|季刊|论丛|集刊|进展|[(]\w{2,10}版[)])[ ]{0,2}$",
    ),
    ("edition", r"[(](?:自然|社会|人文|哲学|医学|工学|理学|农业|教育)\w{0,6}版[)]"),
    ("online", r"网络首发|优先出版|录用定稿|preprint|published online"),
    (
        "institution",
        r"大学|学院|研究所|研究院|医院|中学|小学|公司|实验室|中心|委员会|协会|图书馆|党校|出版社",
    ),
    (
        "ends-institution",
        r"(?:大学|学院|研究所|研究院|医院|中学|小学|公司|实验室|中心|系|委员会)[)]?$",
    ),
    (
        "latin-institution",
        r"universit|institut|college|department|school of|hospital|academy|laborator",
    ),
    ("postcode", r"(?<!\d)\d{6}(?!\d)"),
    ("bracketed", r"^[(\[【〔].*[)\]】〕]$"),
    ("begins-bracket", r"^[(\[【〔]"),
    ("dots", r"\.{4,}|…{2,}|·{4,}"),
    ("crumbs", r"[>»›].*[>»›]|首页[ ]?[>»|/]"),
    ("bars", r"\|.*\|"),
    (
        "site",
        r"登录|注册|首页|收藏|下载|投稿|点击|浏览|阅读量|分享|微信|订阅|版权所有|copyright|免责声明|当前位置|返回|字号|打印|上一篇|下一篇|"
        r"客服|会员|搜索|论文网|毕业论文网",
    ),
    ("site-begins", r"^(?:app下载|首页|登录|注册|收藏|打印|分享|投稿|订阅|浏览|点击|返回)"),
    ("from", r"来源[ ]{0,2}:|作者[ ]{0,2}:|发布|转载|责编|编辑[ ]{0,2}:"),
    (
        "column",
        r"^(?:论著|综述|专论|专题|特稿|评论|书评|研究报告|短篇论著|临床研究|基础研究|实验研究|技术与应用|理论探讨|病例报告|论文|研究论文|学术论坛|"
        r"综合论述|述评|译文|笔谈|争鸣)$",
    ),
    ("column-like", r"(?:研究|论坛|专栏|专题|探讨|交流|园地|论著|综述|经纬|纵横|视野|聚焦)$"),
    ("dotted-column", r"^[·•\[【〔●■◆].{2,14}[·•\]】〕●■◆]$"),
    (
        "role",
        r"^(?:文|图|作者|撰文|记者|本刊记者|通讯员|口述|整理|主编|编著)[ ]{0,2}[/:|]"
        r"|^[□◎○●◇◆■★☆▲][ ]?\w{2,4}$",
    ),
    ("worked", r"(?:著|编著|主编|译|编译|撰|等)$"),
    ("degree", r"(?:硕士|博士|学士|本科|毕业|学位)(?:学位)?(?:论文|设计)|学位论文"),
    (
        "form-label",
        r"^(?:姓[ ]{0,6}名|学[ ]{0,6}号|班[ ]{0,6}级|专[ ]{0,6}业|学[ ]{0,6}院|系[ ]{0,6}别|"
        r"课[ ]{0,6}程|指导教师|导[ ]{0,6}师|密[ ]{0,6}级|学校代码|分类号|日[ ]{0,6}期)",
    ),
    ("contents", r"^目[ ]{0,8}[录次]$|^contents$"),
    (
        "bio",
        r"^\w{2,4}[ ]{0,2}[(,，]?[ ]{0,2}(?:(?:19|20)\d{2}|男|女)|(?:教授|讲师|研究员|研究生|硕士|"
        r"博士)[ ,，;；。)]|研究方向|主要从事",
    ),
    ("fund", r"基金|资助|项目(?:编号|批准号)?[ ]?[(:（]"),
    (
        "topic",
        r"研究|分析|影响|探讨|探析|探究|问题|对策|思考|应用|设计|实现|进展|综述|评价|机制|路径|策略|构建|视角|比较|特征|关系|现状|启示|初探|"
        r"刍议|浅谈|浅析|试论|略论|考证|新探|述评|方法|模型|理论",
    ),
    (
        "begins-topic",
        r"^(?:论|试论|浅谈|浅析|略论|关于|基于|从|对|当代|中国|我国|新时代|再论|简论|谈|析)",
    ),
    ("of", r"的|与|及其|和|之|在|中"),
    ("case", r"以.{2,20}为例|——"),
    ("sup", r"(?<=\w)[¹²³⁴⁵⁶⁷⁸⁹*＊†‡]|\w\d(?:,\d)?[,，、 ]|\\?\*"),
    ("type-code", r"\[[A-Z]{1,2}(?:/[A-Z]{2})?\]"),
    ("editor", r"^(?:编者按|按语|编者的话|题记|内容提示|导读|引子)"),
    ("part-of-title", r"[(（](?:[上中下续]|[一二三四五])[)）]$"),
    ("question", r"[?？]"),
    ("quotes", r"[“”《》]"),
)
_PATTERNS = [(name, re.compile(pattern, re.I)) for name, pattern in _TESTS]
_LENGTHS = (2, 4, 7, 10, 14, 18, 24, 30, 40, 60, 100, 200)
_MOST = 160
"""Characters of a line that are looked at."""
_LONGEST_SHORT = 160
"""Characters from which a line is looked at as text."""
_OF_TEXT = frozenset(("stop", "ends-stop", "bio", "fund", "editor", "email", "type-code", "dots"))
_PATTERNS_OF_TEXT = [one for one in _PATTERNS if one[0] in _OF_TEXT]
_NONE: Counter[str] = Counter()


class _Seen(NamedTuple):
    """What is looked up of a line once, for itself and its neighbours."""

    line: Line
    label: Label | None
    names: bool
    affiliation: bool
    number: Number | None
    shape: str


def _seen(line: Line) -> _Seen:
    text = line.text
    label = label_at_start(line, bare=True)
    short = len(text) <= _LONGEST_SHORT
    affiliation = short and is_affiliation(text)
    names = short and _may_hold_names(text) and byline(text) is not None
    number = read_number(line) if label is None else None
    shape = _shape(line, label, names=names, affiliation=affiliation, number=number)
    return _Seen(line, label, names, affiliation, number, shape)


def _may_hold_names(text: str) -> bool:
    return "。" not in text and "？" not in text


def features_of(
    lines: Sequence[Line], *, repeated: Counter[str] | None = None, names: Sequence[str] = ()
) -> list[list[str]]:
    """The features of each line.

    Args:
        lines: The lines of the front that hold something, in order.
        repeated: How often a page prints a line; running heads and titles come more than once.
        names: What the file calls the article: its name, and what its metadata gives as the title.
    """
    seen = [*map(_seen, lines)]
    own = [[*_own(one, repeated or _NONE, names)] for one in seen]
    kinds = [one.shape for one in seen]
    first_label = next(
        (at for at, found in enumerate(own) if any(map(_is_summary, found))), len(lines)
    )
    longest = _likeliest(lines, own, first_label)
    for at, found in enumerate(own):
        found.append(f"at{min(at, 8)}")
        found.append(f"before-label{min(first_label - at, 6)}" if at <= first_label else "below")
        if first_label == len(lines):
            found.append("no-label")
        if at == longest:
            found.append("likeliest-title")
        found.append(f"above:{kinds[at - 1] if at else 'none'}")
        found.append(f"below:{kinds[at + 1] if at + 1 < len(lines) else 'none'}")
        found.append(f"below2:{kinds[at + 2] if at + 2 < len(lines) else 'none'}")
    return own


def _is_summary(feature: str) -> bool:
    return feature in ("label:abstract", "label:keywords")


def _likeliest(lines: Sequence[Line], own: Sequence[list[str]], until: int) -> int:
    """The line above the summary that a title's words and length speak for."""
    best, most = -1, 0.0
    for at, line in enumerate(lines[:until]):
        found = set(own[at])
        if found & {"names", "affiliation", "stop", "site", "volume", "url", "crumbs", "label"}:
            continue
        count = han(line.text)
        if not 4 <= count <= 60:
            continue
        weight = min(count, 20) / 20 + 0.5 * ("topic" in found) + 0.3 * ("of" in found)
        weight += (
            1.0 * (line.heading_level > 0) + 0.4 * line.strong - 1.0 * ("ends-journal" in found)
        )
        if weight > most:
            best, most = at, weight
    return best


def _own(seen: _Seen, repeated: Counter[str], names: Sequence[str]) -> Iterator[str]:
    line = seen.line
    text, narrowed = line.text[:_MOST], line.beginning(_MOST)
    yield "bias"
    yield f"long{next((one for one in _LENGTHS if len(line.text) <= one), 999)}"
    count = han(text)
    yield f"han{next((one for one in _LENGTHS if count <= one), 999)}"
    if count == 0:
        yield "no-han"
    if is_latin(text):
        yield "latin"
        if latin_authors(text) is not None:
            yield "latin-names"
        if text.isupper():
            yield "capitals"
    patterns = _PATTERNS if len(line.text) <= _LONGEST_SHORT else _PATTERNS_OF_TEXT
    for name, pattern in patterns:
        if pattern.search(narrowed):
            yield name
    if seen.names:
        yield "names"
    if seen.affiliation:
        yield "affiliation"
    if count and len(line.text) <= _LONGEST_SHORT and _may_hold_names(text):
        yield from _of_names(text, count)
    if seen.label is not None:
        yield "label"
        yield f"label:{seen.label.field}"
    if LIST_HEADING.match(narrowed):
        yield "list-heading"
    if seen.number is not None:
        yield "number"
        yield f"number:{seen.number.family}"
        if len(text) < 30:
            yield "short-number"
    yield from _dress(line)
    if repeated[line.text] > 1:
        yield "repeated"
    yield from _named(text, names)


def _dress(line: Line) -> Iterator[str]:
    """How a line is set."""
    if line.heading_level:
        yield "marked"
        yield f"marked{line.heading_level}"
    if line.strong:
        yield "strong"
    if line.apart:
        yield "apart"
    if line.indent >= 8:
        yield "centred"
    elif line.indent:
        yield "indented"
    if line.kind:
        yield f"kind:{line.kind}"


def _of_names(text: str, count: int) -> Iterator[str]:
    found = people(text)
    if found:
        share = sum(len(one.text) for one in found if one.sure) / max(count, 1)
        yield f"name-share{round(share * 4)}"
        yield f"name-count{min(len(found), 6)}"
        if len(found) == 1 and found[0].sure and len(found[0].text) == count:
            yield "one-name"


def _named(text: str, names: Sequence[str]) -> Iterator[str]:
    letters = "".join(filter(str.isalnum, text))
    if len(letters) < 4:
        return
    for name in names:
        if letters == name:
            yield "is-file-name"
        elif len(letters) >= 6 and (letters in name or name in letters):
            yield "in-file-name"


def _shape(
    line: Line, label: Label | None, *, names: bool, affiliation: bool, number: Number | None
) -> str:
    """What a line looks like to its neighbours, in a word."""
    text = line.text
    if label is not None:
        return f"label-{label.field}" if label.field in ("abstract", "keywords") else "label"
    if line.heading_level:
        return "marked"
    if len(text) > 80 or (text.endswith("。") and len(text) > 30):
        return "text"
    if is_latin(text):
        return "latin"
    if affiliation:
        return "affiliation"
    if names:
        return "names"
    if number is not None:
        return "number"
    return "short" if len(text) <= 8 else "middle"
