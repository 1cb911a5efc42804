"""Parse a page of a Chinese scholarly article.

[`parse`][] takes the bytes of a page as the web, a journal or an OCR program left it, and returns
one [`Article`][]; [`STEPS`][] lists the whole way between the two. Text is kept as printed, except
that characters that could harm a terminal are removed, radicals are replaced by ideographs, and
spaces that text recognition set between characters are closed up.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from itertools import accumulate
from pathlib import PurePath

from msgspec import Struct, field
from msgspec.structs import replace

from papers_store.article import Article, Leftover, Note, Origin, Reference, Section
from papers_store.errors import PageError
from papers_store.parser.article_id import article_id
from papers_store.parser.formats import (
    PLAIN_TEXT,
    BinaryFormat,
    Format,
    UnreadFormatError,
    binary_format,
    text_format,
)
from papers_store.parser.formats.page import Line, Page
from papers_store.parser.header.byline import read_authors, split_affiliations
from papers_store.parser.header.front import UNLABELLED_NOTE, Front, FrontLine, read_front
from papers_store.parser.header.metadata import Metadata, read_metadata
from papers_store.parser.headings.heading_levels import sections
from papers_store.parser.ledger import LedgerLine, ledger_of, with_all_lines
from papers_store.parser.references.splitter import read_notes, read_references
from papers_store.parser.zones.boilerplate import PageAndRelated, split_related
from papers_store.parser.zones.labelled_lines import SUMMARY, Zones
from papers_store.parser.zones.line_joining import join_lines
from papers_store.parser.zones.running_heads import without_running_heads
from papers_store.parser.zones.segmenter import segment
from papers_store.system.limits import DEFAULT_LIMITS
from papers_store.text.decode import NotTextError, clean, decode
from papers_store.text.radicals import unified_radicals
from papers_store.text.spaced_characters import closed_up

_SITE_NAME = re.compile(r"[ ]{0,4}[-_|—–]{1,2}[ ]{0,4}[^-_|—–]{1,30}$")


class Draft(Struct, kw_only=True):
    """What the steps have found on one page so far."""

    data: bytes
    path: str
    imported_at: str
    most_lines: int
    binary: BinaryFormat | None = None
    encoding: str = "binary"
    text: str = ""
    page_starts: tuple[int, ...] = ()
    """The lines of the text with which its printed pages begin, but for the first."""
    format: Format = PLAIN_TEXT
    page: Page = Page(lines=())
    printed: tuple[Line, ...] = ()
    """The lines as the reader of the format gave them."""
    leftovers: list[Leftover] = field(default_factory=list)
    """Running heads and page numbers."""
    related: PageAndRelated = PageAndRelated([], (), None)
    """The lines of the article, and the snippets of others below them."""
    zones: Zones = field(default_factory=Zones)
    header: Front = field(default_factory=Front)
    metadata: Metadata = field(default_factory=Metadata)
    title: str = ""
    sections: tuple[Section, ...] = ()
    references: tuple[Reference, ...] = ()
    notes: tuple[Note, ...] = ()
    keywords: tuple[str, ...] = ()
    """Extracted from the text, where the page prints none."""
    id: str = ""

    @property
    def suffix(self) -> str:
        """The suffix of the path, with its dot."""
        return PurePath(self.path).suffix

    @property
    def paragraphs(self) -> list[str]:
        """The text of all sections."""
        return [text for section in self.sections for text in section.paragraphs]

    def refuse(self, reason: str) -> PageError:
        """Return the error that refuses the page."""
        return PageError(self.path, reason)


def parse(
    data: bytes,
    path: str,
    *,
    imported_at: str | None = None,
    most_lines: int = DEFAULT_LIMITS.page_lines,
) -> Article:
    """Parse one page.

    Args:
        data: The bytes of the page, in any usual encoding.
        path: Where they came from. The suffix tells text, Markdown and HTML apart, and the name is
            the title of a page that has none.
        imported_at: UTC, ISO 8601, seconds; now by default.
        most_lines: Largest number of lines, of tags, and of parts of the article.

    Raises:
        PageError: The page holds no article, or exceeds the limit.
    """
    draft = _draft(data, path, imported_at=imported_at, most_lines=most_lines)
    return with_all_lines(_article(draft), draft.printed)


def explain(data: bytes, path: str) -> tuple[Article, list[LedgerLine]]:
    """Parse one page, and return where each of its lines ended, and why.

    Args:
        data: The bytes of the page.
        path: Where they came from.

    Raises:
        PageError: As `parse` does.
    """
    draft = _draft(data, path)
    article = with_all_lines(_article(draft), draft.printed)
    reasons = ((line.text, found.explained) for line, found in draft.header.labelled)
    return article, [*ledger_of(article, draft.printed, reasons)]


def _draft(
    data: bytes,
    path: str,
    *,
    imported_at: str | None = None,
    most_lines: int = DEFAULT_LIMITS.page_lines,
) -> Draft:
    """Take every step on a page."""
    draft = Draft(
        data=data,
        path=clean(path.encode("utf-8", "replace").decode()).replace("\n", " "),
        imported_at=imported_at or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        most_lines=most_lines,
    )
    try:
        for _, step in STEPS:
            step(draft)
    except (UnreadFormatError, NotTextError) as error:
        raise draft.refuse(str(error)) from error
    return draft


def _detect_binary(draft: Draft) -> None:
    if not draft.data.strip():
        raise draft.refuse("the page is empty")
    draft.binary = binary_format(draft.data, draft.suffix)


def _decode(draft: Draft) -> None:
    if draft.binary is None:
        decoded = decode(draft.data)
        draft.text, draft.encoding = decoded.text, decoded.encoding


def _clean(draft: Draft) -> None:
    pages = [_cleaned(page) for page in closed_up(draft.text).split("\f")]
    text = draft.text = "\n".join(pages)
    ends = accumulate(page.count("\n") + 1 for page in pages[:-1])
    draft.page_starts = tuple(ends)
    if text.count("\n") >= draft.most_lines or text.count("<") > draft.most_lines:
        raise draft.refuse(f"has more than {draft.most_lines:,} lines or tags")


def _cleaned(text: str) -> str:
    """Remove what could harm a terminal, and restore the intended characters."""
    return unified_radicals(clean(text))


def _read_lines(draft: Draft) -> None:
    if draft.binary is None:
        form = text_format(draft.text, draft.suffix)
        draft.format, draft.page = form, form.read(draft.text)
    else:
        page = draft.binary.read(draft.data)
        lines = (
            replace(line, text=_cleaned(closed_up(line.text)).replace("\n", " "))
            for line in page.lines
        )
        draft.format, draft.page = draft.binary, replace(page, lines=tuple(lines))


def _set_heads_aside(draft: Draft) -> None:
    draft.printed = draft.page.lines
    if draft.format.has_broken_lines:
        starts = draft.page_starts if draft.format is PLAIN_TEXT else ()
        lines, leftovers = without_running_heads(draft.page.lines, starts)
        draft.page = replace(draft.page, lines=tuple(lines))
        draft.leftovers += leftovers


def _join_lines(draft: Draft) -> None:
    if draft.format.has_broken_lines:
        draft.page = replace(draft.page, lines=tuple(join_lines(draft.page.lines)))
    if not any(line.text for line in draft.page.lines):
        raise draft.refuse("nothing is printed on the page")


def _split_related(draft: Draft) -> None:
    draft.related = split_related(draft.page.lines)


def _segment(draft: Draft) -> None:
    draft.zones = segment(draft.related.lines)


def _read_header(draft: Draft) -> None:
    zones = draft.zones
    called = [PurePath(draft.path).stem, _meta_title(draft.page)]
    front = draft.header = read_front(
        zones.front,
        headless=zones.headless,
        names=["".join(filter(str.isalnum, name)) for name in called if len(name) > 3],
        repeated=Counter(line.text for line in draft.page.lines if line.text),
    )
    if zones.english:
        # What stands above an English abstract further down.
        english = read_front([FrontLine(line) for line in zones.english], headless=True)
        front.title_en = front.title_en or english.title_en
        front.authors = front.authors or english.authors
        front.leftovers += english.leftovers
        zones.back += english.body
    if zones.foot:
        _read_foot(front, zones)
    if not (zones.filled & SUMMARY or zones.body or zones.back or front.body):
        # A page that is nothing but such lines: what looks like none of an article is its text.
        front.body = [Line(one.text) for one in front.leftovers]
        front.leftovers = []
    if not front.title and not zones.headless and not zones.english:
        front.title, front.title_en = front.title_en, ""


def _read_foot(front: Front, zones: Zones) -> None:
    """Take the author at the foot of the text, where the front names none."""
    if front.authors and zones.foot_authors:
        front.leftovers.append(Leftover(text=zones.foot, reason="author at the foot"))
        return
    front.authors = front.authors or read_authors(zones.foot_authors)
    works = split_affiliations(zones.foot_affiliations)
    front.affiliations += tuple(one for one in works if one not in front.affiliations)


def _read_metadata(draft: Draft) -> None:
    draft.metadata = read_metadata(draft.zones.labelled, draft.page.meta)
    named = draft.metadata.title or draft.header.title or _meta_title(draft.page)
    draft.title = named or PurePath(draft.path).stem or "无题"


def _meta_title(page: Page) -> str:
    """Return the title in the head of an HTML page, without the name of its site."""
    for name in ("citation_title", "dc.title", "dcterms.title", "og:title", "title"):
        if found := page.meta.get(name):
            return _SITE_NAME.sub("", found[0]) or found[0]
    return ""


def _read_sections(draft: Draft) -> None:
    header, metadata, zones = draft.header, draft.metadata, draft.zones
    overflow = [Line(metadata.overflow)] if metadata.overflow else []
    text = sections([*header.body, *overflow, *zones.body])
    draft.sections = _continued(text, sections(zones.back))
    if not (metadata.abstract or metadata.abstract_en or draft.paragraphs):
        raise draft.refuse("the page holds no article, only what a site prints around one")


def _continued(text: tuple[Section, ...], back: tuple[Section, ...]) -> tuple[Section, ...]:
    """Join the sections of body and back matter; text before a heading goes to the last section."""
    if text and back and back[0].level == 0:
        longer = replace(text[-1], paragraphs=text[-1].paragraphs + back[0].paragraphs)
        return (*text[:-1], longer, *back[1:])
    return text + back


def _read_references(draft: Draft) -> None:
    draft.references = read_references(draft.zones.references)


def _read_notes(draft: Draft) -> None:
    draft.notes = read_notes(draft.zones.notes)


def _extract_keywords(draft: Draft) -> None:
    if draft.metadata.keywords:
        return
    # Most pages print keywords, and jieba takes half a second to load.
    from papers_store.text.tokenizer import extract_keywords

    parts = (draft.title, draft.metadata.abstract, *draft.paragraphs)
    draft.keywords = extract_keywords("\n".join(parts))


def _identify(draft: Draft) -> None:
    abstract = draft.metadata.abstract
    draft.id = article_id(draft.title, [abstract] if abstract else draft.paragraphs)


Step = Callable[[Draft], None]

STEPS: tuple[tuple[str, Step], ...] = (
    ("binary", _detect_binary),  # a binary format is known by its first bytes
    ("decode", _decode),  # bytes -> text; not of a binary format
    ("clean", _clean),  # control characters, radicals, spaced characters
    ("lines", _read_lines),  # text or bytes -> lines, by the reader of the format
    ("pages", _set_heads_aside),  # running heads and page numbers are set aside
    ("paragraphs", _join_lines),  # lines -> whole paragraphs, where the format breaks them
    ("related", _split_related),  # snippets of other articles are cut off
    ("zones", _segment),  # header, labelled lines, body, references, notes
    ("header", _read_header),  # title, authors, institutions
    ("metadata", _read_metadata),  # labelled lines and HTML metadata -> fields
    ("sections", _read_sections),  # headings with their levels, paragraphs
    ("references", _read_references),  # reference list -> entries and their parts
    ("notes", _read_notes),
    ("keywords", _extract_keywords),  # only where the page prints none
    ("id", _identify),
)
"""The steps of [`parse`][] in order, by name; each reads what those before it have found."""


def _article(draft: Draft) -> Article:
    header, metadata = draft.header, draft.metadata
    article = Article(
        id=draft.id,
        title=draft.title,
        title_en=metadata.title_en or header.title_en or None,
        authors=metadata.authors or header.authors or metadata.other_authors,
        affiliations=metadata.affiliations or header.affiliations,
        source=metadata.source or header.source,
        year=(
            metadata.year
            or header.year
            or metadata.dated
            or header.site_year
            or metadata.other_year
        ),
        category=draft.related.category or metadata.category,
        citation_count=metadata.citation_count,
        uploader=metadata.uploader,
        abstract=metadata.abstract,
        abstract_en=metadata.abstract_en,
        keywords=metadata.keywords,
        keywords_en=metadata.keywords_en,
        extracted_keywords=draft.keywords,
        clc=metadata.clc,
        document_code=metadata.document_code,
        article_number=metadata.article_number,
        doi=metadata.doi or header.doi,
        front_matter=_front_matter(draft),
        sections=draft.sections,
        references=draft.references,
        notes=draft.notes,
        related=(*draft.related.related, *draft.page.related),
        leftovers=(
            *draft.leftovers,
            *draft.zones.leftovers,
            *header.leftovers,
            *metadata.leftovers,
            *draft.page.aside,
        ),
        origin=_origin(draft),
    )
    if _count(article) > draft.most_lines:
        raise draft.refuse(f"has more than {draft.most_lines:,} keywords, sections and references")
    return article


def _front_matter(draft: Draft) -> Mapping[str, str]:
    """Return the labelled lines of the front, with the notes that have no label."""
    labelled, notes = draft.metadata.front_matter, draft.header.notes
    return {**labelled, UNLABELLED_NOTE: "\n".join(notes)} if notes else labelled


def _origin(draft: Draft) -> Origin:
    return Origin(
        path=draft.path,
        sha256=sha256(draft.data).hexdigest(),
        encoding=draft.encoding,
        format=draft.format.name,
        imported_at=draft.imported_at,
    )


def _count(article: Article) -> int:
    """Count the parts of an article that a library stores one by one."""
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
