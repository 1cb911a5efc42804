"""The ledger of a page as lines for a terminal: each line of the page, and what it became."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from papers_tui.locale import _
from papers_tui.terminal.cells import fit, printable

if TYPE_CHECKING:
    from papers_store.parser.ledger import LedgerLine

_WIDEST = 24
"""Cells of the column that names what a line became."""
_RESET = "\x1b[0m"
_DIM = "\x1b[2m"
_COLOURS = (
    ("leftovers", "\x1b[33m"),
    ("references", "\x1b[36m"),
    ("notes", "\x1b[36m"),
    ("sections", ""),
    ("", "\x1b[32m"),
)
"""The colour of a part of an article by how its name begins: fields are green."""


def ledger_as_text(
    lines: Sequence["LedgerLine"], width: int | None, *, colour: bool
) -> Iterator[str]:
    """The lines of a ledger.

    Args:
        lines: The ledger.
        width: Cells of a line; None for as many as it takes.
        colour: Whether to colour them by what they became.
    """
    for line in lines:
        became = " ".join(line.places) or _("nowhere")
        reasons = f"  [{'; '.join(line.reasons)}]" if line.reasons else ""
        head = f"{line.number:>4}  {fit(printable(became), _WIDEST)}  "
        text = printable(line.text)
        if width is not None:
            text = fit(text, max(width - len(head) - len(reasons), 20)).rstrip()
        if colour:
            begin = next(code for start, code in _COLOURS if became.startswith(start))
            yield f"{begin}{head}{text}{_RESET}{_DIM}{printable(reasons)}{_RESET}"
        else:
            yield f"{head}{text}{printable(reasons)}"
