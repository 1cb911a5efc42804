"""What a person chose once for all: config.toml in the XDG config folder.

Each setting is an attribute of `Settings`, and its row stands beside it: what it may be, how the
file explains it, and the option of the command line that sets it for once. A file that is wrong
anywhere is refused with one sentence, which names the file, the key and what is allowed: half of
the choices would be harder to understand than none.
"""

import os
import stat
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol, get_args

from msgspec import Struct, field

from papers_store.errors import PapersError
from papers_store.system.limits import DEFAULT_LIMITS, Limits
from papers_tui.locale import _

Language = Literal["auto", "zh", "zh-Hans", "zh-Hant", "en"]
Theme = Literal["dark", "light", "contrast"]
Cursor = Literal["hidden", "shown"]
Ambiguous = Literal["narrow", "wide"]

_LARGEST = 1 << 20
"""Bytes of a file of settings."""

_SHOWN = 80
"""Characters of a wrong value in a sentence."""


class SettingsError(PapersError):
    """The settings cannot be read; the text names the file, the key and what is allowed."""


class _NotAllowedError(ValueError):
    """A value is not allowed; the text says what is."""

    def __init__(self, allowed: str, value: object, key: str = "") -> None:
        super().__init__(allowed)
        self.value = value
        self.key = key
        """Where in a table it stands, with a dot before."""


class Kind(Protocol):
    """What a setting may be."""

    def read(self, value: object) -> object:
        """The setting that a value of TOML stands for.

        Raises:
            _NotAllowedError: it stands for none.
        """


class OneOf(Struct, frozen=True):
    """One of some words."""

    allowed: tuple[str, ...]

    def read(self, value: object) -> str:
        """The word."""
        if isinstance(value, str) and value in self.allowed:
            return value
        raise _NotAllowedError(_("one of {names}").format(names=", ".join(self.allowed)), value)


class Within(Struct, frozen=True):
    """A whole number within bounds."""

    least: int
    most: int

    def read(self, value: object) -> int:
        """The number."""
        # TOML's true is a 1 to Python.
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if isinstance(value, int) and is_number and self.least <= value <= self.most:
            return value
        raise _NotAllowedError(self.allowed, value)

    @property
    def allowed(self) -> str:
        """What is allowed, as part of a sentence."""
        return _("a whole number from {least} to {most}").format(least=self.least, most=self.most)


class Switch(Struct, frozen=True):
    """True or false."""

    def read(self, value: object) -> bool:
        """The value."""
        if isinstance(value, bool):
            return value
        raise _NotAllowedError(_("true or false"), value)


class Location(Struct, frozen=True):
    """A folder by its whole path, or an address on a server."""

    def read(self, value: object) -> str | Path:
        """The folder or the address."""
        from papers_store.opening import is_address

        if isinstance(value, str) and is_address(value):
            return value
        if isinstance(value, str) and value.startswith(("/", "~")) and "\0" not in value:
            try:
                return Path(value).expanduser()
            except RuntimeError as error:
                raise _NotAllowedError(_("the home folder of an existing user"), value) from error
        raise _NotAllowedError(_("an absolute path, or one from ~"), value)


class Keymap(Struct, frozen=True):
    """Keys by binding. An id may be written as it is, which makes tables within tables."""

    def read(self, value: object) -> dict[str, str]:
        """The keys by the ids of bindings."""
        return self._read(value, "")

    def _read(self, value: object, key: str) -> dict[str, str]:
        if not isinstance(value, dict):
            raise _NotAllowedError(_("a table of names and keys"), value, key)
        found: dict[str, str] = {}
        for name, keys in value.items():
            if isinstance(keys, dict):
                inner = self._read(keys, f"{key}.{name}")
                found |= {f"{name}.{rest}": inner_keys for rest, inner_keys in inner.items()}
            elif (
                isinstance(keys, str)
                and all(keys.split(","))
                and " " not in keys
                and (keys + name).isprintable()
            ):
                found[name] = keys
            else:
                allowed = _("names of keys with commas between, as in j,down")
                raise _NotAllowedError(allowed, keys, f"{key}.{name}")
        return found


class Row(Struct, frozen=True, kw_only=True):
    """What there is to know of a setting, beside its type and its usual value."""

    kind: Kind
    comment: str
    """Explains it in the file; {least} and {most} stand for its bounds."""
    example: str = ""
    """How it is written in the file, where that is not by its usual value."""
    option: str = ""
    """What help says of the option that sets it for once; empty where there is none."""

    @property
    def explanation(self) -> str:
        """The comment with the bounds in it."""
        if isinstance(self.kind, Within):
            return self.comment.format(least=self.kind.least, most=self.kind.most)
        return self.comment


class Settings(Struct, frozen=True, kw_only=True):
    """A person's choices; the attribute names are the keys in the file."""

    file: Path | None = None
    """Where they were read from; None where there is no file."""
    library: Annotated[
        str | Path | None,
        Row(
            kind=Location(),
            comment=_("The library's folder; usually in the XDG data folder."),
            example='library = "~/papers"',
        ),
    ] = None
    """The library's folder, or its address on a server; None for the XDG data folder."""
    language: Annotated[
        Language,
        Row(
            kind=OneOf(get_args(Language)),
            comment=_(
                "The interface's language: auto (as the environment), zh, zh-Hans, zh-Hant, en."
            ),
        ),
    ] = "auto"
    """Of the interface; auto follows the environment."""
    theme: Annotated[
        Theme,
        Row(kind=OneOf(get_args(Theme)), comment=_("Colours: dark, light, contrast.")),
    ] = "dark"
    columns: Annotated[
        int,
        Row(
            kind=Within(20, 44),
            comment=_("Chinese characters to a line of text, {least} to {most}."),
        ),
    ] = 42
    """The widest that a line of text is set, in Chinese characters."""
    spacing: Annotated[
        int,
        Row(kind=Within(0, 1), comment=_("Empty lines between the lines of text, 0 or 1.")),
    ] = 0
    """Empty lines between the lines of the text."""
    ambiguous: Annotated[
        Ambiguous,
        Row(
            kind=OneOf(get_args(Ambiguous)),
            comment=_("Cells your terminal gives to “ ” — ①: narrow for one, wide for two."),
        ),
    ] = "narrow"
    """What the terminal makes of characters such as — and “: one cell, or two."""
    mouse: Annotated[
        bool,
        Row(
            kind=Switch(),
            comment=_("Whether the app has the mouse: a click chooses, two open."),
            option=_("let the app have the mouse: a click chooses, two open, the wheel scrolls"),
        ),
    ] = False
    cursor: Annotated[
        Cursor,
        Row(
            kind=OneOf(get_args(Cursor)),
            comment=_("The terminal's cursor, which stands where you are: hidden, or shown."),
        ),
    ] = "hidden"
    """Whether the terminal shows its cursor, where the reader is."""
    keys: Annotated[
        Mapping[str, str],
        Row(
            kind=Keymap(),
            comment=_("Other keys, by the name of what they do; the help of the app shows them."),
            example='[keys]\n"app.quit" = "q,ctrl+c"',
        ),
    ] = field(default_factory=dict)
    """By the id of a binding, the keys it shall have: a Textual keymap."""
    page_megabytes: Annotated[
        int,
        Row(
            kind=Within(1, 1_000),
            comment=_("Megabytes of a page; a larger one is not imported."),
            option=_("refuse pages larger than this many megabytes"),
        ),
    ] = DEFAULT_LIMITS.page_megabytes
    """Of pages to be imported, as in `papers_store.system.limits`; so are the three below."""
    page_lines: Annotated[
        int,
        Row(
            kind=Within(1_000, 100_000_000),
            comment=_("Lines of a page, or tags of one in HTML, at most."),
            option=_("refuse pages with more lines or HTML tags than this"),
        ),
    ] = DEFAULT_LIMITS.page_lines
    page_seconds: Annotated[
        int,
        Row(
            kind=Within(1, 3_600),
            comment=_("Seconds of work that reading a page may take."),
            option=_("refuse pages that take more than this many seconds of processor time"),
        ),
    ] = DEFAULT_LIMITS.page_seconds
    pages: Annotated[
        int,
        Row(
            kind=Within(1, 1_000_000_000),
            comment=_("Pages of one folder, at most."),
            option=_("read at most this many pages of a folder"),
        ),
    ] = DEFAULT_LIMITS.pages

    @property
    def limits(self) -> Limits:
        """What a page to be imported may cost."""
        return Limits(**{name: getattr(self, name) for name in Limits.__struct_fields__})

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
                raise SettingsError(_("{file}: is not a regular file; remove it").format(file=file))
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
    if key not in ROWS:
        names = ", ".join(ROWS)
        raise SettingsError(
            _("{file}: {key} is no setting; there are {names}").format(
                file=file, key=key, names=names
            )
        )
    try:
        return ROWS[key].kind.read(value)
    except _NotAllowedError as error:
        raise _wrong(file, f"{key}{error.key}", error.value, str(error)) from error


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


ROWS: Mapping[str, Row] = {
    name: row
    for name, annotation in Settings.__annotations__.items()
    for row in getattr(annotation, "__metadata__", ())
}
"""The row of each setting by its key."""


def written_settings() -> str:
    """A file in which every setting stands as usual, behind a comment sign and an explanation."""
    how = _("Settings of papers-tui. Take the # away from a line to change it.")
    return "\n".join([f"# {how}", *_examples()]) + "\n"


def _examples() -> Iterator[str]:
    usual = Settings()
    # A table takes all that follows it, so that it stands last.
    for key in sorted(ROWS, key=lambda key: ROWS[key].example.startswith("[")):
        row = ROWS[key]
        example = row.example or f"{key} = {_as_toml(getattr(usual, key))}"
        yield ""
        yield from (f"# {line}" for line in (row.explanation, *example.split("\n")))


def _as_toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:_}" if isinstance(value, int) else f'"{value}"'
