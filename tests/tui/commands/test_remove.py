"""papers-tui remove: out, and in again by importing."""

import json
from pathlib import Path

import pytest

from support.data.pages import write_pages
from support.drivers.program import Run


@pytest.fixture
def filled(run: Run, tmp_path: Path) -> Run:
    assert run("import", str(write_pages(tmp_path / "pages", 5))).returncode == 0
    return run


def listed(run: Run) -> dict[str, str]:
    """Titles by id."""
    rows = json.loads(run("list", "--json").stdout)["articles"]
    return {row["id"]: row["title"] for row in rows}


def test_remove_says_what_it_took_out_and_leaves_the_rest(filled: Run) -> None:
    before = listed(filled)
    first, second, *rest = before
    removed = filled("remove", first, second[:8], second)
    assert removed.returncode == 0
    assert removed.stdout == "".join(f"removed {one}  {before[one]}\n" for one in (first, second))
    assert list(listed(filled)) == rest


def test_remove_takes_nothing_out_where_one_id_is_unknown(filled: Run) -> None:
    before = listed(filled)
    removed = filled("remove", next(iter(before)), "zzzz")
    assert removed.returncode == 2
    assert removed.stdout == "" and removed.stderr.count("\n") == 1 and "zzzz" in removed.stderr
    assert listed(filled) == before


def test_what_was_removed_comes_back_the_same_when_it_is_imported_again(
    filled: Run, tmp_path: Path
) -> None:
    before = listed(filled)
    shown = {one: json.loads(filled("show", one, "--format", "json").stdout) for one in before}
    assert filled("remove", *before).returncode == 0
    assert listed(filled) == {}
    assert filled("import", str(tmp_path / "pages")).stdout.startswith("added 5,")
    assert listed(filled) == before
    for one, article in shown.items():
        again = json.loads(filled("show", one, "--format", "json").stdout)
        assert {**again, "origin": None} == {**article, "origin": None}


def test_remove_of_a_library_that_is_not_there_makes_none(run: Run, tmp_path: Path) -> None:
    assert run("remove", "abc").returncode == 2
    assert not (tmp_path / "library").exists()
