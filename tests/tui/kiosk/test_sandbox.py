"""The wall around the process, in processes of its own: it cannot be taken down again."""

import subprocess
import sys
from pathlib import Path

import pytest

BUILD = """
import os, sys
from pathlib import Path
from papers_tui.kiosk import sandbox
here, out = Path(sys.argv[1], "marks"), Path(sys.argv[1])
here.mkdir()
(out / "there").write_text("as it was")
(here / "link").symlink_to(out / "there")
sandbox.install(here)
"""

OUT = {
    "a program": "import subprocess; subprocess.run(['true'])",
    "a shell": "import subprocess; subprocess.run('true', shell=True)",
    "a command": "os.system('true')",
    "another program in its place": "os.execv('/bin/true', ['true'])",
    "a spawned program": "os.posix_spawn('/bin/true', ['true'], {})",
    "a fork": "os.fork()",
    "a pseudo-terminal": "import pty; pty.spawn('sh')",
    "a browser": "import webbrowser; webbrowser.GenericBrowser('true').open('x')",
    "a file": "(out / 'new').write_text('x')",
    "a file that is there": "(out / 'there').open('a')",
    "a file read and written": "(out / 'there').open('r+')",
    "a file by number": "os.open(out / 'new', os.O_WRONLY | os.O_CREAT)",
    "a file through a link": "(here / 'link').write_text('x')",
    "a file below": "(here / '..' / 'new').write_text('x')",
    "a temporary file": "import tempfile; tempfile.mkstemp(dir=out)",
    "a folder": "(out / 'folder').mkdir()",
    "a removal": "(out / 'there').unlink()",
    "a renaming outwards": "(here / 'a').touch(); (here / 'a').rename(out / 'new')",
    "a renaming inwards": "(out / 'there').rename(here / 'new')",
    "a link": "(here / 'new').symlink_to(out / 'there')",
    "rights": "(out / 'there').chmod(0o777)",
    "a database": "import sqlite3; sqlite3.connect(out / 'new')",
    "a database to write": "import sqlite3; sqlite3.connect(f'file:{out}/new?mode=rwc', uri=True)",
    "a line": "import socket; socket.create_connection(('127.0.0.1', 9))",
    "a name of a host": "import socket; socket.getaddrinfo('localhost', 9)",
    "a door": "import socket; socket.socket().bind(('127.0.0.1', 0))",
    "a signal": "import signal; os.kill(os.getpid(), signal.SIGSTOP)",
    "the system itself": "import ctypes; ctypes.CDLL(None).system(b'true')",
}

INSIDE = {
    "marks": "(here / 'reader.json').write_text('x'); (here / 'reader.json').unlink()",
    "marks in their place": (
        "from papers_store.system.atomic_files import replace_file;"
        "replace_file(here / 'reader.json', b'x')"
    ),
    "marks among many": (
        "from papers_store.marks import marks_file, marks; marks_file.SMALL = 200\n"
        "for one in 'ab': marks.Marks(here / 'reader.json', room=1 << 20).star(one, True)\n"
        "assert (here / 'reader.changes.jsonl').exists()"
    ),
    "reading": "assert (out / 'there').read_text() == 'as it was'; list(out.iterdir())",
    "nowhere": "open(os.devnull, 'w').close()",
    "threads": "import threading as t; a = t.Thread(target=print); a.start(); a.join()",
}


def behind_the_wall(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BUILD + code, str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("way", OUT.values(), ids=OUT.keys())
def test_no_way_leads_out(way: str, tmp_path: Path) -> None:
    found = behind_the_wall(way, tmp_path)
    assert found.returncode == 1
    assert "PermissionError: [Errno 1] not in this reading room" in found.stderr
    assert (tmp_path / "there").read_text() == "as it was"
    assert {file.name for file in tmp_path.iterdir()} == {"there", "marks"}


@pytest.mark.parametrize("work", INSIDE.values(), ids=INSIDE.keys())
def test_readers_have_what_they_need(work: str, tmp_path: Path) -> None:
    found = behind_the_wall(work, tmp_path)
    assert found.returncode == 0, found.stderr


def test_marks_are_nobody_elses_and_no_disk_full_of_them(tmp_path: Path) -> None:
    found = behind_the_wall(
        "(here / 'mine').touch(); print(oct((here / 'mine').stat().st_mode))\n"
        "(here / 'mine').write_bytes(bytes(17 << 20))",
        tmp_path,
    )
    assert found.stdout == "0o100600\n" and "File too large" in found.stderr


def test_without_a_folder_there_is_nothing_to_write_to(tmp_path: Path) -> None:
    code = (
        BUILD.replace("sandbox.install(here)", "sandbox.install(None)") + "(here / 'new').touch()"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert found.returncode == 1 and "not in this reading room" in found.stderr
