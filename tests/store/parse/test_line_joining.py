"""Lines that a PDF or a mail program broke are put together, whatever the width."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from papers_store.article import Article
from papers_store.parser import parse
from papers_store.parser.formats.plain_text import text_lines
from papers_store.parser.zones.line_joining import join_lines
from papers_store.text.decode import decode

SAMPLES = Path(__file__).parents[3] / "samples"
# The manuscripts of Dunhuang are broken as they are; one page has paragraphs without indents, of
# which one fills its last line at 35 characters.
WHOLE = [
    path for path in sorted(SAMPLES.glob("*.txt")) if not path.name.startswith(("06", "09", "15"))
]
WIDTHS = (17, 35, 40, 60)


def cut(line: str, width: int) -> list[str]:
    """A line cut at a number of characters."""
    return [line[at : at + width] for at in range(0, len(line), width)] or [""]


def _shape(article: Article) -> dict[str, object]:
    return {
        name: getattr(article, name)
        for name in ("title", "authors", "abstract", "keywords", "sections", "references")
    }


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.stem)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_sample_that_is_broken_reads_as_the_whole_one(path: Path, width: int) -> None:
    text = decode(path.read_bytes()).text.replace("\r\n", "\n")
    broken = "\n".join(part for line in text.split("\n") for part in cut(line, width))
    assert _shape(parse(broken.encode(), path.name)) == _shape(parse(text.encode(), path.name))


PARAGRAPH = (
    "水渠沿山而下，经过十二个村庄，分水的规矩由各村轮流执掌，以香为时，香尽则闭闸，违者罚谷一石，"
    "充作修渠之用，此规行之三百年，至今老人犹能道其详，碑刻亦多存于庙中，故可与文献互证。"
)


def _set(text: str, width: int) -> list[str]:
    """A paragraph set as a PDF has it: Latin words whole, no punctuation at a line's beginning."""
    lines, line = [], ""
    for unit in re.findall(r"[A-Za-z0-9]+[.-]?|.", text):
        if line and len(line) + len(unit) > width and unit not in "，。、；：）":
            lines.append(line.rstrip())
            line = unit.lstrip()
        else:
            line += unit
    return [*lines, line]


def _joined(lines: list[str]) -> list[str]:
    return [line.text for line in join_lines(text_lines("\n".join(lines)))]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("indent", ["", "　　", "    "])
def test_paragraphs_of_any_width_and_indent_are_whole(width: int, indent: str) -> None:
    lines = [line for _ in range(6) for line in _set(indent + PARAGRAPH, width)]
    assert _joined(lines) == [PARAGRAPH] * 6


def test_latin_words_keep_their_space_and_chinese_gets_none() -> None:
    text = f"以support vector machine为基线的方法{PARAGRAPH}"
    lines = [line for _ in range(6) for line in _set(text, 24)]
    assert _joined(lines) == [text] * 6


def test_a_hyphen_at_the_end_of_a_line_parts_a_word_or_belongs_to_it() -> None:
    lines = [
        f"{PARAGRAPH[:30]}",
        f"{PARAGRAPH[30:50]}the libra-",
        f"ry has {PARAGRAPH[:23]}",
        f"{PARAGRAPH[30:49]}the e-mail-",
        f"box of {PARAGRAPH[:23]}",
        f"{PARAGRAPH[30:60]}",
        f"{PARAGRAPH[30:60]}",
        "the library.",
    ]
    (joined,) = _joined(lines)
    assert "the library has" in joined and "the e-mail-box of" in joined


def test_one_long_line_does_not_keep_the_others_broken() -> None:
    lines = [line for _ in range(6) for line in _set(f"　　{PARAGRAPH}", 35)]
    address = f"https://example.org/{'a' * 150}"
    assert _joined([*lines, address]) == [*[PARAGRAPH] * 6, address]


def test_abstract_and_keywords_over_several_lines_are_whole(
    read: Callable[[str], Article],
) -> None:
    keywords = "水渠；分水的规矩；十二个村庄；轮流执掌；三百年；碑刻与文献的互证"
    body = "\n".join(line for _ in range(4) for line in cut(f"　　{PARAGRAPH}", 20))
    article = read(
        "山区水渠的分水规矩\n\n周立言\n\n"
        + "\n".join(cut(f"摘要：{PARAGRAPH}", 20))
        + "\n"
        + "\n".join(cut(f"关键词：{keywords}", 20))
        + f"\n一、问题的由来\n{body}\n"
    )
    assert article.abstract == PARAGRAPH
    assert article.keywords == tuple(keywords.split("；"))
    assert article.sections[0].paragraphs == (PARAGRAPH,) * 4


def test_a_line_that_begins_with_a_comma_goes_on() -> None:
    assert PARAGRAPH in _joined([*cut(f"　　{PARAGRAPH}", 20) * 4, PARAGRAPH[:15], PARAGRAPH[15:]])
