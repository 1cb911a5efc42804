"""Takes the pictures in the READMEs from the running app: `make pictures`.

Each is of the sample articles, in one language, which an app keeps from its first import on, so
that this is a program of its own: `python tests/pictures.py FOLDER LANGUAGE`.
"""

import asyncio
import html
import re
import sys
import tempfile
from itertools import groupby
from pathlib import Path

from rich.cells import cell_len

from papers_store.ingest.importer import import_pages
from papers_store.marks.marks import Marks
from papers_store.opening import open_library
from papers_tui.app import PapersApp
from support.drivers.app import idle

SAMPLES = Path(__file__).parent.parent / "samples"
SIZE = (120, 32)
SHOTS = {
    "room": ("新媒体", ("n",)),
    "keywords": ("", ("f", "down", "space")),
    "citation": ("", ("Y", "j")),
}
"""What is filtered by and pressed for each picture."""

_WEB_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.S)
_FAMILY = re.compile(r"font-family: Fira Code, monospace")
_TEXT = re.compile(
    r'<text (?P<style>class="[^"]*") x="(?P<x>[\d.]+)" (?P<line>y="[^"]*") textLength="[^"]*"'
    r"(?P<clip>[^>]*)>(?P<text>[^<]*)</text>"
)
CELL = 12.2
"""The width of a column in a picture."""


async def take(name: str, folder: Path, language: str) -> None:
    """Take one picture."""
    query, keys = SHOTS[name]
    with (
        tempfile.TemporaryDirectory() as work,
        open_library(Path(work) / "library", create=True) as library,
    ):
        import_pages(library, [str(SAMPLES)])
        app = PapersApp(library, Marks(Path(work) / "reader.json"), query)
        async with app.run_test(size=SIZE) as pilot:
            await _settle(app, pilot)
            for key in keys:
                await pilot.press(key)
                await _settle(app, pilot)
            picture = app.export_screenshot(title="papers-tui")
    # The picture brings no font from anywhere, and is drawn in what the reader has.
    picture = _FAMILY.sub("font-family: monospace", _WEB_FONTS.sub("", picture))
    picture = _TEXT.sub(_in_columns, picture)
    (folder / f"{name}.{language}.svg").write_text(picture, encoding="utf-8")


def _in_columns(found: re.Match[str]) -> str:
    """A text whose wide characters take two columns each.

    Rich gives a text as much room as it has characters, whatever their width, and a viewer squeezes
    it into that. Wide and narrow characters stand apart here, so that each begins in its column.
    """
    x, runs = float(found["x"]), ""
    for _, run in groupby(html.unescape(found["text"]), key=lambda sign: cell_len(sign) == 2):
        text = "".join(run)
        width = cell_len(text) * CELL
        runs += (
            f'<text {found["style"]} x="{x:g}" {found["line"]} textLength="{width:g}"'
            f"{found['clip']}>{html.escape(text).replace(chr(0xA0), '&#160;')}</text>"
        )
        x += width
    return runs


async def _settle(app: PapersApp, pilot: object) -> None:
    for _ in range(2):
        await pilot.pause()  # type: ignore[attr-defined]
        await idle(app)
        await pilot.pause()  # type: ignore[attr-defined]


if __name__ == "__main__":
    for shot in SHOTS:
        asyncio.run(take(shot, Path(sys.argv[1]), sys.argv[2]))
