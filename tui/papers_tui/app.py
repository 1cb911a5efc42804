"""The app: wires the screens, the themes and the keys that work everywhere."""

import asyncio
import signal
from typing import ClassVar

from textual import events, on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input

from papers_store.library import Library
from papers_tui.locale import _
from papers_tui.screens.browse import BrowseScreen
from papers_tui.screens.help import HelpScreen
from papers_tui.screens.keywords import KeywordsScreen
from papers_tui.themes import DARK, LIGHT


class PapersApp(App[None]):
    """A reading room on one library."""

    TITLE = "papers-tui"
    # Textual loads a screen's own style sheet when it is pushed, which the first one never is.
    CSS_PATH = ["app.tcss", "screens/browse.tcss"]
    ALLOW_SELECT = False
    NOTIFICATION_TIMEOUT = 3
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,ctrl+c", "quit", _("Quit"), id="app.quit", show=False),
        Binding("question_mark,f1", "help", _("Help"), id="app.help", show=False),
        Binding("colon", "command_palette", _("Commands"), id="app.commands", show=False),
        Binding("ctrl+z", "suspend_process", _("Suspend"), id="app.suspend", show=False),
        Binding("ctrl+l", "redraw", _("Draw the screen again"), id="app.redraw", show=False),
    ]

    def __init__(self, library: Library, query: str = "") -> None:
        super().__init__()
        self._library = library
        self._query = query
        self.animation_level = "none"
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name

    def get_default_screen(self) -> Screen[None]:
        """The reading room; a blank screen before it would be one more to paint."""
        return BrowseScreen(self._library, self._query)

    def on_mount(self) -> None:
        """Leave in order when the line drops or somebody ends the session."""
        loop = asyncio.get_running_loop()
        for ending in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(ending, self.exit)

    def on_key(self, event: events.Key) -> None:
        """Give a line that was just opened what was typed before it could have the keys.

        Over a slow line /新媒体 arrives at once: all of it is on its way to the panes before the
        first key has opened anything.
        """
        line = self.focused
        if isinstance(line, Input) and event.is_printable and event.character:
            event.stop()
            event.prevent_default()
            line.insert_text_at_cursor(event.character)

    @on(BrowseScreen.KeywordsWanted)
    def _choose_keywords(self, event: BrowseScreen.KeywordsWanted) -> None:
        browse = self.screen

        def filter_by(keywords: tuple[str, ...] | None) -> None:
            if keywords is not None and isinstance(browse, BrowseScreen):
                browse.filter_by_keywords(keywords)

        self.push_screen(KeywordsScreen(self._library, event.query), filter_by)

    def action_help(self) -> None:
        """Show every key of the screen that is in front."""
        if not isinstance(self.screen, HelpScreen):
            self.push_screen(
                HelpScreen([key.binding for key in self.screen.active_bindings.values()])
            )

    def action_redraw(self) -> None:
        """Paint everything anew, when a line dropped something."""
        self.refresh(layout=True)


def run(library: Library, query: str = "", *, mouse: bool = False) -> None:
    """Open the app on a library, until the reader quits."""
    PapersApp(library, query).run(mouse=mouse)
