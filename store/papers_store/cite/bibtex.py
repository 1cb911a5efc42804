"""BibTeX, written by bibtexparser."""

import re

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field
from bibtexparser.writer import BibtexFormat

from papers_store.cite.item import Item, year_of
from papers_store.cite.names import Name, is_others

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
_NOT_IN_ADDRESSES = re.compile(r"[\\{}\s]")
_AND = re.compile(r"\band\b|,", re.IGNORECASE)


def bibtex(item: Item) -> str:
    """An entry as BibTeX, ending in a line break; its id is the key."""
    kind = _TYPES.get(item["type"], "misc")
    if kind == "phdthesis" and "硕士" in item.get("genre", ""):
        kind = "mastersthesis"
    fields = [Field(name, f"{{{value}}}") for name, value in _fields(item, kind).items() if value]
    layout = BibtexFormat()  # type: ignore[no-untyped-call]
    layout.indent = "  "
    layout.trailing_comma = True
    # Without middleware, for values are escaped and enclosed here already.
    library = Library([Entry(kind, item["id"], fields)])
    return write_string(library, unparse_stack=[], bibtex_format=layout)


def _fields(item: Item, kind: str) -> dict[str, str]:
    return {
        "author": " and ".join(map(_name, item.get("author", []))),
        "title": _text(item.get("title", "")),
        _CONTAINER.get(kind, "howpublished"): _text(item.get("container-title", "")),
        _PUBLISHER.get(kind, "publisher"): _text(item.get("publisher", "")),
        "address": _text(item.get("publisher-place", "")),
        "year": year_of(item),
        "volume": _text(item.get("volume", "")),
        "number": _text(item.get("issue", "")),
        "pages": re.sub("[-–—]+", "--", _text(item.get("page", ""))),
        "issn": item.get("ISSN", ""),
        "doi": _address(item.get("DOI", "")),
        "url": _address(item.get("URL", "")),
        "keywords": _text(item.get("keyword", "")),
        "abstract": _text(item.get("abstract", "")),
        "language": "chinese" if item.get("language") == "zh-CN" else "english",
    }


def _name(name: Name) -> str:
    if is_others(name):
        return "others"
    if literal := name.get("literal"):
        # A body's name is one word to BibTeX where it would be parted.
        return f"{{{_text(literal)}}}" if " " in literal or _AND.search(literal) else _text(literal)
    return f"{_text(name['family'])}, {_text(name['given'])}"


def _text(text: str) -> str:
    """Text that TeX sets as it stands."""
    return _SPECIALS.sub(lambda found: _SPECIAL[found[0]], text)


def _address(text: str) -> str:
    """An address, which is set as it stands but still counts braces."""
    return _NOT_IN_ADDRESSES.sub(lambda found: f"%{ord(found[0]):02X}", text)
