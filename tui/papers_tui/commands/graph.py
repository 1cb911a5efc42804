"""papers-tui graph: which articles of the library an article cites, and which cite it."""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from papers_tui.commands.command import Command, complain_of, location, say
from papers_tui.locale import _

if TYPE_CHECKING:
    from papers_store.article import Article
    from papers_store.library import Library
    from papers_store.results import Row


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help=_("an article's id, or how it begins"))
    parser.add_argument("--json", action="store_true", help=_("print as JSON"))


def _run(options: argparse.Namespace) -> int:
    from papers_store.opening import open_library
    from papers_tui.document.export import as_json

    with open_library(location(options)) as library:
        complain_of(library)
        article = library.article(library.resolve(options.id))
        cites = list(_cites(library, article))
        cited_by = library.cited_by(article.id)
    if options.json:
        citing = [{"id": row.id, "title": row.title} for row in cited_by]
        print(
            as_json({"id": article.id, "title": article.title, "cites": cites, "cited_by": citing})
        )
    else:
        say(_as_text(article, cites, cited_by))
    return 0


def _cites(library: "Library", article: "Article") -> Iterator[dict[str, object]]:
    """Each reference with the article it leads to, or with its own words where it leads nowhere."""
    for reference, led in zip(article.references, library.links(article.id), strict=True):
        title = (reference.title or reference.text) if led is None else library.article(led).title
        yield {"number": reference.number, "id": led, "title": title}


def _as_text(
    article: "Article", cites: list[dict[str, object]], cited_by: list["Row"]
) -> Iterator[str]:
    yield f"{article.id}  {article.title}"
    yield _("cites:")
    leading = [one for one in cites if one["id"] is not None]
    for one in leading:
        yield f"  {one['id']}  {one['title']}"
    yield "  " + _("{count} references lead to no article of the library").format(
        count=len(cites) - len(leading)
    )
    yield _("cited by:")
    for row in cited_by:
        yield f"  {row.id}  {row.title}"


COMMAND = Command(
    name="graph",
    purpose=_("Print what an article cites in the library, and what cites it."),
    arguments=_arguments,
    run=_run,
)
