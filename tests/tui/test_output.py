"""However its streams are, the program says in a sentence what it cannot do, and never fails."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from papers_tui.commands import COMMANDS
from support.data.pages import write_pages
from support.drivers.program import PROGRAM, environment
from support.drivers.terminal import Terminal

Ran = subprocess.CompletedProcess[bytes]


class Shell:
    """Runs the program as a shell does, with its streams anywhere."""

    def __init__(self, folder: Path) -> None:
        self.env = {**environment(folder), "PAPERS_READER": str(folder / "reader.json")}
        self.pages = write_pages(folder / "pages", 3)
        self.more = write_pages(folder / "more", 4)
        imported = self("import", str(self.pages))
        assert imported.returncode == 0
        listed = self("list", "--json")
        found = re.search(rb'"id": ?"(\w+)"', listed.stdout)
        assert found is not None
        self.id = found[1].decode()

    def __call__(self, *arguments: str, streams: str = "") -> Ran:
        """Run it, with such words behind the command as >&- or 2>/dev/full."""
        script = f'exec "$@" {streams}'
        return subprocess.run(
            ["bash", "-c", script, "bash", PROGRAM, *arguments],
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    yield Shell(tmp_path_factory.mktemp("streams"))


ID = "ID"
PRINTING = (
    ("list",),
    ("list", "--json"),
    ("keywords",),
    ("keywords", "--json"),
    ("stats",),
    ("stats", "--json"),
    ("show", ID),
    ("show", ID, "--format", "json"),
    ("graph", ID),
    ("export",),
    ("export", "--format", "csl-json"),
    ("marks", "export"),
    ("check",),
    ("check", "--json"),
    ("config", "init", "--help"),
    ("completion", "bash"),
    ("man",),
    ("--version",),
    ("--help",),
    ("list", "--help"),
    ("import", "PAGES"),
    ("import", "PAGES", "--json"),
    ("library", "check"),
)
"""Commands that print something, and leave the library as it was."""

FULL = (">&-", "Bad file descriptor"), (">/dev/full", "No space left on device")


def _words(shell: Shell, words: tuple[str, ...]) -> list[str]:
    return [{ID: shell.id, "PAGES": str(shell.pages)}.get(word, word) for word in words]


@pytest.mark.slow
@pytest.mark.parametrize("words", PRINTING, ids=" ".join)
@pytest.mark.parametrize(("streams", "reason"), FULL, ids=["closed", "full"])
def test_what_cannot_be_printed_is_said_in_a_sentence(
    shell: Shell, words: tuple[str, ...], streams: str, reason: str
) -> None:
    ran = shell(*_words(shell, words), streams=streams)
    said = f"papers-tui: standard output: cannot be written ({reason})\n"
    assert (ran.returncode, ran.stderr.decode()) == (2, said)


@pytest.mark.slow
@pytest.mark.parametrize("words", PRINTING, ids=" ".join)
def test_without_standard_error_all_is_printed(shell: Shell, words: tuple[str, ...]) -> None:
    wanted = shell(*_words(shell, words))
    ran = shell(*_words(shell, words), streams="<&- 2>&-")
    assert (ran.returncode, ran.stdout) == (wanted.returncode, wanted.stdout)


@pytest.mark.parametrize("streams", [">&- 2>&-", ">/dev/full 2>/dev/full", "<&- >&- 2>&-"])
def test_without_any_stream_the_exit_code_says_it(shell: Shell, streams: str) -> None:
    assert shell("list", streams=streams).returncode == 2
    assert shell("no-such-option", "--none", streams=streams).returncode == 2


def test_a_sentence_that_nobody_can_be_told_is_lost_and_the_exit_code_says_it(
    shell: Shell, tmp_path: Path
) -> None:
    none = str(tmp_path / "none.txt")
    for streams in ("2>&-", "2>/dev/full"):
        ran = shell("import", none, streams=streams)
        assert (ran.returncode, ran.stdout.startswith(b"added 0,")) == (1, True)
        # Not even among what is printed.
        assert b"none.txt" not in ran.stdout
        assert shell("show", "none", streams=streams).returncode == 2


def test_what_is_larger_than_any_buffer_is_not_lost_in_silence(shell: Shell) -> None:
    ran = shell("completion", "zsh", streams=">/dev/full")
    assert (ran.returncode, ran.stderr.count(b"\n")) == (2, 1)


def test_an_import_whose_summary_cannot_be_printed_was_done(shell: Shell, tmp_path: Path) -> None:
    library = str(tmp_path / "library")
    ran = shell("--library", library, "import", str(shell.more), streams=">&-")
    assert ran.returncode == 2
    assert shell("--library", library, "list").stdout.count(b"\n") == 4


def test_standard_input_that_cannot_be_read_is_said_in_a_sentence(shell: Shell) -> None:
    ran = shell("import", "-", streams="<&-")
    assert ran.returncode == 1 and ran.stdout.endswith(b"refused 1\n")
    assert ran.stderr.startswith(b"papers-tui: -: ") and ran.stderr.count(b"\n") == 1
    ran = shell("marks", "import", "-", streams="<&-")
    assert ran.returncode == 2 and ran.stderr.count(b"\n") == 1


@pytest.mark.parametrize("streams", ["<&-", ">&-", "<&- >&-", "> /dev/full"])
def test_without_a_terminal_the_app_says_that_it_needs_one(shell: Shell, streams: str) -> None:
    ran = shell(streams=streams)
    assert ran.returncode == 2
    assert ran.stderr.startswith(b"papers-tui: the app needs a terminal")
    assert ran.stderr.count(b"\n") == 1


@pytest.mark.parametrize("streams", ["2>&-", "2>/dev/full", "2>/dev/null"])
def test_the_app_is_drawn_wherever_standard_error_is(shell: Shell, streams: str) -> None:
    command = ["bash", "-c", f'exec "$1" {streams}', "bash", PROGRAM]
    with Terminal(command, columns=120, rows=30, env=shell.env) as window:
        window.wait_for("本文是第")
        window.press("q")
        assert window.wait_for_end() == 0


def test_version_and_help_are_printed_on_standard_output(shell: Shell) -> None:
    for option in ("--version", "--help"):
        ran = shell(option)
        assert (ran.returncode, ran.stderr) == (0, b"")
        assert b"papers-tui" in ran.stdout


def test_every_command_that_only_prints_is_tried() -> None:
    changing = {"watch", "remove", "copy", "serve", "demo"}
    assert {words[0] for words in PRINTING if not words[0].startswith("-")} == (
        COMMANDS.keys() - changing
    )
