"""The encoding of the terminal: what is printed is written in it, whatever it lacks."""

import codecs
import os
import sys
import unicodedata
from io import TextIOWrapper
from pathlib import Path

DRIVER = "TEXTUAL_DRIVER"
"""Textual's variable for what draws the app: papers-tui serve sets it, and there is a browser."""

_ERRORS = "papers-tui-cells"

_CHINESE = {
    "gb18030": "gb18030",
    "gbk": "gbk",
    # Terminals that are said to speak it speak what has come of it.
    "gb2312": "gbk",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
}
"""Encodings that a locale may name though it was never made on this machine."""

_STAND_INS = {"╌": "-", "▬": "=", "▾": "v", "▴": "^"}
"""What is drawn in the place of the app's own marks where an encoding lacks them. The box-drawing
characters that GBK and Big5 have take two cells on their terminals."""


def set_up_streams() -> None:
    """Give the standard streams the terminal's encoding; what it lacks stops no command."""
    codecs.register_error(_ERRORS, _fill)
    encoding = _stated_encoding()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=encoding, errors=_ERRORS)


def encoding_here() -> str:
    """The encoding that the reader's terminal speaks."""
    return _stated_encoding() or getattr(sys.stdout or sys.stderr, "encoding", None) or "utf-8"


def _fill(error: UnicodeError) -> tuple[str | bytes, int]:
    """Signs for characters that an encoding lacks, in as many cells as they take."""
    if isinstance(error, UnicodeEncodeError):
        return "".join(map(_marks, error.object[error.start : error.end])), error.end
    if isinstance(error, UnicodeDecodeError):
        return "\ufffd", error.end
    raise error


def _marks(character: str) -> str:
    if unicodedata.combining(character):
        return ""
    if stand_in := _STAND_INS.get(character):
        return stand_in
    return "??" if unicodedata.east_asian_width(character) in "WF" else "?"


def _stated_encoding() -> str | None:
    """The Chinese encoding that the environment names; None where it names none.

    Python takes UTF-8 in its place where the locale was never made on this machine.
    """
    if os.environ.get("PYTHONIOENCODING") or os.environ.get("PYTHONUTF8"):
        return None
    names = ("LC_ALL", "LANG") if _is_coerced() else ("LC_ALL", "LC_CTYPE", "LANG")
    stated = next(filter(None, map(os.environ.get, names)), "")
    name = stated.partition(".")[2].partition("@")[0]
    return _CHINESE.get(name.lower().replace("-", "").replace("_", ""))


def _is_coerced() -> bool:
    """Whether LC_CTYPE is none that anybody set, but Python's own answer to a missing locale."""
    try:
        given = Path("/proc/self/environ").read_bytes().split(b"\0")
    except OSError:
        # Another system than Linux.
        return False
    return not any(one.startswith(b"LC_CTYPE=") for one in given)
