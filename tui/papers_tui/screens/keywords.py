"""Choosing keywords to filter by, among those of the articles that are listed."""

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from papers_store.errors import PapersError
from papers_store.library import Library
from papers_store.results import KeywordCount
from papers_store.search.query import parse_query
from papers_store.search.reader_marks import Marks
from papers_store.text.fold import fold_text
from papers_tui.locale import _
from papers_tui.screens.picker import PickerScreen, keys
from papers_tui.widgets.keywords import KeywordsPane
from papers_tui.widgets.text_input import TextInput


class _Narrow(TextInput):
    """The line that keywords are narrowed on; spaces are left to the screen."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is text for the line."""
        return key != "space" and super().check_consume_key(key, character)


class KeywordsScreen(PickerScreen[tuple[str, ...]]):
    """Every keyword of the list; answers with those that were chosen, or None."""

    CSS_PATH = "picker.tcss"
    # Space chooses, so it is taken before the line can have it.
    BINDINGS: ClassVar[list[BindingType]] = [
        *keys("keywords", accept=_("Filter")),
        Binding("space", "choose", _("Choose"), id="keywords.toggle", show=False, priority=True),
    ]

    def __init__(self, library: Library, query: str, marks: Marks | None = None) -> None:
        self._pane = KeywordsPane(id="items")
        super().__init__(
            _Narrow(id="narrow", compact=True),
            self._pane,
            (_("space choose"), _("enter filter"), _("esc back")),
        )
        self._library = library
        self._marks = marks
        self._query = parse_query(query)
        self._counts: list[KeywordCount] = []

    def on_mount(self) -> None:
        """Count, away from the keys."""
        self._count()

    @work(thread=True)
    def _count(self) -> None:
        try:
            counts = self._library.keywords(self._query, marks=self._marks)
        except PapersError as error:
            self.app.call_from_thread(self.say, str(error))
        else:
            self.app.call_from_thread(self._show, counts)

    def _show(self, counts: list[KeywordCount]) -> None:
        self._counts = counts
        named = self._query.keywords
        chosen = [one.keyword for one in counts if fold_text(one.keyword).strip() in named]
        self._pane.choose_from(self._narrowed(), chosen)
        if not counts:
            self.say(_("No article here has keywords"))

    def narrow(self) -> None:
        """Show the keywords that answer to the line."""
        self._pane.show(self._narrowed())

    def _narrowed(self) -> Sequence[KeywordCount]:
        return self.answering(self._counts, lambda one: one.keyword, lambda one: one.sound)

    def action_accept(self) -> None:
        """Filter by what was chosen; by the keyword under the cursor where nothing was."""
        pane = self._pane
        alone = (pane.current,) if pane.current is not None and not pane.touched else ()
        self.dismiss(pane.chosen or alone)

    def open_clicked(self) -> None:
        """Filter by the keyword under the cursor, and by what was chosen before."""
        clicked = () if self._pane.current is None else (self._pane.current,)
        self.dismiss(
            (*self._pane.chosen, *(one for one in clicked if one not in self._pane.chosen))
        )

    def action_choose(self) -> None:
        """Choose the keyword under the cursor, or do not."""
        self._on_list = True
        self._pane.toggle()
