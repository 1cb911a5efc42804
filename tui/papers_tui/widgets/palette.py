"""What can be done, by name, with the keys that do it."""

from collections.abc import Sequence
from typing import Protocol

from textual.strip import Strip

from papers_tui.locale import _
from papers_tui.terminal.cells import fit, printable, width_of
from papers_tui.widgets.list_pane import ListPane

_WIDEST_KEYS = 16


class Named(Protocol):
    """Something that can be done."""

    @property
    def name(self) -> str:
        """What it does, in a few words."""

    @property
    def keys(self) -> str:
        """The keys that do it, as they are written."""


class CommandsPane(ListPane):
    """One command a line, and its keys behind it."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._shown: Sequence[Named] = ()
        self._names_width = 0
        self.heading = _("Commands")
        self.active = True

    def show(self, commands: Sequence[Named]) -> None:
        """Show some commands, the first under the cursor."""
        self._shown = commands
        self._names_width = max((width_of(each.name) for each in commands), default=0)
        self.top = self.cursor = 0
        self.remark = f"{len(commands):,}"
        self.refresh()

    @property
    def item_count(self) -> int:
        """How many commands are shown."""
        return len(self._shown)

    def draw(self, line: int, width: int) -> Strip:
        """The name of a command, and its keys."""
        one = self._shown[line]
        room = max(8, min(self._names_width, width - _WIDEST_KEYS - 4))
        parts = [
            (fit(printable(one.name), room), self.rich_style),
            ("  " + printable(one.keys), self.style_of("accent")),
        ]
        return self.item_strip(line, 0, parts, width)
