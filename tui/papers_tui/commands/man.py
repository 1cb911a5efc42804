"""papers-tui man: the manual page, written from the parsers and the table of settings."""

import argparse
import re
from collections.abc import Iterator

from papers_tui.commands._arguments import actions_of, commands_of
from papers_tui.commands.command import Command
from papers_tui.locale import _
from papers_tui.settings import ROWS


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _("papers-tui man | man -l - shows the page.")


def _run(options: argparse.Namespace) -> int:
    for line in _page(options.whole()):
        print(line)
    return 0


def _page(parser: argparse.ArgumentParser) -> Iterator[str]:
    """The lines of the page, in roff with the macros of man(7)."""
    purpose = (parser.description or "").rstrip(".。")
    yield f".TH {_text(parser.prog).upper()} 1"
    yield f".SH {_('NAME')}"
    yield f"{_text(parser.prog)} \\- {_text(purpose)}"
    yield f".SH {_('SYNOPSIS')}"
    yield rf".B papers\-tui\fR [\fI{_('options')}\fR] [\fIQUERY\fR ...]"
    yield ".br"
    yield rf".B papers\-tui\fR \fI{_('command')}\fR [\fI{_('options')}\fR] ..."
    yield f".SH {_('DESCRIPTION')}"
    yield _text(
        _("Without a command the app opens on the library, filtered by QUERY where there is one.")
    )
    yield f".SH {_('OPTIONS')}"
    yield from _actions(parser)
    yield f".SH {_('COMMANDS')}"
    for inner in commands_of(parser).values():
        yield from _command(inner)
    for heading, entries in _rest():
        yield f".SH {heading}"
        for name, meaning in entries:
            yield from _entry(f"\\fB{_text(name)}\\fR", meaning)


def _command(parser: argparse.ArgumentParser) -> Iterator[str]:
    inner = commands_of(parser)
    if not inner:
        yield f".SS {_text(_usage(parser))}"
    elif parser.description:
        yield f".SS {_text(parser.prog)}"
    yield _text(parser.description or "")
    yield from _actions(parser, without=("--library",))
    for one in inner.values():
        yield from _entry(f"\\fB{_text(_usage(one))}\\fR", one.description or "")
        yield ".RS"
        yield from _actions(one)
        yield ".RE"
    if parser.epilog:
        yield ".PP"
        yield _text(parser.epilog)


def _usage(parser: argparse.ArgumentParser) -> str:
    """How a command is typed, on one line; the two options that all have are said above."""
    usage = " ".join(parser.format_usage().split()).partition(": ")[2]
    return usage.replace(" [-h]", "").replace(" [--library DIR]", "")


def _actions(parser: argparse.ArgumentParser, without: tuple[str, ...] = ()) -> Iterator[str]:
    for action in actions_of(parser):
        if not set(without) & set(action.option_strings):
            yield from _entry(_name(action), action.help or "")


def _name(action: argparse.Action) -> str:
    """An option with its value, or an argument."""
    choices = "|".join(map(str, action.choices)) if action.choices else ""
    metavar = action.metavar if isinstance(action.metavar, str) else choices or action.dest
    value = f"\\fI{_text(metavar)}\\fR"
    if not action.option_strings:
        return value
    names = ", ".join(f"\\fB{_text(option)}\\fR" for option in action.option_strings)
    return names if action.nargs == 0 else f"{names} {value}"


def _entry(name: str, meaning: str) -> Iterator[str]:
    yield ".TP"
    yield name
    yield _text(meaning)


def _text(text: str) -> str:
    """Text that roff prints as it stands."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    # groff breaks no line between a Chinese sign and a Latin word.
    escaped = escaped.replace("、", "、\\:")
    return re.sub(r"^(?=[.'])", r"\\&", escaped)


def _rest() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    yield (
        _("ENVIRONMENT"),
        [
            ("PAPERS_LIBRARY", _("The library's folder, unless --library names one.")),
            ("PAPERS_READER", _("The file of your stars, tags, notes and places.")),
            ("PAPERS_TOKEN", _("The secret in the address of papers-tui serve; else a new one.")),
            (
                "LANG, LC_MESSAGES, LC_ALL, LANGUAGE",
                _("The interface's language: Chinese of either script, or English."),
            ),
            ("NO_COLOR", _("If set, the app uses no colour.")),
            (
                "ESCDELAY",
                _("Milliseconds until escape is a key, and no part of one; else 450 at most."),
            ),
        ],
    )
    yield _("SETTINGS"), [(key, row.explanation) for key, row in ROWS.items()]
    yield (
        _("FILES"),
        [
            ("~/.config/papers-tui/config.toml", _("Settings; papers-tui config init creates it.")),
            ("~/.local/share/papers-tui", _("The library, unless another is named.")),
            (
                "~/.local/share/papers-tui-reader/reader.json",
                _("Your stars, tags, notes and places, which no library holds."),
            ),
        ],
    )
    yield (
        _("EXIT STATUS"),
        [
            ("0", _("Success.")),
            ("1", _("A page was refused.")),
            ("2", _("The command could not do its work, or was typed wrong.")),
            ("130", _("The command was interrupted.")),
        ],
    )


COMMAND = Command(
    name="man",
    purpose=_("Print the manual page."),
    arguments=_arguments,
    run=_run,
)
