"""The reading room: the list, the outline, the body and the references, and their keys."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import Reactive
from textual.widget import Widget

from papers_store.library import Library
from papers_store.marks.marks import Marks
from papers_tui.access import OWN_ACCOUNT, Access
from papers_tui.browse.actions import Sharing
from papers_tui.browse.search import Filtering
from papers_tui.keys import SIGNS, plain_twin
from papers_tui.locale import _
from papers_tui.widgets.filter_bar import FilterBar
from papers_tui.widgets.layout import BODY, LIST, PaneLayout
from papers_tui.widgets.pane import Pane
from papers_tui.widgets.status_bar import StatusBar


def _key(keys: str, action: str, description: str, id: str) -> Binding:  # noqa: A002
    return Binding(keys, action, description, id=id, show=False)


class BrowseScreen(Filtering, Sharing):
    """Four panes on one library; the pane that is active gets the keys."""

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
        _key("1", "pane(0)", _("To the articles"), "browse.articles"),
        _key("2", "pane(1)", _("To the outline"), "browse.outline"),
        _key("3", "pane(2)", _("To the text"), "browse.text"),
        _key("4", "pane(3)", _("To the references"), "browse.references"),
        _key("tab", "next_pane(1)", _("Next pane"), "browse.next_pane"),
        _key("shift+tab", "next_pane(-1)", _("Previous pane"), "browse.previous_pane"),
        _key("h,left", "column(0)", _("To the left column"), "browse.left"),
        _key("l,right", "column(1)", _("To the right column"), "browse.right"),
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
        self, library: Library, marks: Marks, query: str = "", access: Access = OWN_ACCOUNT
    ) -> None:
        super().__init__(library, marks, query, access)
        self._text = (42, 0)

    def set_text(self, *, columns: int, spacing: int) -> None:
        """Have the text in lines of so many Chinese characters, with so many empty ones between."""
        self._text = (columns, spacing)

    def compose(self) -> ComposeResult:
        """The four panes between two rows."""
        self._filter = FilterBar(self._query, id="filter")
        columns, spacing = self._text
        self._room = PaneLayout(columns=columns, spacing=spacing, id="room")
        self._foot = StatusBar(_hints(), (_("? help"), _("q quit")), id="foot")
        yield self._filter
        yield self._room
        yield self._foot

    def on_mount(self) -> None:
        """Show the list, and open the article of last time, or the first."""
        self._begin_reading()
        self._begin_list()

    def _open_first(self) -> None:
        """Return to the article that was open last, where it is in the list."""
        left = self._marks.session.article
        if left is not None:
            self._room.articles.go_to(left)
        # At once: who is told to open it twice, before it has begun, takes the keys into it.
        if (row := self._room.articles.current) is not None:
            self._go_to_article(row.id)

    def on_key(self, event: events.Key) -> None:
        """Take the full-width keys of a Chinese input method for the plain ones."""
        self._foot.message = ""
        if self._filter.typing:
            return
        if key := plain_twin(event.character):
            event.key, event.character = key, SIGNS.get(key, key)
        if event.character is not None and event.character.isdigit():
            self._take_digit(event.character)
        elif event.key != "enter":
            self._typed = ""

    # The terminal's cursor, and the mouse.

    @property
    def pointed_at(self) -> Widget | None:
        """The pane that gets the keys; None while the reader types."""
        return None if self._filter.typing else self._room.pane

    @on(Pane.Clicked)
    def _point(self, event: Pane.Clicked) -> None:
        """Send the keys to the pane that was clicked, and open what was clicked twice."""
        if self._filter.typing:
            self._filter.close()
        self._room.go_to(self._room.panes.index(event.pane))
        self._typed = ""
        self._follow()
        if event.twice:
            event.pane.choose()

    @on(FilterBar.Wanted)
    def _type(self) -> None:
        """Let the reader type a filter where they clicked."""
        self._filter.open("filter")
        self._prepare()

    # Keys.

    def action_move(self, by: int) -> None:
        """Down or up in the active pane."""
        self._room.pane.move(by)
        self._follow()

    def action_page(self, by: float) -> None:
        """Pages down or up in the active pane."""
        self._room.pane.page(by)
        self._follow()

    def action_first(self) -> None:
        """To the beginning of the active pane."""
        self._room.pane.first()
        self._follow()

    def action_last(self) -> None:
        """To the end of the active pane."""
        self._room.pane.last()
        self._follow()

    def action_pane(self, number: int) -> None:
        """Send the keys to another pane."""
        self._room.go_to(number)

    def action_next_pane(self, by: int) -> None:
        """Send the keys to the pane after this one, or before it."""
        self._room.go_on(by)

    def action_column(self, column: int) -> None:
        """Send the keys to the left or the right column."""
        self._room.go_to_column(column)

    def action_next_match(self, by: int) -> None:
        """Go to the next place of what is looked for in the text, or to the one before."""
        self._room.body.next_match(by)
        if self._room.one:
            self._room.go_to(BODY)
        self._follow()

    def action_back(self) -> None:
        """Undo the last of: the whole screen for one pane, a place in the text, the filter."""
        if self._room.zoomed:
            self._room.zoom()
        elif self._sought is not None:
            self._look_for(None)
        elif self._room.active != LIST and self._room.one:
            self._room.go_to(LIST)
        elif self._filter.text:
            self._filter.put("")
        else:
            self._room.go_to(LIST)

    def action_zoom(self) -> None:
        """Give the active pane the whole screen, or share it again."""
        self._room.zoom()


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
