"""papers-tui stats: the articles that match a query, in numbers."""

import argparse
import shutil
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from papers_tui.commands.command import Command, complain_of, complain_of_left_out, location, say
from papers_tui.locale import _

if TYPE_CHECKING:
    from papers_store.results import Statistics

_KEYWORDS = 10
_SOURCES = 5

_MOST_BARS = 30
"""More years than that are taken together ten by ten, and so on."""
_WIDEST_BAR = 60
_BAR = "#"


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", nargs="*", metavar="QUERY", help=_("only of those that match"))
    parser.add_argument("--json", action="store_true", help=_("print as JSON"))


def _run(options: argparse.Namespace) -> int:
    from papers_store.opening import open_library
    from papers_tui.document.export import as_json
    from papers_tui.reader_file import open_reader

    with open_library(location(options)) as library:
        complain_of(library)
        numbers = library.statistics(" ".join(options.query), marks=open_reader())
    if options.json:
        print(as_json(_as_dict(numbers)))
    else:
        say(_as_text(numbers, shutil.get_terminal_size().columns))
    complain_of_left_out(numbers.left_out)
    return 0


def _as_dict(numbers: "Statistics") -> dict[str, object]:
    return {
        "articles": numbers.articles,
        "years": numbers.years,
        "keywords": [
            {"keyword": one.keyword, "count": one.count} for one in numbers.keywords[:_KEYWORDS]
        ],
        "sources": [{"source": one, "count": count} for one, count in _sources(numbers)],
    }


def _sources(numbers: "Statistics") -> Iterator[tuple[str, int]]:
    return islice(numbers.sources.items(), _SOURCES)


def _as_text(numbers: "Statistics", width: int) -> Iterator[str]:
    yield _("articles: {count}").format(count=numbers.articles)
    keywords = ((one.keyword, one.count) for one in numbers.keywords[:_KEYWORDS])
    yield from _counted(_("keywords:"), keywords, width)
    yield from _counted(_("sources:"), _sources(numbers), width)
    if numbers.years:
        yield _("years:")
        yield from _chart(numbers.years, width)
    if undated := numbers.articles - sum(numbers.years.values()):
        yield _("without a year: {count}").format(count=undated)


def _counted(heading: str, counts: Iterable[tuple[str, int]], width: int) -> Iterator[str]:
    from papers_tui.terminal.cells import clip, printable

    lines = [f"{count:8}  {name}" for name, count in counts]
    if lines:
        yield heading
        yield from (clip(printable(line), width) for line in lines)


def _chart(years: Mapping[int, int], width: int) -> Iterator[str]:
    """A bar for every year from the first to the last, or for as many together as it takes."""
    first, last, step = min(years), max(years), 1
    while last // step - first // step >= _MOST_BARS:
        step *= 10
    bars = dict.fromkeys(range(first // step, last // step + 1), 0)
    for year, count in years.items():
        bars[year // step] += count
    most = max(bars.values())
    digits = len(str(most))
    for bar, count in bars.items():
        name = str(bar) if step == 1 else f"{bar * step}-{bar * step + step - 1}"
        label = f"  {name}  {count:{digits}}  "
        room = min(_WIDEST_BAR, max(1, width - len(label) - 1))
        yield (label + _BAR * -(-count * room // most)).rstrip()


COMMAND = Command(
    name="stats",
    purpose=_("Print how many articles there are, their keywords, sources and years."),
    arguments=_arguments,
    run=_run,
)
