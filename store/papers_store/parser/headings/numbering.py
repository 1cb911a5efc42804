"""The numbers that headings begin with, in every style: 第一章 一、 (一) 1. 1.1 (1) ① Ⅰ."""

import re
from typing import NamedTuple

from papers_store.parser.formats.page import Line

_HAN_DIGITS = "〇零一二三四五六七八九十百"
HAN_NUMBER = f"[{_HAN_DIGITS}]{{1,5}}"
"""A number in Chinese."""
_CHAPTER = re.compile(
    rf"第[ ]{{0,2}}(?:{HAN_NUMBER}|\d{{1,3}})[ ]{{0,2}}(章|编|編|篇|部分|节|節)(?=[ :、.]|$|\S)"
)
_HAN = re.compile(rf"(?:{HAN_NUMBER})(?:(?P<close>[ ]{{0,2}}[、.:])|(?P<space>[ ]{{1,4}}))")
_HAN_BRACKETED = re.compile(rf"\([ ]{{0,2}}{HAN_NUMBER}[ ]{{0,2}}\)(?P<close>[、.:]?)")
_DECIMAL = re.compile(
    r"\d{1,2}(?!\d)(?:[ ]{0,2}[.·][ ]{0,2}\d{1,2}(?!\d)){0,4}"
    r"(?P<close>[ ]{0,2}[.、](?!\d)|)(?P<space>[ ]{0,4})"
)
_BRACKETED = re.compile(r"\([ ]{0,2}\d{1,2}[ ]{0,2}\)(?P<close>[、.:]?)")
_HALF_BRACKETED = re.compile(r"\d{1,2}\)(?P<close>[、.]?)")
_CIRCLE = re.compile("[①-⑳](?P<close>[、.]?)")
_ROMAN = re.compile(r"(?:[Ⅰ-Ⅻ]{1,3}|[IVX]{1,4}(?=[.、]))(?P<close>[.、]?)[ ]{0,4}")


_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九十")} | {"〇": 0}


def han_value(number: str) -> int | None:
    """The value of a number in Chinese up to 99: 二十三; None for anything else."""
    tens, ten, ones = number.rpartition("十")
    if (
        any(one not in _DIGITS or one == "十" for one in tens + ones)
        or max(len(tens), len(ones)) > 1
    ):
        return None
    if not ten:
        return _DIGITS.get(ones)
    return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)


class Number(NamedTuple):
    """The number a line begins with."""

    family: str
    depth: int
    """Parts of a decimal number; 1 for 编, 篇 and 部分, 2 for 章, 3 for 节; 1 elsewhere."""
    value: int | None
    """The last part of an Arabic number, or a number in Chinese that closes with 、."""
    start: int
    """Where the title begins."""
    printed: str
    """Without closing punctuation."""
    closed: bool
    """Whether a bracket or a mark such as 、 parts it from the title."""


_FAMILIES = {
    "第": (("第", _CHAPTER),),
    **dict.fromkeys(_HAN_DIGITS, (("一", _HAN),)),
    "(": (("(一)", _HAN_BRACKETED), ("(1)", _BRACKETED)),
    **dict.fromkeys("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", (("①", _CIRCLE),)),
    **dict.fromkeys("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫIVX", (("Ⅰ", _ROMAN),)),
}
"""The families of numbers, by the first character of one that is no digit."""
_ARABIC = (("1)", _HALF_BRACKETED), ("1", _DECIMAL))


def _families(first: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return _ARABIC if first.isdecimal() else _FAMILIES.get(first, ())


def may_be_number(first: str) -> bool:
    """Whether a number may begin with a character, given narrowed; most lines begin with none."""
    return bool(_families(first))


def read_number(line: Line) -> Number | None:
    """The section number at the line's beginning, in whatever style."""
    narrowed = line.beginning(80)
    for family, pattern in _families(narrowed[:1]):
        if found := pattern.match(narrowed):
            return _number(family, found, line.text, narrowed)
    return None


def _number(family: str, found: re.Match[str], line: str, narrowed: str) -> Number:
    groups = found.groupdict()
    end = found.start("close") if "close" in groups and groups["close"] is not None else found.end()
    printed = line[:end].strip()
    depth, value = 1, None
    if family == "第":
        depth = {"章": 2, "节": 3, "節": 3}.get(found[1], 1)
        counted = printed[1 : -len(found[1])].strip()
        value = int(counted) if counted.isdecimal() else han_value(counted)
    elif family == "一":
        value = han_value(printed)
    elif family in ("1", "(1)", "1)"):
        parts = re.findall(r"\d+", found[0])
        depth, value = len(parts), int(parts[-1])
        if family == "1" and depth == 1:
            family = "1." if groups["close"] else "1"
    closed = family not in ("一", "1", "Ⅰ") or bool(groups.get("close"))
    start = found.end()
    while start < len(narrowed) and narrowed[start] in " :、":
        start += 1
    return Number(family, depth, value, start, printed, closed)
