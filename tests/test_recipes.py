"""The recipes of ARCHITECTURE.md, each followed on a copy of the packages."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from papers_store import open_library
from support.docs import ROOT
from support.drivers.postgres import Server
from support.fakes.memory_library import article

RECIPES = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").split("## Recipes\n")[1]

Run = Callable[[str], str]


def recipe(heading: str) -> str:
    """What stands under a heading."""
    return RECIPES.split(f"### {heading}\n")[1].partition("\n### ")[0]


def follow(text: str, root: Path) -> None:
    """Write the files and make the changes of a recipe below a folder."""
    for name, code in re.findall(r"`([\w/]+\.py)`:\n\n```python\n(.*?)^```$", text, re.M | re.S):
        assert not (root / name).exists()
        (root / name).write_text(code, encoding="utf-8")
    for diff in re.findall(r"^```diff\n(.*?)^```$", text, re.M | re.S):
        for part in diff.split("--- ")[1:]:
            name, *hunks = part.split("@@\n")
            for hunk in hunks:
                change(root / name.strip(), hunk.splitlines())


def change(file: Path, hunk: list[str]) -> None:
    """Change the one place of a file where the lines of a hunk stand."""
    before = "\n".join(line[1:] for line in hunk if line[0] != "+")
    after = "\n".join(line[1:] for line in hunk if line[0] != "-")
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{file.name}: {before}"
    file.write_text(text.replace(before, after), encoding="utf-8")


@pytest.fixture
def run(request: pytest.FixtureRequest, tmp_path: Path) -> Run:
    """Runs code with packages that the recipe of the test has changed; gives what it prints."""
    root = tmp_path / "copy"
    for package in ("store/papers_store", "tui/papers_tui"):
        kept = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, root / package, ignore=kept)
    follow(recipe(request.param), root)
    paths = (root / "store", root / "tui", ROOT / "tests")
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))}

    def run(code: str) -> str:
        ran = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, encoding="utf-8", env=environ
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    return run


@pytest.mark.parametrize("run", ["A format"], indirect=True)
def test_a_format_is_imported_from_a_folder_and_read(run: Run, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.org").write_text(
        "水渠与村庄\n\n摘要：水渠。\n\n* 水渠\n水渠的正文。\n* 村庄\n村庄的正文。\n", "utf-8"
    )
    said = run(
        "from papers_store import open_library\n"
        "from papers_store.ingest.importer import import_pages\n"
        f"with open_library({str(tmp_path / 'library')!r}, create=True) as library:\n"
        f"    assert import_pages(library, [{str(pages)!r}]).added == 1\n"
        "    article = library.article(library.find().window(0, 1)[0].id)\n"
        "    print(article.origin.format, *(one.title for one in article.sections if one.title))\n"
    )
    assert said == "org 水渠 村庄\n"


@pytest.mark.parametrize("run", ["A pane"], indirect=True)
def test_a_pane_is_shown_and_its_number_goes_to_it(run: Run) -> None:
    said = run(
        "import asyncio\n"
        "from msgspec.structs import replace\n"
        "from papers_store.article import Note\n"
        "from support.drivers.app import open_app\n"
        "from support.fakes.memory_library import MemoryLibrary, article\n"
        "noted = replace(article(1), notes=(Note(mark='①', text='渠首的注'),))\n"
        "async def look():\n"
        "    async with open_app(MemoryLibrary([noted])) as reader:\n"
        "        await reader.press('5')\n"
        "        print(reader.text)\n"
        "asyncio.run(look())\n"
    )
    assert ">5 Notes" in said and "① 渠首的注" in said


@pytest.fixture(params=["local", "postgres"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A library in a folder or on a server, made without the recipe's field."""
    if request.param == "local":
        made = str(tmp_path / "library")
    else:
        server: Server = request.getfixturevalue("postgres")
        made = server.url(server.database())
    with open_library(made, create=True) as library:
        library.put([replace(article(1), category="期刊"), article(2)])
    return made


@pytest.mark.parametrize("run", ["A search field"], indirect=True)
def test_a_field_is_found_in_a_library_that_was_there_before(run: Run, location: str) -> None:
    said = run(
        "from papers_store.opening import migrate_library, open_library\n"
        f"migrate_library({location!r})\n"
        f"with open_library({location!r}) as library:\n"
        "    print(*(library.find(query).total for query in ('', '类别：期刊', '标题：期刊')))\n"
    )
    assert said == "2 1 0\n"
