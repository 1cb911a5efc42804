"""The interface speaks the reader's language."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import papers_tui

PACKAGE = Path(papers_tui.__file__).parent
PO = PACKAGE / "locale" / "zh_CN" / "LC_MESSAGES" / "papers_tui.po"


@pytest.fixture(scope="module")
def chinese() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN")


def test_every_message_stands_in_chinese(chinese: Catalog) -> None:
    extracted = extract_from_dir(
        str(PACKAGE), method_map=[("**.py", "python")], keywords={"_": None}
    )
    messages = {message for _, _, message, _, _ in extracted}
    assert messages, "no messages found"
    assert [m for m in messages if m not in chinese or not chinese[m].string] == []


def test_the_compiled_catalogue_is_the_written_one(chinese: Catalog) -> None:
    with PO.with_suffix(".mo").open("rb") as file:
        compiled = read_mo(file)
    written = {m.id: m.string for m in chinese if m.id}
    assert {m.id: m.string for m in compiled if m.id} == written


def test_a_translation_fills_in_the_same_blanks(chinese: Catalog) -> None:
    for message in chinese:
        if message.id:
            assert sorted(_blanks(str(message.id))) == sorted(_blanks(str(message.string)))


def _blanks(text: str) -> list[str]:
    return [part.split("}")[0] for part in text.split("{")[1:]]


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "帮助"),
        ({"LANG": "zh_TW.UTF-8"}, "帮助"),
        ({"LC_ALL": "zh_CN.GB18030"}, "帮助"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "Help"),
        ({"LANG": "C.UTF-8"}, "Help"),
        ({"LANG": "de_DE.UTF-8"}, "Help"),
        ({}, "Help"),
    ],
)
def test_the_language_follows_the_environment(environment: dict[str, str], said: str) -> None:
    languages = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    clean = {name: value for name, value in os.environ.items() if name not in languages}
    spoken = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", "from papers_tui.locale import _; print(_('Help'))"],
        env={**clean, **environment},
        capture_output=True,
        check=True,
        encoding="utf-8",
    ).stdout
    assert spoken.strip() == said
