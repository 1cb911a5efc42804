"""The list: what it is filtered by, what it goes by, and why each article is in it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, get_args

from textual.worker import Worker, get_current_worker

from papers_store.errors import OutOfReach, PapersError, SearchCancelled
from papers_store.results import Order
from papers_store.search.highlight import Finder
from papers_store.search.hits import Hits
from papers_tui.browse.context import Context
from papers_tui.browse.rows import ListQuery, ResilientRows
from papers_tui.locale import _
from papers_tui.messages import Message
from papers_tui.widgets.articles import ArticlesPane
from papers_tui.widgets.filter_bar import FilterBar
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


class Search:
    """Filters and sorts the list of articles, and keeps it up to date with the library."""

    class Listed(Message):
        """The list has come that keys were kept for."""

    class KeywordsWanted(Message):
        """The reader wants to choose among the keywords of the list."""

        query: str

    def __init__(
        self,
        context: Context,
        articles: ArticlesPane,
        filter_bar: FilterBar,
        query: str,
        *,
        on_rows: Callable[[ResilientRows], None],
    ) -> None:
        """Search a library.

        Args:
            context: The library, and the reader's marks.
            articles: Shows what was found.
            filter_bar: Takes the query, and shows how many articles were found.
            query: What the list is filtered by at first.
            on_rows: Callback for rows that were put into the list.
        """
        self._context = context
        self._articles = articles
        self._filter_bar = filter_bar
        self._on_rows = on_rows
        self._query = ListQuery(query, "relevance")
        self._rows: ResilientRows | None = None
        """What the list shows, or the first of it."""
        self._version: object = None
        """The version of the library that the list shows."""
        self.awaits_list = False
        """Whether keys are meant for a list that is still looked for."""
        self._lost = ""
        """Why the library cannot be reached; empty while it can."""
        self._problems: tuple[str, ...] = ()
        """What of the library cannot be read, as it was said last."""

    def begin(self) -> None:
        """Show the list for the first time, and look now and then whether it has changed."""
        self._report_problems()
        self._filter_bar.remember(list(reversed(self._context.marks.session.filters)))
        if self._query.filters:
            self._find()
        else:
            # The whole list takes a millisecond, less than a thread and a frame of its own.
            self._find_now()
        self._context.screen.set_interval(_LOOK_SECONDS, self.look_again)
        # A folder was opened with quick=True.
        self._context.screen.set_timer(_SOON_SECONDS, self.look_again)

    def _report_problems(self) -> None:
        marks = self._context.marks
        try:
            self._problems = self._context.library.problems
        except PapersError as error:
            self._context.say(str(error))
        # A reader who may name no file can do nothing about copies.
        copies = marks.unread_copies() if self._context.access.has("files") else ()
        if problems := (*self._problems, *marks.problems, *copies):
            self._context.say_problems(problems)

    # Finding.

    def _find_now(self) -> None:
        library = self._context.library
        try:
            version, hits = library.version(), library.find()
        except PapersError as error:
            self._version = _UNREAD
            self._context.fail(error)
        else:
            self.show(self._rows_of(hits, self._query, hits.total), version)

    def _find(self) -> None:
        """Look in the library, in a thread; a later query overtakes an earlier one."""
        self._context.run(self._find_in_thread, self._query, group="find")

    def _find_in_thread(self, query: ListQuery) -> None:
        from papers_store.search.query import parse_query

        worker: Worker[None] = get_current_worker()
        library, parsed = self._context.library, parse_query(query.text)
        try:
            version = library.version()
            hits = library.find_first(
                parsed,
                order=query.order,
                marks=self._context.marks,
                cancelled=lambda: worker.is_cancelled,
            )
            if self._rows is not None and self._rows.complete and query == self._rows.query:
                # The list is there already, and the place in it is to be kept.
                hits = hits.all()
            total = len(library)
            self._answer(worker, hits, query, parsed, total, version)
            if not hits.complete:
                self._answer(worker, hits.all(), query, parsed, total, version, grown=True)
        except SearchCancelled:
            return
        except PapersError as error:
            self._version = _UNREAD
            self._context.fail_from_thread(error)

    def _answer(
        self,
        worker: Worker[None],
        hits: Hits,
        query: ListQuery,
        parsed: "Query",
        total: int,
        version: object,
        *,
        grown: bool = False,
    ) -> None:
        """Show what was found, unless a later query overtook this one."""
        finder = Finder((hits.asked or parsed).texts, hits.by_sound)
        # Sounds take a moment to load, and must not take it while the list is drawn.
        finder.spans("音", "title")
        suggestions: tuple[str, ...] = ()
        if query.filters and not hits.total and not worker.is_cancelled:
            suggestions = self._context.library.suggest(parsed, marks=self._context.marks)
        if not worker.is_cancelled:
            rows = self._rows_of(hits, query, total, finder, suggestions)
            self._context.call_from_thread(self.show, rows, version, grown)

    def _rows_of(
        self,
        hits: Hits,
        query: ListQuery,
        total: int,
        finder: Finder | None = None,
        suggestions: tuple[str, ...] = (),
    ) -> ResilientRows:
        return ResilientRows(
            hits,
            query,
            total,
            finder=finder,
            suggestions=suggestions,
            on_error=self._context.fail,
        )

    def show(self, rows: ResilientRows, version: object, grown: bool = False) -> None:
        """Put rows into the list, if they still answer to the filter.

        Args:
            rows: What was found.
            version: The version of the library that they were found in.
            grown: Whether the list shows the first of these rows already.
        """
        if rows.query != self._query:
            return
        self._rows, self._version = rows, version
        if grown:
            self._articles.grow(rows, rows.finder)
        else:
            self._articles.show(rows, rows.finder, _ordered_by(rows.query))
        self._filter_bar.count = _count(rows)
        self._say_what_was_found(rows)
        self._on_rows(rows)
        self._end_wait()

    def _say_what_was_found(self, rows: ResilientRows) -> None:
        if self._filter_bar.is_full:
            self._context.say(said_when_full())
        elif rows.left_out:
            self._context.say(_("Left out: {parts}").format(parts="  ".join(rows.left_out)))
        elif rows.query.filters and not rows.total:
            self._context.say(_nothing(rows.suggestions))
        elif self._filter_bar.typing:
            self._context.say("")

    def _end_wait(self) -> None:
        """Give the keys to the list that were kept for it."""
        if self.awaits_list:
            self.awaits_list = False
            self._context.screen.post_message(self.Listed())

    # The library changes while it is open.

    def look_again(self) -> None:
        """Ask, in a thread, whether articles came or went, or another session changed marks."""
        self._context.run(self._look_again, group="look")

    def _look_again(self) -> None:
        context = self._context
        try:
            context.library.refresh()
            changed = context.library.version() != self._version
            marked = context.marks.refresh()
            problems = context.library.problems
        except PapersError as error:
            context.fail_from_thread(error)
            return
        if self._lost:
            context.call_from_thread(self._resume)
        elif changed and self._version is not None:
            context.call_from_thread(self._find)
        elif marked:
            context.call_from_thread(context.show_marks)
        if problems != self._problems:
            self._problems = problems
            context.call_from_thread(context.say_problems, problems)

    def take_error(self, error: PapersError) -> None:
        """Wait no longer; where the library is out of reach, look soon whether it is back."""
        self._end_wait()
        if isinstance(error, OutOfReach):
            self._lost = str(error)
            if self._rows is not None:
                self._rows.rest()
            self._context.screen.set_timer(_SOON_SECONDS, self.look_again)

    def _resume(self) -> None:
        """Read rows again, from a library that can be reached again."""
        self._context.unsay(self._lost)
        self._lost = ""
        if self._rows is not None:
            self._rows.try_again()
            self._articles.reread()
        self._find()

    # Why an article is in the list.

    def explain(self, article_ids: tuple[str, ...]) -> None:
        """Show the sentences that articles are listed for."""
        if self._rows is not None:
            # The rows are painted before their excerpts.
            self._context.screen.call_after_refresh(
                self._context.run,
                self._read_excerpts,
                article_ids,
                self._rows.finder,
                group="excerpts",
            )

    def _read_excerpts(self, article_ids: tuple[str, ...], finder: Finder) -> None:
        worker = get_current_worker()
        excerpts: dict[str, str] = {}
        for article_id in article_ids:
            if worker.is_cancelled:
                return
            try:
                excerpts[article_id] = self._excerpt(article_id, finder)
            except PapersError as error:
                self._context.fail_from_thread(error)
                return
        self._context.call_from_thread(self._show_excerpts, excerpts, finder)

    def _excerpt(self, article_id: str, finder: Finder) -> str:
        note = self._context.marks.of(article_id).note
        if finder.spans(note):
            return " ".join(note.split())
        return finder.excerpt(self._context.library.article(article_id))

    def _show_excerpts(self, excerpts: dict[str, str], finder: Finder) -> None:
        if self._rows is not None and finder == self._rows.finder:
            self._articles.explain(excerpts)

    # The filter.

    def edit_filter(self) -> None:
        """Let the reader type a filter."""
        self._filter_bar.open("filter")
        self._context.run(self._prepare, group="prepare")

    def _prepare(self) -> None:
        """Load the word list while the first of a query is typed."""
        try:
            self._context.library.prepare()
        except PapersError as error:
            self._context.fail_from_thread(error)

    def set_filter(self, text: str) -> None:
        """Filter by a query, as it was typed."""
        if text != self._query.text:
            self._query = self._query._replace(text=text)
            self._find()

    def accept_filter(self, _text: str) -> None:
        """Remember a filter that the reader is done with; keys wait for its list."""
        query = self._query
        if query.filters:
            self._context.change_marks(lambda marks: marks.filtered(query.text))
        if self._rows is None or self._rows.query != query:
            self.awaits_list = True
            self._context.screen.set_timer(_PATIENCE, self._end_wait)

    def complete_filter(self, _text: str) -> None:
        """Filter by the first suggestion, where nothing was found."""
        if self._rows is not None and self._rows.suggestions:
            self._filter_bar.put(self._rows.suggestions[0])

    def filter_by_keywords(self, keywords: tuple[str, ...]) -> None:
        """Filter by these keywords in the place of those that the filter names."""
        from papers_store.search.query import with_keywords

        self._filter_bar.put(with_keywords(self._query.text, keywords))

    def choose_keywords(self) -> None:
        """Let the reader choose among the keywords of the list."""
        self._context.leave_for(self.KeywordsWanted(self._query.text))

    def change_order(self) -> None:
        """Sort the list by the next order."""
        orders = _ORDERS if self._query.filters else _ORDERS[1:]
        at = orders.index(self._query.order) if self._query.order in orders else 0
        self._query = self._query._replace(order=orders[(at + 1) % len(orders)])
        self._find()


def _count(rows: ResilientRows) -> str:
    """How many articles are in the list, and of how many; it may not be known yet."""
    total = rows.library_size
    if not rows.query.filters:
        return f"{total:,}"
    if not rows.complete:
        return _("… of {total:,}").format(total=total)
    return _("{hits:,} of {total:,}").format(hits=rows.total, total=total)


def _ordered_by(query: ListQuery) -> str:
    """What a list goes by, for its title line; nothing for the usual order."""
    names = {
        "relevance": "",
        "added": _("added ▾") if query.filters else "",
        "year": _("year ▾"),
        "cited": _("cited ▾"),
        "title": _("title ▴"),
        "read": _("last read ▾"),
    }
    return names[query.order]


def _nothing(suggestions: tuple[str, ...]) -> str:
    """That nothing was found, and what may have been meant."""
    if not suggestions:
        return _("Nothing found")
    return _("Nothing found; tab tries: {queries}").format(queries="  ".join(suggestions))
