"""What the sequences mean that a terminal sends: keys, the mouse, focus, and reports.

A sequence comes here whole. Only what is known to be a key, or was asked for, means anything: all
other sequences are answers to programs that ran on the terminal before, or were sent to be taken
for keys. They mean nothing, as in xterm's control sequences
(https://invisible-island.net/xterm/ctlseqs/ctlseqs.html) and the kitty keyboard protocol
(https://sw.kovidgoyal.net/kitty/keyboard-protocol/).
"""

import re
from collections.abc import Iterable, Iterator

from textual import constants, events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import XTermParser
from textual.keys import Keys
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

ESCAPE = "\x1b"

_KEY = re.compile(r"\x1b(?:\[[0-9;]*[A-HP-QSZa-d~^@$]|\[\[[A-E]|O[!-~])")
"""Keys as terminals have sent them for long."""

_EXTENDED_KEY = re.compile(
    r"\x1b\[([0-9]*)(?::[0-9:]*)?(?:;([0-9:]*)(?:;([0-9:]*))?)?([u~A-FHPQS])"
)
"""A key's number with its alternates, modifiers with the kind of event, and text. Terminals send
such keys where a reader has switched kitty's protocol on (`papers_tui.__init__`)."""

_MOUSE = re.compile(r"\x1b\[<[0-9]{1,5};[0-9]{1,5};[0-9]{1,5}[Mm]")

_SYNCHRONIZED_OUTPUT = re.compile(r"\x1b\[\?2026;[1-4]\$y")
"""The answer to the one thing that is asked of a terminal: whether it holds frames."""

_RELEASED = "3"
"""The kind of event that says that a key was let go."""

_MOST_TEXT = 512
"""Characters of text with one key; an input method gives a sentence at most."""


class Meanings(XTermParser):
    """Knows what a whole sequence means."""

    def __init__(self, *, mouse: bool) -> None:
        """Know keys, and the mouse where the terminal was asked for it."""
        super().__init__()
        self._mouse = mouse

    def of_text(self, text: str) -> Iterator[Message]:
        """The keys of characters, in which there is no escape."""
        for character in text:
            yield from self._keys(character)

    def of_escape(self) -> Message:
        """The key of an escape that begins nothing."""
        return events.Key("escape", ESCAPE)

    def of_alt(self, character: str) -> Iterator[Message]:
        """The key of a character that came right behind an escape."""
        known = ESCAPE + character in ANSI_SEQUENCES_KEYS
        found = self._keys(ESCAPE + character) if known else self._keys(character, alt=True)
        yield from found

    def of(self, sequence: str) -> Iterable[Message]:
        """The messages of a sequence; none for one that was not asked for."""
        if sequence == "\x1b[I":
            return [events.AppFocus()]
        if sequence == "\x1b[O":
            return [events.AppBlur()]
        if _KEY.fullmatch(sequence) and sequence in ANSI_SEQUENCES_KEYS:
            return list(self._keys(sequence))
        found = None if constants.DISABLE_KITTY_KEY else _EXTENDED_KEY.fullmatch(sequence)
        if found:
            return list(self._extended(*found.groups(default="")))
        if self._mouse and _MOUSE.fullmatch(sequence):
            event = self.parse_mouse_code(sequence)
            return [] if event is None else [event]
        if _SYNCHRONIZED_OUTPUT.fullmatch(sequence):
            return [TerminalSupportsSynchronizedOutput()]
        return []

    def _extended(self, number: str, modifiers: str, text: str, end: str) -> Iterator[Message]:
        modifiers, _, kind = modifiers.partition(":")
        known = end == "u" or f"{number or 1}{end}" in FUNCTIONAL_KEYS
        if not known or kind == _RELEASED or not _are_small(number, modifiers):
            return
        characters = list(filter(None, text.split(":")))
        if not all(map(_is_character, characters)) or not _is_character(number or "1"):
            return
        # One by one: Textual takes text of a few characters only.
        for character in characters[:_MOST_TEXT] or [""]:
            yield from self._keys(f"\x1b[{number};{modifiers};{character}{end}")

    def _keys(self, sequence: str, *, alt: bool = False) -> Iterator[Message]:
        for key in self._sequence_to_key_events(sequence, alt=alt):
            if key.key != Keys.Ignore:
                yield key


def _are_small(*numbers: str) -> bool:
    return all(len(number) <= 7 for number in numbers)


def _is_character(number: str) -> bool:
    """Whether a number is that of a character, and of no half of one."""
    if not _are_small(number):
        return False
    code = int(number)
    return code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
