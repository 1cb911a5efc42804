"""The dresses, by the name of their family."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from opencc import OpenCC

from dresses import markdown, site, text, typeset
from dresses.converters import Converters
from dresses.printed import FIXED
from dresses.truth import Truth, changed

_PLAIN = "markdown-smart"
"""Quotation marks stay as typed."""


@dataclass(frozen=True, kw_only=True)
class Dress:
    """One way in which an article reaches a library."""

    name: str
    suffix: str
    make: Callable[[Truth, Converters], bytes]
    keeps: Callable[[Truth], Truth] = lambda truth: truth
    """What of the truth the dress prints."""
    tools: tuple[str, ...] = ()
    slow: bool = False
    """Only for a few articles, and never in the short set."""
    close: float = 1.0
    """How alike texts have to be; below 1 where the converter misreads characters itself."""


def _text(name: str, make: Callable[[Truth], str], **more: object) -> Dress:
    more = {"suffix": ".txt"} | more
    return Dress(name=name, make=lambda truth, _: make(truth).encode(), **more)  # type: ignore[arg-type]


def _pandoc(
    name: str, suffix: str, *steps: tuple[str, ...], bold: bool = False, notes: bool = False
) -> Dress:
    def make(truth: Truth, converters: Converters) -> bytes:
        source = markdown.for_pandoc(truth, bold_headings=bold, footnotes=notes)
        return converters.pandoc(source, *steps)

    return Dress(name=name, suffix=suffix, make=make, tools=("pandoc",))


def _pdf(name: str, columns: int, *options: str) -> Dress:
    def make(truth: Truth, converters: Converters) -> bytes:
        return converters.text_of(converters.pdf(typeset.typst(truth, columns)), *options)

    return Dress(name=name, suffix=".txt", make=make, tools=("typst", "pdftotext"))


def _read(truth: Truth, converters: Converters) -> bytes:
    return converters.read(converters.pdf(typeset.typst(truth, 1)))


@cache
def _opencc() -> OpenCC:
    return OpenCC("s2t")


def _traditional(given: str) -> str:
    converted: str = _opencc().convert(given)
    return converted


def _in_traditional(truth: Truth) -> str:
    """The article is in traditional characters already; a second time would change it again."""
    page = text.typed(truth)
    for word in FIXED:
        page = page.replace(word, _traditional(word))
    return page


def _of_a_post(truth: Truth) -> Truth:
    """A blog has neither abstracts nor anything in English, nor what a journal prints."""
    nothing = ("affiliations", "places", "authors_en", "affiliations_en", "keywords_en", "labelled")
    unsaid = (
        "abstract",
        "title_en",
        "abstract_en",
        "clc",
        "document_code",
        "article_number",
        "doi",
    )
    empty: dict[str, object] = dict.fromkeys(nothing, ()) | dict.fromkeys(unsaid, "")
    return replace(truth, **empty)  # type: ignore[arg-type]


_TO_DOCX = ("--from", _PLAIN, "--to", "docx")
_FROM_DOCX = ("--from", "docx", "--to", "gfm")

DRESSES = (
    _text("text", text.typed),
    _text("text, indented", text.indented),
    _text("wrapped at 34", lambda truth: text.wrapped(truth, 34, gap=False)),
    _text("wrapped at 40", lambda truth: text.wrapped(truth, 40, gap=True)),
    _text("wrapped at 72", lambda truth: text.wrapped(truth, 72, gap=False)),
    _text("pages with heads", text.in_pages),
    _text("spaces of OCR", text.recognised),
    _text("radicals", text.in_radicals),
    _text("half width", lambda truth: text.half_width(text.typed(truth))),
    _text("full width", lambda truth: text.full_width(text.typed(truth))),
    _text(
        "traditional",
        _in_traditional,
        keeps=lambda truth: changed(truth, _traditional),
    ),
    _text("site, copied", site.copied),
    _text("site, HTML", site.page, suffix=".html"),
    _text("blog", markdown.blog, suffix=".md", keeps=_of_a_post),
    _text("Markdown of a scan", markdown.of_a_scan, suffix=".md"),
    _pandoc("pandoc gfm", ".md", ("--from", _PLAIN, "--to", "gfm"), notes=True),
    _pandoc(
        "pandoc HTML",
        ".html",
        ("--from", _PLAIN, "--to", "html", "--standalone", "--metadata", "pagetitle=论文"),
    ),
    _pandoc("pandoc plain", ".txt", ("--from", _PLAIN, "--to", "plain")),
    _pandoc("DOCX, styles", ".md", _TO_DOCX, _FROM_DOCX, notes=True),
    _pandoc("DOCX, bold", ".md", _TO_DOCX, _FROM_DOCX, bold=True),
    _pdf("PDF, 1 column", 1),
    _pdf("PDF, 1 column, layout", 1, "-layout"),
    _pdf("PDF, 2 columns", 2),
    _pdf("PDF, 2 columns, layout", 2, "-layout"),
    Dress(
        name="PDF, tesseract",
        suffix=".txt",
        make=_read,
        tools=("typst", "pdftoppm", "tesseract"),
        slow=True,
        close=0.9,
    ),
)
