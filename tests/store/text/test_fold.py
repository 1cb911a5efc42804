"""What readers take to be the same folds to the same, and knows where it stood."""

from hashlib import sha256
from importlib.metadata import version
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers_store.backends.local.index.index_file import VERSION
from papers_store.backends.postgres import migrations
from papers_store.text.fold import fold, fold_all, fold_text
from papers_store.text.invisible import UNSEEN
from papers_store.text.variants import VARIANTS


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
        ("隨著", "随着"),
        ("瞭解", "了解"),
        ("藉由", "借由"),
        ("大砲", "大炮"),
        ("倣製", "仿制"),
        ("妳", "你"),
        ("牠", "它"),
        ("惟一", "唯一"),
        ("帳戶", "账户"),
        ("乾燥", "干燥"),
        ("特徵", "特征"),
        ("迴歸", "回归"),
        ("週期", "周期"),
        ("古蹟", "古迹"),
        ("裡", "里"),
        ("綫", "线"),
        ("麵", "面"),
        ("鍾", "钟"),
        ("佈佔嚐甦", "布占尝苏"),
        ("祕書", "秘书"),
        ("甚麽", "甚么"),
        ("啟蒙", "啓蒙"),
        ("羣峯牀衞", "群峰床卫"),
        ("図書館", "图书馆"),
        ("真実", "真实"),
        ("国際経済", "国际经济"),
        ("発広気学", "发广气学"),
        ("⻓江", "长江"),
        ("⻋站", "车站"),
        ("⻔⼾", "门户"),
        ("参考⽂献", "参考文献"),
        ("新 媒 体", "新媒体"),
        ("新\u3000媒\u2009体", "新媒体"),
        ("基于新 媒 体的图 书 馆。", "基于新媒体的图书馆。"),
        ("新\u200b媒\ufeff体\u00ad", "新媒体"),
        ("葛\U000e0100城", "葛城"),
        ("2016—2018", "2016–2018"),
        ("买买提•艾力", "买买提·艾力"),
        ("O’Reilly", "O'Reilly"),
        ("二○一三", "二〇一三"),
    ],
)
def test_what_readers_take_to_be_the_same_folds_to_the_same(one: str, other: str) -> None:
    assert fold_text(one) == fold_text(other)


def test_folding_depends_on_the_character_alone() -> None:
    for text in ("乾坤", "乾燥", "著作", "執著", "甚至"):
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


def test_single_characters_apart_are_found_where_they_are_printed() -> None:
    printed = "基于新 媒 体的图　书　馆服务"
    folded = fold(printed)
    at = folded.text.index("媒体")
    assert printed[slice(*folded.original(at, at + 2))] == "媒 体"
    at = folded.text.index("图书馆")
    assert printed[slice(*folded.original(at, at + 3))] == "图　书　馆"


@pytest.mark.parametrize(
    "text", ["新媒体 图书馆", "新媒 体", "a b", "新 a", "新  媒", "体。 书", "党 建设"]
)
def test_words_apart_stay_apart(text: str) -> None:
    assert fold_text(text) == text


def test_what_is_not_seen_is_marked_with_the_character_before_it() -> None:
    printed = "葛\U000e0100城\u200b市"
    folded = fold(printed)
    assert folded.text == "葛城市"
    assert folded.original(0, 1) == (0, 2)
    assert folded.original(1, 3) == (2, 5)


def test_variants_are_variants_of_characters_that_stay_as_they_are() -> None:
    for variant, standard in VARIANTS.items():
        assert fold_text(chr(variant)) == standard == fold_text(standard)


_UNSEEN = "".join(map(chr, UNSEEN))


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_every_folded_character_comes_from_one_that_folds_to_it(text: str) -> None:
    folded = fold(text)
    for at, character in enumerate(folded.text):
        start, end = folded.original(at, at + 1)
        assert not text[start + 1 : end].strip(_UNSEEN)
        assert character in fold_text(text[start])


@given(st.text(st.characters(codec="utf-8", exclude_characters=_UNSEEN), max_size=1))
def test_no_character_that_is_seen_folds_to_nothing(text: str) -> None:
    assert len(fold_text(text)) >= len(text)


@pytest.mark.slow
def test_no_character_folds_to_more_than_a_few() -> None:
    longest = max((chr(code) for code in range(0x110000)), key=lambda one: len(fold_text(one)))
    assert len(fold_text(longest)) <= 4


def test_a_long_text_folds_as_its_characters_do() -> None:
    every = [chr(code) for code in range(0x11000)]
    for start in range(0, len(every), 40):
        text = "新媒体，" + "".join(every[start : start + 40])
        assert fold_all(text) == fold_text(text)


@given(
    st.text(st.one_of(st.characters(), st.sampled_from("新媒體，Ａa薴苧苎 \n\u200b")), max_size=200)
)
def test_any_text_folds_as_its_characters_do(text: str) -> None:
    assert fold_all(text) == fold_text(text)


def test_what_a_character_folds_to_is_of_this_version() -> None:
    """Whoever changes it renews both kinds of library, then digest and versions here.

    The index in a folder is of another version, and a server's tables take one more step.
    """
    if version("opencc") != "1.4.2":
        pytest.skip("another OpenCC has other tables")
    # What every Python that is supported knows alike.
    every = map(chr, chain(range(0x20, 0x370), range(0x2000, 0x2070), range(0x2E80, 0xA000)))
    folded = "".join(f"{one}{fold_text(one)}" for one in every)
    assert sha256(folded.encode()).hexdigest()[:16] == "22150bb723fb87f7"
    assert int(VERSION.partition(" ")[0]) >= 13 and migrations.VERSION >= 2
