"""The outline: the article's headings, with the cursor on the one that the reader is under."""

from collections.abc import Sequence

from msgspec import Struct
from textual.strip import Strip

from papers_tui.messages import Message
from papers_tui.terminal.cells import printable
from papers_tui.widgets.list_pane import ListPane


class Heading(Struct, frozen=True):
    """A line of the outline."""

    level: int
    """1 for the outermost."""
    number: str
    title: str
    section: int
    """Which section of the article it heads."""


class OutlinePane(ListPane):
    """Headings, one line each, indented by level."""

    class Chosen(Message):
        """A section is to be shown in the body."""

        section: int

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._headings: Sequence[Heading] = ()

    def show(self, headings: Sequence[Heading]) -> None:
        """Show an article's headings."""
        self._headings = headings
        self.top = self.cursor = 0
        self.refresh()

    def follow(self, section: int) -> None:
        """Put the cursor on the heading that the reader is under."""
        here = [at for at, heading in enumerate(self._headings) if heading.section <= section]
        self.move_to(here[-1] if here else 0)

    def choose(self) -> None:
        """Show the heading's section in the body."""
        if self._headings:
            self.post_message(self.Chosen(self._headings[self.cursor].section))

    @property
    def item_count(self) -> int:
        """How many headings."""
        return len(self._headings)

    def draw(self, line: int, width: int) -> Strip:
        """A heading with its number, indented."""
        heading = self._headings[line]
        indent = " " * (2 * min(heading.level - 1, 4))
        number = f"{printable(heading.number)} " if heading.number else ""
        style = self.style_of("strong") if heading.level == 1 else self.rich_style
        title = printable(heading.title)
        found = self.highlighted(title, style, self._finder.spans(title, "body"))
        return self.item_strip(line, 0, [(indent + number, style), *found], width)
