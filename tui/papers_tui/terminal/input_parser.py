"""What a terminal sends, cut into keys, pastes and sequences that mean nothing.

Bytes come in pieces: a slow line may part a sequence anywhere, and its far end may send anything.
 So every sequence is read to its end, whatever it says, and takes no memory beyond
what it may mean (ECMA-48, 5.4 and 5.6): none becomes keys because it is long, unknown or late.
"""

import codecs
import math
import re
from collections.abc import Generator, Iterator, Mapping

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.events import Paste
from textual.message import Message

from papers_tui import messages
from papers_tui.terminal.sequences import ESCAPE, Meanings

LONGEST_PASTE = 1_000_000
"""Characters of what is pasted at once; a long article has some ten thousand."""

LONGEST_SEQUENCE = 1024
"""Characters of a control sequence that may mean something."""

ESCAPE_SECONDS = 0.45
"""How long an escape may be the beginning of a key, where ESCDELAY does not say it.

Slow lines part keys by up to 300 ms, and a busy machine reads them later still. Whatever is typed
next makes known at once which it is.
"""

_QUICK_SECONDS = 0.1
"""The same on a line that has brought _ENOUGH keys of several bytes, and never one in pieces."""

_ENOUGH = 50

_QUIET_SECONDS = 1.0
"""After so long without a byte, a sequence or a paste that never ended is over."""

_LATE_SECONDS = 10.0
"""How long the rest of a string may still come that was taken to be over."""

_REST_OF_A_STRING = re.compile("[^\x00-\x1f\x80-\x9f]+(?:\x1b\\\\|[\x07\x9c])")
"""What comes at once and ends a string: it is not typed so."""

_APART_SECONDS = 0.03
"""Two bytes with so much between them may be two keys; a terminal sends a sequence as one."""

_A_KEY = 8
"""Characters of one key at most, or of what an input method gives."""

_TYPING_SECONDS = 0.05
"""Keys are not pressed sooner than that after each other; a paste on a slow line comes so."""

_PASTE_BEGINS = "\x1b[200~"
_PASTE_ENDS = re.compile("(?:\x1b\\[|\x9b)201~")
_ENDS_OF_PASTES = ("\x1b[201~", "\x9b201~")

_SPECIAL = re.compile("[\x1b\x80-\x9f]")
_ENDS_A_STRING = re.compile("[\x00-\x1f\x80-\x9f]")

_STRINGS = "PX]^_"
"""What begins a string behind an escape: DCS, SOS, OSC, PM, APC."""

_EIGHT_BITS = {
    "\x8f": "O",
    "\x9b": "[",
    **dict(zip("\x90\x98\x9d\x9e\x9f", _STRINGS, strict=True)),
}
"""Controls of 8 bits that begin a sequence, and what follows an escape in their place."""

_BELL, _STRING_TERMINATOR = "\x07", "\x9c"

_BY_A_TERMINAL = -1
"""In the place of a number of pieces: no person typed this."""

_ERRORS = "papers-tui-input"


def _stray(error: UnicodeError) -> tuple[str, int]:
    """A control of 8 bits as it stands; nothing for other bytes that are no text."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    is_control = len(wrong) == 1 and 0x80 <= wrong[0] <= 0x9F
    return (chr(wrong[0]) if is_control else ""), error.end


codecs.register_error(_ERRORS, _stray)


def escape_seconds(environ: Mapping[str, str]) -> float:
    """How long an escape may be the beginning of a key, in seconds; ESCDELAY says milliseconds."""
    stated = environ.get("ESCDELAY", "")
    is_number = stated.isascii() and stated.isdecimal() and len(stated) <= 4
    return int(stated) / 1000 if is_number else ESCAPE_SECONDS


class TooMuchPasted(messages.Message):
    """More was pasted at once than is taken; nothing of it is."""


class InputParser:
    """Makes messages of the bytes that a terminal sends."""

    def __init__(self, encoding: str, *, mouse: bool, escape_seconds: float) -> None:
        """Begin with nothing.

        Args:
            encoding: The terminal's.
            mouse: Whether the terminal was asked for the mouse.
            escape_seconds: How long an escape may be the beginning of a key.
        """
        self._decoder = codecs.getincrementaldecoder(encoding)(_ERRORS)
        self._meanings = Meanings(mouse=mouse)
        self._escape_seconds = escape_seconds
        self._sequence = ""
        """What there is of a sequence; empty between sequences."""
        self._pieces = 0
        """In how many pieces it came, each some time after the one before."""
        self._whole = 0.0
        """Sequences that came in one piece; none where any did not."""
        self._too_long = False
        self._in_string = self._ends_string = False
        """Whether its content means nothing; whether it is an escape that may end such a string."""
        self._skipped = 0
        """Characters still to come that say where the mouse is."""
        self._lost = -math.inf
        """When a string was taken to be over without its end."""
        self._paste: _Paste | None = None
        self._last = 0.0
        """When something came last, in seconds of a clock that only goes on."""

    def feed(self, data: bytes, now: float) -> Iterator[Message]:
        """What some bytes mean, with those that came before.

        Args:
            data: What came at once.
            now: When, in seconds of a clock that only goes on.
        """
        yield from self.pause(now)
        text = self._decoder.decode(data)
        gap, self._last = now - self._last, now
        if self._paste is not None and self._paste.is_over(text, gap, now):
            yield from self._end_paste()
        if self._sequence and text and gap >= _APART_SECONDS:
            yield from self._go_on_apart(text)
        at = 0
        if not self._sequence and now - self._lost < _LATE_SECONDS:
            rest = _REST_OF_A_STRING.match(text)
            at = rest.end() if rest else 0
        while at < len(text):
            if self._paste is not None:
                at = self._paste.take(text, at)
                if self._paste.ended:
                    yield from self._end_paste()
            elif self._in_string:
                at = self._skip_string(text, at)
            elif self._sequence:
                yield from self._take(text[at])
                at += 1
            else:
                at = yield from self._between(text, at)

    def pause(self, now: float) -> Iterator[Message]:
        """What is certain once nothing has come for a while; to be asked when it is `due`."""
        if self.due is not None and now >= self.due:
            yield from self._give_up()

    @property
    def due(self) -> float | None:
        """When what was begun is over, if nothing comes until then; None where nothing was."""
        if not self._sequence:
            return None
        if not self._is_typed:
            return self._last + _QUIET_SECONDS
        quick = self._whole >= _ENOUGH
        return self._last + min(self._escape_seconds, _QUICK_SECONDS if quick else math.inf)

    @property
    def _is_typed(self) -> bool:
        """Whether each character of the sequence came by itself, as typed ones do."""
        return len(self._sequence) == self._pieces

    def _begin(self, sequence: str, pieces: int = 1) -> None:
        self._sequence, self._pieces = sequence, pieces
        self._too_long = self._ends_string = False
        self._in_string = sequence[1:2] != "" and sequence[1:2] in _STRINGS
        self._skipped = 0

    def _give_up(self) -> Iterator[Message]:
        """Begin no sequence with what there is of one; what was typed is keys."""
        sequence, typed = self._sequence, self._is_typed
        if self._in_string and not typed:
            self._lost = self._last
        self._begin("")
        if typed:
            yield self._meanings.of_escape()
            yield from self._meanings.of_text(sequence[1:])

    def _between(self, text: str, at: int) -> Generator[Message, None, int]:
        """Take text up to the next sequence; where that is."""
        found = _SPECIAL.search(text, at)
        end = found.start() if found else len(text)
        yield from self._meanings.of_text(text[at:end])
        if found:
            self._begin_with(found.group())
        return end + 1

    def _begin_with(self, control: str) -> None:
        if control == ESCAPE:
            self._begin(ESCAPE)
        elif control in _EIGHT_BITS:
            self._begin(ESCAPE + _EIGHT_BITS[control], _BY_A_TERMINAL)

    def _go_on_apart(self, text: str) -> Iterator[Message]:
        """Decide whether what came some time later goes on with a sequence."""
        typed, ends_string = self._is_typed, self._ends_string
        if self._pieces != _BY_A_TERMINAL:
            self._pieces += 1
        if not typed or (ends_string and text[0] == "\\"):
            return
        if self._sequence == ESCAPE:
            goes_on = text[0] in "[O" or text[0] in _STRINGS
        else:
            # The content of a string is not sent byte by byte; a key of four bytes may come so.
            goes_on = not self._in_string or len(text) > 1
        if not goes_on:
            self._pieces -= 1
            yield from self._give_up()

    # Control sequences.

    def _take(self, character: str) -> Iterator[Message]:
        """Go on with a sequence by a character."""
        if self._sequence == ESCAPE:
            yield from self._take_second(character)
        elif self._skipped and character >= " ":
            self._skipped -= 1
            if not self._skipped:
                self._begin("")
        elif not " " <= character <= "~":
            yield from self._break_off(character)
        elif self._sequence[1] == "O" or self._sequence == "\x1b[[":
            yield from self._finish(character)
        elif self._sequence == "\x1b[" and character == "M":
            self._sequence += character
            self._skipped = 3
        elif self._sequence == "\x1b[" and character == "[":
            self._sequence += character
        elif character >= "@" or (character == "$" and self._is_key(character)):
            yield from self._finish(character)
        elif len(self._sequence) < LONGEST_SEQUENCE:
            self._sequence += character
        else:
            self._too_long = True

    def _is_key(self, final: str) -> bool:
        """Whether a character ends a key that it could not end by ECMA-48, as in rxvt."""
        return self._sequence + final in ANSI_SEQUENCES_KEYS

    def _take_second(self, character: str) -> Iterator[Message]:
        """Go on behind an escape."""
        ends_string, pieces = self._ends_string, self._pieces
        if character in "[O" or character in _STRINGS:
            self._begin(ESCAPE + character, pieces)
            return
        self._begin("")
        if character == ESCAPE or character in _EIGHT_BITS:
            if not ends_string:
                yield self._meanings.of_escape()
            self._begin_with(character)
        elif character != "\\" and not "\x80" <= character <= "\x9f":
            yield from self._meanings.of_alt(character)

    def _finish(self, final: str) -> Iterator[Message]:
        """End a sequence by its last character."""
        self._sequence += final
        sequence, typed, pieces = self._sequence, self._is_typed, self._pieces
        too_long = self._too_long
        self._begin("")
        if sequence == _PASTE_BEGINS:
            self._paste = _Paste(self._last)
        elif not too_long:
            self._whole = self._whole + 1 if pieces == 1 else -math.inf
            found = self._meanings.of(sequence)
            yield from found
            if typed and not found:
                yield self._meanings.of_escape()
                yield from self._meanings.of_text(sequence[1:])

    def _break_off(self, character: str) -> Iterator[Message]:
        """Begin again, since no sequence goes on with this."""
        yield from self._give_up()
        yield from self._between(character, 0)

    # Strings and pastes.

    def _skip_string(self, text: str, at: int) -> int:
        """Go on to the end of a string; where that is."""
        found = _ENDS_A_STRING.search(text, at)
        end = found.start() if found else len(text)
        if end > at:
            self._pieces = _BY_A_TERMINAL
        if not found:
            return end
        control = found.group()
        self._begin("")
        if control == ESCAPE:
            self._begin(ESCAPE, 1 if text == ESCAPE else _BY_A_TERMINAL)
            self._ends_string = True
        elif control in (_BELL, _STRING_TERMINATOR):
            pass
        else:
            # A key, or the next sequence: no answer of a terminal has one of these in it.
            return end
        return end + 1

    def _end_paste(self) -> Iterator[Message]:
        assert self._paste is not None
        text, self._paste = self._paste.text, None
        yield TooMuchPasted() if text is None else Paste(text)


class _Paste:
    """What is pasted, up to its end."""

    def __init__(self, begun: float) -> None:
        self._flowed = begun
        """When something came last that was no key."""
        self._parts: list[str] = []
        self._length = 0
        self._held = ""
        """What may be the beginning of the end."""
        self.ended = False

    def take(self, text: str, at: int) -> int:
        """Take a text from somewhere on; where the paste ends in it, or it does."""
        held, whole = len(self._held), self._held + text[at:]
        if found := _PASTE_ENDS.search(whole):
            self._add(whole[: found.start()])
            self._held, self.ended = "", True
            return at + found.end() - held
        beginnings = (end[:n] for end in _ENDS_OF_PASTES for n in range(len(end) - 1, 0, -1))
        self._held = next(filter(whole.endswith, beginnings), "")
        self._add(whole.removesuffix(self._held))
        return len(text)

    def _add(self, text: str) -> None:
        self._length += len(text)
        if self._length <= LONGEST_PASTE:
            self._parts.append(text)
        else:
            self._parts.clear()

    def is_over(self, text: str, gap: float, now: float) -> bool:
        """Whether its end was lost, and a text that comes some time after another is a key."""
        if len(text) > _A_KEY or gap < _TYPING_SECONDS:
            self._flowed = now
        if now - self._flowed < _QUIET_SECONDS or ESCAPE in text[1:]:
            return False
        whole = self._held + text
        ends = any(end.startswith(whole) or whole.startswith(end) for end in _ENDS_OF_PASTES)
        return not (self._held and ends)

    @property
    def text(self) -> str | None:
        """What was pasted; None where it was too much."""
        return None if self._length > LONGEST_PASTE else "".join(self._parts)
