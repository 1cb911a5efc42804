"""A line of keywords comes apart by whatever parts it."""

import pytest

from papers_store.parser.header.keyword_line import split_keywords


@pytest.mark.parametrize(
    "line",
    [
        "稻田;灌溉;水渠",
        "稻田；灌溉；水渠",
        "稻田； 灌溉； 水渠。",
        "稻田,灌溉,水渠",
        "稻田，灌溉，水渠",
        "稻田、灌溉、水渠",
        "稻田 灌溉 水渠",
        "稻田　灌溉　水渠",
        "稻田     灌溉     水渠",
        "稻田\xa0\xa0灌溉\xa0水渠",
        "稻田/灌溉/水渠",
        "稻田|灌溉|水渠",
        "稻田;灌溉；水渠；",
        "；稻田;灌溉；;水渠.",
    ],
)
def test_any_separator_parts_keywords(line: str) -> None:
    assert split_keywords(line) == ("稻田", "灌溉", "水渠")


@pytest.mark.parametrize(
    ("line", "keywords"),
    [
        ("climate change; paddy field", ("climate change", "paddy field")),
        ("climate change, paddy field", ("climate change", "paddy field")),
        ("C/N 比；稻田", ("C/N 比", "稻田")),
        ("1,2-二氯乙烷；稻田", ("1,2-二氯乙烷", "稻田")),
        ("《诗经》、《楚辞》", ("《诗经》", "《楚辞》")),
        ("CAR-T；专利 分析", ("CAR-T", "专利 分析")),
        ("climate change  paddy field", ("climate change", "paddy field")),
        ("东汉/会稽/Eastern Han dynasty", ("东汉", "会稽", "Eastern Han dynasty")),
        ("稻田", ("稻田",)),
        ("", ()),
        ("；，。", ()),
    ],
)
def test_what_belongs_to_a_keyword_stays_in_it(line: str, keywords: tuple[str, ...]) -> None:
    assert split_keywords(line) == keywords
