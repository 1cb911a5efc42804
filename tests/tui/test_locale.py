"""The interface speaks the reader's language."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo

import papers_tui
from papers_tui.locale.languages import SIMPLIFIED, TRADITIONAL, language_of
from support.drivers.program import PROGRAM
from support.traditional import catalogue, po_file

PACKAGE = Path(papers_tui.__file__).parent


@pytest.fixture(scope="module", params=[SIMPLIFIED, TRADITIONAL])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def chinese(language: str) -> Catalog:
    return catalogue(language)


def test_every_message_stands_in_chinese(chinese: Catalog) -> None:
    extracted = extract_from_dir(
        str(PACKAGE), method_map=[("**.py", "python")], keywords={"_": None}
    )
    messages = {message for _, _, message, _, _ in extracted}
    assert messages, "no messages found"
    assert [m for m in messages if m not in chinese or not chinese[m].string] == []


def test_the_compiled_catalogue_is_the_written_one(language: str, chinese: Catalog) -> None:
    with po_file(language).with_suffix(".mo").open("rb") as file:
        compiled = read_mo(file)
    written = {m.id: m.string for m in chinese if m.id}
    assert {m.id: m.string for m in compiled if m.id} == written


def test_a_translation_fills_in_the_same_blanks(chinese: Catalog) -> None:
    for message in chinese:
        if message.id:
            assert sorted(_blanks(str(message.id))) == sorted(_blanks(str(message.string)))


def _blanks(text: str) -> list[str]:
    return [part.split("}")[0] for part in text.split("{")[1:]]


def test_the_traditional_catalogue_is_of_the_simplified_one_as_it_is() -> None:
    of = {m.id: m.auto_comments for m in catalogue(TRADITIONAL) if m.id}
    simplified = {m.id: [m.string] for m in catalogue(SIMPLIFIED) if m.id}
    assert of == simplified, "make locale"


def test_the_traditional_catalogue_holds_no_simplified_character() -> None:
    for message in catalogue(TRADITIONAL):
        # Big5 has no character of the simplified script.
        "".join(one for one in str(message.string) if one >= "\u2e80").encode("big5")


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("zh", "zh_CN"),
        ("zh_SG.UTF-8", "zh_CN"),
        ("zh_MY", "zh_CN"),
        ("zh-Hans-HK", "zh_CN"),
        ("zh_MO.UTF-8", "zh_TW"),
        ("zh_Hant", "zh_TW"),
        ("zh-Hant-SG", "zh_TW"),
        ("zh_TW.Big5@radical", "zh_TW"),
        ("yue_HK", "zh_TW"),
        ("nan_TW.UTF-8@latin", "zh_TW"),
        ("POSIX", "en"),
        ("en_HK.UTF-8", "en"),
        ("de_DE", None),
        ("za_CN", None),
        ("", None),
    ],
)
def test_a_locale_asks_for_one_script(name: str, language: str | None) -> None:
    assert language_of(name) == language


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "帮助"),
        ({"LANG": "zh_SG.UTF-8"}, "帮助"),
        ({"LANG": "zh_TW.UTF-8"}, "說明"),
        ({"LANG": "zh_HK.UTF-8"}, "說明"),
        ({"LC_ALL": "zh_CN.GB18030"}, "帮助"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "Help"),
        ({"LANG": "C.UTF-8"}, "Help"),
        ({"LANG": "de_DE.UTF-8"}, "Help"),
        ({}, "Help"),
        # A list of languages, the first of ours deciding.
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "zh_HK:zh:en"}, "說明"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "de:zh_CN"}, "帮助"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "de:en:zh"}, "Help"),
        # An encoding without the characters of one has those of the other, or is left English.
        ({"LC_ALL": "zh_CN.BIG5"}, "說明"),
        ({"LC_ALL": "zh_TW.BIG5"}, "說明"),
        ({"LC_ALL": "zh_HK.BIG5-HKSCS"}, "說明"),
        ({"LC_ALL": "zh_TW.GBK"}, "說明"),
        ({"LANG": "zh_TW.UTF-8", "PYTHONIOENCODING": "gb2312"}, "帮助"),
        ({"LANG": "zh_CN.UTF-8", "PYTHONIOENCODING": "latin-1"}, "Help"),
        ({"LANG": "zh_TW.UTF-8", "PYTHONIOENCODING": "ascii:replace"}, "Help"),
    ],
)
def test_the_language_follows_the_environment(environment: dict[str, str], said: str) -> None:
    assert spoken(environment) == said


@pytest.mark.parametrize(
    ("setting", "lang", "said"),
    [
        ("zh", "en_US.UTF-8", "帮助"),
        ("zh", "zh_TW.UTF-8", "說明"),
        ("zh-Hant", "zh_CN.UTF-8", "說明"),
        ("zh-Hans", "zh_TW.UTF-8", "帮助"),
        ("zh-Hans", "zh_TW.BIG5", "說明"),
        ("en", "zh_TW.UTF-8", "Help"),
        ("auto", "zh_MO.UTF-8", "說明"),
    ],
)
def test_the_settings_choose_the_language(
    setting: str, lang: str, said: str, tmp_path: Path
) -> None:
    folder = tmp_path / "config" / "papers-tui"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(f'language = "{setting}"\n', encoding="utf-8")
    assert spoken({"LANG": lang}) == said


LANGUAGES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "LC_CTYPE")


def spoken(environment: dict[str, str]) -> str:
    """What Help is called in a process of its own."""
    clean = {name: value for name, value in os.environ.items() if name not in LANGUAGES}
    code = "from papers_tui.locale import _; print(ascii(_('Help')))"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**clean, **environment},
        capture_output=True,
        check=True,
        encoding="ascii",
    )
    return str(ran.stdout.strip()[1:-1].encode("ascii").decode("unicode-escape"))


@pytest.mark.parametrize("arguments", [["--help"], ["man"], ["import", "--help"]])
def test_in_big5_help_and_manual_are_in_traditional_characters(arguments: list[str]) -> None:
    clean = {name: value for name, value in os.environ.items() if name not in LANGUAGES}
    ran = subprocess.run(
        [PROGRAM, *arguments],
        env={**clean, "LC_ALL": "zh_TW.BIG5"},
        capture_output=True,
        check=True,
    )
    said = ran.stdout.decode("big5hkscs")
    assert "文庫" in said or "檔案" in said
    assert "??" not in said
