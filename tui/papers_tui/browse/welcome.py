"""What stands in the body when the library is empty."""

from papers_tui.document.blocks import Block
from papers_tui.locale import _
from papers_tui.terminal.cells import printable


def welcome(library: str) -> list[Block]:
    """How to fill a library, as blocks for the body."""
    said = [
        ("title", _("This library is empty"), 0),
        ("quiet", printable(library), 0),
        ("text", _("Leave with q, then bring pages in:"), 0),
        ("text", "papers-tui import PATH...", 4),
        ("text", _("Text, Markdown and HTML pages are read; a folder is read whole."), 0),
        ("text", _("To look around first, on pages that come with the program:"), 0),
        ("text", "papers-tui demo", 4),
        ("text", _("? shows every key."), 0),
    ]
    return [
        Block(kind=kind, text=text, section=-1, margin=margin, gap=1)  # type: ignore[arg-type]
        for kind, text, margin in said
    ]
