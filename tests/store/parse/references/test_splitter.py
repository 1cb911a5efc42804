"""Lists of references and notes come apart into entries, and no line is lost."""

import pytest

from papers_store.parser.references.splitter import read_notes, read_references

FIRST = "周立言.水渠小史[M].北京:江左书社,2001."
SECOND = "郑一鸣,王守一.分水的规矩[J].水利史学报,2010,3(2):1-9."
THIRD = "Smith J. Sharing water[J]. Water History, 2012, 4(1): 20-31."

LABELS = [
    ("[1]", "[2]", "[3]"),
    ("［1］", "［2］", "［3］"),
    ("〔1〕", "〔2〕", "〔3〕"),
    ("【1】", "【2】", "【3】"),
    ("[1] ", "［2] ", "[3］ "),
    ("[ 1 ]", "[ 2 ]", "[ 3 ]"),
    ("1. ", "2. ", "3. "),
    ("1.", "2.", "3."),
    ("1、", "2、", "3、"),
    ("1 ", "2 ", "3 "),
    ("1　", "2　", "3　"),
    ("1", "2", "3"),
    ("(1)", "(2)", "(3)"),
    ("（1）", "（2）", "（3）"),
    ("1)", "2)", "3)"),
    ("①", "②", "③"),
    ("  [1]  ", "  [2]  ", "  [3]  "),
]


@pytest.mark.parametrize("labels", LABELS)
def test_entries_begin_at_their_number_in_any_dress(labels: tuple[str, str, str]) -> None:
    lines = [label + text for label, text in zip(labels, (FIRST, SECOND, THIRD), strict=True)]
    found = read_references(lines)
    assert [one.number for one in found] == [1, 2, 3]
    assert [one.text for one in found] == [FIRST, SECOND, THIRD]
    assert [one.title for one in found] == ["水渠小史", "分水的规矩", "Sharing water"]


def test_an_entry_may_run_over_several_lines() -> None:
    found = read_references(
        [
            "[1] 周立言.水渠",
            "小史[M].北京:江左",
            "书社,2001.",
            "[2] Smith J. Sharing",
            "water[M]. London, 2012.",
        ]
    )
    assert [one.text for one in found] == [FIRST, "Smith J. Sharing water[M]. London, 2012."]


@pytest.mark.parametrize("line", ["2001,", "2012, 4(1): 20-31.", "15(3): 1-9.", "(2001)."])
def test_a_line_that_begins_with_a_year_or_a_volume_goes_on_with_the_entry(line: str) -> None:
    found = read_references([f"[1] {FIRST}", line, f"[2] {SECOND}"])
    assert [one.number for one in found] == [1, 2]
    assert line in found[0].text


def test_entries_run_together_on_one_line_come_apart() -> None:
    found = read_references([f"[1] {FIRST}[2]{SECOND} [3] {THIRD}"])
    assert [one.text for one in found] == [FIRST, SECOND, THIRD]


def test_a_number_cited_inside_an_entry_does_not_cut_it() -> None:
    text = "周立言.对文献[7]的补正[J].水利史学报,2010,3(2):1-9."
    (found,) = read_references([f"[1] {text}"])
    assert found.text == text


def test_several_labels_on_one_entry_give_it_for_each() -> None:
    found = read_references(
        ["〔1〕〔4〕〔5〕周立言：《水渠小史》，江左书社，2001年，第11页。", f"〔2〕{SECOND}"]
    )
    assert [one.number for one in found] == [1, 4, 5, 2]
    assert {one.title for one in found[:3]} == {"水渠小史"}


def test_a_list_by_author_and_year_has_no_numbers() -> None:
    found = read_references(
        [
            "王守一. (2015). 分水的规矩. 水利史学报, 3(2), 1-9.",
            "周立言. (2001). 水渠小史. 江左书社.",
            "Smith, J. (2012). Sharing water: A long history of",
            "the commons. Water History, 4(1), 20-31.",
        ]
    )
    assert [one.number for one in found] == [None, None, None]
    assert [one.year for one in found] == [2015, 2001, 2012]
    assert found[2].text.endswith("history of the commons. Water History, 4(1), 20-31.")


def test_numbers_may_be_missing_or_out_of_order() -> None:
    found = read_references([f"[3] {FIRST}", f"[1] {SECOND}", f"[7] {THIRD}"])
    assert [one.number for one in found] == [3, 1, 7]


def test_what_stands_before_the_first_number_is_an_entry_of_its_own() -> None:
    found = read_references(["以下按引用先后排列", f"[1] {FIRST}"])
    assert [(one.number, one.text) for one in found] == [(None, "以下按引用先后排列"), (1, FIRST)]


def test_empty_lines_and_empty_numbers_give_no_entry() -> None:
    assert read_references(["", "   ", "[1]", f"[2] {SECOND}"]) == read_references(
        [f"[2] {SECOND}"]
    )
    assert read_references([]) == ()


@pytest.mark.parametrize(
    ("lines", "notes"),
    [
        (
            ["①见《水渠小史》，第11页。", "②同上。"],
            [("①", "见《水渠小史》，第11页。"), ("②", "同上。")],
        ),
        (["[1]见《水渠小史》。", "[2]同上。"], [("[1]", "见《水渠小史》。"), ("[2]", "同上。")]),
        (["1. 见《水渠小史》。", "2. 同上。"], [("1", "见《水渠小史》。"), ("2", "同上。")]),
        (["①②见《水渠小史》。", "③同上。"], [("①②", "见《水渠小史》。"), ("③", "同上。")]),
        (["①《县志》卷三。②《府志》卷五。"], [("①", "《县志》卷三。"), ("②", "《府志》卷五。")]),
        (["①见第②条，参看碑刻。"], [("①", "见第②条，参看碑刻。")]),
        (["①见《水渠", "小史》。"], [("①", "见《水渠小史》。")]),
        (["①甲。", "①乙。"], [("①", "甲。"), ("①", "乙。")]),
    ],
)
def test_notes_keep_their_marks_as_printed(lines: list[str], notes: list[tuple[str, str]]) -> None:
    assert [(note.mark, note.text) for note in read_notes(lines)] == notes


def test_a_list_of_any_length_is_read() -> None:
    found = read_references([f"[{number}] {FIRST}" for number in range(1, 12_001)])
    assert [one.number for one in found] == list(range(1, 12_001))


@pytest.mark.parametrize("odd", ["·", "•", "*", "|", "\u200b", "…", ".", "\\"])
def test_an_odd_character_before_a_label_breaks_no_list(odd: str) -> None:
    lines = [f"[1] {FIRST}", f"{odd}[2] {SECOND}", f"[3] {THIRD}"]
    found = read_references(lines)
    assert [one.number for one in found] == [1, 2, 3]
    assert [one.text for one in found] == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize("odd", ["·", " •", " * ", "|"])
def test_an_odd_character_between_entries_on_one_line_breaks_no_list(odd: str) -> None:
    found = read_references([f"[1] {FIRST}{odd}[2] {SECOND}[3] {THIRD}"])
    assert [one.text for one in found] == [FIRST, SECOND, THIRD]


def test_a_number_that_is_missing_on_one_line_breaks_no_list() -> None:
    found = read_references([f"[1] {FIRST}[3] {SECOND}[4] {THIRD}"])
    assert [one.number for one in found] == [1, 3, 4]


def test_a_list_of_plain_numbers_goes_on_behind_some_that_are_lost() -> None:
    lines = [f"1. {FIRST}", f"2,{SECOND}", f"6. {FIRST}", f"7. {SECOND}", f"8. {THIRD}"]
    assert [one.number for one in read_references(lines)] == [1, 6, 7, 8]
    assert SECOND in read_references(lines)[0].text
