"""Invented fronts: lines with the label of each, in the layouts that pages come in."""

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import NamedTuple, TypeVar

from front_model import words as w

_T = TypeVar("_T")

Label = str
"""One of `papers_store.parser.header.front_labels.LABELS`."""


class Row(NamedTuple):
    """A line of an invented front."""

    text: str
    label: Label
    mark: int = 0
    strong: bool = False
    apart: bool = False
    indent: int = 0


class Front:
    """Draws one front."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.rows: list[Row] = []
        self._apart = False
        self.title = self._title()
        self.names = [self._name() for _ in range(self.pick([1, 1, 1, 2, 2, 3, 3, 4, 5, 6, 8]))]
        self.markdown = self.chance(0.35)
        self.journal = self.pick(w.JOURNALS)

    # Chance.

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, given: "Sequence[_T]") -> _T:
        return self.random.choice(given)

    def number(self, least: int, most: int) -> int:
        return self.random.randint(least, most)

    # Words.

    def _title(self) -> str:
        a, b, c = (self.pick(w.THINGS) for _ in range(3))
        aspect, doing = self.pick(w.ASPECTS), self.pick(w.DOINGS)
        place, year = self.pick(w.PLACES), self.number(1890, 2023)
        title = self.pick(
            [
                f"{a}的{aspect}",
                f"{a}{aspect}{doing}",
                f"基于{a}的{b}{aspect}{doing}",
                f"{a}对{b}{aspect}的影响",
                f"论{a}的{aspect}",
                f"试论{a}与{b}的关系",
                f"浅谈{a}在{b}中的应用",
                f"{a}与{b}：{aspect}的视角",
                f"{place}{a}{aspect}考",
                f"{a}视角下{b}{aspect}{doing}",
                f"关于{a}{aspect}的几点思考",
                f"从{a}到{b}",
                f"{a}、{b}与{c}",
                f"{a}研究综述",
                f"{a}{b}的设计与实现",
                f"{year}—{year + 9}年{place}{a}{aspect}",
                f"谁在记{a}？——{b}{aspect}再议",
                f"{a}在{place}",
                f"“{a}”的{aspect}及其{self.pick(w.ASPECTS)}",
                f"{a}",
                f"《{place}{a}》{aspect}{doing}",
                f"{a}联合{b}治疗{c}的{aspect}",
            ]
        )
        if self.chance(0.15):
            title += self.pick(["——", "—", "——"]) + self.pick(
                [f"以{self.pick(w.EXAMPLES)}为例", f"基于{self.pick(w.EXAMPLES)}的考察", f"兼论{b}"]
            )
        if self.chance(0.04):
            title += self.pick(["（上）", "(下)", "（一）", "（续）"])
        return title

    def _name(self) -> str:
        if self.chance(0.03):
            return self.pick(w.MINORITY)
        if self.chance(0.02):
            return self.pick(w.WESTERN)
        family = self.pick(w.COMPOUND) if self.chance(0.02) else self.pick(list(w.FAMILY))
        return family + "".join(self.pick(list(w.GIVEN)) for _ in range(self.pick([1, 2, 2, 2])))

    def institution(self) -> str:
        if self.chance(0.3):
            return self.pick(w.PLACES) + self.pick(w.BODIES)
        school = self.pick(w.PLACES) + self.pick(w.SCHOOLS)
        return school + (self.pick(["", " ", " "]) + self.pick(w.PARTS) if self.chance(0.8) else "")

    def place_and_code(self) -> str:
        place = self.pick(w.PLACES)
        city = f"{self.pick(w.PLACES)}{self.pick(['', ' '])}{place}" if self.chance(0.3) else place
        return f"{city}{self.pick(['', ' ', '　'])}{self.number(100000, 859999)}"

    def comma(self) -> str:
        return self.pick(["，", ",", ", ", " "])

    def date(self) -> str:
        year, month, day = self.number(1985, 2025), self.number(1, 12), self.number(1, 28)
        return self.pick(
            [
                f"{year}-{month:02}-{day:02}",
                f"{year}年{month}月{day}日",
                f"{year}/{month}/{day}",
                f"{year}年{month}月",
                f"{year}-{month:02}-{day:02} {self.number(0, 23):02}:{self.number(0, 59):02}",
            ]
        )

    def sentences(self, count: int) -> str:
        return "".join(self.pick(w.SENTENCES) for _ in range(count))

    # Rows.

    def gap(self, share: float = 1.0) -> None:
        """Leave an empty line, perhaps."""
        self._apart = self._apart or self.chance(share)

    def add(
        self, text: str, label: Label, *, mark: int = 0, strong: bool = False, indent: int = 0
    ) -> None:
        self.rows.append(Row(text, label, mark, strong, self._apart and bool(self.rows), indent))
        self._apart = False

    def put_title(self, *, mark: int | None = None) -> None:
        if mark is None:
            mark = self.pick([1, 1, 1, 2]) if self.markdown and self.chance(0.75) else 0
        strong = not mark and self.chance(0.08)
        indent = self.pick([0, 0, 0, 8, 12, 20]) if not mark else 0
        title, sign = self.title, self.pick(["", "", "", "", "", "*", "①", "＊", "1", "[1]"])
        cut = self.number(8, 24)
        if "——" in title and self.chance(0.6):
            first, rest = title.split("——", 1)
            self.add(first, "title", mark=mark, strong=strong, indent=indent)
            self.gap(0.1)
            self.add(f"——{rest}{sign}", "title", mark=mark, strong=strong, indent=indent)
        elif len(title) > 16 and self.chance(0.25) and cut < len(title) - 2:
            self.add(title[:cut], "title", mark=mark, strong=strong, indent=indent)
            self.add(title[cut:] + sign, "title", mark=mark, strong=strong, indent=indent)
        else:
            self.add(title + sign, "title", mark=mark, strong=strong, indent=indent)

    def put_byline(self) -> None:
        names = list(self.names)
        if self.chance(0.2):
            names = [
                f"{one[0]}{self.pick(['　', '  ', ' '])}{one[1]}" if len(one) == 2 else one
                for one in names
            ]
        if self.chance(0.45) and (len(names) > 1 or self.chance(0.3)):
            marks = self.pick(
                [
                    ["1", "2", "1,2", "3"],
                    ["¹", "²", "³"],
                    ["1*", "2", "1"],
                    ["①", "②"],
                    ["1,2", "1", "2*"],
                    ["a", "b"],
                ]
            )
            names = [one + self.pick(marks) for one in names]
        between = self.pick(
            [
                "，",
                ",",
                "、",
                " ",
                "  ",
                "　",
                "；",
                ", ",
                " ,",
                "　　",
                "·" if len(names) == 2 else "，",
            ]
        )
        line = between.join(names)
        shape = self.random.random()
        indent = self.pick([0, 0, 0, 8, 16])
        if shape < 0.14:
            open_, close = self.pick([("（", "）"), ("(", ")")])
            line += f"{self.pick(['', ' '])}{open_}{self.institution()}{self.comma()}{self.place_and_code()}{close}"
        elif shape < 0.20:
            line = self.pick(["文/", "文|", "□ ", "◎", "○", "●文/", "■ ", "撰文 / "]) + line
        elif shape < 0.24:
            line = f"{self.institution()}{self.pick([' ', '  ', '　'])}{line}"
        elif shape < 0.27:
            line = f"{line}{self.pick([' 著', ' 等', ' 译', '（编著）', ' 整理'])}"
        elif shape < 0.30:
            line = f"作者：{line}"
        elif shape < 0.33:
            line = f"（{line}）"
        strong = self.chance(0.05)
        if len(line) > 26 and self.chance(0.15):
            cut = line.find(between, 10)
            if 0 < cut < len(line) - 3:
                self.add(line[: cut + 1], "byline", indent=indent)
                self.add(line[cut + 1 :], "byline", indent=indent)
                return
        self.add(line, "byline", strong=strong, indent=indent)

    def put_affiliations(self) -> None:
        count = self.pick([1, 1, 1, 2, 2, 3])
        indent = self.pick([0, 0, 0, 4, 8])
        pieces = [
            f"{self.institution()}{self.comma()}{self.place_and_code()}" for _ in range(count)
        ]
        style = self.random.random()
        if count == 1:
            open_, close = self.pick([("（", "）"), ("(", ")"), ("", ""), ("[", "]")])
            text = pieces[0] if self.chance(0.8) else self.institution()
            self.add(f"{open_}{text}{close}", "affiliation", indent=indent)
        elif style < 0.5:
            dot = self.pick([".", "．", ". ", "、", " "])
            joined = self.pick(["；", ";", "; "]).join(
                f"{at}{dot}{one}" for at, one in enumerate(pieces, 1)
            )
            open_, close = self.pick([("（", "）"), ("(", ")"), ("", "")])
            text = f"{open_}{joined}{close}"
            if len(text) > 40 and self.chance(0.3):
                cut = self.number(20, len(text) - 8)
                self.add(text[:cut], "affiliation", indent=indent)
                self.add(text[cut:], "affiliation", indent=indent)
            else:
                self.add(text, "affiliation", indent=indent)
        else:
            open_, close = self.pick([("（", "）"), ("(", ")"), ("", "")])
            dot = self.pick([".", "．", ". ", " ", ""])
            for at, one in enumerate(pieces, 1):
                begins, ends = (
                    (open_ if at == 1 else ""),
                    (close if at == count else "；" if open_ else ""),
                )
                self.add(f"{begins}{at}{dot}{one}{ends}", "affiliation", indent=indent)

    def put_masthead(self) -> None:
        year, volume, issue = self.number(1985, 2025), self.number(1, 60), self.number(1, 24)
        first = self.number(1, 400)
        journal, english = self.journal, self.pick(w.JOURNALS_EN)
        serial = f"{self.number(1000, 9999)}-{self.number(1000, 9999)}"
        choices: list[Callable[[], list[str]]] = [
            lambda: [f"第{volume}卷第{issue}期", f"{year}年{issue % 12 + 1}月"],
            lambda: [f"第 {volume} 卷 第 {issue} 期 {journal} Vol.{volume} No.{issue}"],
            lambda: [journal],
            lambda: [journal, english],
            lambda: [f"{journal}  {year}，{volume}（{issue}）：{first}~{first + 6}", english],
            lambda: [f"{journal} {year}年{issue}期"],
            lambda: [f"{journal}{year}年第{issue}期"],
            lambda: [f"{year}年第{issue}期", journal, f"No.{issue},{year}"],
            lambda: [f"Vol. {volume} No. {issue}", f"Nov. {year}"],
            lambda: [
                f"ISSN {serial}  CN {self.number(10, 65)}-{self.number(1000, 9999)}/K",
                journal,
                english,
            ],
            lambda: [f"{journal} {english}, {year}, {volume}({issue}), {first}-{first + 8}"],
            lambda: [f"http://www.jrh{issue}.cn", journal],
            lambda: [f"《{journal}》 {year}年 第{issue}期"],
            lambda: [
                f"{year}年{issue % 12 + 1}月",
                "第" + "一二三四五六七八九十"[issue % 10] + "期",
                journal,
                f"第{volume}卷",
            ],
            lambda: [
                f"{self.pick(w.PLACES)}大学学报",
                self.pick(["（哲学社会科学版）", "(自然科学版)", "（人文社科版）"]),
            ],
            lambda: [f"· {first} ·", journal],
            lambda: [
                f"网络首发时间：{self.date()}",
                f"网络首发地址：https://kns.example.net/kcms/detail/{serial}.html",
            ],
            lambda: [
                f"DOI：10.{self.number(1000, 9999)}/j.issn.{serial}.{year}.{issue:02}.{first:03}"
            ],
            lambda: [f"{first}", f"{journal}", f"总第{self.number(30, 400)}期"],
        ]
        rows = self.pick(choices)()
        if self.chance(0.3):
            rows += self.pick(choices)()
        for row in rows:
            self.add(row, "masthead", indent=self.pick([0, 0, 0, 10, 30]))
            self.gap(0.25)
        self.gap(0.5)

    def put_column(self) -> None:
        self.add(
            self.pick(w.COLUMNS), "column", mark=self.pick([0, 0, 0, 1]) if self.markdown else 0
        )
        self.gap(0.5)

    def put_site(self, most: int = 4) -> None:
        for _ in range(self.number(1, most)):
            self.add(self.pick(w.SITES), "site")
            self.gap(0.3)

    def put_site_line(self) -> None:
        """What a site says of an article under its title."""
        date, name, source = self.date(), self.names[0], self.journal
        line = self.pick(
            [
                f"发布时间：{date} 来源：{source}",
                f"{date}  来源：{source}  作者：{name}",
                f"{date} {name}",
                f"{date}{''.join(self.names[:2])}",
                f"时间：{date} 点击：{self.number(3, 9000)}次",
                f"作者：{name} 时间：{date}",
                f"{source} {self.number(1990, 2024)}年{self.number(1, 12)}期",
                f"日期：{date}",
                f"{date}",
                f"本文发表于{source}{self.number(1990, 2024)}年第{self.number(1, 12)}期",
                f"浏览量：{self.number(3, 9000)} 下载：{self.number(3, 900)}",
                f"所属分类：{self.pick(w.COLUMNS).strip('·【】〔〕●')} 更新：{date}",
            ]
        )
        self.add(line, "masthead" if source in line and "：" not in line else "site")

    def put_summary(self) -> None:
        form = self.random.random()
        label = self.pick(
            [
                "摘要：",
                "摘 要：",
                "【摘要】",
                "[摘要]",
                "摘　要:",
                "内容提要：",
                "摘要 ",
                "摘要",
                "内容摘要：",
            ]
        )
        text = self.sentences(self.number(2, 5))
        if form < 0.75:
            self.add(label + text, "label", strong=False)
        elif form < 0.9:
            self.add(
                self.pick(["摘要", "摘 要", "摘  要"]),
                "label",
                mark=self.pick([0, 2]) if self.markdown else 0,
            )
            self.add(text, "abstract")
        else:
            return
        if self.chance(0.15) and form < 0.75:
            self.add(self.sentences(1), "abstract")
        keywords = [self.pick(w.THINGS) for _ in range(self.number(3, 6))]
        self.gap(0.2)
        self.add(
            self.pick(["关键词：", "关键词:", "【关键词】", "关 键 词：", "[关键词]", "关键字："])
            + self.pick(["；", ";", "，", "  ", " "]).join(keywords),
            "label",
        )
        if self.chance(0.5):
            self.add(
                self.pick(
                    [
                        f"中图分类号：K{self.number(100, 999)} 文献标识码：A 文章编号：1000-{self.number(1000, 9999)}({self.number(1990, 2024)})0{self.number(1, 9)}-0{self.number(100, 999)}-05",
                        f"中图分类号: TP{self.number(100, 399)}",
                        f"分类号 B{self.number(100, 999)}",
                        f"文章编号：1001-{self.number(1000, 9999)}(2008)11-2725-04",
                    ]
                ),
                "label",
            )

    def put_english(self) -> None:
        self.gap(0.5)
        title = self.pick(w.ENGLISH)
        if self.chance(0.2):
            title = title.upper()
        mark = self.pick([0, 1, 2]) if self.markdown else 0
        if self.chance(0.3):
            cut = title.rfind(" ", 10, len(title) - 10)
            self.add(title[:cut], "title_en", mark=mark)
            self.add(title[cut + 1 :], "title_en", mark=mark)
        else:
            self.add(title, "title_en", mark=mark)
        self.gap(0.2)
        pinyin = [
            "WANG Wei",
            "LI Ming-hua",
            "Zhang Qiang",
            "CHEN Jing",
            "Liu Yang",
            "Ouyang Xue",
            "ZHAO Xin-yi",
        ]
        names = [self.pick(pinyin) + self.pick(["", "1", "2", "1,2", "*", "¹"]) for _ in self.names]
        self.add(self.pick([", ", "，", "; ", "  "]).join(names), "byline_en")
        if self.chance(0.7):
            self.add(
                self.pick(
                    [
                        "(1. Department of History, Hekou Normal College, Hekou 330001, China)",
                        "(School of Economics, Jiangzhou University, Jiangzhou 330100)",
                        "1 College of Computer Science, Linchuan University, Linchuan 344000, China; 2 Qingxi Hospital, Qingxi 210000, China",
                        "First Affiliated Hospital of Jiangzhou Medical University",
                    ]
                ),
                "affiliation_en",
            )
        if self.chance(0.85):
            text = " ".join(self.pick(w.ENGLISH_SENTENCES) for _ in range(self.number(2, 4)))
            self.add(
                self.pick(["Abstract: ", "Abstract：", "ABSTRACT: ", "[Abstract] ", "Abstract "])
                + text,
                "label",
            )
            self.add(
                self.pick(["Key words: ", "Keywords: ", "KEY WORDS "]) + "ferry; guild; ledger",
                "label",
            )

    def put_notes(self) -> None:
        name = self.names[0]
        for _ in range(self.number(1, 3)):
            text, label = self.pick(
                [
                    (
                        f"基金项目：{self.pick(w.FUNDS)}（{self.number(10, 23)}BZS{self.number(100, 999)}）",
                        "label",
                    ),
                    (f"收稿日期：{self.date()}", "label"),
                    (
                        f"作者简介：{name}（{self.number(1950, 1999)}—），男，{self.pick(w.PLACES)}人，教授，主要从事{self.pick(w.THINGS)}研究。",
                        "label",
                    ),
                    (
                        f"{name}，女，{self.number(1950, 1999)}年生，博士研究生，研究方向为{self.pick(w.THINGS)}。",
                        "note",
                    ),
                    (
                        f"* 本文系{self.pick(w.FUNDS)}“{self.pick(w.THINGS)}{self.pick(w.ASPECTS)}”的阶段性成果。",
                        "note",
                    ),
                    (
                        f"① 本文为{self.pick(w.FUNDS)}（项目编号：{self.number(100, 999)}）阶段性成果。",
                        "note",
                    ),
                    (f"通信作者：{name}，E-mail：abc{self.number(10, 99)}@example.edu.cn", "label"),
                    (f"E-mail: xyz{self.number(10, 99)}@example.com", "note"),
                    (f"[收稿日期] {self.date()}", "label"),
                ]
            )
            self.add(text, label)
            self.gap(0.1)

    def put_body(self) -> None:
        self.gap(0.5)
        for _ in range(self.number(0, 2)):
            self.add(self.sentences(self.number(1, 5)), "text", indent=self.pick([0, 0, 4]))
        for nth in range(1, self.number(2, 4)):
            han = "一二三四五"[nth - 1]
            heading = self.pick(
                [
                    "引言",
                    "问题的提出",
                    "研究背景",
                    f"{self.pick(w.THINGS)}的{self.pick(w.ASPECTS)}",
                    "绪论",
                    "概述",
                    "资料与方法",
                    "文献综述",
                ]
            )
            style = self.pick(
                [
                    f"{han}、{heading}",
                    f"{nth} {heading}",
                    f"{nth}. {heading}",
                    f"第{han}章 {heading}",
                    f"{nth}　{heading}",
                    f"（{han}）{heading}",
                    heading,
                    f"{nth}.1 {heading}",
                ]
            )
            plain = style == heading and heading not in (
                "引言",
                "绪论",
                "资料与方法",
                "问题的提出",
                "概述",
            )
            mark = self.pick([1, 2, 2, 3]) if self.markdown and self.chance(0.8) else 0
            self.add(style, "heading", mark=mark or (2 if plain else 0))
            self.add(self.sentences(self.number(1, 4)), "text", indent=self.pick([0, 0, 4]))
            self.gap(0.3)

    def put_contents(self) -> None:
        self.add(
            self.pick(["目录", "目 录", "目　　录", "目次"]),
            "contents",
            mark=self.pick([0, 1]) if self.markdown else 0,
        )
        for nth in range(self.number(4, 10)):
            dots = self.pick(["........", "……………", "\t", " . . . . . ", "·······"])
            self.add(
                f"{self.pick(['第一章 ', f'{nth + 1} ', f'{nth}.1 ', '一、', ''])}{self.pick(w.THINGS)}{self.pick(w.ASPECTS)}{dots}{nth * 3 + 1}",
                "contents",
            )


def journal(front: Front) -> None:
    """A page of a journal."""
    if front.chance(0.6):
        front.put_masthead()
    if front.chance(0.25):
        front.put_column()
    if front.chance(0.08):
        front.put_notes()
    front.put_title()
    front.gap(0.4)
    if front.chance(0.12):
        front.put_english()
    front.put_byline()
    front.gap(0.3)
    if front.chance(0.75):
        front.put_affiliations()
    front.gap(0.4)
    front.put_summary()
    if front.chance(0.45):
        front.put_english()
    if front.chance(0.35):
        front.put_notes()
    front.put_body()


def remarks(front: Front) -> None:
    """A title with what may stand between it and the text: how to cite it, an editor's note."""
    front.put_title()
    front.gap(0.5)
    if front.chance(0.5):
        names = "，".join(front.names)
        front.add(
            f"{names}{front.pick(['．', '.', '. '])}{front.title}[J]"
            f"{front.pick(['．', '.', '. '])}{front.journal}, 2019, 50(3): 1-9",
            "masthead",
        )
        if front.chance(0.5):
            front.put_byline()
    elif front.chance(0.5):
        latin = ["Zhou Liyan", "ZHENG Yiming", "Wang Shouyi", "LI Ming", "Anna Weber"]
        marks = front.pick([[""], ["1", "2*"], ["¹"]])
        front.add(
            ", ".join(one + front.pick(marks) for one in latin[: front.number(1, 4)]), "byline_en"
        )
    else:
        front.put_byline()
    if front.chance(0.6):
        front.gap(0.4)
        begins = front.pick(["编者按：", "编者按:", "按：", "【编者按】", "导读："])
        front.add(begins + front.sentences(front.number(1, 3)), "text")
    if front.chance(0.3):
        front.gap(0.4)
        front.add(
            front.pick(
                ["信息", "调查报告", "全日制", "计算机", "班级", "水渠、分水、规矩", "随笔"]
            ),
            "column",
        )
    front.gap(0.5)
    front.put_summary()
    front.put_body()


def site(front: Front) -> None:
    """A page of a web site."""
    if front.chance(0.7):
        front.put_site()
    if front.chance(0.15):
        front.put_masthead()
    front.gap()
    front.put_title()
    front.gap(0.5)
    for _ in range(front.pick([0, 1, 1, 2])):
        front.put_site_line()
    if front.chance(0.15):
        front.put_site(1)
    front.gap(0.5)
    if front.chance(0.15):
        front.put_title(mark=0)
    if front.chance(0.6):
        front.put_byline()
        if front.chance(0.5):
            front.put_affiliations()
    if front.chance(0.55):
        front.put_summary()
    front.put_body()


def essay(front: Front) -> None:
    """A title, perhaps a name, and text."""
    if front.chance(0.1):
        front.put_column()
    front.put_title()
    front.gap(0.6)
    if front.chance(0.6):
        front.put_byline()
    if front.chance(0.2):
        front.add(front.date(), "masthead")
    front.put_body()


def name_first(front: Front) -> None:
    """The author above the title."""
    front.put_byline()
    front.gap(0.5)
    front.put_title()
    if front.chance(0.5):
        front.put_affiliations()
    if front.chance(0.7):
        front.put_summary()
    front.put_body()


def thesis(front: Front) -> None:
    """The cover of a thesis."""
    form = [
        f"分类号：K{front.number(100, 999)}",
        f"学校代码：{front.number(10000, 19999)}",
        "密级：公开",
        f"学号：{front.number(2000, 2023)}{front.number(1000, 9999)}",
        "姓名",
        "学号",
        "班级",
        f"课程 {front.pick(w.THINGS)}",
    ]
    for row in form[: front.number(0, 5)]:
        front.add(row, "label")
    front.gap(0.5)
    if front.chance(0.8):
        front.add(front.pick(w.PLACES) + front.pick(w.SCHOOLS), "masthead")
        front.gap(0.5)
        front.add(
            front.pick(
                [
                    "硕士学位论文",
                    "博士学位论文",
                    "本科毕业论文（设计）",
                    "学 位 论 文",
                    "毕业设计说明书",
                    "课程论文",
                ]
            ),
            "masthead",
        )
    front.gap(0.7)
    front.put_title()
    front.gap(0.5)
    if front.chance(0.5):
        front.add(front.pick(w.ENGLISH), "title_en")
    if front.chance(0.4):
        front.put_byline()
    for label in ("姓    名：", "指导教师：", "专    业：", "学    院：", "日    期："):
        if front.chance(0.5):
            value = {"姓": front.names[0], "指": f"{front.names[-1]} 教授", "日": front.date()}.get(
                label[0], front.pick(w.THINGS)
            )
            front.add(label + value, "label")
    front.gap()
    if front.chance(0.4):
        front.put_contents()
    front.put_summary()
    if front.chance(0.4):
        front.put_english()
    if front.chance(0.3):
        front.put_contents()
    front.put_body()


def case_note(front: Front) -> None:
    """A case note: bracketed headings, the author at the end."""
    if front.chance(0.6):
        front.put_title()
        if front.chance(0.5):
            front.put_byline()
    for heading in front.pick(
        [
            ["【案情】", "【分歧】", "【评析】"],
            ["【基本案情】", "【裁判】"],
            ["[案情简介]", "[争议焦点]"],
        ]
    ):
        front.add(heading, "heading")
        front.gap(0.3)
        front.add(front.sentences(front.number(1, 3)), "text")


def text_only(front: Front) -> None:
    """A page that begins in its text."""
    front.put_body()


LAYOUTS: tuple[tuple[Callable[[Front], None], int], ...] = (
    (journal, 10),
    (site, 5),
    (essay, 3),
    (remarks, 2),
    (name_first, 1),
    (thesis, 2),
    (case_note, 1),
    (text_only, 1),
)


def fronts(count: int, first_seed: int = 0) -> Iterator[Front]:
    """So many fronts, the same each time."""
    layouts = [layout for layout, weight in LAYOUTS for _ in range(weight)]
    for seed in range(first_seed, first_seed + count):
        front = Front(seed)
        front.pick(layouts)(front)
        yield front
