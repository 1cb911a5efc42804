"""Radicals that stand in the place of characters."""

import unicodedata

import pytest

from papers_store.text.radicals import UNIFIED, unified


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("⻓江", "长江"),
        ("⻋站", "车站"),
        ("⻅闻", "见闻"),
        ("⻔⼾", "门戶"),
        ("王⼩明", "王小明"),
        ("参考⽂献", "参考文献"),
        ("⻘年⻛⻚", "青年风页"),
    ],
)
def test_a_radical_is_taken_for_its_character(printed: str, meant: str) -> None:
    assert unified(printed) == meant


def test_every_character_stays_at_its_place() -> None:
    every = "".join(map(chr, UNIFIED))
    assert len(unified(every)) == len(every)


def test_all_radicals_have_a_character_and_those_that_unicode_composes_have_the_same() -> None:
    for code in (*range(0x2E81, 0x2E9A), *range(0x2E9B, 0x2EF4), *range(0x2F00, 0x2FD6)):
        radical = chr(code)
        assert unicodedata.name(unified(radical)).startswith("CJK UNIFIED IDEOGRAPH-")
        composed = unicodedata.normalize("NFKC", radical)
        assert composed in (radical, unified(radical))
