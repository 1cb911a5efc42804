"""BibTeX entries, written by bibtexparser."""

import re
from collections.abc import Sequence

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field
from bibtexparser.writer import BibtexFormat

from papers_store.cite.creator_names import Name, is_others
from papers_store.cite.csl_item import Item, accessed_of, year_of

_TYPES = {
    "article-journal": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "thesis": "phdthesis",
}
_CONTAINER = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}
_PUBLISHER = {"phdthesis": "school", "mastersthesis": "school", "techreport": "institution"}
_SPECIAL = {
    "\\": r"\textbackslash{}",
    # BibTeX counts a brace whether or not a backslash stands before it.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "%&$#_"},
}
_SPECIALS = re.compile("[" + re.escape("".join(_SPECIAL)) + "]")
_LIGATURES = re.compile("-(?=-)|`(?=`)|'(?=')|,(?=,)|<(?=<)|>(?=>)|[?!](?=`)")
"""First halves of TeX's ligatures: dashes, quotation marks, ¿ and ¡."""
_NOT_IN_ADDRESSES = re.compile(r"[\\{}\s]")
_SEPARATORS = r"\band\b|,|^others$"


def bibtex(item: Item, keywords: Sequence[str]) -> str:
    """Format an entry as BibTeX, with a final line break; its id is the key."""
    kind = _TYPES.get(item["type"], "misc")
    if kind == "phdthesis" and "硕士" in item.get("genre", ""):
        kind = "mastersthesis"
    fields = [
        Field(name, f"{{{value}}}")
        for name, value in _fields(item, kind, keywords).items()
        if value
    ]
    layout = BibtexFormat()  # type: ignore[no-untyped-call]
    layout.indent = "  "
    layout.trailing_comma = True
    # Without middleware, since values are already escaped and enclosed.
    library = Library([Entry(kind, item["id"], fields)])
    return write_string(library, unparse_stack=[], bibtex_format=layout)


def _fields(item: Item, kind: str, keywords: Sequence[str]) -> dict[str, str]:
    return {
        "author": " and ".join(map(_name, item.get("author", []))),
        "editor": " and ".join(map(_name, item.get("editor", []))),
        "translator": " and ".join(map(_name, item.get("translator", []))),
        "title": _text(item.get("title", "")),
        _CONTAINER.get(kind, "howpublished"): _text(item.get("container-title", "")),
        _PUBLISHER.get(kind, "publisher"): _text(item.get("publisher", "")),
        "address": _text(item.get("publisher-place", "")),
        "year": year_of(item),
        "edition": _text(item.get("edition", "")),
        "volume": _text(item.get("volume", "")),
        "number": _text(item.get("issue") or item.get("number", "")),
        "pages": "--".join(map(_text, re.split("[-–—]+", item.get("page", "")))),
        "issn": item.get("ISSN", ""),
        "doi": _address(item.get("DOI", "")),
        "url": _address(item.get("URL", "")),
        "urldate": accessed_of(item),
        "keywords": ", ".join(map(_whole, keywords)),
        "abstract": _text(item.get("abstract", "")),
        "language": "chinese" if item.get("language") == "zh-CN" else "english",
    }


def _name(name: Name) -> str:
    if is_others(name):
        return "others"
    if "literal" in name:
        # Braces keep BibTeX from splitting the name of an organization.
        return _whole(name["literal"], f"{_SEPARATORS}| ")
    return f"{_whole(name['family'])}, {_whole(name['given'])}"


def _whole(text: str, parts: str = _SEPARATORS) -> str:
    """Escape one item of a list, in braces if it contains a separator."""
    return f"{{{_text(text)}}}" if re.search(parts, text, re.IGNORECASE) else _text(text)


def _text(text: str) -> str:
    """Escape text for TeX."""
    escaped = _SPECIALS.sub(lambda found: _SPECIAL[found[0]], text)
    return _LIGATURES.sub(r"\g<0>{}", escaped)


def _address(text: str) -> str:
    """Escape a URL or DOI, which BibTeX prints verbatim but in which it counts braces."""
    return _NOT_IN_ADDRESSES.sub(lambda found: f"%{ord(found[0]):02X}", text)
