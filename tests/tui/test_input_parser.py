"""What a terminal sends: keys are keys however they come, and what nobody asked for is nothing."""

import tracemalloc

import pytest
from textual import events
from textual.message import Message

from papers_tui.terminal.input_parser import (
    ESCAPE_SECONDS,
    LONGEST_PASTE,
    LONGEST_SEQUENCE,
    InputParser,
    TooMuchPasted,
    escape_seconds,
)

LONG_AGO = 5.0
"""Seconds after which nothing is waited for any more."""


def receive(*pieces: bytes, apart: float = 0.0, encoding: str = "utf-8") -> list[str]:
    """What pieces mean that come so many seconds after each other, and then nothing for long."""
    received = InputParser(encoding, mouse=True, escape_seconds=ESCAPE_SECONDS)
    now, heard = 100.0, list[Message]()
    for piece in pieces:
        if received.due is not None and received.due <= now:
            heard += received.pause(now)
        heard += received.feed(piece, now)
        now += apart
    heard += received.pause(now + LONG_AGO)
    assert received.due is None
    return list(map(named, heard))


def named(message: Message) -> str:
    """A key's name, a paste in quotes, or the kind of another message."""
    if isinstance(message, events.Key):
        return message.key
    return repr(message.text) if isinstance(message, events.Paste) else type(message).__name__


KEYS = {
    b"j": ["j"],
    "新j".encode(): ["新", "j"],
    b"\r": ["enter"],
    b"\n": ["ctrl+j"],
    b"\x1b[A": ["up"],
    b"\x1bOB": ["down"],
    b"\x1b[1;5C": ["ctrl+right"],
    b"\x1b[3~": ["delete"],
    b"\x1b[3$": ["shift+delete"],
    b"\x1b[15~": ["f5"],
    b"\x1b[[A": ["f1"],
    b"\x1b[Z": ["shift+tab"],
    b"\x1b[I\x1b[O": ["AppFocus", "AppBlur"],
    b"\x1b[<0;3;4M": ["MouseDown"],
    b"\x1bj": ["alt+j"],
    b"\x1b\x1b[A": ["escape", "up"],
    b"\x1b[200~ab\x1b[201~": ["'ab'"],
    "\x1b[200~新\r媒\x1b[201~".encode(): ["'新\\r媒'"],
}


@pytest.mark.parametrize("typed", KEYS, ids=repr)
def test_keys_come_whole_or_in_pieces_on_a_slow_line(typed: bytes) -> None:
    assert receive(typed) == KEYS[typed]
    if typed == b"\x1bj":
        return
    for seconds in (0.0, 0.01):
        assert receive(*map(bytes, zip(typed, strict=True)), apart=seconds) == KEYS[typed]
    for seconds in (0.08, 0.15, 0.3):
        for at in range(1, len(typed)):
            if typed[:at].endswith(b"\x1b\x1b"):
                continue
            assert receive(typed[:at], typed[at:], apart=seconds) == KEYS[typed], (at, seconds)


def test_a_key_may_come_byte_by_byte() -> None:
    for seconds in (0.08, 0.15, 0.3):
        for key, name in ((b"\x1b[A", "up"), (b"\x1bOB", "down"), (b"\x1b[3~", "delete")):
            assert receive(*map(bytes, zip(key, strict=True)), apart=seconds) == [name]


def test_escape_is_quick_on_a_line_that_parts_no_keys() -> None:
    received = InputParser("utf-8", mouse=False, escape_seconds=ESCAPE_SECONDS)
    for _ in range(100):
        assert list(map(named, received.feed(b"\x1b[A", 1.0))) == ["up"]
    assert not list(received.feed(b"\x1b", 2.0))
    assert received.due is not None and received.due < 2.0 + ESCAPE_SECONDS / 2
    # But not where it has parted one.
    heard = [*received.feed(b"[", 2.05), *received.feed(b"A\x1b", 2.06)]
    assert list(map(named, heard)) == ["up"]
    assert received.due == 2.06 + ESCAPE_SECONDS
    assert list(map(named, received.feed(b"[A", 2.4))) == ["up"]


def test_escdelay_says_how_long_an_escape_is_waited_for() -> None:
    assert escape_seconds({"ESCDELAY": "25"}) == 0.025
    for stated in ({}, {"ESCDELAY": ""}, {"ESCDELAY": "-1"}, {"ESCDELAY": "9" * 20}):
        assert escape_seconds(stated) == ESCAPE_SECONDS


def test_what_somebody_types_after_escape_is_keys() -> None:
    assert receive(b"\x1b") == ["escape"]
    assert receive(b"\x1b", b"j", apart=0.1) == ["escape", "j"]
    assert receive(b"\x1b", b"\r", apart=0.1) == ["escape", "enter"]
    for keys in (b"[j", b"[[", b"[3", b"]]", b"Pj", b"Oj", b"_j"):
        heard = receive(b"\x1b", *(bytes([one]) for one in keys), apart=0.2)
        names = {"[": "left_square_bracket", "]": "right_square_bracket", "_": "underscore"}
        if keys == b"Oj":
            # A keypad's asterisk.
            assert heard == ["asterisk"]
        elif keys == b"[3":
            assert heard == ["escape", "left_square_bracket", "3"]
        else:
            assert heard == ["escape", *(names.get(chr(one), chr(one)) for one in keys)]


ANSWERS = (
    b"\x1bP1$r2 q\x1b\\",
    b"\x1bP>|XTerm(379)\x1b\\",
    b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
    b"\x1b]11;rgb:1e1e/1e1e/2e2e\x07",
    b"\x1b]52;c;" + b"cXF0" * 5000 + b"\x1b\\",
    "\x1b]l新媒体 q\x1b\\".encode(),
    b"\x1b_Gi=1;OK\x1b\\",
    b"\x1b^private q\x1b\\",
    b"\x1bXstring q\x1b\\",
    b"\x1b[?62;4;6;22c",
    b"\x1b[>1;4000;29c",
    b"\x1b[?0u",
    b"\x1b[?997;1n",
    b"\x1b[0n",
    b"\x1b[24;80R",
    b"\x1b[1;1R",
    b"\x1b[8;24;80t",
    b"\x1b[48;2000000000;2000000000;1;1t",
    b"\x1b[?2048;1$y",
    b"\x1b[4;2$y",
    b"\x1b[?1;2;256S",
    b"\x1b[113A",
    b"\x1b[M qq",
    b"\x1b[99999999999u",
    b"\x1b[201~",
    b"\x1b[" + b"1" * 200_000 + b"q",
    b"\x1b[" + b"1;" * LONGEST_SEQUENCE + b"~",
)


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: repr(answer[:24]))
def test_an_answer_that_nobody_asked_for_is_nothing(answer: bytes) -> None:
    assert receive(answer + b"j") == ["j"]
    for seconds in (0.0, 0.1, 0.3):
        for at in (*range(2, min(len(answer), 20)), len(answer) - 1):
            assert receive(answer[:at], answer[at:], b"j", apart=seconds) == ["j"], at
    # With its escape parted from it only where the rest makes a sequence by itself.
    assert receive(answer[:1], answer[1:] + b"j", apart=0.1) == ["j"]


@pytest.mark.parametrize(
    "answer", [one for one in ANSWERS[:9] if one.isascii()], ids=lambda answer: repr(answer[:24])
)
def test_an_answer_in_eight_bits_is_nothing(answer: bytes) -> None:
    for seven, eight in ((b"P", 0x90), (b"]", 0x9D), (b"_", 0x9F), (b"^", 0x9E), (b"X", 0x98)):
        answer = answer.replace(b"\x1b" + seven, bytes([eight]))
    answer = answer.replace(b"\x1b\\", b"\x9c")
    assert receive(answer + b"j") == ["j"]
    as_text = bytes(answer).decode("latin-1").encode()
    assert receive(as_text + b"j") == ["j"]


def test_controls_in_eight_bits_are_read_as_in_seven() -> None:
    assert receive(b"\x9bA\x9b?62c\x9b200~q\x9b201~j") == ["up", "'q'", "j"]


@pytest.mark.parametrize("begun", [b"\x1b]11;rgb:", b"\x1bP1$r", b"\x1b[12;3", b"\x1b_", b"\x9b1"])
def test_an_answer_that_never_ends_holds_up_keys_for_a_moment_only(begun: bytes) -> None:
    assert receive(begun, b"j", apart=2.0) == ["j"]
    # These no answer has in it.
    assert receive(begun, b"\x03") == ["ctrl+c"]
    assert receive(begun, b"\r") == ["enter"]
    assert receive(begun, b"\x1b[A") == ["up"]


@pytest.mark.parametrize("pause", [0.5, 1.2, 5.0])
@pytest.mark.parametrize("end", [b"q\x1b\\", b"\xe4\xb8\xadq\x07", b"71q\x9c"])
@pytest.mark.parametrize("begun", [b"\x1bP1$r2 ", b"\x1b]11;rgb:", b"\x1b_G"])
def test_an_answer_that_stands_still_in_its_middle_is_nothing(
    begun: bytes, end: bytes, pause: float
) -> None:
    assert receive(begun, end + b"j", apart=pause) == ["j"]


def test_escapes_in_a_row_are_as_many_keys() -> None:
    assert receive(b"\x1b" * 5) == ["escape"] * 5


def test_a_paste_without_end_is_bounded_and_keys_work_again() -> None:
    received = InputParser("utf-8", mouse=False, escape_seconds=ESCAPE_SECONDS)
    tracemalloc.start()
    heard = list(received.feed(b"\x1b[200~", 1.0))
    for _ in range(400):
        heard += received.feed(b"x" * 50_000, 1.0)
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 1_000_000 and peak < 10_000_000
    assert not heard
    heard = [*received.feed(b"j", 10.0), *received.feed(b"k", 10.1)]
    assert list(map(named, heard)) == ["TooMuchPasted", "j", "k"]


def test_a_paste_of_the_longest_is_taken_and_a_longer_one_is_said_to_be_too_long() -> None:
    for length, kind in ((LONGEST_PASTE, events.Paste), (LONGEST_PASTE + 1, TooMuchPasted)):
        received = InputParser("utf-8", mouse=False, escape_seconds=ESCAPE_SECONDS)
        sent = b"\x1b[200~" + b"x" * length + b"\x1b[201~j"
        pieces = (sent[at : at + 4096] for at in range(0, len(sent), 4096))
        heard = [message for piece in pieces for message in received.feed(piece, 1.0)]
        assert isinstance(heard[0], kind) and list(map(named, heard[1:])) == ["j"]


def test_a_paste_that_stands_still_on_its_way_stays_one() -> None:
    long = b"q" * 100
    assert receive(b"\x1b[200~", long, long + b"\x1b[2", b"01~", apart=3.0) == [repr("q" * 200)]


def test_keys_work_again_soon_where_somebody_keeps_pressing_them_after_a_lost_end() -> None:
    for key, name in ((b"j", "j"), (b"\x1b", "escape"), (b"\x1b[A", "up")):
        heard = receive(b"\x1b[200~" + b"x" * 100, *[key] * 9, apart=0.6)
        assert heard[0].startswith("'xxx") and 6 <= heard.count(name) < 9


def test_a_paste_on_a_line_that_brings_byte_by_byte_is_one() -> None:
    text = "q" * 500
    pieces = (bytes([one]) for one in f"\x1b[200~{text}\x1b[201~".encode())
    assert receive(*pieces, apart=0.01) == [repr(text)]


def test_bytes_that_are_no_text_are_nothing() -> None:
    assert receive(b"\xff\xfe\xd6\xd0\xe4\xb8j") == ["j"]
    assert receive(b"\xe4\x9bj") == ["j"]
