"""Labels in every dress: what stands behind them is found, and the label itself is not kept."""

from collections.abc import Callable

import pytest

from papers_store.article import Article
from papers_store.parser import parse
from papers_store.parser.formats.page import Line
from papers_store.parser.zones.labels import label_at_start, labels_inside

Read = Callable[[str], Article]

ABSTRACT = "本文以三个乡镇的水渠为例，说明灌溉组织如何分配用水。"
BODY = "一、问题的由来\n水渠沿山而下，经过十二个村庄，分水的规矩由各村轮流执掌。\n"


def page(*labelled: str) -> str:
    """A page with its labels between title and text."""
    return "山区水渠的分水规矩\n\n周立言\n\n" + "\n".join(labelled) + "\n\n" + BODY


@pytest.mark.parametrize(
    "label",
    [
        "摘要：",
        "摘要:",
        "摘要 ",
        "摘 要：",
        "摘　要：",
        "摘　　要　",
        "[摘要]",
        "［摘要］",
        "[摘要］",
        "【摘要】",
        "【摘 要】",
        "【摘  要】：",
        "〔摘要〕",
        "摘要]",
        "内容提要：",
        "【内容提要】",
        "●内容提要：",
        "内容摘要：",
        "中文摘要：",
        "提要：",
        "文摘：",
        "摘要——",
        "摘要：\n",
        "摘 要\n",
        "【摘要】\n",
        "内容提要\n\n",
    ],
)
def test_an_abstract_is_found_under_its_label_in_any_dress(read: Read, label: str) -> None:
    article = read(page(label + ABSTRACT, "关键词：水渠；分水"))
    assert article.title == "山区水渠的分水规矩"
    assert article.authors == ("周立言",)
    assert article.abstract == ABSTRACT
    assert article.keywords == ("水渠", "分水")
    assert [section.title for section in article.sections] == ["问题的由来"]


@pytest.mark.parametrize(
    "label",
    [
        "关键词：",
        "关键词:",
        "关键词 ",
        "关键词　",
        "关 键 词：",
        "关　键　词　",
        "关键字：",
        "[关键词]",
        "［关键词］：",
        "【关键词】",
        "【关 键 词】",
        "关键词】",
        "关键词语：",
        "主题词：",
        "检索词：",
        "关键词：\n",
        "【关键词】\n",
    ],
)
def test_keywords_are_found_under_their_label_in_any_dress(read: Read, label: str) -> None:
    article = read(page("摘要：" + ABSTRACT, label + "水渠；分水；乡规"))
    assert article.abstract == ABSTRACT
    assert article.keywords == ("水渠", "分水", "乡规")
    assert article.extracted_keywords == ()


@pytest.mark.parametrize(
    "label", ["Abstract: ", "Abstract ", "ABSTRACT：", "[Abstract] ", "【Abstract】", "Abstract:\n"]
)
@pytest.mark.parametrize(
    "keywords_label",
    ["Key words: ", "Keywords: ", "Key Words：", "KEY WORDS: ", "[Key words] ", "【Keywords】"],
)
def test_english_labels_fill_the_english_fields(
    read: Read, label: str, keywords_label: str
) -> None:
    english = "This paper follows a canal through twelve villages and asks who shares the water."
    article = read(
        page(
            "摘要：" + ABSTRACT,
            "关键词：水渠；分水",
            "Rules for Sharing Water in a Hill Canal",
            "ZHOU Liyan",
            label + english,
            keywords_label + "canal; water sharing",
        )
    )
    assert article.title_en == "Rules for Sharing Water in a Hill Canal"
    assert article.abstract_en == english
    assert article.keywords_en == ("canal", "water sharing")
    assert article.abstract == ABSTRACT


def test_labels_in_traditional_characters_with_pinyin_tails_are_read(read: Read) -> None:
    article = read(
        page(
            "摘要：" + ABSTRACT,
            "關(guān)鍵詞：水渠；分水",
            "中圖分類號(hào)：S27  文獻(xiàn)標(biāo)識碼：A",
        )
    )
    assert article.keywords == ("水渠", "分水")
    assert (article.clc, article.document_code) == ("S27", "A")


def test_codes_on_one_line_are_told_apart(read: Read) -> None:
    article = read(
        page(
            "摘要：" + ABSTRACT,
            "关键词：水渠；分水",
            "【中图分类号】S274        【文献标志码】A        "
            "【文章编号】1000-1234(2019)05-0060-02",
        )
    )
    assert article.clc == "S274"
    assert article.document_code == "A"
    assert article.article_number == "1000-1234(2019)05-0060-02"
    assert article.year == 2019


def test_codes_on_lines_of_their_own_are_read(read: Read) -> None:
    article = read(
        page(
            "DOI：10.5555/sqfs.2019.05.012",
            "摘要：" + ABSTRACT,
            "关键词：水渠；分水",
            "中图分类号：S274",
            "文献标识码：B",
            "文章编号：1000-1234（2019）05-0060-02",
        )
    )
    assert article.doi == "10.5555/sqfs.2019.05.012"
    assert (article.clc, article.document_code) == ("S274", "B")
    assert article.article_number == "1000-1234（2019）05-0060-02"


def test_a_code_run_on_behind_the_keywords_is_no_keyword(read: Read) -> None:
    article = read(page("摘要：" + ABSTRACT, "关键词：水渠；分水循环中图分类号：S274"))
    assert article.keywords == ("水渠", "分水循环")
    assert article.clc == "S274"


def test_brackets_inside_a_structured_abstract_are_not_labels(read: Read) -> None:
    abstract = (
        "【目的】厘清分水的规矩。【方法】走访十二个村庄。【结果】得到六种。【结论】以轮灌为主。"
    )
    article = read(page("【摘要】" + abstract, "【关键词】水渠；分水"))
    assert article.abstract == abstract


@pytest.mark.parametrize("form", ["{}：", "【{}】", "[{}]", "{}: "])
@pytest.mark.parametrize("alone", [True, False])
def test_an_abstract_in_parts_on_lines_of_their_own_is_one(
    read: Read, form: str, alone: bool
) -> None:
    parts = [
        ("目的", "厘清规矩。"),
        ("方法", "走访村庄。"),
        ("结果", "得六种。"),
        ("结论", "轮灌为主。"),
    ]
    lines = [form.format(name) + text for name, text in parts]
    article = read(
        page("摘要：" + ("\n" if alone else "") + "\n".join(lines), "关键词：水渠；分水")
    )
    assert article.abstract.split("\n") == lines
    assert article.keywords == ("水渠", "分水")
    assert [section.title for section in article.sections] == ["问题的由来"]


@pytest.mark.parametrize(
    ("line", "name", "text"),
    [
        ("收稿日期：2019-03-12", "收稿日期", "2019-03-12"),
        ("基金项目：某省社科基金项目（19YB012）", "基金项目", "某省社科基金项目（19YB012）"),
        ("[基金项目]某省社科基金项目", "基金项目", "某省社科基金项目"),
        ("作者简介：周立言（1980-），男，副教授。", "作者简介", "周立言（1980-），男，副教授。"),
        ("指导教师：郑一鸣 教授", "指导教师", "郑一鸣 教授"),
        ("通讯作者：郑一鸣", "通讯作者", "郑一鸣"),
        ("责任编辑：王五", "责任编辑", "王五"),
    ],
)
@pytest.mark.parametrize("place", ["front", "foot"])
def test_other_labels_are_front_matter_wherever_they_stand(
    read: Read, line: str, name: str, text: str, place: str
) -> None:
    front = page("摘要：" + ABSTRACT, "关键词：水渠；分水", line if place == "front" else "")
    foot = f"参考文献\n[1] 周立言.水渠小史[M].北京:江左书社,2001.\n\n{line}\n"
    article = read(front + (foot if place == "foot" else ""))
    assert article.front_matter == {name: text}
    if place == "foot":
        assert len(article.references) == 1


def test_authors_behind_a_label_are_authors(read: Read) -> None:
    article = read(
        "山区水渠的分水规矩\n作者：周立言 郑一鸣\n指导教师：王守一\n摘要：" + ABSTRACT + "\n" + BODY
    )
    assert article.authors == ("周立言", "郑一鸣")
    assert article.front_matter == {"指导教师": "王守一"}


@pytest.mark.parametrize(
    "sentence",
    [
        "关键词是检索文章的入口，摘要则是读者最先读到的部分，二者都应当认真撰写。",
        "来源于民间的分水规矩，多半没有写在纸上，而由老人口耳相传。",
        "作者在走访中得到的材料，以村规和碑刻为主，共计三十余种。",
        "题目所说的水渠，是指由山溪引出的明渠，不包括暗渠。",
        "摘要的写法各不相同，有的只有一句话，有的长达千字。",
    ],
)
def test_a_sentence_that_begins_with_a_label_s_word_is_text(read: Read, sentence: str) -> None:
    article = read(page("摘要：" + ABSTRACT, "关键词：水渠；分水") + sentence)
    assert article.abstract == ABSTRACT
    assert article.keywords == ("水渠", "分水")
    assert article.sections[-1].paragraphs[-1] == sentence


@pytest.mark.parametrize(
    "line",
    ["摘要的写法", "关键词与主题", "摘录：某书", "键词：水渠", "词键关：水渠", "abſtract: a", ""],
)
def test_no_label_is_seen_where_there_is_none(line: str) -> None:
    assert label_at_start(Line(line), bare=True) is None


def test_a_label_tells_where_its_text_begins() -> None:
    line = "【摘　要】某文"
    label = label_at_start(Line(line))
    assert label is not None
    assert (label.field, line[label.end :]) == ("abstract", "某文")


def test_labels_further_on_in_a_line_are_found_in_order() -> None:
    line = "分类号：S27 文献标识码：A [文章编号]1000"
    assert [label.field for label in labels_inside(Line(line), 0)] == [
        "clc",
        "document_code",
        "article_number",
    ]


def test_a_label_further_on_is_found_behind_words_of_its_own_characters() -> None:
    line = "分类号：S27 本文中文关(guān)键词：水渠"
    last = labels_inside(Line(line), 0)[-1]
    assert (last.field, last.name, line[last.start :]) == (
        "keywords",
        "中文关键词",
        "中文关(guān)键词：水渠",
    )


@pytest.mark.parametrize(
    "line",
    [
        "中图分类号 S274 文献标识码 A 文章编号 1000-1234(2019)05-0060-02 DOI 10.5555/sq.2019.05",
        "中图分类号S274　文献标识码A　文章编号1000-1234(2019)05-0060-02　doi:10.5555/sq.2019.05",
        "中圖分類號?S274?文獻標識碼?A?文章編號?1000-1234(2019)05-0060-02?DOI?10.5555/sq.2019.05",
        '中图分类号:"S274"文献标识码:"A"文章编号:"1000-1234(2019)05-0060-02 DOI 10.5555/sq.2019.05',
        "中图分类号 S274\n文献标志码 A\n文章编号 1000-1234(2019)05-0060-02\nDOI 10.5555/sq.2019.05",
    ],
)
def test_codes_need_no_colon_where_they_read_as_such(read: Read, line: str) -> None:
    article = read(page("摘要" + ABSTRACT, "关键词 水渠;分水", line))
    assert article.abstract == ABSTRACT
    assert article.keywords == ("水渠", "分水")
    assert (article.clc, article.document_code) == ("S274", "A")
    assert article.article_number == "1000-1234(2019)05-0060-02"
    assert article.doi == "10.5555/sq.2019.05"
    assert article.front_matter == {}


@pytest.mark.parametrize("codes", ["分类号 S274", "DOI 10.5555/sq.2019.05", "中图分类号：S274"])
def test_the_last_keyword_ends_before_a_code_in_its_line(read: Read, codes: str) -> None:
    article = read(page("摘要：" + ABSTRACT, f"关键词：水渠；分水 {codes}"))
    assert article.keywords == ("水渠", "分水")


@pytest.mark.parametrize("sign", ["?", "？", '"'])
def test_a_sign_where_a_no_break_space_was_is_no_part_of_a_field(read: Read, sign: str) -> None:
    article = read(page(f"摘要：{sign}" + ABSTRACT, f"关键词：{sign}水渠;{sign}分水;{sign}乡规"))
    assert article.abstract == ABSTRACT
    assert article.keywords == ("水渠", "分水", "乡规")


@pytest.mark.parametrize(
    "label", ["（摘要）", "\\[摘要\\]", "<摘要>", "〖摘要〗", "• 摘要：", "◦摘要：\n  ", "▪ 摘要\n"]
)
def test_an_abstract_is_found_behind_bullets_and_in_any_bracket(read: Read, label: str) -> None:
    article = read(page(label + ABSTRACT, "• 关键词：\n  • 水渠\n  • 分水"))
    assert article.abstract == ABSTRACT
    assert article.keywords == ("水渠", "分水")


def test_keywords_of_the_journal_win_over_those_of_a_site(read: Read) -> None:
    article = read(page("关键词：水利史", "摘要：" + ABSTRACT, "关键词：水渠；分水"))
    assert article.keywords == ("水渠", "分水")
    assert [(one.text, one.reason) for one in article.leftovers] == [
        ("关键词：水利史", "label once more")
    ]


def test_keywords_that_end_in_a_comma_take_no_heading(read: Read) -> None:
    text = "水渠沿山而下，经过十二个村庄，分水的规矩由各村轮流执掌。"
    article = read(
        "山区水渠的分水规矩\n周立言\n摘要："
        + ABSTRACT
        + f"\n关键词：水渠、分水、\n\n规矩的由来\n\n{text}"
    )
    assert article.keywords == ("水渠", "分水")
    numbered = read(page("摘要：" + ABSTRACT, "关键词：水渠、分水、").replace("\n\n一", "\n一"))
    assert numbered.keywords == ("水渠", "分水")
    assert [section.title for section in numbered.sections] == ["问题的由来"]


@pytest.mark.parametrize("colon", ["", "："])
def test_an_empty_field_of_a_form_takes_nothing(read: Read, colon: str) -> None:
    form = "".join(f"{name}{colon}\n" for name in ("课程", "姓名", "班级", "学号", "指导教师"))
    article = read(f"{form}\n{page('摘要：' + ABSTRACT, '关键词：水渠；分水')}")
    assert article.title == "山区水渠的分水规矩"
    assert article.authors == ("周立言",)
    assert article.front_matter == {}
    assert {"姓名", "班级", "指导教师"} <= {one.text for one in article.leftovers}


def test_an_english_abstract_may_begin_with_the_word_of_a_label(read: Read) -> None:
    english = [
        "Abstract rules are seldom written down, and this paper asks how three villages",
        "kept theirs for a hundred years.",
        "They carved them into stone.",
    ]
    article = read(
        page(
            "摘要：" + ABSTRACT,
            "关键词：水渠；分水",
            "KEYWORDS OF A HILL CANAL",
            "Abstract",
            *english,
            "Keywords canal; water sharing",
        )
    )
    assert article.title_en == "KEYWORDS OF A HILL CANAL"
    assert article.abstract_en.split("\n") == english
    assert article.keywords_en == ("canal", "water sharing")
    article = read(
        page(
            "摘要：" + ABSTRACT,
            "Abstract\nKeywords say what a paper of many pages is about, in short.",
        )
    )
    assert article.abstract_en == "Keywords say what a paper of many pages is about, in short."


def test_the_journal_names_the_year_before_a_site_does(read: Read) -> None:
    dated = page("时间：2021-03-01", "摘要：" + ABSTRACT, "关键词：水渠；分水")
    assert read(dated).year == 2021
    assert read("水利学刊 2014年第3期\n\n" + dated).year == 2014


@pytest.mark.parametrize("line", ["刊名：*水利学刊* 2014, Vol.3", "来源：《水利学刊》2014年第3期"])
def test_a_source_ends_before_its_year(read: Read, line: str) -> None:
    article = read(page(line, "摘要：" + ABSTRACT))
    assert (article.source, article.year) == ("水利学刊", 2014)


def test_tags_of_a_front_matter_are_keywords() -> None:
    text = f"---\ntitle: 山区水渠\ntags: [水渠, 分水]\n---\n\n{BODY}"
    assert parse(text.encode(), "page.md").keywords == ("水渠", "分水")


@pytest.mark.parametrize("before", ["5", "12 ", ") ", "）"])
def test_the_number_of_a_line_before_a_label_hides_nothing(read: Read, before: str) -> None:
    article = read(page(f"{before}摘要：{ABSTRACT}", f"{before}关键词：水渠；分水"))
    assert article.abstract == ABSTRACT
    assert article.keywords == ("水渠", "分水")


@pytest.mark.parametrize("begins", ["为探究分水的规矩，", "中国的水渠很多，", "为了厘清规矩，"])
def test_an_abstract_glued_to_its_label_may_begin_in_any_way(read: Read, begins: str) -> None:
    article = read(page(f"摘要{begins}{ABSTRACT}", "关键词中国水利；分水"))
    assert article.abstract == begins + ABSTRACT
    assert article.keywords == ("中国水利", "分水")


def test_the_label_of_a_code_that_is_empty_is_no_part_of_a_keyword(read: Read) -> None:
    article = read(page("摘要；" + ABSTRACT, "关键词：水渠；分水分类号"))
    assert article.abstract == ABSTRACT
    assert article.keywords == ("水渠", "分水")
    assert article.clc is None


def test_the_label_of_a_code_takes_no_line_that_is_none(read: Read) -> None:
    article = read(page("摘要：" + ABSTRACT, "关键词：水渠；分水", "中图分类号："))
    assert article.clc is None
    assert [section.title for section in article.sections] == ["问题的由来"]


def test_keywords_may_be_parted_by_bullets(read: Read) -> None:
    assert read(page("摘要：" + ABSTRACT, "关键词 水渠•分水•乡规")).keywords == (
        "水渠",
        "分水",
        "乡规",
    )
