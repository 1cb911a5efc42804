"""The command palette: run a command by its name."""

from collections.abc import Iterable
from typing import ClassVar

from msgspec import Struct
from textual.binding import ActiveBinding, BindingType
from textual.dom import DOMNode

from papers_store.text.fold import fold_text
from papers_store.text.pinyin import sounds_of
from papers_tui.keys import written
from papers_tui.locale import _
from papers_tui.screens.picker import PickerScreen, keys
from papers_tui.widgets.palette import CommandsPane
from papers_tui.widgets.text_input import TextInput


class Command(Struct, frozen=True):
    """Something that can be done where the reader is."""

    name: str
    keys: str
    action: str
    where: DOMNode
    """The widget or screen, or the app, that can do it."""

    @property
    def sound(self) -> str:
        """How its name sounds."""
        return sounds_of([*fold_text(self.name)])


def commands_of(bindings: Iterable[ActiveBinding], leave_out: str = "") -> list[Command]:
    """The commands behind the keys of a screen, each once, in the order they were bound.

    Args:
        bindings: Those that are active there.
        leave_out: An action that is not to be among them.
    """
    found: dict[tuple[int, str], Command] = {}
    for one in bindings:
        binding = one.binding
        if not (one.enabled and binding.id and binding.description) or binding.action == leave_out:
            continue
        place = (id(one.node), binding.action)
        before = f"{found[place].keys}  " if place in found else ""
        key = f"{before}{written(binding.key)}"
        found[place] = Command(binding.description, key, binding.action, one.node)
    return [*found.values()]


class CommandsScreen(PickerScreen[Command]):
    """Every command of the screen below; answers with the one to be done, or None."""

    CSS_PATH = "picker.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*keys("commands", accept=_("Do it"))]

    def __init__(self, commands: list[Command]) -> None:
        self._pane = CommandsPane(id="items")
        line = TextInput(id="narrow", compact=True)
        super().__init__(line, self._pane, (_("enter do it"), _("esc back")))
        self._commands = commands
        self._shown = commands

    def on_mount(self) -> None:
        """All of them, before anything is typed."""
        self.narrow()

    def narrow(self) -> None:
        """Show the commands that answer to the line."""
        self._shown = [*self.answering(self._commands, lambda one: one.name, lambda one: one.sound)]
        self._pane.show(self._shown)

    def action_accept(self) -> None:
        """Answer with the command under the cursor."""
        self.dismiss(self._shown[self._pane.cursor] if self._shown else None)
