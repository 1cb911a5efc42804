"""Whatever JSON a file of the library holds, it is read or named, and the others are read."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from papers_store.opening import open_library
from support.data.hundred_articles import FIRST, SECOND, first_segment
from support.drivers.app import open_app
from support.drivers.program import Run, runner
from support.fakes.memory_library import article


def deep(levels: int, kind: str) -> str:
    """A value of so many levels."""
    match kind:
        case "arrays":
            return "[" * levels + "]" * levels
        case "objects":
            return '{"x":' * levels + "1" + "}" * levels
        case _:
            return '[{"x":' * (levels // 2) + "1" + "}]" * (levels // 2)


Change = Callable[[str], str]


def _in_an_article(value: str) -> Change:
    return lambda text: text.replace('"title":', f'"unheard of":{value},"title":', 1)


def _beside_articles(value: str) -> Change:
    return lambda text: text.replace('{"articles":{', f'{{"articles":{{"900":{{"x":{value}}},', 1)


def _beside_tables(value: str) -> Change:
    return lambda text: text.replace("{", f'{{"other":{{"1":{{"x":{value}}}}},', 1)


def _around_all(value: str) -> Change:
    begun, end = value[: len(value) // 2], value[(len(value) + 1) // 2 :]
    return lambda text: f"{begun}{text}{end}"


DEEP: Mapping[str, Change] = {
    f"1200 {kind} {where}": put(deep(1_200, kind))
    for kind in ("arrays", "objects", "both")
    for where, put in (
        ("in an article", _in_an_article),
        ("beside articles", _beside_articles),
        ("beside tables", _beside_tables),
    )
} | {
    "100000 arrays in an article": _in_an_article(deep(100_000, "arrays")),
    "100000 objects in an article": _in_an_article(deep(100_000, "objects")),
    "100000 levels beside tables": _beside_tables(deep(100_000, "both")),
    "9000 arrays around all": _around_all(deep(9_000, "arrays")),
}


def _numbered(number: str) -> Change:
    return lambda text: text.replace('"articles":{"1":', f'"articles":{{"{number}":', 1)


NUMBERS = ("9" * 18, "9" * 19, "9" * 400, "-1", "+1", "01", "٣", "１", "1.0", "1e3", " 1", "", "x")


def _valued(field: str, value: str) -> Change:
    return lambda text: text.replace(f'"{field}":', f'"{field}":{value},"_":', 1)


VALUES: Mapping[str, Change] = {
    **{
        f"a year of {value[:12]}": _valued("year", value)
        for value in ("9" * 19, "-" + "9" * 30, "9" * 400, "9" * 5_000, "1e999", "NaN", "1.5")
    },
    **{f"citations of {value}": _valued("citation_count", value) for value in ("9" * 19, "-1e999")},
    **{
        f"{value[:12]} in another field": _in_an_article(value)
        for value in ("9" * 400, "9" * 5_000, "1e999", "NaN", "-Infinity")
    },
    "half a character": _valued("title", '"\\ud800"'),
    "half a character in a name": lambda text: text.replace('"title":', '"\\udc00":1,"title":', 1),
    "half a character in another field": _in_an_article('"\\udfff"'),
    "a document's number twice": lambda text: text.replace('"2":{"id"', '"1":{"id"', 1),
    "a table twice": lambda text: text[:-1] + ',"articles":{}}',
    "the fields of an article twice": lambda text: text.replace(
        '"title":', '"title":"a","title":', 1
    ),
    "a mark of its order": lambda text: "\ufeff" + text,
}


@pytest.mark.slow
@pytest.mark.parametrize("change", [*DEEP.values()], ids=[*DEEP])
def test_what_is_nested_too_deep_is_named_and_the_rest_is_read(
    folder: Path, run: Run, change: Change
) -> None:
    _holds(folder, run, change)
    # No article is lost for what another program wrote into it.
    assert set(_titles(folder)) == FIRST | SECOND


@pytest.mark.parametrize("number", NUMBERS)
def test_a_document_of_any_number_is_read_or_named_and_mended(
    folder: Path, run: Run, number: str
) -> None:
    _holds(folder, run, _numbered(number))
    assert set(_titles(folder)) == FIRST | SECOND


@pytest.mark.parametrize("change", [*VALUES.values()], ids=[*VALUES])
def test_any_value_is_read_or_named_and_the_other_articles_stay(
    folder: Path, run: Run, change: Change
) -> None:
    _holds(folder, run, change)
    kept = set(_titles(folder))
    # At most the article that holds it is lost.
    assert len(kept) >= 99 and kept >= SECOND


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_a_segment_saved_in_another_encoding_is_named_and_mended(
    folder: Path, run: Run, encoding: str
) -> None:
    text = first_segment(folder).read_text(encoding="utf-8")
    first_segment(folder).write_bytes(text.encode(encoding))
    _holds(folder, run, str)
    assert set(_titles(folder)) == FIRST | SECOND


def _holds(folder: Path, run: Run, change: Change) -> None:
    """A changed segment is read or named, by all that reads it, and mended once and for all."""
    before = first_segment(folder).read_bytes()
    if not before.startswith((b"\xff", b"\xfe", b"\xef", b"{\0")):
        changed = change(before.decode("utf-8"))
        assert changed != before.decode("utf-8")
        first_segment(folder).write_text(changed, encoding="utf-8")
    torn = first_segment(folder).read_bytes()
    named = run("check")
    assert named.returncode in (0, 1) and "Traceback" not in named.stderr
    assert ("00000.json" in named.stdout) == (named.returncode == 1)
    for command in (
        ("list",),
        ("stats",),
        ("graph", article(65).id),
        ("export", "--format", "bibtex"),
        ("import", _page(folder)),
    ):
        ran = run(*command)
        assert ran.returncode in (0, 1), (command, ran.stderr)
        # Nothing is left out in silence.
        assert ("00000.json" in ran.stderr) == (named.returncode == 1), (command, ran.stderr)
    assert first_segment(folder).read_bytes() == torn
    repaired = run("check", "--repair")
    assert repaired.returncode == 0, repaired.stdout
    assert run("check").returncode == 0
    again = json.loads(run("check", "--repair", "--json").stdout)
    assert (again["problems"], again["mended"]) == ([], [])
    if named.returncode == 1:
        assert (folder / "set-aside" / "00000.json").read_bytes() == torn


def _page(folder: Path) -> str:
    page = folder.parent / "page.txt"
    page.write_text(
        "一页\n\n王小明\n\n摘要:一页的摘要。\n\n关键词:一页\n\n正文。\n", encoding="utf-8"
    )
    return str(page)


def _titles(folder: Path) -> list[str]:
    with open_library(folder) as library:
        hits = library.find()
        return [row.title for row in hits.window(0, hits.total) if row.title != "一页"]


@pytest.mark.parametrize("levels", [1_200, 100_000])
async def test_the_open_app_names_a_segment_that_is_nested_too_deep(
    folder: Path, levels: int
) -> None:
    with open_library(folder) as library:
        async with open_app(library) as reader:
            aside = folder / "segments" / ".00001.json.Xy12Ab"
            aside.write_text('{"articles":{"1":{"x":' + deep(levels, "arrays") + "}}}")
            aside.replace(folder / "segments" / "00002.json")
            reader.app.screen.search.look_again()  # type: ignore[attr-defined]
            await reader.settle()
            assert "segments/00002.json: is damaged" in reader.lines[-1]
            assert "100" in reader.lines[0]


@pytest.mark.parametrize(
    "text", [deep(1_200, "arrays"), deep(100_000, "objects"), '{"format":1e999}']
)
def test_a_marker_of_any_json_is_named_and_written_again(folder: Path, run: Run, text: str) -> None:
    (folder / "library.json").write_text(text, encoding="utf-8")
    assert run("list").stdout.count("\n") == 100
    named = run("check")
    assert named.returncode == 1 and "library.json: is damaged" in named.stdout
    assert run("check", "--repair").returncode == 0 == run("check").returncode


@pytest.mark.parametrize("number", ["999999999999999999", "1000000000", "999999999", "999999998"])
def test_articles_get_numbers_that_can_be_read_whatever_numbers_there_are(
    folder: Path, run: Run, number: str
) -> None:
    last = folder / "segments" / "00001.json"
    last.write_text(_numbered(number)(last.read_text(encoding="utf-8")), encoding="utf-8")
    with open_library(folder) as library:
        library.put([article(number) for number in (501, 502, 503)])
    (folder / "index.sqlite3").unlink()
    with open_library(folder) as library:
        assert len(library) == 103 and library.check() == []
        for number_ in (1, 65, 501, 503):
            assert library.article(f"{number_:016x}") == article(number_)
    # Any reader of TinyDB's finds them as well.
    written: dict[str, dict[str, Any]] = msgspec.json.decode(last.read_bytes())
    assert len(written["articles"]) == 39


def test_what_other_programs_keep_in_a_segment_stays_when_an_article_changes(folder: Path) -> None:
    text = first_segment(folder).read_text(encoding="utf-8")
    first_segment(folder).write_text(
        text.replace("{", '{"others":{"1":{"of":"theirs"}},', 1), encoding="utf-8"
    )
    with open_library(folder) as library:
        library.put([article(1, "换过的标题")])
        library.remove([article(2).id])
        assert len(library) == 99
    assert msgspec.json.decode(first_segment(folder).read_bytes())["others"] == {
        "1": {"of": "theirs"}
    }


def test_the_installed_program_says_it_in_a_sentence(folder: Path, tmp_path: Path) -> None:
    added = folder / "segments" / "00002.json"
    added.write_text('{"articles":{"1":{"x":' + deep(1_200, "arrays") + "}}}", encoding="utf-8")
    papers = runner(tmp_path)
    listed = papers("list")
    assert listed.stdout.count("\n") == 100 and listed.stderr.count("\n") == 1
    assert "00002.json: is damaged (it is nested too deep)" in listed.stderr
    assert papers("check").returncode == 1
    assert papers("check", "--repair").returncode == 0 == papers("check").returncode
