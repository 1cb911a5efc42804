"""A clean start: nothing is left of what came with the connection.

The environment of a session may have been sent by the guest. A few words of known form are read
from it; the rest is gone before any other module of this program, or any library, could look at it.
Nothing is imported here but the standard library, and the names of the interface's languages, whose
module imports and reads nothing.
"""

import os
import re
import signal
import sys
from collections.abc import Mapping, Sequence
from typing import NoReturn

from papers_tui.locale.languages import ENGLISH, wanted

OPTION = "--kiosk"

AUTHENTICATION = "SSH_USER_AUTH"
"""Names the file in which sshd writes, under ExposeAuthInfo, with which key a guest came in."""

NOWHERE = "/nonexistent"
"""Stands in the place of every folder of an account: what looks there finds nothing."""

_FAILED = 2
_CLEAN_START = "papers_tui_clean_start"
"""Of Python's -X options, which stand on a command line, where no guest can write."""

_TERMINAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}", re.ASCII)
_PATH = re.compile(r"/[A-Za-z0-9._/-]{1,255}", re.ASCII)


def is_kiosk(arguments: Sequence[str]) -> bool:
    """Whether a command line opens the kiosk for guests."""
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    return OPTION in options


def clean_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """A new environment, with what in another is known and of a known form."""
    terminal = environ.get("TERM", "")
    made = {
        "HOME": NOWHERE,
        "PATH": NOWHERE,
        "LC_ALL": "C.UTF-8",
        "LANGUAGE": next(iter(wanted(environ)), ENGLISH),
        "TERM": terminal if _TERMINAL.fullmatch(terminal) else "dumb",
    }
    if environ.get("COLORTERM") in ("truecolor", "24bit"):
        made["COLORTERM"] = "truecolor"
    if environ.get("NO_COLOR"):
        made["NO_COLOR"] = "1"
    if _PATH.fullmatch(environ.get(AUTHENTICATION, "")):
        made[AUTHENTICATION] = environ[AUTHENTICATION]
    return made


def restart_clean(arguments: Sequence[str]) -> None:
    """Go on only in a Python that was started with nothing from outside; start one, if need be.

    Args:
        arguments: Those of the program, for the one that is started in the place of this one.
    """
    if is_clean_start():
        return
    planted = any(name.startswith("PYTHON") for name in os.environ)
    if planted and not sys.flags.isolated:
        # These variables have taken effect already; nothing can take that back.
        _refuse(
            "the environment steers Python (PYTHON...);"
            " start this with python -I -m papers_tui --kiosk, as docs/ssh-kiosk.md shows"
        )
    # What is ignored stays so in the next Python: until the app has the terminal, these keys are
    # the terminal's own, and would stop this program or have it say where it was.
    for key in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):
        signal.signal(key, signal.SIG_IGN)
    # -I: no PYTHON..., no module from the folder one is in, or of the account. -B: no file written
    # beside a module.
    python = ["-I", "-B", "-X", "utf8", "-X", _CLEAN_START, "-m", "papers_tui"]
    os.execve(sys.executable, [sys.executable, *python, *arguments], clean_environment(os.environ))


def is_clean_start() -> bool:
    """Whether this process was started with nothing from outside."""
    return bool(sys.flags.isolated) and _CLEAN_START in sys._xoptions


def _refuse(reason: str) -> NoReturn:
    # In English: which language is wanted can be asked only of what is not to be trusted yet.
    print(f"papers-tui: {reason}", file=sys.stderr)
    raise SystemExit(_FAILED)
