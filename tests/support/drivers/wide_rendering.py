"""Draws a screen as a terminal set for Chinese gets it, and prints its rows as JSON.

A program of its own, because it changes how everything in its process measures. The arguments
are the width and the height.
"""

import asyncio
import json
import sys

from papers_tui.terminal.ambiguous_width import treat_as_wide

AMBIGUOUS = "“——…①”，第Ⅰ类→甲×α 25℃ ·乙"


async def main(width: int, height: int) -> list[str]:
    from papers_tui.screens.citation import CitationScreen
    from papers_tui.screens.note import NoteScreen
    from support.fakes.host_app import HostApp
    from support.fakes.memory_library import article

    app = HostApp()
    rows: list[str] = []
    async with app.run_test(size=(width, height)) as pilot:
        for screen in (
            CitationScreen(article(1, AMBIGUOUS * 9), "bibtex"),
            NoteScreen(AMBIGUOUS * 9, f"{AMBIGUOUS * 9}\n" * height),
        ):
            await app.push_screen(screen)
            await app.workers.wait_for_complete()
            await pilot.pause()
            rows += [row.text for row in app.screen._compositor.render_strips()]
    return rows


if __name__ == "__main__":
    treat_as_wide()
    assert "textual" not in sys.modules
    print(json.dumps(asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))))
