"""The command line, as the installed program runs it."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from papers_store.marks.marks import Marks
from support.data.pages import page, write_pages
from support.drivers.program import PROGRAM, Run


@pytest.fixture
def filled(run: Run, tmp_path: Path) -> Run:
    """The program, with five articles in the library."""
    assert run("import", str(write_pages(tmp_path / "pages", 5))).returncode == 0
    return run


def test_import_counts_and_names_what_it_refused(run: Run, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", 3)
    assert run("import", str(pages)).stdout == "added 3, updated 0, unchanged 0, refused 0\n"
    (pages / "empty.txt").write_bytes(b"")
    again = run("import", str(pages))
    assert again.returncode == 1
    assert again.stdout == "added 0, updated 0, unchanged 3, refused 1\n"
    assert again.stderr.startswith(f"papers-tui: {pages}/empty.txt: ")


def test_import_reports_as_json(run: Run, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", 2)
    (pages / "empty.txt").write_bytes(b"")
    report = json.loads(run("import", "--json", str(pages)).stdout)
    (refused,) = report.pop("refused")
    assert report == {"added": 2, "updated": 0, "unchanged": 0, "repeated": []}
    assert refused["path"] == str(pages / "empty.txt") and refused["reason"]


def test_list_gives_rows_and_the_total(filled: Run) -> None:
    listed = json.loads(filled("list", "--json", "--limit", "2").stdout)
    assert listed["total"] == 5 and len(listed["articles"]) == 2
    first = listed["articles"][0]
    assert set(first) == {"id", "title", "source", "year", "citation_count", "keywords"}
    assert first["title"] == "第1号论文：终端阅读研究"
    assert (first["source"], first["citation_count"]) == ("阅读学刊", 1)
    assert first["keywords"] == ["终端", "阅读", "排版"]


def test_list_finds_by_query_and_says_how(filled: Run) -> None:
    found = json.loads(filled("list", "--json", "第3号").stdout)
    assert [row["title"] for row in found["articles"]] == ["第3号论文：终端阅读研究"]
    assert found["articles"][0]["match"] == "word"
    assert json.loads(filled("list", "--json", "终端", "第3号").stdout)["total"] == 1
    assert json.loads(filled("list", "--json", "没有这样的词").stdout)["total"] == 0
    assert filled("list").stdout.count("\n") == 5


def test_show_takes_any_unique_beginning_of_an_id(filled: Run) -> None:
    article_id = json.loads(filled("list", "--json").stdout)["articles"][1]["id"]
    assert filled("show", article_id[:8]).stdout.startswith("第2号论文：终端阅读研究\n")
    missing = filled("show", "zzzz")
    assert missing.returncode == 2
    assert missing.stdout == "" and missing.stderr.count("\n") == 1


def test_show_prints_every_field_as_json(filled: Run) -> None:
    article_id = json.loads(filled("list", "--json").stdout)["articles"][0]["id"]
    shown = json.loads(filled("show", article_id, "--format", "json").stdout)
    fields = [
        "id",
        "title",
        "title_en",
        "authors",
        "affiliations",
        "source",
        "year",
        "category",
        "citation_count",
        "uploader",
        "abstract",
        "abstract_en",
        "keywords",
        "keywords_en",
        "extracted_keywords",
        "clc",
        "document_code",
        "article_number",
        "doi",
        "front_matter",
        "sections",
        "references",
        "notes",
        "related",
        "leftovers",
        "origin",
    ]
    assert list(shown) == fields
    assert shown["sections"][1]["number"] == "一"
    assert list(shown["references"][0]) == [
        "number",
        "text",
        "type",
        "medium",
        "authors",
        "et_al",
        "title",
        "container",
        "place",
        "publisher",
        "year",
        "volume",
        "issue",
        "pages",
        "url",
        "doi",
        "document_number",
        "edition",
        "editors",
        "translators",
        "accessed",
        "parallel_title",
    ]
    assert set(shown["origin"]) == {"path", "sha256", "encoding", "format", "imported_at"}


def test_show_prints_markdown_that_reads_as_the_page_did(filled: Run) -> None:
    article_id = json.loads(filled("list", "--json").stdout)["articles"][0]["id"]
    lines = filled("show", article_id, "--format", "markdown").stdout.splitlines()
    assert lines[0] == "# 第1号论文：终端阅读研究"
    assert "## 一 第1号之一节" in lines
    assert "阅读是学习之始，终端里的阅读亦然[1]。" in lines


def test_export_gives_the_citations_of_what_matches(filled: Run) -> None:
    exported = filled("export", "第3号", "--format", "gbt7714")
    assert exported.stdout == "[1] 第3号论文：终端阅读研究[J]. 阅读学刊.\n"
    entries = json.loads(filled("export", "--format", "csl-json").stdout)
    listed = json.loads(filled("list", "--json").stdout)["articles"]
    assert [entry["title"] for entry in entries] == [row["title"] for row in listed]
    assert filled("export", "--format", "bibtex").stdout.count("@article{") == 5
    assert filled("export", "--format", "ris").stdout.count("ER  - ") == 5
    assert filled("export", "--format", "markdown").stdout.count("\n5. ") == 1


def test_export_writes_a_file_whole_and_reports_one_it_cannot_write(
    filled: Run, tmp_path: Path
) -> None:
    target = tmp_path / "out.ris"
    target.write_text("old", encoding="utf-8")
    exported = filled("export", "--format", "ris", "-o", str(target))
    assert (exported.returncode, exported.stdout, exported.stderr) == (0, "", "")
    assert target.read_text(encoding="utf-8").startswith("TY  - JOUR\n")
    assert [path.name for path in tmp_path.glob(".out*")] == []
    failed = filled("export", "-o", str(tmp_path / "missing" / "out.ris"))
    assert failed.returncode == 2 and failed.stderr.count("\n") == 1
    assert f"{tmp_path}/missing/out.ris" in failed.stderr


def test_export_writes_into_a_pipe_that_has_a_name(filled: Run) -> None:
    exported = filled("export", "第3号", "-o", "/dev/stdout")
    assert exported.stdout.startswith("[1] ") and exported.returncode == 0


def test_the_option_goes_before_or_after_the_command(run: Run, tmp_path: Path) -> None:
    pages, other = str(write_pages(tmp_path / "pages", 1)), str(tmp_path / "other")
    assert run("--library", other, "import", pages).returncode == 0
    assert json.loads(run("list", "--library", other, "--json").stdout)["total"] == 1
    assert json.loads(run("list", "--json").stdout)["total"] == 0


def test_without_a_choice_the_library_is_in_the_data_folder(run: Run, tmp_path: Path) -> None:
    pages = str(write_pages(tmp_path / "pages", 1))
    env = {"PAPERS_LIBRARY": "", "XDG_DATA_HOME": str(tmp_path / "data")}
    assert run("import", pages, env=env).returncode == 0
    assert (tmp_path / "data" / "papers-tui" / "segments" / "00000.json").exists()


def test_the_settings_name_the_library_where_nothing_else_does(run: Run, tmp_path: Path) -> None:
    pages, chosen = str(write_pages(tmp_path / "pages", 1)), tmp_path / "chosen"
    (tmp_path / "config" / "papers-tui").mkdir(parents=True)
    settings = tmp_path / "config" / "papers-tui" / "config.toml"
    settings.write_text(f'library = "{chosen}"', encoding="utf-8")
    assert run("import", pages, env={"PAPERS_LIBRARY": ""}).returncode == 0
    assert (chosen / "segments" / "00000.json").exists()
    assert json.loads(run("list", "--json").stdout)["total"] == 0
    settings.write_text("library = 3", encoding="utf-8")
    failed = run("list", env={"PAPERS_LIBRARY": ""})
    assert failed.returncode == 2 and failed.stderr.count("\n") == 1
    assert f"{settings}: library " in failed.stderr
    assert run("list").returncode == 0


@pytest.mark.parametrize("arguments", [("list",), ("show", "a"), ("import", "x"), ()])
def test_a_folder_that_is_no_library_is_one_sentence(
    run: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "photo.jpg").write_bytes(b"")
    failed = run(*arguments)
    assert failed.returncode == 2 and failed.stdout == ""
    assert failed.stderr.count("\n") == 1 and "not a library" in failed.stderr


@pytest.mark.parametrize("arguments", [("import",), ("list", "--limit", "-3"), ("show",)])
def test_a_command_that_lacks_something_says_how_it_is_used(
    run: Run, arguments: tuple[str, ...]
) -> None:
    failed = run(*arguments)
    assert failed.returncode == 2 and "usage:" in failed.stderr and "Trace" not in failed.stderr


def test_a_closed_pipe_leaves_no_traceback(filled: Run, tmp_path: Path) -> None:
    command = f"{PROGRAM} list --json; {PROGRAM} list --json; yes x | head -1 >/dev/null"
    closed = subprocess.run(
        ["sh", "-c", f"({command}) | true"],
        capture_output=True,
        text=True,
        env={**os.environ, "PAPERS_LIBRARY": str(tmp_path / "library")},
        check=False,
    )
    assert closed.stderr == ""


def test_no_byte_that_steers_a_terminal_leaves_through_any_command(
    run: Run, tmp_path: Path
) -> None:
    hostile = tmp_path / "\x1b]0;title\x07\u202e.txt"
    hostile.write_text(
        page(1).replace("终端阅读", "终\x1b[31m端\x9b31m\u202e阅读"), encoding="utf-8"
    )
    empty = tmp_path / "\x1b[2Jempty.txt"
    empty.write_bytes(b"")
    outputs = [run("import", str(hostile), str(empty)), run("list"), run("list", "--json")]
    article_id = json.loads(outputs[2].stdout)["articles"][0]["id"]
    for form in ("text", "markdown", "json"):
        outputs.append(run("show", article_id, "--format", form))
    for form in ("gbt7714", "bibtex", "ris", "csl-json", "markdown"):
        outputs.append(run("export", "--format", form))
    for output in outputs:
        said = output.stdout + output.stderr
        assert said
        # Tabs part the fields of a list; those of a page became spaces.
        assert all(c.isprintable() for c in said.replace("\n", "").replace("\t", ""))


def test_a_word_that_names_a_command_can_be_searched_for_after_two_dashes(run: Run) -> None:
    failed = run("--", "list", "--library")
    # Without a terminal the app itself cannot start; the words were taken for a query.
    assert "usage" not in failed.stderr


@pytest.mark.parametrize("arguments", [(), ("阅读",), ("demo",), ("--", "list")])
def test_the_app_says_that_it_needs_a_terminal(run: Run, arguments: tuple[str, ...]) -> None:
    failed = run(*arguments, stdin=subprocess.DEVNULL, timeout=60)
    assert failed.returncode == 2 and failed.stdout == ""
    assert failed.stderr.count("\n") == 1 and "terminal" in failed.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--\x1b[31m"),
        ("show", "\x1b]0;x\x07"),
        ("list", "--limit", "\x9b31m"),
        ("--\x1b[2J",),
    ],
)
def test_what_was_typed_wrong_is_not_repeated_raw(run: Run, arguments: tuple[str, ...]) -> None:
    failed = run(*arguments)
    assert failed.returncode == 2 and failed.stderr
    assert all(c.isprintable() for c in failed.stderr.replace("\n", ""))


def test_half_an_option_does_not_hide_a_command(run: Run, tmp_path: Path) -> None:
    failed = run("--lib", str(tmp_path / "other"), "list")
    assert failed.returncode == 2 and "unrecognized" in failed.stderr


def test_letters_are_tried_as_pinyin_and_json_says_so(filled: Run) -> None:
    found = json.loads(filled("list", "--json", "zhongduanyuedu").stdout)
    assert found["total"] == 5
    assert {row["match"] for row in found["articles"]} == {"pinyin"}


def test_commands_know_what_the_reader_starred_and_wrote(
    filled: Run, a_reader_of_its_own: Path
) -> None:
    ids = [one["id"] for one in json.loads(filled("list", "--json").stdout)["articles"]]
    marks = Marks(a_reader_of_its_own)
    marks.star(ids[1], True)
    marks.note(ids[2], "与活字印刷对读")
    listed = json.loads(filled("list", "--json", "is:starred").stdout)
    assert [one["id"] for one in listed["articles"]] == [ids[1]]
    listed = json.loads(filled("list", "--json", "活字印刷").stdout)
    assert [one["id"] for one in listed["articles"]] == [ids[2]]
    assert json.loads(filled("keywords", "--json", "is:starred").stdout)[0]["count"] == 1
    assert filled("export", "is:starred").stdout.count("第2号论文") == 1


def test_a_library_is_listed_in_the_order_that_is_asked_for(filled: Run) -> None:
    listed = json.loads(filled("list", "--json", "--order", "cited").stdout)
    assert [one["citation_count"] for one in listed["articles"]] == [5, 4, 3, 2, 1]


def test_keywords_are_listed_with_their_counts(filled: Run) -> None:
    counts = json.loads(filled("keywords", "--json").stdout)
    assert {(one["keyword"], one["count"]) for one in counts} == {
        ("终端", 5),
        ("阅读", 5),
        ("排版", 5),
    }
    assert filled("keywords", "第3号", "--limit", "1").stdout.split() == ["1", "排版"]
