"""What a person chose once for all: config.toml in the XDG config folder.

A file that is wrong anywhere is refused with one sentence, which names the file, the key and what
is allowed: half of somebody's choices would be harder to understand than none.
"""

import os
import stat
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct, field

from papers_store.errors import PapersError
from papers_store.system.limits import DEFAULT_LIMITS, Limits
from papers_tui.locale import _

Language = Literal["auto", "zh", "zh-Hans", "zh-Hant", "en"]
Theme = Literal["dark", "light", "contrast"]
Cursor = Literal["hidden", "shown"]
Ambiguous = Literal["narrow", "wide"]

FEWEST_COLUMNS, MOST_COLUMNS = 20, 44
"""Chinese characters to a line of text."""

LIMITS: Mapping[str, tuple[int, int]] = {
    "page_megabytes": (1, 1_000),
    "page_lines": (1_000, 100_000_000),
    "page_seconds": (1, 3_600),
    "pages": (1, 1_000_000_000),
}
"""The limits of an import, each with the least and the most it can be set to."""


_LARGEST = 1 << 20
"""Bytes of a file of settings."""

_SHOWN = 80
"""Characters of a wrong value in a sentence."""


class SettingsError(PapersError):
    """The settings cannot be read; the text names the file, the key and what is allowed."""


class Settings(Struct, frozen=True, kw_only=True):
    """A person's choices; the attribute names are the keys in the file."""

    file: Path | None = None
    """Where they were read from; None where there is no file."""
    library: str | Path | None = None
    """The library's folder, or its address on a server; None for the XDG data folder."""
    language: Language = "auto"
    """Of the interface; auto follows the environment."""
    theme: Theme = "dark"
    keys: Mapping[str, str] = field(default_factory=dict)
    """By the id of a binding, the keys it shall have: a Textual keymap."""
    columns: int = 42
    """The widest that a line of text is set, in Chinese characters."""
    spacing: int = 0
    """Empty lines between the lines of the text, 0 or 1."""
    ambiguous: Ambiguous = "narrow"
    """What the terminal makes of characters such as — and “: one cell, or two."""
    mouse: bool = False
    cursor: Cursor = "hidden"
    """Whether the terminal shows its cursor, where the reader is."""
    page_megabytes: int = DEFAULT_LIMITS.page_megabytes
    """Of pages to be imported, as in `papers_store.system.limits`; so are the three below."""
    page_lines: int = DEFAULT_LIMITS.page_lines
    page_seconds: int = DEFAULT_LIMITS.page_seconds
    pages: int = DEFAULT_LIMITS.pages

    @property
    def limits(self) -> Limits:
        """What a page to be imported may cost."""
        return Limits(
            page_megabytes=self.page_megabytes,
            page_lines=self.page_lines,
            page_seconds=self.page_seconds,
            pages=self.pages,
        )

    def check_keys(self, known: Collection[str]) -> None:
        """Hold the keymap against the bindings there are.

        Raises:
            SettingsError: it names one that there is not.
        """
        for name in self.keys:
            if name not in known:
                allowed = _("one of {names}").format(names=", ".join(sorted(known)))
                raise _wrong(self.file, f"keys.{name}", name, allowed)


def settings_file() -> Path:
    """Where a person's settings are, if they have any."""
    from platformdirs import user_config_path

    return user_config_path("papers-tui") / "config.toml"


def read_settings(file: Path | None = None) -> Settings:
    """A person's settings; what they do not name, and what has no file, is as usual.

    Args:
        file: None for theirs.

    Raises:
        SettingsError: the file cannot be read, or something in it is wrong.
    """
    file = file or settings_file()
    text = _text(file)
    if text is None:
        return Settings()
    import tomllib

    try:
        table = tomllib.loads(text)
        return Settings(file=file, **{key: _checked(file, key, table[key]) for key in table})
    except RecursionError as error:
        reason: object = _("it is nested too deep")
        cause: Exception = error
    except ValueError as error:
        # TOML's own, and Python's for numbers of very many digits.
        reason = cause = error
    raise SettingsError(
        _("{file}: is not TOML ({reason})").format(file=file, reason=reason)
    ) from cause


def _text(file: Path) -> str | None:
    """What stands in a file of settings, without a byte order mark; None without one.

    Raises:
        SettingsError: it cannot be read, or not as UTF-8.
    """
    try:
        # A pipe would have its reader wait for ever.
        with open(file, "rb", opener=lambda name, how: os.open(name, how | os.O_NONBLOCK)) as (
            settings
        ):
            if not stat.S_ISREG(os.fstat(settings.fileno()).st_mode):
                raise SettingsError(_("{file}: is no file; take it away").format(file=file))
            data = settings.read(_LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SettingsError(
            _("{file}: cannot be read ({reason})").format(file=file, reason=error.strerror)
        ) from error
    if len(data) > _LARGEST:
        raise SettingsError(_("{file}: is too large for settings").format(file=file))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(_not_utf8(file)) from error
    if "\0" in text:
        # As UTF-16 has it between letters.
        raise SettingsError(_not_utf8(file))
    return text


def _not_utf8(file: Path) -> str:
    return _("{file}: is not in UTF-8; save it as UTF-8").format(file=file)


def _checked(file: Path, key: str, value: object) -> Any:
    """A value that may stand behind a key."""
    if key not in _CHECKS:
        names = ", ".join(_CHECKS)
        raise SettingsError(
            _("{file}: {key} is no setting; there are {names}").format(
                file=file, key=key, names=names
            )
        )
    return _CHECKS[key](file, key, value)


def _wrong(file: Path | None, key: str, value: object, allowed: str) -> SettingsError:
    said = _("{file}: {key} cannot be {value}; allowed is {allowed}")
    return SettingsError(said.format(file=file, key=key, value=_shown(value), allowed=allowed))


def _shown(value: object) -> str:
    """A value as it may stand in a sentence."""
    try:
        shown = repr(value)
    except (ValueError, RecursionError):
        # Python writes down no number of very many digits, and no table within too many others.
        return "…"
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"


_Check = Callable[[Path, str, object], object]


def _one_of(*allowed: str) -> _Check:
    def check(file: Path, key: str, value: object) -> str:
        if isinstance(value, str) and value in allowed:
            return value
        raise _wrong(file, key, value, _("one of {names}").format(names=", ".join(allowed)))

    return check


def _within(least: int, most: int) -> _Check:
    def check(file: Path, key: str, value: object) -> int:
        # TOML's true is a 1 to Python.
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        allowed = _("a whole number from {least} to {most}").format(least=least, most=most)
        raise _wrong(file, key, value, allowed)

    return check


def _place(file: Path, key: str, value: object) -> str | Path:
    from papers_store.opening import is_address

    if isinstance(value, str) and is_address(value):
        return value
    return _folder(file, key, value)


def _folder(file: Path, key: str, value: object) -> Path:
    if isinstance(value, str) and value.startswith(("/", "~")) and "\0" not in value:
        try:
            return Path(value).expanduser()
        except RuntimeError as error:
            allowed = _("the folder of somebody there is")
            raise _wrong(file, key, value, allowed) from error
    raise _wrong(file, key, value, _("a whole path, from / or ~ on"))


def _switch(file: Path, key: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise _wrong(file, key, value, _("true or false"))


def _keymap(file: Path, key: str, value: object) -> dict[str, str]:
    """Keys by binding. An id may be written as it is, which makes tables within tables."""
    if not isinstance(value, dict):
        raise _wrong(file, key, value, _("a table of names and keys"))
    found: dict[str, str] = {}
    for name, keys in value.items():
        path = f"{key}.{name}"
        if isinstance(keys, dict):
            inner = _keymap(file, path, keys)
            found |= {f"{name}.{rest}": inner_keys for rest, inner_keys in inner.items()}
        elif (
            isinstance(keys, str)
            and all(keys.split(","))
            and " " not in keys
            and (keys + name).isprintable()
        ):
            found[name] = keys
        else:
            raise _wrong(file, path, keys, _("names of keys with commas between, as in j,down"))
    return found


_CHECKS: Mapping[str, _Check] = {
    "library": _place,
    "language": _one_of("auto", "zh", "zh-Hans", "zh-Hant", "en"),
    "theme": _one_of("dark", "light", "contrast"),
    "columns": _within(FEWEST_COLUMNS, MOST_COLUMNS),
    "spacing": _within(0, 1),
    "ambiguous": _one_of("narrow", "wide"),
    "mouse": _switch,
    "cursor": _one_of("hidden", "shown"),
    "keys": _keymap,
    **{name: _within(*allowed) for name, allowed in LIMITS.items()},
}


def written_settings() -> str:
    """A file in which every setting stands as usual, behind a comment sign and an explanation."""
    how = _("Settings of papers-tui. Take the # away from a line to change it.")
    lines = [f"# {how}"]
    for line, purpose in (
        ('library = "~/papers"', _("The library's folder; usually in the XDG data folder.")),
        (
            'language = "auto"',
            _("The interface's language: auto (as the environment), zh, zh-Hans, zh-Hant, en."),
        ),
        ('theme = "dark"', _("Colours: dark, light, contrast.")),
        ("columns = 42", _("Chinese characters to a line of text, 20 to 44.")),
        ("spacing = 0", _("Empty lines between the lines of text, 0 or 1.")),
        (
            'ambiguous = "narrow"',
            _("Cells your terminal gives to “ ” — ①: narrow for one, wide for two."),
        ),
        ("mouse = false", _("Whether the app has the mouse: a click chooses, two open.")),
        (
            'cursor = "hidden"',
            _("The terminal's cursor, which stands where you are: hidden, or shown."),
        ),
        ("page_megabytes = 20", _("Megabytes of a page; a larger one is not imported.")),
        ("page_lines = 500_000", _("Lines of a page, or tags of one in HTML, at most.")),
        ("page_seconds = 20", _("Seconds of work that reading a page may take.")),
        ("pages = 1_000_000", _("Pages that are read of one folder.")),
    ):
        lines += ["", f"# {purpose}", f"# {line}"]
    purpose = _("Other keys, by the name of what they do; the help of the app shows them.")
    lines += ["", f"# {purpose}", "# [keys]", '# "app.quit" = "q,ctrl+c"']
    return "\n".join(lines) + "\n"
