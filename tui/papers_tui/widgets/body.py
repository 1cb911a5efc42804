"""The body: an article set in lines for the width there is."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct
from rich.style import Style
from textual import events
from textual.strip import Strip

from papers_store.article import Article
from papers_store.search.highlight import Finder
from papers_tui.document.blocks import Block, blocks_of
from papers_tui.document.line_breaking import break_lines, citations_in
from papers_tui.messages import Message
from papers_tui.terminal.cells import printable, width_of
from papers_tui.widgets.pane import Pane

_NUMBER = re.compile(r"\d{1,4}")


class TextPosition(Struct, frozen=True):
    """A position in an article, independent of the width of the pane."""

    block: int
    offset: int
    """In characters of the block's text."""


class _Line(Struct, frozen=True):
    block: int
    start: int
    end: int


class _Match(NamedTuple):
    """A match of a search, as offsets in a block."""

    block: int
    start: int
    end: int


class BodyPane(Pane):
    """An article's text, from the title to the publication details."""

    class Moved(Message):
        """Another section came to the top of the view."""

        section: int

    class Cited(Message):
        """The reader wants the entry of the references that the text cites."""

        number: int

    def __init__(
        self,
        *,
        columns: int = 42,
        spacing: int = 0,
        id: str,  # noqa: A002 (Textual's name)
    ) -> None:
        """An empty text.

        Args:
            columns: The longest line, in Chinese characters.
            spacing: Empty lines between lines.
            id: Textual's.
        """
        super().__init__(id=id)
        self._longest = 2 * columns
        self._spacing = spacing
        self._blocks: list[Block] = []
        self._lines: list[_Line | None] = []
        self._first_lines: list[int] = []
        self._measure = 0
        self._section = -1
        self._matches: list[_Match] = []
        self._here: int | None = None
        self._article: Article | None = None
        self._last_cited: int | None = None
        self._chosen: TextPosition | None = None

    # What it shows.

    def show(self, article: Article, *, tags: Sequence[str] = (), note: str = "") -> None:
        """Show an article from its beginning, with the reader's tags and note."""
        self._article = article
        self._last_cited = None
        self.show_blocks(blocks_of(article, tags=tags, note=note))

    def show_marks(self, *, tags: Sequence[str], note: str) -> None:
        """Show changed tags and a changed note; the position stays."""
        if self._article is None:
            return
        blocks = blocks_of(self._article, tags=tags, note=note)
        if blocks != self._blocks:
            place, more = self.place, len(blocks) - len(self._blocks)
            at_top = self.top == 0
            self.show_blocks(blocks)
            if not at_top:
                self.go_to(TextPosition(max(0, place.block + more), place.offset))

    @property
    def seen(self) -> float:
        """How much of the text has been in view, from 0 to 1."""
        if not self._lines:
            return 0.0
        return min(self.line_count, self.top + self.page_height) / self.line_count

    def choose(self) -> None:
        """Go to the entry that the text in view cites; once more, to the next."""
        cited = [
            (at, number)
            for at, line in enumerate(self._lines[self.top : self.top + self.page_height], self.top)
            if line is not None
            for number in self._cited_in(line)
        ]
        if not cited:
            return
        numbers = [number for _, number in cited]
        after = numbers.index(self._last_cited) + 1 if self._last_cited in numbers else 0
        self._last_cited = numbers[after % len(numbers)]
        self.post_message(self.Cited(self._last_cited))

    def _cited_in(self, line: "_Line") -> list[int]:
        """The numbers cited in a line."""
        block = self._blocks[line.block]
        if block.kind != "text":
            return []
        spans = [s for s in citations_in(block.text) if line.start <= s[0] < line.end]
        found = (_NUMBER.findall(block.text[start:end]) for start, end in spans)
        return [int(number) for numbers in found for number in numbers]

    def show_blocks(self, blocks: list[Block]) -> None:
        """Show blocks of text from their beginning."""
        self._blocks = blocks
        self._chosen = None
        self.top = 0
        self._section = -1
        self._break_lines()
        self._match()
        self._remark()
        self.refresh()

    # What is looked for.

    def find(self, finder: Finder) -> None:
        """Highlight the matches of a query, and count them."""
        if finder != self._finder:
            super().find(finder)
            self._match()
            self._remark()

    def _match(self) -> None:
        self._here = None
        self._matches = [
            _Match(at, start, end)
            for at, block in enumerate(self._blocks)
            for start, end in self._finder.spans(block.text, block.field)
            # A label is the program's own word, and not the article's.
            if start >= block.lead or block.kind == "heading"
        ]

    def next_match(self, by: int) -> None:
        """Go to the next match, or to the one before; wrap around at the ends."""
        if not self._matches:
            return
        if self._here is None:
            # They stand in the order of the text.
            in_view = bisect_left(self._matches, self.top, key=self._line_of)
            self._here = in_view if by > 0 else in_view - 1
        else:
            self._here += by
        self._here %= len(self._matches)
        line = self._line_of(self._matches[self._here])
        if not self.top <= line < self.top + self.page_height:
            self.jump(max(0, line - self.page_height // 3))
        self._remark()
        self.refresh()

    def _line_of(self, match: "_Match") -> int:
        return self._line_at(match.block, match.start)

    @property
    def place(self) -> TextPosition:
        """Where the first line in view begins."""
        for line in self._lines[self.top :]:
            if line is not None:
                return TextPosition(line.block, line.start)
        return TextPosition(0, 0)

    def go_to(self, place: TextPosition) -> None:
        """Bring the line that holds a place to the top."""
        if not self._lines:
            return
        block = max(0, min(place.block, len(self._blocks) - 1))
        at = self._line_at(block, place.offset)
        self.jump(at if (block, place.offset) != (0, 0) else 0)

    def _line_at(self, block: int, offset: int) -> int:
        """The line that holds a place in a block."""
        first, step = self._first_lines[block], 1 + self._spacing
        following = self._first_lines[block + 1 : block + 2] or [len(self._lines)]
        lines = [line for line in self._lines[first : following[0] : step] if line is not None]
        before = bisect_right(lines, offset, key=lambda line: line.start)
        return first + step * max(0, before - 1)

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
        self._chosen = None
        self._remark()
        section = self._blocks[self.place.block].section if self._blocks else -1
        if section != self._section:
            self._section = section
            self.post_message(self.Moved(section))

    def _remark(self) -> None:
        """Say which match of how many, and how much of the text has been in view."""
        if not self._lines:
            self.remark = ""
            return
        share = f"{int(100 * self.seen)}%"
        if self._matches:
            here = 0 if self._here is None else self._here + 1
            share = f"{here}/{len(self._matches)}  {share}"
        self.remark = share

    # Breaking lines.

    def on_resize(self, event: events.Resize) -> None:
        """Break the lines again if the width has changed; the position stays."""
        # After several changes of width the position is the one that the reader chose, and not the
        # start of a line that held it in between.
        place = self._chosen or self.place
        at_top = self.top == 0
        if self._measure != self._measure_now():
            self._break_lines()
            self.top = 0
            if not at_top:
                self.go_to(place)
        self.top = max(0, min(self.top, self.line_count - 1))
        self._chosen = None if at_top else place
        self._remark()
        self.refresh()

    def _measure_now(self) -> int:
        return max(8, min(self._longest, self.size.width - 4))

    def _break_lines(self) -> None:
        self._measure = self._measure_now()
        self._lines = []
        self._first_lines = []
        for at, block in enumerate(self._blocks):
            self._lines.extend([None] * block.gap)
            self._first_lines.append(len(self._lines))
            room = max(8, self._measure - block.margin)
            for start, end in break_lines(block.text, room, block.first):
                if start:
                    self._lines.extend([None] * self._spacing)
                self._lines.append(_Line(at, start, end))

    @property
    def line_count(self) -> int:
        """How many lines the article has in this width."""
        return len(self._lines)

    # Drawing.

    def draw(self, line: int, width: int) -> Strip:
        """A line of text, with labels and citations highlighted."""
        here = self._lines[line]
        plain = self.rich_style
        if here is None:
            return self.segments([], width, plain)
        block = self._blocks[here.block]
        indent = " " * self._indent(here, width)
        return self.segments([(indent, plain), *self._parts(here, block)], width, plain)

    def _indent(self, line: _Line, width: int) -> int:
        """Empty cells before a line."""
        block = self._blocks[line.block]
        return (width - self._measure) // 2 + block.margin + (0 if line.start else block.first)

    @property
    def cursor_cell(self) -> tuple[int, int]:
        """The current match while it is in view, else the first line in view."""
        filled = (at for at in range(self.top, self.line_count) if self._lines[at] is not None)
        at, offset = next(filled, self.top), None
        if self._here is not None:
            match = self._matches[self._here]
            line = self._line_of(match)
            if self.top <= line < self.top + self.page_height:
                at, offset = line, match.start
        here = self._lines[at] if at < len(self._lines) else None
        if here is None:
            return at, 0
        before = self._blocks[here.block].text[here.start : max(here.start, offset or 0)]
        return at, self._indent(here, self.size.width) + width_of(printable(before))

    def _parts(self, line: _Line, block: Block) -> list[tuple[str, Style]]:
        base = self._base(block)
        spans = []
        if block.lead:
            spans.append((0, block.lead, self.style_of("open")))
        if block.kind == "text":
            citation = self.style_of("accent")
            spans += [(start, end, citation) for start, end in citations_in(block.text)]
        parts: list[tuple[str, Style]] = []
        at = line.start
        for start, end, style in spans:
            start, end = max(at, start), min(end, line.end)
            if start < end:
                parts += [(block.text[at:start], base), (block.text[start:end], style)]
                at = end
        parts.append((block.text[at : line.end].rstrip(" "), base))
        return self._with_matches(parts, line)

    def _with_matches(self, parts: list[tuple[str, Style]], line: _Line) -> list[tuple[str, Style]]:
        """The parts of a line with its matches highlighted, and the current match more strongly."""
        first = bisect_left(self._matches, line.block, key=lambda one: one.block)
        last = bisect_right(self._matches, line.block, key=lambda one: one.block)
        here = list(enumerate(self._matches[first:last], first))
        if not here:
            return parts
        spans = [(one.start, one.end) for _, one in here]
        current = [(one.start, one.end) for at, one in here if at == self._here]
        bright = self.look("here")
        highlighted: list[tuple[str, Style]] = []
        start = line.start
        for text, style in parts:
            for piece, look in self.highlighted(text, style, spans, start):
                at = start
                start += len(piece)
                inside = any(first <= at < last for first, last in current)
                highlighted.append((piece, look + bright if inside else look))
        return highlighted

    def _base(self, block: Block) -> Style:
        if block.kind in ("title", "heading"):
            return self.style_of("open")
        return self.style_of("quiet") if block.kind == "quiet" else self.rich_style
