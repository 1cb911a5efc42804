"""Keywords with their counts, largest first, of which several can be chosen."""

from collections.abc import Sequence
from typing import Protocol

from textual.strip import Strip

from papers_tui.locale import _
from papers_tui.terminal.cells import fit, printable, width_of
from papers_tui.widgets.list_pane import ListPane

_BAR = "▬"
"""The character of a bar; it takes one cell in every terminal."""
_WIDEST_BAR = 24
_WIDEST_KEYWORD = 32
_BRACKETS = 6
"""Cells from the left, of the cursor and of the brackets before each keyword."""


class Counted(Protocol):
    """A keyword and how many articles have it."""

    @property
    def keyword(self) -> str:
        """As printed."""

    @property
    def count(self) -> int:
        """How many articles have it."""

    @property
    def extracted(self) -> bool:
        """Whether no article prints it."""


class KeywordsPane(ListPane):
    """One keyword a line, with its count and a bar."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._shown: Sequence[Counted] = ()
        self._chosen: list[str] = []
        self._most = 1
        self.touched = False
        """Whether the reader toggled a keyword."""
        self.heading = _("Keywords")
        self.active = True

    @property
    def chosen(self) -> tuple[str, ...]:
        """The keywords that were chosen, in order."""
        return tuple(self._chosen)

    @property
    def current(self) -> str | None:
        """The keyword that the cursor stands on."""
        return self._shown[self.cursor].keyword if self._shown else None

    def choose_from(self, counts: Sequence[Counted], chosen: Sequence[str]) -> None:
        """Show keywords, some of them chosen already."""
        self._chosen = list(chosen)
        self._most = max((one.count for one in counts), default=1)
        self.show(counts)

    def show(self, counts: Sequence[Counted]) -> None:
        """Show some of the keywords; what was chosen stays so."""
        self._shown = counts
        self.top = self.cursor = 0
        self._remark()
        self.refresh()

    def toggle(self) -> None:
        """Choose the keyword under the cursor, or undo that, and go to the next."""
        self._toggle()
        self.move(1)

    def point_at(self, x: int, y: int) -> bool:
        """Put the cursor on a keyword; a click into its brackets toggles it."""
        on_item = super().point_at(x, y)
        if on_item and x < _BRACKETS:
            self._toggle()
        return on_item and x >= _BRACKETS

    def _toggle(self) -> None:
        if (keyword := self.current) is None:
            return
        self.touched = True
        if keyword in self._chosen:
            self._chosen.remove(keyword)
        else:
            self._chosen.append(keyword)
        self.refresh_item(self.cursor)
        self._remark()

    def _remark(self) -> None:
        chosen = _("{count} chosen").format(count=len(self._chosen)) if self._chosen else ""
        self.remark = "  ".join(filter(None, (chosen, f"{len(self._shown):,}")))

    @property
    def item_count(self) -> int:
        """How many keywords are shown."""
        return len(self._shown)

    def draw(self, line: int, width: int) -> Strip:
        """A check box, the keyword, its count and its bar."""
        one = self._shown[line]
        plain, quiet = self.rich_style, self.style_of("quiet")
        chosen = one.keyword in self._chosen
        room = max(8, min(_WIDEST_KEYWORD, width - 14))
        bar = min(_WIDEST_BAR, max(0, width - room - 16))
        length = max(1, round(bar * one.count / self._most)) if bar else 0
        name = printable(one.keyword)
        if one.extracted:
            said = _("(extracted)")
            name = f"{fit(name, min(width_of(name), room - width_of(said) - 1))} {said}"
        parts = [
            ("[x] " if chosen else "[ ] ", self.style_of("accent") if chosen else quiet),
            (fit(name, room), quiet if one.extracted else plain),
            (f"{one.count:>7,} ", plain),
            (_BAR * length, self.style_of("accent")),
        ]
        return self.item_strip(line, 0, parts, width)
