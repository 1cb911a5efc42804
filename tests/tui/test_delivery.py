"""Names of files that the app offers."""

import pytest

from papers_tui.document.delivery import file_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("第1号论文：终端阅读研究", "第1号论文：终端阅读研究"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\temp\\x", "C-temp-x"),
        ("a\x00b\x1b[31m\n c\u202egpj.exe", "ab[31m-cgpj.exe"),
        ('a<b>c:"d|e?f*', "a-b-c-d-e-f"),
        ("CON", "_CON"),
        ("nul.something", "_nul.something"),
        ("COM1", "_COM1"),
        ("Console", "Console"),
        ("...", "an-id"),
        (" . hidden . ", "hidden"),
        ("\ud800x", "x"),
        ("", "an-id"),
        ("水" * 200, "水" * 60),
        ("\U00020bb7" * 200, "\U00020bb7" * 60),
    ],
)
def test_a_name_is_one_that_every_system_takes(title: str, name: str) -> None:
    found = file_name(title, "an id")
    assert found == name
    assert len(f"{found}.md".encode()) <= 255


def test_where_nothing_is_left_there_is_a_name_all_the_same() -> None:
    assert file_name("/", "\u202e\x00") == "papers-tui"
