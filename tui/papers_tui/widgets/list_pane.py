"""A pane with a cursor that goes from item to item."""

from abc import abstractmethod

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip

from papers_tui.widgets.pane import Pane


class ListPane(Pane):
    """Lines that belong to items; one item has the cursor."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self.cursor = 0
        """The item the cursor stands on."""

    @property
    @abstractmethod
    def item_count(self) -> int:
        """How many items there are."""

    def lines_of(self, item: int) -> tuple[int, int]:
        """The lines of an item, the first and how many: one each, where a pane has no other."""
        return item, 1

    def item_at(self, line: int) -> int:
        """The item a line belongs to."""
        return line

    @property
    def line_count(self) -> int:
        """The lines of all items."""
        if not self.item_count:
            return 0
        first, count = self.lines_of(self.item_count - 1)
        return first + count

    def move_to(self, item: int) -> None:
        """Put the cursor on an item, and the item in view."""
        item = max(0, min(item, self.item_count - 1))
        if item == self.cursor or not self.item_count:
            return
        self.refresh_item(self.cursor)
        self.cursor = item
        self.refresh_item(item)
        self.show_cursor()
        self.moved()

    def moved(self) -> None:
        """Called after the cursor moved; a subclass may tell others."""

    def show_cursor(self) -> None:
        """Scroll as little as it takes to have the cursor's item in view."""
        if not self.item_count:
            self.top = 0
            return
        first, count = self.lines_of(self.cursor)
        if first < self.top or count >= self.page_height:
            self.scroll_lines(first)
        elif first + count > self.top + self.page_height:
            self.scroll_lines(first + count - self.page_height)

    @property
    def cursor_cell(self) -> tuple[int, int]:
        """The first line of the item that the cursor stands on."""
        return (self.lines_of(self.cursor)[0] if self.item_count else self.top), 0

    def point_at(self, x: int, y: int) -> bool:
        """Put the cursor on the item that was clicked."""
        on_item = super().point_at(x, y)
        if on_item:
            self.move_to(self.item_at(self.top + y - 1))
        return on_item

    def refresh_item(self, item: int) -> None:
        """Draw an item again."""
        if 0 <= item < self.item_count:
            self.refresh_lines(*self.lines_of(item))

    def watch_active(self) -> None:
        """Draw the cursor bright only while the pane is active."""
        super().watch_active()
        self.refresh_item(self.cursor)

    def on_resize(self, event: events.Resize) -> None:
        """Keep the cursor in view in the new size."""
        self.show_cursor()

    def move(self, by: int) -> None:
        """Go some items down, or up."""
        self.move_to(self.cursor + by)

    def page(self, by: float) -> None:
        """Go some pages of items down, or up."""
        if not self.item_count:
            return
        lines = max(1, int(self.page_height * abs(by)))
        first = self.lines_of(self.cursor)[0]
        if by > 0:
            target = self.item_at(min(self.line_count - 1, first + lines))
            self.move_to(max(target, self.cursor + 1))
        else:
            target = self.item_at(max(0, first - lines))
            self.move_to(min(target, self.cursor - 1))

    def first(self) -> None:
        """Go to the first item."""
        self.move_to(0)

    def last(self) -> None:
        """Go to the last item."""
        self.move_to(self.item_count - 1)

    def item_strip(self, item: int, nth: int, parts: list[tuple[str, Style]], width: int) -> Strip:
        """The nth line of an item: bright where the cursor is, and its first after a >."""
        if item != self.cursor:
            return self.segments([(" ", parts[0][1]), *parts], width, parts[-1][1])
        cursor = self.look("cursor" if self.active else "cursor-idle")
        line = self.segments([("> "[nth > 0], parts[0][1]), *parts], width, parts[-1][1])
        bright = [Segment(text, (style or cursor) + cursor) for text, style, _ in line]
        return Strip(bright, width).simplify()
