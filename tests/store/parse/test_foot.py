"""What stands at the foot of a page: the author, where it comes from, a list with no heading."""

from collections.abc import Callable

import pytest

from papers_store.article import Article

Read = Callable[[str], Article]

TEXT = (
    "水渠沿山而下，经过十二个村庄，分水的规矩由各村轮流执掌，以香为时，香尽则闭闸，"
    "违者罚谷一石，充作修渠之用，此规行之三百年，至今老人犹能道其详。"
)
PAGE = f"山区水渠的分水规矩\n\n{TEXT}\n\n{TEXT}"
ENTRIES = (
    "周立言.水渠小史[M].北京:江左书社,2001.",
    "郑一鸣.分水规矩考[J].水利学刊,2003(4):12-19.",
    "HILL A. Water and stone[M]. Leeds: Mill Press, 1950.",
)


@pytest.mark.parametrize(
    ("foot", "authors", "affiliations"),
    [
        ("\n\n（周立言 作者单位：江左大学水利系）", ("周立言",), ("江左大学水利系",)),
        ("（周立言 作者单位：江左大学水利系）", ("周立言",), ("江左大学水利系",)),
        ("\n\n（作者单位：江左大学水利系）", (), ("江左大学水利系",)),
        ("\n\n作者单位：江左大学水利系；江左县档案馆", (), ("江左大学水利系", "江左县档案馆")),
        ("\n\n作者：周立言 郑一鸣", ("周立言", "郑一鸣"), ()),
        ("\n\n（作者：周立言，单位：江左大学水利系）", ("周立言",), ("江左大学水利系",)),
        ("\n\n（作者周立言系江左大学水利系教授）", ("周立言",), ("江左大学水利系",)),
        ("\n\n(作者係江左大學水利學院教授)", (), ("江左大學水利學院",)),
    ],
)
def test_the_author_may_stand_at_the_foot(
    read: Read, foot: str, authors: tuple[str, ...], affiliations: tuple[str, ...]
) -> None:
    article = read(PAGE + foot)
    assert article.authors == authors
    assert article.affiliations == affiliations
    assert article.sections[-1].paragraphs == (TEXT, TEXT)


@pytest.mark.parametrize(
    "last", ["规矩的作者是谁，单位怎样，今天已经无人知道了。", "作者单位的变化说明了这一点。"]
)
def test_a_sentence_about_an_author_stays_in_the_text(read: Read, last: str) -> None:
    assert read(f"{PAGE}\n\n{last}").sections[-1].paragraphs[-1] == last


def test_the_author_at_the_foot_is_kept_beside_the_one_of_the_front(read: Read) -> None:
    article = read(PAGE.replace("规矩\n", "规矩\n\n周立言\n", 1) + "\n\n（作者：周立言）")
    assert article.authors == ("周立言",)
    assert [one.reason for one in article.leftovers] == ["author at the foot"]


def test_where_an_article_comes_from_may_stand_at_the_foot(read: Read) -> None:
    article = read(f"{PAGE}\n\n来源：《水利学刊》2012年第3期\n作者：周立言")
    assert (article.source, article.year, article.authors) == ("水利学刊", 2012, ("周立言",))


@pytest.mark.parametrize("form", ["[{}]{}", "[{}] {}", "{}. {}"])
@pytest.mark.parametrize("parting", ["\n", "\n\n"])
def test_numbered_entries_at_the_end_are_a_list(read: Read, form: str, parting: str) -> None:
    lines = [form.format(number, entry) for number, entry in enumerate(ENTRIES, 1)]
    article = read(f"{PAGE}\n\n{parting.join(lines)}\n")
    assert [(one.number, one.text) for one in article.references] == [*enumerate(ENTRIES, 1)]
    assert article.sections[-1].paragraphs == (TEXT, TEXT)


def test_entries_run_together_in_one_line_are_a_list(read: Read) -> None:
    line = " ".join(f"[{number}] {entry}" for number, entry in enumerate(ENTRIES, 1))
    assert [one.number for one in read(f"{PAGE}\n\n{line}\n").references] == [1, 2, 3]


def test_an_odd_character_before_a_number_breaks_no_list(read: Read) -> None:
    first, second, third = ENTRIES
    article = read(f"{PAGE}\n\n[1]{first}\n·[2]{second}\n*[3]{third}\n")
    assert [one.text for one in article.references] == [*ENTRIES]


@pytest.mark.parametrize(
    "lines",
    [
        ("1. 每年春天出工三日。", "2. 违者罚谷一石。", "3. 老人免役。"),
        ("[1] 周立言.水渠小史[M].北京:江左书社,2001.",),
        ("1. 2001年的规矩", "2. 2002年的规矩", "3. 2003年的规矩"),
    ],
)
def test_other_numbered_lines_are_no_list(read: Read, lines: tuple[str, ...]) -> None:
    article = read(f"{PAGE}\n\n" + "\n".join(lines))
    assert article.references == ()
