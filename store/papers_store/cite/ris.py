"""RIS, written by rispy."""

from collections.abc import Sequence
from typing import Any

import rispy

from papers_store.cite.creator_names import whole
from papers_store.cite.csl_item import Item, year_of

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
    """Writes no count above an entry, which RIS does not know."""

    def set_header(self, count: int) -> str:
        return ""


def ris(item: Item, keywords: Sequence[str]) -> str:
    """An entry as RIS, ending in a line break; each keyword has a line of its own."""
    start, _, end = item.get("page", "").replace("–", "-").partition("-")
    fields: dict[str, Any] = {
        "type_of_reference": _TYPES.get(item["type"], "GEN"),
        "id": item["id"],
        "authors": [whole(name) for name in item.get("author", [])],
        "title": item.get("title"),
        "secondary_title": item.get("container-title"),
        "publisher": item.get("publisher"),
        "place_published": item.get("publisher-place"),
        "year": year_of(item),
        "volume": item.get("volume"),
        "number": item.get("issue"),
        "start_page": start,
        "end_page": end,
        "issn": item.get("ISSN"),
        "doi": item.get("DOI"),
        "urls": [item["URL"]] if "URL" in item else [],
        "keywords": [*keywords],
        "abstract": item.get("abstract"),
        "language": item.get("language"),
        "type_of_work": item.get("genre"),
    }
    told = {name: value for name, value in fields.items() if value}
    return str(rispy.dumps([told], implementation=_Writer))
