"""Running the app with a person's settings, from its first screen to its exit code."""

import os
import signal
import sys

from rich.console import Console
from textual.binding import Binding

from papers_store.library import Library
from papers_store.marks.marks import Marks
from papers_tui.access import OWN_ACCOUNT, Access
from papers_tui.app import PapersApp
from papers_tui.browse.screen import BrowseScreen
from papers_tui.locale.encoding import DRIVER
from papers_tui.settings import Settings
from papers_tui.terminal.cells import printable
from papers_tui.terminal.signals import be_ending
from papers_tui.terminal.window_size import forget_stated_size


def binding_ids() -> list[str]:
    """The name of everything that can be given other keys."""
    from papers_tui.screens.citation import CitationScreen
    from papers_tui.screens.help import HelpScreen
    from papers_tui.screens.keywords import KeywordsScreen
    from papers_tui.screens.note import NoteScreen

    screens = (BrowseScreen, PapersApp, HelpScreen, KeywordsScreen, CitationScreen, NoteScreen)
    bindings = [one for screen in screens for one in screen.BINDINGS]
    return [one.id for one in bindings if isinstance(one, Binding) and one.id]


def _colours() -> str | None:
    """How many colours the terminal is sent, by what rich makes of TERM and COLORTERM."""
    return Console(force_terminal=True).color_system


def run(
    library: Library,
    marks: Marks,
    query: str,
    settings: Settings,
    *,
    mouse: bool = False,
    access: Access = OWN_ACCOUNT,
) -> int:
    """Open the app on a library, until the reader quits; the exit code.

    Raises:
        SettingsError: the settings give a key to something that there is not.
    """
    if settings.keys:
        settings.check_keys(binding_ids())
    if DRIVER not in os.environ:
        forget_stated_size()
    app = PapersApp(library, marks, query, settings, access, colours=_colours())
    # What went wrong, and where: with paths, and all that was in memory. No stranger needs it.
    app.error_console.quiet = not access.shows_tracebacks
    app.has_mouse = mouse or settings.mouse
    app.run(mouse=app.has_mouse)
    be_ending()
    # The app has left by itself; a thread sees to the rest (`papers_tui.terminal.forced_exit`).
    signal.setitimer(signal.ITIMER_REAL, 0)
    for said in app.kept:
        print(printable(said), file=sys.stderr)
    return app.return_code or 0
