"""A line of input."""

from typing import Any

from textual.events import Paste
from textual.geometry import Offset
from textual.widgets import Input

from papers_tui.locale import _
from papers_tui.messages import Message
from papers_tui.terminal.cells import printable

LONGEST_LINE = 2000
"""Characters on a line. The cost of every key grows with the line: it is searched for and drawn."""


def said_when_full() -> str:
    """The message that a line is full."""
    said = _("No more than {count} characters fit on the line; the rest is left out")
    return said.format(count=f"{LONGEST_LINE:,}")


class TextInput(Input):
    """An input without control characters, so that no text can steer the terminal."""

    class Full(Message):
        """The line takes no more; what did not fit is left out."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, max_length=LONGEST_LINE, **options)

    @property
    def cursor_screen_offset(self) -> Offset:
        """The cell of the caret, which behind the last character is Textual's one too far."""
        return super().cursor_screen_offset - Offset(int(self.cursor_at_end), 0)

    def validate_value(self, value: str) -> str:
        """The text as it may be drawn, character for character as long as it was."""
        return printable(value)

    def _on_paste(self, event: Paste) -> None:
        """Take the lines of a pasted text as one; a title may run over two of them."""
        event.stop()
        event.prevent_default()
        lines = (line.strip() for line in event.text.splitlines())
        text = " ".join(filter(None, lines))
        room = LONGEST_LINE - len(self.value) + len(self.selected_text)
        if text[:room]:
            self.replace(text[:room], *self.selection)
        if len(text) > room:
            self.restricted()

    @property
    def is_full(self) -> bool:
        """Whether the line takes no more."""
        return len(self.value) >= LONGEST_LINE

    def restricted(self) -> None:
        """Say that there is no room for what was typed."""
        self.post_message(self.Full())
