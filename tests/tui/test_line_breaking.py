"""Lines break where Chinese lines may break, and lose nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers_tui.document.line_breaking import NEVER_FIRST, NEVER_LAST, break_lines, citations_in
from papers_tui.terminal.cells import width_of

PROSE = "".join(chr(c) for c in range(0x4E00, 0x4E40))
PUNCTUATION = "，。、；：？！”》）」…—"
OPENING = "“《（「"

TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from(PROSE + PUNCTUATION + OPENING + " abcdef0123456789.,[]-%é"),
        st.characters(blacklist_categories=("Cs", "Cc")),
    ),
    max_size=300,
)
# Sentences as people write them: no heap of marks, and no word as wide as a line.
WORDS = st.one_of(
    st.text(alphabet=PROSE, min_size=2, max_size=8),
    st.from_regex(r"[a-z]{1,7}", fullmatch=True),
    st.from_regex(r"[0-9]{1,4}%?", fullmatch=True),
    st.text(alphabet=PROSE, min_size=1, max_size=4).map("《{}》".format),
    st.text(alphabet=PROSE, min_size=1, max_size=4).map("（{}）".format),
    st.integers(1, 99).map("某[{}]".format),
    st.just("甲——乙"),
    st.just("丙……丁"),
)
SENTENCES = st.lists(
    st.tuples(WORDS, st.sampled_from(["", "，", "。", "；", "、"])), max_size=40
).map(
    lambda parts: "".join(word + (mark or ("，" if word.isascii() else "")) for word, mark in parts)
)
WIDTHS = st.integers(min_value=8, max_value=90)


def set_lines(text: str, width: int, first: int = 0) -> list[str]:
    return [text[start:end] for start, end in break_lines(text, width, first)]


@given(TEXTS, WIDTHS, st.integers(min_value=0, max_value=6))
def test_lines_joined_again_are_the_text(text: str, width: int, first: int) -> None:
    assert "".join(set_lines(text, width, first)) == text


@given(TEXTS, WIDTHS, st.integers(min_value=0, max_value=6))
def test_no_line_is_wider_than_it_may_be(text: str, width: int, first: int) -> None:
    lines = set_lines(text, width, first)
    for nth, line in enumerate(lines):
        assert width_of(line.rstrip(" ")) <= width - (first if nth == 0 else 0)


@given(SENTENCES, st.integers(min_value=16, max_value=90))
def test_no_line_begins_or_ends_with_what_may_not_stand_there(text: str, width: int) -> None:
    lines = set_lines(text, width)
    for line in lines[1:]:
        assert line[0] not in NEVER_FIRST
    for line in lines[:-1]:
        assert line.rstrip(" ")[-1:] not in NEVER_LAST


@given(SENTENCES, st.integers(min_value=16, max_value=90))
def test_dashes_words_and_citations_are_not_parted(text: str, width: int) -> None:
    ends = {end for _, end in break_lines(text, width)} - {len(text)}
    for end in ends:
        assert text[end - 1 : end + 1] not in ("——", "……")
        before, after = text[end - 1], text[end]
        assert not (before.isascii() and before.isalnum() and after.isascii() and after.isalnum())
        assert not any(start <= end < stop for start, stop in citations_in(text))


def test_a_full_stop_takes_the_character_before_it_along() -> None:
    assert set_lines("一二三四五六七八。九", 16) == ["一二三四五六七", "八。九"]


def test_an_opening_quote_moves_to_the_next_line() -> None:
    assert set_lines("一二三四五六七《九》", 16) == ["一二三四五六七", "《九》"]


def test_the_first_line_leaves_room_for_its_indent() -> None:
    assert set_lines("一二三四五六七八九十", 12, first=4) == ["一二三四", "五六七八九十"]


def test_a_word_longer_than_a_line_is_broken_rather_than_lost() -> None:
    assert set_lines("a" * 20, 8) == ["a" * 8, "a" * 8, "a" * 4]


def test_a_word_as_wide_as_a_line_keeps_the_comma_behind_it() -> None:
    assert set_lines("a" * 15 + "，又", 16) == ["a" * 14, "a，又"]


def test_spaces_at_a_line_end_stay_there() -> None:
    assert set_lines("one two three", 8) == ["one two ", "three"]


def test_an_empty_text_is_one_empty_line() -> None:
    assert break_lines("", 20) == [(0, 0)]


@pytest.mark.parametrize("cited", ["[1]", "[2-3]", "[1,3]", "[1，2]", "［4］", "〔5〕", "[1,3-5]"])
def test_citations_are_found(cited: str) -> None:
    text = f"前人已有研究{cited}。"
    assert [text[start:end] for start, end in citations_in(text)] == [cited]


@pytest.mark.parametrize("other", ["[J]", "(1)", "[]", "[目的/意义]", "数组a[i]", "[12345]"])
def test_other_brackets_are_no_citations(other: str) -> None:
    assert citations_in(f"文中{other}字") == []
