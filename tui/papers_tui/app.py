"""The app: wires the screens, the themes and the keys that work everywhere."""

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, TypeVar

from textual import on
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.geometry import Offset
from textual.screen import Screen

from papers_store.library import Library
from papers_store.marks.marks import Marks
from papers_tui.access import OWN_ACCOUNT, Access
from papers_tui.browse.actions import Actions
from papers_tui.browse.screen import BrowseScreen
from papers_tui.browse.search import Search
from papers_tui.gc_pause import release_collector
from papers_tui.locale import _
from papers_tui.settings import Settings
from papers_tui.terminal.clipboard import copy
from papers_tui.terminal.driver import TerminalDriver, driver_for
from papers_tui.terminal.forced_exit import ForcedExit
from papers_tui.terminal.input_parser import LONGEST_PASTE, TooMuchPasted
from papers_tui.terminal.key_queue import KeyQueueApp, is_line
from papers_tui.terminal.session_limits import OUT_OF_TIME
from papers_tui.terminal.signals import ENDINGS
from papers_tui.themes import themes_for
from papers_tui.widgets.pane import LOOKS
from papers_tui.widgets.status_bar import StatusBar
from papers_tui.widgets.text_input import TextInput, said_when_full

if TYPE_CHECKING:
    # Loaded when they are first used.
    from papers_tui.screens.palette import Command

_Result = TypeVar("_Result")

_SECONDS_TO_KEEP = 10.0
"""How long the place may take to be kept: as long as another session may write the marks."""


class PapersApp(KeyQueueApp):
    """The app on one library."""

    TITLE = "papers-tui"
    # Textual loads a screen's own style sheet when it is pushed, which the first one never is.
    CSS_PATH = ["app.tcss", "browse/screen.tcss"]
    COMPONENT_CLASSES = LOOKS
    ALLOW_SELECT = False
    # Textual's own would be in English, of Textual's commands alone.
    ENABLE_COMMAND_PALETTE = False
    NOTIFICATION_TIMEOUT = 3
    has_mouse = False
    """Whether the app gets clicks and the wheel, in place of the terminal's own selection."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,ctrl+c", "quit", _("Quit"), id="app.quit", show=False),
        Binding("question_mark,f1", "help", _("Help"), id="app.help", show=False),
        Binding("colon,ctrl+p", "commands", _("Commands"), id="app.commands", show=False),
        Binding("ctrl+z", "suspend_process", _("Suspend"), id="app.suspend", show=False),
        Binding("ctrl+l", "redraw", _("Draw the screen again"), id="app.redraw", show=False),
        Binding("ctrl+t", "next_theme", _("Other colours"), id="app.theme", show=False),
    ]

    def __init__(
        self,
        library: Library,
        marks: Marks,
        query: str = "",
        settings: Settings | None = None,
        access: Access = OWN_ACCOUNT,
        *,
        colours: str | None = "truecolor",
    ) -> None:
        super().__init__()
        self._themes = themes_for(colours)
        self._is_ready = False
        self._exit_when_ready: Callable[[], None] | None = None
        """Exits, if the app was asked to exit before it was ready."""
        self._access = access
        self._library = library
        self._marks = marks
        self._query = query
        self._settings = settings or Settings()
        self.kept: list[str] = []
        """Sentences on files that were kept for the reader, to be said once more at the end."""
        self._has_session = False
        """Whether a reader sits at a terminal or a browser; the driver knows it too late."""
        self.when_gone: Callable[[], object] | None = None
        """Called in another thread when the line is gone: that of a terminal, or of the server that
        a browser talks to."""
        self.animation_level = "none"
        for theme in self._themes.values():
            self.register_theme(theme)
        self.theme = self._themes[self._settings.theme].name
        # Textual would read the styles in its own colours, paint them, and begin again in these.
        self.stylesheet.set_variables(self.get_css_variables())
        self._styled_for = self.theme
        self.set_keymap(dict(self._settings.keys))
        self.set_class(self.shows_cursor, "-cursor-shown")

    def refresh_css(self, animate: bool = True) -> None:
        """Read the styles in the colours of the theme, unless that is how they were read.

        Textual asks for it at every start, where it would take a tenth of the time.
        """
        if self._styled_for != self.theme:
            self._styled_for = self.theme
            super().refresh_css(animate)

    def get_default_screen(self) -> Screen[None]:
        """The screen to read on; a blank screen before it would be one more to paint."""
        settings = self._settings
        return BrowseScreen(
            self._library,
            self._marks,
            self._query,
            self._access,
            columns=settings.columns,
            spacing=settings.spacing,
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether an action may run; the keys of others do nothing, and help is without them."""
        return self._access.allows(action)

    def get_driver_class(self) -> type[Driver]:
        """What keeps the line to the terminal, or to the browser."""
        return driver_for(super().get_driver_class())

    def on_load(self) -> None:
        """Exit in order, and soon, when the connection drops or a signal ends the session."""
        if not self._has_session:
            # Signals belong to the program that runs the app, such as a test.
            return
        loop = asyncio.get_running_loop()
        leaving = ForcedExit(partial(self._leave, loop), self._end_now, self._stands_aside)
        codes = {ending: 128 + ending for ending in (*ENDINGS, OUT_OF_TIME)}
        leaving.listen({**codes, signal.SIGINT: 0})
        self.when_gone = partial(leaving.begin, 0)

    async def run_async(self, *, headless: bool = False, **options: Any) -> None:
        """Run until the reader quits."""
        self._has_session = not headless
        return await super().run_async(headless=headless, **options)

    def _leave(self, loop: asyncio.AbstractEventLoop, code: int) -> None:
        # The loop may be waiting for a terminal that takes nothing.
        if isinstance(self._driver, TerminalDriver):
            self._driver.leave()
        # Where the loop has ended already the app has left.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(partial(self.exit, return_code=code))

    def exit(self, *arguments: Any, **options: Any) -> None:
        """Leave, once the first screen is there: while it is made, its parts need each other."""
        self._exit_when_ready = partial(super().exit, *arguments, **options)
        if self._is_ready:
            self._exit_when_ready()

    def _stands_aside(self) -> bool:
        return isinstance(self._driver, TerminalDriver) and self._driver.is_lent

    def _end_now(self, code: int) -> NoReturn:
        """End the process, with the place kept and the terminal given back as far as that goes."""
        try:
            keeping = Thread(target=self._browse.keep_at_the_end, daemon=True)
            keeping.start()
            keeping.join(_SECONDS_TO_KEEP)
            if isinstance(self._driver, TerminalDriver):
                self._driver.give_back_now()
        finally:
            os._exit(code)

    @property
    def shows_cursor(self) -> bool:
        """Whether the terminal shows its cursor: some input methods follow no hidden one."""
        return self._settings.cursor == "shown"

    # Textual moves the cursor there behind each frame.

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's cursor stands: on the caret, else on what the reader is at."""
        stack = self.screen_stack
        screen = stack[-1] if stack else None
        if screen is None or not screen.is_mounted:
            return Offset()
        widget = getattr(screen, "pointed_at", None) or screen.focused
        cell: Offset = getattr(widget, "cursor_screen_offset", Offset())
        return cell

    @cursor_position.setter
    def cursor_position(self, cell: Offset) -> None:
        """Textual's lines would have it their way, one cell too far at their ends."""

    def on_ready(self) -> None:
        """The first screen is there."""
        self._is_ready = True
        if self._exit_when_ready is not None:
            self._exit_when_ready()
        self.call_after_refresh(release_collector)
        # The terminal is empty after the app is resumed.
        self.app_resume_signal.subscribe(self, lambda _: self.action_redraw())

    def call_from_thread(self, callback: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Show what was found or done in a thread, unless the app leaves: its panes are going."""
        return super().call_from_thread(self._unless_leaving, partial(callback, *args, **kwargs))

    def _unless_leaving(self, show: Callable[[], Any]) -> Any:
        return None if self._exit else show()

    def copy_to_clipboard(self, text: str) -> None:
        """Copy what was selected in a line or a note, as citations are copied."""
        copy(self, text)

    # Other screens, each loaded when it is first wanted.

    @property
    def _browse(self) -> BrowseScreen:
        """The screen to read on, which lies below all other screens."""
        screen = self.screen_stack[0]
        assert isinstance(screen, BrowseScreen)
        return screen

    @property
    def is_leaving(self) -> bool:
        """Whether keys are meant for another screen or list, which is not there yet."""
        return self._browse.is_leaving

    def _show(self, screen: Screen[_Result], callback: Callable[[_Result | None], None]) -> None:
        self.push_screen(screen, callback)
        self._browse.context.arrive()
        self._wait_for_those_before()

    @on(Search.Listed)
    def _give_back_keys(self) -> None:
        self._wait_for_those_before()

    @on(Search.KeywordsWanted)
    def _choose_keywords(self, event: Search.KeywordsWanted) -> None:
        from papers_tui.screens.keywords import KeywordsScreen

        def filter_by(keywords: tuple[str, ...] | None) -> None:
            if keywords is not None:
                self._browse.filter_by_keywords(keywords)

        screen = KeywordsScreen(self._library, event.query, self._marks)
        self._show(screen, filter_by)

    @on(Actions.CitationWanted)
    def _show_citation(self, event: Actions.CitationWanted) -> None:
        from papers_store.cite import Form
        from papers_tui.screens.citation import CitationScreen

        def copy(chosen: tuple[Form, str] | None) -> None:
            if chosen is not None:
                self._browse.actions.copy(chosen[1])

        saves = self._access.allows("save_citation")
        self._show(CitationScreen(event.work, saves=saves), copy)

    @on(Actions.NoteWanted)
    def _take_note(self, event: Actions.NoteWanted) -> None:
        from papers_tui.screens.note import NoteScreen

        screen = NoteScreen(event.title, event.text, event.said)

        def keep(text: str | None) -> None:
            self._browse.actions.watch_note(None)
            if text is not None and text != event.text:
                self._browse.actions.keep_note(event.article_id, text)

        # What is being written is kept too when the line drops in the middle of it.
        def written() -> tuple[str, str] | None:
            changed = screen.text != event.text
            return (event.article_id, screen.text) if changed else None

        self._browse.actions.watch_note(written)
        self._show(screen, keep)

    @on(Actions.FileKept)
    def _remember_file(self, event: Actions.FileKept) -> None:
        self.kept.append(event.said)

    def action_next_theme(self) -> None:
        """Switch to the next theme: dark, light, high contrast."""
        names = [theme.name for theme in self._themes.values()]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]

    def action_redraw(self) -> None:
        """Paint everything again, when the connection has lost something."""
        self.refresh(layout=True)

    # Messages, help and commands.

    @on(TextInput.Full)
    def _say_full(self) -> None:
        self._say(said_when_full())

    @on(TooMuchPasted)
    def _say_too_much(self) -> None:
        if is_line(self.focused):
            said = _("Nothing was pasted: it is longer than {count} characters")
            self._say(said.format(count=f"{LONGEST_PASTE:,}"))

    def _say(self, sentence: str) -> None:
        """Show a sentence on the status bar of the screen on top."""
        for status_bar in self.screen.query(StatusBar):
            status_bar.message = sentence

    def action_help(self) -> None:
        """Show every key of the screen on top."""
        from papers_tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(
                HelpScreen(
                    [key.binding for key in self.screen.active_bindings.values()],
                    mouse=self.has_mouse,
                )
            )

    def action_commands(self) -> None:
        """Let the reader run a command by its name."""
        from papers_tui.screens.palette import CommandsScreen, commands_of

        if not isinstance(self.screen, CommandsScreen):
            found = commands_of(self.screen.active_bindings.values(), leave_out="commands")
            self.push_screen(CommandsScreen(found), self._do)

    def _do(self, chosen: "Command | None") -> None:
        if chosen is not None:
            # After the palette has closed.
            self.call_later(self.run_action, chosen.action, chosen.where)
