"""A shell completes what can be typed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from papers_tui.commands import COMMANDS, command_of

PROGRAM = str(Path(sys.executable).parent / "papers-tui")
BASH = shutil.which("bash")


@pytest.fixture(scope="module")
def script() -> str:
    return subprocess.run(
        [PROGRAM, "completion", "bash"], capture_output=True, encoding="utf-8", check=True
    ).stdout


def completed(script: str, *words: str, folder: Path | None = None) -> set[str]:
    """What bash offers for the last word."""
    assert BASH
    asked = " ".join(f"'{word}'" for word in words)
    code = (
        f"{script}\nCOMP_WORDS=({asked}); COMP_CWORD={len(words) - 1}\n"
        "_shtab_papers_tui 2>/dev/null\nprintf '%s\\n' \"${COMPREPLY[@]}\""
    )
    ran = subprocess.run(
        [BASH, "--norc", "-c", code], capture_output=True, encoding="utf-8", cwd=folder, check=True
    )
    return set(ran.stdout.split())


bash = pytest.mark.skipif(BASH is None, reason="needs bash")


@bash
def test_bash_completes_commands_options_and_values(script: str) -> None:
    assert completed(script, "papers-tui", "") >= set(COMMANDS)
    assert completed(script, "papers-tui", "ex") == {"export"}
    assert completed(script, "papers-tui", "--m") == {"--mouse"}
    assert completed(script, "papers-tui", "export", "--f") == {"--format"}
    assert completed(script, "papers-tui", "export", "--format", "b") == {"bibtex"}
    assert completed(script, "papers-tui", "marks", "i") == {"import"}
    assert completed(script, "papers-tui", "completion", "z") == {"zsh"}


@bash
def test_bash_completes_files_and_folders(script: str, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "page.txt").touch()
    assert completed(script, "papers-tui", "import", "pa", folder=tmp_path) == {"pages", "page.txt"}
    assert completed(script, "papers-tui", "--library", "pa", folder=tmp_path) == {"pages"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_has_a_script_that_names_every_command(shell: str) -> None:
    ran = subprocess.run(
        [PROGRAM, "completion", shell], capture_output=True, encoding="utf-8", check=True
    )
    assert ran.stderr == ""
    assert all(command in ran.stdout for command in COMMANDS)
    if program := shutil.which(shell):
        subprocess.run([program, "-n"], input=ran.stdout, encoding="utf-8", check=True)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_found_by_the_name_it_goes_by(name: str) -> None:
    assert command_of(name).name == name
