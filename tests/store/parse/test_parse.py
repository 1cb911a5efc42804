"""Whole pages: each layout gives its article, and what is no article is refused in one sentence."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec import to_builtins
from msgspec.structs import replace

from papers_store.article import Article
from papers_store.errors import PageError
from papers_store.parser import parse

Read = Callable[[str], Article]

SHARED = Path(__file__).parents[4] / "shared" / "pages"
SCRAPED = SHARED / "000_d4649e4b2816a557.txt"
PAPERS = sorted((SHARED / "chinaxiv").glob("*.txt"))

EXCERPT = """\
  摘要:本文走访十二个村庄,厘清了山区水渠分水的规矩.
  关键词:水渠;分水;乡规
  水渠沿山而下,经过十二个村庄[1].
  一、问题的由来
  (一)村庄与水渠
  分水的规矩由各村轮流执掌(见下文),以香为时;香尽则闭闸！
  (二)碑刻
  庙中存碑三通[2-3].
  二、结语
  规矩行之三百年,何以不废?
  【参考文献】
  [1]周立言.水渠小史[M].北京:江左书社,2001.
  [2]郑一鸣,王守一.分水的规矩[J].水利史学报,2010(2):1-9.
  [3]江州市水利局.水渠普查报告[R].江州:江州市水利局,2011.
"""
SITE = """\
山区水渠的分水规矩

来源 :水利史学报 | 被引量 : 12次 | 上传用户:qingshan
下载到本地 , 更方便阅读
声明 : 本文档内容版权归属内容提供方 , 如果您对本文有版权争议 , 可与客服联系进行内容授权或下架
论文部分内容阅读
"""
OTHERS = """
其他文献
　　茶园的水 摘要:茶园缺水.  关键词:茶园;缺水 一、缘起
Tea gardens and their water
期刊
"""


def test_a_scraped_page_gives_the_article_and_keeps_the_site_out(read: Read) -> None:
    article = read(SITE + EXCERPT + OTHERS)
    assert article.title == "山区水渠的分水规矩"
    assert (article.source, article.citation_count, article.uploader) == (
        "水利史学报",
        12,
        "qingshan",
    )
    assert article.category == "期刊"
    assert article.keywords == ("水渠", "分水", "乡规")
    assert [one.number for one in article.sections] == ["", "一", "(一)", "(二)", "二"]
    assert [one.number for one in article.references] == [1, 2, 3]
    assert len(article.related) == 2
    assert "茶园" not in repr(to_builtins(article) | {"related": ()})
    read_as_article = repr(replace(article, leftovers=()))
    for word in ("下载到本地", "版权归属", "部分内容阅读"):
        assert word not in read_as_article
        assert any(word in one.text for one in article.leftovers)


def test_a_page_that_begins_below_its_title_is_called_by_its_file_s_name() -> None:
    article = parse(("论文部分内容阅读\n" + EXCERPT + OTHERS).encode(), "渠/山区水渠.txt")
    assert article.title == "山区水渠"
    assert article.abstract.startswith("本文走访")
    assert article.sections[0].paragraphs == ("水渠沿山而下,经过十二个村庄[1].",)


@pytest.mark.parametrize(
    "start",
    [
        "【摘 要】本文走访十二个村庄。\n【关键词】水渠 分水\n",
        "水渠沿山而下，经过十二个村庄，分水的规矩由各村轮流执掌。\n",
        "一、问题的由来\n水渠沿山而下，经过十二个村庄。\n",
        "短句。\n水渠沿山而下，经过十二个村庄，分水的规矩由各村轮流执掌。\n",
    ],
)
def test_nothing_below_the_excerpt_s_line_is_made_a_title(start: str) -> None:
    article = parse(f"论文部分内容阅读\n{start}正文另起一段，再说分水。\n".encode(), "乙.txt")
    assert article.title == "乙"
    assert article.authors == ()


def test_notes_go_to_the_notes_and_references_to_the_references(read: Read) -> None:
    article = read(
        "山区水渠\n周立言\n摘要：略述水渠。\n一、缘起\n水渠沿山而下①，经过十二个村庄②。\n"
        "注释：\n①见县志卷三。\n②据碑刻。\n参考文献：\n[1] 周立言.水渠小史[M].北京:江左书社,2001.\n"
    )
    assert [(one.mark, one.text) for one in article.notes] == [
        ("①", "见县志卷三。"),
        ("②", "据碑刻。"),
    ]
    assert [one.title for one in article.references] == ["水渠小史"]


@pytest.mark.parametrize(
    "heading",
    [
        "参考文献",
        "参考文献：",
        "参考文献:",
        "【参考文献】",
        "[参考文献]",
        "［参考文献］",
        "参 考 文 献",
        "主要参考文献",
        "五、参考文献",
        "References",
        "REFERENCES:",
        "参考文献（References）",
        "引用文献",
    ],
)
def test_the_list_is_found_under_any_heading(read: Read, heading: str) -> None:
    article = read(
        f"山区水渠\n周立言\n摘要：略述水渠。\n一、缘起\n水渠沿山而下。\n{heading}\n"
        "[1] 周立言.水渠小史[M].北京:江左书社,2001.\n[2] 郑一鸣.分水[J].水利史学报,2010(2):1-9.\n"
    )
    assert [one.number for one in article.references] == [1, 2]
    assert article.sections[-1].paragraphs == ("水渠沿山而下。",)


def test_the_first_entry_may_stand_on_the_line_of_the_heading(read: Read) -> None:
    article = read(
        "山区水渠\n周立言\n摘要：略述水渠。\n一、缘起\n水渠沿山而下。\n"
        "参考文献：[1] 周立言.水渠小史[M].北京:江左书社,2001.\n[2] 郑一鸣.分水[J].2010.\n"
    )
    assert [one.number for one in article.references] == [1, 2]


def test_back_matter_behind_the_list_is_no_entry(read: Read) -> None:
    article = read(
        "山区水渠\n周立言\n摘要：略述水渠。\n一、缘起\n水渠沿山而下。\n参考文献\n"
        "[1] 周立言.水渠小史[M].北京:江左书社,2001.\n\n"
        "致谢\n感谢各村老人。\n\n收稿日期：2019-03-12\n"
    )
    assert len(article.references) == 1
    assert (article.sections[-1].title, article.sections[-1].paragraphs) == (
        "致谢",
        ("感谢各村老人。",),
    )
    assert article.front_matter == {"收稿日期": "2019-03-12"}


def test_a_paragraph_that_speaks_of_references_does_not_end_the_text(read: Read) -> None:
    line = "参考文献的著录应当规范，本文所附各条均经核对。"
    article = read(f"山区水渠\n周立言\n摘要：略述水渠。\n一、缘起\n{line}\n水渠沿山而下。\n")
    assert article.sections[-1].paragraphs == (line, "水渠沿山而下。")
    assert article.references == ()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\r\n ", "empty"),
        ("\u200b\ufeff\x1b[0m".encode(), "nothing is printed"),
        (b"%PDF-1.4 ...", "PDF"),
        (bytes(range(256)) * 20, "binary"),
        ("下载到本地 , 更方便阅读\n论文部分内容阅读\n".encode(), "no article"),
        ("水渠相关论文\n".encode(), "no article"),
        (SITE.encode(), "no article"),
        ("只有题目".encode(), "no article"),
    ],
)
def test_what_holds_no_article_is_refused_in_one_sentence_with_its_path(
    data: bytes, reason: str
) -> None:
    with pytest.raises(PageError, match=reason) as caught:
        parse(data, "柜/甲.txt")
    assert str(caught.value).startswith("柜/甲.txt: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"]
)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_do_not_matter(encoding: str, ending: str) -> None:
    text = (SITE + EXCERPT).replace("\n", ending)
    article = parse(text.encode(encoding), "a.txt")
    expected = parse((SITE + EXCERPT).encode(), "a.txt")
    assert parts(article) == parts(expected)


def test_the_same_article_has_the_same_id_in_another_dress() -> None:
    plain = parse((SITE + EXCERPT).encode(), "a.txt")
    wide = parse((SITE + EXCERPT).replace(",", "，").replace(":", "：").encode("gbk"), "b.txt")
    assert plain.id == wide.id
    assert re.fullmatch("[0-9a-f]{16}", plain.id)


def parts(article: Article) -> dict[str, Any]:
    """The fields of an article, without where it was read from."""
    found: dict[str, Any] = to_builtins(article)
    del found["origin"]
    return found


NARROW = str.maketrans("，：；（）！？\u3000", ",:;()!? ")
WIDE = str.maketrans(",:;()!?", "，：；（）！？")


def shape(article: Article) -> dict[str, Any]:
    """What was found on a page, its width set aside."""

    def plain(value: Any) -> Any:
        if isinstance(value, str):
            return re.sub(r"\s+", " ", value.translate(NARROW)).strip()
        if isinstance(value, dict):
            return {plain(name): plain(one) for name, one in value.items()}
        if isinstance(value, list | tuple):
            return [plain(one) for one in value]
        return value

    found: dict[str, Any] = plain(parts(article))
    return found


def assert_width_does_not_matter(text: str, name: str) -> None:
    printed = shape(parse(text.encode(), name))
    for table in (NARROW, WIDE):
        assert shape(parse(text.translate(table).encode(), name)) == printed


def test_full_and_half_width_punctuation_find_the_same() -> None:
    assert_width_does_not_matter(SITE + EXCERPT + OTHERS, "a.txt")


SAMPLES = sorted((Path(__file__).parents[3] / "samples").glob("*.txt"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_width_does_not_matter_on_the_samples(path: Path) -> None:
    for encoding in ("utf-16", "utf-8-sig", "gb18030", "big5"):
        try:
            text = path.read_bytes().decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    assert_width_does_not_matter(text, path.name)


def test_no_harmful_character_gets_into_any_field() -> None:
    harmful = "\x1b[31m\x00\x07\x08\x9b\u200b\u200e\u202e\u2066\ufeff\x7f"
    text = "".join(one + harmful if one != "\n" else one for one in SITE + EXCERPT + OTHERS)
    for name in ("a.txt", "a.md", "a\u202e\x1b[0m.html"):
        article = parse(text.encode(), name)
        assert not re.search(
            "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]",
            json.dumps(to_builtins(article), ensure_ascii=False),
        )
    clean = parse((SITE + EXCERPT + OTHERS).encode(), "a.txt")
    assert parts(parse(text.encode(), "a.txt")) == parts(clean)


@pytest.mark.skipif(not SCRAPED.exists(), reason="the scraped page is not at hand")
def test_the_scraped_page_reads_exactly_as_expected() -> None:
    expected = json.loads(SCRAPED.with_suffix(".expected.json").read_text(encoding="utf-8"))
    found = json.loads(json.dumps(to_builtins(parse(SCRAPED.read_bytes(), SCRAPED.name))))
    assert_holds(found, expected)


def assert_holds(found: Any, expected: Any) -> None:
    """Whether all that is expected is found; of an object, other fields do not matter."""
    if isinstance(expected, dict):
        for name, value in expected.items():
            assert_holds(found[name], value)
    elif isinstance(expected, list):
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            assert_holds(one, other)
    else:
        assert found == expected


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_real_papers_give_their_parts(path: Path) -> None:
    article = parse(path.read_bytes(), path.name)
    assert len(article.title) > 8
    assert len(article.abstract) > 100
    assert article.keywords
    assert len([one for one in article.sections if one.number]) >= 4
    assert len(article.references) >= 3
    assert all(len(one.text) < 1500 for one in article.references)


@pytest.mark.parametrize(
    "path", [*PAPERS, *filter(Path.exists, [SCRAPED])], ids=lambda path: path.stem
)
def test_width_does_not_matter_on_real_pages(path: Path) -> None:
    assert_width_does_not_matter(path.read_text(encoding="utf-8"), path.name)
