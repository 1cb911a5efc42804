"""The sample pages read as they were written, and cite each other as they say."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from papers_store.article import Article
from papers_store.parser import parse
from papers_store.text.fold import fold_text

SAMPLES = Path(__file__).parent.parent / "samples"

_CITATION = re.compile(r"[\[［〔](\d{1,2}(?:[-–,，]\d{1,2}){0,8})[\]］〕]")
_AUTHOR_YEAR = re.compile(
    r"([\u4e00-\u9fff]{2,4}|[A-Z][a-z]+)[^（）；。]{0,12}?[，（](\d{4})(?=[）；])"
)
_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, kw_only=True)
class Written:
    """What a sample page was written to say."""

    title: str
    authors: str = ""
    keywords: int
    headings: str
    """Numbers in order, each after as many dots as its level less one; names where unnumbered."""
    references: int
    notes: int = 0
    year: int | None = None
    encoding: str = "utf-8"
    format: str = "text"


WRITTEN = {
    "01-xinmeiti-tushuguan.txt": Written(
        title="新媒体环境下公共图书馆的阅读推广",
        keywords=4,
        headings="一 .(一) .(二) .(三) 二 .(一) .(二) .(三) 三",
        references=4,
    ),
    "城市社区居家养老服务的需求与供给.txt": Written(
        title="城市社区居家养老服务的需求与供给",
        keywords=4,
        headings="一 二 .1 .2 .3 三 .1 .2 .3 四",
        references=3,
        year=2018,
    ),
    "03-hongcha-chahuangsu.txt": Written(
        title="萎凋时间对工夫红茶茶黄素含量的影响",
        authors="陈思远 林婉清 王国栋",
        keywords=5,
        headings="1 2 .2.1 .2.2 ..2.2.1 ..2.2.2 .2.3 3 .3.1 .3.2 4",
        references=4,
        year=2018,
    ),
    "04-huozi-yinshua.txt": Written(
        title="活字印刷在宋元时期的传播与改进",
        authors="赵明哲",
        keywords=5,
        headings=(
            "第一章 .第一节 .第二节 第二章 .第一节 ..一 ..二 .第二节 "
            "第三章 .第一节 ..一 ..二 .第二节 第四章"
        ),
        references=4,
    ),
    "05-daotian-danqi.txt": Written(
        title="秸秆还田对双季稻田氮素去向的影响",
        authors="梁志强 蒋小燕",
        keywords=5,
        headings="一 二 .(一) .(二) ..1 ..2 ...(1) ...(2) ....① ....② 三 .(一) .(二) .(三) 四",
        references=4,
        notes=2,
    ),
    "06-dunhuang-xieben.txt": Written(
        title="敦煌写本的纸与抄写者",
        authors="沈怀瑾",
        keywords=5,
        headings="一 二 .(一) .(二) .(三) 三 四",
        references=0,
        notes=5,
    ),
    "07-jiqi-fanyi.md": Written(
        title="术语一致性：机器翻译走进专业文本的一道门槛",
        authors="叶书恒 顾念慈 田野",
        keywords=4,
        headings="1 2 .2.1 .2.2 3 .3.1 .3.2 .3.3 4",
        references=6,
        format="markdown",
    ),
    "08-chengshi-redao.html": Written(
        title="湖泊与绿地对城市热岛的缓解",
        authors="宋雨桐 程立夏",
        keywords=5,
        headings="1 2 .2.1 .2.2 3 .3.1 .3.2 4",
        references=4,
        year=2020,
        format="html",
    ),
    "09-shuxue-tongji.txt": Written(
        title="用真实数据教统计：小学高年级的一次课堂尝试",
        authors="傅启明 丁若兰",
        keywords=4,
        headings="一 二 .（一） .（二） .（三） 三 四",
        references=5,
    ),
    "10-qingtong-fanzhu.txt": Written(
        title="商周青铜器范铸工艺的再认识",
        authors="邓守诚",
        keywords=5,
        headings="一 .(一) .(二) .(三) 二 .(一) ..(1) ..(2) .(二) ..① ..② ..③ 三 四",
        references=3,
        encoding="gb18030",
    ),
    "11-xinmeiti-shequbao.txt": Written(
        title="新媒體與社區報的轉型",
        authors="吳敏儀 林家豪",
        keywords=5,
        headings="一 二 .（一） .（二） .（三） 三 .（一） .（二） .（三） 四",
        references=3,
        year=2021,
        encoding="big5",
    ),
    "12-shuju-yinyong.txt": Written(
        title="科研数据怎样被引用：一个湖区观测数据集的十年",
        authors="何映雪 董亦凡",
        keywords=5,
        headings="1 2 .2.1 .2.2 3 .3.1 .3.2 .3.3 4",
        references=20,
    ),
    "13-hupo-shuiwei.txt": Written(
        title="云泽湖水位变化与湿地植被的响应",
        authors="江一帆 许知秋",
        keywords=5,
        headings="引言 1 2 .（1） .（2） 3 .（1） .（2） .（3） 4 结语 致谢 附录",
        references=3,
        encoding="utf-16",
    ),
    "14-yuedong-houniao.txt": Written(
        title="云泽湖越冬雁鸭类的到达与离开",
        authors="黎若水 秦望舒",
        keywords=0,
        headings="引言 1 .1.1 .1.2 2 .2.1 .2.2 .2.3 3",
        references=3,
        encoding="utf-8-sig",
    ),
    "15-hefu-wenyang.txt": Written(
        title="和服纹样中的中国来源",
        authors="苏锦瑟",
        keywords=6,
        headings="一 二 三 四 结语",
        references=4,
        year=2016,
    ),
    "16-chanpin-he-fuwu.txt": Written(
        title="产品和服务的一体化：中小茶企的经营选择",
        authors="范宏达 袁静怡",
        keywords=5,
        headings="1 2 .2.1 .2.2 ..1) ..2) ..3) 3 .3.1 .3.2 4",
        references=4,
        year=2020,
    ),
}

LINKS = {
    "01-xinmeiti-tushuguan.txt": {1: "04-huozi-yinshua.txt"},
    "城市社区居家养老服务的需求与供给.txt": {3: "01-xinmeiti-tushuguan.txt"},
    "04-huozi-yinshua.txt": {2: "10-qingtong-fanzhu.txt", 3: "06-dunhuang-xieben.txt"},
    "05-daotian-danqi.txt": {3: "13-hupo-shuiwei.txt"},
    "07-jiqi-fanyi.md": {3: "15-hefu-wenyang.txt", 4: "16-chanpin-he-fuwu.txt"},
    "08-chengshi-redao.html": {3: "13-hupo-shuiwei.txt"},
    "09-shuxue-tongji.txt": {2: "13-hupo-shuiwei.txt", 4: "14-yuedong-houniao.txt"},
    "11-xinmeiti-shequbao.txt": {
        1: "01-xinmeiti-tushuguan.txt",
        3: "城市社区居家养老服务的需求与供给.txt",
    },
    "12-shuju-yinyong.txt": {
        7: "08-chengshi-redao.html",
        8: "14-yuedong-houniao.txt",
        9: "07-jiqi-fanyi.md",
        10: "09-shuxue-tongji.txt",
        15: "01-xinmeiti-tushuguan.txt",
    },
    "14-yuedong-houniao.txt": {2: "13-hupo-shuiwei.txt"},
    "15-hefu-wenyang.txt": {2: "06-dunhuang-xieben.txt"},
    "16-chanpin-he-fuwu.txt": {
        3: "03-hongcha-chahuangsu.txt",
        4: "城市社区居家养老服务的需求与供给.txt",
    },
}
"""Which entry of a sample's list (counted from one) is which other sample."""

every_sample = pytest.mark.parametrize("name", WRITTEN)


@cache
def read(name: str) -> Article:
    """A sample, parsed."""
    return parse((SAMPLES / name).read_bytes(), name)


def key(title: str | None) -> str:
    """A title without what lists and pages print differently: script, width, spaces, marks."""
    return re.sub(r"\W", "", fold_text(title or ""))


def headings(article: Article) -> str:
    """The outline in the form of `Written.headings`."""
    return " ".join(
        "." * (section.level - 1) + (section.number or section.title)
        for section in article.sections
        if section.level
    )


def paragraphs(article: Article) -> list[str]:
    """The text of all sections."""
    return [text for section in article.sections for text in section.paragraphs]


def cited_numbers(text: str) -> set[int]:
    """The numbers of all citations in a text, ranges filled."""
    numbers: set[int] = set()
    for group in _CITATION.findall(text):
        for part in re.split("[,，]", group):
            first, _, last = part.replace("–", "-").partition("-")
            numbers.update(range(int(first), int(last or first) + 1))
    return numbers


def test_every_page_of_the_folder_is_described_here() -> None:
    assert {path.name for path in SAMPLES.iterdir()} == set(WRITTEN)


@every_sample
def test_a_sample_reads_as_it_was_written(name: str) -> None:
    article, written = read(name), WRITTEN[name]
    assert article.title == written.title
    assert " ".join(article.authors) == written.authors
    assert len(article.keywords) == written.keywords
    assert headings(article) == written.headings
    assert len(article.references) == written.references
    assert len(article.notes) == written.notes
    assert article.origin.encoding == written.encoding
    assert article.origin.format == written.format
    if written.year:
        assert article.year == written.year


@every_sample
def test_a_sample_has_an_abstract_and_a_text_of_fair_length(name: str) -> None:
    article = read(name)
    assert 80 <= len(_HAN.findall(article.abstract)) <= 300
    assert 600 <= len(_HAN.findall("".join(paragraphs(article)))) <= 2500


@every_sample
def test_only_a_sample_without_keywords_has_them_extracted(name: str) -> None:
    article = read(name)
    assert bool(article.extracted_keywords) == (not article.keywords)


@pytest.mark.parametrize("name", [name for name in WRITTEN if not name.startswith("09")])
def test_every_citation_in_the_text_has_its_entry_and_every_entry_is_cited(name: str) -> None:
    article = read(name)
    entries = {reference.number for reference in article.references}
    if not entries:
        entries = {int("".join(filter(str.isdecimal, note.mark))) for note in article.notes}
    assert cited_numbers("\n".join(paragraphs(article))) == entries


def test_every_author_and_year_in_the_text_has_its_entry_and_every_entry_is_cited() -> None:
    article = read("09-shuxue-tongji.txt")
    cited = {
        (found[1], int(found[2]))
        for text in paragraphs(article)
        for found in _AUTHOR_YEAR.finditer(text)
    }
    listed = {
        (re.split("[, ]", reference.authors[0])[0], reference.year)
        for reference in article.references
    }
    assert len(cited) == 5
    assert cited == listed


def test_note_marks_stand_in_the_text() -> None:
    article = read("05-daotian-danqi.txt")
    text = "\n".join(paragraphs(article))
    assert [note.mark for note in article.notes] == ["①", "②"]
    assert all(note.mark in text for note in article.notes)


@pytest.mark.parametrize("name", LINKS)
def test_samples_cite_each_other_by_title_authors_and_year(name: str) -> None:
    for place, target in LINKS[name].items():
        reference, cited = read(name).references[place - 1], read(target)
        assert key(reference.title) == key(cited.title)
        if cited.authors:
            assert reference.authors == cited.authors
        if cited.year:
            assert reference.year == cited.year


def test_no_link_between_samples_is_left_undescribed() -> None:
    titles = {key(written.title) for written in WRITTEN.values()}
    found = {
        name: [
            place
            for place, reference in enumerate(read(name).references, start=1)
            if key(reference.title) in titles
        ]
        for name in WRITTEN
    }
    assert {name: places for name, places in found.items() if places} == {
        name: list(places) for name, places in LINKS.items()
    }
    assert sum(len(places) for places in found.values()) >= 10


def test_the_samples_show_several_encodings_and_forms_of_page() -> None:
    origins = [read(name).origin for name in WRITTEN]
    assert len({origin.encoding for origin in origins}) >= 2
    assert {origin.format for origin in origins} == {"text", "markdown", "html"}
    assert b"\r\n" in (SAMPLES / "14-yuedong-houniao.txt").read_bytes()


def test_the_scraped_page_gives_its_source_and_keeps_other_papers_apart() -> None:
    article = read("01-xinmeiti-tushuguan.txt")
    assert (article.source, article.citation_count) == ("明湖图书馆学刊", 3)
    assert (article.uploader, article.category) == ("qingshan", "期刊")
    assert [len(snippet) for snippet in article.related] == [200, 82, 200, 82, 74]
    assert article.keywords == ("新媒体", "公共图书馆", "阅读推广", "读书会")


def test_the_journal_page_gives_all_its_front_matter() -> None:
    article = read("03-hongcha-chahuangsu.txt")
    assert article.affiliations == (
        "明湖大学 农学院，江州 990001",
        "江州市茶叶研究所，江州 990008",
    )
    assert (article.clc, article.document_code) == ("S571.1", "A")
    assert article.article_number == "1673-0000（2018）03-0012-06"
    assert article.doi == "10.5555/mhnx.2018.03.012"
    assert set(article.front_matter) == {"收稿日期", "基金项目", "作者简介"}
    assert (
        article.title_en
        == "Effects of Withering Time on the Theaflavin Content of Congou Black Tea"
    )
    assert article.abstract_en.startswith("To clarify how withering shapes the taste")
    assert len(article.keywords_en) == 5


def test_the_thesis_names_its_supervisor() -> None:
    assert read("04-huozi-yinshua.txt").front_matter["指导教师"] == "孙培文 教授"


def test_run_in_headings_leave_their_text_below_them() -> None:
    section = next(
        one for one in read("10-qingtong-fanzhu.txt").sections if one.title == "选土与练泥"
    )
    assert section.paragraphs[0].startswith("范土取自当地的黄土")


def test_hard_wrapped_lines_are_one_paragraph_again() -> None:
    text = paragraphs(read("06-dunhuang-xieben.txt"))
    assert len(text) == 11
    assert all(one.endswith("。") for one in text)


def test_the_web_page_keeps_its_script_navigation_and_foot_to_itself() -> None:
    article = read("08-chengshi-redao.html")
    shown = "\n".join([article.abstract, *article.keywords, *paragraphs(article)])
    assert "脚本" not in shown
    assert "投稿指南" not in shown
    assert "页脚" not in shown + article.references[-1].text
    assert "1.8 ℃" in article.abstract.replace("\xa0", " ")
    assert article.source == "江州大学学报（自然科学版）"
    assert article.doi == "10.5555/jzdx.2020.04.006"


def test_the_list_of_many_types_reads_each_type() -> None:
    marks = " ".join(
        f"{one.type}/{one.medium}" if one.medium else str(one.type)
        for one in read("12-shuju-yinyong.txt").references
    )
    assert marks == "J S R/OL DB/OL DS/OL CP/OL J J J J N P D C J G A M/CD EB/OL PP/OL"


def test_an_entry_over_several_lines_is_one() -> None:
    entry = read("12-shuju-yinyong.txt").references[13]
    assert entry.text.endswith("118-127.")
    assert (entry.year, entry.pages) == (2021, "118-127")


def test_a_word_over_a_border_of_words_stands_in_one_sample_only() -> None:
    across = read("16-chanpin-he-fuwu.txt")
    assert "和服务" in across.title
    assert "纹样" not in "\n".join(paragraphs(across))
    assert "和服" in read("15-hefu-wenyang.txt").keywords
