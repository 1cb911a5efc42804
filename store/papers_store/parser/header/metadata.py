"""Labelled lines, and the metadata of an HTML head, made the fields of an article."""

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from papers_store.article import Leftover
from papers_store.parser.halfwidth import is_latin, narrow
from papers_store.parser.header.byline import read_authors, split_affiliations
from papers_store.parser.header.keyword_line import split_keywords
from papers_store.parser.header.masthead import DOI
from papers_store.parser.header.person_names import people
from papers_store.parser.zones.labelled_lines import LabelledText
from papers_store.text.han import han, han_pattern

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_YEAR_OF_NUMBER = re.compile(r"\d{4}-\d{3}[\dXx]\((\d{4})\)|(?<!\d)\((\d{4})\)")
_COUNT = re.compile(r"\d{1,9}")
_TEXT_AFTER = han_pattern(r"[\h]")
_JOURNAL = re.compile(
    r"[,，;；|]|[ ]{0,4}(?:19|20)\d{2}(?:[ ]?年|(?=\D|$))|[ ]{0,4}第?\d{1,4}[卷期]"
    r"|[ ]{1,4}(?:vol|no)\b",
    re.I,
)
_ISSUE = re.compile(r"(?:19|20)\d{2}(?=\d{2}(?!\d))")
"""The year of an issue such as 200305."""
_TITLED = re.compile("[ ]{0,4}[*_]{0,2}《(?P<name>[^《》]{2,40})》")
_REIGN_YEAR = re.compile(r"(?:民[国國][ ]?)?(\d{2,3})(?:[ ]?年)?$")
"""A year of the Republic of China, as Taiwan counts."""
_FIRST_YEAR = 1911
_MARKS = re.compile('[?？"]')
"""What stands where a no-break space was."""
_AUTHORS = ("citation_author", "citation_authors", "dc.creator", "dcterms.creator")
_JOURNALS = ("citation_journal_title", "prism.publicationname", "dcterms.ispartof")
_KEYWORDS = ("citation_keywords", "citation_keyword", "dc.subject", "dcterms.subject")
_ABSTRACTS = ("citation_abstract", "dcterms.abstract", "dc.description.abstract")
_DOIS = ("citation_doi", "prism.doi", "dc.identifier.doi", "dc.identifier", "dcterms.identifier")
_DATES = (
    "citation_date",
    "citation_publication_date",
    "citation_cover_date",
    "citation_year",
    "citation_online_date",
    "prism.publicationdate",
    "dc.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.date",
)
_OTHER_DATES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "pubdate",
    "date",
    "printed_date",
)
"""When the site printed it, where nothing says when a journal did."""
_AUTHOR_LABEL = re.compile(r"\s{0,4}(?:文|作\s{0,4}者)\s{0,4}[:：/]\s{0,4}")
_NOBODY = re.compile("管理员|编辑|小编|本站|佚名|匿名|未知|网$")
_AROUND = " \u3000\xa0;；,，|"
_TRIM = " \u3000\xa0;；,，。|"


class Metadata(Struct):
    """The fields of an article that stand behind labels; names as in `Article`."""

    title: str = ""
    title_en: str = ""
    authors: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    source: str | None = None
    year: int | None = None
    category: str | None = None
    citation_count: int | None = None
    uploader: str | None = None
    abstract: str = ""
    abstract_en: str = ""
    keywords: tuple[str, ...] = ()
    keywords_en: tuple[str, ...] = ()
    clc: str | None = None
    document_code: str | None = None
    article_number: str | None = None
    doi: str | None = None
    front_matter: dict[str, str] = field(default_factory=dict)
    dated: int | None = None
    """The year in which a site says that it was put there; a journal's year is better."""
    leftovers: list[Leftover] = field(default_factory=list)
    """Labelled lines that fill no field: empty ones, and a second one of a kind."""
    other_authors: tuple[str, ...] = ()
    """Whom the page itself calls its author, where nothing printed reads as names."""
    other_year: int | None = None
    """When the page says that it was put up."""
    overflow: str = ""
    """Chinese text that runs on behind English keywords: the article's first paragraph."""


def read_metadata(
    labelled: Sequence[LabelledText], meta: Mapping[str, tuple[str, ...]]
) -> Metadata:
    """Fill the fields; the first label of a kind wins, and the text wins over the metadata.

    Of keywords those of the journal win, which stand below the abstract, over those of a site.
    """
    metadata = Metadata()
    values: dict[str, str] = {}
    matter: dict[str, list[str]] = {}
    above = ""
    for each in labelled:
        value, label = each.value.strip(), each.label
        if label.field in ("front", "record") and (value := value.strip(_AROUND)):
            matter.setdefault(label.name, []).append(value)
            continue
        if not value:
            metadata.leftovers.append(Leftover(text=label.name, reason="empty field"))
            continue
        first = values.setdefault(label.field, value)
        if first != value:
            if label.field == "keywords" and above == "abstract":
                values["keywords"], value = value, first
            text = f"{label.name}：{value}"
            metadata.leftovers.append(Leftover(text=text, reason="label once more"))
        elif label.field == "unread":
            metadata.leftovers.append(Leftover(text=f"{label.name}：{value}", reason="site"))
        if label.field in ("abstract", "keywords"):
            above = label.field
    metadata.front_matter = {name: "\n".join(lines) for name, lines in matter.items()}
    date = values.get("unread", "") or matter.get("出版日期", [""])[0]
    metadata.dated = int(found[0]) if (found := _YEAR.search(narrow(date))) else None
    _read_summary(metadata, values)
    _read_record(metadata, values)
    _read_meta(metadata, meta)
    return metadata


def _read_summary(metadata: Metadata, values: Mapping[str, str]) -> None:
    metadata.abstract = values.get("abstract", "")
    metadata.abstract_en = values.get("abstract_en", "")
    metadata.keywords = split_keywords(values.get("keywords", ""))
    english = values.get("keywords_en", "")
    # OCR sets the first paragraph straight behind the last keyword.
    runs_on = _TEXT_AFTER.search(english)
    if runs_on and runs_on.start() > 3 and han(english) > 20:
        metadata.overflow = english[runs_on.start() :]
        english = english[: runs_on.start()]
    metadata.keywords_en = split_keywords(english)


def _read_record(metadata: Metadata, values: Mapping[str, str]) -> None:
    metadata.title = values.get("title", "")
    metadata.title_en = values.get("title_en", "")
    metadata.authors = read_authors(values.get("authors", ""))
    metadata.affiliations = split_affiliations(values.get("affiliations", ""))
    metadata.clc = _code(_MARKS.sub("", values.get("clc", "")))
    metadata.document_code = _code(_MARKS.sub("", values.get("document_code", "")))
    metadata.article_number = _code(_MARKS.sub("", values.get("article_number", "")))
    metadata.uploader = _code(values.get("uploader"))
    metadata.category = _code(values.get("category"))
    source = values.get("source", "")
    titled = _TITLED.match(source)
    name = source[: titled.end()] if titled else _JOURNAL.split(narrow(source))[0]
    metadata.source = source[: len(name)].strip(" \u3000《》：:*_") or None
    doi = DOI.search(narrow(values.get("doi", "")))
    metadata.doi = doi[0].rstrip(".)") if doi else _code(values.get("doi"))
    count = _COUNT.search(narrow(values.get("citation_count", "")))
    metadata.citation_count = int(count[0]) if count else None
    metadata.year = _year(values, source)


def _year(values: Mapping[str, str], source: str) -> int | None:
    """The year of publication, from where it is named as such."""
    number = _YEAR_OF_NUMBER.search(narrow(values.get("article_number", "")))
    if number:
        return int(number[1] or number[2])
    for text in (values.get("year", ""), source):
        if found := _YEAR.search(narrow(text)):
            return int(found[0])
    named = narrow(values.get("year", "")).strip()
    if found := _ISSUE.match(named):
        return int(found[0])
    if found := _REIGN_YEAR.match(named):
        return int(found[1]) + _FIRST_YEAR
    return None


def _code(value: str | None) -> str | None:
    """A short value, without what closes its line."""
    return (value.split("\n")[0].strip(_TRIM) or None) if value else None


def _read_meta(metadata: Metadata, meta: Mapping[str, tuple[str, ...]]) -> None:
    """Fill what the text leaves open from the tags that journals put in a page's head."""
    authors = _first_of(meta, _AUTHORS)
    if not metadata.authors and authors:
        several = authors if len(authors) > 1 else re.split("[;；,，]", authors[0])
        metadata.authors = tuple(name.strip() for name in several if name.strip())
    metadata.other_authors = _other_authors(meta)
    institutions = meta.get("citation_author_institution", ())
    metadata.affiliations = metadata.affiliations or tuple(dict.fromkeys(institutions))
    metadata.source = metadata.source or _first(_first_of(meta, _JOURNALS)) or None
    metadata.doi = metadata.doi or _meta_doi(meta)
    if not metadata.keywords and not metadata.keywords_en:
        keywords = _meta_keywords(meta)
        latin = is_latin(" ".join(keywords))
        metadata.keywords, metadata.keywords_en = ((), keywords) if latin else (keywords, ())
    if metadata.year is None:
        metadata.year = _meta_year(meta, _DATES)
    metadata.other_year = _meta_year(meta, _OTHER_DATES)
    if not metadata.abstract:
        metadata.abstract = _first(_first_of(meta, _ABSTRACTS))


def _other_authors(meta: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Authors from tags that often name somebody else: only what reads as names."""
    for name in ("author", "article:author", "printed_author"):
        for value in meta.get(name, ()):
            label = _AUTHOR_LABEL.match(value)
            names = people(narrow(value[label.end() if label else 0 :]).strip("()[] "))
            if names and all(one.sure for one in names) and not _NOBODY.search(value):
                return tuple(one.text for one in names)
    return ()


def _meta_doi(meta: Mapping[str, tuple[str, ...]]) -> str | None:
    for value in (one for name in _DOIS for one in meta.get(name, ())):
        if found := DOI.search(value):
            return found[0].rstrip(".)")
    return None


def _meta_year(meta: Mapping[str, tuple[str, ...]], names: Sequence[str]) -> int | None:
    found = _YEAR.search(_first(_first_of(meta, names))[:200])
    return int(found[0]) if found else None


def _meta_keywords(meta: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    lines = _first_of(meta, _KEYWORDS)
    return tuple(dict.fromkeys(one for line in lines for one in split_keywords(line)))


def _first_of(meta: Mapping[str, tuple[str, ...]], names: Sequence[str]) -> tuple[str, ...]:
    """The values of the first of these names that has any."""
    return next((meta[name] for name in names if meta.get(name)), ())


def _first(values: Sequence[str]) -> str:
    return values[0] if values else ""
