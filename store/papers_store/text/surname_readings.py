"""Surnames that are read otherwise than their characters mostly are: 曾 is zeng, and not ceng."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

_READ = """
乐 yue 覃 qin 单 shan 解 xie 查 zha 曾 zeng 仇 qiu 区 ou 朴 piao 盖 ge 翟 zhai 薄 bo 能 nai 乜 nie
种 chong 员 yun 折 she 洗 xian 召 shao 祭 zhai 缪 miao 句 gou 秘 bi 卜 bu 阚 kan 粘 nian 都 du 繁 po
郇 xun 黑 he 宿 su 撖 han 炔 gui 炅 gui 过 guo 哈 ha 应 ying 冯 feng 令 ling 冼 xian 车 che 谷 gu
叶 ye 任 ren 宁 ning 沈 shen 石 shi 华 hua 柏 bai 燕 yan 盛 sheng 隗 kui 瞿 qu 长 zhang
褚 chu 尹 yin 牟 mu 那 na 逄 pang 晟 cheng 眭 sui 贾 jia 藏 zang 幺 yao 么 yao 冒 mao 角 jue
适 kuo 莘 shen 佴 nai
"""
"""Where pypinyin's and pinyin-pro's lists, or two dictionaries, agree on another reading than the
first that pypinyin has for the character, or than what a reader would guess."""

_COMPOUND = """
万俟 mo qi|尉迟 yu chi|长孙 zhang sun|令狐 ling hu|单于 chan yu|澹台 tan tai|乐正 yue zheng
子车 zi ju|夹谷 jia gu|闾丘 lv qiu|亓官 qi guan|拓跋 tuo ba|宰父 zai fu
"""

_TOKENS = _READ.split()

_PARTED = {
    surname: tuple(sounds)
    for line in _COMPOUND.replace("|", "\n").split("\n")
    if line
    for surname, *sounds in (line.split(),)
}
"""The syllables of surnames of two characters."""

SURNAMES: Mapping[str, str] = {
    **dict(zip(_TOKENS[::2], _TOKENS[1::2], strict=True)),
    **{surname: "".join(sounds) for surname, sounds in _PARTED.items()},
}
"""How such surnames sound, in letters; simplified."""

ALWAYS = frozenset("覃翟仇缪阚曾")
"""Surnames whose other reading hardly begins a word of three characters, so that one is a name."""

_LONGEST, _GIVEN = 2, 2
"""Characters of a surname, and of what is given."""


@lru_cache(maxsize=1)
def sounds_in_names() -> Mapping[str, tuple[str, ...]]:
    """What characters sound like in such surnames."""
    found: dict[str, tuple[str, ...]] = {}
    for surname, sounds in SURNAMES.items():
        for character, sound in zip(surname, _PARTED.get(surname, (sounds,)), strict=True):
            found[character] = (*found.get(character, ()), sound)
    return found


_NO_NAMES = frozenset(
    "双多新无有不与和的在以为一二三四五六七八九十两上下中内外大小前后及或之者了而"
)
"""Characters that stand alone before others more often than in names."""


def surname_of(name: str) -> str:
    """The surname of a folded name, where it is one that is read otherwise; none of a body."""
    for length in range(_LONGEST, 0, -1):
        if name[:length] in SURNAMES and 0 < len(name) - length <= _GIVEN:
            return name[:length]
    return ""


def readings_of_name(name: str) -> dict[int, str]:
    """What the surname of a folded name sounds like, by the places of its characters."""
    surname = surname_of(name)
    if len(surname) < 2:
        return {0: SURNAMES[surname]} if surname else {}
    return dict(enumerate(_PARTED[surname]))


def readings_in_title(words: Sequence[str]) -> dict[int, dict[int, str]]:
    """What surnames in a title sound like, by the word and the place in it.

    Args:
        words: The title's, folded; of which those that stand for a person are known by their form.
    """
    found = {
        at: dict(enumerate(_PARTED.get(word[:2]) or (SURNAMES[word[0]],)))
        for at, word in enumerate(words)
        if (len(word) in (1, 3) and word[0] in ALWAYS - {"曾", "仇"})
        or (len(word) == 3 and word[0] in ALWAYS)
        or (word[:2] in _PARTED and len(word) <= _LONGEST + _GIVEN)
    }
    if _begins_with_name(words):
        found[0] = {0: SURNAMES[words[0]]}
    return found


def _begins_with_name(words: Sequence[str]) -> bool:
    """Whether a text, given as its words, begins with the name of a person.

    A surname of one character, and two more that stand for themselves, are one: 查 良 永.
    """
    if len(words) < 3 or words[0] not in SURNAMES:
        return False
    given = "".join(words[1:3])
    return len(given) == 2 and given.isalpha() and _NO_NAMES.isdisjoint(given)
