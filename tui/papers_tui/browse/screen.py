"""The screen to read on: the list, the outline, the body and the references, and their keys."""

from collections.abc import Callable
from contextlib import suppress
from typing import ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

from papers_store.errors import PapersError
from papers_store.library import Library
from papers_store.marks.marks import Marks
from papers_tui.access import OWN_ACCOUNT, Access
from papers_tui.browse.actions import Actions
from papers_tui.browse.context import Context
from papers_tui.browse.reading import Reading
from papers_tui.browse.rows import ResilientRows
from papers_tui.browse.search import Search
from papers_tui.keys import SIGNS, plain_twin
from papers_tui.locale import _
from papers_tui.widgets.articles import ArticlesPane
from papers_tui.widgets.body import BodyPane
from papers_tui.widgets.filter_bar import FilterBar, Purpose
from papers_tui.widgets.layout import PANES, Column, PaneId, PaneLayout
from papers_tui.widgets.outline import OutlinePane
from papers_tui.widgets.pane import Pane
from papers_tui.widgets.references import ReferencesPane
from papers_tui.widgets.status_bar import StatusBar


def _ignore(_text: str) -> None:
    """Do nothing with what was typed."""


class _Typing(NamedTuple):
    """What is done with the text on the filter bar while it is typed for one purpose."""

    changed: Callable[[str], None] = _ignore
    accepted: Callable[[str], None] = _ignore
    completed: Callable[[str], None] = _ignore


def _key(keys: str, action: str, description: str, id: str) -> Binding:  # noqa: A002
    return Binding(keys, action, description, id=id, show=False)


class BrowseScreen(Screen[None]):
    """Panes on one library, with their keys; connects the objects that do what keys ask for."""

    AUTO_FOCUS = ""

    # Textual paints the whole screen again when the focus moves; here nothing but the filter
    # looks different with it.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    BINDINGS: ClassVar[list[BindingType]] = [
        _key("j,down", "move(1)", _("Down"), "browse.down"),
        _key("k,up", "move(-1)", _("Up"), "browse.up"),
        _key("g,home", "first", _("To the beginning"), "browse.first"),
        _key("G,end", "last", _("To the end"), "browse.last"),
        _key("ctrl+d", "page(0.5)", _("Half a page down"), "browse.half_down"),
        _key("ctrl+u", "page(-0.5)", _("Half a page up"), "browse.half_up"),
        _key("space,pagedown", "page(1.0)", _("A page down"), "browse.page_down"),
        _key("b,pageup", "page(-1.0)", _("A page up"), "browse.page_up"),
        *(
            _key(str(row.number), f"pane('{row.id}')", row.description, row.binding)
            for row in PANES
        ),
        _key("tab", "next_pane(1)", _("Next pane"), "browse.next_pane"),
        _key("shift+tab", "next_pane(-1)", _("Previous pane"), "browse.previous_pane"),
        _key("h,left", "column('left')", _("To the left column"), "browse.left"),
        _key("l,right", "column('right')", _("To the right column"), "browse.right"),
        _key("enter", "choose", _("Open; once more: go there"), "browse.open"),
        _key("backspace,H", "history(-1)", _("Back to the article before"), "browse.back_in_time"),
        _key("L", "history(1)", _("Forward again"), "browse.forward"),
        _key("x", "unfold", _("Show the entry whole"), "browse.unfold"),
        _key("J", "next_article(1)", _("Next article"), "browse.next_article"),
        _key("K", "next_article(-1)", _("Previous article"), "browse.previous_article"),
        _key("right_square_bracket", "next_section(1)", _("Next section"), "browse.next_section"),
        _key(
            "left_square_bracket",
            "next_section(-1)",
            _("Previous section"),
            "browse.previous_section",
        ),
        _key("slash", "filter", _("Filter the articles; in the text: find"), "browse.filter"),
        _key("ctrl+f", "find", _("Find in this article"), "browse.find"),
        _key("n", "next_match(1)", _("Next match"), "browse.next_match"),
        _key("N", "next_match(-1)", _("Previous match"), "browse.previous_match"),
        _key("f", "keywords", _("Filter by keywords"), "browse.keywords"),
        _key("o", "order", _("Order of the articles"), "browse.order"),
        _key("s", "star", _("Star, or no star"), "browse.star"),
        _key("t", "tags", _("Tags"), "browse.tags"),
        _key("m", "note", _("Note"), "browse.note"),
        _key("y", "copy", _("Copy the citation"), "browse.copy"),
        _key("Y", "citation", _("Citation in every form"), "browse.citation"),
        _key("e", "save", _("Save the article as Markdown"), "browse.save"),
        _key("v", "pager", _("Show the article in your pager"), "browse.pager"),
        _key("escape", "back", _("Clear the filter; back to the list"), "browse.back"),
        _key("z", "zoom", _("Zoom the pane"), "browse.zoom"),
    ]

    def __init__(
        self,
        library: Library,
        marks: Marks,
        query: str = "",
        access: Access = OWN_ACCOUNT,
        *,
        columns: int = 42,
        spacing: int = 0,
    ) -> None:
        """Make the screen.

        Args:
            library: What is read.
            marks: The reader's.
            query: What the list is filtered by at first.
            access: What the reader may do.
            columns: The longest line of text, in Chinese characters.
            spacing: Empty lines between lines of text.
        """
        super().__init__()
        # Keys may come before the screen has its widgets, and after it has lost them.
        self._filter_bar = FilterBar(query, id="filter")
        self._panes = PaneLayout(columns=columns, spacing=spacing, id="panes")
        self._status_bar = StatusBar(_hints(), (_("? help"), _("q quit")), id="status")
        self.context = Context(
            self,
            self._status_bar,
            library,
            marks,
            access,
            on_error=self._take_error,
            on_marks=self._show_marks,
        )
        self.search = Search(
            self.context, self._panes.articles, self._filter_bar, query, on_rows=self._take_rows
        )
        self.reading = Reading(self.context, self._panes)
        self.actions = Actions(self.context, self._panes, self._filter_bar, self.reading)
        self._typing: dict[Purpose, _Typing] = {
            "filter": _Typing(
                self.search.set_filter, self._accept_filter, self.search.complete_filter
            ),
            "find": _Typing(self.reading.search_text, self._accept_search),
            "tags": _Typing(accepted=self.actions.keep_tags, completed=self.actions.complete_tag),
            "save": _Typing(accepted=self.actions.save_as),
        }

    def compose(self) -> ComposeResult:
        """Yield the panes between two rows."""
        yield self._filter_bar
        yield self._panes
        yield self._status_bar

    def on_mount(self) -> None:
        """Show the list, and open the article of last time, or the first."""
        self.reading.begin()
        self.search.begin()

    def on_unmount(self) -> None:
        """Keep the place when the app ends, however it ends; no key waits any more."""
        try:
            self._keep()
        except PapersError as error:
            self.app.exit(message=str(error))

    def _keep(self) -> None:
        self.reading.keep()
        self.actions.keep_unsaved_note()

    def keep_at_the_end(self) -> None:
        """Keep the place and a note from another thread, when the app's own does not come to it.

        The app may be in the middle of anything: what can be kept is kept, and nothing is said.
        """
        with suppress(Exception):
            self._keep()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether an action may run here."""
        return self.context.access.allows(action)

    @property
    def is_leaving(self) -> bool:
        """Whether keys are meant for another screen or list, which has not come."""
        return self.context.leaving or self.search.awaits_list

    # What the objects tell each other.

    def _take_error(self, error: PapersError) -> None:
        self.search.take_error(error)

    def _take_rows(self, rows: ResilientRows) -> None:
        self.reading.take_list(rows.finder, rows.library_size)

    def _show_marks(self) -> None:
        self._panes.articles.refresh_marks()
        self.reading.show_marks()

    def filter_by_keywords(self, keywords: tuple[str, ...]) -> None:
        """Filter by keywords that the reader chose."""
        self.search.filter_by_keywords(keywords)
        self._panes.go_to("articles")

    # Panes.

    @on(ArticlesPane.Chosen)
    def _choose_article(self, event: ArticlesPane.Chosen) -> None:
        self.reading.choose_article(event.article_id)

    @on(ArticlesPane.Unexplained)
    def _explain(self, event: ArticlesPane.Unexplained) -> None:
        self.search.explain(event.article_ids)

    @on(OutlinePane.Chosen)
    def _choose_section(self, event: OutlinePane.Chosen) -> None:
        self.reading.choose_section(event.section)

    @on(BodyPane.Moved)
    def _follow_body(self) -> None:
        self.reading.follow()

    @on(BodyPane.Cited)
    def _go_to_reference(self, event: BodyPane.Cited) -> None:
        self.reading.go_to_reference(event.number)

    @on(ReferencesPane.Chosen)
    def _open_reference(self, event: ReferencesPane.Chosen) -> None:
        self.reading.open_reference(event.article_id)

    @on(Pane.Clicked)
    def _point(self, event: Pane.Clicked) -> None:
        """Send the keys to the pane that was clicked, and open what was clicked twice."""
        if self._filter_bar.typing:
            self._filter_bar.close()
        self._panes.go_to_pane(event.pane)
        self.reading.forget_digits()
        self.reading.follow()
        if event.twice:
            event.pane.choose()

    @property
    def pointed_at(self) -> Widget | None:
        """The pane that the terminal's cursor stands in; None while the reader types."""
        return None if self._filter_bar.typing else self._panes.pane

    # The filter bar.

    @on(FilterBar.Wanted)
    def _edit_filter(self) -> None:
        self.search.edit_filter()

    @on(FilterBar.Changed)
    def _take_text(self, event: FilterBar.Changed) -> None:
        self._typing[event.purpose].changed(event.text)

    @on(FilterBar.Taken)
    def _complete_text(self, event: FilterBar.Taken) -> None:
        self._typing[event.purpose].completed(event.text)

    @on(FilterBar.Accepted)
    def _accept_text(self, event: FilterBar.Accepted) -> None:
        self._filter_bar.close()
        self._typing[event.purpose].accepted(event.text)

    @on(FilterBar.GivenUp)
    def _give_up_text(self, event: FilterBar.GivenUp) -> None:
        self._filter_bar.close()
        if event.purpose == "find":
            self.reading.set_search(None)

    def _accept_filter(self, text: str) -> None:
        self._panes.go_to("articles")
        self.search.accept_filter(text)

    def _accept_search(self, _text: str) -> None:
        self.reading.go_to_first_match()

    # Keys.

    def on_key(self, event: events.Key) -> None:
        """Take the full-width keys of a Chinese input method for the plain ones."""
        self.context.say("")
        if self._filter_bar.typing:
            return
        if key := plain_twin(event.character):
            event.key, event.character = key, SIGNS.get(key, key)
        if event.character is not None and event.character.isdigit():
            self.reading.take_digit(event.character)
        elif event.key != "enter":
            self.reading.forget_digits()

    def action_move(self, by: int) -> None:
        """Move down or up in the active pane."""
        self._panes.pane.move(by)
        self.reading.follow()

    def action_page(self, by: float) -> None:
        """Move pages down or up in the active pane."""
        self._panes.pane.page(by)
        self.reading.follow()

    def action_first(self) -> None:
        """Go to the beginning of the active pane."""
        self._panes.pane.first()
        self.reading.follow()

    def action_last(self) -> None:
        """Go to the end of the active pane."""
        self._panes.pane.last()
        self.reading.follow()

    def action_pane(self, pane: PaneId) -> None:
        """Send the keys to another pane."""
        self._panes.go_to(pane)

    def action_next_pane(self, by: int) -> None:
        """Send the keys to the pane after this one, or before it."""
        self._panes.go_on(by)

    def action_column(self, column: Column) -> None:
        """Send the keys to the left or the right column."""
        self._panes.go_to_column(column)

    def action_zoom(self) -> None:
        """Give the active pane the whole screen, or show all panes again."""
        self._panes.zoom()

    def action_choose(self) -> None:
        """Act on what the active pane's cursor stands on."""
        self.reading.choose()

    def action_unfold(self) -> None:
        """Show the reference under the cursor whole, or on one line again."""
        self.reading.unfold()

    def action_history(self, by: int) -> None:
        """Go back to the article that the reader came from, or forward again."""
        self.reading.step_history(by)

    def action_next_article(self, by: int) -> None:
        """Open the article of the list after this one, or before it."""
        self.reading.next_article(by)

    def action_next_section(self, by: int) -> None:
        """Go to the section after this one, or before it."""
        self.reading.next_section(by)

    def action_next_match(self, by: int) -> None:
        """Go to the next match in the text, or to the one before."""
        self.reading.next_match(by)

    def action_filter(self) -> None:
        """Let the reader type: a filter, or in text and references what to find there."""
        if self._panes.active in ("body", "references"):
            self.action_find()
        else:
            self.search.edit_filter()

    def action_find(self) -> None:
        """Let the reader type what to find in the article."""
        self._filter_bar.open("find")

    def action_keywords(self) -> None:
        """Let the reader choose among the keywords of the list."""
        self.search.choose_keywords()

    def action_order(self) -> None:
        """Sort the list by the next order."""
        self.search.change_order()

    def action_star(self) -> None:
        """Star the article, or take its star away."""
        self.actions.star()

    def action_tags(self) -> None:
        """Let the reader type tags for the article."""
        self.actions.edit_tags()

    def action_note(self) -> None:
        """Let the reader write a note on the article."""
        self.actions.edit_note()

    def action_copy(self) -> None:
        """Copy the citation of the article, or of the reference under the cursor."""
        self.actions.copy_citation()

    def action_citation(self) -> None:
        """Show the citation in every form, to choose one."""
        self.actions.show_citation()

    def action_save(self) -> None:
        """Save the article as Markdown."""
        self.actions.save()

    def action_pager(self) -> None:
        """Show the article in the reader's pager."""
        self.actions.show_in_pager()

    def action_back(self) -> None:
        """Undo the last of: the whole screen for one pane, a search in the text, the filter."""
        if self._panes.zoomed:
            self._panes.zoom()
        elif self.reading.is_searching:
            self.reading.set_search(None)
        elif self._panes.active != "articles" and self._panes.one:
            self._panes.go_to("articles")
        elif self._filter_bar.text:
            self._filter_bar.put("")
        else:
            self._panes.go_to("articles")


def _hints() -> tuple[str, ...]:
    return (
        _("j/k move"),
        _("enter read"),
        _("/ filter"),
        _("f keywords"),
        _("tab next pane"),
        _("y cite"),
        _("s star"),
        _("o order"),
        _("J/K next article"),
        _("[ ] section"),
        _("z zoom"),
    )
