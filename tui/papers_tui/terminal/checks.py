"""Whether the app can be shown on this terminal; checked without Textual."""

import os
import sys

from papers_tui.locale import _


def lack_of_terminal() -> str:
    """What keeps the app from being shown here, as a sentence; empty where nothing does."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return _("the app needs a terminal; papers-tui list prints articles without one")
    if not is_drawable():
        return _(
            "the app cannot be drawn on this terminal (TERM=dumb);"
            " papers-tui list prints articles on any"
        )
    if not shows_chinese():
        said = _(
            "this terminal's encoding ({encoding}) has no Chinese characters;"
            " set LANG to a locale in UTF-8, such as C.UTF-8"
        )
        return said.format(encoding=sys.stderr.encoding)
    return ""


def is_drawable() -> bool:
    """Whether lines can be drawn anywhere on the terminal, and not only after each other."""
    return os.environ.get("TERM") != "dumb"


def shows_chinese() -> bool:
    """Whether the terminal's encoding has Chinese characters."""
    try:
        "中文".encode(sys.stderr.encoding)
    except UnicodeEncodeError:
        return False
    return True
