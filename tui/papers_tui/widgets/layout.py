"""The four panes, of which one gets the keys, side by side or one at a time."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from papers_tui.widgets.articles import ArticlesPane
from papers_tui.widgets.body import BodyPane
from papers_tui.widgets.outline import OutlinePane
from papers_tui.widgets.pane import Pane
from papers_tui.widgets.references import ReferencesPane

LEAST_WIDTH, LEAST_HEIGHT = 80, 24
"""Below this many columns or rows of the screen there is one pane at a time."""

LIST, OUTLINE, BODY, REFERENCES = range(4)
"""The panes by number."""


class PaneLayout(Horizontal):
    """Article list and outline at the left, text and references at the right."""

    def __init__(
        self,
        *,
        columns: int,
        spacing: int,
        id: str,  # noqa: A002 (Textual's name)
    ) -> None:
        """Four empty panes.

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
        self.panes: tuple[Pane, ...] = (self.articles, self.outline, self.body, self.references)
        self.active = LIST
        """The pane that gets the keys."""
        self.zoomed = False
        self._beside = [LIST, BODY]

    def compose(self) -> ComposeResult:
        """Two columns of two panes."""
        with Vertical(id="left"):
            yield self.articles
            yield self.outline
        with Vertical(id="right"):
            yield self.body
            yield self.references

    def on_mount(self) -> None:
        """Send the keys to the list, and have the first frame be as the room will stay."""
        self.pane.active = True
        self.share_out()

    @property
    def pane(self) -> Pane:
        """The pane that gets the keys."""
        return self.panes[self.active]

    @property
    def one(self) -> bool:
        """Whether there is one pane at a time."""
        width, height = self.app.size
        return self.zoomed or width < LEAST_WIDTH or height < LEAST_HEIGHT

    def go_to(self, number: int) -> None:
        """Send the keys to another pane."""
        if number == self.active:
            return
        self.pane.active = False
        self.active = number
        self._beside[number // 2] = number
        self.pane.active = True
        if self.one:
            self.share_out()

    def go_to_column(self, column: int) -> None:
        """Send the keys to the left or the right column, to the pane last used there."""
        self.go_to(self._beside[column])

    def go_on(self, by: int) -> None:
        """Send the keys to the pane after this one, or before it."""
        self.go_to((self.active + by) % len(self.panes))

    def zoom(self) -> None:
        """Give the active pane the whole room, or share it again."""
        self.zoomed = not self.zoomed
        self.share_out()

    def share_out(self) -> None:
        """Show all panes, or the active one alone."""
        one = self.one
        for at, pane in enumerate(self.panes):
            pane.display = not one or at == self.active
        for column, panes in (("#left", (LIST, OUTLINE)), ("#right", (BODY, REFERENCES))):
            self.query_one(column).display = not one or self.active in panes
        self.screen.set_class(one, "-one")

    def on_resize(self, event: events.Resize) -> None:
        """Go between four panes and one as there is room."""
        self.share_out()
