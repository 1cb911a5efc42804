"""papers-tui stats: a library in numbers, as text that fits and as JSON."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from papers_store.article import Article
from papers_store.opening import open_library
from papers_tui.terminal.cells import width_of
from support.drivers.program import Run
from support.fakes.memory_library import NOWHERE


def fill(folder: Path, years: Sequence[int | None]) -> None:
    """A library with an article for each of the years."""
    with open_library(folder / "library", create=True) as library:
        library.put(
            [
                Article(
                    id=f"{number:016x}",
                    title=f"第{number}篇",
                    year=year,
                    source=f"学刊{number % 7}" if number % 2 else None,
                    keywords=("共有", f"词{number % 12}"),
                    origin=NOWHERE,
                )
                for number, year in enumerate(years, start=1)
            ]
        )


def bars(text: str) -> dict[str, tuple[int, int]]:
    """Of each year or span of years the number, and how long its bar is."""
    chart = text.split("years:\n")[1].split("without")[0]
    rows = (line.split() for line in chart.splitlines())
    return {name: (int(count), len("".join(bar))) for name, count, *bar in rows}


def test_stats_counts_articles_keywords_sources_and_years(run: Run, tmp_path: Path) -> None:
    fill(tmp_path, [2001] * 20 + [2003] * 10 + [None] * 5)
    shown = run("stats").stdout
    assert shown.startswith("articles: 35\nkeywords:\n      35  共有\n       3  词")
    assert shown.endswith("without a year: 5\n")
    assert list(bars(shown)) == ["2001", "2002", "2003"]
    (most, longest), (none, nothing), (half, shorter) = bars(shown).values()
    assert (most, none, half) == (20, 0, 10)
    assert longest == 2 * shorter > nothing == 0
    numbers = json.loads(run("stats", "--json").stdout)
    assert numbers["articles"] == 35
    assert numbers["years"] == {"2001": 20, "2003": 10}
    assert numbers["keywords"][0] == {"keyword": "共有", "count": 35}
    assert len(numbers["keywords"]) == 10
    assert [one["count"] for one in numbers["sources"]] == [3, 3, 3, 3, 2]


def test_stats_counts_what_matches_a_query(run: Run, tmp_path: Path) -> None:
    fill(tmp_path, [2001, 2001, 2003, None])
    numbers = json.loads(run("stats", "year:2001..2002", "--json").stdout)
    assert (numbers["articles"], numbers["years"]) == (2, {"2001": 2})
    assert {one["keyword"] for one in numbers["keywords"]} == {"共有", "词1", "词2"}
    assert [one["source"] for one in numbers["sources"]] == ["学刊1"]
    assert "year:x" in run("stats", "year:x").stderr


@pytest.mark.parametrize("columns", [30, 80, 200])
@pytest.mark.parametrize("years", [[1999, 2020, 2020], [1890, 1950, 2024], [1, 9999]])
def test_the_chart_of_years_fits_the_terminal_and_is_never_long(
    run: Run, tmp_path: Path, columns: int, years: list[int]
) -> None:
    fill(tmp_path, years)
    shown = run("stats", env={"COLUMNS": str(columns)}).stdout
    assert all(width_of(line) <= columns for line in shown.splitlines())
    assert sum(count for count, _ in bars(shown).values()) == len(years)
    assert len(bars(shown)) <= 30


def test_stats_of_nothing_is_a_number(run: Run, tmp_path: Path) -> None:
    assert run("stats").stdout == "articles: 0\n"
    empty = {"articles": 0, "years": {}, "keywords": [], "sources": []}
    assert json.loads(run("stats", "--json").stdout) == empty
    assert not (tmp_path / "library").exists()
