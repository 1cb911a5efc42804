"""Format citations: an article, or an entry of its reference list, in the forms people paste.

A form is a row of `FORMS`. Its writer is loaded on first use.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from papers_store.article import Article, Reference

if TYPE_CHECKING:
    from papers_store.cite.csl_item import Item

Form = Literal["gbt7714", "bibtex", "ris", "csl-json", "markdown"]
"""Names of the forms on the command line."""

Work = Article | Reference


def cite(work: Work, form: Form) -> str:
    """Format one citation, without a number or a final line break."""
    return FORMS[form].cite(work)


def export(works: Iterable[Work], form: Form) -> Iterator[str]:
    """Yield the parts of a file of citations, numbered or keyed in the order of the works."""
    return FORMS[form].export(works)


class CitationForm(Struct, frozen=True, kw_only=True):
    """A citation form."""

    title: str
    """Its name for people."""
    suffix: str
    """Suffix of its files, without the dot."""
    media_type: str
    """Media type of its files (RFC 6838)."""
    cite: Callable[[Work], str]
    export: Callable[[Iterable[Work]], Iterator[str]]
    is_json: bool = False
    """Whether it is JSON, in which control characters are escaped and not removed."""


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
    """Yield works with their CSL items, each with a unique key."""
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
"""Every form, in the order of the menu; the first is the default.

GB/T 7714-2015 is plain text in numeric style, and Markdown a list of the same entries.
"""

DEFAULT_FORM: Form = next(iter(FORMS))
