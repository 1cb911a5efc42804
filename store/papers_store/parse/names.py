"""Lines of authors and of the institutions they are at."""

import re
from collections.abc import Iterator

from papers_store.parse.width import han, is_latin, narrow

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴"
    "傅萧丘习常赖阎洪诸扬昌沿水木汲滑竺荀钮麹濮嵇保台"
    "霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧阳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄"
    "窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查"
    "麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖"
    "练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那"
    "宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利于呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"
    "張劉陳楊黃趙吳孫馬鄭謝許韓馮鄧蕭蔣葉蘇魏呂盧鐘陸範賈韋鄒龍賀顧龔錢嚴湯"
)
_COMPOUND_NAMES = (
    "欧阳 上官 皇甫 诸葛 司马 司徒 东方 夏侯 尉迟 令狐 公孙 慕容 长孙 端木 宇文 独孤 呼延"
)
_COMPOUND = frozenset(_COMPOUND_NAMES.split())

_INSTITUTION = re.compile(
    "大学|学院|学校|中学|小学|幼儿园|研究院|研究所|研究中心|研究室|实验室|医院|公司|中心|委员会|协会|学会|党校|出版社|"
    "编辑部|图书馆|博物馆|档案馆|文化馆|管理局|总局|教育局|工程局|设计院|科学院|社科院|法院|检察院|政府|部队|集团|银行|"
    "工厂|研究会|大學|學院"
)
_SEGMENT = re.compile("[\u3400-\u9fff·]{3,60}")
_ENDS_INSTITUTION = re.compile("[学院校园所室心院司会社部馆局府队团行厂系科处组班站區区队學]$")
_POSTCODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
_ASIDE = re.compile(r"\([^()]{1,20}\)")
_PARTED = re.compile(r"[,;、/&|]|[ ]{1,}|[^ ,;、/&|\u3400-\u9fff·]{1,}")
_ROLE = re.compile(
    r"^(?:文|图|作者|撰文|指导老师|本刊记者|记者|通讯员)[ ]{0,4}[/:|][ ]{0,4}|^[□◎○●◇◆■][ ]{0,2}"
)
_CORPORATE = re.compile("^[\u3400-\u9fff]{0,20}(?:编辑部|课题组|项目组|编写组|本刊记者|评论员)$")
_MARKED = re.compile(
    r"(?:^|(?<=[;)\] ,.。\d]))[ ]{0,4}\(?(?:\d{1,2}|[¹²³⁴⁵⁶⁷⁸⁹]|[a-f])[).,、.]?"
    r"[ ]{0,4}(?=[\u3400-\u9fff])"
)
_LISTING = frozenset(",;、")
_PLACE = re.compile(
    "北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|"
    "贵州|云南|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|台湾|中国|国家|全国|中共|中央|南京|武汉|成都|"
    "沈阳|西安|华[东南北中]|[\u4e00-\u9fff]{1,3}[省市县区州]"
)
_BETWEEN = re.compile(r"\)[ ,;]{0,4}\(|;")
_AROUND = " \u3000\xa0,，;；.．。()（）[]【】:：*＊、"

_LONGEST_BYLINE = 400


def split_names(text: str) -> tuple[str, ...]:
    """Authors in a line, their marks removed; names set with a space inside are closed up."""
    narrowed = _ASIDE.sub(",", _ROLE.sub("", narrow(text).strip()))
    names: list[str] = []
    for piece, spaced in _pieces(narrowed):
        # 赵 飞 is set with a space to be as wide as a name of three.
        if len(piece) == 1 and spaced and names and not _whole(names[-1], piece):
            names[-1:] = _unglued(names[-1] + piece)
        else:
            names.extend(_unglued(piece))
    return tuple(names)


def _whole(name: str, following: str) -> bool:
    """Whether a name is finished before a single character that stands apart."""
    return is_name(name) and (len(name) > 2 or following in _SURNAMES)


def _pieces(narrowed: str) -> Iterator[tuple[str, bool]]:
    """Runs of Han characters, and whether only spaces stand before each."""
    start, spaced = 0, False
    for parting in _PARTED.finditer(narrowed):
        if parting.start() > start:
            yield narrowed[start : parting.start()].strip("·"), spaced
            spaced = True
        spaced = spaced and not parting[0].strip()
        start = parting.end()
    if start < len(narrowed):
        yield narrowed[start:].strip("·"), spaced


def _unglued(piece: str) -> list[str]:
    """The names in a run of characters that nothing parts, as few as it can be."""
    if is_name(piece) or not 4 <= len(piece) <= 60:
        return [piece] if piece else []
    best: list[list[str] | None] = [[]] + [None] * len(piece)
    for end in range(2, len(piece) + 1):
        for length in (3, 2, 4):
            before = best[end - length] if end >= length else None
            if before is None or not is_name(piece[end - length : end]):
                continue
            so_far = best[end]
            if so_far is None or len(before) + 1 < len(so_far):
                best[end] = [*before, piece[end - length : end]]
    return best[-1] or [piece]


def is_name(text: str) -> bool:
    """Whether two to four characters read as a Chinese name."""
    if "·" in text:
        return 3 <= len(text) <= 20
    if text[:2] in _COMPOUND:
        return 3 <= len(text) <= 4
    return 2 <= len(text) <= 3 and text[0] in _SURNAMES and han(text) == len(text)


def is_affiliation(text: str) -> bool:
    """Whether a line is where authors are at: a word that ends as an institution's name does."""
    if len(text) > _LONGEST_BYLINE or "。" in text:
        return False
    if _POSTCODE.search(narrow(text)) and han(text) > 3:
        return True
    words = (word[0] for word in _SEGMENT.finditer(text))
    return any(_INSTITUTION.search(word) and _ENDS_INSTITUTION.search(word) for word in words)


def byline(text: str) -> tuple[tuple[str, ...], str] | None:
    """Authors, and what follows them in the same line; None where the line is no byline."""
    if len(text) > _LONGEST_BYLINE or is_latin(text):
        return None
    if _CORPORATE.search(text):
        return (text.strip(_AROUND),), ""
    names, rest = _parted(text)
    found = split_names(names)
    good = sum(1 for name in found if is_name(name))
    if not good or good * 10 < len(found) * 6:
        return None
    return found, rest


def _parted(text: str) -> tuple[str, str]:
    """The part of a line that can hold names, and the part from the institution on."""
    narrowed = narrow(text)
    place = _INSTITUTION.search(narrowed)
    if place is None or not is_affiliation(text):
        return text, ""
    bracket = narrowed.find("(")
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
    """Whether a bracket holds a remark such as (共同作者) and the institution follows it."""
    aside = _ASIDE.match(narrowed, bracket)
    return aside is not None and not _INSTITUTION.search(aside[0])


def split_affiliations(text: str) -> tuple[str, ...]:
    """Institutions in a line, without the marks that tie authors to them."""
    narrowed = narrow(text)
    cuts = sorted(
        {(found.start(), found.end()) for found in _BETWEEN.finditer(narrowed)}
        | {(found.start(), found.end()) for found in _MARKED.finditer(narrowed)}
    )
    pieces, start = [], 0
    for begin, end in cuts:
        pieces.append(text[start : max(begin, start)])
        start = max(start, end)
    pieces.append(text[start:])
    return tuple(piece for one in pieces if len(piece := one.strip(_AROUND)) > 3)
