"""What a terminal never sends, and what it may: bytes for whoever reads from one."""

from collections.abc import Callable, Sequence
from random import Random

_ENDS_THE_APP = b"q\x03\x11"
"""Keys that end the app: q, ctrl-c, ctrl-q."""

_OPENS_COMMANDS = b":\x10"
"""Among the commands there is one that ends it."""

KEYS = bytes(byte for byte in range(128) if byte not in _ENDS_THE_APP + _OPENS_COMMANDS + b"\x1b")

_FINALS = bytes(range(0x40, 0x7F))
_PARAMETERS = bytes(range(0x30, 0x40))
_NUMBERS = ("", "0", "1", "5", "48", "200", "201", "2026", "2048", "65535", "2000000000", "9" * 300)
_TEXTS = ("新媒体", "q", "王五", "\u200b", "\U0001f468\u200d", "e\u0301", "\x00", "\t", "\r\n", "﷽")
_STRINGS = b"PX]^_"
_NAMED = (b"[A", b"[B", b"OA", b"[5~", b"[6~", b"[Z", b"[3~", b"[I", b"[O", b"[1;5C", b"[15~")


class Gibberish:
    """Pieces that a terminal may send at once, in an order that a seed gives."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._kinds: Sequence[Callable[[], bytes]] = (
            self._keys,
            self._keys,
            self._named,
            self._control,
            self._control,
            self._string,
            self._paste,
            self._mouse,
            self._cut,
            self._bytes,
            self._eight_bits,
            self._text,
            self._flood,
        )

    def pieces(self, count: int) -> list[bytes]:
        """So many pieces."""
        return [self._random.choice(self._kinds)() for _ in range(count)]

    def _of(self, alphabet: bytes, most: int) -> bytes:
        return bytes(self._random.choices(alphabet, k=self._random.randrange(most)))

    def _keys(self) -> bytes:
        return self._of(KEYS, 12)

    def _named(self) -> bytes:
        return b"\x1b" + self._random.choice(_NAMED)

    def _control(self) -> bytes:
        """A control sequence of any parameters: no key, for a key has no such numbers."""
        if self._random.random() < 0.3:
            return b"\x1b[?" + self._of(_PARAMETERS, 9) + bytes([self._random.choice(_FINALS)])
        numbers = self._random.choices(_NUMBERS, k=self._random.randrange(1, 6))
        return b"\x1b[" + ";".join(numbers).encode() + bytes([self._random.choice(b"tRncxyhlpq")])

    def _string(self) -> bytes:
        begin = b"\x1b" + bytes([self._random.choice(_STRINGS)])
        return (
            begin + self._of(bytes(range(32, 127)), 300) + self._random.choice((b"\x1b\\", b"\x07"))
        )

    def _paste(self) -> bytes:
        text = "".join(self._random.choices(_TEXTS, k=self._random.randrange(200)))
        return b"\x1b[200~" + text.encode() * self._random.choice((1, 1, 1, 500)) + b"\x1b[201~"

    def _mouse(self) -> bytes:
        at = ";".join(self._random.choices(_NUMBERS[1:], k=3)).encode()
        return b"\x1b[<" + at + self._random.choice((b"M", b"m"))

    def _cut(self) -> bytes:
        """The first part of something."""
        whole = self._random.choice((self._named, self._control, self._string, self._paste))()
        return whole[: self._random.randrange(1, len(whole) + 1)]

    def _bytes(self) -> bytes:
        return self._of(bytes(set(range(256)) - set(_ENDS_THE_APP + _OPENS_COMMANDS)), 60)

    def _eight_bits(self) -> bytes:
        return bytes([self._random.randrange(0x80, 0xA0)]) + self._of(_PARAMETERS, 6) + b"t"

    def _text(self) -> bytes:
        text = "".join(self._random.choices(_TEXTS, k=8))
        encoded = text.encode(self._random.choice(("utf-8", "utf-8", "gb18030", "utf-16")))
        return encoded.translate(None, _ENDS_THE_APP + _OPENS_COMMANDS)

    def _flood(self) -> bytes:
        kind = self._random.choice((self._control, self._keys, self._cut, self._named))
        return kind() * self._random.choice((10, 1000))
