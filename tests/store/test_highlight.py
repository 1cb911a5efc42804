"""What was found is marked in the text as printed, and shown in its sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from papers_store.article import Article, Reference, Section
from papers_store.search.highlight import Finder
from papers_store.search.query import Text, parse_query
from papers_store.text.fold import fold_text
from support.fakes.memory_library import NOWHERE


def finder(query: str, *, by_sound: bool = False) -> Finder:
    return Finder(parse_query(query).texts, by_sound)


def marked(query: str, text: str, where: str | None = None, **how: bool) -> list[str]:
    return [text[start:end] for start, end in finder(query, **how).spans(text, where)]


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("媒体", "新媒體与媒体", ["媒體", "媒体"]),
        ("abc", "说ＡＢＣ和Abc", ["ＡＢＣ", "Abc"]),
        ("km2", "共5㎞²，ﬁne", ["㎞²"]),
        ("新媒 媒体", "新媒体", ["新媒体"]),
        ("党建 -微信", "微信党建", ["党建"]),
        ('"党 建"', "党　建", ["党　建"]),
        ("图书", "", []),
    ],
)
def test_a_match_is_marked_at_its_own_place(query: str, text: str, found: list[str]) -> None:
    assert marked(query, text) == found


def test_a_field_is_marked_in_that_field_alone() -> None:
    assert marked("标题:党建", "党建", "title") == ["党建"]
    assert marked("标题:党建", "党建", "body") == []
    assert marked("党建", "党建", "references") == ["党建"]


@pytest.mark.parametrize(
    ("letters", "title", "found"),
    [
        ("xmt", "运用新媒体创新", ["新媒体"]),
        ("xinmt", "新媒體与党建", ["新媒體"]),
        ("xinmei", "新媒体", ["新媒"]),
        ("chongqing", "在重庆", ["重庆"]),
        ("jishuyanjiu", "《技术》：研究", ["技术》：研究"]),
        ("xmt", "图书馆", []),
        ("xmt", "XMT 与新媒体", ["XMT"]),
    ],
)
def test_letters_are_marked_where_a_name_sounds_so(
    letters: str, title: str, found: list[str]
) -> None:
    assert marked(letters, title, "title", by_sound=True) == found
    assert marked(letters, title, "body", by_sound=True) == [one for one in found if one == "XMT"]


@given(st.text(max_size=60), st.text(min_size=1, max_size=4))
def test_marks_are_in_order_apart_and_hold_what_was_wanted(text: str, wanted: str) -> None:
    wanted = fold_text(wanted)
    spans = Finder((Text(wanted),)).spans(text)
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(wanted in fold_text(text[start:end]) for start, end in spans)
    assert bool(spans) == (wanted in fold_text(text))


ARTICLE = Article(
    id="0" * 16,
    title="论阅读",
    abstract="阅读是学习之始。图书馆推广阅读。",
    sections=(
        Section(level=0, paragraphs=("前言无事。",)),
        Section(
            level=1,
            number="一",
            title="方法",
            paragraphs=("先看一句。" + "很" * 30 + "长的句子里有活字印刷一词，还有后文。末句。",),
        ),
    ),
    references=(Reference(number=1, text="赵某. 排版浅说. 2010."),),
    origin=NOWHERE,
)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("推广", "图书馆推广阅读。"),
        ("活字", ".." + "很" * 8 + "长的句子里有活字印刷一词，还有后文。"),
        ("引文:排版", "赵某. 排版浅说. 2010."),
        ("排版", "赵某. 排版浅说. 2010."),
        ("没有的词", ""),
    ],
)
def test_the_sentence_that_holds_it_is_shown(query: str, sentence: str) -> None:
    assert finder(query).excerpt(ARTICLE) == sentence


def test_a_sentence_without_end_is_not_shown_whole() -> None:
    endless = replace(ARTICLE, abstract="甲" * 10_000)
    assert len(finder("甲").excerpt(endless)) < 200
