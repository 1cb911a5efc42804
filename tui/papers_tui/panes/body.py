"""The body: an article set in lines for the width there is."""

from dataclasses import dataclass

from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from papers_store.article import Article
from papers_tui.blocks import Block, blocks_of
from papers_tui.locale import _
from papers_tui.panes.lines import Lines
from papers_tui.typeset import break_lines, citations_in

MEASURE = 84
"""The longest line in cells: 42 Chinese characters."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in an article a line begins, whatever the width."""

    block: int
    offset: int
    """In characters of the block's text."""


@dataclass(frozen=True, slots=True)
class _Line:
    block: int
    start: int
    end: int


class BodyPane(Lines):
    """An article's text, from title to imprint."""

    COMPONENT_CLASSES = {"body--title", "body--heading", "body--lead", "body--citation"}

    @dataclass
    class Moved(Message):
        """Another section came to the top of the view."""

        section: int

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self.heading = _("3 Text")
        self._blocks: list[Block] = []
        self._lines: list[_Line | None] = []
        self._first_lines: list[int] = []
        self._measure = 0
        self._section = -1

    # What it shows.

    def show(self, article: Article) -> None:
        """Show an article from its beginning."""
        self.show_blocks(blocks_of(article))

    def show_blocks(self, blocks: list[Block]) -> None:
        """Show blocks of text from their beginning."""
        self._blocks = blocks
        self.top = 0
        self._section = -1
        self._set_lines()
        self._remark()
        self.refresh()

    @property
    def place(self) -> Place:
        """Where the first line in view begins."""
        for line in self._lines[self.top :]:
            if line is not None:
                return Place(line.block, line.start)
        return Place(0, 0)

    def go_to(self, place: Place) -> None:
        """Bring the line that holds a place to the top."""
        if not self._lines:
            return
        block = max(0, min(place.block, len(self._blocks) - 1))
        at = self._first_lines[block]
        while (
            at + 1 < len(self._lines)
            and (line := self._lines[at + 1]) is not None
            and line.block == block
            and line.start <= place.offset
        ):
            at += 1
        self.jump(at if (block, place.offset) != (0, 0) else 0)

    def show_section(self, section: int) -> None:
        """Bring a section's heading to the top."""
        for at, block in enumerate(self._blocks):
            if block.section >= section:
                self.jump(self._first_lines[at])
                return

    @property
    def section(self) -> int:
        """The section at the top of the view; -1 above the first."""
        return self._section

    def next_section(self, by: int) -> None:
        """Go to the heading after the top of the view, or to the one before it."""
        headings = [
            self._first_lines[at]
            for at, block in enumerate(self._blocks)
            if block.kind == "heading"
        ]
        if by > 0:
            later = [line for line in headings if line > self.top]
            if later:
                self.jump(later[0])
        else:
            earlier = [line for line in headings if line < self.top]
            self.jump(earlier[-1] if earlier else 0)

    def jump(self, top: int) -> None:
        """Bring a line to the top, even where fewer lines follow than the view has."""
        top = max(0, min(top, self.line_count - 1))
        if top != self.top:
            self.top = top
            self.refresh()
            self._moved()

    def scroll_lines(self, top: int) -> None:
        """Scroll, and say when another section comes to the top."""
        before = self.top
        super().scroll_lines(top)
        if self.top != before:
            self._moved()

    def _moved(self) -> None:
        self._remark()
        section = self._blocks[self.place.block].section if self._blocks else -1
        if section != self._section:
            self._section = section
            self.post_message(self.Moved(section))

    def _remark(self) -> None:
        """Say how much of the text has been in view."""
        if not self._lines:
            self.remark = ""
            return
        seen = min(self.line_count, self.top + self.page_height)
        self.remark = f"{100 * seen // self.line_count}%"

    # Setting lines.

    def on_resize(self, event: events.Resize) -> None:
        """Set the lines anew where the width has changed; the place stays."""
        place = self.place
        at_top = self.top == 0
        if self._measure != self._measure_now():
            self._set_lines()
            self.top = 0
            if not at_top:
                self.go_to(place)
        self.top = max(0, min(self.top, self.line_count - 1))
        self._remark()
        self.refresh()

    def _measure_now(self) -> int:
        return max(8, min(MEASURE, self.size.width - 4))

    def _set_lines(self) -> None:
        self._measure = self._measure_now()
        self._lines = []
        self._first_lines = []
        for at, block in enumerate(self._blocks):
            self._lines.extend([None] * block.gap)
            self._first_lines.append(len(self._lines))
            room = max(8, self._measure - block.margin)
            for start, end in break_lines(block.text, room, block.first):
                self._lines.append(_Line(at, start, end))

    @property
    def line_count(self) -> int:
        """How many lines the article has in this width."""
        return len(self._lines)

    # Drawing.

    def draw(self, line: int, width: int) -> Strip:
        """A line of text, with labels and citations set off."""
        here = self._lines[line]
        plain = self.rich_style
        if here is None:
            return self.segments([], width, plain)
        block = self._blocks[here.block]
        indent = (width - self._measure) // 2 + block.margin
        if here.start == 0:
            indent += block.first
        return self.segments([(" " * indent, plain), *self._parts(here, block)], width, plain)

    def _parts(self, line: _Line, block: Block) -> list[tuple[str, Style]]:
        base = self._base(block)
        spans = []
        if block.lead:
            spans.append((0, block.lead, self.get_component_rich_style("body--lead")))
        if block.kind == "text":
            citation = self.get_component_rich_style("body--citation")
            spans += [(start, end, citation) for start, end in citations_in(block.text)]
        parts: list[tuple[str, Style]] = []
        at = line.start
        for start, end, style in spans:
            start, end = max(at, start), min(end, line.end)
            if start < end:
                parts += [(block.text[at:start], base), (block.text[start:end], style)]
                at = end
        parts.append((block.text[at : line.end].rstrip(" "), base))
        return parts

    def _base(self, block: Block) -> Style:
        if block.kind == "title":
            return self.get_component_rich_style("body--title")
        if block.kind == "heading":
            return self.get_component_rich_style("body--heading")
        return self.style_of("quiet") if block.kind == "quiet" else self.rich_style
