"""The manual page says all that can be typed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from papers_tui.cli import whole_parser
from papers_tui.commands._arguments import actions_of, commands_of
from papers_tui.settings import ROWS

PROGRAM = str(Path(sys.executable).parent / "papers-tui")


def page(language: str = "C.UTF-8") -> str:
    environ = {**os.environ, "LC_ALL": language}
    environ.pop("LANGUAGE", None)
    return subprocess.run(
        [PROGRAM, "man"], capture_output=True, encoding="utf-8", env=environ, check=True
    ).stdout


def plain(roff: str) -> str:
    """A page without the marks of roff."""
    return re.sub(r"\\f[BIR]|^\.\S+ ?", "", roff, flags=re.M).replace("\\-", "-")


def test_every_command_and_every_option_stands_in_it() -> None:
    said = plain(page())
    parsers = [whole_parser()]
    while parsers:
        parser = parsers.pop()
        parsers += commands_of(parser).values()
        assert parser.prog in said
        for action in actions_of(parser):
            assert all(option in said for option in action.option_strings)
            assert action.help and action.help in said


def test_every_setting_stands_in_it() -> None:
    said = plain(page())
    for key, row in ROWS.items():
        assert f"\n{key}\n{row.explanation}\n" in said


def test_it_has_the_parts_of_a_manual_page_in_their_order() -> None:
    headings = re.findall(r"^\.SH (.+)$", page(), flags=re.M)
    assert headings == [
        "NAME",
        "SYNOPSIS",
        "DESCRIPTION",
        "OPTIONS",
        "COMMANDS",
        "ENVIRONMENT",
        "SETTINGS",
        "FILES",
        "EXIT STATUS",
    ]


@pytest.mark.skipif(shutil.which("groff") is None, reason="needs groff")
@pytest.mark.parametrize("language", ["C.UTF-8", "zh_CN.UTF-8"])
def test_groff_sets_it_without_a_warning(language: str) -> None:
    set_ = subprocess.run(
        ["groff", "-man", "-ww", "-Kutf8", "-Tutf8"],
        input=page(language),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert set_.stderr == "" and "papers-tui(1)" in set_.stdout.lower()
