"""The bottom row: hints on keys, or a message."""

from collections.abc import Sequence

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from papers_tui.terminal.cells import fit, printable, width_of


class StatusBar(Widget, can_focus=False):
    """Shows as many hints as fit; help and quit always."""

    COMPONENT_CLASSES = {"status-bar--message"}
    DEFAULT_CSS = "StatusBar { height: 1; width: 1fr; }"

    message: reactive[str] = reactive("", init=False)
    """Shown in place of the hints until the next key."""

    def __init__(
        self,
        hints: Sequence[str],
        always: Sequence[str],
        *,
        id: str,  # noqa: A002 (Textual's name)
    ) -> None:
        """A row of hints.

        Args:
            hints: The most useful first.
            always: Those that stand at the right end however narrow the window is.
            id: Textual's.
        """
        super().__init__(id=id)
        self._always = "  ".join(always)
        self._hints = hints

    def render_line(self, y: int) -> Strip:
        """Hints or message at the left, help at the right."""
        width = self.size.width
        room = width - width_of(self._always) - 3
        if self.message:
            left = printable(self.message)
            style = self.get_component_rich_style("status-bar--message")
        else:
            left, style = self._fitting(room), self.rich_style
        return Strip(
            [
                Segment(" " + fit(left, room), style),
                Segment(" " + self._always + " ", self.rich_style),
            ],
        ).adjust_cell_length(width, self.rich_style)

    def _fitting(self, room: int) -> str:
        line = ""
        for hint in self._hints:
            longer = f"{line}  {hint}" if line else hint
            if width_of(longer) > room:
                break
            line = longer
        return line
