"""What an editor saved is read in the encoding it was saved in, or nobody pretends to."""

import pytest

from papers_store.text.decode import NotTextError
from papers_store.text.editor_encoding import read_saved

NOTES = [
    "读书笔记",
    "没",
    "没路",
    "联通",
    "好",
    "讀書筆記",
    "第一行\n\n第三行：“引文”——见《书》……",
    "plain",
    "café 与 naïve",
    "x\n论\n",
    "时为",
    "沼泽",
    "xīn méi tǐ",
    "да",
    "📖",
    "党建引领基层治理的逻辑与路径，读过两遍。" * 50,
]


@pytest.mark.parametrize("usual", ["utf-8", "gbk", "gb18030", "big5hkscs", "iso8859-1", "ascii"])
@pytest.mark.parametrize("note", NOTES)
def test_what_is_saved_in_the_terminals_encoding_comes_back(note: str, usual: str) -> None:
    try:
        data = note.encode(usual)
    except UnicodeEncodeError:
        return
    assert read_saved(data, usual) == note


@pytest.mark.parametrize("usual", ["utf-8", "gbk", "gb18030", "big5hkscs", "iso8859-1", "ascii"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("note", [note for note in NOTES if note not in ("没", "好", "да")])
def test_what_is_saved_in_unicode_comes_back_on_any_terminal(
    note: str, codec: str, usual: str
) -> None:
    assert read_saved(note.encode(codec), usual) == note
    assert read_saved(note.replace("\n", "\r\n").encode(codec), usual) == note


@pytest.mark.parametrize("codec", ["gbk", "gb18030"])
@pytest.mark.parametrize("note", ["读书笔记", "联通", "想法：先读第三节。", "第一行\n第二行"])
def test_what_is_saved_in_gbk_on_another_terminal_comes_back(note: str, codec: str) -> None:
    assert read_saved(note.encode(codec)) == note


@pytest.mark.parametrize("note", ["讀書筆記", "想法：先讀第三節。", "數位典藏與文化資產"])
def test_what_is_saved_in_big5_on_another_terminal_comes_back(note: str) -> None:
    assert read_saved(note.encode("big5")) == note


@pytest.mark.parametrize("codec", ["gbk", "big5"])
@pytest.mark.parametrize("usual", ["utf-8", "gbk", "big5hkscs"])
def test_a_line_that_stood_there_before_tells_the_encoding(codec: str, usual: str) -> None:
    before = "一中"
    assert read_saved(f"{before}\n一\n".encode(codec), usual, before) == f"{before}\n一\n"


@pytest.mark.parametrize(
    "data",
    [
        "读".encode("gbk"),
        "什么".encode("gbk"),
        "摘要\n".encode("gbk"),
        b"\xff",
        "想".encode() + b"\xff\n",
        "café".encode("latin-1"),
        "naïve".encode("latin-1"),
        "Большой".encode("koi8-r"),
        b"a\0b",
        bytes(100),
        b"\xff\xfea",
        b"\xef\xbb\xbf\xff",
        b"\x7fELF\x02\x01\x01\0\0\0",
        "读书".encode("utf-16-le") + b"\0",
    ],
)
def test_what_is_in_doubt_or_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(NotTextError):
        read_saved(data)


def test_utf_16_without_a_mark_is_told_by_its_characters() -> None:
    assert read_saved("读书 notes\n".encode("utf-16-le")) == "读书 notes\n"
