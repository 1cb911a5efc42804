"""What is thrown at the readers of foreign text, and what has to hold whatever it is.

Each target takes bytes and says nothing, or fails. Hypothesis and atheris throw; what they found is
kept in tests/trust/finds, and thrown again in every run.
"""

import html
import re
import tempfile
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import to_builtins

from papers_store.analysis.terms import entry_of
from papers_store.backends.local.library import LocalLibrary
from papers_store.backends.local.segments import Segments
from papers_store.errors import PageError, PapersError
from papers_store.parser import parse
from papers_store.parser.formats.html import read_html
from papers_store.parser.formats.page import Page
from papers_store.parser.references.citation_parser import read_reference
from papers_store.parser.references.splitter import read_notes, read_references
from papers_store.search.highlight import Finder
from papers_store.search.query import MOST_TERMS, parse_query, with_keywords, without_last_term
from papers_store.text.decode import NotTextError, clean, decode
from papers_tui.document.blocks import blocks_of
from papers_tui.document.line_breaking import break_lines
from papers_tui.terminal.cells import fit, printable, width_of
from support.attacks.hostile_text import strings

HARMFUL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
"""What must be in no text that was cleaned; a line may end."""

Target = Callable[[bytes], None]


def _text(data: bytes) -> str:
    """Bytes as a text that may have half characters in it."""
    return data.decode("utf-8", "surrogateescape")


def decoding(data: bytes) -> None:
    """Bytes are a text in an encoding, or refused in a few words; a clean text stays as it is."""
    try:
        decoded = decode(data)
    except NotTextError as error:
        assert str(error) and "\n" not in str(error)
        return
    assert decoded.encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030", "big5")
    cleaned = clean(decoded.text)
    assert not HARMFUL.search(cleaned)
    assert clean(cleaned) == cleaned


def parsing(data: bytes) -> None:
    """A page is an article of harmless text, which goes into a library and onto a screen."""
    for name in ("a.txt", "a.md", "a.html"):
        try:
            article = parse(data, name, imported_at="2024-01-01T00:00:00Z")
        except PageError as error:
            assert "\n" not in str(error) and not HARMFUL.search(str(error))
            continue
        assert article.title
        assert not any(map(HARMFUL.search, strings(to_builtins(article))))
        assert entry_of(article).article is article
        for block in blocks_of(article):
            setting(block.text.encode())


def reading_html(data: bytes) -> None:
    """HTML of any kind is lines of clean text; what is written in a paragraph is among them.

    In a part that is the site's it is set aside, whole.
    """
    text = clean(_text(data))
    page = read_html(text)
    for line in page.lines:
        printed = line.text.rstrip() if line.kind == "code" else line.text.strip()
        assert line.text == printed
    for printed in (*_texts(page), *page.related):
        assert "\n" not in printed and not HARMFUL.search(printed)
    printed = " ".join(text.split())
    for around in ("<p>{}</p>", "<ul><li>{}</ul>", "<ruby>{}</ruby>", "<nav>{}", "<pre>{}"):
        page = read_html(f"<body>{around.format(html.escape(printed))}</body>")
        assert _texts(page) == ([printed] if printed else [])


def _texts(page: Page) -> list[str]:
    """The lines of the article, and those around it."""
    return [*(line.text for line in page.lines), *(one.text for one in page.aside)]


def reading_references(data: bytes) -> None:
    """No letter of a reference list is lost, and each part of an entry is of its text."""
    text = clean(_text(data))
    lines = text.split("\n")
    for reference in (read_reference(" ".join(lines)), *read_references(lines)):
        parts = (*reference.authors, reference.title, reference.container, reference.publisher)
        assert all(_letters(part or "") <= _letters(reference.text) for part in parts)
        assert reference.year is None or str(reference.year) in _digits(reference.text)
    for note in read_notes(lines):
        assert _letters(note.mark + note.text) <= _letters(text)
    kept = "".join(f"{one.number or ''}{one.text}" for one in read_references(lines))
    assert {letter for letter in _letters(text) if letter.isalpha()} <= _letters(kept)


def _digits(text: str) -> str:
    """A text with the digits of every script as 0 to 9, and letters that OCR reads for them too."""
    read = {"O": "0", "o": "0", "l": "1"}
    return "".join(read.get(one) or str(unicodedata.decimal(one, one)) for one in text)


def _letters(text: str) -> set[str]:
    return {one for one in text if one.isalnum()}


def reading_queries(data: bytes) -> None:
    """Any query is one; its terms stand where it says, and what it finds is inside the text."""
    text = _text(data)
    query = parse_query(text)
    terms = list(query.terms)
    assert len(terms) <= MOST_TERMS
    assert all(0 <= term.start < term.end <= len(text) for term in terms)
    assert "".join(query.left_out).encode() is not None
    assert parse_query(without_last_term(text)).groups is not None
    with_keywords(text, query.keywords)
    for by_sound in (False, True):
        spans = Finder(query.texts, by_sound).spans(f"{text}水渠{text}", "title")
        ends = [place for span in spans for place in span]
        assert ends == sorted(ends) and all(0 <= end <= 2 * len(text) + 2 for end in ends)
        assert all(start < end for start, end in spans)


def opening_segments(data: bytes) -> None:
    """A file of articles is read, or named in a sentence; the library opens whatever is in it."""
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder)
        (library / "library.json").write_text('{"format": 1}')
        (library / "segments").mkdir()
        (library / "segments" / "00000.json").write_bytes(data)
        try:
            found = [article for _, article in Segments(library / "segments").articles(0)]
        except PapersError as error:
            assert "00000.json" in str(error)
            found = []
        try:
            with LocalLibrary(library, create=True) as opened:
                hits = opened.find()
                assert hits.total <= len(found)
                for row in hits.window(0, hits.total):
                    assert opened.article(row.id).id == row.id
                    opened.links(row.id)
                opened.statistics()
        except PapersError as error:
            assert str(error)


def setting(data: bytes) -> None:
    """Lines of a text are the text, and clipped it takes the cells that it may."""
    text = printable(_text(data))
    assert len(text) == len(_text(data)) and not HARMFUL.search(text)
    assert "".join(text[start:end] for start, end in break_lines(text, 20, 4)) == text
    assert width_of(fit(text, 17)) == 17


TARGETS: Mapping[str, Target] = {
    "decode": decoding,
    "parse": parsing,
    "html": reading_html,
    "reference": reading_references,
    "query": reading_queries,
    "segments": opening_segments,
    "typeset": setting,
}
"""Every target by its name."""
