"""Headings by their numbering, and the levels they nest in.

Every article numbers in its own order: 一 may hold (一), 1 or 2.1. So a level is where a family of
numbers stands among those still open, not a property of the family.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from papers_store.article import Section
from papers_store.parser.formats.page import Line
from papers_store.parser.halfwidth import narrow
from papers_store.parser.header.byline import byline, is_affiliation
from papers_store.parser.headings.blocks import blocks_of, is_caption, is_numbered_item
from papers_store.parser.headings.numbering import HAN_NUMBER, Number, may_be_number, read_number
from papers_store.text.han import han, han_pattern

_UNITS = re.compile(
    r"年(?![龄代轻鉴度级])|月(?!经)|日(?![常本语])|人(?![口员員类格才力民文工际物体群性])|个(?![体人性案])|"
    r"位(?![置移点])|种(?![群植族质子])|分(?![析类布工离子配解层化级])|度(?![量])|天(?![然文气])|"
    r"名(?![称词义])|期(?![望刊待])|例(?![如证])|次(?![要生])|时(?![间代空期])|点(?![评突])|"
    r"家(?![庭族长教])|条(?![件例约])|项(?!目)|号(?![召])|克(?!服)|元(?![认素])|米|倍|岁|万|亿|%|‰|℃|"
    r"周(?![期边])|届|篇(?!章)|级|所|套|台|吨|公里|世纪|小时|分钟|[a-z]{1,3}(?![a-z])|[-~～－—×/]"
)


_NAMES = (
    "引言 前言 绪论 导言 导论 序言 结语 结论 结束语 小结 总结 余论 讨论 致谢 鸣谢 后记 附录 "
    "问题的提出 材料与方法 资料与方法 对象与方法 材料和方法 资料和方法 结果与分析 结果与讨论 "
    "结果和讨论 结论与建议 结论与展望 结论与启示 "
    "緒論 導言 導論 序論 序论 結語 結論 結束語 小結 總結 餘論 討論 致謝 謝辭 谢辞 謝誌 鳴謝 後記 "
    "附錄 問題的提出 材料與方法 資料與方法 對象與方法 結果與分析 結果與討論 結論與建議"
)
_INITIALS = frozenset(name[0] for name in _NAMES.split()) | frozenset("IiCcAa")
_NAMED = re.compile(
    rf"(?:{'|'.join('[ ]{0,8}'.join(name) for name in _NAMES.split())}"
    r"|introduction|conclusions?|acknowledge?ments?|appendix)(?:[ ]{0,4}[A-Z一二三四\d]{1,2})?"
    r"(?P<close>[ ]{0,4}(?::|$)|(?=[ ]{1,8}[^ ]{1,40}$))",
    re.I,
)
_USUAL = re.compile(
    "((?:一般|临床|病例)资料|研究对象|(?:纳入|排除|诊断|疗效|评价)标准|观察指标|"
    "(?:治疗|手术|检测|研究|护理)方法|统计学?(?:方法|处理|分析))[ :]{0,4}"
)
"""Headings of medical papers, which their text follows with nothing between."""
_MEASURED = re.compile(
    r"倍|%|‰|℃|万|亿|岁|公里|公斤|千克|小时|(?:mm|cm|km|kg|mg|ml)(?![a-z])", re.I
)
"""Units that a space may part from their number."""
_FRAGMENT = re.compile(r"[和与至到~、的及或]")
"""What stands behind a number in the middle of a sentence."""
_DESCRIBES = re.compile(
    r"(?:主要)?(?:为|是|將|将|则|則|从|從|对|對|在|介绍|介紹|首先|重点|重點|着重|分别|分別"
    r"|(?:阐述|闡述|论述|論述|说明|說明|分析|讨论|討論|总结|總結|归纳|歸納|提出|梳理)了)"
)
"""How a sentence goes on that tells what a chapter is about."""
_ITEMS = re.compile(rf"{HAN_NUMBER}(?:、|等|类|级|期|号|线|审|胎|年级)")
_ENDS_SENTENCE = tuple("。;,、.…")
_TRAILING_NUMBERS = re.compile(r"[ ][-+]?\d[\d.,%]*$")
_WORDS = han_pattern(r"[A-Za-z\u0370-\u03ff\h]")
_INTRODUCES = re.compile(r"(?:如下|包括|包含|例如|为|是|有|即|指出|认为)$")

_BRACKETED_HEADING = han_pattern(r"\[([\h]{2,8})\]")
"""How case notes head their parts: 【分歧意见】."""
_STRONG = 7
"""The level of a line in bold: below every heading that is marked as one."""
_LONGEST_STRONG = 40

LONGEST_PLAIN = 20
"""Characters of a heading that only its place tells from text."""
_PLAIN = han_pattern(
    r"(?![图表])(?=[^\h]{0,6}[\h])[\hA-Za-z“”‘’《》()、·—\- ]{2,20}(?<![、—\-])[?]?"
)
_PARAGRAPH = 40
_ENDS_PARAGRAPH = tuple("。！？!?”：:…）)")
_LEAST_PLAIN = 2
_COUNTS = frozenset(("1", "1."))
"""Families of one Arabic number; parts of a decimal are of the first."""
_LONGEST_TITLE = 60
_LONGEST_PHRASE = 25
_LONGEST_PLAIN_PHRASE = 10


class Heading(Struct, frozen=True):
    """A heading, and the text that runs on from it in the same line."""

    number: Number | None
    title: str
    text: str = ""
    heading_level: int = 0
    line: Line | None = None
    """The whole line, where it is no heading that the page marks as one."""


class HeadingDetector:
    """Tells headings from text, line by line; it remembers how far the counting has come."""

    def __init__(self) -> None:
        self._last: int | None = None
        self._last_han: int | None = None

    def read(self, line: Line) -> Heading | None:
        """The heading this line is, or begins with; None for text."""
        if line.row or line.kind or not line.text or not _may_be_heading(line):
            return None
        if is_caption(line):
            return None
        heading = self._numbered(line) or _named(line)
        if heading is None and line.heading_level:
            return Heading(None, line.text, heading_level=line.heading_level)
        if heading is None and line.strong and _is_phrase(line):
            return Heading(None, line.text.rstrip("：:"), heading_level=_STRONG)
        if heading is None and (inner := _BRACKETED_HEADING.fullmatch(line.narrow)):
            return Heading(None, line.text[inner.start(1) : inner.end(1)], heading_level=1)
        number = heading.number if heading else None
        if number and number.family == "一":
            self._last_han = number.value
        if number and number.family in _COUNTS and number.depth == 1:
            self._last = number.value
        return heading

    def _numbered(self, line: Line) -> Heading | None:
        number = read_number(line)
        if number is None:
            return None
        title, narrowed = line.text[number.start :].strip(), line.narrow[number.start :].strip()
        if number.family == "第" and not title:
            return Heading(number, "", heading_level=line.heading_level)
        if not _WORDS.search(title[:_LONGEST_TITLE]) or self._lists_items(number, narrowed):
            return None
        if line.heading_level:
            return Heading(number, title, heading_level=line.heading_level)
        if not self._counts(number, narrowed):
            return None
        if number.family == "第" and number.start == len(number.printed):
            # Glued to what follows, a number may be the subject of a sentence.
            return None if _is_sentence(narrowed) else Heading(number, title)
        usual = _USUAL.match(narrowed[:20]) if number.depth > 1 else None
        if usual and len(title) - usual.end() >= 12:
            return Heading(number, title[: usual.end(1)], title[usual.end() :])
        if _is_title(number, narrowed):
            return Heading(number, title)
        return _run_in(number, title, narrowed)

    def _lists_items(self, number: Number, title: str) -> bool:
        """Whether it goes on as 一、二、三等奖 does; 二、三类抄写者 after 一、 heads a section."""
        if not _ITEMS.match(title[:8]):
            return False
        last, value = self._last_han, number.value
        return number.family != "一" or last is None or value is None or value != last + 1

    def _counts(self, number: Number, title: str) -> bool:
        """Whether an Arabic number numbers something, rather than measures or dates it."""
        if not number.family.startswith("1") or number.family == "1)":
            return True
        # 1.5倍 and 17岁 are glued to their unit; a heading's number mostly is not.
        glued = number.start == len(number.printed)
        if number.depth < 3 and (_UNITS if glued else _MEASURED).match(title[:4]):
            return False
        if glued and _FRAGMENT.match(title[:1]):
            return False
        if number.depth > 1 or number.value is None or number.family == "1.":
            return True
        last = self._last
        follows = last is not None and last < number.value <= last + 2
        return follows or number.value in (0, 1)


def _is_sentence(title: str) -> bool:
    """Whether what follows the number of a chapter, narrowed, is a sentence about it."""
    return _DESCRIBES.match(title) is not None or "。" in title or len(title) > _LONGEST_TITLE


def _is_title(number: Number, title: str) -> bool:
    """Whether what follows a number reads as a heading and not as a sentence; title narrowed."""
    if len(title) > _LONGEST_TITLE or title.endswith(_ENDS_SENTENCE) or "。" in title:
        return False
    if title.endswith(":"):
        return len(title) <= 20 and not _INTRODUCES.search(title[:-1])
    if ";" in title or title.count(",") > 3 or _TRAILING_NUMBERS.search(title):
        return False
    if number.family == "①":
        return len(title) <= 30 and "," not in title
    return number.family != "一" or number.closed or (len(title) <= 30 and "," not in title)


def _run_in(number: Number, title: str, narrowed: str) -> Heading | None:
    """A heading whose text goes on in the same line, after 。 or, in decimals, after a space."""
    stop = narrowed.find("。", 0, _LONGEST_PHRASE + 1)
    if stop > 0:
        phrase, rest = title[:stop].strip(), title[stop + 1 :].strip()
        plain = narrowed[:stop].count(",") <= 1 and not set(narrowed[:stop]) & set(":;")
        if plain and len(rest) >= 8 and not _goes_on(number, rest):
            return Heading(number, phrase, rest)
    if number.family == "1" and number.depth > 1:
        space = narrowed.find(" ", 0, _LONGEST_PLAIN_PHRASE + 1)
        phrase, rest = title[:space].strip(), title[space + 1 :].strip()
        if space > 1 and phrase.isalpha() and han(phrase) > 1 and len(rest) >= 20:
            return Heading(number, phrase, rest)
    return None


def _goes_on(number: Number, rest: str) -> bool:
    """Whether the next number of the same family stands further on: a list inside a sentence."""
    if number.value is None or number.family == "1":
        return False
    following = {"(1)": f"({number.value + 1})", "1)": f"{number.value + 1})"}
    after = following.get(number.family)
    return after is not None and after in narrow(rest)


def _may_be_heading(line: Line) -> bool:
    """Whether a line is marked as one, or begins as one does; most begin with another character."""
    first = line.narrow[0]
    return (
        line.heading_level > 0
        or line.strong
        or first in _INITIALS
        or first == "["
        or may_be_number(first)
    )


def _is_phrase(line: Line) -> bool:
    """Whether a line in bold is short, and no sentence."""
    text = line.narrow
    return (
        1 < len(text) <= _LONGEST_STRONG and not text.endswith(_ENDS_SENTENCE) and "。" not in text
    )


def _named(line: Line) -> Heading | None:
    """A heading known by its name alone: 引言, 结语, 致谢, 附录 A."""
    narrowed = line.beginning(120)
    found = _NAMED.match(narrowed)
    if found is None:
        return None
    name = line.text[: found.start("close")].strip()
    rest = line.text[found.end() :].strip()
    if not rest or narrowed[found.start("close") : found.end()].strip() == ":":
        return Heading(None, name, rest)
    if name.startswith(("附", "A", "a")) or line.heading_level:
        return Heading(None, line.text)
    return None


class HeadingLevels:
    """The level of each heading, by the families of numbers that are open around it."""

    def __init__(self, headings: Iterable[Heading]) -> None:
        self._present = {
            (one.number.family, one.number.depth) for one in headings if one.number is not None
        }
        self._open: list[tuple[str, int]] = []
        self._values: dict[tuple[str, int], int | None] = {}

    def level(self, heading: Heading) -> int:
        """The level of the next heading, 1 for the outermost."""
        family = self._family(heading)
        if family is None:
            self._open.clear()
            return 1
        if family in self._open:
            del self._open[self._open.index(family) + 1 :]
        else:
            self._nest(family)
        if heading.number is not None:
            self._values[family] = heading.number.value
        return len(self._open)

    def _family(self, heading: Heading) -> tuple[str, int] | None:
        number = heading.number
        if number is None:
            return (
                ("#", heading.heading_level)
                if heading.heading_level and not _is_name(heading)
                else None
            )
        family = (number.family, number.depth)
        if number.depth != 1 or number.family not in _COUNTS:
            return family
        other = ("1." if number.family == "1" else "1", 1)
        if family in self._open or other not in self._open or number.value is None:
            return family
        # "2" goes on counting after "1."; a count that starts again is a list of its own.
        before = self._values.get(other)
        return other if before is not None and number.value == before + 1 > 1 else family

    def _nest(self, family: tuple[str, int]) -> None:
        """Open a family inside those it cannot be outside of."""
        name, depth = family
        if name == "第":
            self._open = [one for one in self._open if one[0] == name and one[1] < depth]
        rooted = any(one in _COUNTS and part == 1 for one, part in self._open)
        while self._open and self._open[-1][1] > depth and self._akin(name, rooted):
            self._open.pop()
        if name in _COUNTS and not any(one in _COUNTS for one, _ in self._open):
            # 1.2 printed before 1, as two columns read in the wrong order give.
            outer = ((one, part) for part in range(1, depth) for one in sorted(_COUNTS))
            self._open += [one for one in outer if one in self._present]
        if family not in self._open:
            self._open.append(family)

    def _akin(self, name: str, rooted: bool) -> bool:
        """Whether the innermost family counts parts of what the named one counts."""
        innermost = self._open[-1][0]
        return innermost == name or (not rooted and innermost in _COUNTS and name in _COUNTS)


def _is_name(heading: Heading) -> bool:
    return _named(Line(heading.title)) is not None


def sections(lines: Sequence[Line]) -> tuple[Section, ...]:
    """The article's text as sections, the text before the first heading at level 0."""
    return tuple(_sections(_with_plain(_outlined(list(_parts(lines))))))


def _parts(lines: Iterable[Line]) -> Iterator[Heading | Line]:
    detector = HeadingDetector()
    for line in lines:
        heading = detector.read(line)
        if heading is None:
            if line.text:
                yield line
        else:
            yield heading if line.heading_level else replace(heading, line=line)
            if heading.text:
                yield Line(heading.text)


def _outlined(parts: Sequence[Heading | Line]) -> list[Heading | Line]:
    """The parts without headings that do not fit the outline of the page.

    A chapter described in a plan, whose number heads a chapter elsewhere; a decimal number that
    nothing counts up to.
    """
    heads = {_key(part) for part in parts if isinstance(part, Heading) and not part.text}
    seen: set[tuple[int, ...]] = set()
    kept: list[Heading | Line] = []
    dropped = False
    for part in parts:
        if isinstance(part, Line):
            if not dropped:
                kept.append(part)
            dropped = False
            continue
        described = part.text and _key(part) in heads and _is_chapter(part)
        if part.line is not None and (described or not _counts_up(part, seen)):
            kept.append(part.line)
            dropped = bool(part.text)
            continue
        dropped = False
        kept.append(part)
    return kept


def _with_plain(parts: list[Heading | Line]) -> list[Heading | Line]:
    """The parts with short lines between paragraphs as headings, where the page has no others.

    They stand apart, end in no stop, and each has a paragraph below it; one alone proves nothing.
    """
    headings = [part for part in parts if isinstance(part, Heading)]
    if any(one.number is not None or one.heading_level for one in headings):
        return parts
    plain = {place for place in range(len(parts) - 1) if _is_plain(parts, place)}
    if not plain or len(plain) + len(headings) < _LEAST_PLAIN:
        return parts
    return [
        Heading(None, part.text) if place in plain and isinstance(part, Line) else part
        for place, part in enumerate(parts)
    ]


def _is_plain(parts: Sequence[Heading | Line], place: int) -> bool:
    line, below = parts[place], parts[place + 1]
    above = parts[place - 1] if place else None
    if not isinstance(line, Line) or not isinstance(below, Line) or not line.apart or line.kind:
        return False
    ended = not isinstance(above, Line) or above.text.endswith(_ENDS_PARAGRAPH)
    return (
        ended
        and len(below.text) >= _PARAGRAPH
        and below.text.endswith(_ENDS_PARAGRAPH)
        and _PLAIN.fullmatch(line.narrow) is not None
        and byline(line.text) is None
        and not is_affiliation(line.text)
    )


def _key(heading: Heading) -> tuple[str, str]:
    return (heading.number.family, heading.number.printed) if heading.number else ("", "")


def _is_chapter(heading: Heading) -> bool:
    return heading.number is not None and heading.number.family == "第"


def _counts_up(heading: Heading, seen: set[tuple[int, ...]]) -> bool:
    """Whether the number of a heading follows one that was seen, or is parted from its title.

    3.6处理 in the middle of a sentence follows no 3.5.
    """
    number = heading.number
    if number is None or number.family != "1":
        if number is not None and number.family == "1." and number.value is not None:
            seen.add((number.value,))
        return True
    parts = tuple(map(int, re.findall(r"\d+", number.printed)))
    glued = heading.line is not None and number.start == len(number.printed)
    *above, last = parts
    known = last <= 1 or any((*above, before) in seen for before in (last - 1, last - 2))
    if glued and len(parts) == 2 and not known:
        return False
    seen.add(parts)
    return True


def _sections(parts: Sequence[Heading | Line]) -> Iterator[Section]:
    levels = HeadingLevels(part for part in parts if isinstance(part, Heading))
    level, number, title = 0, "", ""
    paragraphs: list[Line] = []
    for part in parts:
        if isinstance(part, Line):
            paragraphs.append(part)
            continue
        if level or paragraphs:
            yield _section(level, number, title, paragraphs)
        level, title, paragraphs = levels.level(part), part.title, []
        number = part.number.printed if part.number else ""
    if level or paragraphs:
        yield _section(level, number, title, paragraphs)


def _section(level: int, number: str, title: str, lines: Sequence[Line]) -> Section:
    return Section(
        level=level,
        number=number,
        title=title,
        paragraphs=tuple(map(_shown, lines)),
        blocks=tuple(blocks_of(lines)),
    )


def _shown(line: Line) -> str:
    """The text of a line with the number that a browser shows before it."""
    numbered = line.kind == "item" and line.item and not is_numbered_item(line)
    return f"{line.item}. {line.text}" if numbered else line.text


def is_numbered_heading(line: Line) -> bool:
    """Whether a line, on its own, is a numbered heading or one known by its name."""
    heading = HeadingDetector().read(line)
    return heading is not None and (heading.number is not None or heading.heading_level == 0)
