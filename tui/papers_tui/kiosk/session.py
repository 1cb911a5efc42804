"""papers-tui --kiosk: the app on one library, for guests who may read and do nothing else."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from papers_store.errors import PapersError
from papers_tui.access import KIOSK
from papers_tui.commands._options import setting_option
from papers_tui.commands.command import FAILED, complain
from papers_tui.gc_pause import hold_collector
from papers_tui.kiosk import sandbox
from papers_tui.kiosk.environment import AUTHENTICATION, OPTION, is_clean_start
from papers_tui.kiosk.ssh_key import key_name
from papers_tui.launch import open_app
from papers_tui.locale import _

if TYPE_CHECKING:
    from papers_store.marks.marks import Marks

_FAULT = 1
"""Exit code of the app after an unexpected exception."""


def parser() -> argparse.ArgumentParser:
    """The parser for all that may be written after --kiosk; the administrator writes it."""
    made = argparse.ArgumentParser(
        prog=f"papers-tui {OPTION}",
        description=_("Let guests read a library, and do nothing else (docs/ssh-kiosk.md)."),
        allow_abbrev=False,
    )
    made.add_argument(OPTION, action="store_true", required=True, help=argparse.SUPPRESS)
    made.add_argument(
        "--library", type=_whole, metavar="DIR", required=True, help=_("the library's folder")
    )
    made.add_argument(
        "--marks",
        type=_whole,
        metavar="DIR",
        help=_("where marks are kept, a file for each SSH key; else they are forgotten"),
    )
    made.add_argument(
        "--settings",
        type=_whole,
        metavar="FILE",
        help=_("settings for all readers; else the defaults"),
    )
    setting_option(made, "mouse")
    return made


def _whole(text: str) -> Path:
    """A path that means the same wherever the program is started."""
    path = Path(text)
    if not path.is_absolute():
        raise argparse.ArgumentTypeError(
            _("expected an absolute path, not {text!r}").format(text=text)
        )
    return path


def run(arguments: Sequence[str]) -> int:
    """Open the kiosk; the exit code.

    Raises:
        PapersError: it cannot be opened.
    """
    options = parser().parse_args(arguments)
    sys.excepthook = _say_sorry
    if not is_clean_start():
        raise PapersError(_("--kiosk has to be started by python -I -m papers_tui"))
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        complain(_("this is a kiosk, and needs a terminal: ssh -t"))
        return FAILED
    hold_collector()
    from papers_store.opening import open_library
    from papers_tui.settings import Settings, read_settings

    settings = read_settings(options.settings) if options.settings else Settings()
    file = _marks_file(options.marks, os.environ)
    sandbox.install(None if file is None else file.parent)
    with open_library(options.library, repair=False) as library:
        if library.version() is None:
            # Elsewhere an empty library, or one whose index is made when it is opened.
            raise PapersError(
                _(
                    "{folder}: there is no library here, or its index cannot be used; run "
                    "papers-tui check --repair as the librarian"
                ).format(folder=options.library)
            )
        marks = _marks(file)
        code = open_app(library, marks, "", settings, mouse=options.mouse, access=KIOSK)
    if code == _FAULT:
        _say_sorry()
    return code


def _say_sorry(*fault: object) -> None:
    """Print a sentence instead of a traceback, which would show a guest paths and code."""
    complain(_("the kiosk has failed; please tell its administrator what you did last"))


def _marks_file(folder: Path | None, environ: Mapping[str, str]) -> Path | None:
    """The file of a guest's marks; None where marks are not kept, or the guest has no key.

    For a guest with several keys an administrator makes links of their files to one of them.
    """
    name = key_name(environ.get(AUTHENTICATION)) if folder else None
    return None if folder is None or name is None else (folder / f"{name}.json").resolve()


def _marks(file: Path | None) -> "Marks":
    from papers_store.marks.marks import Marks
    from papers_store.marks.session_marks import SessionMarks

    if file is None:
        return SessionMarks((_("Stars, tags and notes are forgotten when you leave"),))
    return Marks(file, room=sandbox.LARGEST_FILE)
