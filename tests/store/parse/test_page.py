"""Lines of a page: what kind it is, what its typesetting says, broken lines made whole."""

import pytest
from msgspec.structs import replace

from papers_store.parser.formats.markdown import markdown_lines
from papers_store.parser.formats.page import Line, typed_line
from papers_store.parser.formats.plain_text import text_lines
from papers_store.parser.zones.line_joining import join_lines

LONG = (
    "水渠沿山而下，经过十二个村庄，分水的规矩由各村轮流执掌，以香为时，香尽则闭闸，"
    "违者罚谷一石，充作修渠之用，此规行之三百年，至今老人犹能道其详，碑刻亦多存于庙中。"
)


def test_the_indentation_of_a_line_is_measured_in_columns() -> None:
    assert typed_line("  水渠 ") == Line("水渠", indent=2, length=5, spaced=True)
    assert typed_line("\u3000\u3000水渠\u3000") == Line("水渠", indent=4, length=5, spaced=True)


def test_marks_of_markdown_are_read_and_taken_off() -> None:
    source = "# 水渠 #\n\n##村庄\n**要点**如下\n\n![](images/a.jpg)\n\n见![图](a.png)此处"
    lines = [replace(line, length=0, spaced=False) for line in markdown_lines(source)]
    assert [line for line in lines if line.text] == [
        Line("水渠", heading_level=1),
        Line("村庄", heading_level=2),
        Line("要点如下"),
        Line("images/a.jpg", kind="figure"),
        Line("见图此处"),
    ]


def wrapped(text: str, columns: int, indent: str) -> list[str]:
    """A paragraph broken at a fixed column."""
    text = indent + text
    return [text[start : start + columns] for start in range(0, len(text), columns)]


@pytest.mark.parametrize("columns", [22, 30, 40])
def test_paragraphs_broken_at_a_column_are_made_whole(columns: int) -> None:
    broken = [line for _ in range(4) for line in wrapped(LONG, columns, "　　")]
    assert [line.text for line in join_lines(text_lines("\n".join(broken)))] == [LONG] * 4


def test_short_lines_of_equal_length_that_end_sentences_stay_apart() -> None:
    lines = [
        f"周立言,郑一鸣.水渠小史之{number}.水利史学报,2010,3(2):1-9." for number in range(10, 40)
    ]
    assert [line.text for line in join_lines(text_lines("\n".join(lines)))] == lines


def test_lines_longer_than_any_column_stay_as_they_are() -> None:
    lines = [Line(LONG * 2), Line(LONG * 2), *[Line("短行")] * 8]
    assert join_lines(lines) == lines


def test_line_numbers_of_a_manuscript_are_taken_off() -> None:
    lines = [f"{number} 第{number}行的文字" for number in range(1, 21)]
    assert [line.text for line in text_lines("\n".join(lines))] == [
        f"第{number}行的文字" for number in range(1, 21)
    ]


def test_numbers_of_headings_are_no_line_numbers() -> None:
    lines = [part for number in range(1, 13) for part in (f"{number} 某节", "正文" * 60)]
    assert [line.text for line in join_lines(text_lines("\n".join(lines)))] == lines
