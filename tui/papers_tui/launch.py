"""The start of the app, from a library's location to the exit code.

The library is opened while the app is imported: Textual takes longer than everything else together,
so that nothing here imports it before.
"""

import os
import signal
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from papers_tui.access import BROWSER, OWN_ACCOUNT, Access
from papers_tui.locale.encoding import DRIVER

if TYPE_CHECKING:
    from papers_store.library import Library
    from papers_store.marks.marks import Marks
    from papers_tui.settings import Settings


def launch(location: str | Path, query: str, *, mouse: bool) -> int:
    """Open the app on a library with the reader's own settings and marks; the exit code.

    Args:
        location: The library's folder, or its address on a server.
        query: What the list is filtered by.
        mouse: Whether the app has the mouse, whatever the settings say.

    Raises:
        PapersError: the library cannot be opened, the settings are wrong, or there is no terminal.
    """
    from papers_store.opening import open_library
    from papers_tui.reader_file import open_reader
    from papers_tui.settings import read_settings

    access = _access_here()
    settings = read_settings()
    load = partial(load_app, settings)
    with open_library(location, quick=True, while_connecting=load) as library:
        require_terminal()
        return open_app(library, open_reader(), query, settings, mouse=mouse, access=access)


def _in_a_browser() -> bool:
    return DRIVER in os.environ


def _access_here() -> Access:
    """What the reader may do: in a browser there may be others than the owner of the account.

    The memory and the computing of an app in a browser are limited from here on.
    """
    if not _in_a_browser():
        return OWN_ACCOUNT
    from papers_tui.terminal.session_limits import limit_session

    limit_session()
    return BROWSER


def require_terminal() -> None:
    """Refuse to start where the app cannot be used, or it would wait without end.

    Raises:
        PapersError: there is no terminal here, or one that cannot show the app.
    """
    if _in_a_browser():
        return
    from papers_store.errors import PapersError
    from papers_tui.terminal.checks import lack_of_terminal

    if lack := lack_of_terminal():
        raise PapersError(lack)


def load_app(settings: "Settings") -> None:
    """Import the app, and measure characters as the settings say from then on."""
    if settings.ambiguous == "wide":
        from papers_tui.terminal.ambiguous_width import treat_as_wide

        treat_as_wide()
    import papers_tui.app
    import papers_tui.browse.screen  # noqa: F401


def open_app(
    library: "Library",
    marks: "Marks",
    query: str,
    settings: "Settings",
    *,
    mouse: bool,
    access: Access = OWN_ACCOUNT,
) -> int:
    """Open the app on a library, until the reader quits; the exit code.

    Raises:
        SettingsError: the settings give a key to something that there is not.
    """
    load_app(settings)
    from papers_tui.app import PapersApp
    from papers_tui.terminal.cells import printable
    from papers_tui.terminal.signals import ignore_end_signals
    from papers_tui.terminal.window_size import forget_stated_size

    if settings.keys:
        settings.check_keys(binding_ids())
    if not _in_a_browser():
        forget_stated_size()
    app = PapersApp(library, marks, query, settings, access, colours=_colours())
    # A traceback shows paths and values from memory, which a guest must not see.
    app.error_console.quiet = not access.shows_tracebacks
    app.has_mouse = mouse or settings.mouse
    app.run(mouse=app.has_mouse)
    ignore_end_signals()
    # The app has left by itself; its timer to end the process (`papers_tui.terminal.forced_exit`)
    # is not needed any more.
    signal.setitimer(signal.ITIMER_REAL, 0)
    for line in app.kept:
        print(printable(line), file=sys.stderr)
    return app.return_code or 0


def binding_ids() -> list[str]:
    """The ids of all bindings, to which the settings can give other keys."""
    from textual.binding import Binding

    from papers_tui.app import PapersApp
    from papers_tui.browse.screen import BrowseScreen
    from papers_tui.screens.citation import CitationScreen
    from papers_tui.screens.help import HelpScreen
    from papers_tui.screens.keywords import KeywordsScreen
    from papers_tui.screens.note import NoteScreen

    screens = (BrowseScreen, PapersApp, HelpScreen, KeywordsScreen, CitationScreen, NoteScreen)
    bindings = [one for screen in screens for one in screen.BINDINGS]
    return [one.id for one in bindings if isinstance(one, Binding) and one.id]


def _colours() -> str | None:
    """How many colours the terminal is sent, by what rich makes of TERM and COLORTERM."""
    from rich.console import Console

    return Console(force_terminal=True).color_system
