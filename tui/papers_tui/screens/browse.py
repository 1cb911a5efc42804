"""The reading room: the list, the outline, the body and the references, and their keys."""

from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

from papers_store.article import Article
from papers_store.errors import PapersError
from papers_store.library import Hits, Library
from papers_tui.bars.filter import FilterBar
from papers_tui.bars.foot import Foot
from papers_tui.keys import plain_twin
from papers_tui.locale import _
from papers_tui.panes.articles import ArticlesPane
from papers_tui.panes.body import BodyPane
from papers_tui.panes.lines import Lines
from papers_tui.panes.outline import Heading, OutlinePane
from papers_tui.panes.references import ReferencesPane
from papers_tui.welcome import welcome

LEAST_WIDTH, LEAST_HEIGHT = 80, 24
"""Below this many columns or rows there is one pane at a time."""

_LIST, _OUTLINE, _BODY, _REFERENCES = range(4)


def _key(keys: str, action: str, description: str, id: str) -> Binding:  # noqa: A002
    return Binding(keys, action, description, id=id, show=False)


class BrowseScreen(Screen[None]):
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
        _key("J", "next_article(1)", _("Next article"), "browse.next_article"),
        _key("K", "next_article(-1)", _("Previous article"), "browse.previous_article"),
        _key("right_square_bracket", "next_section(1)", _("Next section"), "browse.next_section"),
        _key(
            "left_square_bracket",
            "next_section(-1)",
            _("Previous section"),
            "browse.previous_section",
        ),
        _key("slash", "filter", _("Filter the articles"), "browse.filter"),
        _key("escape", "back", _("Clear the filter; back to the list"), "browse.back"),
        _key("z", "zoom", _("Zoom the pane"), "browse.zoom"),
    ]

    def __init__(self, library: Library, query: str = "") -> None:
        super().__init__()
        self._library = library
        self._query = query
        self._active = _LIST
        self._beside = [_LIST, _BODY]
        self._zoomed = False
        self._wanted: str | None = None
        self._open: Article | None = None

    def compose(self) -> ComposeResult:
        """The four panes between two rows."""
        yield FilterBar(self._query, id="filter")
        with Horizontal(id="room"):
            with Vertical(id="left"):
                yield ArticlesPane(id="articles")
                yield OutlinePane(id="outline")
            with Vertical(id="right"):
                yield BodyPane(id="body")
                yield ReferencesPane(id="references")
        yield Foot(id="foot")

    def on_mount(self) -> None:
        """Show the list, and open its first article."""
        self._filter = self.query_one(FilterBar)
        self._articles = self.query_one(ArticlesPane)
        self._outline = self.query_one(OutlinePane)
        self._body = self.query_one(BodyPane)
        self._references = self.query_one(ReferencesPane)
        self._foot = self.query_one(Foot)
        self._panes: list[Lines] = [self._articles, self._outline, self._body, self._references]
        self._pane.active = True
        self._find(self._query)
        if not len(self._library):
            self._body.show_blocks(welcome(self._library.name))

    # The list and its filter.

    @work(thread=True, exclusive=True, group="find")
    def _find(self, query: str) -> None:
        """Look in the library, away from the keys; a later query overtakes an earlier one."""
        try:
            hits = self._library.find(query)
        except PapersError as error:
            self.app.call_from_thread(self._say, str(error))
        else:
            self.app.call_from_thread(self._show_hits, query, hits)

    def _show_hits(self, query: str, hits: Hits) -> None:
        if query != self._query:
            return
        self._articles.show(hits)
        total = len(self._library)
        self._filter.count = (
            _("{hits:,} of {total:,}").format(hits=hits.total, total=total)
            if query.strip()
            else f"{total:,}"
        )
        if hits.left_out:
            self._say(_("Left out: {parts}").format(parts="  ".join(hits.left_out)))
        if self._wanted is None:
            self._articles.choose()

    @on(FilterBar.Changed)
    def _narrow(self, event: FilterBar.Changed) -> None:
        if event.query != self._query:
            self._query = event.query
            self._find(event.query)

    @on(FilterBar.Accepted)
    def _to_list(self) -> None:
        self._filter.close()
        self.action_pane(_LIST)

    @on(FilterBar.Abandoned)
    def _give_up(self) -> None:
        self._filter.clear()
        self._filter.close()

    # The article.

    @on(ArticlesPane.Chosen)
    def _choose_article(self, event: ArticlesPane.Chosen) -> None:
        if self._open is not None and event.article_id == self._open.id:
            self.action_pane(_BODY)
            return
        first = self._wanted is None
        self._wanted = event.article_id
        self._read(event.article_id)
        if self._one and not first:
            self.action_pane(_BODY)

    @work(thread=True, exclusive=True, group="read")
    def _read(self, article_id: str) -> None:
        """Fetch an article, away from the keys."""
        try:
            article = self._library.article(article_id)
        except PapersError as error:
            self.app.call_from_thread(self._say, str(error))
        else:
            self.app.call_from_thread(self._show_article, article)

    def _show_article(self, article: Article) -> None:
        if article.id != self._wanted:
            return
        self._open = article
        self._articles.mark_open(article.id)
        self._body.show(article)
        self._references.show(article.references)
        self._outline.show(
            [
                Heading(section.level, section.number, section.title, at)
                for at, section in enumerate(article.sections)
                if section.level > 0
            ]
        )

    @on(OutlinePane.Chosen)
    def _choose_section(self, event: OutlinePane.Chosen) -> None:
        if self._body.section == event.section:
            self.action_pane(_BODY)
        else:
            self._body.show_section(event.section)
            self._follow()
            if self._one:
                self.action_pane(_BODY)

    @on(BodyPane.Moved)
    def _follow(self) -> None:
        """Let the outline show where the body is; asked for at once, it is in the same frame."""
        if self._active != _OUTLINE:
            self._outline.follow(self._body.section)

    # Panes.

    @property
    def _pane(self) -> Lines:
        return self._panes[self._active]

    @property
    def _one(self) -> bool:
        """Whether there is one pane at a time."""
        width, height = self.size
        return self._zoomed or width < LEAST_WIDTH or height < LEAST_HEIGHT

    def _arrange(self) -> None:
        """Show all panes, or the active one alone."""
        one = self._one
        for at, pane in enumerate(self._panes):
            pane.display = not one or at == self._active
        for column, panes in (("#left", (_LIST, _OUTLINE)), ("#right", (_BODY, _REFERENCES))):
            self.query_one(column).display = not one or self._active in panes
        self.set_class(one, "-one")

    def on_resize(self, event: events.Resize) -> None:
        """Go between four panes and one as there is room."""
        self._arrange()

    def on_key(self, event: events.Key) -> None:
        """Take the full-width keys of a Chinese input method for the plain ones."""
        self._foot.message = ""
        if not self._filter.typing and (key := plain_twin(event.character)):
            event.stop()
            self.app.simulate_key(key)

    def _say(self, sentence: str) -> None:
        self._foot.message = sentence

    # Keys.

    def action_move(self, by: int) -> None:
        """Down or up in the active pane."""
        self._pane.move(by)
        self._follow()

    def action_page(self, by: float) -> None:
        """Pages down or up in the active pane."""
        self._pane.page(by)
        self._follow()

    def action_first(self) -> None:
        """To the beginning of the active pane."""
        self._pane.first()
        self._follow()

    def action_last(self) -> None:
        """To the end of the active pane."""
        self._pane.last()
        self._follow()

    def action_choose(self) -> None:
        """Act on what the active pane's cursor stands on."""
        self._pane.choose()

    def action_pane(self, number: int) -> None:
        """Send the keys to another pane."""
        if number == self._active:
            return
        self._pane.active = False
        self._active = number
        self._beside[number // 2] = number
        self._pane.active = True
        if self._one:
            self._arrange()

    def action_next_pane(self, by: int) -> None:
        """Send the keys to the pane after this one, or before it."""
        self.action_pane((self._active + by) % len(self._panes))

    def action_column(self, column: int) -> None:
        """Send the keys to the left or the right column, to the pane last used there."""
        self.action_pane(self._beside[column])

    def action_next_article(self, by: int) -> None:
        """Open the article after this one, or before it, wherever the keys go."""
        self._articles.choose_next(by)

    def action_next_section(self, by: int) -> None:
        """Go to the section after this one, or before it."""
        self._body.next_section(by)
        self._follow()

    def action_filter(self) -> None:
        """Let the reader type a filter."""
        self._filter.open()

    def action_back(self) -> None:
        """Take the filter away; without one, go back to the list."""
        if self._zoomed:
            self.action_zoom()
        elif self._filter.text:
            self._filter.clear()
        else:
            self.action_pane(_LIST)

    def action_zoom(self) -> None:
        """Give the active pane the whole screen, or share it again."""
        self._zoomed = not self._zoomed
        self._arrange()
