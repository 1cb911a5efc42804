"""What of an environment reaches the reading room for strangers, and how it is started."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from papers_tui.kiosk.environment import clean_environment, is_kiosk
from support.drivers.program import PROGRAM

ISOLATED = (sys.executable, "-I", "-m", "papers_tui")


def started(
    *command: str, folder: Path | None = None, **environ: str
) -> subprocess.CompletedProcess[str]:
    """A start without a terminal, which gets as far as saying that it wants one."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        command,
        env={**clean, **environ},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_environment_is_of_our_own_making() -> None:
    sent = {
        "TERM": "screen-256color",
        "COLORTERM": "truecolor",
        "LANG": "zh_TW.UTF-8",
        "SSH_USER_AUTH": "/tmp/sshauth.Ab12",
        **dict.fromkeys(("HOME", "PATH", "LD_PRELOAD", "PYTHONPATH", "TMPDIR", "TEXTUAL"), "/srv"),
        **dict.fromkeys(("PAPERS_LIBRARY", "PAPERS_READER", "XDG_CONFIG_HOME", "EDITOR"), "/srv"),
        **dict.fromkeys(("SSH_ORIGINAL_COMMAND", "TMUX", "LOCPATH", "COLUMNS", "TZ"), "/srv"),
    }
    assert clean_environment(sent) == {
        "HOME": "/nonexistent",
        "PATH": "/nonexistent",
        "LC_ALL": "C.UTF-8",
        "LANGUAGE": "zh_TW",
        "TERM": "screen-256color",
        "COLORTERM": "truecolor",
        "SSH_USER_AUTH": "/tmp/sshauth.Ab12",
    }


def test_what_is_left_of_an_environment_leaves_it_as_it_is() -> None:
    once = clean_environment({"TERM": "xterm", "LANG": "zh_CN", "NO_COLOR": "yes"})
    assert clean_environment(once) == once


@pytest.mark.parametrize("terminal", ["", "../x", "a b", "x\x1b[2J", "x" * 99, "/etc/passwd", "-c"])
def test_a_terminal_of_no_known_form_is_dumb(terminal: str) -> None:
    assert clean_environment({"TERM": terminal})["TERM"] == "dumb"


@pytest.mark.parametrize(
    ("sent", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.GB18030"}, "zh_CN"),
        ({"LANG": "zh_HK.Big5"}, "zh_TW"),
        ({"LANGUAGE": "zh_TW:zh:../etc"}, "zh_TW"),
        ({"LANG": "zh_CN", "LC_ALL": "C"}, "en"),
        ({"LANGUAGE": "../../etc", "LANG": "zh"}, "en"),
        ({"LC_MESSAGES": "ZH"}, "zh_CN"),
    ],
)
def test_languages_are_chinese_or_english(sent: dict[str, str], language: str) -> None:
    assert clean_environment(sent)["LANGUAGE"] == language


@pytest.mark.parametrize("file", ["relative", "/tmp/a b", "/tmp/\n", "/" + "x" * 300, "/\x1b[2J"])
def test_a_file_of_no_known_form_says_nobodys_key(file: str) -> None:
    assert "SSH_USER_AUTH" not in clean_environment({"SSH_USER_AUTH": file})


def test_the_option_is_told_from_words_that_are_looked_for() -> None:
    assert is_kiosk(["--library", "/srv", "--kiosk"])
    assert not is_kiosk(["--", "--kiosk"]) and not is_kiosk(["kiosk"])


@pytest.mark.parametrize("command", [ISOLATED, (PROGRAM,)], ids=["isolated", "as installed"])
def test_either_way_to_start_leads_to_a_clean_one(command: tuple[str, ...], tmp_path: Path) -> None:
    # What stands in the folder one is in, or in the account's settings, is not looked at.
    trap = f"from pathlib import Path\nPath({str(tmp_path)!r}, 'sprung').touch()\n"
    for name in ("sitecustomize", "textual", "jieba", "usercustomize"):
        (tmp_path / f"{name}.py").write_text(trap)
    config = tmp_path / "papers-tui/config.toml"
    config.parent.mkdir()
    config.write_text('language = "zh"')
    found = started(
        *(*command, "--kiosk", "--library", "/srv"),
        folder=tmp_path,
        LC_ALL="C",
        XDG_CONFIG_HOME=str(tmp_path),
    )
    assert found.returncode == 2 and not (tmp_path / "sprung").exists()
    # Whoever is in it asks for a language, and no settings of an account do.
    assert found.stderr == ("papers-tui: this is a kiosk, and needs a terminal: ssh -t\n")


def test_a_python_that_is_steered_from_outside_is_refused() -> None:
    found = started(PROGRAM, "--kiosk", "--library", "/srv", PYTHONWARNINGS="ignore")
    assert found.returncode == 2 and "python -I -m papers_tui" in found.stderr
    assert "terminal" not in found.stderr


def test_variables_of_python_do_nothing_where_it_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("raise SystemExit(77)")
    found = started(
        *(*ISOLATED, "--kiosk", "--library", "/srv"), PYTHONPATH=str(tmp_path), PYTHONINSPECT="1"
    )
    assert found.returncode == 2 and "needs a terminal" in found.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("import", "/etc"),
        ("serve",),
        ("新媒体",),
        ("--version",),
        ("--library", "papers"),
        ("--marks", "~"),
        ("--settings", "config.toml"),
        ("--lib", "/srv"),
    ],
)
def test_nothing_but_whole_paths_stands_beside_the_option(words: tuple[str, ...]) -> None:
    found = started(*ISOLATED, "--library", "/srv", "--kiosk", *words)
    assert found.returncode == 2 and found.stderr.startswith("usage: papers-tui --kiosk")
    assert not found.stdout


def test_the_door_cannot_be_passed_by(tmp_path: Path) -> None:
    code = "import sys; from papers_tui.cli import main; sys.exit(main(['--kiosk', *sys.argv[1:]]))"
    found = started(sys.executable, "-I", "-c", code, "--library", str(tmp_path))
    assert found.returncode == 2
    assert found.stderr == ("papers-tui: --kiosk has to be started by python -I -m papers_tui\n")
