"""Strangers at the door: whoever is let into the reading room reads, and does nothing else.

The host is set up by the lines of docs/ssh-kiosk.md, and tried from outside by OpenSSH's own
clients.
"""

import json
import os
import re
import select
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from papers_store.marks.session_marks import SessionMarks
from papers_tui.access import KIOSK, OWN_ACCOUNT
from papers_tui.terminal.session_limits import DATA, MEMORY, PROCESSOR_SECONDS
from support.attacks import kiosk_attacker
from support.attacks.byte_sender import ByteSender
from support.attacks.kiosk_attacker import HERE
from support.data.pages import page
from support.docs import block
from support.drivers.app import open_app
from support.drivers.every_key import press_everywhere
from support.drivers.kiosk_host import PAGE, KioskHost, cannot
from support.drivers.sandbox_recorder import what_leaves
from support.drivers.sshd import free_port
from support.drivers.terminal import Terminal
from support.fakes.memory_library import MemoryLibrary, article
from support.processes import memory_of, session_of, wait_until
from trust.conftest import Much, Tried

pytestmark = pytest.mark.slow

WANTS_A_TERMINAL = "papers-tui: this is a kiosk, and needs a terminal: ssh -t"
OUT = "ways out tried"


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskHost]:
    """The host of docs/ssh-kiosk.md."""
    yield from _opened(tmp_path_factory, careless=False)


@pytest.fixture(scope="module")
def careless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskHost]:
    """The same where the administrator lets in every variable that a stranger sends."""
    yield from _opened(tmp_path_factory, careless=True)


def _opened(factory: pytest.TempPathFactory, *, careless: bool) -> Iterator[KioskHost]:
    if reason := cannot():
        pytest.skip(reason)
    with KioskHost(factory.mktemp("host"), careless=careless) as host:
        for name, text in kiosk_attacker.TRAPS.items():
            trap = host.root / kiosk_attacker.TRAP[1:] / name
            trap.parent.mkdir(parents=True, exist_ok=True)
            trap.write_text(text)
            trap.chmod(0o755)
        yield host


@contextmanager
def within(
    host: KioskHost, *words: str, who: str = "li", seen: str = "号论文", **environ: str
) -> Iterator[Terminal]:
    """Somebody in the reading room, until it has let go of them."""
    command = host.client("-tt", *words, who=who)
    with Terminal(command, columns=100, rows=30, env=environ) as terminal:
        terminal.wait_for(seen, within=60)
        yield terminal
    host.wait_until(host.is_left, "somebody is still in the host")


@contextmanager
def nothing_written(host: KioskHost, *, but: str = "") -> Iterator[None]:
    """Nothing on the host is another afterwards, but files of a form."""
    before = host.files()
    yield
    host.wait_until(host.is_left, "somebody is still in the host")
    after = host.files()
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert not {name for name in changed if not (but and re.fullmatch(but, name))}


MARKS = r"var/lib/papers-tui/SHA256-[\w-]+\.json(\.lock)?"


# What comes with a connection.


def test_a_command_opens_no_shell_and_runs_nothing(
    host: KioskHost, much: Much, tried: Tried
) -> None:
    commands = kiosk_attacker.COMMANDS[: much(8, len(kiosk_attacker.COMMANDS))]
    with nothing_written(host):
        for command in commands:
            found = host.run(host.client(HERE, command))
            assert (found.returncode, found.stdout) == (2, ""), command
            assert found.stderr.splitlines()[-1] == WANTS_A_TERMINAL
    tried(OUT, len(commands))


def test_a_command_on_a_terminal_opens_the_reading_room(
    host: KioskHost, much: Much, tried: Tried
) -> None:
    commands = kiosk_attacker.COMMANDS[1 : much(2, len(kiosk_attacker.COMMANDS))]
    with nothing_written(host, but=MARKS):
        for command in commands:
            with within(host, HERE, command) as terminal:
                terminal.press("q")
                assert terminal.wait_for_end() == 0
    tried(OUT, len(commands))


def test_no_file_is_copied_in_or_out(host: KioskHost, tmp_path: Path, tried: Tried) -> None:
    (tmp_path / "in").write_text("from outside")
    theirs, ours, there = str(tmp_path / "in"), str(tmp_path / "out"), f"{HERE}:/tmp/sprung"
    copies = [
        host.client(theirs, there, program="scp"),
        host.client("-O", theirs, there, program="scp"),
        host.client(f"{HERE}:/etc/passwd", ours, program="scp"),
        host.client("-O", f"{HERE}:/etc/passwd", ours, program="scp"),
        host.client("-r", f"{HERE}:/srv/papers", ours, program="scp"),
        host.client(f"{HERE}:/etc/passwd", ours, program="sftp"),
        host.client("-s", "/bin/sh", f"{HERE}:/etc/passwd", ours, program="sftp"),
        host.client("-s", HERE, "sftp"),
        host.client("-s", HERE, "netconf"),
    ]
    with nothing_written(host):
        for copy in copies:
            found = host.run(copy)
            assert found.returncode != 0 and not found.stdout, copy
            assert not Path(ours).exists()
    tried(OUT, len(copies))


# Lines to elsewhere.


@pytest.fixture
def inner() -> Iterator[socket.socket]:
    """Something on the host that only those can reach who are on it."""
    with socket.create_server((HERE, 0)) as server:
        yield server


def _reached(server: socket.socket) -> bool:
    return bool(select.select([server], [], [], 0)[0])


@contextmanager
def _forwarding(host: KioskHost, kind: str, line: str, port: int) -> Iterator[socket.socket]:
    """The near end of a line that a client was told to lay."""
    command = host.client("-N", kind, line, HERE)
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as client:

        def connects() -> bool:
            with socket.socket() as near:
                return near.connect_ex((HERE, port)) == 0

        try:
            host.wait_until(connects, "the client does not listen")
            with socket.create_connection((HERE, port), timeout=30) as near:
                yield near
        finally:
            # Asked to end, it would wait for lines that were never laid.
            client.kill()


def test_no_line_leads_to_what_the_host_can_reach(
    host: KioskHost, inner: socket.socket, tried: Tried
) -> None:
    behind = inner.getsockname()[1]
    port = free_port()
    with _forwarding(host, "-L", f"{port}:{HERE}:{behind}", port) as near:
        assert near.recv(1) == b""
    port = free_port()
    with _forwarding(host, "-D", str(port), port) as near:
        near.sendall(b"\x05\x01\x00")
        assert near.recv(2) == b"\x05\x00"
        near.sendall(b"\x05\x01\x00\x01\x7f\x00\x00\x01" + behind.to_bytes(2))
        # Either no answer, or one that does not grant it.
        assert near.recv(2)[1:] != b"\x00"
    found = host.run(host.client("-W", f"{HERE}:{behind}", HERE))
    assert found.returncode != 0 and "prohibited" in found.stderr
    assert not _reached(inner)
    tried(OUT, 3)


def test_no_line_leads_into_the_host(host: KioskHost, inner: socket.socket, tried: Tried) -> None:
    behind = inner.getsockname()[1]
    port = free_port()
    lines = (f"{port}:{HERE}:{behind}", f"0.0.0.0:{port}:{HERE}:{behind}", f"/tmp/sprung:{HERE}:1")
    for line in lines:
        strict = ("-o", "ExitOnForwardFailure=yes", "-N", "-R", line)
        found = host.run(host.client(*strict, HERE))
        assert found.returncode != 0 and "forwarding failed" in found.stderr
    assert not (host.root / "tmp/sprung").exists()
    tried(OUT, len(lines))


def test_neither_agents_nor_windows_come_with_a_session(
    host: KioskHost, tmp_path: Path, tried: Tried
) -> None:
    at = Path(os.path.relpath(tmp_path)) / "agent"
    with subprocess.Popen(["ssh-agent", "-D", "-a", str(at)], stdout=subprocess.DEVNULL) as agent:
        try:
            host.wait_until(at.exists, "no agent")
            with within(host, "-A", HERE, SSH_AUTH_SOCK=str(at)) as terminal:
                assert not list((host.root / "tmp").glob("ssh-*"))
                terminal.press("q")
                terminal.wait_for_end()
        finally:
            agent.terminate()
    found = host.run(host.client("-Y", "-v", HERE), DISPLAY=f"{HERE}:9")
    assert "X11 forwarding request failed" in found.stderr
    tried(OUT, 2)


def test_a_connection_carries_one_session_and_what_is_asked_of_it_later_is_refused(
    host: KioskHost, tmp_path: Path, tried: Tried
) -> None:
    at = str(Path(os.path.relpath(tmp_path)) / "master")
    with within(host, "-M", "-S", at, HERE) as terminal:
        # The one client draws for the other too, and waits until somebody looks.
        terminal.settle()
        joined = ("-S", at, "-o", "ProxyCommand=false")
        found = host.run(host.client(*joined, HERE, "id"))
        assert found.returncode == 255 and not found.stdout
        line = f"{free_port()}:{HERE}:{free_port()}"
        found = host.run(host.client(*joined, "-O", "forward", "-R", line, HERE))
        assert found.returncode != 0 and "forwarding failed" in found.stderr
        assert len(host.processes()) == 1
        terminal.press("q")
        terminal.wait_for_end()
    tried(OUT, 2)


# Keys.


def _state(process: Path) -> str:
    """What /proc says of a process; Z where it has ended meanwhile."""
    try:
        return (process / "stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "Z"


_OFTEN = 1000
"""Keys that somebody presses who does not wait until the app is there."""


@pytest.mark.parametrize("key", ["\x1a", "\x1c", "\x03"], ids=["^z", "^\\", "^c"])
def test_no_key_leads_out_before_the_app_has_the_terminal(
    host: KioskHost, key: str, tried: Tried
) -> None:
    with Terminal(host.client("-tt", HERE), columns=100, rows=30) as terminal:
        host.wait_until(lambda: bool(host.processes()), "nobody came in")
        for _ in range(_OFTEN):
            if not terminal.child.isalive() or "号论文" in terminal.text:
                break
            terminal.press(key)
            terminal.read(0.01)
            assert all(_state(process) != "T" for process in host.processes())
        else:
            terminal.wait_for("号论文")
        assert not any(sign in terminal.text for sign in ("$ ", "# ", ">>>"))
    host.wait_until(host.is_left, "somebody is still in the host")
    tried(OUT, 1)


def test_signal_keys_are_the_apps_own(host: KioskHost, tried: Tried) -> None:
    with within(host, HERE) as terminal:
        for key in ("\x1a", "\x1c", "\x1a\x1a\x1c\x1c", "\x19", "\x1c\x1a"):
            terminal.press(key)
            terminal.settle(0.1)
            assert [_state(process) in "SR" for process in host.processes()] == [True]
        terminal.press("1gjj\r")
        terminal.wait_for("第3号之一节")
        terminal.press("\x03")
        assert terminal.wait_for_end() == 0
    tried(OUT, 6)


def test_no_key_writes_a_file_or_starts_a_program(
    host: KioskHost, much: Much, tried: Tried
) -> None:
    keys = (
        *kiosk_attacker.LINES,
        *kiosk_attacker.KEYS_BY_NAME,
        *kiosk_attacker.KEYS[:: much(5, 1)],
    )
    quiet = 0.01 * much(1, 4)
    with nothing_written(host, but=MARKS), within(host, HERE) as terminal:
        (own,) = host.processes()
        for key in keys:
            terminal.press(key)
            terminal.settle(quiet)
            assert host.processes() == [own], f"{key!r}:\n{terminal.text}"
            assert not (own / "task" / own.name / "children").read_text()
            terminal.press("\x1b")
            terminal.settle(quiet)
        terminal.press("\x03")
        if terminal.child.isalive():
            terminal.settle()
            terminal.press("\x1b")
            terminal.settle()
            terminal.press("\x03")
        assert terminal.wait_for_end() == 0
    assert not (host.root / "tmp/sprung").exists()
    tried(OUT, len(keys))


LIBRARY = MemoryLibrary(article(number) for number in range(1, 4))


async def test_no_key_on_any_screen_runs_against_the_wall(
    much: Much, tried: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PAGER", "EDITOR", "VISUAL"):
        monkeypatch.setenv(name, "true")
    async with open_app(LIBRARY, marks=SessionMarks(), access=KIOSK) as reader:
        with what_leaves() as left:
            pressed = await press_everywhere(reader, ("e", "v", "ctrl+z"), share=much(30, 3))
    assert left == []
    tried(OUT, pressed)


async def test_somebody_in_their_own_account_runs_against_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    async with open_app(LIBRARY, marks=SessionMarks(), access=OWN_ACCOUNT) as reader:
        with what_leaves() as left:
            await reader.press("e", "enter")
    assert any(one.startswith("open: ") for one in left)


# Environment.


def _environ(host: KioskHost) -> dict[str, str]:
    """What the program in the host has of an environment."""
    (process,) = host.processes()
    pairs = (process / "environ").read_bytes().decode().strip("\0").split("\0")
    return dict(pair.split("=", 1) for pair in pairs)


@pytest.mark.parametrize("door", ["host", "careless"])
def test_no_variable_that_is_sent_does_anything(
    door: str, request: pytest.FixtureRequest, much: Much, tried: Tried
) -> None:
    host: KioskHost = request.getfixturevalue(door)
    # All at once; and in small groups, where one cannot hide what another does.
    groups = [dict(kiosk_attacker.VARIABLES)]
    if door == "careless":
        groups += kiosk_attacker.in_groups(much(0, 12))
    with nothing_written(host, but=MARKS):
        for group in groups:
            with within(host, *kiosk_attacker.sending(group), HERE) as terminal:
                assert "3 Text" in terminal.text
                left = _environ(host)
                assert left.keys() <= kiosk_attacker.LEFT
                assert (left["HOME"], left["LC_ALL"]) == ("/nonexistent", "C.UTF-8")
                terminal.press("vme")
                terminal.wait_for("esc keep")
                terminal.press("\x07")
                terminal.settle(0.1)
                terminal.press("q")
                # PYTHONINSPECT would have Python ask for more.
                assert terminal.wait_for_end() == 0
    tried("variables sent", sum(map(len, groups)))


def test_a_terminal_and_a_language_are_let_in(host: KioskHost, tried: Tried) -> None:
    sent = kiosk_attacker.sending({"LANG": "zh_CN.UTF-8", "LC_ALL": ""})
    with within(host, *sent, HERE, TERM="screen-256color") as terminal:
        assert "3 正文" in terminal.text
        assert _environ(host)["TERM"] == "screen-256color"
        terminal.press("q")
        terminal.wait_for_end()
    with within(host, HERE, TERM="../../etc/\x1b[2Jx") as terminal:
        assert _environ(host)["TERM"] == "dumb"
        terminal.press("q")
        terminal.wait_for_end()
    tried("variables sent", 2)


# Marks, and what the account may do.


def test_the_account_can_write_nothing_but_marks(host: KioskHost) -> None:
    places = "/etc /opt/papers-tui /srv /var/lib /root"
    found = host.inside(
        f"runuser -u papers -- find {places} -writable ! -type l ! -type c 2>/dev/null || true"
    )
    written = found.stdout.split()
    assert "/var/lib/papers-tui" in written
    # Members of a group that writes in turns share its lock, which is empty.
    others = {name for name in written if not name.startswith("/var/lib/papers-tui")}
    assert others <= {"/srv/papers/library/lock"}
    found = host.inside("runuser -u papers -- cat /srv/papers/library/library.json")
    assert found.stdout == '{"format":1}'


def test_each_key_has_marks_of_its_own_and_sessions_of_one_lose_nothing(
    host: KioskHost, tried: Tried
) -> None:
    before = {file: file.stat().st_mtime_ns for file in host.marks()}
    with (
        within(host, HERE, who="zhao") as one,
        within(host, HERE, who="zhao") as two,
        within(host, HERE, who="wang") as other,
    ):
        _in(one, "1gjj\r", "第3号之一节")
        _in(two, "1gjjjj\r", "第5号之一节")
        for session in (one, two):
            session.press("s")
        for session in (one, two):
            session.wait_for("Starred")
        _in(one, "tfrom one\r", "Tags kept")
        _in(two, "tfrom two\r", "Tags kept")
        _in(other, "1gjjjjm", "esc keep")
        _in(other, "wang's own", "wang's own")
        other.press("\x1b")
        other.wait_for("Note kept")
        assert "*" not in other.text
        for session in (one, two, other):
            session.press("q")
            assert session.wait_for_end() == 0
    written = [file for file in host.marks() if before.get(file) != file.stat().st_mtime_ns]
    texts = sorted((file.read_text() for file in written), key=lambda text: "wang" in text)
    assert len(texts) == 2
    zhao, wang = (list(json.loads(text)["marks"].values()) for text in texts)
    starred = sorted(mark["tags"] for mark in zhao if mark["starred"])
    assert starred == [["from", "one"], ["from", "two"]]
    assert [mark["note"] for mark in wang if mark["note"]] == ["wang's own"]
    assert not any(mark["starred"] for mark in wang)
    assert all(file.stat().st_mode & 0o077 == 0 for file in written)
    tried("sessions at once", 3)


def _in(terminal: Terminal, keys: str, seen: str) -> None:
    terminal.press(keys)
    terminal.wait_for(seen)


def test_readers_see_what_the_librarian_brings_meanwhile(host: KioskHost) -> None:
    with within(host, HERE) as terminal:
        new = host.root / "srv/papers/pages/new.txt"
        new.write_text(page(77), encoding="utf-8")
        assert "added 1" in host.inside(block(PAGE, "sh import")).stdout
        terminal.wait_for("21")
        terminal.press("/77号")
        terminal.wait_for("第77号论文")
        terminal.press("\r")
        terminal.settle()
        terminal.press("q")
        assert terminal.wait_for_end() == 0


# What docs/ssh-kiosk.md says besides.


def test_the_door_is_shut_as_the_documentation_says(host: KioskHost) -> None:
    check, *_ = (line for line in block(PAGE, "sh reload").splitlines() if "-T" in line)
    found = host.inside(check.replace("sshd ", "/usr/sbin/sshd "))
    said = found.stdout.splitlines()
    assert "permituserenvironment no" in said
    assert [line for line in said if line.startswith("acceptenv")] == [
        "acceptenv LANG",
        "acceptenv LC_ALL",
        "acceptenv LC_MESSAGES",
    ]


def test_every_session_has_its_limits(host: KioskHost) -> None:
    with within(host, HERE) as terminal:
        (process,) = host.processes()
        limits = (process / "limits").read_text()
        same = {"core file size": 0, "file size": 16 << 20, "address space": MEMORY}
        for name, value in (same | {"data size": DATA}).items():
            assert re.search(rf"Max {name} +{value} +{value} ", limits)
        assert re.search(rf"Max cpu time +{PROCESSOR_SECONDS} +\d+ ", limits)
        if (host.root / "etc/security/limits.d").is_dir():
            for name, value in (("open files", 256), ("processes", 2000)):
                assert re.search(rf"Max {name} +\d+ +{value} ", limits)
        terminal.press("q")
        terminal.wait_for_end()


HOSTILE = {
    "a size": (b"\x1b[48;2000000000;2000000000;1;1t",),
    "a window": (b"",),
    "a paste without end": (b"\x1b[200~", *(b"x" * 4000,) * 5000),
    "digits": (b"\x1b[", *(b"1" * 4000,) * 50),
    "keys held down": (b"jk" * 2000,) * 2000,
}


@pytest.mark.parametrize("sent", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_session_takes_no_memory_and_ends_with_its_line(
    host: KioskHost, sent: tuple[bytes, ...], tried: Tried
) -> None:
    with Terminal(host.client("-tt", HERE), columns=100, rows=30) as terminal:
        terminal.wait_for("号论文", within=60)
        (session,) = host.processes()
        if sent == HOSTILE["a window"]:
            terminal.child.setwinsize(65535, 65535)
        largest = 0
        with ByteSender(terminal, sent) as sending:
            # Until it has taken everything, or somebody would be tired of it.
            after = 10
            for _ in range(100):
                terminal.read(0.05)
                largest = max(largest, memory_of(session.name))
                after -= sending.is_done
                if not after:
                    break
        # The line is cut, as when a cable is pulled; the client says nothing any more.
        terminal.child.kill(signal.SIGKILL)
        ended = wait_until(lambda: session_of(session.name) is None)
    assert largest < 300
    # It takes a second; the machine may be busy with other tests.
    assert ended < 10
    host.wait_until(host.is_left, "somebody is still in the host")
    tried("hostile terminals", 1)


def test_a_connection_in_which_nobody_reads_ends(host: KioskHost, much: Much) -> None:
    if not much(0, 1):
        pytest.skip("waits ten seconds; --full does")
    found = host.run(host.client("-N", HERE))
    assert found.returncode != 0 and "terminating" in host.log.lower()


def test_a_backup_is_a_whole_library(host: KioskHost) -> None:
    with within(host, HERE) as terminal:
        _in(terminal, "s", "Starred")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    restored = (
        f"{block(PAGE, 'sh backup')}\nmkdir /srv/again\n"
        "tar -xzf /root/papers-backup.tar.gz -C /srv/again\n"
        "ls /srv/again/var/lib/papers-tui /srv/again/srv/papers/library\n"
        "/opt/papers-tui/bin/papers-tui --library /srv/again/srv/papers/library list --limit 3"
    )
    found = host.inside(restored)
    assert found.returncode == 0, found.stderr
    assert "library.json" in found.stdout and "SHA256-" in found.stdout
    assert "第1号论文" in found.stdout
