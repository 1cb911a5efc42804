"""Other programs on the terminal, while the app is suspended.

A command of the environment is run as git runs it: by the shell, with what is to be opened behind
it, so that $HOME, ~, arguments and quotation marks mean in it what they mean elsewhere.
"""

import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from papers_tui.locale import _
from papers_tui.terminal.keyboard import keyboard_watched, wait_for_key
from papers_tui.terminal.signals import ENDINGS

_NOT_STARTED: Mapping[int, str] = {126: "cannot be run", 127: "not found"}
"""What a shell means by its exit codes."""

_NOT_SIMPLE = re.compile(r"[;&|<>(){}`\n]|^\s*(?:\w+=|[:!](?:\s|$))")
"""Of commands that are more than a program and its arguments."""

_AT_ONCE = 1.0
"""Seconds, too few to read a page in; a program that ends sooner has only shown it."""


class ProgramResult(NamedTuple):
    """What became of a program."""

    code: int = 0
    """Its exit code; the number of a signal that ended it, less than 0."""
    reason: str = ""
    """Why it could not be started; empty where it was."""


def command_of(environ: Mapping[str, str], *names: str) -> str:
    """The command in the first variable that has one; empty without any."""
    commands = [command for name in names if (command := environ.get(name, "").strip())]
    return next((one for one in commands if _is_whole(one)), commands[0] if commands else "")


def _is_whole(command: str) -> bool:
    try:
        shlex.split(command)
    except ValueError:
        # A quotation mark without its other half.
        return False
    return "\0" not in command


def terminal_encoding() -> str:
    """The encoding of the terminal, which other programs on it read and write."""
    stream = sys.__stdout__
    return stream.encoding if stream is not None and stream.encoding else "utf-8"


def run_program(
    command: str, *arguments: str, given: bytes | None = None, key_wanted: str = ""
) -> ProgramResult:
    """Run a program on the terminal.

    Args:
        command: As it stands in the environment.
        arguments: What is put behind it, each as one word.
        given: What it reads from its standard input; None for the terminal.
        key_wanted: What to say where it ends before anybody could have read what it shows; a key is
            waited for then. Empty where it shows nothing.
    """
    if not _is_whole(command):
        return ProgramResult(reason="a quotation mark is missing")
    # The shell that is not needed makes room for the program, which then gets the signals.
    run = command if _NOT_SIMPLE.search(command) else f"exec {command}"
    words = ["/bin/sh", "-c", f'{run} "$@"', command, *arguments]
    begun = time.monotonic()
    try:
        with _signals_left_to_it() as signals:
            stdin = subprocess.PIPE if given is not None else None
            with subprocess.Popen(words, stdin=stdin) as program:
                signals.hand_over(program)
                with keyboard_watched(program.pid) as keyboard:
                    program.communicate(given)
            code = program.returncode
            if reason := _NOT_STARTED.get(code, ""):
                return ProgramResult(code, reason)
            if key_wanted and not keyboard.was_used and time.monotonic() - begun < _AT_ONCE:
                wait_for_key(key_wanted, lambda: bool(signals.came))
    except OSError as error:
        # There is no shell, or no process to be had.
        return ProgramResult(reason=error.strerror or str(error))
    return ProgramResult(code)


class _Signals:
    """Signals that come while another program has the terminal."""

    def __init__(self) -> None:
        self.came: list[int] = []
        self._running: list[subprocess.Popen[bytes]] = []

    def hand_on(self, number: int, _frame: object) -> None:
        """Send the signal to the other program too."""
        self.came.append(number)
        for program in self._running:
            program.send_signal(number)

    def hand_over(self, program: subprocess.Popen[bytes]) -> None:
        """Take the program, as soon as there is one: a signal may have come before."""
        self._running.append(program)
        for number in self.came:
            program.send_signal(number)


@contextmanager
def _signals_left_to_it() -> Iterator[_Signals]:
    """Leave ^C to the other program, and pass signals that end it on; the app ends after it."""
    signals = _Signals()
    # Handlers, and not SIG_IGN, which the other program would inherit.
    handlers = {signal.SIGINT: lambda *_: None, **dict.fromkeys(ENDINGS, signals.hand_on)}
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield signals
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def failure_of(command: str, ran: ProgramResult) -> str:
    """A sentence on a program that could not be started, or failed; empty where it did neither."""
    if ran.reason:
        return _("{program}: cannot be started ({reason})").format(
            program=command, reason=ran.reason
        )
    if ran.code < 0:
        return _("{program}: was ended by signal {number}").format(
            program=command, number=-ran.code
        )
    if ran.code:
        return _("{program}: has failed (exit code {code})").format(program=command, code=ran.code)
    return ""
