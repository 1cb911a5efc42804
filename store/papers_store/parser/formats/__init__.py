"""Formats of pages, in one table that an import, a watched folder and the parser share.

A format is a row of `FORMATS` and a module that reads it. One of text is decoded and cleaned before
it is read; a binary one is known by its first bytes, and read from them.
"""

from collections.abc import Callable, Iterator

from msgspec import Struct

from papers_store.parser.formats.html import looks_like_html, read_html
from papers_store.parser.formats.markdown import looks_like_markdown, read_markdown
from papers_store.parser.formats.page import Page
from papers_store.parser.formats.plain_text import read_plain_text


class TextFormat(Struct, frozen=True, kw_only=True):
    """A format whose pages are text in some encoding."""

    name: str
    """What an article's origin keeps."""
    suffixes: tuple[str, ...]
    """Endings of file names, in lower case, with the dot."""
    looks_like: Callable[[str], bool]
    """Whether a text without a suffix that decides is in this format."""
    read: Callable[[str], Page]
    """Reads text that is decoded and cleaned."""
    has_broken_lines: bool = False
    """Whether a paragraph may be spread over several lines of the page."""


class BinaryFormat(Struct, frozen=True, kw_only=True):
    """A format whose pages are bytes that are no text."""

    name: str
    """What an article's origin keeps."""
    suffixes: tuple[str, ...]
    """Endings of file names, in lower case, with the dot."""
    noun: str
    """What a sentence calls such a file, such as: a PDF file."""
    magic: tuple[bytes, ...]
    """What its files begin with; one of these."""
    read: Callable[[bytes], Page]
    """Reads a page; its lines are cleaned afterwards."""
    has_broken_lines: bool = False
    """Whether a paragraph may be spread over several lines of the page."""


Format = TextFormat | BinaryFormat

PLAIN_TEXT = TextFormat(
    name="text",
    suffixes=(".txt",),
    looks_like=lambda text: True,
    read=read_plain_text,
    has_broken_lines=True,
)

FORMATS: tuple[Format, ...] = (
    TextFormat(
        name="html",
        suffixes=(".html", ".htm", ".xhtml"),
        looks_like=looks_like_html,
        read=read_html,
    ),
    TextFormat(
        name="markdown",
        suffixes=(".md", ".markdown"),
        looks_like=looks_like_markdown,
        read=read_markdown,
        has_broken_lines=True,
    ),
    PLAIN_TEXT,
)
"""Every format that is read. A text that may be several is in the first that it looks like."""

_UNREAD: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"SQLite format 3", "an SQLite file"),
    (b"\x7fELF", "a program"),
    (b"7z\xbc\xaf", "a 7-Zip file"),
    (b"Rar!\x1a", "a RAR file"),
    (b"CAJ\x00", "a CAJ file"),
)
"""What files begin with that are recognised and not read, and what a sentence calls them."""


class UnreadFormatError(ValueError):
    """A file is in no format that is read, or not in the one of its name; the message says so."""


def is_page_suffix(suffix: str) -> bool:
    """Whether files with this suffix are taken from a folder."""
    return _of_suffix(suffix) is not None


def binary_format(data: bytes, suffix: str) -> BinaryFormat | None:
    """The binary format of a page by its first bytes; None where it has to be text.

    Raises:
        UnreadFormatError: the bytes are of another format than the suffix, or of none that is read.
    """
    named = _of_suffix(suffix)
    for one in _binary_formats():
        if data.startswith(one.magic):
            if named not in (None, one):
                raise UnreadFormatError(f"it is {one.noun}, though its name ends in {suffix}")
            return one
    for magic, noun in _UNREAD:
        if data.startswith(magic):
            raise UnreadFormatError(f"it is {noun}, not a page of text")
    if isinstance(named, BinaryFormat):
        raise UnreadFormatError(f"it is not {named.noun}, though its name ends in {suffix}")
    return None


def text_format(text: str, suffix: str) -> TextFormat:
    """The format of a text, by its suffix, or by its look where the suffix does not decide.

    Pages of every format are saved as .txt.
    """
    named = _of_suffix(suffix)
    if isinstance(named, TextFormat) and named is not PLAIN_TEXT:
        return named
    looks = (one for one in FORMATS if isinstance(one, TextFormat) and one.looks_like(text))
    return next(looks, PLAIN_TEXT)


def _binary_formats() -> Iterator[BinaryFormat]:
    return (one for one in FORMATS if isinstance(one, BinaryFormat))


def _of_suffix(suffix: str) -> Format | None:
    suffix = suffix.lower()
    return next((one for one in FORMATS if suffix in one.suffixes), None)
