"""On file systems that lack something a library is read, and written or not in a sentence."""

import fcntl
import os
import struct
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from support.attacks.system_call_faults import locks_of, missing, refusing
from support.data.pages import write_pages
from support.drivers.program import PROGRAM, environment
from support.drivers.terminal import Terminal

REFUSALS = ("ENOLCK", "ENOSYS", "EOPNOTSUPP", "EACCES", "EPERM", "EINVAL")
"""How file systems answer that give no locks."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing()), reason=missing() or "-"),
]


class Place:
    """A library of three articles, marks, and the program in an environment of its own."""

    def __init__(self, folder: Path) -> None:
        self.library = folder / "library"
        self.reader = folder / "reader" / "reader.json"
        self.env: Mapping[str, str] = {
            **environment(folder),
            "PAPERS_READER": str(self.reader),
            "XDG_CACHE_HOME": str(folder / "cache"),
        }
        self.cache = folder / "cache"
        self.pages = write_pages(folder / "pages", 3)
        self.more = write_pages(folder / "more", 4)
        self.reader.parent.mkdir()

    def run(
        self, *arguments: str, before: list[str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run the program to its end."""
        return subprocess.run(
            [*(before or []), PROGRAM, *arguments],
            capture_output=True,
            encoding="utf-8",
            env=self.env,
            timeout=60,
            check=False,
        )

    def without_locks(self, error: str) -> list[str]:
        """What refuses every lock on the library and on the marks."""
        return refusing("flock,fcntl", error, *locks_of(self.library, self.reader))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path)
    assert made.run("import", str(made.pages)).stdout.startswith("added 3,")
    return made


@pytest.mark.parametrize("error", REFUSALS)
def test_where_flock_is_refused_all_is_read_and_written_under_another_lock(
    place: Place, error: str
) -> None:
    before = refusing("flock", error)
    listed = place.run("list", "终端", before=before)
    assert (listed.returncode, listed.stdout.count("\n"), listed.stderr) == (0, 3, "")
    imported = place.run("import", str(place.more), before=before)
    assert (imported.returncode, imported.stderr) == (0, "")
    assert imported.stdout.startswith("added 1,")
    assert place.run("check").returncode == 0


@contextmanager
def held(lock: Path) -> Iterator[None]:
    """Hold a lock as a writer does to whom flock was refused."""
    handle = os.open(lock, os.O_RDWR)
    whole = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
    try:
        fcntl.fcntl(handle, fcntl.F_OFD_SETLK, whole)
        yield
    finally:
        os.close(handle)


@pytest.mark.parametrize("error", ["ENOLCK", "EACCES"])
def test_where_flock_is_refused_writers_take_turns_all_the_same(place: Place, error: str) -> None:
    command = [*refusing("flock", error), PROGRAM, "import", str(place.more)]
    with ExitStack() as stack:
        stack.enter_context(held(place.library / "lock"))
        writer = subprocess.Popen(
            command, env=place.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert writer.stderr is not None
        assert "waiting for it to finish" in writer.stderr.readline()
        # Whoever reads meanwhile reads on.
        assert place.run("list", before=refusing("flock", error)).stdout.count("\n") == 3
        assert writer.poll() is None
    out, err = writer.communicate(timeout=60)
    assert (writer.returncode, err) == (0, "") and out.startswith("added 1,")


@pytest.mark.parametrize("error", REFUSALS)
def test_where_every_lock_is_refused_all_is_read_and_writers_say_so(
    place: Place, error: str
) -> None:
    before = place.without_locks(error)
    assert place.run("list", "终端", before=before).stdout.count("\n") == 3
    assert "articles: 3" in place.run("stats", before=before).stdout
    checked = place.run("check", before=before)
    assert (checked.returncode, checked.stderr) == (0, "")
    for command in (["import", str(place.more)], ["check", "--repair"]):
        refused = place.run(*command, before=before)
        assert refused.returncode == 2 and refused.stdout == ""
        assert refused.stderr.startswith(f"papers-tui: {place.library}: cannot be written (")
        assert "gives no locks" in refused.stderr and refused.stderr.count("\n") == 1
    assert place.run("list").stdout.count("\n") == 3


def test_a_library_without_an_index_is_read_where_every_lock_is_refused(place: Place) -> None:
    (place.library / "index.sqlite3").unlink()
    # In a home on such a file system, no lock is given for an index of one's own either.
    own = place.cache / "papers-tui" / f"index-{_name_of(place.library)}.sqlite3"
    files = [own, *(own.with_name(f"{own.name}{suffix}") for suffix in ("-wal", "-shm"))]
    files += [own.with_suffix(".lock"), *locks_of(place.library, place.reader)]
    before = refusing("flock,fcntl", "ENOLCK", *files)
    for _ in range(2):
        read = place.run("list", "终端", before=before)
        assert (read.returncode, read.stdout.count("\n"), read.stderr) == (0, 3, "")
    assert own.exists() and not (place.library / "index.sqlite3").exists()
    assert len(list(own.parent.glob("index-*.sqlite3.*"))) == 0


def _name_of(library: Path) -> str:
    """What a reader's own index is told by."""
    return sha256(str(library.resolve()).encode()).hexdigest()[:16]


@pytest.mark.parametrize("error", ["ENOLCK", "EACCES"])
def test_the_app_reads_where_every_lock_is_refused_and_says_that_no_mark_is_kept(
    place: Place, error: str
) -> None:
    command = [*place.without_locks(error), PROGRAM]
    with Terminal(command, columns=140, rows=30, env=place.env) as window:
        window.wait_for("本文是第")
        window.press("s")
        window.wait_for("cannot be written")
        window.press("/终端\r")
        window.wait_for("3 of 3")
        window.press("q")
        assert window.wait_for_end() == 0


def test_the_app_keeps_marks_where_flock_is_refused(place: Place) -> None:
    command = [*refusing("flock", "ENOLCK"), PROGRAM]
    with Terminal(command, columns=140, rows=30, env=place.env) as window:
        window.wait_for("本文是第")
        window.press("s")
        window.wait_for("Starred")
        window.press("q")
        assert window.wait_for_end() == 0
    assert place.run("list", "is:starred").stdout.count("\n") == 1


@pytest.mark.parametrize(
    ("calls", "error"),
    [
        ("chmod,fchmod,fchmodat,fchmodat2", "EPERM"),
        ("fsync,fdatasync", "EINVAL"),
        ("link,linkat", "EPERM"),
        ("chmod,fchmod,fchmodat,fchmodat2,link,linkat,chown,fchown,fchownat", "EOPNOTSUPP"),
    ],
)
def test_a_library_is_made_where_a_file_system_lacks_something(
    tmp_path: Path, calls: str, error: str
) -> None:
    place = Place(tmp_path)
    known = [call for call in calls.split(",") if _is_known(call)]
    before = refusing(",".join(known), error)
    made = place.run("import", str(place.pages), before=before)
    assert (made.returncode, made.stderr) == (0, "")
    segment = place.library / "segments" / "00000.json"
    segment.write_bytes(segment.read_bytes()[:-10])
    repaired = place.run("check", "--repair", before=before)
    assert (repaired.returncode, repaired.stderr) == (0, "")
    assert place.run("list", before=before).stdout.count("\n") >= 2
    assert (place.library / "set-aside" / "00000.json").exists()


def _is_known(call: str) -> bool:
    """Whether strace and this kind of machine know a system call."""
    tried = subprocess.run([*refusing(call, "EPERM"), "true"], capture_output=True, check=False)
    return b"invalid system call" not in tried.stderr


def test_a_library_is_made_and_read_where_files_share_no_memory(tmp_path: Path) -> None:
    place = Place(tmp_path)
    before = refusing("mmap", "ENODEV", place.library / "index.sqlite3-shm")
    for pages, count in ((place.pages, 3), (place.more, 4)):
        made = place.run("import", str(pages), before=before)
        assert (made.returncode, made.stderr) == (0, "")
        assert place.run("list", "终端", before=before).stdout.count("\n") == count
    # Back where it has all it needs.
    assert place.run("import", str(place.pages)).returncode == 0
    assert place.run("check").returncode == 0
