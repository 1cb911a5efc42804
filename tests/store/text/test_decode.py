import re
import unicodedata

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers_store.text.decode import NotTextError, clean, decode

PROSE = (
    "小城的图书馆每到周末都要开一堂晒书课。馆员把受潮的旧书搬到院子里，一页一页地翻开，让风从纸缝间穿过。"
    "孩子们起初只是觉得好玩，后来渐渐学会了怎样分辨虫蛀和霉斑，也知道一本书为什么会在几十年之后变得又黄又脆。"
    "我们对参加过这门课的三百名学生作了两年的观察，发现他们借书的次数有所增加，归还时的破损却明显减少。"
    "更有意思的是，许多家长也因此开始整理家中的旧藏，并把其中有价值的部分捐给了地方文献室。"
    "本文由此讨论：在资源有限的条件下，公共图书馆如何通过一件看似平常的小事，使阅读成为社区生活的一部分，"
    "以及这种做法对于其他地方的研究与实践有什么样的参考意义。"
)


def traditional(text: str) -> str:
    converted: str = opencc.OpenCC("s2tw").convert(text)
    return converted


@pytest.mark.parametrize(
    ("codec", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
    ],
)
def test_prose_is_read_in_every_encoding(codec: str, named: str) -> None:
    text = f"题目\n{PROSE}\n"

    assert decode(text.encode(codec)) == (text, named)


def test_big5_is_told_from_gb18030_both_ways() -> None:
    text = traditional(PROSE)

    assert decode(text.encode("big5hkscs")) == (text, "big5")
    assert decode(text.encode("gb18030")) == (text, "gb18030")
    assert decode(PROSE.encode("gb18030")) == (PROSE, "gb18030")


@pytest.mark.parametrize("start", range(0, 120, 20))
def test_two_hundred_characters_are_enough_to_tell(start: int) -> None:
    piece = PROSE[start : start + 200]

    assert decode(piece.encode("gbk")).encoding == "gb18030"
    assert decode(traditional(piece).encode("big5hkscs")).encoding == "big5"


def test_what_an_html_page_says_of_itself_decides_a_short_text() -> None:
    page = '<meta charset="big5"><p>書'

    assert decode(page.encode("big5")) == (page, "big5")


def test_half_a_character_does_not_stop_the_reading() -> None:
    data = PROSE.encode("gbk")[:100] + b"\xb6 " + PROSE.encode("gbk")[100:]

    text, encoding = decode(data)

    assert encoding == "gb18030"
    assert "\ufffd" in text
    assert text.endswith(PROSE[-40:])


def test_utf8_cut_in_the_middle_of_a_character_is_still_utf8() -> None:
    text, encoding = decode(PROSE.encode()[:-1])

    assert encoding == "utf-8"
    assert text.startswith(PROSE[:-1])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xfe\x00\x00" + "甲".encode("utf-32-le"), "UTF-32"),
        (bytes(range(256)) * 40, "binary"),
        (bytes(200), "binary"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(data: bytes, said: str) -> None:
    with pytest.raises(NotTextError, match=said):
        decode(data)


def test_a_stray_zero_byte_does_not_make_a_page_binary() -> None:
    data = PROSE.encode()[:90] + b"\x00" + PROSE.encode()[90:]

    text, encoding = decode(data)

    assert encoding == "utf-8"
    assert clean(text) == PROSE


@pytest.mark.parametrize(
    "hostile",
    [
        "甲\x1b[31m乙\x1b[0m",
        "甲\x1b]0;title\x07乙",
        "甲\x1b]8;;http://x\x1b\\乙\x1b]8;;\x1b\\",
        "甲\x1bP+q544e\x1b\\乙",
        "甲\x1b(B乙",
        "甲\x9b2J乙",
        "甲\u200b乙\ufeff",
        "甲\u202e乙\u2066\u2069",
        "甲\x00\x07乙\x7f\x85"[:-1],
        "甲\u00ad乙\U000e0041",
    ],
)
def test_what_could_harm_a_terminal_goes_whole(hostile: str) -> None:
    assert clean(hostile) == "甲乙"


def test_every_line_end_becomes_a_line_feed_and_a_tab_a_space() -> None:
    assert clean("甲\r\n乙\r丙\u2028丁\u2029戊\x0c己\x85庚\t辛") == "甲\n乙\n丙\n丁\n戊\n己\n庚 辛"


def test_the_ideographic_space_stays() -> None:
    assert clean("\u3000\u3000首行缩进") == "\u3000\u3000首行缩进"


@given(st.text(alphabet=st.characters(codec=None)))
def test_nothing_unseen_is_left_and_cleaning_again_changes_nothing(text: str) -> None:
    cleaned = clean(text)

    assert not [one for one in cleaned if unicodedata.category(one) in ("Cf", "Cs")]
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", cleaned)
    assert clean(cleaned) == cleaned


@given(st.binary(max_size=400))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        text, encoding = decode(data)
    except NotTextError:
        return
    assert encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030", "big5")
    clean(text).encode()
