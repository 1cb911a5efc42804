"""Recognise lines of authors and of their institutions."""

import re

from papers_store.parser.halfwidth import is_latin, narrow
from papers_store.parser.header.person_names import (
    Person,
    is_name,
    may_be_name,
    people,
    sounds_like_name,
    split_names,
)
from papers_store.parser.header.surnames import COMMON
from papers_store.text.han import han, han_pattern

_INSTITUTION = re.compile(
    "大学|学院|学校|中学|小学|幼儿园|研究院|研究所|研究中心|研究室|实验室|医院|公司|中心|委员会|协会|学会|党校|出版社|"
    "编辑部|图书馆|博物馆|档案馆|文化馆|管理局|总局|教育局|工程局|设计院|科学院|社科院|法院|检察院|政府|部队|集团|银行|"
    "工厂|研究会|大學|學院"
)
_SEGMENT = han_pattern(r"[\h·]{3,60}")
_ENDS_INSTITUTION = re.compile("[学院校园所室心院司会社部馆局府队团行厂系科处组班站區区队學]$")
_POSTCODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
_ASIDE = re.compile(r"\([^()]{1,20}\)")
_PARTED = han_pattern(r"[,;、/&|]|[ ]{1,}|[^ ,;、/&|\h·•‧・･∙⋅]{1,}")
_CORPORATE = han_pattern(r"^[\h]{0,20}(?:编辑部|课题组|项目组|编写组|本刊记者|评论员)$")
_NUMBERED = han_pattern(
    r"(?:^|(?<=[;)\] ,.。\d]))[ ]{0,4}\(?(?:\d{1,2}|[¹²³⁴⁵⁶⁷⁸⁹]|[a-f])[).,、.]?"
    r"[ ]{0,4}(?=[\h])"
)
_LISTING = frozenset(",;、")
_PLACE = han_pattern(
    "北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|"
    "贵州|云南|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|台湾|中国|国家|全国|中共|中央|南京|武汉|成都|"
    r"沈阳|西安|华[东南北中]|[\h]{1,3}[省市县区州]"
)
_CITED = han_pattern(
    r"[\h·, ]{2,120}(?=[.][^.]{6,120}(?:\[[A-Z]\]|学报[, ]|[.,][ ]?(?:19|20)\d{2},))"
)
"""The authors of a citation of the article itself, printed as 引用格式."""
_BETWEEN = re.compile(r"\)[ ,;]{0,4}\(|;")
_AROUND = " \u3000\xa0,，;；.．。()（）[]【】:：*＊、"

_LONGEST_BYLINE = 400
_LONGEST_AUTHORS = 200


def is_affiliation(text: str) -> bool:
    """Return whether a line names an institution, by a word that ends like such a name."""
    if len(text) > _LONGEST_BYLINE or "。" in text:
        return False
    if _POSTCODE.search(narrow(text)) and han(text) > 3:
        return True
    words = (word[0] for word in _SEGMENT.finditer(text))
    return any(_INSTITUTION.search(word) and _ENDS_INSTITUTION.search(word) for word in words)


def byline(text: str) -> tuple[tuple[str, ...], str] | None:
    """Return authors and the rest of the line; None if the line is not a byline."""
    if len(text) > _LONGEST_BYLINE or not han(text):
        return None
    if _CORPORATE.search(text):
        return (text.strip(_AROUND),), ""
    names, rest = _parted(text)
    found = people(names)
    if not _are_names(found) or (is_latin(text) and not all(one.sure for one in found)):
        return None
    return tuple(one.text for one in found), rest


def _are_names(found: list[Person]) -> bool:
    """Return whether enough items of a line are names, with Chinese ones among them."""
    sure = sum(1 for one in found if one.sure)
    chinese = [one.text for one in found if one.sure and han(one.text)]
    if not chinese:
        return len(found) == 1 and sounds_like_name(found[0].text)
    if sure * 10 >= len(found) * 6:
        return True
    # A frequent surname makes rare ones beside it likely.
    frequent = any(name[0] in COMMON for name in chinese)
    return frequent and all(one.sure or may_be_name(one.text) for one in found)


def _parted(text: str) -> tuple[str, str]:
    """Split a line before its institution; names can only be in the first part."""
    narrowed = narrow(text)
    if cited := _CITED.match(narrowed):
        # How to cite the article, printed where its authors are.
        return text[: cited.end()], ""
    place = _INSTITUTION.search(narrowed)
    bracket = narrowed.find("(")
    if place is None and bracket > 0 and _POSTCODE.search(narrowed, bracket):
        return text[:bracket], text[bracket:]
    if place is None or not is_affiliation(text):
        return text, ""
    if 0 < bracket < place.start() and not _is_aside(narrowed, bracket):
        return text[:bracket], text[bracket:]
    end, separator = 0, ""
    for found in _PARTED.finditer(narrowed, 0, place.start()):
        end, separator = found.end(), found[0]
    if separator not in _LISTING or _PLACE.match(narrowed, end) or not is_name(narrowed[end:][:3]):
        return text[:end], text[end:]
    # The last of several authors runs into the institution; three characters are the likeliest.
    return text[: end + 3], text[end + 3 :]


def _is_aside(narrowed: str, bracket: int) -> bool:
    """Return whether a bracket is a remark such as (共同作者), followed by the institution."""
    aside = _ASIDE.match(narrowed, bracket)
    return aside is not None and not _INSTITUTION.search(aside[0])


def split_affiliations(text: str) -> tuple[str, ...]:
    """Split a line into institutions, without the signs that link authors to them."""
    narrowed = narrow(text)
    cuts = sorted(
        {(found.start(), found.end()) for found in _BETWEEN.finditer(narrowed)}
        | {(found.start(), found.end()) for found in _NUMBERED.finditer(narrowed)}
    )
    pieces, start = [], 0
    for begin, end in cuts:
        pieces.append(text[start : max(begin, start)])
        start = max(start, end)
    pieces.append(text[start:])
    return tuple(piece for one in pieces if len(piece := one.strip(_AROUND)) > 3)


def read_authors(text: str) -> tuple[str, ...]:
    """Authors behind a label such as 作者:, where names need no proof."""
    found = byline(text)
    if found is not None:
        return found[0]
    if is_latin(text):
        pieces = re.split(r"[;；,，、]", text[:_LONGEST_AUTHORS])
        return tuple(
            piece.strip(" .*1234567890") for piece in pieces if piece.strip(" .*1234567890")
        )
    names = split_names(text[:_LONGEST_AUTHORS])
    return tuple(name for name in names if is_name(name) or 2 <= len(name) <= 8)
