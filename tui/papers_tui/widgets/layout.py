"""The table of panes, and the panes in columns or one at a time; one pane gets the keys."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from papers_tui.locale import _
from papers_tui.widgets.articles import ArticlesPane
from papers_tui.widgets.body import BodyPane
from papers_tui.widgets.outline import OutlinePane
from papers_tui.widgets.pane import Pane
from papers_tui.widgets.references import ReferencesPane

LEAST_WIDTH, LEAST_HEIGHT = 80, 24
"""Below this many columns or rows of the screen there is one pane at a time."""

PaneId = Literal["articles", "outline", "body", "references"]
Column = Literal["left", "right"]

COLUMNS: tuple[Column, ...] = ("left", "right")


class PaneRow(NamedTuple):
    """Where a pane stands, what it is called, and which key goes to it."""

    id: PaneId
    number: int
    """Typed to go to the pane."""
    column: Column
    heading: str
    """The pane's name, behind its number, on its title line."""
    binding: str
    """The id of the binding that goes to the pane, as users write it in their settings."""
    description: str
    """What that binding does."""


PANES = (
    PaneRow("articles", 1, "left", _("1 Articles"), "browse.articles", _("To the articles")),
    PaneRow("outline", 2, "left", _("2 Outline"), "browse.outline", _("To the outline")),
    PaneRow("body", 3, "right", _("3 Text"), "browse.text", _("To the text")),
    PaneRow(
        "references", 4, "right", _("4 References"), "browse.references", _("To the references")
    ),
)
"""The panes from left to right and from top to bottom; tab goes through them in this order."""


class PaneLayout(Horizontal):
    """The panes in their columns."""

    def __init__(
        self,
        *,
        columns: int,
        spacing: int,
        id: str,  # noqa: A002 (Textual's name)
    ) -> None:
        """Make empty panes.

        Args:
            columns: The longest line of text, in Chinese characters.
            spacing: Empty lines between lines of text.
            id: Textual's.
        """
        super().__init__(id=id)
        self.articles = ArticlesPane(id="articles")
        self.outline = OutlinePane(id="outline")
        self.body = BodyPane(columns=columns, spacing=spacing, id="body")
        self.references = ReferencesPane(id="references")
        self._panes: Mapping[PaneId, Pane] = {
            "articles": self.articles,
            "outline": self.outline,
            "body": self.body,
            "references": self.references,
        }
        for row in PANES:
            self._panes[row.id].heading = row.heading
        self._column_of = {row.id: row.column for row in PANES}
        self.active: PaneId = PANES[0].id
        """The pane that gets the keys."""
        self.zoomed = False
        """Whether the active pane has the whole screen, at the reader's wish."""
        self._last_used = {row.column: row.id for row in reversed(PANES)}

    def compose(self) -> ComposeResult:
        """Yield a container for each column, with its panes."""
        for column in COLUMNS:
            yield Vertical(
                *(self._panes[row.id] for row in PANES if row.column == column), id=column
            )

    def on_mount(self) -> None:
        """Send the keys to the first pane, and lay the first frame out as it will stay."""
        self.pane.active = True
        self.share_out()

    @property
    def pane(self) -> Pane:
        """The pane that gets the keys."""
        return self._panes[self.active]

    @property
    def one(self) -> bool:
        """Whether there is one pane at a time."""
        width, height = self.app.size
        return self.zoomed or width < LEAST_WIDTH or height < LEAST_HEIGHT

    def go_to(self, pane: PaneId) -> None:
        """Send the keys to another pane."""
        if pane == self.active:
            return
        self.pane.active = False
        self.active = pane
        self._last_used[self._column_of[pane]] = pane
        self.pane.active = True
        if self.one:
            self.share_out()

    def go_to_pane(self, pane: Pane) -> None:
        """Send the keys to a pane that was clicked."""
        self.go_to(next(name for name, one in self._panes.items() if one is pane))

    def go_to_column(self, column: Column) -> None:
        """Send the keys to the pane of a column that had them last."""
        self.go_to(self._last_used[column])

    def go_on(self, by: int) -> None:
        """Send the keys to the pane after this one, or before it."""
        ids = [row.id for row in PANES]
        self.go_to(ids[(ids.index(self.active) + by) % len(ids)])

    def zoom(self) -> None:
        """Give the active pane the whole screen, or show all panes again."""
        self.zoomed = not self.zoomed
        self.share_out()

    def share_out(self) -> None:
        """Show all panes, or the active one alone."""
        one = self.one
        for pane_id, pane in self._panes.items():
            pane.display = not one or pane_id == self.active
        for column in COLUMNS:
            shown = not one or column == self._column_of[self.active]
            self.query_one(f"#{column}").display = shown
        self.screen.set_class(one, "-one")

    def on_resize(self, event: events.Resize) -> None:
        """Switch between all panes and one, by the size of the screen."""
        self.share_out()
