"""Letters stand for what they sound like: whole syllables, initials, or a mix of both."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, pinyin

from papers_store.text.pinyin import BREAK_SOUND, SYLLABLES, initials_of, plans, sounds_of
from papers_store.text.tokenizer import cut_all


def sounds_like(typed: str, text: str) -> bool:
    return any(plan.pattern().search(sounds_of(cut_all(text))) for plan in plans(typed))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("xinmeiti", "新媒体"),
        ("xmt", "新媒体"),
        ("xinmt", "新媒体"),
        ("xmeit", "新媒体"),
        ("xinmei", "新媒体"),
        ("meiti", "新媒体"),
        ("xinm", "新媒体"),
        ("chongqing", "重庆"),
        ("zhongqing", "重庆"),
        ("yinhang", "银行"),
        ("xi'an", "西安"),
        ("xian", "西安"),
        ("lvyou", "旅游"),
        ("lüyou", "旅游"),
        ("celue", "策略"),
        ("zhgj", "中国经济"),
        ("zgjj", "中国经济"),
        ("jishuyanjiu", "《技术》：研究"),
    ],
)
def test_letters_find_what_they_stand_for(typed: str, text: str) -> None:
    assert sounds_like(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("xinmeiti", "新体媒"),
        ("mt", "模样体"),
        ("inmeiti", "新媒体"),
        ("xi'an", "先"),
        ("tt", "新媒体"),
    ],
)
def test_letters_find_nothing_else(typed: str, text: str) -> None:
    assert not sounds_like(typed, text)


def test_a_character_of_several_readings_keeps_its_neighbours_in_each() -> None:
    runs = sounds_of(["重庆", "研究"]).split(f" {BREAK_SOUND} ")
    assert "zhong qing yan jiu" in runs and "chong qing yan jiu" in runs


def test_initials_stand_in_the_order_of_the_syllables() -> None:
    assert initials_of("xin mei ti 0 abc") == "x m t 0 a"


def test_every_syllable_that_characters_have_can_be_typed_and_no_other() -> None:
    characters = map(chr, range(0x4E00, 0x9FA6))
    spoken = {s for c in characters for s in pinyin(c, style=Style.NORMAL, heteronym=True)[0]}
    # Grunts, of 嗯, 呣 and 哼, and units of measure that have no reading.
    odd = {"n", "ng", "m", "hm", "hng", "ê"}
    assert {sound for sound in spoken if sound.isascii() or sound in odd} == SYLLABLES | odd


@given(st.text(max_size=60))
def test_anything_at_all_can_be_typed(typed: str) -> None:
    for plan in plans(typed):
        assert "".join(plan.parts)


@given(st.lists(st.sampled_from(sorted(SYLLABLES)), min_size=1, max_size=6))
def test_a_name_is_found_by_all_its_syllables_and_by_all_its_initials(name: list[str]) -> None:
    whole = plans("'".join(name))
    assert any(plan.pattern().search(" ".join(name)) for plan in whole)
    short = plans("".join(syllable[0] for syllable in name))
    assert any(plan.pattern().search(" ".join(name)) for plan in short)


def test_what_is_typed_is_read_without_loading_pypinyin() -> None:
    code = "import sys; from papers_store.text.pinyin import plans; plans('xmt'); "
    code += "print('pypinyin' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "False\n"
