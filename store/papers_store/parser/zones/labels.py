"""Labels of front and back matter (摘要, 关键词, 收稿日期 ...), in every dress they are printed in.

A label may be spaced out (摘　要), bracketed ([摘要], 【摘要】, with a bracket lost), followed by a
colon of either width, or stand alone on its line; it may be in traditional characters, with the
pinyin that converted pages leave in brackets behind them (關(guān)鍵詞).
"""

import re
from typing import NamedTuple

from papers_store.parser.formats.page import Line

_PRINTED = (
    "關鍵詞語內題檢圖類號獻標識碼編參釋項資簡單訊聯係繫來錄網責輯導師頁學論結後聲貢數據撐稿間錢會議"
    "務職稱電話級點擊瀏覽發佈屬轉載時為篇號輔場專業課程學師別請處張單區準碼書註"
)
_READ = (
    "关键词语内题检图类号献标识码编参释项资简单讯联系系来录网责辑导师页学论结后声贡数据撑稿间钱会议"
    "务职称电话级点击浏览发布属转载时为篇号辅场专业课程学师别请处张单区准码书注"
)
TRADITIONAL = str.maketrans(_PRINTED, _READ)
_EITHER = {simple: simple for simple in _READ}
for _printed, _simple in zip(_PRINTED, _READ, strict=True):
    _EITHER[_simple] += _printed
_PINYIN = r"(?:\([a-zü-ǜà-ÿā-ž]{1,6}\))?"
_GAP = _PINYIN + '[ ?"]{0,8}'
_DEBRIS = re.compile(r'\([a-zü-ǜà-ÿā-ž]{1,6}\)|[ ?"-]')

_SPELLINGS: dict[str, str] = {
    "abstract": "摘要 内容摘要 内容提要 中文摘要 提要 文摘 论文摘要",
    "keywords": "关键词 关键字 关键词语 中文关键词 主题词 检索词",
    "abstract_en": "abstract bstract summary 英文摘要",
    "keywords_en": "keywords keyword 英文关键词",
    "clc": "中图分类号 分类号 中图法分类号 中图号 中图资料分类法分类号",
    "document_code": "文献标识码 文献标志码 文献编码",
    "article_number": "文章编号",
    "doi": "doi",
    "authors": "作者 作者姓名 姓名 学生姓名",
    "affiliations": "作者单位 工作单位",
    "title": "题目 标题 题名 篇名 论文题目 中文题名",
    "title_en": "英文题名 英文标题 英文篇名 英文题目",
    "source": "来源 刊名 期刊名 出处 期刊 原文出处 原载 期刊名称",
    "year": "年份 原刊期号 出版年 出版年份 年卷期",
    "category": "类型",
    "citation_count": "被引量 被引次数 被引频次 被引",
    "uploader": "上传用户 上传者",
    "front": (
        "基金项目 基金资助 资助项目 项目资助 项目基金 课题项目 作者简介 第一作者简介 作者介绍 "
        "第一作者 通讯作者 通信作者 通讯联系人 通讯作者简介 收稿日期 修回日期 修改日期 "
        "收修改稿日期 修订日期 录用日期 接受日期 定稿日期 来稿日期 投稿日期 网络出版日期 出版日期 "
        "网络出版时间 指导教师 指导老师 导师 引用本文 引用格式 本文引用格式 本文责任编辑 责任编辑 "
        "责编 编辑 本文编辑 责任校对 校对 作者贡献声明 作者贡献 利益冲突声明 利益冲突 支撑数据 "
        "数据可用性声明 received accepted revised citation foundationitem correspondingauthor"
    ),
    "record": (
        "电话 地址 联系方式 email 邮箱 电子邮箱 邮编 issn issn号 cn 页码 期号 卷号 栏目 专业 学号 "
        "学位类型 学科专业 原刊页号 原刊地名 复印期号 分类名 "
        "班级 课程 课程名称 学院 院系 系别 年级 专业班级 所在学院 学校代码 密级 培养单位 "
        "完成日期 提交日期 答辩日期 任课教师 授课教师 研究方向 成绩 申请学位"
    ),
    "unread": "时间 发布时间 发布日期 日期 小编 所属分类 点击 浏览 浏览次数 下载 发布",
}
FIELDS = {spelling: name for name, line in _SPELLINGS.items() for spelling in line.split()}
"""The field each label fills; those without a field of their own are front matter."""

_RECORD = "authors title title_en source year category citation_count uploader record unread"
HEAD_ONLY = frozenset(_RECORD.split())
"""Fields whose labels are everyday words, and mean something only above the text."""

_LATIN = {
    "keywords": r"key[ -]?words",
    "keyword": r"key[ -]?word",
    "email": r"e-?mail",
    "issn号": rf"i{_GAP}s{_GAP}s{_GAP}n{_GAP}[号號]{_PINYIN}",
    "foundationitem": r"foundation[ ]?items?",
    "correspondingauthor": r"corresponding[ ]author",
}
"""Labels that begin with a Latin letter, where they are not spelled as they are named."""


def _spelled(label: str) -> str:
    """A pattern for one Chinese label in either script, spaced out or not."""
    return _GAP.join(f"[{_EITHER.get(one, one)}]" for one in label) + _PINYIN


def _any_label() -> str:
    """A pattern for every label, and for some more that its characters could be put together to.

    What it finds is looked up among the labels. A pattern that named them one by one would take a
    tenth of a second to be made, wherever it stands, in each process that reads pages.
    """
    latin = sorted((one for one in FIELDS if one[0].isascii()), key=len, reverse=True)
    chinese = [one for one in FIELDS if not one[0].isascii()]
    characters = {either for one in chinese for each in one for either in _EITHER.get(each, each)}
    character = f"[{''.join(sorted(characters))}]{_PINYIN}"
    run = f"{character}(?:[ ]{{0,8}}{character}){{0,{max(map(len, chinese)) - 1}}}"
    return f"(?:{run}|{'|'.join(_LATIN.get(one, one) for one in latin)})"


_ANY = _any_label()
_BULLETS = "●■◆◎▲*•·◦▪‣○□◇★☆►▶※-"
_BEGINNINGS = frozenset(
    either for one in FIELDS for either in _EITHER.get(one[0], one[0] + one[0].upper())
) | frozenset(" \\[(<{〖" + _BULLETS)
"""What a line begins with that begins with a label; most begin with another character."""
_COLON = r"(?:[ ]{0,4}[:∶︰]|[ ]{0,2}[—–]{1,2}(?=[ ]{0,2}\S))"
_OPEN = rf"[ ]{{0,8}}[{re.escape(_BULLETS)}]{{0,2}}[ ]{{0,4}}"
_LEFT, _RIGHT = r"\\?[\[(<{〖]", r"\\?[\])>}〗]"
_AT_START = re.compile(
    rf"{_OPEN}(?:{_LEFT}[ ]{{0,4}}(?P<bracketed>{_ANY})[ ]{{0,4}}:?[ ]{{0,4}}"
    rf"{_RIGHT}(?:[ ]{{0,4}}:)?"
    rf"|(?:\\?\[)?[ ]{{0,4}}(?P<plain>{_ANY})(?:[ ]{{0,4}}\\?\](?:[ ]{{0,4}}:)?|{_COLON})"
    rf"|(?P<alone>{_ANY})[ ]{{0,4}}$)",
    re.I,
)
_BARE = re.compile(
    rf"{_OPEN}(?P<bare>{'|'.join(map(_spelled, ('内容提要', '内容摘要', '关键词', '摘要')))}"
    r"|Abstract|ABSTRACT|Key[ -]?[Ww]ords|KEY[ -]?WORDS)(?P<gap>[ ?\";]{0,4})(?=\S)"
)
_MARKED = re.compile(rf"{_OPEN}(?P<plain>{_ANY})[ ]?[?\"]{{1,2}}[ ]?(?=\S)", re.I)
"""A label behind which a sign stands where a no-break space was."""
_SPACED = re.compile(rf"{_OPEN}(?P<plain>{_ANY})[ ]{{1,8}}(?=\S)", re.I)
_SHAPED = re.compile(rf"(?P<plain>{_ANY})[ ?\":]{{0,6}}(?=[A-Za-z\d])", re.I)
_EMPTY = re.compile(rf"(?P<plain>{_ANY})[ ]{{0,4}}$", re.I)
"""The label of a code with nothing behind it, at the end of a line."""
_LAST_LABEL = 24
_SHAPES = {
    "clc": re.compile(r"[A-Z]{1,2}[ ?.]{0,2}\d|[A-Z](?![A-Za-z])"),
    "document_code": re.compile(r"[A-E](?![A-Za-z])"),
    "article_number": re.compile(r"\d{4}[ ]?[-–—][ ]?\d{3}"),
    "doi": re.compile(r"10\.\d{4,9}/"),
    "front": re.compile(r"(?:19|20)\d{2}[-/.年]"),
}
"""What stands behind the labels of codes and dates; it proves them where no colon does."""
_INSIDE = re.compile(
    rf"\\?\[[ ]{{0,4}}(?P<bracketed>{_ANY})[ ]{{0,4}}\\?\](?:[ ]{{0,4}}:)?"
    rf"|(?P<plain>{_ANY})[ ]{{0,4}}:",
    re.I,
)
_LONGEST_LABEL = 240
"""Characters that a label can take up, spaced out as far as the patterns allow."""
_SUBJECT = re.compile(
    "[是的与和]|为(?![了探研解明提验进揭考])|中(?![国國华華医醫药心学學小东東部央])"
)
"""What follows 摘要 or 关键词 when it is the subject of a sentence and no label."""


_STRAYS = "0123456789)"
_STRAY = re.compile(r"(?:\d{1,3}|\))[ ]{0,4}(?=[^\d.,、)\]])")
_OPENING = re.compile(_OPEN)
_CODES = re.compile(
    r"[类類][ ?]{0,8}[号號]|[识識标標志碼码编編][ ?]{0,8}[码碼号號]|doi|日[ ]{0,8}期", re.I
)
"""What labels of codes and dates end with."""
_FORMS = (
    "姓名 学生姓名 班级 学号 指导教师 指导老师 导师 课程 课程名称 学院 院系 系别 年级 专业 "
    "学科专业 专业班级 所在学院 学校代码 密级 培养单位 任课教师 授课教师 研究方向 成绩 申请学位 "
    "日期 完成日期 提交日期 答辩日期 学位类型"
)
_FORM = frozenset(_FORMS.split())
"""Labels of the forms on the covers of papers and theses."""
_LISTS = re.compile(r"[;,、|]|[ ]{2,}")
_LONGEST_KEYWORD = 6
"""Words."""
_SHORT = 3
"""Characters of a label that is an everyday word, and needs a colon."""


def is_code(label: "Label", text: str) -> bool:
    """Whether a line below the label of a code can be the code; True for all other labels."""
    shape = None if label.field == "front" else _SHAPES.get(label.field)
    if shape is None:
        return True
    return (shape.search(text, 0, 80) if label.field == "doi" else shape.match(text)) is not None


class Label(NamedTuple):
    """A label at its place in a line."""

    field: str
    name: str
    """As printed; a Chinese one in simplified characters and closed up."""
    start: int
    end: int

    @property
    def is_form(self) -> bool:
        """Whether it names a field of a form, which often stays empty."""
        return self.name in _FORM


def label_at_start(line: Line, *, bare: bool = False) -> Label | None:
    """The label a line begins with.

    Args:
        line: the line.
        bare: whether labels count without colon or bracket, as between title and text: 摘要 and
            关键词 before anything, codes and dates before what reads as one.
    """
    first = line.narrow[:1]
    if first not in _BEGINNINGS and not (bare and first and first in _STRAYS):
        return None
    narrowed = line.beginning(_LONGEST_LABEL)
    if first in _STRAYS:
        return _behind_a_number(narrowed)
    found = _AT_START.match(narrowed)
    if found is not None and (label := _label(found)) is not None:
        return label
    return _bare_label(line, narrowed) if bare else None


def _bare_label(line: Line, narrowed: str) -> Label | None:
    """The label a line of the front begins with, with no colon or bracket behind it."""
    if (found := _BARE.match(narrowed)) is not None:
        if _is_subject(found, line.narrow):
            return None
        return _label(found)
    if (found := _MARKED.match(narrowed)) is not None:
        label = _label(found)
        if label is not None and label.field not in HEAD_ONLY:
            return label
    found = _SHAPED.match(narrowed, _OPENING.match(narrowed).end())  # type: ignore[union-attr]
    if found is not None and (label := _shaped(found)) is not None:
        return label
    found = _SPACED.match(narrowed)
    if found is not None and (label := _label(found)) is not None:
        return label if label.field == "front" and len(label.name) > _SHORT else None
    return None


def _behind_a_number(narrowed: str) -> Label | None:
    """A label with its colon behind the number of a line, or what text recognition left there."""
    before = _STRAY.match(narrowed)
    if before is None or (found := _AT_START.match(narrowed, before.end())) is None:
        return None
    label = _label(found)
    if label is None or label.field in HEAD_ONLY or label.field == "front":
        return None
    return label if found["alone"] is None else None


def _is_subject(found: re.Match[str], narrowed: str) -> bool:
    """Whether the word of a label is the first of a sentence or a title, and no label."""
    rest = narrowed[found.end() :]
    name = found["bare"]
    if not name.isascii():
        return not found["gap"].strip() and _SUBJECT.match(rest) is not None
    if rest.isupper() and not _LISTS.search(rest):
        return True
    if name[0] in "Kk":
        pieces = _LISTS.split(rest[:_LONGEST_LABEL])
        return max(len(piece.split()) for piece in pieces) > _LONGEST_KEYWORD
    return not (rest[0].isupper() or not rest[0].isascii() or not rest[0].isalpha())


def _shaped(found: re.Match[str]) -> Label | None:
    """A label before the code or date that its field holds."""
    label = _last_label(found)
    shape = None if label is None else _SHAPES.get(label.field)
    return label if shape and shape.match(found.string, found.end()) else None


def labels_inside(
    line: Line, start: int, end: int | None = None, *, bare: bool = False
) -> list[Label]:
    """Labels with a colon or in brackets further on in a line that begins with one.

    With `bare` also those of codes and dates, by what stands behind them.
    """
    narrowed = line.narrow[:end]
    # Each ends with one of these, and what follows the last need not be looked through.
    last = max(narrowed.rfind(":"), narrowed.rfind("]"))
    found = map(_last_label, _INSIDE.finditer(narrowed, start, last + 1))
    labels = [label for label in found if label is not None]
    if bare and _CODES.search(narrowed, start):
        known = {label.end for label in labels}
        shaped = filter(None, map(_shaped, _SHAPED.finditer(narrowed, start)))
        labels += [label for label in shaped if not {label.end, label.end - 1} & known]
        if (
            last_one := _EMPTY.search(narrowed, max(start, len(narrowed) - _LAST_LABEL))
        ) is not None:
            label = _last_label(last_one)
            if label is not None and label.field in _SHAPES and label.field != "front":
                labels += [label] if label.end not in known else []
        labels.sort(key=lambda label: label.start)
    return labels


def _label(found: re.Match[str]) -> Label | None:
    """What was found, if it is a label."""
    printed = next(text for text in found.groups() if text is not None)
    return _named(printed, found.start(), found.end())


def _last_label(found: re.Match[str]) -> Label | None:
    """The longest label that what was found ends with: other words may stand before it."""
    printed = found["plain"]
    if printed is None:
        return _label(found)
    labels = (
        _named(printed[start:], found.start("plain") + start, found.end())
        for start in range(len(printed))
        if not _DEBRIS.match(printed, start)
    )
    return next(filter(None, labels), None)


def _named(printed: str, start: int, end: int) -> Label | None:
    closed = _DEBRIS.sub("", printed).translate(TRADITIONAL)
    field = FIELDS.get(closed.lower())
    name = printed if printed.isascii() else closed
    return None if field is None else Label(field, name, start, end)


LIST_HEADING = re.compile(
    r"[ ]{0,40}[●■◆]?[ ]{0,4}(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[.、]?)?[ ]{0,4}\[?[ ]{0,4}"
    rf"(?:(?P<references>(?:主要)?{_spelled('参考文献')}(?:与{_spelled('注释')})?|"
    rf"{_spelled('注释')}[与和及]{_spelled('参考文献')}|[引徵征]{_spelled('用文献')}|{_spelled('引用书目')}|{_spelled('参考资料')}|{_spelled('参考书目')}|"
    r"references?|bibliography|literature[ ]cited)"
    rf"|(?P<notes>{_spelled('注释')}|[注註]))[ ]{{0,4}}"
    r"(?:\(?references?\)?[ ]{0,4})?(?:(?P<close>\][ ]{0,4}:?|:)[ ]{0,4}|$)",
    re.I,
)
"""The heading of a list of references or notes; its first entry may follow on the same line."""
