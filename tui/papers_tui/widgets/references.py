"""The references, one line each, and below them the articles of the library that cite this one."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from rich.style import Style
from textual import events
from textual.strip import Strip

from papers_store.article import Reference
from papers_tui.document.line_breaking import break_lines
from papers_tui.locale import _
from papers_tui.messages import Message
from papers_tui.terminal.cells import clip, printable, width_of
from papers_tui.widgets.list_pane import ListPane
from papers_tui.widgets.pane import RULE
from papers_tui.widgets.row import Row

_WIDEST_TYPE_CODE = 8
"""Cells of a type and a medium, such as EB/OL."""


class ReferencesPane(ListPane):
    """Entries of the reference list, then articles that cite this one.

    Enter opens what stands in the library, and unfolds an entry that does not.
    """

    class Chosen(Message):
        """An article that is cited, or cites, is to be opened."""

        article_id: str

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._references: Sequence[Reference] = ()
        self._links: Sequence[str | None] = ()
        self._citing: Sequence[Row] = ()
        self._unfolded: set[int] = set()
        self._breaks: dict[int, list[tuple[int, int]]] = {}
        self._starts: list[int] = [0]

    def show(
        self,
        references: Sequence[Reference],
        links: Sequence[str | None] = (),
        citing: Sequence[Row] = (),
    ) -> None:
        """Show an article's references.

        Args:
            references: The entries.
            links: For each entry the article of the library it leads to, or None.
            citing: The articles of the library that cite this one.
        """
        self._references, self._citing = references, citing
        self._links = [*links, *[None] * (len(references) - len(links))]
        self._unfolded = set()
        self.top = self.cursor = 0
        self._measure()
        cited = _("cited by {count}").format(count=len(citing)) if citing else ""
        self.remark = "  ".join(filter(None, (str(len(references) or ""), cited)))
        self.refresh()

    @property
    def current(self) -> Reference | None:
        """The entry the cursor stands on."""
        here = self.cursor < len(self._references)
        return self._references[self.cursor] if here else None

    def choose(self) -> None:
        """Open the article that the entry leads to, or show the entry whole."""
        if not self.item_count:
            return
        if (article_id := self._target(self.cursor)) is not None:
            self.post_message(self.Chosen(article_id))
        else:
            self.unfold()

    def _target(self, item: int) -> str | None:
        """The article an item leads to."""
        if item < len(self._references):
            return self._links[item]
        return self._citing[item - len(self._references)].id

    def unfold(self) -> None:
        """Show the entry whole, or on one line again."""
        if self.cursor < len(self._references):
            self._unfolded ^= {self.cursor}
            self._measure()
            self.show_cursor()
            self.refresh()

    def has_number(self, number: int) -> bool:
        """Whether an entry has this number."""
        return any(reference.number == number for reference in self._references)

    def go_to_number(self, number: int) -> bool:
        """Put the cursor on the entry with this number; whether there is one."""
        for item, reference in enumerate(self._references):
            if reference.number == number:
                self.move_to(item)
                return True
        return False

    def on_resize(self, event: events.Resize) -> None:
        """Set entries that are shown whole for the new width."""
        self._measure()
        super().on_resize(event)

    # Lines.

    def _measure(self) -> None:
        self._breaks = {
            at: break_lines(printable(self._references[at].text), self._room())
            for at in self._unfolded
        }
        counts = [len(self._breaks.get(at, "1")) for at in range(len(self._references))]
        # A heading stands above the first article that cites this one.
        counts += [2 if nth == 0 else 1 for nth in range(len(self._citing))]
        self._starts = [0, *accumulate(counts)]

    def _room(self) -> int:
        return max(8, self.size.width - 2 - self._margin)

    @property
    def _margin(self) -> int:
        """Cells for the longest number."""
        widest = max((r.number for r in self._references if r.number is not None), default=None)
        return 0 if widest is None else len(f"[{widest}] ")

    @property
    def item_count(self) -> int:
        """How many entries, and articles that cite this one."""
        return len(self._references) + len(self._citing)

    def lines_of(self, item: int) -> tuple[int, int]:
        """One line, or all the lines of an entry shown whole."""
        return self._starts[item], self._starts[item + 1] - self._starts[item]

    def item_at(self, line: int) -> int:
        """The entry a line belongs to."""
        return min(bisect_right(self._starts, line) - 1, self.item_count - 1)

    @property
    def cursor_cell(self) -> tuple[int, int]:
        """The entry's first line; above the first article that cites this one is a heading."""
        line, column = super().cursor_cell
        return line + (self.cursor == len(self._references) and bool(self._citing)), column

    def draw(self, line: int, width: int) -> Strip:
        """An entry in short, or a line of it whole; or an article that cites this one."""
        item = self.item_at(line)
        nth = line - self._starts[item]
        if item >= len(self._references):
            return self._draw_citing(item, nth, width)
        reference = self._references[item]
        label = f"[{reference.number}] " if reference.number is not None and nth == 0 else ""
        parts = [(label.rjust(self._margin), self.style_of("accent"))]
        if item in self._breaks:
            start, end = self._breaks[item][nth]
            whole = printable(reference.text)
            spans = self._spans(whole)
            parts += self.highlighted(whole[start:end].rstrip(" "), self.rich_style, spans, start)
        else:
            parts += self._in_short(reference, self._links[item], width - 2 - self._margin)
        return self.item_strip(item, nth, parts, width)

    def _draw_citing(self, item: int, nth: int, width: int) -> Strip:
        first = item == len(self._references)
        if first and nth == 0:
            said = _("cited in this library by")
            parts = [(f"{RULE * 2} ", self.style_of("rule")), (said, self.style_of("quiet"))]
            return self.segments([(" ", self.rich_style), *parts], width, self.rich_style)
        citing = self._citing[item - len(self._references)]
        authors = _with_others(citing.authors, et_al=False)
        left = "  ".join(filter(None, (authors, printable(citing.title))))
        where = [citing.source or "", str(citing.year) if citing.year is not None else ""]
        parts = self._spread(left, "  ".join(filter(None, where)), "", width - 2)
        return self.item_strip(item, nth - first, parts, width)

    def _in_short(
        self, reference: Reference, link: str | None, room: int
    ) -> list[tuple[str, Style]]:
        """Author and title at the left, where and when it appeared at the right."""
        here = _("in library") if link is not None else ""
        if reference.title is None:
            return self._spread(printable(reference.text), "", here, room)
        authors = _with_others(reference.authors, et_al=reference.et_al)
        left = "  ".join(filter(None, (authors, printable(reference.title))))
        where = reference.container or reference.publisher or ""
        year = str(reference.year) if reference.year is not None else ""
        type_code = "/".join(part for part in (reference.type, reference.medium) if part)
        type_code = clip(printable(type_code), _WIDEST_TYPE_CODE)
        right = [part for part in (clip(printable(where), room // 3), year, type_code) if part]
        return self._spread(left, "  ".join(right), here, room)

    def _spread(self, left: str, right: str, here: str, room: int) -> list[tuple[str, Style]]:
        """A text at the left and one at the right of a line, and whether it can be opened."""
        taken = width_of(right) + (width_of(here) + 2 if here else 0)
        left = clip(left, max(8, room - taken - 2))
        space = " " * max(2, room - width_of(left) - taken)
        quiet = self.style_of("quiet")
        parts = self.highlighted(left, self.rich_style, self._spans(left))
        parts += self.highlighted(space + right, quiet, self._spans(space + right))
        return [*parts, (f"  {here}", self.style_of("accent"))] if here else parts

    def _spans(self, text: str) -> list[tuple[int, int]]:
        return self._finder.spans(text, "references")


def _with_others(authors: Sequence[str], *, et_al: bool) -> str:
    """The first author; the others are 等 or et al., by the script of the name (GB/T 7714)."""
    if not authors:
        return ""
    first = printable(authors[0])
    if len(authors) == 1 and not et_al:
        return first
    return first + (" et al." if first.isascii() else " 等")
