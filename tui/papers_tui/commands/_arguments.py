"""The options and arguments of a parser, which argparse keeps in private attributes."""

import argparse
from collections.abc import Mapping, Sequence


def actions_of(parser: argparse.ArgumentParser) -> Sequence[argparse.Action]:
    """The options and arguments of a parser, without -h and the choice of a command."""
    left_out = (argparse._HelpAction, argparse._SubParsersAction)
    return [action for action in parser._actions if not isinstance(action, left_out)]


def commands_of(parser: argparse.ArgumentParser) -> Mapping[str, argparse.ArgumentParser]:
    """The parsers of the words that may follow, by word."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            inner: Mapping[str, argparse.ArgumentParser] = action.choices
            return inner
    return {}
