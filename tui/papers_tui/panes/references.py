"""The references: one line each, and the one that was opened in whole."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from rich.style import Style
from textual import events
from textual.strip import Strip

from papers_store.article import Reference
from papers_tui.cells import clip, printable, width_of
from papers_tui.locale import _
from papers_tui.panes.items import Items
from papers_tui.typeset import break_lines


class ReferencesPane(Items):
    """Entries of the reference list; enter unfolds the one under the cursor."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._references: Sequence[Reference] = ()
        self._unfolded: set[int] = set()
        self._breaks: dict[int, list[tuple[int, int]]] = {}
        self._starts: list[int] = []
        self.heading = _("4 References")

    def show(self, references: Sequence[Reference]) -> None:
        """Show an article's references."""
        self._references = references
        self._unfolded = set()
        self.top = self.cursor = 0
        self._measure()
        self.remark = str(len(references)) if references else ""
        self.refresh()

    def choose(self) -> None:
        """Show the entry whole, or on one line again."""
        if self._references:
            self._unfolded ^= {self.cursor}
            self._measure()
            self.show_cursor()
            self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        """Set entries that are shown whole for the new width."""
        self._measure()
        super().on_resize(event)

    # Lines.

    def _measure(self) -> None:
        self._breaks = {
            at: break_lines(printable(self._references[at].text), self._room(at))
            for at in self._unfolded
        }
        counts = (len(self._breaks.get(at, "1")) for at in range(len(self._references)))
        self._starts = [0, *accumulate(counts)]

    def _room(self, item: int) -> int:
        return max(8, self.size.width - 2 - self._margin)

    @property
    def _margin(self) -> int:
        """Cells for the longest number."""
        widest = max((r.number for r in self._references if r.number is not None), default=None)
        return 0 if widest is None else len(f"[{widest}] ")

    @property
    def item_count(self) -> int:
        """How many entries."""
        return len(self._references)

    def lines_of(self, item: int) -> tuple[int, int]:
        """One line, or all the lines of an entry shown whole."""
        return self._starts[item], self._starts[item + 1] - self._starts[item]

    def item_at(self, line: int) -> int:
        """The entry a line belongs to."""
        return min(bisect_right(self._starts, line) - 1, self.item_count - 1)

    def draw(self, line: int, width: int) -> Strip:
        """An entry in short, or a line of it whole."""
        item = self.item_at(line)
        reference = self._references[item]
        nth = line - self._starts[item]
        label = f"[{reference.number}] " if reference.number is not None and nth == 0 else ""
        parts = [(label.rjust(self._margin), self.style_of("accent"))]
        if item in self._breaks:
            start, end = self._breaks[item][nth]
            whole = printable(reference.text)
            spans = self._spans(whole)
            parts += self.marked(whole[start:end].rstrip(" "), self.rich_style, spans, start)
        else:
            parts += self._in_short(reference, width - 2 - self._margin)
        return self.item_strip(item, nth, parts, width)

    def _in_short(self, reference: Reference, room: int) -> list[tuple[str, Style]]:
        """Author and title at the left, where and when it appeared at the right."""
        if reference.title is None:
            text = clip(printable(reference.text), room)
            return self.marked(text, self.rich_style, self._spans(text))
        left = printable(reference.title)
        if reference.authors:
            others = len(reference.authors) > 1 or reference.et_al
            author = reference.authors[0]
            if others:
                # By the script of the name, as GB/T 7714 has it, whatever the interface speaks.
                author += " et al." if author.isascii() else " 等"
            left = f"{printable(author)}  {left}"
        where = reference.container or reference.publisher or ""
        year = str(reference.year) if reference.year is not None else ""
        mark = "/".join(part for part in (reference.type, reference.medium) if part)
        right = printable("  ".join(part for part in (clip(where, room // 3), year, mark) if part))
        left = clip(left, max(8, room - width_of(right) - 2))
        space = " " * max(2, room - width_of(left) - width_of(right))
        return [
            *self.marked(left, self.rich_style, self._spans(left)),
            *self.marked(space + right, self.style_of("quiet"), self._spans(space + right)),
        ]

    def _spans(self, text: str) -> list[tuple[int, int]]:
        return self._finder.spans(text, "references")
