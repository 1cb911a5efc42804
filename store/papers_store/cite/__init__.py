"""Citations out: an article, or an entry of its reference list, in the forms people paste.

A form is a row of `FORMS`. What writes it is loaded when it is first asked for.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from papers_store.article import Article, Reference

if TYPE_CHECKING:
    from papers_store.cite.csl_item import Item

Form = Literal["gbt7714", "bibtex", "ris", "csl-json", "markdown"]
"""What the command line calls the forms."""

Work = Article | Reference


def cite(work: Work, form: Form) -> str:
    """One citation, without a number, its last line unbroken."""
    return FORMS[form].cite(work)


def export(works: Iterable[Work], form: Form) -> Iterator[str]:
    """Citations of many works, numbered or keyed in their order: the parts of one file."""
    return FORMS[form].export(works)


class CitationForm(Struct, frozen=True, kw_only=True):
    """A form of citations."""

    title: str
    """What people call it."""
    suffix: str
    """How a file of it ends, without the dot."""
    media_type: str
    """Of such a file (RFC 6838)."""
    cite: Callable[[Work], str]
    export: Callable[[Iterable[Work]], Iterator[str]]
    is_json: bool = False
    """Whether it is JSON, in which controls are escaped and not lost."""


# GB/T 7714


def _gbt7714(work: Work) -> str:
    from papers_store.cite.gbt7714 import GBT7714

    return GBT7714().entry(work)


def _gbt7714_list(works: Iterable[Work]) -> Iterator[str]:
    from papers_store.cite.gbt7714 import GBT7714

    setter = GBT7714()
    for number, work in enumerate(works, start=1):
        yield f"[{number}] {setter.entry(work)}\n"


def _markdown(work: Work) -> str:
    return "".join(_markdown_list([work])).rstrip("\n").removeprefix("1. ")


def _markdown_list(works: Iterable[Work]) -> Iterator[str]:
    from papers_store.cite.gbt7714 import GBT7714
    from papers_store.cite.markdown_escaping import paragraph

    setter = GBT7714()
    for number, work in enumerate(works, start=1):
        yield f"{number}. {paragraph(setter.entry(work))}\n"


# BibTeX and RIS


def _bibtex(work: Work) -> str:
    return "".join(_bibtex_file([work])).rstrip("\n")


def _bibtex_file(works: Iterable[Work]) -> Iterator[str]:
    from papers_store.cite.bibtex import bibtex

    return _entries(works, bibtex)


def _ris(work: Work) -> str:
    return "".join(_ris_file([work])).rstrip("\n")


def _ris_file(works: Iterable[Work]) -> Iterator[str]:
    from papers_store.cite.ris import ris

    return _entries(works, ris)


def _entries(
    works: Iterable[Work], write: "Callable[[Item, tuple[str, ...]], str]"
) -> Iterator[str]:
    from papers_store.cite.csl_item import keywords_of

    for nth, (work, item) in enumerate(_identified(works)):
        yield ("\n" if nth else "") + write(item, keywords_of(work))


# CSL-JSON


def _csl_json(work: Work) -> str:
    ((_, item),) = _identified([work])
    return _json(item)


def _csl_json_array(works: Iterable[Work]) -> Iterator[str]:
    before = "[\n"
    for _, item in _identified(works):
        yield before + _json(item)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _json(item: "Item") -> str:
    import json

    return json.dumps(item, ensure_ascii=False, indent=1)


def _identified(works: Iterable[Work]) -> "Iterator[tuple[Work, Item]]":
    """Works with their items, each of which has a key of its own."""
    from papers_store.cite.citation_keys import Keys
    from papers_store.cite.csl_item import item_of

    keys = Keys()
    for work in works:
        item = item_of(work)
        yield work, {"id": keys.of(item), **item}


FORMS: Mapping[Form, CitationForm] = MappingProxyType(
    {
        "gbt7714": CitationForm(
            title="GB/T 7714-2015",
            suffix="txt",
            media_type="text/plain",
            cite=_gbt7714,
            export=_gbt7714_list,
        ),
        "bibtex": CitationForm(
            title="BibTeX",
            suffix="bib",
            media_type="application/x-bibtex",
            cite=_bibtex,
            export=_bibtex_file,
        ),
        "ris": CitationForm(
            title="RIS",
            suffix="ris",
            media_type="application/x-research-info-systems",
            cite=_ris,
            export=_ris_file,
        ),
        "csl-json": CitationForm(
            title="CSL-JSON",
            suffix="json",
            media_type="application/vnd.citationstyles.csl+json",
            cite=_csl_json,
            export=_csl_json_array,
            is_json=True,
        ),
        "markdown": CitationForm(
            title="Markdown",
            suffix="md",
            media_type="text/markdown",
            cite=_markdown,
            export=_markdown_list,
        ),
    }
)
"""Every form, in the order in which a reader chooses; the first is the usual one.

GB/T 7714-2015 is numeric text, and Markdown a list of the same entries.
"""

USUAL_FORM: Form = next(iter(FORMS))
