"""The table of figures: printed, kept in docs/reading.md, and never lower than it was kept."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from dresses.measure import Result
from dresses.score import FIELDS

DOCUMENT = Path(__file__).parents[2] / "docs" / "reading.md"

_LETTERS = ("lost", "twice")
_COLUMNS = (*FIELDS, *_LETTERS)

Figures = Mapping[str, Mapping[str, float]]
"""By dress and column."""


def figures_of(results: Iterable[Result], *, short: bool = False) -> Figures:
    """The figures of each dress, as the table writes them."""
    return {
        result.dress.name: {
            name: round(figure, 1) for name, figure in result.sum(short=short).figures().items()
        }
        for result in results
        if not short or not result.dress.slow
    }


def markdown(figures: Figures) -> str:
    """A table with a row to a dress."""
    rows = [f"| dress | {' | '.join(_COLUMNS)} |", "|---" + "|--:" * len(_COLUMNS) + "|"]
    for name, row in figures.items():
        cells = (f"{row[column]:.1f}" if column in row else "" for column in _COLUMNS)
        rows.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _place(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- dresses: {name} -->\n).*?(\n<!-- end -->)", re.S)


def kept(text: str, name: str) -> Figures:
    """The figures of a table in the document."""
    found = _place(name).search(text)
    figures: dict[str, dict[str, float]] = {}
    for row in found[0].splitlines() if found else ():
        dress, *cells = (cell.strip() for cell in row.strip("|").split("|"))
        if len(cells) == len(_COLUMNS) and re.match(r"[\d.]*$", cells[0]):
            pairs = zip(_COLUMNS, cells, strict=True)
            figures[dress] = {column: float(cell) for column, cell in pairs if cell}
    return figures


def fallen(before: Figures, now: Figures) -> list[str]:
    """Each figure that is worse than the one kept; of letters, fewer are better."""
    return [
        f"fell: {dress}, {column}: {now[dress][column]} after {figure}"
        for dress, row in before.items()
        if dress in now
        for column, figure in row.items()
        if (now[dress][column] > figure if column in _LETTERS else now[dress][column] < figure)
    ]


def rewritten(text: str, new: Mapping[str, Figures], converters: str) -> str:
    """The document with new tables; dresses that were left out keep their rows."""
    for name, figures in new.items():
        before, marker, rest = text.partition(f"<!-- dresses: {name} -->\n")
        _, end, after = rest.partition("\n<!-- end -->")
        text = f"{before}{marker}{markdown({**kept(text, name), **figures})}{end}{after}"
    return re.sub(r"(?m)^Converters: .*$", f"Converters: {converters}.", text)
