"""A page of a Chinese scholarly article, read into its parts.

[`parse`][] takes the bytes of a page as the web, a journal or an OCR program left it, and gives one
[`Article`][]. Text is kept as printed; what could harm a terminal is taken out, ideographs stand in
the place of radicals, and characters that text recognition set apart are closed up.
"""

import re
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import PurePath

from msgspec.structs import replace

from papers_store.article import Article, Origin, Section
from papers_store.errors import PageError
from papers_store.parser.article_id import article_id
from papers_store.parser.formats import (
    Format,
    UnreadFormatError,
    binary_format,
    text_format,
)
from papers_store.parser.formats.page import Line, Page
from papers_store.parser.header.metadata import Metadata, read_metadata
from papers_store.parser.header.title_and_authors import TitleAndAuthors, read_title_and_authors
from papers_store.parser.headings.heading_levels import sections
from papers_store.parser.references.splitter import read_notes, read_references
from papers_store.parser.zones.boilerplate import PageAndRelated, split_related
from papers_store.parser.zones.labelled_lines import Zones
from papers_store.parser.zones.line_joining import join_lines
from papers_store.parser.zones.segmenter import segment
from papers_store.system.limits import DEFAULT_LIMITS
from papers_store.text.decode import NotTextError, clean, decode
from papers_store.text.radicals import unified_radicals
from papers_store.text.spaced_characters import closed_up

_SITE_NAME = re.compile(r"[ ]{0,4}[-_|—–]{1,2}[ ]{0,4}[^-_|—–]{1,30}$")


def parse(
    data: bytes,
    path: str,
    *,
    imported_at: str | None = None,
    most_lines: int = DEFAULT_LIMITS.page_lines,
) -> Article:
    """Read one page.

    Args:
        data: the page's bytes, in any usual encoding.
        path: where they came from; the suffix tells text, markdown and HTML apart, and the name
            serves as the title of a page that has none.
        imported_at: UTC, ISO 8601, seconds; now, if not given.
        most_lines: of lines, of tags and of parts of an article, how many a page may have.

    Raises:
        PageError: the page holds no article, or more than it may.
    """
    place = clean(path.encode("utf-8", "replace").decode()).replace("\n", " ")
    if not data.strip():
        raise PageError(place, "the page is empty")
    try:
        page, form, encoding = _read_page(data, place, most_lines)
    except (UnreadFormatError, NotTextError) as error:
        raise PageError(place, str(error)) from error
    if not any(line.text for line in page.lines):
        raise PageError(place, "nothing is printed on the page")
    origin = Origin(
        path=place,
        sha256=sha256(data).hexdigest(),
        encoding=encoding,
        format=form.name,
        imported_at=imported_at or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    article = _article(page, origin)
    if _count(article) > most_lines:
        raise PageError(place, f"has more than {most_lines:,} keywords, sections and references")
    return article


def _count(article: Article) -> int:
    """Of how many parts an article is made, each of which a library has to keep by itself."""
    return sum(
        len(parts)
        for parts in (
            article.authors,
            article.affiliations,
            article.keywords,
            article.keywords_en,
            article.sections,
            article.references,
            article.notes,
            article.related,
        )
    )


def _read_page(data: bytes, place: str, most_lines: int) -> tuple[Page, Format, str]:
    """The lines of a page, what it is written in, and the encoding of its text, if it is text."""
    suffix = PurePath(place).suffix
    binary = binary_format(data, suffix)
    if binary is not None:
        read = binary.read(data)
        lines = [replace(line, text=_cleaned(line.text).replace("\n", " ")) for line in read.lines]
        return _with_whole_lines(replace(read, lines=tuple(lines)), binary), binary, "binary"
    decoded = decode(data)
    text = _cleaned(decoded.text)
    if text.count("\n") >= most_lines or text.count("<") > most_lines:
        raise PageError(place, f"has more than {most_lines:,} lines or tags")
    form = text_format(text, suffix)
    return _with_whole_lines(form.read(text), form), form, decoded.encoding


def _cleaned(text: str) -> str:
    """Text without what could harm a terminal, and with the characters that were meant."""
    return unified_radicals(clean(closed_up(text)))


def _with_whole_lines(page: Page, form: Format) -> Page:
    """A page with its paragraphs put together again, where its format breaks them."""
    return replace(page, lines=tuple(join_lines(page.lines))) if form.has_broken_lines else page


def _article(page: Page, origin: Origin) -> Article:
    """Put the parts of a page together."""
    parted = split_related(page.lines)
    zones = segment(parted.lines)
    header = read_title_and_authors(zones.head, zones.english, headless=zones.headless)
    metadata = read_metadata(zones.labelled, page.meta)
    above = [*header.unread, *header.paragraphs, *filter(None, [metadata.overflow])]
    parts = _continued(sections([*map(Line, above), *zones.body]), sections(zones.back))
    if not (metadata.abstract or metadata.abstract_en or any(part.paragraphs for part in parts)):
        raise PageError(
            origin.path, "the page holds no article, only what a site prints around one"
        )
    return _assembled(page, parted, zones, header, metadata, parts, origin)


def _continued(text: tuple[Section, ...], back: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections of the text and of the back matter; lines of no section go to the one before."""
    if text and back and back[0].level == 0:
        longer = replace(text[-1], paragraphs=text[-1].paragraphs + back[0].paragraphs)
        return (*text[:-1], longer, *back[1:])
    return text + back


def _assembled(
    page: Page,
    parted: PageAndRelated,
    zones: Zones,
    header: TitleAndAuthors,
    metadata: Metadata,
    parts: tuple[Section, ...],
    origin: Origin,
) -> Article:
    title = (
        metadata.title or header.title or _meta_title(page) or PurePath(origin.path).stem or "无题"
    )
    paragraphs = [text for part in parts for text in part.paragraphs]
    # Lines that say nothing known tell no article from another: sites print them around each.
    text = [metadata.abstract] if metadata.abstract else paragraphs[len(header.unread) :]
    return Article(
        id=article_id(title, text),
        title=title,
        title_en=metadata.title_en or header.title_en or None,
        authors=metadata.authors or header.authors,
        affiliations=metadata.affiliations or header.affiliations,
        source=metadata.source,
        year=metadata.year or header.year,
        category=parted.category or metadata.category,
        citation_count=metadata.citation_count,
        uploader=metadata.uploader,
        abstract=metadata.abstract,
        abstract_en=metadata.abstract_en,
        keywords=metadata.keywords,
        keywords_en=metadata.keywords_en,
        extracted_keywords=()
        if metadata.keywords
        else _extracted(title, metadata.abstract, paragraphs),
        clc=metadata.clc,
        document_code=metadata.document_code,
        article_number=metadata.article_number,
        doi=metadata.doi,
        front_matter=metadata.front_matter,
        sections=parts,
        references=read_references(zones.references),
        notes=read_notes(zones.notes),
        related=parted.related,
        origin=origin,
    )


def _meta_title(page: Page) -> str:
    """What an HTML page calls itself, without the name of its site."""
    for name in ("citation_title", "dc.title", "og:title", "title"):
        if found := page.meta.get(name):
            return _SITE_NAME.sub("", found[0]) or found[0]
    return ""


def _extracted(title: str, abstract: str, paragraphs: list[str]) -> tuple[str, ...]:
    # Most pages give keywords, and jieba takes half a second to load.
    from papers_store.text.tokenizer import extract_keywords

    return extract_keywords("\n".join((title, abstract, *paragraphs)))
