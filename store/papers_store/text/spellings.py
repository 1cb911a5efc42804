"""Spellings: words that are written in more than one way, where no single character says so.

The characters of 身份 and 身分 are words of their own elsewhere, so folding leaves them. Whoever
looks for the one means the other as well. So it is with a hyphen between letters and digits:
covid19, covid-19 and covid 19.
"""

import re
from functools import lru_cache
from itertools import islice, product

_GROUPS = """
身份 身分|什么 甚么|部分 部份|成分 成份|充分 充份|过分 过份|分子 份子|水分 水份|养分 养份|缘分 缘份
天分 天份|辈分 辈份|本分 本份|月份 月分|年份 年分|省份 省分|股份 股分|联络 连络|联系 连系|计划 计画
规划 规画|策划 策画|企划 企画|筹划 筹画|刻画 刻划|记录 纪录|仿佛 彷佛|思维 思唯|艺术 芸术|文艺 文芸
工艺 工芸|园艺 园芸|艺能 芸能|辩护 弁护|辩证 弁证|横滨 横浜|好像 好象|图像 图象|想象 想像|其他 其它
精彩 精采|人才 人材|反复 反覆|重复 重覆|答复 答覆|覆盖 复盖|交代 交待|撤销 撤消|坐标 座标|坐落 座落
粘土 黏土|粘膜 黏膜|粘度 黏度|粘性 黏性|粘结 黏结|度假 渡假|词汇 辞汇|绝对 决对|模糊 糢糊
"""
"""Words that are written with either character, folded."""

_SPELT = {
    word: tuple(words)
    for line in _GROUPS.split("\n")
    for words in (group.split() for group in line.split("|"))
    for word in words
}

_MOST = 8
"""Spellings of one text; nobody types a text with more of such words."""

_BORDER = re.compile(
    "|".join(sorted(_SPELT))
    # A word of letters and its number; of one or two letters, a space would part two words.
    + r"|(?<=[a-z]{3})(?P<word>-?)(?=\d)|(?<=[a-z])(?P<letters>-?)(?=\d)"
    # 3d, 5g.
    + r"|(?<![a-z\d.]\d)(?<=\d)(?P<digits>-?)(?=[a-z](?![a-z]))"
)


@lru_cache(maxsize=256)
def spellings(folded: str) -> tuple[str, ...]:
    """The ways to write a folded text, as it is first."""
    pieces: list[tuple[str, ...]] = []
    end = 0
    for found in _BORDER.finditer(folded):
        pieces += [(folded[end : found.start()],), _ways(found)]
        end = found.end()
    if not pieces:
        return (folded,)
    pieces.append((folded[end:],))
    return tuple(dict.fromkeys(map("".join, islice(product(*pieces), _MOST))))


def _ways(found: re.Match[str]) -> tuple[str, ...]:
    """How a word, or what stands between letters and digits, may be written; as it is first."""
    if found.lastgroup is None:
        known = _SPELT[found[0]]
    else:
        known = ("", "-", " ") if found.lastgroup == "word" else ("", "-")
    return (found[0], *(one for one in known if one != found[0]))
