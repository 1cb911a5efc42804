"""What readers take to be the same folds to the same, and knows where it stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers_store.text.fold import fold, fold_all, fold_text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("新媒體", "新媒体"),
        ("ＡＢＣ", "abc"),
        ("Key　Words", "key words"),
        ("圖書館學", "图书馆学"),
        ("１２３", "123"),
        ("Ⅻ", "xii"),
        ("Straße", "STRASSE"),
    ],
)
def test_what_readers_take_to_be_the_same_folds_to_the_same(one: str, other: str) -> None:
    assert fold_text(one) == fold_text(other)


def test_folding_depends_on_the_character_alone() -> None:
    for text in ("乾坤", "乾燥", "著作", "執著"):
        assert fold_text(text) == "".join(map(fold_text, text))


def test_a_match_is_found_at_its_own_place_in_the_text_as_printed() -> None:
    printed = "㈱甲公司之新媒體①研究"
    folded = fold(printed)
    at = folded.text.index("新媒体")
    start, end = folded.original(at, at + 3)
    assert printed[start:end] == "新媒體"
    at = folded.text.index("1研究")
    start, end = folded.original(at, at + 3)
    assert printed[start:end] == "①研究"


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_every_folded_character_comes_from_one_that_folds_to_it(text: str) -> None:
    folded = fold(text)
    for at, character in enumerate(folded.text):
        start, end = folded.original(at, at + 1)
        assert end == start + 1
        assert character in fold_text(text[start])


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_no_character_folds_to_nothing(text: str) -> None:
    assert len(fold_text(text)) >= len(text)


def test_a_long_text_folds_as_its_characters_do() -> None:
    every = [chr(code) for code in range(0x11000)]
    for start in range(0, len(every), 40):
        text = "新媒体，" + "".join(every[start : start + 40])
        assert fold_all(text) == fold_text(text)


@given(st.text(st.one_of(st.characters(), st.sampled_from("新媒體，Ａa薴苧苎 \n")), max_size=200))
def test_any_text_folds_as_its_characters_do(text: str) -> None:
    assert fold_all(text) == fold_text(text)
