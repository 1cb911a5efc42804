"""papers-tui copy: a library into another, told as an import is."""

import json
from pathlib import Path

from papers_store.opening import open_library
from support.data.pages import write_pages
from support.drivers.program import Run


def test_copy_makes_a_library_that_lists_and_shows_the_same(run: Run, tmp_path: Path) -> None:
    run("import", str(write_pages(tmp_path / "pages", 40)))
    copied = run("copy", str(tmp_path / "library"), str(tmp_path / "other"))
    assert copied.returncode == 0
    assert copied.stdout == "added 40, updated 0, unchanged 0, refused 0\n"
    assert run("list", "--json", "--library", str(tmp_path / "other")).stdout == (
        run("list", "--json").stdout
    )
    with open_library(tmp_path / "library") as one, open_library(tmp_path / "other") as two:
        ids = [article_id for batch in one.contents() for article_id in batch]
        assert len(ids) == 40 and one.articles(ids) == two.articles(ids)
    again = run("copy", "--json", str(tmp_path / "library"), str(tmp_path / "other"))
    told = {"added": 0, "updated": 0, "unchanged": 40, "refused": [], "repeated": []}
    assert json.loads(again.stdout) == told


def test_copy_of_nothing_says_so_and_makes_nothing(run: Run, tmp_path: Path) -> None:
    copied = run("copy", str(tmp_path / "slip"), str(tmp_path / "other"))
    assert copied.returncode == 2
    assert copied.stderr.count("\n") == 1 and "slip" in copied.stderr
    assert not (tmp_path / "other").exists()


def test_copy_says_what_it_could_not_read_and_copies_the_rest(run: Run, tmp_path: Path) -> None:
    run("import", str(write_pages(tmp_path / "pages", 70)))
    (tmp_path / "library" / "segments" / "00001.json").write_text("{")
    (tmp_path / "library" / "index.sqlite3").unlink()
    copied = run("copy", str(tmp_path / "library"), str(tmp_path / "other"))
    assert copied.returncode == 1
    assert "00001.json" in copied.stderr
    assert copied.stdout.startswith("added 64,")


def test_hosts_that_read_a_part_each_share_an_import(run: Run, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", 40)
    added = []
    for part in ("1/3", "2/3", "3/3"):
        report = json.loads(run("import", "--json", "--part", part, str(pages)).stdout)
        assert report["updated"] == report["unchanged"] == 0
        added.append(report["added"])
    assert sum(added) == 40 and all(added)


def test_a_part_that_makes_no_sense_is_refused(run: Run, tmp_path: Path) -> None:
    for part in ("0/3", "4/3", "2", "1/0", "a/b", "-1/3", "²/3"):
        ran = run("import", f"--part={part}", str(tmp_path))
        assert ran.returncode == 2 and "2/5" in ran.stderr
    ran = run("import", "--part=1/2", "-", input="")
    assert ran.returncode == 2 and ran.stderr.count("\n") == 1
