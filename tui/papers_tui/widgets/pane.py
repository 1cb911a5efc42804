"""What the panes share: a title line, and lines drawn one by one as they are asked for.

A pane is a plain widget that keeps its own first line. Textual's ScrollView would lay the whole
screen out again whenever a list grows or shrinks, and add scroll bars that take no clicks.
"""

from abc import abstractmethod
from collections.abc import Iterable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region, Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from papers_store.search.highlight import Finder
from papers_tui.messages import Message
from papers_tui.terminal.cells import at_most, clip, fit, printable, width_of

LOOKS = {
    "pane--rule",
    "pane--strong",
    "pane--quiet",
    "pane--accent",
    "pane--open",
    "pane--cursor",
    "pane--cursor-idle",
    "pane--match",
    "pane--here",
}
"""Component classes of the app, for the lines of all panes.

Textual works out each of a widget's own whenever its style sheet is applied: with ten in each of
four panes that took a twentieth of what the app adds to a start.
"""

RULE = "╌"
"""Fills a title line; of the few box-drawing characters that take one cell everywhere."""


class Pane(Widget, can_focus=False):
    """A title line and a view of lines; the subclass says how many there are and draws each."""

    class Clicked(Message):
        """The reader clicked on the pane."""

        pane: "Pane"
        twice: bool
        """Whether it was a double click, which opens what is there."""

    DEFAULT_CSS = "Pane { height: 1fr; width: 1fr; }"

    active: reactive[bool] = reactive(False, repaint=False, init=False)
    """Whether keys go to this pane."""
    heading: reactive[str] = reactive("", repaint=False, init=False)
    """The pane's name, on its title line."""
    remark: reactive[str] = reactive("", repaint=False, init=False)
    """What stands at the right end of the title line: a count, a share read."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's name)
        self._looks: dict[str, Style] = {}
        self._plain: Style | None = None
        super().__init__(id=id)
        self.top = 0
        """The first line in view."""
        self._finder = Finder()

    # What a subclass says of itself.

    @property
    @abstractmethod
    def line_count(self) -> int:
        """How many lines there are."""

    @abstractmethod
    def draw(self, line: int, width: int) -> Strip:
        """One line, in exactly this many cells."""

    # Drawing.

    @property
    def page_height(self) -> int:
        """How many lines are in view."""
        return max(1, self.size.height - 1)

    # Textual works a style out through all ancestors, the plain one for every line that asks for
    # it and the others again for every frame, which was half of what a frame took.

    @property
    def rich_style(self) -> Style:
        """The style of plain text."""
        if self._plain is None:
            self._plain = super().rich_style
        return self._plain

    def style_of(self, name: str) -> Style:
        """The style of a text that is drawn as one of the `LOOKS`."""
        return self.rich_style + self.look(name)

    def look(self, name: str) -> Style:
        """What one of the `LOOKS` adds to the style of a text."""
        look = self._looks.get(name)
        if look is None:
            look = self.app.get_component_styles(f"pane--{name}").partial_rich_style
            self._looks[name] = look
        return look

    @property
    def size(self) -> Size:
        """Columns and rows; a pane has no padding, and need not be looked up in the screen."""
        return self.outer_size

    def notify_style_update(self) -> None:
        """Drop cached styles when the style sheet has changed."""
        self._looks.clear()
        self._plain = None
        super().notify_style_update()

    @property
    def finder(self) -> Finder:
        """Finds what is highlighted in the pane."""
        return self._finder

    def find(self, finder: Finder) -> None:
        """Highlight the matches of a query."""
        if finder != self._finder:
            self._finder = finder
            self.refresh()

    def highlighted(
        self, text: str, style: Style, spans: Sequence[tuple[int, int]], start: int = 0
    ) -> list[tuple[str, Style]]:
        """A text with its matches highlighted.

        Args:
            text: A line, or a part of one.
            style: The style of the rest.
            spans: What was found in the whole text.
            start: Where in the whole text the line begins.
        """
        match = style + self.look("match")
        parts: list[tuple[str, Style]] = []
        at = 0
        for first, last in spans:
            first, last = max(at, first - start), min(last - start, len(text))
            if first < last:
                parts += [(text[at:first], style), (text[first:last], match)]
                at = last
        return [*parts, (text[at:], style)]

    def segments(self, parts: Iterable[tuple[str, Style]], width: int, fill: Style) -> Strip:
        """A line of parts in exactly this many cells, cut or padded as it needs.

        Control characters are drawn as visible ones, so that no text can steer the terminal.
        """
        segments: list[Segment] = []
        left = width
        for text, style in parts:
            text = printable(at_most(text, left))
            cells = width_of(text)
            if cells > left:
                text = clip(text, left)
                cells = width_of(text)
            if text:
                segments.append(Segment(text, style))
                left -= cells
            if left <= 0:
                break
        if left > 0:
            segments.append(Segment(" " * left, fill))
        # Neighbours of one style become one: each change of style costs forty bytes on the wire.
        return Strip(segments, width).simplify()

    def render_line(self, y: int) -> Strip:
        """The title line, then the lines in view."""
        width = self.size.width
        if y == 0:
            return self._draw_title(width)
        line = self.top + y - 1
        if line < self.line_count:
            return self.draw(line, width)
        return Strip([Segment(" " * width, self.rich_style)], width)

    def _draw_title(self, width: int) -> Strip:
        title = self.style_of("open" if self.active else "quiet")
        # Colour is never the only sign of where the keys go.
        name = f"{'>' if self.active else ' '}{printable(at_most(self.heading, width))} "
        remark = f" {printable(self.remark)} " if self.remark else ""
        room = width - width_of(name) - width_of(remark)
        if room < 0:
            return Strip([Segment(fit(name, width), title)], width)
        return Strip(
            [
                Segment(name, title),
                Segment(RULE * room, self.style_of("rule")),
                Segment(remark, self.style_of("quiet")),
            ],
            width,
        )

    def refresh_rows(self, y: int, count: int) -> None:
        """Draw rows of the widget again, counted from its title line."""
        start, stop = max(0, y), min(self.size.height, y + count)
        if start < stop:
            self.refresh(Region(0, start, self.size.width, stop - start))

    def refresh_lines(self, line: int, count: int) -> None:
        """Draw lines again, where they are in view."""
        start = max(line, self.top)
        self.refresh_rows(start - self.top + 1, line + count - start)

    def watch_active(self) -> None:
        """Show on the title line, and on what the cursor stands on, where the keys go."""
        self.refresh_rows(0, 1)

    def watch_heading(self) -> None:
        """Draw the title line again."""
        self.refresh_rows(0, 1)

    def watch_remark(self) -> None:
        """Draw the title line again."""
        self.refresh_rows(0, 1)

    # Moving; what a key does depends on the pane.

    def move(self, by: int) -> None:
        """Go some lines down, or up."""
        self.scroll_lines(self.top + by)

    def page(self, by: float) -> None:
        """Go some pages down, or up; two lines of the old page stay in view."""
        step = round(by * self.page_height) if abs(by) < 1 else int(by) * (self.page_height - 2)
        self.move(step or (1 if by > 0 else -1))

    def first(self) -> None:
        """Go to the beginning."""
        self.scroll_lines(0)

    def last(self) -> None:
        """Go to the end."""
        self.scroll_lines(self.line_count)

    def choose(self) -> None:
        """Act on what the cursor stands on."""

    @property
    def last_top(self) -> int:
        """The first line in view when the end is."""
        return max(0, self.line_count - self.page_height)

    def scroll_lines(self, top: int) -> None:
        """Bring a line to the top of the view, as far as there are lines to fill it."""
        top = max(0, min(top, max(self.last_top, self.top if top > self.top else 0)))
        if top != self.top:
            self.top = top
            self.refresh()

    # The terminal's cursor, and the mouse where the reader asked for one.

    @property
    def cursor_cell(self) -> tuple[int, int]:
        """What the reader is at: the line, and the column of the pane."""
        return self.top, 0

    @property
    def cursor_screen_offset(self) -> Offset:
        """The cell of the screen that the terminal's cursor stands on.

        Braille displays and screen readers read there, input methods show there what is typed.
        """
        line, column = self.cursor_cell
        row = max(1, min(line - self.top + 1, self.size.height - 1))
        return self.region.offset + Offset(max(0, min(column, self.size.width - 1)), row)

    def point_at(self, x: int, y: int) -> bool:
        """Put the cursor on what is at a cell of the pane; whether it can be opened."""
        return 0 < y <= self.line_count - self.top

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked; the screen opens what was clicked twice."""
        event.stop()
        if event.button == 1:
            opens = self.point_at(event.x, event.y)
            self.post_message(self.Clicked(self, opens and event.chain == 2))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll by the wheel, where the reader asked for a mouse."""
        event.stop()
        self.scroll_lines(self.top + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll by the wheel, where the reader asked for a mouse."""
        event.stop()
        self.scroll_lines(self.top - 3)
