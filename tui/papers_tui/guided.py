"""Telling readers what can be done where they are: every key, and every command by its name."""

from typing import TYPE_CHECKING

from textual import on

from papers_tui.locale import _
from papers_tui.terminal.input_parser import LONGEST_PASTE, TooMuchPasted
from papers_tui.terminal.key_queue import Typed, is_line
from papers_tui.widgets.status_bar import StatusBar
from papers_tui.widgets.text_input import TextInput, said_when_full

if TYPE_CHECKING:
    # Loaded when they are first wanted.
    from papers_tui.screens.palette import Command


class Guided(Typed):
    """An app that says what it can do."""

    has_mouse = False
    """Whether clicks and the wheel come here, and not to the terminal's own selection."""

    @on(TextInput.Full)
    def _say_full(self) -> None:
        self._say(said_when_full())

    @on(TooMuchPasted)
    def _say_too_much(self) -> None:
        if is_line(self.focused):
            said = _("Nothing was pasted: it is longer than {count} characters")
            self._say(said.format(count=f"{LONGEST_PASTE:,}"))

    def _say(self, sentence: str) -> None:
        """One sentence at the foot of the screen that is in front."""
        for foot in self.screen.query(StatusBar):
            foot.message = sentence

    def action_help(self) -> None:
        """Show every key of the screen that is in front."""
        from papers_tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(
                HelpScreen(
                    [key.binding for key in self.screen.active_bindings.values()],
                    mouse=self.has_mouse,
                )
            )

    def action_commands(self) -> None:
        """Let the reader do something by its name."""
        from papers_tui.screens.palette import CommandsScreen, commands_of

        if not isinstance(self.screen, CommandsScreen):
            found = commands_of(self.screen.active_bindings.values(), leave_out="commands")
            self.push_screen(CommandsScreen(found), self._do)

    def _do(self, chosen: "Command | None") -> None:
        if chosen is not None:
            # Once the screen is the one that it was chosen for.
            self.call_later(self.run_action, chosen.action, chosen.where)
