"""The data model that all packages share: an article, its sections, references and notes.

Text is kept as printed on the page. Sequences are tuples, so that a value can be passed between
threads and shown while another is read.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

BlockKind = Literal["list", "quote", "table", "figure", "formula", "code"]
"""What paragraphs are that are no running text."""


class Block(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Paragraphs of a section that make up one thing: a list, a quotation, a table.

    The paragraphs are its plain text: an item of a list, a row of a table or a line of code each.
    """

    kind: BlockKind
    start: int
    """The first of its paragraphs, counted from 0 in its section."""
    stop: int
    """The paragraph behind its last."""
    caption: int | None = None
    """Which of its paragraphs is the caption of a table or figure, counted as `start` is."""
    rows: tuple[tuple[str, ...], ...] = ()
    """The cells of a table, row by row; one that spans several stands in the first of them."""
    head: int = 0
    """How many rows of a table are its head."""
    image: str = ""
    """Where a figure's image is, as the page names it."""
    tex: str = ""
    """A formula in TeX, where the page gives it so."""
    number: str = ""
    """The number of a formula, as printed."""
    language: str = ""
    """The language of code, as the page names it."""
    ordered: bool = False
    """Whether the items of a list are numbered."""


class Leftover(Struct, frozen=True, kw_only=True):
    """Lines of a page that belong to no part of the article."""

    text: str
    reason: str
    """Which kind of line it is: running head, page number, site, contents, unread ..."""


class Section(Struct, frozen=True, kw_only=True):
    """A heading and the paragraphs under it, up to the next heading of any level."""

    level: int
    """Depth of the heading, 1 for the outermost; 0 is the text before the first heading."""
    number: str = ""
    """As printed, without closing punctuation: 一, (一), 1.2, 第一章; empty where there is none."""
    title: str = ""
    paragraphs: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    """What of the paragraphs is no running text, in order and without overlap."""


class Reference(Struct, frozen=True, kw_only=True):
    """One entry of a reference list, as printed and as far as it can be taken apart.

    The parts follow GB/T 7714 (2005, 2015 and 2025 editions).
    """

    number: int | None
    """The entry's label; None in author-year lists, which have none."""
    text: str
    """The whole entry as printed, its label removed."""
    type: str | None = None
    """Document type code (文献类型): M, C, N, J, D, R, S, P, A, G, EB, DB, CP, DS, PP, CM, Z."""
    medium: str | None = None
    """Carrier code (载体标识): OL, CD, MT, DK."""
    authors: tuple[str, ...] = ()
    et_al: bool = False
    """Whether the authors end with 等 or et al."""
    title: str | None = None
    container: str | None = None
    """The journal, newspaper or host book the work stands in."""
    place: str | None = None
    publisher: str | None = None
    year: int | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    url: str | None = None
    doi: str | None = None
    document_number: str | None = None
    """Of a standard, patent, report, law or dissertation: GB/T 12345—2016, 201910000001.2."""
    edition: str | None = None
    """As printed: 2版, 3rd ed., 修订版."""
    editors: tuple[str, ...] = ()
    """Of the book; those of a host where the work stands in one."""
    translators: tuple[str, ...] = ()
    accessed: str | None = None
    """When the work was read, as printed: 2023-05-02."""
    parallel_title: str | None = None
    """The title in the other language, of an entry that is printed in two."""


class Note(Struct, frozen=True, kw_only=True):
    """A numbered note (注释) of the author's."""

    mark: str
    """As printed: ①, [1], 1."""
    text: str


class Origin(Struct, frozen=True, kw_only=True):
    """Where an article was read from."""

    path: str
    sha256: str
    """Of the page's bytes, 64 hexadecimal digits."""
    encoding: str
    """As decoded: utf-8, utf-8-sig, utf-16, gb18030, big5; binary for a page that is no text."""
    format: str
    """Its name in the table of formats (`papers_store.parser.formats`): text, markdown, html."""
    imported_at: str
    """UTC, ISO 8601, seconds."""


class Article(Struct, frozen=True, kw_only=True):
    """A parsed article; the attribute names are the names in its JSON form."""

    id: str
    """16 hexadecimal digits; the same article has the same id on every machine."""
    title: str
    title_en: str | None = None
    authors: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    source: str | None = None
    """The journal or collection it appeared in (来源)."""
    year: int | None = None
    category: str | None = None
    """As at the page's foot: 期刊, 学位论文."""
    citation_count: int | None = None
    """被引量."""
    uploader: str | None = None
    """上传用户."""
    abstract: str = ""
    abstract_en: str = ""
    keywords: tuple[str, ...] = ()
    keywords_en: tuple[str, ...] = ()
    extracted_keywords: tuple[str, ...] = ()
    """Found by weight in the text, and only where the page gives no keywords."""
    clc: str | None = None
    """Chinese Library Classification, 中图分类号."""
    document_code: str | None = None
    """文献标识码."""
    article_number: str | None = None
    """文章编号."""
    doi: str | None = None
    front_matter: Mapping[str, str] = field(default_factory=dict)
    """Other labelled lines by their label: 基金项目, 收稿日期, 作者简介, 指导教师."""
    sections: tuple[Section, ...] = ()
    references: tuple[Reference, ...] = ()
    notes: tuple[Note, ...] = ()
    related: tuple[str, ...] = ()
    """Snippets of other articles printed on the page (其他文献); never part of this one."""
    leftovers: tuple[Leftover, ...] = ()
    """What else is printed on the page, in its order: nothing of a page is thrown away."""
    origin: Origin


_LARGEST = 2**63 - 1


def is_bounded(article: Article) -> bool:
    """Return whether every number in an article fits into 64 bits, as an index requires."""
    numbers = [article.year, article.citation_count, *(one.year for one in article.references)]
    return all(number is None or abs(number) <= _LARGEST for number in numbers)
