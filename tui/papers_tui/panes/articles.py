"""The list of articles, which shows a window of however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from papers_tui.cells import printable
from papers_tui.locale import _
from papers_tui.panes.items import Items
from papers_tui.typeset import break_lines

NARROW = 44
"""Below this many cells a title gets two lines."""


class Row(Protocol):
    """What the list shows of an article."""

    @property
    def id(self) -> str:
        """The article's id."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def authors(self) -> tuple[str, ...]:
        """Who wrote it."""

    @property
    def source(self) -> str | None:
        """Where it appeared."""

    @property
    def year(self) -> int | None:
        """And when."""

    @property
    def citation_count(self) -> int | None:
        """How often it is cited."""

    @property
    def keywords(self) -> tuple[str, ...]:
        """Its keywords."""


class Rows(Protocol):
    """Where the list gets its rows from, a window at a time."""

    @property
    def total(self) -> int:
        """How many rows there are."""

    def window(self, start: int, stop: int) -> Sequence[Row]:
        """Rows from start up to stop."""

    def position(self, article_id: str) -> int | None:
        """Where an article stands."""


class _NoRows:
    total = 0

    def window(self, start: int, stop: int) -> Sequence[Row]:
        return ()

    def position(self, article_id: str) -> int | None:
        return None


class ArticlesPane(Items):
    """Articles by title, with where and when they appeared below."""

    @dataclass
    class Chosen(Message):
        """An article is to be opened."""

        article_id: str

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._rows: Rows = _NoRows()
        self._window_start = 0
        self._window: Sequence[Row] = ()
        self._open_id: str | None = None
        self.heading = _("1 Articles")

    # What it shows.

    def show(self, rows: Rows) -> None:
        """Show other rows; the cursor stays on its article where that is among them."""
        here = self.current
        place = rows.position(here.id) if here is not None else None
        self._rows = rows
        self._window = ()
        self.top = 0
        self.cursor = place or 0
        self.show_cursor()
        self._remark()
        self.refresh()

    def mark_open(self, article_id: str | None) -> None:
        """Show which article is open in the other panes."""
        for changed in (self._open_id, article_id):
            for at, row in enumerate(self._window, self._window_start):
                if row.id == changed:
                    self.refresh_item(at)
        self._open_id = article_id

    @property
    def current(self) -> Row | None:
        """The row the cursor stands on."""
        return self._row(self.cursor)

    def go_to(self, article_id: str) -> None:
        """Put the cursor on an article, where it is in the list."""
        place = self._rows.position(article_id)
        if place is not None:
            self.move_to(place)

    def choose(self) -> None:
        """Open the article under the cursor."""
        if (row := self.current) is not None:
            self.post_message(self.Chosen(row.id))

    def choose_next(self, by: int) -> None:
        """Open the article after the cursor's, or before it."""
        before = self.cursor
        self.move(by)
        if self.cursor != before:
            self.choose()

    def moved(self) -> None:
        """Say which of how many."""
        self._remark()

    def _remark(self) -> None:
        total = self.item_count
        self.remark = f"{self.cursor + 1:,}/{total:,}" if total else ""

    def _row(self, item: int) -> Row | None:
        if not 0 <= item < self._rows.total:
            return None
        if not self._window_start <= item < self._window_start + len(self._window):
            reach = self.page_height
            self._window_start = max(0, item - reach)
            self._window = self._rows.window(self._window_start, item + reach)
        at = item - self._window_start
        return self._window[at] if at < len(self._window) else None

    # Lines.

    @property
    def _item_height(self) -> int:
        return 3 if self.size.width < NARROW else 2

    @property
    def item_count(self) -> int:
        """How many articles."""
        return self._rows.total

    def lines_of(self, item: int) -> tuple[int, int]:
        """All items have the same number of lines."""
        return item * self._item_height, self._item_height

    def item_at(self, line: int) -> int:
        """All items have the same number of lines."""
        return line // self._item_height

    def draw(self, line: int, width: int) -> Strip:
        """A line of a title, or the line below it."""
        item, part = divmod(line, self._item_height)
        row = self._row(item)
        if row is None:
            return self.segments([], width, self.rich_style)
        text, quiet = self._text(row, part, width - 2)
        if not text:
            return self.segments([], width, self.rich_style)
        style = self._style(row, quiet)
        return self.item_strip(item, part, [(text, style)], width)

    def _style(self, row: Row, quiet: bool) -> Style:
        if quiet:
            return self.style_of("quiet")
        return self.style_of("open") if row.id == self._open_id else self.rich_style

    def _text(self, row: Row, part: int, width: int) -> tuple[str, bool]:
        """One line of an item, and whether it is of lesser weight."""
        title = printable(row.title)
        lines = [title]
        if self._item_height == 3:
            breaks = break_lines(title, width)
            lines = [title[start:end] for start, end in breaks[:1]]
            if len(breaks) > 1:
                lines.append(title[breaks[0][1] :])
        if part < len(lines):
            return lines[part], False
        return (self._about(row), True) if part == len(lines) else ("", True)

    def _about(self, row: Row) -> str:
        parts = [row.source or "、".join(row.authors[:2])]
        if row.year is not None:
            parts.append(str(row.year))
        if row.citation_count is not None:
            parts.append(_("cited {count}").format(count=row.citation_count))
        parts.append(" ".join(row.keywords[:3]))
        return printable("  ".join(part for part in parts if part))
