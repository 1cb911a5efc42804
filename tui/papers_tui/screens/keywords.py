"""Choosing keywords to filter by, among those of the articles that are listed."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input, Static

from papers_store.errors import PapersError
from papers_store.library import KeywordCount, Library, Marks
from papers_store.query import parse_query
from papers_store.text.fold import fold_text
from papers_store.text.pinyin import plans
from papers_tui.bars.foot import Foot
from papers_tui.bars.line import TypedLine
from papers_tui.locale import _
from papers_tui.panes.keywords import KeywordsPane


class _Narrow(TypedLine):
    """The line that keywords are narrowed on; spaces are left to the screen."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is text for the line."""
        return key != "space" and super().check_consume_key(key, character)


class KeywordsScreen(Screen[tuple[str, ...] | None]):
    """Every keyword of the list; answers with those that were chosen, or None."""

    CSS_PATH = "keywords.tcss"
    AUTO_FOCUS = "#narrow"
    # Space and enter choose, so they are taken before the line can have them.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", _("Back"), id="keywords.back", show=False),
        Binding("enter", "accept", _("Filter"), id="keywords.accept", show=False, priority=True),
        Binding("space", "choose", _("Choose"), id="keywords.toggle", show=False, priority=True),
        Binding("down,ctrl+n", "move(1)", _("Down"), id="keywords.down", show=False),
        Binding("up,ctrl+p", "move(-1)", _("Up"), id="keywords.up", show=False, priority=True),
        Binding("pagedown", "page(1.0)", _("A page down"), id="keywords.page_down", show=False),
        Binding("pageup", "page(-1.0)", _("A page up"), id="keywords.page_up", show=False),
    ]

    def __init__(self, library: Library, query: str, marks: Marks | None = None) -> None:
        super().__init__()
        self._library = library
        self._marks = marks
        self._query = query
        self._counts: list[KeywordCount] = []

    def compose(self) -> ComposeResult:
        """A line to type on, the keywords, and the keys."""
        with Static(id="line"):
            narrow = _Narrow(placeholder=_("type to narrow; pinyin too"), id="narrow", compact=True)
            narrow.cursor_blink = False
            yield narrow
        yield KeywordsPane(id="keywords")
        yield Foot(
            hints=(_("space choose"), _("enter filter"), _("esc back")), always=(), id="foot"
        )

    def on_mount(self) -> None:
        """Count, away from the keys."""
        self._count()

    @property
    def _pane(self) -> KeywordsPane:
        return self.query_one(KeywordsPane)

    @work(thread=True)
    def _count(self) -> None:
        try:
            counts = self._library.keywords(self._query, marks=self._marks)
        except PapersError as error:
            self.app.call_from_thread(self._say, str(error))
        else:
            self.app.call_from_thread(self._show, counts)

    def _say(self, sentence: str) -> None:
        self.query_one(Foot).message = sentence

    def _show(self, counts: list[KeywordCount]) -> None:
        self._counts = counts
        named = parse_query(self._query).keywords
        chosen = [one.keyword for one in counts if fold_text(one.keyword).strip() in named]
        self._pane.choose_from(self._narrowed(), chosen)
        if not counts:
            self._say(_("No article here has keywords"))

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self._pane.show(self._narrowed())

    def _narrowed(self) -> Sequence[KeywordCount]:
        """The keywords that hold what was typed, or sound like it."""
        typed = fold_text(self.query_one("#narrow", Input).value).strip()
        if not typed:
            return self._counts
        holding = [one for one in self._counts if typed in fold_text(one.keyword)]
        if holding:
            return holding
        answers = [plan.pattern().search for plan in plans(typed)]
        return [one for one in self._counts if any(answer(one.sound) for answer in answers)]

    def action_back(self) -> None:
        """Leave the filter as it was."""
        self.dismiss(None)

    def action_accept(self) -> None:
        """Filter by what was chosen; by the keyword under the cursor where nothing was."""
        pane = self._pane
        alone = (pane.current,) if pane.current is not None and not pane.touched else ()
        self.dismiss(pane.chosen or alone)

    def action_choose(self) -> None:
        """Choose the keyword under the cursor, or do not."""
        self._pane.toggle()

    def action_move(self, by: int) -> None:
        """Up or down the list."""
        self._pane.move(by)

    def action_page(self, by: float) -> None:
        """Up or down by pages."""
        self._pane.page(by)
