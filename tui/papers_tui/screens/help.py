"""Every key, and what it does."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.strip import Strip

from papers_tui.keys import written
from papers_tui.locale import _
from papers_tui.screens.dialog import Dialog
from papers_tui.terminal.cells import fit, printable
from papers_tui.widgets.pane import Pane


class KeysPane(Pane):
    """Keys at the left, what they do at the right."""

    def __init__(self, keys: list[tuple[str, str]], *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._keys = keys
        self.heading = _("Keys")
        self.remark = _("q back")
        self.active = True

    @property
    def line_count(self) -> int:
        """One for each key."""
        return len(self._keys)

    def draw(self, line: int, width: int) -> Strip:
        """A key and what it does."""
        keys, description = self._keys[line]
        parts = [
            ("  " + fit(printable(keys), 20), self.style_of("accent")),
            (description, self.rich_style),
        ]
        return self.segments(parts, width, self.rich_style)


class HelpScreen(Dialog[None]):
    """Shows every key until the reader goes back."""

    CSS_PATH = "help.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape,question_mark,f1", "back", id="help.back", show=False),
        Binding("j,down", "move(1)", id="help.down", show=False),
        Binding("k,up", "move(-1)", id="help.up", show=False),
        Binding("g,home", "first", id="help.first", show=False),
        Binding("G,end", "last", id="help.last", show=False),
        Binding("space,pagedown,ctrl+d", "page(1.0)", id="help.page_down", show=False),
        Binding("b,pageup,ctrl+u", "page(-1.0)", id="help.page_up", show=False),
    ]

    def __init__(self, bindings: Iterable[Binding], *, mouse: bool = False) -> None:
        super().__init__()
        # Keys may come before the screen has its widgets, and after it has lost them.
        self._pane = KeysPane(_described(bindings) + (_pointed() if mouse else []), id="keys")

    def compose(self) -> ComposeResult:
        """Nothing but the keys."""
        yield self._pane

    @property
    def pointed_at(self) -> KeysPane:
        """The keys, where the terminal's cursor stands."""
        return self._pane

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()

    def action_move(self, by: int) -> None:
        """Scroll."""
        self._pane.move(by)

    def action_page(self, by: float) -> None:
        """Scroll by pages."""
        self._pane.page(by)

    def action_first(self) -> None:
        """To the first key."""
        self._pane.first()

    def action_last(self) -> None:
        """To the last key."""
        self._pane.last()


def _described(bindings: Iterable[Binding]) -> list[tuple[str, str]]:
    """Keys that do the same on one line, in the order they were bound."""
    keys: dict[str, list[str]] = {}
    for binding in bindings:
        if binding.id and binding.description:
            keys.setdefault(binding.description, []).append(written(binding.key))
    return [("  ".join(names), description) for description, names in keys.items()]


def _pointed() -> list[tuple[str, str]]:
    """What a mouse does."""
    return [
        (_("click"), _("Choose; in another pane: go there")),
        (_("double click"), _("Open, as enter does")),
        (_("wheel"), _("Scroll")),
    ]
