"""The list of articles, which shows a window of however many there are."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from rich.style import Style
from textual.strip import Strip

from papers_store.search.highlight import Finder
from papers_tui.document.line_breaking import break_lines
from papers_tui.locale import _
from papers_tui.messages import Message
from papers_tui.terminal.cells import fit, printable, width_of
from papers_tui.widgets.list_pane import ListPane
from papers_tui.widgets.pane import RULE
from papers_tui.widgets.row import Row

_STAR, _TICK = "* ", "✓ "
"""What stands before a starred title, and for an article that was read."""

NARROW = 44
"""Below this many cells a title gets two lines."""

_REACH = 40
"""Rows read at least, before and after the one that is needed: the first row is needed before the
size of the pane is known."""


class Mark(Protocol):
    """The reader's marks on an article, as far as the list shows them."""

    @property
    def starred(self) -> bool:
        """Whether they starred it."""

    @property
    def tags(self) -> tuple[str, ...]:
        """Its tags."""

    @property
    def read(self) -> float:
        """How far they have read, from 0 to 1."""

    @property
    def finished(self) -> bool:
        """Whether they have read it to its end."""


class _NoMark:
    starred = False
    tags: tuple[str, ...] = ()
    read = 0.0
    finished = False


class Rows(Protocol):
    """Where the list gets its rows from, a window at a time."""

    @property
    def total(self) -> int:
        """How many rows there are."""

    @property
    def divider(self) -> int | None:
        """The row above which a line is drawn; None for no line."""

    @property
    def complete(self) -> bool:
        """Whether these are all rows; else more of them follow below."""

    def window(self, start: int, stop: int) -> Sequence[Row]:
        """Rows from start up to stop."""

    def position(self, article_id: str) -> int | None:
        """Where an article stands."""


class _NoRows:
    total = 0
    divider: int | None = None
    complete = True

    def window(self, start: int, stop: int) -> Sequence[Row]:
        return ()

    def position(self, article_id: str) -> int | None:
        return None


class ArticlesPane(ListPane):
    """Articles by title, with where and when they appeared below."""

    class Chosen(Message):
        """An article is to be opened."""

        article_id: str

    class Unexplained(Message):
        """Rows in view do not show why their articles are in the list."""

        article_ids: tuple[str, ...]

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._rows: Rows = _NoRows()
        self._window_start = 0
        self._window: Sequence[Row] = ()
        self._open_id: str | None = None
        self._excerpts: dict[str, str] = {}
        self._order = ""
        self._mark_of: Callable[[str], Mark] = lambda _: _NoMark()

    # What it shows.

    def show(self, rows: Rows, finder: Finder, order: str = "") -> None:
        """Show other rows; the cursor stays on its article if that is among them.

        Args:
            rows: Where they come from.
            finder: Finds what the rows are listed for, to highlight it.
            order: What the rows are sorted by, in a word or two.
        """
        here = self.current
        place = rows.position(here.id) if here is not None else None
        self._rows = rows
        self._finder = finder
        self._order = order
        self._window = ()
        self._excerpts = {}
        self.top = 0
        self.cursor = place or 0
        self.show_cursor()
        self._remark()
        self.refresh()
        self._ask_for_excerpts()

    def grow(self, rows: Rows, finder: Finder) -> None:
        """Replace the first rows by all rows; lines on the screen stay as they are.

        Args:
            rows: Where they come from; they begin with those that are shown.
            finder: Finds what the rows are listed for, to highlight it.
        """
        drawn = self.line_count
        self._rows = rows
        self._finder = finder
        self._window = ()
        self._remark()
        if drawn < self.top + self.page_height:
            self.refresh()
            self._ask_for_excerpts()

    def reread(self) -> None:
        """Read and draw the rows again; some may have been missing."""
        self._window = ()
        self.refresh()
        self._ask_for_excerpts()

    def explain(self, excerpts: Mapping[str, str]) -> None:
        """Show excerpts: the sentences that articles are listed for, until the list changes."""
        self._excerpts.update(excerpts)
        if any(excerpts.values()):
            self.refresh()

    def scroll_lines(self, top: int) -> None:
        """Scroll, and ask for excerpts of the rows that come into view."""
        before = self.top
        super().scroll_lines(top)
        if self.top != before:
            self._ask_for_excerpts()

    def _ask_for_excerpts(self) -> None:
        if not self._finder or not self.item_count:
            return
        first = self.item_at(self.top)
        last = self.item_at(min(self.line_count, self.top + self.page_height) - 1)
        rows = filter(None, map(self._row, range(first, last + 1)))
        wanted = [
            row.id for row in rows if row.id not in self._excerpts and self._needs_excerpt(row)
        ]
        if wanted:
            self.post_message(self.Unexplained(tuple(wanted)))

    def _needs_excerpt(self, row: Row) -> bool:
        """Whether the row shows nothing of what the list is filtered by."""
        spans = self._finder.spans
        return not (
            spans(row.title, "title")
            or spans(row.source or "", "source")
            or any(spans(keyword, "keywords") for keyword in row.keywords)
            or (not row.source and any(spans(author, "authors") for author in row.authors[:2]))
        )

    def mark_by(self, mark_of: Callable[[str], Mark]) -> None:
        """Set the function that returns the reader's marks on an article, by its id."""
        self._mark_of = mark_of

    def refresh_marks(self) -> None:
        """Show marks that changed."""
        self.refresh_rows(1, self.page_height)

    def show_open(self, article_id: str | None) -> None:
        """Highlight the article that is open in the other panes."""
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
        near = (
            at for at, row in enumerate(self._window, self._window_start) if row.id == article_id
        )
        place = next(near, None)
        if place is None:
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
        total_said = f"{total:,}" if self._rows.complete else "…"
        place = f"{self.cursor + 1:,}/{total_said}" if total else ""
        self.remark = "  ".join(filter(None, (self._order, place)))

    def _row(self, item: int) -> Row | None:
        if not 0 <= item < self._rows.total:
            return None
        if not self._window_start <= item < self._window_start + len(self._window):
            reach = max(self.page_height, _REACH)
            start = max(0, item - reach)
            window = self._rows.window(start, item + reach)
            if not window:
                # What is drawn already may be all there is for now.
                return None
            self._window_start, self._window = start, window
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

    @property
    def _divider(self) -> int | None:
        """The line that the divider stands on."""
        item = self._rows.divider
        return None if item is None else item * self._item_height

    def lines_of(self, item: int) -> tuple[int, int]:
        """All items have the same number of lines; those behind the divider stand one lower."""
        line = item * self._item_height
        behind = self._divider is not None and line >= self._divider
        return line + behind, self._item_height

    def item_at(self, line: int) -> int:
        """The item of a line; the divider belongs to the item below it."""
        behind = self._divider is not None and line > self._divider
        return (line - behind) // self._item_height

    def draw(self, line: int, width: int) -> Strip:
        """A line of a title, or the line below it, or the divider."""
        if line == self._divider:
            return self._draw_divider(width)
        item = self.item_at(line)
        row = self._row(item)
        if row is None:
            return self.segments([], width, self.rich_style)
        part = line - self.lines_of(item)[0]
        parts = self._parts(row, part, width - 2)
        if not parts:
            return self.segments([], width, self.rich_style)
        return self.item_strip(item, part, parts, width)

    def _draw_divider(self, width: int) -> Strip:
        said = _("inside other words, or by sound")
        said = f" {said} "
        room = max(0, width - 2 - width_of(said))
        parts = [
            (RULE * 2, self.style_of("rule")),
            (fit(said, min(width_of(said), width - 2)), self.style_of("quiet")),
            (RULE * room, self.style_of("rule")),
        ]
        return self.segments(parts, width, self.style_of("rule"))

    def _parts(self, row: Row, part: int, width: int) -> list[tuple[str, Style]]:
        """One line of an item; none where it has no more."""
        mark = self._mark_of(row.id)
        title = printable(row.title)
        star_width = len(_STAR) if mark.starred else 0
        breaks = [(0, len(title))]
        if self._item_height == 3:
            first, *more = break_lines(title, width - star_width)
            breaks = [first, (first[1], len(title))] if more else [first]
        if part < len(breaks):
            start, end = breaks[part]
            style = self.style_of("quiet") if mark.finished else self.rich_style
            style = self.style_of("open") if row.id == self._open_id else style
            star = [(_STAR, self.style_of("accent"))] if part == 0 and mark.starred else []
            spans = self._finder.spans(title, "title")
            return [*star, *self.highlighted(title[start:end], style, spans, start)]
        return [*self._progress(mark), *self._about(row)] if part == len(breaks) else []

    def _progress(self, mark: Mark) -> list[tuple[str, Style]]:
        """A tick for an article that was read, or how far, and its tags."""
        far = f"{round(100 * mark.read)}% " if mark.read >= 0.01 else ""
        parts = [(_TICK if mark.finished else far, self.style_of("quiet"))]
        if mark.tags:
            tags = " ".join(f"#{printable(tag)}" for tag in mark.tags)
            parts.append((f"{tags} ", self.style_of("accent")))
        return parts

    def _about(self, row: Row) -> list[tuple[str, Style]]:
        """Where and when, and keywords; or the sentence that the article is listed for."""
        quiet = self.style_of("quiet")
        excerpt = printable(self._excerpts.get(row.id, ""))
        if excerpt:
            return self.highlighted(excerpt, quiet, self._finder.anywhere.spans(excerpt))
        spans = self._finder.spans
        source = printable(row.source or "、".join(row.authors[:2]))
        parts = self.highlighted(
            source, quiet, spans(source, "source" if row.source else "authors")
        )
        numbers = [str(row.year)] if row.year is not None else []
        if row.citation_count is not None:
            numbers.append(_("cited {count}").format(count=row.citation_count))
        found = [one for one in row.keywords if spans(one, "keywords")]
        keywords = [*found, *(one for one in row.keywords if one not in found)][:3]
        for text in numbers:
            parts.append((("  " if parts[-1][0] or len(parts) > 1 else "") + text, quiet))
        for nth, keyword in enumerate(map(printable, keywords)):
            parts.append((" " if nth else "  " if source or numbers else "", quiet))
            parts += self.highlighted(keyword, quiet, spans(keyword, "keywords"))
        return parts
