"""Citations out: an article, or an entry of its reference list, in the forms people paste.

What writes a form is loaded when that form is first asked for.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Literal, get_args

from papers_store.article import Article, Reference
from papers_store.cite.citation_keys import Keys
from papers_store.cite.csl_item import Item, item_of, keywords_of
from papers_store.cite.markdown_escaping import paragraph

Form = Literal["gbt7714", "bibtex", "ris", "csl-json", "markdown"]
"""GB/T 7714-2015 numeric as text, BibTeX, RIS, CSL-JSON, or the GB/T entries as a Markdown list."""

FORMS: tuple[Form, ...] = get_args(Form)

Work = Article | Reference


def cite(work: Work, form: Form) -> str:
    """One citation, without a number, its last line unbroken."""
    if form == "gbt7714":
        from papers_store.cite.gbt7714 import GBT7714

        return GBT7714().entry(work)
    if form == "csl-json":
        return _json(_identified(work, Keys()))
    text = "".join(export([work], form)).rstrip("\n")
    return text.removeprefix("1. ") if form == "markdown" else text


def export(works: Iterable[Work], form: Form) -> Iterator[str]:
    """Citations of many works, numbered or keyed in their order: the parts of one file."""
    if form in ("gbt7714", "markdown"):
        yield from _numbered(works, markdown=form == "markdown")
    elif form == "csl-json":
        yield from _array(works)
    else:
        yield from _entries(works, form)


def _numbered(works: Iterable[Work], *, markdown: bool) -> Iterator[str]:
    from papers_store.cite.gbt7714 import GBT7714

    setter = GBT7714()
    for number, work in enumerate(works, start=1):
        entry = setter.entry(work)
        yield f"{number}. {paragraph(entry)}\n" if markdown else f"[{number}] {entry}\n"


def _array(works: Iterable[Work]) -> Iterator[str]:
    keys = Keys()
    before = "[\n"
    for work in works:
        yield before + _json(_identified(work, keys))
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _entries(works: Iterable[Work], form: Form) -> Iterator[str]:
    if form == "bibtex":
        from papers_store.cite.bibtex import bibtex as write
    else:
        from papers_store.cite.ris import ris as write
    keys = Keys()
    for nth, work in enumerate(works):
        yield ("\n" if nth else "") + write(_identified(work, keys), keywords_of(work))


def _identified(work: Work, keys: Keys) -> Item:
    item = item_of(work)
    return {"id": keys.of(item), **item}


def _json(item: Item) -> str:
    return json.dumps(item, ensure_ascii=False, indent=1)
