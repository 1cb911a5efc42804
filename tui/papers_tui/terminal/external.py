"""A text in the editor or the pager that a reader is used to."""

import os
import re
import shutil
import stat
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from textual.app import App, SuspendNotSupported

from papers_store.text.decode import NotTextError
from papers_store.text.editor_encoding import read_saved
from papers_tui.locale import _
from papers_tui.terminal.cells import printable_lines
from papers_tui.terminal.programs import (
    ProgramResult,
    command_of,
    failure_of,
    run_program,
    terminal_encoding,
)

_LONGEST_NAME = 40
"""Characters of a title in a file's name, which may have 255 bytes."""

LARGEST = 4 * 1024 * 1024
"""Bytes of a note; a book has a million characters."""


class EditResult(NamedTuple):
    """What became of a text in an editor."""

    text: str | None = None
    """As it was saved; None where it stays as it was."""
    said: str = ""
    """A sentence for the reader; empty without one."""
    kept: bool = False
    """Whether a file was left for the reader, which the sentence names."""
    started: bool = True
    """Whether there was an editor."""


_NO_EDITOR = EditResult(started=False)


def edit_outside(app: App[Any], text: str, title: str) -> EditResult:
    """Have a text edited in the reader's own editor, while the app is suspended.

    Args:
        app: The running app.
        text: What is edited.
        title: What the file is called after.
    """
    command = command_of(os.environ, "VISUAL", "EDITOR")
    if not command:
        return _NO_EDITOR
    try:
        with app.suspend():
            return edited(command, text, title)
    except SuspendNotSupported:
        # In a browser there is no terminal to give away.
        return _NO_EDITOR


def page_outside(app: App[Any], text: str) -> str:
    """Show a text in the reader's own pager, while the app is suspended.

    Returns:
        A sentence for the reader; empty where all went well.
    """
    command = command_of(os.environ, "PAGER")
    if command:
        try:
            with app.suspend():
                return failure_of(command, paged(command, text))
        except SuspendNotSupported:
            # As in a browser.
            pass
    return _("Set PAGER to a program that shows text")


def paged(command: str, text: str) -> ProgramResult:
    """Run a pager on a text, without what in it could steer a terminal."""
    given = (printable_lines(text) + "\n").encode(terminal_encoding(), "replace")
    return run_program(command, given=given, key_wanted=_("Press any key to go back"))


def edited(command: str, text: str, title: str) -> EditResult:
    """Run an editor on a file of its own.

    The file goes when the text in it was taken, or is as it was. What could not be taken stays, and
    so does what an editor saved that then said it had failed: git takes no such text either.

    Args:
        command: The editor, as it stands in the environment.
        text: What is edited.
        title: What the file is called after.
    """
    usual = terminal_encoding()
    # Editors end the last line of a file, so that it is neither missed nor counted.
    whole = f"{text}\n" if text else ""
    encoding, lacking = _encoding_for(whole, usual)
    given = whole.encode(encoding, "surrogatepass")
    try:
        folder = Path(tempfile.mkdtemp(prefix="papers-tui-"))
        file = folder / f"{_file_name(title)}.md"
        file.write_bytes(given)
    except OSError as error:
        said = _("No file for the editor can be made ({reason})").format(reason=error.strerror)
        return EditResult(said=said, started=False)
    ran = run_program(command, str(file))
    found = _result(command, ran, file, given, text, usual)
    if not found.kept:
        # What else the editor left there is its own, such as a backup of what was taken.
        shutil.rmtree(folder, ignore_errors=True)
    if lacking and found.started and not found.said:
        said = _("{encoding} lacks characters of this note; the editor had it in UTF-8")
        return found._replace(said=said.format(encoding=usual.upper()))
    return found


def _encoding_for(text: str, usual: str) -> tuple[str, bool]:
    """The encoding for the editor, and whether the terminal's has not all of the text."""
    try:
        text.encode(usual)
    except UnicodeEncodeError:
        # ASCII is UTF-8 as far as it goes.
        return "utf-8", usual.lower() not in ("ascii", "utf-8")
    return usual, False


def _result(
    command: str, ran: ProgramResult, file: Path, given: bytes, text: str, usual: str
) -> EditResult:
    """What became of a text, by what the editor left."""
    try:
        data = _read(file)
    except (OSError, NotTextError) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or str(error)
        if file.exists():
            return _kept(file, why)
        if any(file.parent.iterdir()):
            return _kept(file.parent, why)
        said = _("The editor left no file; the note is as it was")
        return EditResult(said=failure_of(command, ran) or said, started=not ran.reason)
    if data != given and (ran.code or ran.reason):
        return _kept(file, failure_of(command, ran))
    if ran.reason:
        return EditResult(said=failure_of(command, ran), started=False)
    if ran.code:
        if len(list(file.parent.iterdir())) > 1:
            # Such as what vim saves when its line drops.
            return _kept(file.parent, failure_of(command, ran))
        said = _("{failed}; the note is as it was").format(failed=failure_of(command, ran))
        return EditResult(said=said)
    if data == given:
        return EditResult()
    try:
        return EditResult(read_saved(data, usual, text).removesuffix("\n"))
    except NotTextError as error:
        return _kept(file, str(error))


def _read(file: Path) -> bytes:
    """What an editor saved.

    Raises:
        OSError: it cannot be read.
        NotTextError: it is none, or larger than a note may be.
    """
    # A pipe would have its reader wait for ever.
    handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise NotTextError(_("it is not a regular file"))
        if found.st_size > LARGEST:
            raise NotTextError(_("it is larger than {count} MB").format(count=LARGEST >> 20))
        with open(handle, "rb", closefd=False) as saved:
            return saved.read()
    finally:
        os.close(handle)


def _kept(file: Path, reason: str) -> EditResult:
    said = _("{file} was kept, and the note is as it was ({reason})")
    return EditResult(said=said.format(file=file, reason=reason), kept=True)


def _file_name(title: str) -> str:
    name = re.sub(r"\W+", "-", title).strip("-")[:_LONGEST_NAME]
    # The system may have another encoding for names than UTF-8, and lack some.
    encoding = sys.getfilesystemencoding()
    return name.encode(encoding, "ignore").decode(encoding) or "note"
