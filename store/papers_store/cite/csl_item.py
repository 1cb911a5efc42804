"""An article, or an entry of a reference list, as CSL-JSON (CSL 1.0.2, csl-data.json)."""

import re
from typing import TypedDict, cast

from papers_store.article import Article, Reference
from papers_store.cite.creator_names import OTHERS, Name, name_of
from papers_store.text.han import han

Item = TypedDict(
    "Item",
    {
        "id": str,
        "type": str,
        "title": str,
        "author": list[Name],
        "editor": list[Name],
        "translator": list[Name],
        "container-title": str,
        "publisher": str,
        "publisher-place": str,
        "issued": dict[str, list[list[int]]],
        "accessed": dict[str, list[list[int]]],
        "edition": str,
        "number": str,
        "volume": str,
        "issue": str,
        "page": str,
        "genre": str,
        "medium": str,
        "ISSN": str,
        "DOI": str,
        "URL": str,
        "keyword": str,
        "abstract": str,
        "language": str,
    },
    total=False,
)
"""The known fields of a work; unknown ones are missing."""

_TYPES = {
    "J": "article-journal",
    "M": "book",
    "C": "paper-conference",
    "G": "book",
    "N": "article-newspaper",
    "D": "thesis",
    "R": "report",
    "S": "standard",
    "P": "patent",
    "A": "document",
    "EB": "webpage",
    "DB": "dataset",
    "DS": "dataset",
    "CP": "software",
    "PP": "article",
    "CM": "map",
    "Z": "document",
}
"""CSL types by type code of GB/T 7714 (2015, table B.1; 2025 edition for DS, PP and CM)."""

_CATEGORIES = (
    ("学位", "thesis"),
    ("博士", "thesis"),
    ("硕士", "thesis"),
    ("会议", "paper-conference"),
    ("报纸", "article-newspaper"),
    ("图书", "book"),
    ("专利", "patent"),
    ("标准", "standard"),
    ("期刊", "article-journal"),
)
_SUPERVISORS = ("指导教师", "导师", "指导老师")
_ARTICLE_NUMBER = re.compile(
    r"(\d{4}-\d{3}[\dX])\s*[(（]\s*(\d{4})\s*[)）]\s*([0-9A-Za-z]{1,8})\s*-\s*(\d{1,5})\s*-\s*(\d{1,4})"
)
_DATE = re.compile(r"\s*(\d{4})(?:\s*[-./年–—]\s*(\d{1,2}))?(?:\s*[-./月–—]\s*(\d{1,2}))?")
_COUNTED = re.compile(
    r"(?:第\s*)?(\d{1,3})\s*(?:版|(?:st|nd|rd|th)\s*(?:ed|edn|edition)?\.?)", re.I
)
_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_VISIBLE = re.compile(r"\w")


def item_of(work: Article | Reference) -> Item:
    """Return the fields of a work, each on one line; the id is added later, as its citation key."""
    known = _of_article(work) if isinstance(work, Article) else _of_reference(work)
    lines = {name: _line(value) for name, value in known.items() if value}
    return cast(Item, {name: value for name, value in lines.items() if value})


def _line(value: object) -> object:
    return _SPACE.sub(" ", value).strip() if isinstance(value, str) else value


def _of_article(article: Article) -> dict[str, object]:
    fields: dict[str, object] = {
        "type": _type_of(article),
        "title": article.title,
        "author": _names(article.authors),
        "container-title": article.source,
        "issued": _issued(article.year),
        "DOI": article.doi,
        "keyword": _joined(keywords_of(article)),
        "abstract": article.abstract,
        "language": _language(article.title),
    }
    if article.article_number:
        fields |= _by_article_number(article.article_number, article.year)
    if fields["type"] == "thesis":
        fields["genre"] = _degree(article)
        fields["publisher"] = fields.pop("container-title") or _first(article.affiliations)
    return fields


def keywords_of(work: Article | Reference) -> tuple[str, ...]:
    """Return the keywords of an article, each on one line; a reference has none."""
    printed = work.keywords if isinstance(work, Article) else ()
    return tuple(filter(None, (_SPACE.sub(" ", keyword).strip() for keyword in printed)))


def _joined(keywords: tuple[str, ...]) -> str:
    """Join keywords into one text, the only form that CSL has for them."""
    return ("; " if any("," in keyword for keyword in keywords) else ", ").join(keywords)


def _names(printed: tuple[str, ...]) -> list[Name]:
    """Split the names of authors; names without a letter or digit are left out."""
    return [name_of(_SPACE.sub(" ", name)) for name in printed if _VISIBLE.search(name)]


def _first(names: tuple[str, ...]) -> str | None:
    return names[0] if names else None


def _type_of(article: Article) -> str:
    for word, kind in _CATEGORIES:
        if article.category and word in article.category:
            return kind
    if any(label in article.front_matter for label in _SUPERVISORS):
        return "thesis"
    # An article number or a document code is printed in journals only.
    in_journal = article.source or article.article_number or article.document_code
    return "article-journal" if in_journal else "document"


def _degree(article: Article) -> str | None:
    for degree in ("博士", "硕士"):
        if article.category and degree in article.category:
            return f"{degree}学位论文"
    return None


def _by_article_number(number: str, year: int | None) -> dict[str, object]:
    """Return ISSN, issue and pages, which an article number contains (CAJ-CD B/T 1-1998).

    1673-0000(2018)03-0012-06 stands in issue 3, from page 12 on, over 6 pages.
    """
    found = _ARTICLE_NUMBER.fullmatch(number.strip())
    if found is None:
        return {}
    issn, printed, issue, first, count = found.groups()
    start, last = int(first), int(first) + int(count) - 1
    fields: dict[str, object] = {"ISSN": issn, "issue": issue.lstrip("0")}
    fields["issued"] = _issued(year or int(printed))
    if start and int(count):
        fields["page"] = f"{start}-{last}" if last > start else str(start)
    return fields


def _of_reference(reference: Reference) -> dict[str, object]:
    chinese = bool(han("".join(reference.authors) or reference.text))
    authors = _names(reference.authors)
    if reference.et_al:
        authors.append({"literal": OTHERS[0] if chinese else OTHERS[1]})
    return {
        "type": _type_of_reference(reference),
        "title": reference.title or reference.text,
        "author": authors,
        "editor": _names(reference.editors),
        "translator": _names(reference.translators),
        "container-title": reference.container,
        "publisher": reference.publisher,
        "publisher-place": reference.place,
        "issued": _issued(reference.year),
        "accessed": _accessed(reference.accessed),
        "edition": _edition(reference.edition),
        "number": reference.document_number,
        "volume": reference.volume,
        "issue": reference.issue,
        "page": reference.pages,
        "medium": reference.medium,
        "DOI": reference.doi,
        "URL": reference.url,
        "language": _language(reference.title or reference.text),
    }


def _type_of_reference(reference: Reference) -> str:
    code = reference.type
    if code in ("M", "G", "A") and reference.container:
        return "chapter"
    if code in _TYPES:
        return _TYPES[code]
    if reference.container:
        numbered = reference.volume or reference.issue
        return "article-journal" if numbered or not reference.publisher else "chapter"
    if reference.publisher:
        return "book"
    return "webpage" if reference.url else "document"


def _issued(year: int | None) -> dict[str, list[list[int]]] | None:
    return None if year is None else {"date-parts": [[year]]}


def _accessed(printed: str | None) -> dict[str, list[list[int]]] | None:
    """A date as printed, 2023-05-02 or 2023年5月, in CSL's form; None where it is none."""
    found = _DATE.match(printed or "")
    if found is None:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    parts = [year, month] if 1 <= month <= 12 else [year]
    return {"date-parts": [[*parts, day] if len(parts) == 2 and 1 <= day <= 31 else parts]}


def _edition(printed: str | None) -> str | None:
    """An edition as CSL wants it: its number alone (3rd ed. is 3), or what is printed."""
    if printed is None:
        return None
    counted = _COUNTED.fullmatch(printed.strip())
    return counted[1] if counted else printed


def _language(text: str) -> str:
    return "zh-CN" if han(text) else "en"


def year_of(item: Item) -> str:
    """Return the year of publication, or an empty string."""
    return str(item["issued"]["date-parts"][0][0]) if "issued" in item else ""


def accessed_of(item: Item) -> str:
    """The date on which the work was read, 2023-05-02 or 2023-05, or nothing."""
    if "accessed" not in item:
        return ""
    year, *rest = item["accessed"]["date-parts"][0]
    return "-".join([f"{year:04}", *(f"{part:02}" for part in rest)])
