"""The reading room: the list, the outline, the body and the references, and their keys."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import get_current_worker

from papers_store.article import Article
from papers_store.errors import PapersError
from papers_store.finding import Finder
from papers_store.library import Hits, Library, Order
from papers_store.query import Text, parse_query, with_keywords
from papers_store.text.fold import fold_text
from papers_tui.bars.filter import FilterBar
from papers_tui.bars.foot import Foot
from papers_tui.keys import SIGNS, plain_twin
from papers_tui.locale import _
from papers_tui.panes.articles import ArticlesPane
from papers_tui.panes.body import BodyPane
from papers_tui.panes.outline import Heading, OutlinePane
from papers_tui.panes.room import BODY, LIST, OUTLINE, REFERENCES, Room
from papers_tui.welcome import welcome

_ORDERS: tuple[Order, ...] = ("relevance", "added", "year", "cited", "title", "read")


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
        _key("slash", "filter", _("Filter the articles; in the text: find"), "browse.filter"),
        _key("ctrl+f", "find", _("Find in this article"), "browse.find"),
        _key("n", "next_match(1)", _("Next match"), "browse.next_match"),
        _key("N", "next_match(-1)", _("Previous match"), "browse.previous_match"),
        _key("f", "keywords", _("Filter by keywords"), "browse.keywords"),
        _key("o", "order", _("Order of the articles"), "browse.order"),
        _key("escape", "back", _("Clear the filter; back to the list"), "browse.back"),
        _key("z", "zoom", _("Zoom the pane"), "browse.zoom"),
    ]

    @dataclass
    class KeywordsWanted(Message):
        """The keywords of the list are to be chosen from."""

        query: str

    def __init__(self, library: Library, query: str = "") -> None:
        super().__init__()
        self._library = library
        self._query = query
        self._order: Order = "relevance"
        self._finder = Finder()
        self._offered: tuple[str, ...] = ()
        self._wanted: str | None = None
        self._open: Article | None = None

    def compose(self) -> ComposeResult:
        """The four panes between two rows."""
        yield FilterBar(self._query, id="filter")
        yield Room(id="room")
        yield Foot(_hints(), (_("? help"), _("q quit")), id="foot")

    def on_mount(self) -> None:
        """Show the list, and open its first article."""
        self._filter = self.query_one(FilterBar)
        self._room = self.query_one(Room)
        self._foot = self.query_one(Foot)
        self._find(self._query)
        if not len(self._library):
            self._room.body.show_blocks(welcome(self._library.name))

    # The list and its filter.

    @work(thread=True, exclusive=True, group="find")
    def _find(self, query: str) -> None:
        """Look in the library, away from the keys; a later query overtakes an earlier one."""
        worker, order = get_current_worker(), self._order
        try:
            hits = self._library.find(query, order=order)
            finder = Finder(parse_query(query).texts, hits.by_sound)
            # Sounds take a moment to load, and must not take it while the list is drawn.
            finder.spans("音", "title")
            offered = self._offers(query, hits) if not worker.is_cancelled else ()
        except PapersError as error:
            self.app.call_from_thread(self._say, str(error))
        else:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._show_hits, query, order, hits, finder, offered)

    def _offers(self, query: str, hits: Hits) -> tuple[str, ...]:
        return () if hits.total or not query.strip() else self._library.suggest(query)

    def _show_hits(
        self, query: str, order: Order, hits: Hits, finder: Finder, offered: tuple[str, ...]
    ) -> None:
        if (query, order) != (self._query, self._order):
            return
        self._finder, self._offered = finder, offered
        self._room.articles.show(hits, finder, _ordered_by(order, filtered=bool(query.strip())))
        self._look_for(finder)
        total = len(self._library)
        self._filter.count = (
            _("{hits:,} of {total:,}").format(hits=hits.total, total=total)
            if query.strip()
            else f"{total:,}"
        )
        if hits.left_out:
            self._say(_("Left out: {parts}").format(parts="  ".join(hits.left_out)))
        elif query.strip() and not hits.total:
            self._say(_nothing(offered))
        elif self._filter.typing:
            self._say("")
        if self._wanted is None:
            self._room.articles.choose()

    def _look_for(self, finder: Finder) -> None:
        """Mark what the list is filtered by in the article that is open."""
        self._room.outline.find(finder)
        self._room.body.find(finder)
        self._room.references.find(finder)

    @on(ArticlesPane.Unexplained)
    def _explain(self, event: ArticlesPane.Unexplained) -> None:
        self._read_excerpts(event.article_ids, self._finder)

    @work(thread=True, exclusive=True, group="excerpts")
    def _read_excerpts(self, article_ids: tuple[str, ...], finder: Finder) -> None:
        """Fetch the sentences that articles are listed for, away from the keys."""
        worker = get_current_worker()
        excerpts: dict[str, str] = {}
        for article_id in article_ids:
            if worker.is_cancelled:
                return
            try:
                excerpts[article_id] = finder.excerpt(self._library.article(article_id))
            except PapersError as error:
                self.app.call_from_thread(self._say, str(error))
                return
        self.app.call_from_thread(self._show_excerpts, excerpts, finder)

    def _show_excerpts(self, excerpts: dict[str, str], finder: Finder) -> None:
        if finder is self._finder:
            self._room.articles.explain(excerpts)

    @on(FilterBar.Changed)
    def _narrow(self, event: FilterBar.Changed) -> None:
        if event.purpose == "find":
            wanted = fold_text(event.text)
            finder = Finder((Text(wanted, exact=True),)) if wanted.strip() else self._finder
            self._look_for(finder)
        elif event.text != self._query:
            self._query = event.text
            self._find(event.text)

    @on(FilterBar.Accepted)
    def _to_what_was_found(self, event: FilterBar.Accepted) -> None:
        self._filter.close()
        if event.purpose == "find":
            self._room.go_to(BODY)
            self._room.body.next_match(1)
            self._follow()
        else:
            self._room.go_to(LIST)

    @on(FilterBar.GivenUp)
    def _give_up(self, event: FilterBar.GivenUp) -> None:
        self._filter.close()
        if event.purpose == "find":
            self._look_for(self._finder)

    @on(FilterBar.Taken)
    def _take_offer(self) -> None:
        if self._offered:
            self._filter.put(self._offered[0])

    def filter_by_keywords(self, keywords: tuple[str, ...]) -> None:
        """Filter by these keywords in the place of those that the filter names."""
        self._filter.put(with_keywords(self._query, keywords))
        self._room.go_to(LIST)

    # The article.

    @on(ArticlesPane.Chosen)
    def _choose_article(self, event: ArticlesPane.Chosen) -> None:
        if self._open is not None and event.article_id == self._open.id:
            self._room.go_to(BODY)
            return
        first = self._wanted is None
        self._wanted = event.article_id
        self._read(event.article_id)
        if self._room.one and not first:
            self._room.go_to(BODY)

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
        self._room.articles.mark_open(article.id)
        self._room.body.show(article)
        self._room.references.show(article.references)
        self._room.outline.show(
            [
                Heading(section.level, section.number, section.title, at)
                for at, section in enumerate(article.sections)
                if section.level > 0
            ]
        )

    @on(OutlinePane.Chosen)
    def _choose_section(self, event: OutlinePane.Chosen) -> None:
        if self._room.body.section == event.section:
            self._room.go_to(BODY)
        else:
            self._room.body.show_section(event.section)
            self._follow()
            if self._room.one:
                self._room.go_to(BODY)

    @on(BodyPane.Moved)
    def _follow(self) -> None:
        """Let the outline show where the body is; asked for at once, it is in the same frame."""
        if self._room.active != OUTLINE:
            self._room.outline.follow(self._room.body.section)

    def on_key(self, event: events.Key) -> None:
        """Take the full-width keys of a Chinese input method for the plain ones."""
        self._foot.message = ""
        if not self._filter.typing and (key := plain_twin(event.character)):
            event.key, event.character = key, SIGNS.get(key, key)

    def _say(self, sentence: str) -> None:
        self._foot.message = sentence

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

    def action_choose(self) -> None:
        """Act on what the active pane's cursor stands on."""
        self._room.pane.choose()

    def action_pane(self, number: int) -> None:
        """Send the keys to another pane."""
        self._room.go_to(number)

    def action_next_pane(self, by: int) -> None:
        """Send the keys to the pane after this one, or before it."""
        self._room.go_on(by)

    def action_column(self, column: int) -> None:
        """Send the keys to the left or the right column."""
        self._room.go_to_column(column)

    def action_next_article(self, by: int) -> None:
        """Open the article after this one, or before it, wherever the keys go."""
        self._room.articles.choose_next(by)

    def action_next_section(self, by: int) -> None:
        """Go to the section after this one, or before it."""
        self._room.body.next_section(by)
        self._follow()

    def action_next_match(self, by: int) -> None:
        """Go to the next place of what is looked for in the text, or to the one before."""
        self._room.body.next_match(by)
        if self._room.one:
            self._room.go_to(BODY)
        self._follow()

    def action_filter(self) -> None:
        """Let the reader type: a filter, or in text and references what to find there."""
        reading = self._room.active in (BODY, REFERENCES)
        self._filter.open("find" if reading else "filter")

    def action_find(self) -> None:
        """Let the reader type what to find in the article."""
        self._filter.open("find")

    def action_keywords(self) -> None:
        """Let the reader choose among the keywords of the list."""
        self.post_message(self.KeywordsWanted(self._query))

    def action_order(self) -> None:
        """Have the list go by something else."""
        orders = _ORDERS if self._query.strip() else _ORDERS[1:]
        at = orders.index(self._order) if self._order in orders else 0
        self._order = orders[(at + 1) % len(orders)]
        self._find(self._query)

    def action_back(self) -> None:
        """Undo the last of: the whole screen for one pane, a place in the text, the filter."""
        if self._room.zoomed:
            self._room.zoom()
        elif self._room.body.finder != self._finder:
            self._look_for(self._finder)
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
        _("o order"),
        _("J/K next article"),
        _("[ ] section"),
        _("z zoom"),
    )


def _ordered_by(order: Order, *, filtered: bool) -> str:
    """What a list goes by, for its title line; the usual order goes without saying."""
    names = {
        "relevance": "",
        "added": _("added ▾") if filtered else "",
        "year": _("year ▾"),
        "cited": _("cited ▾"),
        "title": _("title ▴"),
        "read": _("last read ▾"),
    }
    return names[order]


def _nothing(offered: tuple[str, ...]) -> str:
    """That nothing was found, and what may have been meant."""
    if not offered:
        return _("Nothing found")
    return _("Nothing found; tab tries: {queries}").format(queries="  ".join(offered))
