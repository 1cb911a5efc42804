"""Characters that text recognition sets apart are closed up; words, columns and Latin are not."""

import pytest

from papers_store.text.spaced_characters import closed_up


@pytest.mark.parametrize(
    ("printed", "closed"),
    [
        ("新 媒 体", "新媒体"),
        ("本文 研 究 新 媒 体 的 传播", "本文 研究新媒体的 传播"),
        ("新\xa0媒\xa0体", "新媒体"),
        ("𠮷 𬭎 䶮", "𠮷𬭎䶮"),
        ("摘 要 : 本 文 以 三 镇 为 例 , 考 察 。", "摘要:本文以三镇为例,考察。"),
        ("考 察 2 0 1 8 年 的 3 个 村", "考察2018年的3个村"),
        ("1.2 账 簿 的 来 历 与 去 向", "1.2 账簿的来历与去向"),
        ("王 小 明  李 四 光", "王小明  李四光"),
    ],
)
def test_single_characters_close_up(printed: str, closed: str) -> None:
    assert closed_up(printed) == closed


@pytest.mark.parametrize(
    "printed",
    [
        *("党 建", "水渠 分水 规矩", "A 与 B", "A I B", "甲  乙  丙", "甲\t乙\t丙", "1 2 3 4"),
        *("新媒体 的 研究", "甲\u3000乙\u3000丙", "新 媒体 体"),
    ],
)
def test_words_columns_and_latin_stay_apart(printed: str) -> None:
    assert closed_up(printed) == printed


def test_lines_are_closed_up_one_by_one() -> None:
    assert closed_up("新 媒 体\n党 建\n\n甲\t乙\t丙 丁 戊") == "新媒体\n党 建\n\n甲\t乙\t丙 丁 戊"
