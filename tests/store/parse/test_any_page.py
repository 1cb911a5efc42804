"""Pages made from a grammar of the usual layouts give back what they were made of; bytes of any
kind give an article or one clear refusal."""

import re
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import to_builtins

from papers_store.article import Article
from papers_store.errors import PageError
from papers_store.parser import parse
from support.attacks.hostile_text import strings

NAMES = ["周立言", "郑一鸣", "王守一", "赵飞", "欧阳昭然", "陈思远"]
SUBJECTS = ["水渠", "茶园", "碑刻", "写本", "候鸟", "纸张", "铜镜", "稻田"]
PREDICATES = ["的由来与变迁", "与乡村组织", "的测量方法", "研究述评", "中的若干问题"]
SENTENCES = [
    "水渠沿山而下，经过十二个村庄，分水的规矩由各村轮流执掌。",
    "庙中存碑三通，其文多已漫漶，惟年月尚可辨认。",
    "据2019年的测量，流量为往年的1.5倍，下游两村仍觉不足。",
    "一、二、三等奖各有三名获奖者，其余皆有纪念。",
    "老人们说，分水有三法：（1）轮灌；（2）均分；（3）按亩。",
    "此说与前人不同[1]，其理由有二[2-3]，下文详之。",
]
ABSTRACT_LABELS = [
    "摘要：",
    "摘 要：",
    "摘　要：",
    "[摘要]",
    "【摘要】",
    "【摘 要】",
    "内容提要：",
    "摘要：\n",
]
KEYWORD_LABELS = ["关键词：", "关 键 词：", "[关键词]", "【关键词】", "关键字：", "关键词：\n"]
SEPARATORS = [";", "；", "; ", ",", "，", "、", " ", "　"]
SCHEMES = [
    ("{han}、", "（{inner}）"),
    ("{han}、", "({inner})"),
    ("{han}、", "{arabic}．"),
    ("第{han}章 ", "第{inner}节 "),
    ("{arabic} ", "{outer}.{arabic} "),
    ("{arabic}　", "{outer}.{arabic}　"),
    ("{arabic}.", "({arabic})"),
]
LIST_HEADINGS = ["参考文献", "参考文献：", "【参考文献】", "[参考文献]", "References"]
ENTRY_LABELS = ["[{}]", "［{}］", "[{}] ", "{}. ", "{}.", "({})"]
ENTRIES = [
    "周立言.水渠小史[M].北京:江左书社,2001.",
    "郑一鸣,王守一.分水的规矩[J].水利史学报,2010,3(2):1-9.",
    "Smith J, Lee K. Sharing water[J]. Water History, 2012, 4(1): 20-31.",
    "《县志》,江左书社,1998年.",
    "江州市水利局.水渠普查报告[R].江州:江州市水利局,2011.",
    "陈思远.水渠漫谈[EB/OL].(2018-05-11)[2019-02-03].https://www.example.org/1.",
]
HAN = "一二三四五六七八九"
NARROW = str.maketrans("，：；（）！？\u3000", ",:;()!? ")
HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


@dataclass
class Written:
    """A page, and what it was made of."""

    text: str
    title: str
    authors: list[str]
    abstract: str
    keywords: list[str]
    headings: list[tuple[int, str]]
    paragraphs: list[str]
    entries: list[str]


def heading(scheme: tuple[str, str], outer: int, inner: int | None) -> str:
    """A number in a scheme, of the outer level or the inner."""
    number = outer if inner is None else inner
    form = scheme[0] if inner is None else scheme[1]
    return form.format(han=HAN[outer - 1], inner=HAN[number - 1], arabic=number, outer=outer)


titles = st.builds(str.__add__, st.sampled_from(SUBJECTS), st.sampled_from(PREDICATES))
texts = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map("".join)


@st.composite
def outlines(draw: st.DrawFn) -> tuple[list[str], list[tuple[int, str]], list[str]]:
    """Lines of a body, its headings with their levels, its paragraphs."""
    scheme = draw(st.sampled_from(SCHEMES))
    lines: list[str] = []
    headings: list[tuple[int, str]] = []
    paragraphs: list[str] = []
    for outer in range(1, draw(st.integers(1, 5)) + 1):
        inners = [None, *range(1, draw(st.integers(0, 3)) + 1)]
        for inner in inners:
            title = draw(titles)
            headings.append((1 if inner is None else 2, title))
            lines.append(heading(scheme, outer, inner) + title)
            paragraphs += (found := draw(st.lists(texts, min_size=1, max_size=2)))
            lines += found
    return lines, headings, paragraphs


@st.composite
def pages(draw: st.DrawFn) -> Written:
    """A page of the usual layout."""
    title, abstract = draw(titles), draw(texts)
    authors = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
    keywords = draw(st.lists(st.sampled_from(SUBJECTS), min_size=2, max_size=5, unique=True))
    body, headings, paragraphs = draw(outlines())
    entries = draw(st.lists(st.sampled_from(ENTRIES), max_size=6))
    label = draw(st.sampled_from(ENTRY_LABELS))
    lines = [
        title,
        draw(st.sampled_from(["，", " ", "　", "、"])).join(authors),
        draw(st.sampled_from(ABSTRACT_LABELS)) + abstract,
        draw(st.sampled_from(KEYWORD_LABELS)) + draw(st.sampled_from(SEPARATORS)).join(keywords),
        *body,
    ]
    if entries:
        lines.append(draw(st.sampled_from(LIST_HEADINGS)))
        lines += [label.format(number) + entry for number, entry in enumerate(entries, start=1)]
    indent = draw(st.sampled_from(["", "  ", "　　"]))
    gap = draw(st.sampled_from(["\n", "\n\n"]))
    text = gap.join([lines[0], *(indent + line for line in lines[1:])])
    return Written(text, title, authors, abstract, keywords, headings, paragraphs, entries)


def assert_is_made_of(article: Article, page: Written) -> None:
    """Whether an article gives back what its page was made of, width aside."""

    def plain(text: str) -> str:
        return text.translate(NARROW)

    assert article.title == page.title
    assert list(article.authors) == page.authors
    assert plain(article.abstract) == plain(page.abstract)
    assert list(article.keywords) == page.keywords
    assert [(one.level, one.title) for one in article.sections] == page.headings
    assert [plain(text) for one in article.sections for text in one.paragraphs] == [
        plain(text) for text in page.paragraphs
    ]
    assert [one.number for one in article.references] == list(range(1, len(page.entries) + 1))
    assert [plain(one.text) for one in article.references] == [plain(one) for one in page.entries]


@settings(max_examples=120, deadline=None)
@given(
    page=pages(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    ending=st.sampled_from(["\n", "\r\n"]),
    halved=st.booleans(),
)
def test_a_page_gives_back_what_it_was_made_of(
    page: Written, encoding: str, ending: str, halved: bool
) -> None:
    text = page.text.translate(NARROW) if halved else page.text
    article = parse(text.replace("\n", ending).encode(encoding), "page.txt")
    assert_is_made_of(article, page)


def read_or_refused(data: bytes, name: str) -> None:
    """Whether bytes give an article free of harmful characters, or a refusal in one sentence."""
    try:
        article = parse(data, name)
    except PageError as error:
        assert "\n" not in str(error)
        assert not HARMFUL.search(str(error))
        return
    assert article.title
    assert not any(HARMFUL.search(text) for text in strings(to_builtins(article)))


names = st.sampled_from(["a.txt", "a.md", "a.html", "a", "\ud800\n\x1b[31m.txt", ""])


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=600), name=names)
def test_any_bytes_give_an_article_or_a_refusal(data: bytes, name: str) -> None:
    read_or_refused(data, name)


FRAGMENTS = (
    "摘要 关键词 作者 参考文献 注释 其他文献 论文部分内容阅读 一、 (一) 1.1 第一章 ① [1] [1 "
    "〔2〕 ] 《 》 “ ” [J] [EB/OL] [A]. // 等 et~al (2010) 2010 , . 。 ： ； （ ） vol. http:// "
    "10.1234/ doi: <p> <table> </td> <!-- <script> # ** ![ ]( | > \x1b[ \x1b] \u202e \u200b "
    "\x00 \ud800 \r 🀄 ﷽ e\u0301 ٣ ² 王五 水渠"
)


@settings(max_examples=200, deadline=None)
@given(
    parts=st.lists(
        st.one_of(
            st.sampled_from(FRAGMENTS.split()), st.sampled_from(" \n　\n"), st.text(max_size=5)
        ),
        max_size=80,
    ),
    name=names,
)
def test_any_text_made_of_the_parser_s_own_signs_is_survived(parts: list[str], name: str) -> None:
    read_or_refused("".join(parts).encode("utf-8", "surrogatepass"), name)


@settings(max_examples=100, deadline=None)
@given(page=pages(), cut=st.integers(0, 400), junk=st.binary(max_size=8))
def test_a_page_that_is_cut_or_damaged_is_survived(page: Written, cut: int, junk: bytes) -> None:
    data = page.text.encode("gb18030")
    read_or_refused(data[:cut] + junk + data[cut + len(junk) :], "a.txt")
    read_or_refused(data[:cut], "a.txt")


SIGNS = "[ ( 9 《 、 。 A. J X- IV 一、 [1] [J] doi: http:// “ # ![ <b> <!-- 作者: 摘要 \x1b["
UNITS = [*SIGNS.split(), " ", "张三说水\n", "水渠\n", "A. ", "Aa, ", "vol. 1 "]


@pytest.mark.parametrize("unit", UNITS)
def test_a_sign_repeated_without_end_is_survived(unit: str) -> None:
    head = "山区水渠\n摘要：略述水渠。\n关键词：水渠；分水\n一、缘起\n水渠沿山而下。\n"
    flood = unit * (30_000 // len(unit))
    for text in (flood, head + flood, f"{head}参考文献\n[1] {flood}", f"{head}参考文献\n{flood}"):
        read_or_refused(text.encode(), "a.txt")
    read_or_refused(f"<html><body><p>{flood}".encode(), "a.html")
