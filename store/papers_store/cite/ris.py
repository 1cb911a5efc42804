"""RIS entries, written by rispy."""

from collections.abc import Sequence
from typing import Any

import rispy

from papers_store.cite.creator_names import whole
from papers_store.cite.csl_item import Item, accessed_of, year_of

_TYPES = {
    "article": "UNPB",
    "article-journal": "JOUR",
    "article-newspaper": "NEWS",
    "book": "BOOK",
    "chapter": "CHAP",
    "dataset": "DATA",
    "map": "MAP",
    "paper-conference": "CPAPER",
    "patent": "PAT",
    "report": "RPRT",
    "software": "COMP",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}


class _Writer(rispy.writer.RisWriter):  # type: ignore[misc]
    """Writes no count before an entry, which is not part of RIS."""

    def set_header(self, count: int) -> str:
        return ""


def _day(item: Item) -> str:
    """The date on which a work was read, as RIS writes one: 2023/05/02."""
    return accessed_of(item).replace("-", "/")


def ris(item: Item, keywords: Sequence[str]) -> str:
    """Format an entry as RIS, with a final line break; each keyword has a line of its own."""
    start, _, end = item.get("page", "").replace("–", "-").partition("-")
    fields: dict[str, Any] = {
        "type_of_reference": _TYPES.get(item["type"], "GEN"),
        "id": item["id"],
        "authors": [whole(name) for name in item.get("author", [])],
        "secondary_authors": [whole(name) for name in item.get("editor", [])],
        "subsidiary_authors": [whole(name) for name in item.get("translator", [])],
        "title": item.get("title"),
        "secondary_title": item.get("container-title"),
        "publisher": item.get("publisher"),
        "place_published": item.get("publisher-place"),
        "year": year_of(item),
        "volume": item.get("volume"),
        "number": item.get("issue"),
        "edition": item.get("edition"),
        "access_date": _day(item),
        "start_page": start,
        "end_page": end,
        # The tag SN is for the numbers of standards, patents and reports too.
        "issn": item.get("ISSN") or item.get("number"),
        "doi": item.get("DOI"),
        "urls": [item["URL"]] if "URL" in item else [],
        "keywords": [*keywords],
        "abstract": item.get("abstract"),
        "language": item.get("language"),
        "type_of_work": item.get("genre"),
    }
    filled = {name: value for name, value in fields.items() if value}
    return str(rispy.dumps([filled], implementation=_Writer))
