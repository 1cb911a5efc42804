"""Other people's programs for a text: the editor and the pager that a reader is used to.

No shell stands between: a command is cut into words as a shell would, and run.
"""

import os
import re
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from papers_tui.cells import printable_lines
from papers_tui.ending import ENDINGS

_LONGEST_NAME = 40
"""Characters of a title in a file's name, which may have 255 bytes."""


def editor_command(environ: Mapping[str, str]) -> list[str]:
    """The words of $VISUAL, else of $EDITOR; none where neither is set, or they cannot be read."""
    return _words(environ, "VISUAL") or _words(environ, "EDITOR")


def pager_command(environ: Mapping[str, str]) -> list[str]:
    """The words of $PAGER; none where it is not set, or cannot be read."""
    return _words(environ, "PAGER")


def edit_outside(app: App[Any], text: str, title: str) -> str | None:
    """Have a text edited in the reader's own editor, while the app stands aside.

    Args:
        app: The running app.
        text: What is edited.
        title: What the file is called after.

    Returns:
        The text as it was saved; None where there is no editor, or it said that it failed.
    """
    command = editor_command(os.environ)
    if not command:
        return None
    try:
        with app.suspend():
            return edited(command, text, title)
    except SuspendNotSupported:
        # In a browser there is no terminal to give away.
        return None


def page_outside(app: App[Any], text: str) -> bool:
    """Show a text in the reader's own pager, while the app stands aside; whether that worked."""
    command = pager_command(os.environ)
    if not command:
        return False
    try:
        with app.suspend():
            return paged(command, text)
    except SuspendNotSupported:
        return False


def edited(command: Sequence[str], text: str, title: str) -> str | None:
    """Run an editor on a file of its own; what was saved, or None where the editor failed."""
    with tempfile.TemporaryDirectory(prefix="papers-tui-") as folder:
        file = Path(folder) / f"{_file_name(title)}.md"
        # Editors end the last line of a file, so that it is neither missed nor counted.
        file.write_text(f"{text}\n" if text else "", encoding="utf-8")
        if not _run([*command, str(file)]):
            return None
        try:
            saved = file.read_bytes()
        except OSError:
            # The editor has put it elsewhere, or thrown it away.
            return None
    # A character lost is better than all that was written.
    return saved.decode("utf-8-sig", "replace").replace("\r\n", "\n").removesuffix("\n")


def paged(command: Sequence[str], text: str) -> bool:
    """Run a pager on a text, without what in it could steer a terminal; whether that worked."""
    return _run(command, printable_lines(text) + "\n")


def _words(environ: Mapping[str, str], name: str) -> list[str]:
    try:
        return shlex.split(environ.get(name, ""))
    except ValueError:
        # A quotation mark without its other half.
        return []


def _file_name(title: str) -> str:
    return re.sub(r"\W+", "-", title).strip("-")[:_LONGEST_NAME] or "note"


def _run(command: Sequence[str], text: str | None = None) -> bool:
    """Run a program on the terminal, with a text to read where there is one."""
    given = None if text is None else text.encode("utf-8", "replace")
    try:
        with _signals_left_to_it() as hand_over:
            with subprocess.Popen(command, stdin=subprocess.PIPE if given else None) as program:
                hand_over(program)
                program.communicate(given)
            return program.returncode == 0
    except OSError:
        # There is no such program, or it is none.
        return False


@contextmanager
def _signals_left_to_it() -> Iterator[Callable[[subprocess.Popen[bytes]], None]]:
    """Let ^C be for the other program, and tell it when it is time to end; the app ends after it.

    What this gives is called with the program, as soon as there is one: a signal may come before.
    """
    running: list[subprocess.Popen[bytes]] = []
    told: list[int] = []

    def hand_on(number: int, _: object) -> None:
        told.append(number)
        for program in running:
            program.send_signal(number)

    def hand_over(program: subprocess.Popen[bytes]) -> None:
        running.append(program)
        for number in told:
            program.send_signal(number)

    # Handlers, and not SIG_IGN, which the other program would inherit.
    handlers = {signal.SIGINT: lambda *_: None, **dict.fromkeys(ENDINGS, hand_on)}
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield hand_over
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
