"""People's names: Chinese, Japanese and of minorities, and Western ones among them.

Names are kept as printed, except for the signs that link them to institutions and the spaces within
Chinese ones; a dot within a name stays the one that is printed (買買提•艾力), and folding makes all
of them equal.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from papers_store.parser.halfwidth import narrow
from papers_store.parser.header.everyday_words import is_everyday
from papers_store.parser.header.latin_names import LATIN_NAME, is_latin_name
from papers_store.parser.header.surnames import COMMON, COMPOUND, JAPANESE, SINGLE
from papers_store.text.han import HAN, han_pattern, is_han
from papers_store.text.spaced_characters import close_runs

_INNER = "·•‧・･∙⋅●．﹒"
"""Dots within a name: U+00B7, the one of the standard, and those that people type for it."""
_PARTING = "●．"
"""Those that more often part one name from the next."""
_STAND_INS = "●．﹒"
"""Signs that are no middle dots elsewhere; in a name the dot that they stand for is kept."""
_DOT = han_pattern(rf"(?<=[\hA-Z])[ ]?[{_INNER}][ ]?(?=[\hA-Z])")
_WIDE_STOP = han_pattern(r"(?<=[\hA-Z])．(?=[\hA-Z])")
_ROLE = re.compile(
    r"^(?:文|图|作者|撰文|指导老师|本刊记者|记者|通讯员)[ ]{0,4}[/:|][ ]{0,4}|^[□◎○●◇◆■★☆▲][ ]{0,2}"
)
_ASIDE = re.compile(r"\([^()]{1,20}\)|\[[^\[\]]{1,6}\]")
_TOKEN = re.compile(
    rf"(?P<han>(?:(?<![{HAN}\d])(?:[A-Z][.·][ ]?){{1,3}})?[{HAN}]+"
    rf"(?:[ ]?[{_INNER}][ ]?(?:[{HAN}]+|[A-Z](?![A-Za-z])))*)"
    rf"|(?P<latin>{LATIN_NAME})|(?P<space>[ ]+)|(?P<other>.)",
    re.S,
)
_WORK = "主编|编著|编译|编写|译注|校注|整理|著|譯|译|编|編|撰|等"
"""Roles, or a word for other authors, after a name."""
_WORKED = re.compile(rf"(?:{_WORK})$")
_TITLED = re.compile("副?教授|博士生?|硕士生?|副?研究员|讲师|助教|先生|女士|摄影|图|文")
"""Titles, or roles in a newspaper, after a name and a space."""
_INITIALS = han_pattern(r"(?:[A-Z][.·][ ]?){1,3}(?=[\h])")
_AND = re.compile("[和与與及]")
_GRAMMAR = re.compile("[的与和及在了是为對对从論论其之视看如何谈析]")
_SOUNDS = frozenset(
    "阿艾爱依伊伊乌吾吐图土塔塔提特木买麦迈穆米玛马买吉古丽力里利莉热日惹巴布比白贝波博卜帕培普拜"
    "尔耳拉来勒鲁仁孜子扎佐卓玛措错桑索赛萨斯苏丹达旦德多增珍杰加嘉江坚次才央格嘎噶贡龙洛罗朗琼曲群"
    "宗旺姆梅朵拥青其娜诺那尼娘凯卡克库科哈海罕汗合胡霍沙夏肖雅亚英云因额敖斡呼和浩好日琪齐其图雅奥"
)
"""Characters that spell names of Uyghurs, Kazakhs, Mongols and Tibetans by their sound."""
_ONLY_SOUNDS = _SOUNDS - {*COMMON, "夏", "江"}
"""Those of them that seldom begin a Chinese name."""


_LONGEST_PART = 6
"""Characters between two dots of a name."""


class Person(Struct, frozen=True):
    """A possible name, and whether it surely is one."""

    text: str
    sure: bool
    """Whether it reads as a name; otherwise it only stands among names."""


def split_names(text: str) -> tuple[str, ...]:
    """Return the authors in a line, without signs of institutions and spaces inside names."""
    return tuple(person.text for person in people(text))


def people(text: str) -> list[Person]:
    """Return the possible names in a line of authors."""
    found: list[str] = []
    for piece, spaced in _pieces(_narrowed(text)):
        if found and spaced and _goes_on(found[-1], piece):
            found[-1:] = _unglued(found[-1] + piece)
        elif not (found and (_WORKED.fullmatch(piece) or _TITLED.fullmatch(piece))):
            found.extend(_unglued(piece))
    return [Person(name, is_person(name)) for name in found]


def _narrowed(text: str) -> str:
    """The narrowed copy without roles and remarks, with full-width stops between Han as printed."""
    narrowed = narrow(text)
    for stop in _WIDE_STOP.finditer(text):
        narrowed = f"{narrowed[: stop.start()]}．{narrowed[stop.end() :]}"
    return close_runs(_ASIDE.sub(",", _ROLE.sub("", narrowed.strip())))


def _goes_on(name: str, piece: str) -> bool:
    """Whether a piece behind a space belongs to the name before: 赵 飞, 龍 應台, 山田 太郎."""
    if not is_han(name + piece):
        return False
    if len(piece) == 1:
        # 赵 飞 is set with a space to be as wide as a name of three.
        return (
            not (is_name(name) and (len(name) > 2 or piece in SINGLE)) and piece not in "著译等编"
        )
    if len(name) == 1:
        return name in SINGLE and len(piece) == 2
    if name in COMPOUND:
        return len(piece) == 2
    if name not in JAPANESE or len(piece) > 3:
        return False
    return name[0] not in SINGLE or not is_name(piece)


def _pieces(narrowed: str) -> Iterator[tuple[str, bool]]:
    """Runs of Han characters and Latin names, and whether only spaces stand before each."""
    spaced, after_han = False, False
    for token in _TOKEN.finditer(narrowed):
        kind = token.lastgroup
        if kind == "space":
            spaced = after_han or spaced
            continue
        if kind == "han":
            for part in _undotted(token[0]):
                yield part, spaced
                spaced = False
        elif kind == "latin" and _stands_alone(narrowed, token, spaced):
            yield token[0].strip(" ,"), False
        spaced, after_han = False, kind == "han"


def _stands_alone(narrowed: str, token: re.Match[str], spaced: bool) -> bool:
    """Return whether Latin words are a person, and not a sign or the pinyin of a Chinese name."""
    if not is_latin_name(token[0]):
        return False
    if " " in token[0].strip() or "." in token[0]:
        return not spaced
    around = narrowed[: token.start()].rstrip()[-1:], narrowed[token.end() :].lstrip()[:1]
    return all(not one or one in ",;、" for one in around) and len(token[0]) > 2


def _undotted(run: str) -> Iterator[str]:
    """The names in a run of Han characters with dots, each dot as printed."""
    initials = _INITIALS.match(run)
    if initials and len(initials[0]) < 4 and is_name(run[initials.end() :]):
        # The letter is the sign of the previous author's institution.
        run = run[initials.end() :]
    dots = _DOT.findall(run)
    if not dots:
        yield run
        return
    parts = _DOT.split(run)
    apart = len(parts) > 2 or any(dot.strip() in _PARTING or len(dot) == 3 for dot in dots)
    names = apart and all(is_name(part) and part[0] in COMMON for part in parts)
    stops = any(dot.strip() in _PARTING for dot in dots)
    if names or (stops and max(map(len, parts)) > _LONGEST_PART):
        yield from parts
        return
    yield _DOT.sub(lambda dot: "·" if dot[0].strip() in _STAND_INS else dot[0].strip(), run)


def _unglued(piece: str) -> list[str]:
    """The names in a run of characters that nothing parts, as few as it can be."""
    if is_latin_name(piece) or _DOT.search(piece):
        return [_WORKED.sub("", piece) if _DOT.search(piece) else piece]
    if sounds_like_name(piece) and not is_name(piece):
        return [piece]
    worked = _WORKED.search(piece)
    if worked and is_name(piece[: worked.start()]):
        return [piece[: worked.start()]]
    if is_name(piece) or not 4 <= len(piece) <= 60:
        return [piece] if piece else []
    both = _AND.split(piece)
    if len(both) > 1 and all(map(is_name, both)):
        return both
    if len(piece) == 4 and piece[0] in _ONLY_SOUNDS:
        # Names of minorities often have four characters: 斯琴高娃, 吉狄马加.
        return [piece]
    return _parted(piece[: worked.start()] if worked else piece) or [piece]


def _parted(piece: str) -> list[str] | None:
    """The names that fill a run of characters, or none."""
    best: list[list[str] | None] = [[]] + [None] * len(piece)
    for end in range(2, len(piece) + 1):
        for length in (3, 2, 4):
            before = best[end - length] if end >= length else None
            if before is None or not is_name(piece[end - length : end]):
                continue
            so_far = best[end]
            if so_far is None or len(before) + 1 < len(so_far):
                best[end] = [*before, piece[end - length : end]]
    return best[-1]


def is_name(text: str) -> bool:
    """Whether a few characters read as a name in Chinese characters, by its surname."""
    length = len(text)
    if length < 2:
        return False
    if length > 3 and (_DOT.search(text) or _INITIALS.match(text)):
        return length <= 30
    if length == 3 and text[1] in _INNER:
        return True
    if length > 6 or not is_han(text):
        return False
    if text[:2] in COMPOUND and 3 <= length <= 4:
        return True
    if length <= 3 and text[0] in SINGLE:
        return True
    if length == 4 and text[0] in COMMON and text[1] in COMMON:
        # Of both parents: 陈李婉如.
        return True
    return _is_japanese(text)


def _is_japanese(text: str) -> bool:
    return any(
        text[:end] in JAPANESE and 1 <= len(text) - end <= 3 and not is_everyday(text)
        for end in (2, 3)
    )


def is_person(text: str) -> bool:
    """Whether a piece of a line is surely somebody's name, and no everyday word."""
    if is_latin_name(text):
        return True
    return is_name(text) and not is_everyday(text)


def may_be_name(text: str) -> bool:
    """Whether a piece can be a name beside others that surely are: its surname may be rare."""
    return (
        2 <= len(text) <= 5 and is_han(text) and not is_everyday(text) and not _GRAMMAR.search(text)
    )


def sounds_like_name(text: str) -> bool:
    """Whether a short run is written by sound alone, as names of some minorities are: 巴特尔."""
    return 3 <= len(text) <= 6 and _SOUNDS.issuperset(text) and not is_everyday(text)
