"""What an article says, whatever it is printed on."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

from papers_store.article import Article, Section
from papers_store.parser import parse

SAMPLES = Path(__file__).parents[2] / "samples"

Kind = Literal["heading", "paragraph", "item", "caption", "table", "formula"]


@dataclass(frozen=True)
class Block:
    """A piece of the body, in order."""

    kind: Kind
    text: str
    """Of a heading without its number, of an item without its marker."""
    level: int = 0
    number: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    """Of a table; its first row names the columns."""


@dataclass(frozen=True, kw_only=True)
class Truth:
    """An article as its author knows it; a field that is empty is not printed."""

    name: str
    title: str
    authors: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    places: tuple[tuple[int, ...], ...] = ()
    """For each author, the affiliations, counted from one."""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    title_en: str = ""
    authors_en: tuple[str, ...] = ()
    affiliations_en: tuple[str, ...] = ()
    abstract_en: str = ""
    keywords_en: tuple[str, ...] = ()
    source: str = ""
    source_en: str = ""
    year: int | None = None
    volume: int | None = None
    issue: int | None = None
    first_page: int = 1
    clc: str = ""
    document_code: str = ""
    article_number: str = ""
    doi: str = ""
    labelled: tuple[tuple[str, str], ...] = ()
    """Other lines of the front by their labels: 收稿日期, 基金项目."""
    body: tuple[Block, ...] = ()
    thanks: str = "致谢"
    acknowledgement: str = ""
    appended: str = "附录"
    appendix: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def outline(self) -> list[tuple[int, str, str]]:
        """Level, number and title of each heading."""
        found = [(one.level, one.number, one.text) for one in self.body if one.kind == "heading"]
        if self.acknowledgement:
            found.append((1, "", self.thanks))
        if self.appendix:
            found.append((1, "", self.appended))
        return found

    @property
    def paragraphs(self) -> list[str]:
        """The running text, items of lists included."""
        text = [one.text for one in self.body if one.kind in ("paragraph", "item")]
        return [*text, *filter(None, [self.acknowledgement]), *self.appendix]

    @property
    def set_apart(self) -> list[str]:
        """What stands between paragraphs: tables, captions and formulas."""
        found = [one for one in self.body if one.kind in ("caption", "formula")]
        apart = [text for one in found for text in (one.text, one.number)]
        return [*apart, *(cell for one in self.body for row in one.rows for cell in row)]

    @property
    def text(self) -> list[str]:
        """All that is printed, by pieces that no typesetting parts from within, labels excepted."""
        pieces = [
            self.title,
            *self.authors,
            *self.affiliations,
            self.abstract,
            *self.keywords,
            self.title_en,
            *self.authors_en,
            *self.affiliations_en,
            self.abstract_en,
            *self.keywords_en,
            self.clc,
            self.document_code,
            self.article_number,
            self.doi,
            *(text for _, text in self.labelled),
            *(f"{number}{title}" for _, number, title in self.outline),
            *self.paragraphs,
            *self.set_apart,
            *self.references,
            *(text for _, text in self.notes),
        ]
        return [piece for piece in pieces if piece]


def changed(truth: Truth, change: Callable[[str], str]) -> Truth:
    """The truth with every text changed, as where a whole article is in traditional characters."""

    def of(value: object) -> object:
        if isinstance(value, str):
            return change(value)
        if isinstance(value, Block):
            return replace(
                value,
                text=change(value.text),
                number=change(value.number),
                rows=tuple(tuple(map(change, row)) for row in value.rows),
            )
        return tuple(map(of, value)) if isinstance(value, tuple) else value

    kept = ("name",)
    values = {name: of(value) for name, value in vars(truth).items() if name not in kept}
    return replace(truth, **values)  # type: ignore[arg-type]


@cache
def samples() -> tuple[Truth, ...]:
    """The sample pages as they read; tests/test_samples.py holds that they read as written."""
    return tuple(
        _of(parse(path.read_bytes(), path.name), path.stem) for path in sorted(SAMPLES.iterdir())
    )


def _of(article: Article, name: str) -> Truth:
    named = {section.title: section for section in article.sections if section.level == 1}
    thanks, appendix = named.get("致谢"), named.get("附录")
    body = [
        block
        for section in article.sections
        if section not in (thanks, appendix)
        for block in _blocks(section)
    ]
    return Truth(
        name=name,
        title=article.title,
        authors=article.authors,
        affiliations=article.affiliations,
        abstract=article.abstract,
        keywords=article.keywords,
        title_en=article.title_en or "",
        abstract_en=article.abstract_en,
        keywords_en=article.keywords_en,
        source=article.source or "",
        year=article.year,
        clc=article.clc or "",
        document_code=article.document_code or "",
        article_number=article.article_number or "",
        doi=article.doi or "",
        labelled=tuple(article.front_matter.items()),
        body=tuple(body),
        acknowledgement="".join(thanks.paragraphs) if thanks else "",
        appendix=appendix.paragraphs if appendix else (),
        references=tuple(reference.text for reference in article.references),
        notes=tuple((note.mark, note.text) for note in article.notes),
    )


def _blocks(section: Section) -> list[Block]:
    blocks = []
    if section.level:
        blocks.append(Block("heading", section.title, section.level, section.number))
    for text in section.paragraphs:
        if " | " not in text:
            blocks.append(Block("paragraph", text))
            continue
        row = tuple(text.split(" | "))
        if blocks and blocks[-1].kind == "table":
            blocks[-1] = replace(blocks[-1], rows=(*blocks[-1].rows, row))
        else:
            blocks.append(Block("table", "", rows=(row,)))
    return blocks
