"""The clipboard of the machine a person sits at, however many lines lie between.

A program that sits beside the library, at the far end of SSH, cannot reach that clipboard; the
terminal can, and does when it is sent OSC 52 (xterm's control sequences, "Manipulate Selection
Data"). It does not answer, so that there is no knowing whether it did.
"""

import os
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from textual.app import App

from papers_tui.terminal.cells import printable_lines

MOST = 74_000
"""The longest text sent, in characters of base64: terminals drop longer ones, each at its own
length, and most take this much."""

_ESCAPE = "\x1b"
_END = "\x1b\\"
"""ST. Terminals take BEL too, but what stands between does not always hand it on."""

_SCREEN_CHUNK = 250
"""Characters in one string for GNU screen, whose older releases lose what is longer than 256."""


def clipboard_sequence(text: str, environ: Mapping[str, str]) -> str | None:
    """What to send to the terminal so that a text lands in its clipboard; None if it is too long.

    Args:
        text: What to copy.
        environ: The program's environment, which names tmux and GNU screen.
    """
    # A shell that it is pasted into must get nothing that it would take for keys.
    harmless = "\t".join(map(printable_lines, text.split("\t")))
    encoded = b64encode(harmless.encode("utf-8", "replace")).decode("ascii")
    if len(encoded) > MOST:
        return None
    sequence = f"{_ESCAPE}]52;c;{encoded}{_END}"
    if environ.get("TMUX"):
        # tmux takes the sequence itself under `set-clipboard on`, and hands it on in its wrapping
        # under `allow-passthrough on`. Which is set cannot be asked; twice does no harm.
        return sequence + _through_tmux(sequence)
    if environ.get("STY"):
        return _through_screen(sequence)
    return sequence


def _through_tmux(sequence: str) -> str:
    return f"{_ESCAPE}Ptmux;{sequence.replace(_ESCAPE, _ESCAPE * 2)}{_END}"


def _through_screen(sequence: str) -> str:
    """In strings short enough for screen. ST would end such a string, so that it is cut in two."""
    body = sequence.removesuffix(_END)
    chunks = [body[at : at + _SCREEN_CHUNK] for at in range(0, len(body), _SCREEN_CHUNK)]
    return "".join(f"{_ESCAPE}P{chunk}{_END}" for chunk in (*chunks, _END[0], _END[1]))


def copy(app: App[Any], text: str) -> bool:
    """Send a text to the clipboard of the terminal; False if it is too long, or none listens."""
    # In a browser there is a terminal of its own, wherever the program that serves it runs.
    sequence = clipboard_sequence(text, {} if app.is_web else os.environ)
    # Textual writes raw sequences nowhere in public: its copy_to_clipboard ends them with BEL and
    # knows neither tmux nor a limit. This is the one place that reaches for the driver.
    driver = app._driver
    if sequence is None or driver is None:
        return False
    driver.write(sequence)
    driver.flush()
    return True


def pasted(text: str) -> str:
    """A text as it may be pasted: with nothing in it that could steer a terminal."""
    from papers_store.text.decode import clean

    return "\t".join(map(clean, text.split("\t")))
