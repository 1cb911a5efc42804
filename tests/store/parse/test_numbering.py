"""The number a line begins with, in every style."""

import pytest

from papers_store.parser.formats.page import Line
from papers_store.parser.headings.numbering import han_value, read_number


@pytest.mark.parametrize(
    ("line", "printed", "title"),
    [
        ("第一章 绪论", "第一章", "绪论"),
        ("第十二章　结语", "第十二章", "结语"),
        ("第1节：缘起", "第1节", "缘起"),
        ("一、缘起", "一", "缘起"),
        ("二十一、缘起", "二十一", "缘起"),
        ("一　缘起", "一", "缘起"),
        ("(一)缘起", "(一)", "缘起"),
        ("（一）缘起", "（一）", "缘起"),
        ("(一)、缘起", "(一)", "缘起"),
        ("1.缘起", "1", "缘起"),
        ("1．缘起", "1", "缘起"),
        ("1、缘起", "1", "缘起"),
        ("1 缘起", "1", "缘起"),
        ("1　缘起", "1", "缘起"),
        ("1缘起", "1", "缘起"),
        ("1.1缘起", "1.1", "缘起"),
        ("1.1 缘起", "1.1", "缘起"),
        ("2．3．1　缘起", "2．3．1", "缘起"),
        ("1.1.1.1 缘起", "1.1.1.1", "缘起"),
        ("(1)缘起", "(1)", "缘起"),
        ("（1）缘起", "（1）", "缘起"),
        ("1)缘起", "1)", "缘起"),
        ("①缘起", "①", "缘起"),
        ("Ⅱ 缘起", "Ⅱ", "缘起"),
        ("IV. 缘起", "IV", "缘起"),
    ],
)
def test_a_number_is_kept_as_printed_without_what_closes_it(
    line: str, printed: str, title: str
) -> None:
    number = read_number(Line(line))
    assert number is not None
    assert (number.printed, line[number.start :]) == (printed, title)


@pytest.mark.parametrize("line", ["缘起", "", "第三者", "百姓的水渠", "A 缘起", "1999年", "123"])
def test_other_beginnings_are_no_numbers(line: str) -> None:
    assert read_number(Line(line)) is None


@pytest.mark.parametrize(
    ("number", "value"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("九十九", 99), ("〇", 0), ("一二", None)],
)
def test_chinese_numbers_have_a_value(number: str, value: int | None) -> None:
    assert han_value(number) == value
