"""Lines that drop, windows that close, and programs that are told to end."""

import fcntl
import os
import signal
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path

import pytest

from papers_store.library import BATCH_SIZE
from papers_store.marks.marks import Marks
from support.data.pages import write_pages
from support.drivers.browser import until
from support.drivers.concurrent_clients import imported, is_locked, write_revised
from support.drivers.program import PROGRAM, environment
from support.drivers.sshd import Sshd
from support.drivers.terminal import Terminal, is_given_back
from support.drivers.tmux import OpenTmux
from support.drivers.web_server import all_gone, serving
from support.fakes import hanging_program
from support.processes import gone, members, session_of, state_of, wait_until
from trust.conftest import Much, Tried

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def thirty(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A library of thirty articles."""
    folder = tmp_path_factory.mktemp("dropped")
    imported(folder / "library", write_pages(folder / "pages", 30), environment(folder))
    return str(folder / "library")


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    """Where the reader's marks are."""
    return tmp_path / "reader.json"


@pytest.fixture
def env(marks: Path) -> dict[str, str]:
    return {"LC_ALL": "C.UTF-8", "PAPERS_READER": str(marks), "TMPDIR": str(marks.parent)}


def read_to_the_third(window: Terminal) -> None:
    """Open the third article and go on to its second section."""
    window.wait_for("本文是第1号论文的摘要")
    window.press("jj\r\r")
    window.wait_for(lambda shown: ">3" in shown.text and "本文是第3号论文的摘要" in shown.text)
    window.press("g]]")
    window.wait_for(lambda shown: ">二 第3号之二节" in shown.text)


def assert_kept(marks: Path) -> None:
    """The next session opens the article that was read last, where it was left."""
    kept = Marks(marks)
    assert kept.session.article is not None
    place = kept.of(kept.session.article).place
    assert place is not None and place.block > 3


def assert_ended(ended: Callable[[], bool], slowest: list[float]) -> None:
    """Something ends, and soon; how soon is noted."""
    slowest.append(wait_until(ended))


def assert_soon(slowest: list[float]) -> None:
    """Most ended within a second; a machine that does other things may take longer once."""
    assert sorted(slowest)[len(slowest) // 2] < 1.0, slowest


# The app.

ENDINGS: dict[str, Callable[[Terminal], None]] = {
    "SIGHUP": lambda window: os.kill(window.child.pid, signal.SIGHUP),
    "SIGTERM": lambda window: os.kill(window.child.pid, signal.SIGTERM),
    "SIGINT": lambda window: os.kill(window.child.pid, signal.SIGINT),
    "ctrl-c": lambda window: window.press("\x03"),
    "closed": Terminal.hang_up,
}
CODES = {"SIGHUP": 129, "SIGTERM": 143}


@pytest.mark.parametrize("how", ENDINGS)
def test_the_app_ends_soon_keeps_the_place_and_gives_the_terminal_back(
    how: str, thirty: str, marks: Path, env: dict[str, str], much: Much, tried: Tried
) -> None:
    seconds: list[float] = []
    times = much(1, 6)
    for nth in range(times):
        with Terminal([PROGRAM, "--library", thirty, "--mouse"], columns=120, rows=30, env=env) as (
            window
        ):
            read_to_the_third(window)
            if nth % 2:
                # A search is under way, of the slowest kind.
                window.press("1/" + "xinmeiti" * 4)
            ENDINGS[how](window)
            pid = window.child.pid
            if how != "closed":
                assert window.wait_for_end() == CODES.get(how, 0)
                assert is_given_back(window.received)
                assert "Traceback" not in window.text
            assert_ended(lambda: gone(pid), seconds)  # noqa: B023
        assert_kept(marks)
        marks.unlink()
        assert not is_locked(Path(thirty))
        assert Path(f"{marks}.lock").stat().st_size == 0
    assert_soon(seconds)
    tried("sessions of the app ended", times)


@pytest.mark.parametrize("how", ["SIGTERM", "SIGHUP", "closed"])
def test_the_app_ends_though_nobody_takes_what_it_paints(
    how: str, thirty: str, marks: Path, env: dict[str, str], much: Much, tried: Tried
) -> None:
    if how != "SIGTERM" and not much(0, 1):
        pytest.skip("in the full set")
    seconds: list[float] = []
    times = much(1, 5)
    for _ in range(times):
        with Terminal([PROGRAM, "--library", thirty], columns=200, rows=50, env=env) as window:
            read_to_the_third(window)
            # More frames than fit between a program and a terminal that stands still.
            for _ in range(60):
                window.press("1z2z3z")
            wait_until(looks_stuck(window))
            ENDINGS[how](window)
            pid = window.child.pid
            assert_ended(lambda: gone(pid) or not window.child.isalive(), seconds)  # noqa: B023
        assert_kept(marks)
        marks.unlink()
    assert_soon(seconds)
    tried("sessions ended while their terminal stood still", times)


def looks_stuck(window: Terminal) -> Callable[[], bool]:
    """Whether a program has done nothing for a while, with its terminal full of what it sent."""
    looks: list[tuple[int, str]] = []

    def look() -> bool:
        unread = fcntl.ioctl(window.child.child_fd, termios.FIONREAD, bytes(4))
        used = Path(f"/proc/{window.child.pid}/stat").read_text().split()[13:15]
        looks.append((int.from_bytes(unread, sys.byteorder), " ".join(used)))
        return len(looks) > 50 and len(set(looks[-50:])) == 1 and looks[-1][0] > 4_000

    return look


HANGING = [sys.executable, str(Path(hanging_program.__file__))]
IN_THE_SHORT_SET_OF_HANGING = (
    ("computes", "closed"),
    ("matches", "SIGHUP"),
    ("counts in C", "SIGTERM"),
)


@pytest.mark.parametrize("how", ["SIGHUP", "SIGTERM", "SIGINT", "closed"])
@pytest.mark.parametrize("way", hanging_program.WAYS)
def test_the_app_ends_soon_and_keeps_the_place_whatever_it_is_at(
    way: str, how: str, thirty: str, marks: Path, env: dict[str, str], much: Much, tried: Tried
) -> None:
    if not much(0, 1) and (way, how) not in IN_THE_SHORT_SET_OF_HANGING:
        pytest.skip("in the full set")
    seconds: list[float] = []
    times = much(1, 3)
    for _ in range(times):
        command = [*HANGING, way, "--library", thirty, "--mouse"]
        with Terminal(command, columns=120, rows=30, env=env) as window:
            read_to_the_third(window)
            window.press("s")
            # It paints no more, and takes no key.
            window.press("\x1a")
            window.settle()
            ENDINGS[how](window)
            pid = window.child.pid
            if how == "closed":
                assert_ended(lambda: gone(pid), seconds)  # noqa: B023
            else:
                assert_ended(lambda: not (window.read(0.01) or window.child.isalive()), seconds)
                assert window.wait_for_end() == CODES.get(how, 0)
                assert is_given_back(window.received)
                assert "Traceback" not in window.text
        assert_kept(marks)
        marks.unlink()
    assert_soon(seconds)
    tried("sessions ended while the app did not come to it", times)


@pytest.mark.parametrize("received", [1, 30, 200, 2000])
def test_a_start_that_is_interrupted_gives_the_terminal_back(
    received: int, thirty: str, env: dict[str, str], tried: Tried
) -> None:
    with Terminal([PROGRAM, "--library", thirty], columns=120, rows=30, env=env) as window:
        window.wait_for(lambda shown: len(shown.received) >= received)
        os.kill(window.child.pid, signal.SIGTERM)
        assert window.wait_for_end() == 143
        assert is_given_back(window.received)
        assert "Traceback" not in window.text
    tried("sessions of the app ended", 1)


def test_the_app_ends_with_its_window_in_tmux(
    tmux: OpenTmux, thirty: str, marks: Path, tried: Tried
) -> None:
    command = [PROGRAM, "--library", thirty]
    with tmux(command, columns=120, rows=30, PAPERS_READER=str(marks)) as window:
        window.wait_for("本文是第1号论文的摘要")
        window.press("j", "j", "Enter", "Enter")
        window.wait_for(lambda text: ">3" in text and "本文是第3号论文的摘要" in text)
        window.press("g", "]", "]")
        window.wait_for(">二 第3号之二节")
        (pid,) = window.close()
        wait_until(lambda: session_of(pid) is None)
    assert_kept(marks)
    tried("windows and lines closed under the app", 1)


def test_the_app_ends_with_its_ssh(
    sshd: Sshd, thirty: str, marks: Path, env: dict[str, str], much: Much, tried: Tried
) -> None:
    times = much(1, 5)
    pids = marks.with_name("pid")
    seconds: list[float] = []
    remote = f"echo $$ >{pids}; exec env PAPERS_READER={marks} LC_ALL=C.UTF-8"
    for _ in range(times):
        line = sshd.command(f"{remote} {PROGRAM} --library {thirty}")
        with Terminal(line, columns=120, rows=30, env=env) as window:
            read_to_the_third(window)
            os.kill(window.child.pid, signal.SIGKILL)
            pid = int(pids.read_text())
            assert_ended(lambda: session_of(pid) is None, seconds)  # noqa: B023
        assert_kept(marks)
        marks.unlink()
    assert_soon(seconds)
    tried("windows and lines closed under the app", times)


def test_an_app_that_sleeps_ends_with_its_window(
    thirty: str, marks: Path, env: dict[str, str], tried: Tried
) -> None:
    with Terminal([PROGRAM, "--library", thirty], columns=120, rows=30, env=env) as window:
        read_to_the_third(window)
        window.press("\x1a")
        wait_until(lambda: state_of(window.child.pid) == "T")
        window.settle(0.1)
        assert is_given_back(window.received)
        pid = window.child.pid
        window.hang_up()
        wait_until(lambda: gone(pid))
    assert_kept(marks)
    tried("windows and lines closed under the app", 1)


@pytest.mark.parametrize("how", ["SIGTERM", "closed"])
def test_an_app_ends_with_the_editor_that_it_has_opened(
    how: str, thirty: str, marks: Path, env: dict[str, str], tried: Tried
) -> None:
    waits = marks.with_name("editor")
    waits.write_text("#!/bin/sh\necho edited by hand\nexec cat\n")
    waits.chmod(0o755)
    env = {**env, "VISUAL": str(waits)}
    with Terminal([PROGRAM, "--library", thirty], columns=120, rows=30, env=env) as window:
        read_to_the_third(window)
        window.press("m")
        window.wait_for("edited by hand")
        ENDINGS[how](window)
        pid = window.child.pid
        if how != "closed":
            assert window.wait_for_end() == CODES[how]
            assert is_given_back(window.received)
            assert "Traceback" not in window.text
        wait_until(lambda: gone(pid))
    assert_kept(marks)
    assert not list(marks.parent.glob("papers-tui-*"))
    tried("sessions of the app ended", 1)


# Commands.


def is_made(library: Path, _: int) -> bool:
    """Whether a library is just being made."""
    return (library / "lock").exists() and is_locked(library)


def is_read(_: Path, session: int) -> bool:
    """Whether pages are being read, by processes of their own."""
    return len(members(session)) > 2


def is_written(library: Path, session: int) -> bool:
    """Whether articles are being written, and more pages read."""
    return is_read(library, session) and is_made(library, session)


MOMENTS = {"made": is_made, "read": is_read, "written": is_written}
IN_THE_SHORT_SET = (("import", "SIGTERM", "read"), ("watch", "closed", "made"))


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("command", ["import", "watch"])
@pytest.mark.parametrize("how", ENDINGS)
def test_an_import_that_is_ended_leaves_no_process_and_no_lock(
    command: str, how: str, moment: str, tmp_path: Path, much: Much, tried: Tried
) -> None:
    if not much(0, 1) and (command, how, moment) not in IN_THE_SHORT_SET:
        pytest.skip("in the full set")
    env = environment(tmp_path)
    library = tmp_path / "library"
    pages = write_revised(tmp_path / "pages", range(1, BATCH_SIZE + 200), 0)
    with Terminal([PROGRAM, command, str(pages)], columns=120, rows=30, env=env) as window:
        pid = window.child.pid
        wait_until(lambda: MOMENTS[moment](library, pid), within=60)
        ENDINGS[how](window)
        if how != "closed":
            code = window.wait_for_end()
            assert code == CODES.get(how, 0 if command == "watch" else 130)
            assert is_given_back(window.received)
            assert "Traceback" not in window.text
        wait_until(lambda: gone(pid))
    assert not is_locked(library)
    said = imported(library, pages, env)
    assert "refused 0" in said
    tried("imports ended in their middle", 1)


def test_an_import_under_nohup_goes_on(tmp_path: Path, tried: Tried) -> None:
    env = environment(tmp_path)
    pages = write_revised(tmp_path / "pages", range(1, BATCH_SIZE), 0)
    with subprocess.Popen(
        ["nohup", PROGRAM, "import", str(pages)],
        env=env,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as importing:
        wait_until(lambda: is_read(tmp_path, importing.pid), within=60)
        for pid in members(importing.pid):
            os.kill(pid, signal.SIGHUP)
        said, _ = importing.communicate()
    assert importing.returncode == 0
    assert f"added {BATCH_SIZE - 1}, updated 0, unchanged 0, refused 0" in said
    tried("imports that went on when their line dropped", 1)


def test_a_demo_that_is_ended_before_it_shows_leaves_no_folder(
    tmp_path: Path, tried: Tried
) -> None:
    env = {"LC_ALL": "C.UTF-8", "TMPDIR": str(tmp_path), "HOME": str(tmp_path)}
    with Terminal([PROGRAM, "demo"], columns=120, rows=30, env=env) as window:
        wait_until(lambda: bool(list(tmp_path.glob("papers-tui-*"))))
        os.kill(window.child.pid, signal.SIGTERM)
        assert window.wait_for_end() == 143
        assert "Traceback" not in window.text
    assert not list(tmp_path.glob("papers-tui-*"))
    tried("sessions of the app ended", 1)


async def test_the_apps_of_a_server_that_is_killed_end(
    thirty: str, tmp_path: Path, tried: Tried
) -> None:
    with serving(thirty, tmp_path) as server:
        async with server.visitor() as http, server.page(http, seen="第1号论文的摘要"):
            apps = server.apps
            server.process.kill()
            server.process.wait()
    await until(lambda: all_gone(apps), lambda: f"still running: {apps}")
    assert Marks(tmp_path / "reader.json").session.article is not None
    tried("windows and lines closed under the app", 1)
