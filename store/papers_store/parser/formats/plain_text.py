"""Plain text to lines."""

from papers_store.parser.formats.page import Line, Page, strip_line_numbers, typed_line


def read_plain_text(text: str) -> Page:
    """The lines of plain text, without the line numbers of a manuscript."""
    return Page(lines=tuple(text_lines(text)))


def text_lines(text: str) -> list[Line]:
    """The lines of plain text."""
    return strip_line_numbers(typed_line(line) for line in text.split("\n"))
