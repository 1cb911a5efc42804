"""Terminals of all kinds: the app works there, or says in one sentence why it does not."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from support.data.pages import write_pages
from support.drivers.concurrent_clients import imported
from support.drivers.program import PROGRAM, environment
from support.drivers.terminal import Terminal, is_given_back
from trust.conftest import Much, Tried

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The app on thirty articles."""
    folder = tmp_path_factory.mktemp("terminals")
    imported(folder / "library", write_pages(folder / "pages", 30), environment(folder))
    return [PROGRAM, "--library", str(folder / "library")]


def without(*names: str) -> list[str]:
    """Starts a program that does not get these variables."""
    return ["env", *(part for name in names for part in ("-u", name))]


@pytest.mark.parametrize("term", ["linux", "vt100", "screen", "tmux", "xterm", "unheard-of", None])
def test_the_app_is_read_on_any_terminal_that_can_be_drawn_on(
    command: list[str], term: str | None, tried: Tried
) -> None:
    env = {"LC_ALL": "C.UTF-8"} | ({"TERM": term} if term else {})
    start = [] if term else without("TERM", "COLORTERM")
    with Terminal([*start, *command], columns=100, rows=30, env=env) as window:
        window.wait_for("本文是第1号论文的摘要")
        window.press("j\r")
        window.wait_for("本文是第2号论文的摘要")
        window.press("q")
        assert window.wait_for_end() == 0
        assert is_given_back(window.received)
    tried("terminals, sizes and encodings tried", 1)


def assert_refused(window: Terminal, reason: str) -> None:
    """The program says in one sentence why it does not open the app."""
    assert window.wait_for_end() == 2
    said = window.received.decode()
    assert reason in said and said.count("\n") == 1
    assert "\x1b" not in said


def test_a_dumb_terminal_is_told_what_else_there_is(command: list[str], tried: Tried) -> None:
    with Terminal(command, columns=80, rows=24, env={"TERM": "dumb"}) as window:
        assert_refused(window, "papers-tui list")
    tried("terminals, sizes and encodings tried", 1)


def test_a_terminal_without_chinese_is_told_how_it_gets_it(
    command: list[str], tried: Tried
) -> None:
    env = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    with Terminal(command, columns=120, rows=24, env=env) as window:
        assert_refused(window, "C.UTF-8")
    tried("terminals, sizes and encodings tried", 1)


@pytest.mark.parametrize(("columns", "rows"), [(20, 5), (300, 100), (1, 1)])
def test_a_window_of_any_size_is_read_and_left(
    command: list[str], columns: int, rows: int, tried: Tried
) -> None:
    with Terminal(command, columns=columns, rows=rows, env={"LC_ALL": "C.UTF-8"}) as window:
        if columns > 1:
            window.wait_for("第1号论文")
            window.press("\r\r")
            window.wait_for("第1号论文")
        else:
            window.wait_for(lambda shown: b"\x1b[?2004h" in shown.received)
        window.resize(100, 30)
        window.wait_for("第1号论文")
        window.press("q")
        assert window.wait_for_end() == 0
        assert is_given_back(window.received)
    tried("terminals, sizes and encodings tried", 1)


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"LANG": "C"}, {"LC_ALL": "POSIX"}, {}], ids=str
)
def test_without_a_locale_chinese_is_read_and_typed(
    command: list[str], locale: dict[str, str], tried: Tried
) -> None:
    assert_spoken(command, locale, "utf-8")
    tried("terminals, sizes and encodings tried", 1)


@pytest.mark.parametrize("made", [False, True], ids=["no such locale", "locale"])
def test_a_terminal_in_gb18030_is_spoken_to_in_it(
    command: list[str], made: bool, tmp_path: Path, much: Much, tried: Tried
) -> None:
    locale = {"LANG": "zh_CN.GB18030"}
    if made:
        if not much(0, 1):
            pytest.skip("in the full set: to make a locale takes a while")
        if shutil.which("localedef") is None or not Path("/usr/share/i18n/charmaps").exists():
            pytest.skip("what makes locales is not installed")
        making = ["localedef", "-i", "zh_CN", "-f", "GB18030", str(tmp_path / "zh_CN.GB18030")]
        subprocess.run(making, check=True, capture_output=True)
        locale["LOCPATH"] = str(tmp_path)
    assert_spoken(command, locale, "gb18030")
    tried("terminals, sizes and encodings tried", 1)


def assert_spoken(command: list[str], locale: dict[str, str], encoding: str) -> None:
    """The app and a command print Chinese in an encoding, and the app takes what is typed in it."""
    start = [*without("LC_ALL", "LC_CTYPE", "LANG"), *(f"{k}={v}" for k, v in locale.items())]
    start += ["LANGUAGE=en"]
    with Terminal([*start, *command], columns=100, rows=30) as window:

        def shows(text: str) -> None:
            window.wait_for(lambda shown: text in shown.received.decode(encoding, "replace"))

        shows("本文是第1号论文的摘要")
        window.press("/")
        window.press("第29号".encode(encoding))
        shows("1 of 30")
        window.press("\x03")
        assert window.wait_for_end() == 0
        assert "Traceback" not in window.text
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}
    listed = subprocess.run(
        [*command, "list"], env=environ | locale, capture_output=True, check=True
    )
    assert "第29号论文：终端阅读研究" in listed.stdout.decode(encoding)
    assert listed.stderr == b""


@pytest.mark.parametrize(
    ("locale", "encoding"),
    [("zh_CN.GBK", "gbk"), ("zh_CN.GB2312", "gbk"), ("zh_HK.Big5-HKSCS", "big5hkscs")],
)
def test_the_screen_itself_has_no_question_mark_where_an_encoding_lacks_its_lines(
    command: list[str], locale: str, encoding: str, tried: Tried
) -> None:
    start = [*without("LC_ALL", "LC_CTYPE"), f"LANG={locale}", "LANGUAGE=en"]
    with Terminal([*start, *command], columns=100, rows=30) as window:

        def shows(text: str) -> None:
            window.wait_for(lambda shown: text in shown.received.decode(encoding, "replace"))

        shows("----")
        window.press("o")
        shows("year v")
        window.press("f")
        shows("===")
        window.press("\x03")
        assert window.wait_for_end() == 0
        said = window.received.decode(encoding, "replace")
    # The only one is the key of help, but for articles whose characters Big5 lacks.
    assert "? help" in said and ("??" not in said or encoding != "gbk")
    tried("terminals, sizes and encodings tried", 1)


def test_bytes_that_are_no_text_are_no_keys(command: list[str], tried: Tried) -> None:
    with Terminal(command, columns=100, rows=30, env={"LC_ALL": "C.UTF-8"}) as window:
        window.wait_for("本文是第1号论文的摘要")
        window.press(b"\xff\xfe\xd6\xd0\xe4\xb8")
        # Half a character that never goes on, and then a key.
        window.press("j\r")
        window.wait_for("本文是第2号论文的摘要")
        window.press("q")
        assert window.wait_for_end() == 0
        assert "Traceback" not in window.text
    tried("terminals, sizes and encodings tried", 1)
