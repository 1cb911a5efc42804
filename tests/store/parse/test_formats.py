"""The table of formats: what a page is written in, and what is refused by its first bytes."""

from pathlib import Path

import pytest

from papers_store.errors import PageError
from papers_store.ingest.importer import Report, import_pages, is_page
from papers_store.opening import open_library
from papers_store.parser import formats, parse
from papers_store.parser.formats import FORMATS, BinaryFormat, text_format
from papers_store.parser.formats.page import Line, Page
from support.data.pages import page


@pytest.mark.parametrize(
    ("text", "suffix", "form"),
    [
        ("水渠", ".txt", "text"),
        ("水渠", ".md", "markdown"),
        ("水渠", ".HTM", "html"),
        ("水渠", ".xhtml", "html"),
        ("<!DOCTYPE html><p>水渠", ".txt", "html"),
        ("\n <html><body>水渠", "", "html"),
        ("# 水渠\n\n## 村庄\n", ".txt", "markdown"),
        ("# 水渠\n", ".txt", "text"),
        ("甲<乙，乙>丙", "", "text"),
    ],
)
def test_the_format_of_a_text_is_that_of_its_name_or_its_look(
    text: str, suffix: str, form: str
) -> None:
    assert text_format(text, suffix).name == form


def test_every_suffix_belongs_to_one_format() -> None:
    suffixes = [suffix for one in FORMATS for suffix in one.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in suffixes)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\n", "it is a PDF file, not a page of text"),
        (b"PK\x03\x04" + bytes(30), "it is a ZIP or Office file, not a page of text"),
        (b"\x89PNG\r\n\x1a\n", "it is a PNG image, not a page of text"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a"])
def test_a_file_of_another_format_is_refused_by_its_name(data: bytes, said: str, name: str) -> None:
    with pytest.raises(PageError) as refused:
        parse(data, name)
    assert refused.value.reason == said


def _read_demo(data: bytes) -> Page:
    return Page(lines=tuple(map(Line, data.decode().removeprefix("DEMO\n").split("\n"))))


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch) -> BinaryFormat:
    """A binary format, which is a row of the table."""
    row = BinaryFormat(
        name="demo", suffixes=(".demo",), noun="a demo file", magic=(b"DEMO\n",), read=_read_demo
    )
    monkeypatch.setattr(formats, "FORMATS", (*FORMATS, row))
    return row


def test_a_row_makes_a_format_that_is_imported_watched_and_read(
    demo: BinaryFormat, tmp_path: Path
) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.demo").write_text("DEMO\n" + page(1).replace("第1号", "\x1b[31m第1号"), "utf-8")
    assert is_page(pages / "a.demo")
    with open_library(tmp_path / "library", create=True) as library:
        assert import_pages(library, [str(pages)]) == Report(added=1)
        article = library.article(library.find().window(0, 1)[0].id)
    assert article.title == "第1号论文：终端阅读研究"
    assert (article.origin.format, article.origin.encoding) == ("demo", "binary")


def test_a_binary_page_under_the_name_of_another_format_is_refused(demo: BinaryFormat) -> None:
    with pytest.raises(PageError, match=r"it is a demo file, though its name ends in \.txt"):
        parse(b"DEMO\n" + page(1).encode(), "a.txt")
    with pytest.raises(PageError, match=r"it is not a demo file, though its name ends in \.demo"):
        parse(page(1).encode(), "a.demo")
