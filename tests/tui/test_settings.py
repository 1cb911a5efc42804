"""Settings: what a person chose, read with care."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from papers_tui.settings import Settings, SettingsError, read_settings, written_settings

PROGRAM = str(Path(sys.executable).parent / "papers-tui")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def settings(file: Path, text: str) -> Settings:
    file.write_text(text, encoding="utf-8")
    return read_settings(file)


def test_without_a_file_everything_is_as_usual(file: Path) -> None:
    assert read_settings(file) == Settings()
    assert settings(file, "") == Settings(file=file)


def test_every_setting_is_read(file: Path) -> None:
    chosen = settings(
        file,
        """
        library = "~/papers"
        language = "zh"
        theme = "contrast"
        columns = 30
        spacing = 1
        ambiguous = "wide"
        mouse = true
        [keys]
        "app.quit" = "Q"
        list.down = "j,down"
        """,
    )
    assert chosen == Settings(
        file=file,
        library=Path("~/papers").expanduser(),
        language="zh",
        theme="contrast",
        columns=30,
        spacing=1,
        ambiguous="wide",
        mouse=True,
        keys={"app.quit": "Q", "list.down": "j,down"},
    )


@pytest.mark.parametrize(
    ("text", "key", "allowed"),
    [
        ("library = 3", "library", "absolute path"),
        ('library = "papers"', "library", "absolute path"),
        ('library = "~no-such-person/papers"', "library", "existing user"),
        ('language = "fr"', "language", "auto, zh, zh-Hans, zh-Hant, en"),
        ('theme = "Dark"', "theme", "dark, light, contrast"),
        ("columns = 19", "columns", "20 to 44"),
        ("columns = 45", "columns", "20 to 44"),
        ("columns = true", "columns", "20 to 44"),
        ("columns = 30.0", "columns", "20 to 44"),
        ("spacing = 2", "spacing", "0 to 1"),
        ("ambiguous = 1", "ambiguous", "narrow, wide"),
        ('mouse = "yes"', "mouse", "true or false"),
        ('keys = "j"', "keys", "table"),
        ("keys.app.quit = 3", "keys.app.quit", "j,down"),
        ('keys.app.quit = "q,"', "keys.app.quit", "j,down"),
        ('keys.app.quit = "q, x"', "keys.app.quit", "j,down"),
        ('colour = "red"', "colour", "library, language"),
    ],
)
def test_what_is_wrong_is_named_with_file_key_and_what_is_allowed(
    file: Path, text: str, key: str, allowed: str
) -> None:
    with pytest.raises(SettingsError) as raised:
        settings(file, text)
    said = str(raised.value)
    assert said.startswith(f"{file}: {key} ") and allowed in said and "\n" not in said


def test_what_is_not_toml_is_named_with_its_line(file: Path) -> None:
    with pytest.raises(SettingsError, match=r"config\.toml: is not TOML \(.*line 2"):
        settings(file, 'theme = "dark"\ncolumns = \nmouse = true')
    file.write_bytes('theme = "深"'.encode("gb18030"))
    with pytest.raises(SettingsError, match=r"config\.toml: is not in UTF-8"):
        read_settings(file)
    file.unlink()
    file.mkdir()
    with pytest.raises(SettingsError, match=r"config\.toml: cannot be read"):
        read_settings(file)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_byte_order_mark_and_line_ends_of_another_system_stop_nothing(
    file: Path, end: str
) -> None:
    text = end.join(("# 设置", 'theme = "light"', "columns = 30", ""))
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert (read_settings(file).theme, read_settings(file).columns) == ("light", 30)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "gbk", "big5"])
def test_settings_in_another_encoding_are_refused_by_a_sentence(file: Path, encoding: str) -> None:
    file.write_bytes('# 主題\ntheme = "light"\n'.encode(encoding))
    with pytest.raises(SettingsError, match=r"config\.toml: is not in UTF-8; save it as UTF-8$"):
        read_settings(file)


HOSTILE = {
    "brackets": "columns = " + "[" * 5_000,
    "digits": "columns = " + "9" * 5_000,
    "digits of another kind": "columns = 0x" + "f" * 5_000,
    "tables in tables": ".".join(["keys"] * 3_000) + " = 1",
    "tables in a value": "columns = {" + ".".join(["a"] * 3_000) + " = 1}",
    "much": "x" * (2 << 20),
    "a long value": 'theme = "' + "深" * 1_000 + '"',
    "an escape": 'theme = "\\u001b[31m"',
    "a zero": "\0",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_whatever_stands_in_settings_is_refused_by_one_sentence(tmp_path: Path, kind: str) -> None:
    text = HOSTILE[kind]
    (tmp_path / "papers-tui").mkdir()
    (tmp_path / "papers-tui" / "config.toml").write_text(text, encoding="utf-8")
    environ = {**os.environ, "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": str(tmp_path)}
    environ.pop("PAPERS_LIBRARY", None)
    ran = subprocess.run([PROGRAM, "list"], capture_output=True, encoding="utf-8", env=environ)
    assert ran.returncode == 2 and ran.stdout == "" and "config.toml: " in ran.stderr
    assert ran.stderr.count("\n") == 1 and len(ran.stderr) < 600 and "\x1b" not in ran.stderr


def test_a_pipe_in_the_place_of_settings_is_named_and_nobody_waits_for_it(file: Path) -> None:
    os.mkfifo(file)
    with pytest.raises(SettingsError, match=r"config\.toml: is not a regular file"):
        read_settings(file)
    folder = file.with_name("papers-tui")
    folder.mkdir()
    file.rename(folder / "config.toml")
    assert config(file.parent, "path").stdout == f"{folder / 'config.toml'}\n"


def test_keys_for_what_there_is_not_are_refused(file: Path) -> None:
    chosen = settings(file, 'keys.app.quit = "Q"')
    chosen.check_keys({"app.quit"})
    with pytest.raises(SettingsError, match=r"keys\.app\.quit .*app\.help, list\.down"):
        chosen.check_keys({"list.down", "app.help"})


def test_the_file_to_begin_with_changes_nothing_and_shows_every_setting(file: Path) -> None:
    assert settings(file, written_settings()) == Settings(file=file)
    uncommented = re.sub(r'^# (?=[a-z]+ = |\[keys\]|")', "", written_settings(), flags=re.M)
    shown = settings(file, uncommented)
    assert shown.keys == {"app.quit": "q,ctrl+c"}
    assert shown.library == Path("~/papers").expanduser()
    usual = Settings(file=file, library=shown.library, keys=shown.keys)
    assert shown == usual


def config(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": str(home)}
    return subprocess.run(
        [PROGRAM, "config", *arguments],
        capture_output=True,
        encoding="utf-8",
        env=environ,
        check=False,
    )


def test_the_program_begins_a_file_once_and_tells_where_it_is(tmp_path: Path) -> None:
    file = tmp_path / "papers-tui" / "config.toml"
    assert config(tmp_path, "path").stdout == f"{file}\n"
    assert not file.exists()
    assert config(tmp_path, "init").stdout == f"{file}\n"
    file.write_text('theme = "light"', encoding="utf-8")
    again = config(tmp_path, "init")
    assert again.returncode == 2 and again.stderr.count("\n") == 1 and str(file) in again.stderr
    assert file.read_text(encoding="utf-8") == 'theme = "light"'
