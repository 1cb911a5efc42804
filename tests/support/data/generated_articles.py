"""Articles made from a seed, with everything in them that a library might get wrong.

Words lie inside other words and across the border between two; the same word comes in both scripts,
in full and half width, in capitals; numbers are missing; titles cite each other; some texts are of
six characters alone, so that whatever mistakes neighbours for a phrase is found out.
"""

from collections.abc import Sequence
from hashlib import sha256
from random import Random

from msgspec.structs import replace

from papers_store.article import Article, Note, Origin, Reference, Section

SEED = 20250607

_CHINESE = """
新媒体 媒体 新媒 和服 服务 产品 产品和服务 党建 基层 基层党建 图书馆 图书 馆藏 书馆 技术 信息技术
信息 信息化 教育 教育信息化 大学 大学生 学生 生活 思想政治 政治 政治教育 研究 研究生 生命 起源 命起
中国 国家 国家安全 安全 中国人民 人民 民生 经济 经济学 经济学家 学家 音乐 乐曲 重庆 重要 重新 行业
银行 行为 长江 校长 成长 数据 大数据 据库 数据库 数据挖掘 圖書館 新媒體 資料庫 經濟 國家 學生 數據
網絡 网络 微信 微博 公众号 阅读 阅读推广 推广 的 和 与 在 对 了 是 里 以 之 也 不 要 后 干 乾坤 發
头发 龘 𠀀 ① № ㎡
"""
_FOREIGN = """
XML xml ＸＭＬ Python3 5G ５Ｇ C++ reading Reading Café ﬁle TCP/IP 3.14 2013 O'Reilly 100% a_b \\d+
α-β Straße İstanbul ｶﾀｶﾅ カタカナ 한국 e\u0301t\u00e9
"""
WORDS, FOREIGN = tuple(_CHINESE.split()), tuple(_FOREIGN.split())
"""Those of one character, rare ones and those in traditional characters among them."""

DENSE = "甲乙丙丁戊a"
"""All that some texts are made of."""

_MARKS = "，。；：、？！“”（）《》—…·, . 　"
_SURNAMES = ("王", "李", "张", "欧阳", "赵", "曾", "单")
_GIVEN = ("静波", "梅", "伟", "乐", "重", "小明", "思远")
_FOREIGNERS = ("Smith J", "John Smith", "O'Brien P", "MÜLLER K")
_SOURCES = ("大观", "新经济", "圖書館學刊", "图书馆学刊", "江州大学学报", "Nature", "行为科学")
_SHAPES = (
    "{0}{1}视角下的{2}研究",
    "基于{0}的{1}与{2}分析",
    "论{0}对{1}的影响：以{2}为例",
    "{0}——{1}{2}",
    "{0}",
    "{0} {1}",
)
_TIMES = ("2024-01-01T08:00:00+00:00", "2024-01-01T08:00:01+00:00", "2024-03-05T00:00:00Z", "")


def articles(count: int = 300, seed: int = SEED) -> list[Article]:
    """So many articles, the same from one seed; each has at most some of the parts."""
    made: list[Article] = []
    for number in range(count):
        random = Random(f"{seed}/{number}")
        plain = _dense(random, number) if number % 6 == 5 else _plain(random, number)
        made.append(plain)
    return [_citing(Random(f"{seed}/cites/{n}"), one, made) for n, one in enumerate(made)]


def id_of(number: int) -> str:
    """The id of an article; in no order."""
    return sha256(str(number).encode()).hexdigest()[:16]


def _word(random: Random) -> str:
    return random.choice(WORDS if random.random() < 0.9 else FOREIGN)


def _text(random: Random, words: int) -> str:
    parts = []
    for _ in range(words):
        parts.append(_word(random))
        if random.random() < 0.15:
            parts.append(random.choice(_MARKS))
    return "".join(parts)


def _some(random: Random, most: int) -> range:
    return range(random.randint(0, most))


def _author(random: Random) -> str:
    if random.random() < 0.15:
        return random.choice(_FOREIGNERS)
    return random.choice(_SURNAMES) + random.choice(_GIVEN)


def _plain(random: Random, number: int) -> Article:
    title = random.choice(_SHAPES).format(*(_word(random) for _ in range(3)))
    keywords = tuple(dict.fromkeys(_word(random) for _ in _some(random, 5)))
    return Article(
        id=id_of(number),
        title=title,
        title_en=random.choice((None, None, "On Reading", "A Study of XML")),
        authors=tuple(dict.fromkeys(_author(random) for _ in _some(random, 3))),
        affiliations=tuple(f"{_word(random)}大学{_word(random)}学院" for _ in _some(random, 2)),
        source=random.choice((*_SOURCES, None)),
        year=random.choice((None, *range(1998, 2025))),
        citation_count=random.choice((None, 0, 0, 1, 3, 12, 400)),
        abstract=_text(random, random.choice((0, 8, 30))),
        abstract_en=random.choice(("", "", "We read reading rooms of XML.")),
        keywords=keywords,
        keywords_en=random.choice(((), ("Reading", "new media"))),
        extracted_keywords=() if keywords else tuple(dict.fromkeys(_text(random, 1) for _ in "12")),
        front_matter=random.choice(({}, {"基金项目": _text(random, 3)})),
        sections=tuple(
            Section(
                level=min(nth, 2),
                number="一二三四"[nth],
                title=_text(random, 2) if nth else "",
                paragraphs=tuple(
                    _text(random, random.randint(1, 60)) for _ in range(random.randint(1, 3))
                ),
            )
            for nth in _some(random, 4)
        ),
        notes=tuple(Note(mark="①", text=_text(random, 4)) for _ in _some(random, 1)),
        related=(_text(random, 5),) if random.random() < 0.2 else (),
        origin=_origin(random, number),
    )


def _dense(random: Random, number: int) -> Article:
    def text(most: int) -> str:
        return "".join(random.choices(DENSE, k=random.randint(0, most)))

    return Article(
        id=id_of(number),
        title=text(6) or "甲",
        abstract=text(9),
        keywords=tuple(dict.fromkeys(filter(None, (text(3), text(3))))),
        year=random.choice((None, 2013, 2014)),
        sections=(Section(level=0, paragraphs=tuple(text(12) for _ in range(4))),),
        origin=_origin(random, number),
    )


def _origin(random: Random, number: int) -> Origin:
    return Origin(
        path=f"页/{number}.txt",
        sha256=f"{number:064x}",
        encoding=random.choice(("utf-8", "gb18030")),
        format="text",
        imported_at=random.choice(_TIMES),
    )


def _citing(random: Random, article: Article, others: Sequence[Article]) -> Article:
    """The article with references to others, to works nobody has, and to what only looks alike."""
    cited = [random.choice(others) for _ in _some(random, 5)]
    references = [_reference(random, nth, one) for nth, one in enumerate(cited, 1)]
    if random.random() < 0.3:
        text = f"佚名.{_text(random, 3)}[M].北京:书林出版社,2008."
        references.insert(0, Reference(number=None, text=text, type="M", title=None))
    return replace(article, references=tuple(references))


def _reference(random: Random, number: int, cited: Article) -> Reference:
    title = random.choice((cited.title, cited.title, cited.title.partition("：")[0]))
    authors = random.choice((cited.authors, cited.authors[:1], ("周八",), ()))
    year = cited.year if random.random() < 0.8 else 1987
    return Reference(
        number=number,
        text=f"{','.join(authors)}.{title}[J].{cited.source or '某刊'},{year}(3):1-9.",
        type="J",
        authors=authors,
        title=title,
        container=cited.source,
        year=year,
        pages="1-9",
    )
