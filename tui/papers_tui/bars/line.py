"""A line to type on."""

from textual.widgets import Input

from papers_tui.cells import printable


class TypedLine(Input):
    """Holds nothing that could steer the terminal, wherever its text came from."""

    def validate_value(self, value: str) -> str:
        """The text as it may be drawn, character for character as long as it was."""
        return printable(value)
