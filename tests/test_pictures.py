"""The pictures in the READMEs are what the app looks like."""

import html
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from pictures import CELL

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "docs" / "pictures"
_TEXT = re.compile(r"<text[^>]*>(.*?)</text>", re.S)


def words(picture: Path) -> list[str]:
    """What a picture says, in order; ids and the like change from one release to the next."""
    return _TEXT.findall(picture.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("language", "locale"), [("en", "C.UTF-8"), ("zh", "zh_CN.UTF-8")])
def test_the_pictures_are_current(tmp_path: Path, language: str, locale: str) -> None:
    subprocess.run(
        [sys.executable, str(ROOT / "tests" / "pictures.py"), str(tmp_path), language],
        env={**os.environ, "LC_ALL": locale, "LANGUAGE": "", "PYTHONPATH": str(ROOT / "tests")},
        check=True,
    )
    taken = sorted(tmp_path.glob("*.svg"))
    assert len(taken) == 3
    for picture in taken:
        assert words(picture) == words(KEPT / picture.name), "make pictures takes them anew"


def test_every_text_of_a_picture_has_the_room_of_its_columns() -> None:
    placed = re.compile(r'<text [^>]*textLength="([\d.]+)"[^>]*>([^<]*)</text>')
    for picture in KEPT.glob("*.svg"):
        texts = placed.findall(picture.read_text(encoding="utf-8"))
        assert any("新媒体" in text for _, text in texts)
        for length, text in texts:
            columns = cell_len(html.unescape(text).rstrip("\n"))
            assert columns == 0 or float(length) == pytest.approx(columns * CELL, abs=0.1)


@pytest.mark.parametrize(("readme", "language"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_each_readme_shows_the_pictures_in_its_language(readme: str, language: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    shown = set(re.findall(r"docs/pictures/([\w.]+\.svg)", text))
    assert shown == {picture.name for picture in KEPT.glob(f"*.{language}.svg")}


def test_a_picture_brings_nothing_from_anywhere() -> None:
    for picture in KEPT.glob("*.svg"):
        assert "url(" not in re.sub(r"url\(#[\w-]+\)", "", picture.read_text(encoding="utf-8"))
