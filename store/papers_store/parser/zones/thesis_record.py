"""Records of theses, as libraries in Taiwan print them: a field to the line, in any script.

    論文名稱(外文): A Study of the Ledgers of an Old Ferry

A field that takes several lines goes on up to the next one; what stands above the first says the
site.
"""

import re
from collections.abc import Sequence

from papers_store.article import Leftover
from papers_store.parser.formats.page import Line
from papers_store.parser.halfwidth import is_latin
from papers_store.parser.zones.labelled_lines import LabelledText, Zones, is_list_heading
from papers_store.parser.zones.labels import TRADITIONAL, Label

_FIELDS: dict[str, str] = {
    "title": "论文名称 论文题目 题名",
    "title_en": "论文英文名称 并列题名 英文论文名称",
    "authors": "研究生 研究生姓名 作者",
    "keywords": "中文关键词 中文关键字 关键词 关键字",
    "keywords_en": "外文关键词 英文关键词 英文关键字",
    "abstract": "中文摘要 摘要",
    "abstract_en": "英文摘要 外文摘要",
    "year": "论文出版年 出版年",
    "front": "指导教授 共同指导教授 口试委员",
    "record": (
        "系统识别号 系统编号 校院名称 学校名称 系所名称 学门 学类 论文种类 学位类别 学位别 语文别 "
        "使用语言 论文页数 口试日期 毕业学年度 学年度 学期 学号 出版日期 研究所 电子全文 "
        "论文公开日期"
    ),
    "unread": "相关次数 被引用 点阅 评分 下载 书目收藏 收藏至我的研究室书目清单",
}
_NAMED = {name: field for field, names in _FIELDS.items() for name in names.split()}
_ENGLISH = {"title": "title_en", "keywords": "keywords_en", "abstract": "abstract_en"}
_MORE = str.maketrans("種試員門統並畢閱評", "种试员门统并毕阅评")
_ROW = re.compile(
    rf"[ ]{{0,4}}(?P<name>{'|'.join(sorted(_NAMED, key=len, reverse=True))})[ ]{{0,2}}"
    r"(?:\((?P<language>中文?|英文?|外文)\))?(?:[ ]{0,4}:[ ]{0,4}|[ ]{1,8}|$)"
)
_OWN = frozenset(("系统识别号", "校院名称", "系所名称", "论文名称", "论文种类", "学位类别"))
"""Fields that only such records have."""
_ENDS = re.compile(
    r"[ ]{0,4}(?:目[ ]{0,2}[錄录次]|[誌致謝谢]{2}[ ]{0,4}$|第[ ]?[一1][ ]?章|[壹][、 ])"
)
_FIRST = 30
"""Lines among which a record begins."""
_PARAGRAPH = 60
"""Characters from which a line that stands below another field is text."""


def read_thesis_record(lines: Sequence[Line], zones: Zones) -> int:
    """Read the record that a page begins with; return where it ends, 0 without one."""
    names = [_row(line) for line in lines[:_FIRST] if line.text]
    if len({found["name"] for found in names if found} & _OWN) < 3:
        return 0
    open_field = ""
    for place, line in enumerate(lines):
        if not line.text:
            continue
        if _ENDS.match(line.narrow) or is_list_heading(line):
            return place
        if (found := _row(line)) is not None:
            open_field = _take(line, found, zones)
        elif not open_field:
            zones.leftovers.append(Leftover(text=line.text, reason="site"))
        elif not open_field.startswith("abstract") and len(line.text) > _PARAGRAPH:
            # Some print the abstracts with no label, below all fields.
            field = "abstract_en" if is_latin(line.text) else "abstract"
            if field in zones.filled:
                return place
            zones.add([(Label(field, "摘要", 0, 0), line.text)])
            open_field = field
        elif open_field == "abstract" and is_latin(line.text) and "abstract_en" not in zones.filled:
            zones.add([(Label("abstract_en", "Abstract", 0, 0), line.text)])
            open_field = "abstract_en"
        else:
            zones.add_line(line.text)
    return len(lines)


def _row(line: Line) -> re.Match[str] | None:
    narrowed = line.beginning(80).translate(TRADITIONAL).translate(_MORE)
    return _ROW.match(narrowed)


def _take(line: Line, found: re.Match[str], zones: Zones) -> str:
    """Take a row of the record; return its field."""
    field, language = _NAMED[found["name"]], found["language"] or ""
    foreign = language.startswith(("英", "外"))
    if foreign:
        # Names in Latin letters are no authors of their own.
        field = _ENGLISH.get(field, "record")
    # Under the name as printed, for such records are in traditional characters.
    name = line.text[found.start("name") : found.end("name")]
    name = f"{name}({language})" if foreign and field == "record" else name
    value = line.text[found.end() :].strip(" :：\u3000")
    zones.labelled.append(
        LabelledText(Label(field, name, found.start(), found.end()), [value] if value else [])
    )
    if value:
        zones.filled.add(field)
    return field
