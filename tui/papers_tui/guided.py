"""Telling readers what can be done where they are: every key, and every command by its name."""

from typing import TYPE_CHECKING

from papers_tui.typed import Typed

if TYPE_CHECKING:
    # Loaded when they are first wanted.
    from papers_tui.screens.commands import Command


class Guided(Typed):
    """An app that says what it can do."""

    def action_help(self) -> None:
        """Show every key of the screen that is in front."""
        from papers_tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(
                HelpScreen([key.binding for key in self.screen.active_bindings.values()])
            )

    def action_commands(self) -> None:
        """Let the reader do something by its name."""
        from papers_tui.screens.commands import CommandsScreen, commands_of

        if not isinstance(self.screen, CommandsScreen):
            found = commands_of(self.screen.active_bindings.values(), leave_out="commands")
            self.push_screen(CommandsScreen(found), self._do)

    def _do(self, chosen: "Command | None") -> None:
        if chosen is not None:
            # Once the screen is the one that it was chosen for.
            self.call_later(self.run_action, chosen.action, chosen.where)
