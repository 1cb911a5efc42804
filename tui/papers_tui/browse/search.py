"""The list: what it is filtered by, what it goes by, and why each article is in it."""

from typing import TYPE_CHECKING, get_args

from msgspec import Struct, field
from msgspec.structs import replace
from textual import on, work
from textual.worker import Worker, get_current_worker

from papers_store.errors import OutOfReach, PapersError, SearchCancelled
from papers_store.library import Library
from papers_store.marks.marks import Marks
from papers_store.results import Order
from papers_store.search.highlight import Finder
from papers_store.search.hits import Hits
from papers_tui.access import Access
from papers_tui.browse.context import Desk
from papers_tui.browse.rows import ResilientRows
from papers_tui.browse.welcome import welcome
from papers_tui.locale import _
from papers_tui.messages import Message
from papers_tui.widgets.articles import ArticlesPane
from papers_tui.widgets.filter_bar import FilterBar
from papers_tui.widgets.layout import BODY, LIST, REFERENCES
from papers_tui.widgets.text_input import said_when_full

if TYPE_CHECKING:
    # What only a query needs comes with the first.
    from papers_store.search.query import Query

_ORDERS: tuple[Order, ...] = get_args(Order)

_PATIENCE = 0.5
"""Seconds after which keys go to the list that is there, and not to the one that is looked for."""

_LOOK_SECONDS = 5.0
"""How often the library is asked whether it changed; the answer is one number."""

_SOON_SECONDS = 1.0
"""The same, while it cannot be reached; and how long after the start it is asked first."""

_UNREAD = object()
"""Stands for the version of a library that could not be read; when it can be, it has another."""


class Filtering(Desk):
    """Narrows the list as the reader types, and finds things in the open article."""

    class Listed(Message):
        """The list is there that keys were kept for."""

    class KeywordsWanted(Message):
        """The keywords of the list are to be chosen from."""

        query: str

    def __init__(self, library: Library, marks: Marks, query: str, access: Access) -> None:
        super().__init__(library, marks, access)
        self._query = query
        self._order: Order = "relevance"
        self._offered: tuple[str, ...] = ()
        self._version: object = None
        self._shown: tuple[str, Order] | None = None
        """What all of the list answers to; None while more may come."""
        self._answered: tuple[str, Order] | None = None
        """What the list, or the first of it, answers to."""
        self.awaits_list = False
        """Whether keys are meant for a list that is still looked for."""
        self._rows: ResilientRows | None = None
        self._lost = ""
        """Why the library cannot be reached; empty while it can."""

    def _begin_list(self) -> None:
        """Show the list for the first time, and look now and then whether it is still so."""
        self._filter.remember(list(reversed(self._marks.session.filters)))
        if self._query.strip():
            self._find(self._query)
        else:
            # The whole list takes a millisecond, less than a thread and a frame of its own.
            self._find_now()
        self.set_interval(_LOOK_SECONDS, self._look_again)
        # A folder was opened with quick=True.
        self.set_timer(_SOON_SECONDS, self._look_again)

    def _find_now(self) -> None:
        try:
            version, hits = self._library.version(), self._library.find()
            found = _Found(self._query, self._order, hits, version, hits.total)
        except PapersError as error:
            self._version = _UNREAD
            self._fail(error)
        else:
            self._show_found(found)

    @work(thread=True, exclusive=True, group="find")
    def _find(self, query: str) -> None:
        """Look in the library, away from the keys; a later query overtakes an earlier one."""
        from papers_store.search.query import parse_query

        worker: Worker[None] = get_current_worker()
        asked = (query, self._order)
        wanted = parse_query(query)
        try:
            version = self._library.version()
            hits = self._library.find_first(
                wanted,
                order=asked[1],
                marks=self._marks,
                cancelled=lambda: worker.is_cancelled,
            )
            if asked == self._shown:
                # The list is there already, and the place in it is to be kept.
                hits = hits.all()
            total = len(self._library)
            self._answer(worker, wanted, _Found(*asked, hits, version, total))
            if not hits.complete:
                found = _Found(*asked, hits.all(), version, total, grown=True)
                self._answer(worker, wanted, found)
        except SearchCancelled:
            return
        except PapersError as error:
            self._version = _UNREAD
            self._say_from_afar(error)

    def _answer(self, worker: Worker[None], wanted: "Query", found: "_Found") -> None:
        """Have what was found shown, if somebody still waits for it."""
        hits = found.hits
        finder = Finder((hits.asked or wanted).texts, hits.by_sound)
        # Sounds take a moment to load, and must not take it while the list is drawn.
        finder.spans("音", "title")
        offered: tuple[str, ...] = ()
        if found.query.strip() and not hits.total and not worker.is_cancelled:
            offered = self._library.suggest(wanted, marks=self._marks)
        if not worker.is_cancelled:
            self.app.call_from_thread(
                self._show_found, replace(found, finder=finder, offered=offered)
            )

    def _show_found(self, found: "_Found") -> None:
        if (found.query, found.order) != (self._query, self._order):
            return
        hits, filtered = found.hits, bool(found.query.strip())
        self._finder, self._offered, self._version = found.finder, found.offered, found.version
        self._answered = (found.query, found.order)
        self._shown = self._answered if hits.complete else None
        self._rows = ResilientRows(hits, self._fail)
        if found.grown:
            self._room.articles.grow(self._rows, found.finder)
        else:
            ordered_by = _ordered_by(found.order, filtered=filtered)
            self._room.articles.show(self._rows, found.finder, ordered_by)
        # The list itself goes first.
        self.call_after_refresh(self._set_off)
        self._filter.count = _count(hits, found.total, filtered=filtered)
        if self._filter.is_full:
            self.say(said_when_full())
        elif hits.left_out:
            self.say(_("Left out: {parts}").format(parts="  ".join(hits.left_out)))
        elif filtered and not hits.total:
            self.say(_nothing(found.offered))
        elif self._filter.typing:
            self.say("")
        if self._wanted is None and found.total:
            self._open_first()
        elif self._wanted is None:
            self._room.body.show_blocks(welcome(self._library.name))
        self._end_wait()

    def _open_first(self) -> None:
        """Open an article where none is open."""
        self._room.articles.choose()

    # The library changes while it is open.

    @work(thread=True, exclusive=True, group="look")
    def _look_again(self) -> None:
        """Ask whether articles came or went, and whether another session marked any."""
        try:
            self._library.refresh()
            changed = self._library.version() != self._version
            marked = self._marks.refresh()
            problems = self._library.problems
        except PapersError as error:
            self._say_from_afar(error)
            return
        if self._lost:
            self.app.call_from_thread(self._take_up)
        elif changed and self._version is not None:
            self.app.call_from_thread(self._find, self._query)
        elif marked:
            self.app.call_from_thread(self._show_marks, "")
        if problems != self._problems:
            self._problems = problems
            self.app.call_from_thread(self.say_problems, problems)

    def _fail(self, error: PapersError) -> None:
        """Say what went wrong; where it is the library, look soon whether it is there again."""
        super()._fail(error)
        self._end_wait()
        if isinstance(error, OutOfReach):
            self._lost = str(error)
            if self._rows is not None:
                self._rows.rest()
            self.set_timer(_SOON_SECONDS, self._look_again)

    def _take_up(self) -> None:
        """Go on where the reader was, with a library that can be reached again."""
        if self._foot.message == self._lost:
            self.say("")
        self._lost = ""
        if self._rows is not None:
            self._rows.try_again()
            self._room.articles.reread()
        self._find(self._query)

    # Why an article is in the list.

    @on(ArticlesPane.Unexplained)
    def _explain(self, event: ArticlesPane.Unexplained) -> None:
        # The rows go before their excerpts.
        self.call_after_refresh(self._read_excerpts, event.article_ids, self._finder)

    @work(thread=True, exclusive=True, group="excerpts")
    def _read_excerpts(self, article_ids: tuple[str, ...], finder: Finder) -> None:
        """Fetch the sentences that articles are listed for, away from the keys."""
        worker = get_current_worker()
        excerpts: dict[str, str] = {}
        for article_id in article_ids:
            if worker.is_cancelled:
                return
            try:
                excerpts[article_id] = self._excerpt(article_id, finder)
            except PapersError as error:
                self._say_from_afar(error)
                return
        self.app.call_from_thread(self._show_excerpts, excerpts, finder)

    def _excerpt(self, article_id: str, finder: Finder) -> str:
        note = self._marks.of(article_id).note
        if finder.spans(note):
            return " ".join(note.split())
        return finder.excerpt(self._library.article(article_id))

    def _show_excerpts(self, excerpts: dict[str, str], finder: Finder) -> None:
        if finder == self._finder:
            self._room.articles.explain(excerpts)

    # The line.

    @on(FilterBar.Changed)
    def _narrow(self, event: FilterBar.Changed) -> None:
        if event.purpose == "find":
            self._look_for(_finder_of(event.text))
        elif event.purpose == "filter" and event.text != self._query:
            self._query = event.text
            self._find(event.text)

    @on(FilterBar.Accepted)
    def _to_what_was_found(self, event: FilterBar.Accepted) -> None:
        if event.purpose == "find":
            self._filter.close()
            self._room.go_to(BODY)
            self._room.body.next_match(1)
            self._follow()
        elif event.purpose == "filter":
            query = self._query
            if query.strip():
                self._mark(lambda marks: marks.filtered(query))
            self._filter.close()
            self._room.go_to(LIST)
            if self._answered != (self._query, self._order):
                self.awaits_list = True
                self.set_timer(_PATIENCE, self._end_wait)

    def _end_wait(self) -> None:
        """Have the keys that were kept for the list go to it."""
        if self.awaits_list:
            self.awaits_list = False
            self.post_message(self.Listed())

    @on(FilterBar.GivenUp)
    def _give_up(self, event: FilterBar.GivenUp) -> None:
        self._filter.close()
        if event.purpose == "find":
            self._look_for(None)

    @on(FilterBar.Taken)
    def _take_offer(self, event: FilterBar.Taken) -> None:
        if event.purpose == "filter" and self._offered:
            self._filter.put(self._offered[0])

    def filter_by_keywords(self, keywords: tuple[str, ...]) -> None:
        """Filter by these keywords in the place of those that the filter names."""
        from papers_store.search.query import with_keywords

        self._filter.put(with_keywords(self._query, keywords))
        self._room.go_to(LIST)

    # Keys.

    def action_filter(self) -> None:
        """Let the reader type: a filter, or in text and references what to find there."""
        if self._room.active in (BODY, REFERENCES):
            self._filter.open("find")
        else:
            self._filter.open("filter")
            self._prepare()

    @work(thread=True, exclusive=True, group="prepare")
    def _prepare(self) -> None:
        """Load what cuts and folds a query while the first of it is typed."""
        try:
            self._library.prepare()
        except PapersError as error:
            self._say_from_afar(error)

    def action_find(self) -> None:
        """Let the reader type what to find in the article."""
        self._filter.open("find")

    def action_keywords(self) -> None:
        """Let the reader choose among the keywords of the list."""
        self.leave_for(self.KeywordsWanted(self._query))

    def action_order(self) -> None:
        """Have the list go by something else."""
        orders = _ORDERS if self._query.strip() else _ORDERS[1:]
        at = orders.index(self._order) if self._order in orders else 0
        self._order = orders[(at + 1) % len(orders)]
        self._find(self._query)


class _Found(Struct, frozen=True):
    """The answer to a query."""

    query: str
    order: Order
    hits: Hits
    version: object
    total: int
    """How many articles the library holds."""
    grown: bool = False
    """Whether the first of these are shown already."""
    finder: Finder = field(default_factory=Finder)
    offered: tuple[str, ...] = ()


def _finder_of(text: str) -> Finder | None:
    """Finds a text as it was typed, where there is one."""
    from papers_store.search.query import Text
    from papers_store.text.fold import fold_text

    wanted = fold_text(text).strip()
    return Finder((Text(wanted),)) if wanted else None


def _count(hits: Hits, total: int, *, filtered: bool) -> str:
    """How many articles are in the list, and of how many; it may not be known yet."""
    if not filtered:
        return f"{total:,}"
    if not hits.complete:
        return _("… of {total:,}").format(total=total)
    return _("{hits:,} of {total:,}").format(hits=hits.total, total=total)


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
