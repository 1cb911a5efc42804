"""Authors: whatever their names are written in, each is read once and none is lost."""

from collections.abc import Callable

import pytest

from papers_store.article import Article
from papers_store.parser.header.person_names import is_name, split_names
from papers_store.parser.header.surnames import COMPOUND
from papers_store.text.fold import fold_text

Read = Callable[[str], Article]

TITLE = "山区水渠的分水规矩之三"
REST = (
    "摘要：本文走访十二个村庄，厘清了山区水渠分水的规矩。\n\n"
    "关键词：水渠；分水\n\n"
    "一、问题的由来\n\n"
    "水渠沿山而下，分水的规矩由各村轮流执掌。\n"
)


def _authors(read: Read, line: str, between: str = "\n\n") -> tuple[str, ...]:
    article = read(f"{TITLE}{between}{line}{between}{REST}")
    assert article.title == TITLE
    assert article.abstract.startswith("本文走访")
    return article.authors


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("𠮷田龍，周立言", ("𠮷田龍", "周立言")),
        ("周𬭎，李䶮", ("周𬭎", "李䶮")),
        ("郑𫖯明", ("郑𫖯明",)),
        ("金𣏌", ("金𣏌",)),
        ("周\U00030edd，郑\U000323b0一", ("周\U00030edd", "郑\U000323b0一")),
        ("朱\uf9dc，周立言", ("朱\uf9dc", "周立言")),
        ("周一〇，郑々明", ("周一〇", "郑々明")),
    ],
)
def test_rare_characters_are_read_in_names(
    read: Read, line: str, authors: tuple[str, ...], between: str
) -> None:
    assert _authors(read, line, between) == authors


def test_a_variation_selector_parts_no_name(read: Read) -> None:
    assert _authors(read, "葛\U000e0100立言，李四") == ("葛立言", "李四")


def test_every_compound_surname_makes_a_name() -> None:
    for surname in COMPOUND:
        assert is_name(f"{surname}明月")
        assert split_names(f"{surname}明月，周立言") == (f"{surname}明月", "周立言")


@pytest.mark.parametrize(
    "name",
    [
        *("澹台明月", "鲜于通海", "轩辕建国", "百里奚明", "南宫问天", "闻人达生", "赫连勃勃"),
        *("濮阳一鸣", "钟离守一", "拓跋立言", "端木清", "歐陽立言", "陈李婉如", "张许立言"),
        *("丸山敏秋", "山田太郎", "佐々木毅", "長谷川立", "巴特尔", "次仁卓玛", "阿依古丽"),
    ],
)
def test_a_long_name_alone_on_its_line_is_the_author(read: Read, name: str) -> None:
    assert _authors(read, name) == (name,)


@pytest.mark.parametrize("dot", list("·•‧・･．∙⋅●"))
def test_a_dot_of_any_kind_is_inside_a_name(read: Read, dot: str) -> None:
    kept = "·" if dot in "．●" else dot
    assert _authors(read, f"买买提{dot}艾力") == (f"买买提{kept}艾力",)
    assert _authors(read, f"周立言，阿依古丽{dot}买买提¹") == ("周立言", f"阿依古丽{kept}买买提")
    assert fold_text(f"买买提{kept}艾力") == "买买提·艾力"


def test_a_dot_between_two_names_parts_them_where_spaces_stand_around_it(read: Read) -> None:
    assert _authors(read, "周立言 · 李四") == ("周立言", "李四")
    assert _authors(read, "买买提 · 艾力") == ("买买提·艾力",)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("周立言，Smith John", ("周立言", "Smith John")),
        ("John Smith，周立言", ("John Smith", "周立言")),
        ("周立言，J. Smith", ("周立言", "J. Smith")),
        ("周立言，J. A. Smith", ("周立言", "J. A. Smith")),
        ("周立言¹，Smith John1,2，郑一鸣2*", ("周立言", "Smith John", "郑一鸣")),
        ("Jean-Pierre Dupont，郑一鸣", ("Jean-Pierre Dupont", "郑一鸣")),
        ("Müller K，Van der Berg A，郑一鸣", ("Müller K", "Van der Berg A", "郑一鸣")),
        (
            "周立言，Christopher Alexander Montgomery",
            ("周立言", "Christopher Alexander Montgomery"),
        ),
        ("Smith John1,2", ("Smith John",)),
        ("Zhou Liyan, Zheng Yiming", ("Zhou Liyan", "Zheng Yiming")),
        ("ZHOU Liyan1, ZHENG Yiming2*", ("ZHOU Liyan", "ZHENG Yiming")),
        ("Zhou Liyan", ("Zhou Liyan",)),
        ("周立言（Zhou Liyan）", ("周立言",)),
        ("周立言a,b，郑一鸣c", ("周立言", "郑一鸣")),
        ("约翰·F·史密斯，周立言", ("约翰·F·史密斯", "周立言")),
        ("J.K.罗林，周立言", ("J.K.罗林", "周立言")),
        ("Šimůnek J，周立言", ("Šimůnek J", "周立言")),
        ("Łukasz Kowalski，周立言", ("Łukasz Kowalski", "周立言")),
        ("Nguyễn Thị Hương，周立言", ("Nguyễn Thị Hương", "周立言")),
        ("Иван Петров，周立言", ("Иван Петров", "周立言")),
        ("Γιώργος Σεφέρης，周立言", ("Γιώργος Σεφέρης", "周立言")),
        ("van der Berg P，周立言", ("van der Berg P", "周立言")),
        ("ISLAM Md. Rafiqul，周立言", ("ISLAM Md. Rafiqul", "周立言")),
        ("斯琴高娃，周立言", ("斯琴高娃", "周立言")),
        ("吉狄马加，阿库乌雾，周立言", ("吉狄马加", "阿库乌雾", "周立言")),
    ],
)
def test_names_in_latin_letters_are_kept(read: Read, line: str, authors: tuple[str, ...]) -> None:
    assert _authors(read, line) == authors


def test_an_english_byline_below_a_chinese_one_adds_nobody(read: Read) -> None:
    article = read(f"{TITLE}\n\n周立言\n\n{REST}".replace("一、", "Zhou Liyan\n\n一、"))
    assert article.authors == ("周立言",)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("龍 應台", ("龍應台",)),
        ("周　立", ("周立",)),
        ("周　立，郑　一", ("周立", "郑一")),
        ("周　立　郑　一", ("周立", "郑一")),
        ("山田 太郎，岡本 隆司", ("山田太郎", "岡本隆司")),
        ("欧阳 明月，諸葛 亮", ("欧阳明月", "諸葛亮")),
        ("周立言 等", ("周立言",)),
        ("周立言等", ("周立言",)),
        ("周立言编著", ("周立言",)),
        ("周立言 主编", ("周立言",)),
        ("[美] 约翰·史密斯 著 周立言 译", ("约翰·史密斯", "周立言")),
        ("周立言和郑一鸣", ("周立言", "郑一鸣")),
        ("周立言 博士，郑一鸣 教授", ("周立言", "郑一鸣")),
        ("文/周立言 图/郑一鸣", ("周立言", "郑一鸣")),
        ("巴特尔，王立言", ("巴特尔", "王立言")),
    ],
)
def test_spaces_roles_and_titles_are_no_part_of_names(
    read: Read, line: str, authors: tuple[str, ...]
) -> None:
    assert _authors(read, line) == authors


@pytest.mark.parametrize(
    "line", ["信息", "计算机", "全日制", "信息 计算机", "水渠、分水、规矩", "调查报告"]
)
def test_everyday_words_are_no_authors_and_are_still_shown(read: Read, line: str) -> None:
    article = read(f"{TITLE}\n\n{line}\n\n{REST}")
    assert article.title == TITLE
    assert article.authors == ()
    assert article.sections[0].paragraphs == (line,)


def test_how_to_cite_an_article_gives_its_authors_and_no_more(read: Read) -> None:
    line = "周立言，郑一鸣．山区水渠的分水规矩[J]．水利学报, 2019, 50(3): 1-9"
    assert _authors(read, line) == ("周立言", "郑一鸣")
