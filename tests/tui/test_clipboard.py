"""Text on its way to the clipboard of the machine a person sits at."""

import re
from base64 import b64decode

import pytest
from textual.app import App

from papers_tui.terminal.clipboard import MOST, clipboard_sequence, copy

TMUX = {"TMUX": "/tmp/tmux-0/default,1,0"}
SCREEN = {"STY": "1.tty.host"}


def test_a_text_is_one_sequence_ended_by_st() -> None:
    assert clipboard_sequence("中文", {}) == "\x1b]52;c;5Lit5paH\x1b\\"
    assert clipboard_sequence("", {}) == "\x1b]52;c;\x1b\\"


def test_inside_tmux_it_goes_to_tmux_and_through_it() -> None:
    assert clipboard_sequence("中文", TMUX) == (
        "\x1b]52;c;5Lit5paH\x1b\\\x1bPtmux;\x1b\x1b]52;c;5Lit5paH\x1b\x1b\\\x1b\\"
    )


def test_tmux_inside_screen_is_spoken_to_as_tmux() -> None:
    assert clipboard_sequence("x", TMUX | SCREEN) == clipboard_sequence("x", TMUX)


def test_inside_screen_a_short_text_is_three_strings() -> None:
    assert clipboard_sequence("中文", SCREEN) == (
        "\x1bP\x1b]52;c;5Lit5paH\x1b\\\x1bP\x1b\x1b\\\x1bP\\\x1b\\"
    )


def test_inside_screen_no_string_is_longer_than_it_takes() -> None:
    text = "字里行间有文章，" * 500
    sent = clipboard_sequence(text, SCREEN)
    assert sent is not None
    # As screen reads them: from ESC P to ESC backslash, where ESC ESC is an ESC.
    strings = re.findall(r"\x1bP((?:\x1b(?!\\)|[^\x1b])*)\x1b\\", sent)
    assert max(map(len, strings)) <= 256
    assert "".join(strings) == clipboard_sequence(text, {})


def test_variables_that_are_empty_are_as_if_they_were_not_there() -> None:
    assert clipboard_sequence("x", {"TMUX": "", "STY": ""}) == clipboard_sequence("x", {})


def test_what_is_too_long_for_terminals_is_not_sent() -> None:
    longest = "x" * (MOST // 4 * 3)
    sent = clipboard_sequence(longest, {})
    assert sent is not None
    assert b64decode(sent.removeprefix("\x1b]52;c;").removesuffix("\x1b\\")).decode() == longest
    assert clipboard_sequence(longest + "x", {}) is None


def test_what_would_steer_whoever_it_is_pasted_into_is_not_copied() -> None:
    sent = clipboard_sequence("a\ud800\x1b[31m\x9b\u202e\n\tb", {})
    assert sent is not None
    copied = b64decode(sent.removeprefix("\x1b]52;c;").removesuffix("\x1b\\")).decode()
    assert copied == "a  [31m  \n\tb"


async def test_the_running_app_writes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.delenv("STY", raising=False)
    app = App[None]()
    written: list[str] = []
    assert not copy(app, "中文")
    async with app.run_test():
        assert app._driver is not None
        monkeypatch.setattr(app._driver, "write", written.append)
        assert copy(app, "中文")
        assert not copy(app, "x" * MOST)
    assert written[0] == "\x1b]52;c;5Lit5paH\x1b\\"
    assert len([one for one in written if "]52;" in one]) == 1


async def test_in_a_browser_the_multiplexer_of_the_server_does_not_matter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TMUX", TMUX["TMUX"])
    app = App[None]()
    written: list[str] = []
    async with app.run_test():
        assert app._driver is not None
        monkeypatch.setattr(app._driver, "write", written.append)
        monkeypatch.setattr(type(app._driver), "is_web", True)
        assert copy(app, "中文")
    assert "\x1b]52;c;5Lit5paH\x1b\\" in written
    assert not [one for one in written if "Ptmux" in one]
