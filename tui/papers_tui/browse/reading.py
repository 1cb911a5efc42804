"""The open article: the position in it, the way to and from it, and its references."""

from contextlib import ExitStack
from functools import partial

from textual.worker import get_current_worker

from papers_store.article import Article
from papers_store.errors import OutOfReach, PapersError
from papers_store.library import OpenArticle
from papers_store.marks.values import ReadingPosition
from papers_store.search.highlight import Finder
from papers_tui.browse.context import Context
from papers_tui.browse.history import Entry, History
from papers_tui.browse.welcome import welcome
from papers_tui.locale import _
from papers_tui.widgets.body import TextPosition
from papers_tui.widgets.layout import PANES, PaneLayout
from papers_tui.widgets.outline import Heading

_KEEP_SECONDS = 20.0
"""How often the place is kept while reading; a connection may be cut without notice."""

_HELD_SECONDS = 0.05
"""How long painting waits for an article, so that the list and the article change in one frame."""

_TOP = TextPosition(0, 0)

_PANE_NUMBERS = frozenset(str(row.number) for row in PANES)


class Reading:
    """Opens articles where the reader left them, and goes where references lead."""

    def __init__(self, context: Context, panes: PaneLayout) -> None:
        """Read nothing yet.

        Args:
            context: The library, and the reader's marks.
            panes: Show the article.
        """
        self._context = context
        self._panes = panes
        self.article: Article | None = None
        """The open article."""
        self._next: Entry | None = None
        """The article that is being fetched."""
        self._history = History()
        """As it will be once that article is open."""
        self._history_here = History()
        """As it is for the open article."""
        self._held = ExitStack()
        """Holds painting back until an article has come."""
        self._kept: tuple[str, ReadingPosition, float] | None = None
        """The place that was kept last: of which article, where, and how much of it was seen."""
        self._filter = Finder()
        """Finds what the list is filtered by."""
        self._search: Finder | None = None
        """Finds what the reader looks for in the open article; None for the filter's."""
        self._digits = ""
        """Digits typed in the text, which may become the number of a reference."""

    def begin(self) -> None:
        """Show marks in the list, and keep the place from now on."""
        self._panes.articles.mark_by(self._context.marks.of)
        self._context.marks.on_wait = self._context.say_waiting
        # The list shows how far an article was read; while reading that is worth no bytes.
        self._context.screen.set_interval(_KEEP_SECONDS, partial(self._keep_place, shown=False))

    # Opening.

    @property
    def wanted(self) -> str | None:
        """The article that is being fetched, else the one that is open."""
        if self._next is not None:
            return self._next.article_id
        return None if self.article is None else self.article.id

    def take_list(self, finder: Finder, library_size: int) -> None:
        """Highlight what a new list is filtered by, and open an article where none is open."""
        self._filter = finder
        # The list is painted first.
        self._context.screen.call_after_refresh(self._apply_highlight)
        if self.wanted is None:
            if library_size:
                self._open_last()
            else:
                self._panes.body.show_blocks(welcome(self._context.library.name))

    def _open_last(self) -> None:
        """Open the article that was open last, where it is in the list, else the first."""
        last = self._context.marks.session.article
        if last is not None:
            self._panes.articles.go_to(last)
        # At once: opening an article twice, before it was fetched, sends the keys into it.
        if (row := self._panes.articles.current) is not None:
            self.open(row.id)

    def choose_article(self, article_id: str) -> None:
        """Open an article of the list; once more: send the keys into it."""
        first = self.wanted is None
        if article_id != self.wanted:
            self.open(article_id)
            if first or not self._panes.one:
                return
        self._panes.go_to("body")

    def open_reference(self, article_id: str) -> None:
        """Open an article that the open one cites, or that cites it."""
        self.open(article_id)
        self._panes.go_to("body")

    def open(self, article_id: str) -> None:
        """Open an article of the reader's choice; backspace will come back from it."""
        here, history = self._here(), self._history
        if here is not None and article_id != here.article_id:
            history = history.pushed(here)
        self._go(Entry(article_id, None), history)

    def _here(self) -> Entry | None:
        """Where the reader is, or will be as soon as the article has come."""
        if self._next is not None or self.article is None:
            return self._next
        return Entry(self.article.id, self._panes.body.place)

    def step_history(self, by: int) -> None:
        """Go back to the article that the reader came from, or forward again."""
        here = self._here()
        if here is None:
            return
        step = self._history.back(here) if by < 0 else self._history.forward(here)
        if step is None:
            said = _("This is where the way begins") if by < 0 else _("The way ends here")
            self._context.say(said)
        else:
            self._go(*step)

    def _go(self, entry: Entry, history: History) -> None:
        """Open an article; the history becomes this one with it."""
        self._keep_place()
        self._next, self._history = entry, history
        self._context.run(self._fetch, entry, group="read")

    def _fetch(self, entry: Entry) -> None:
        """Fetch an article, in a thread."""
        worker = get_current_worker()
        article_id, position = entry
        try:
            opened = self._context.library.open(article_id)
        except PapersError as error:
            self._context.fail_from_thread(error)
            # The list's cursor steps over an article that is damaged; where the library is out of
            # reach it comes back to the open one.
            back = isinstance(error, OutOfReach)
            self._context.call_from_thread(self._stay, article_id, back)
            return
        if position is None:
            left = self._context.marks.of(article_id).place
            position = TextPosition(left.block, left.offset) if left else _TOP
        if not worker.is_cancelled:
            self._context.call_from_thread(self._show, opened, position)

    def _stay(self, article_id: str, back: bool) -> None:
        """Stay at the open article, where another cannot be read."""
        if self.wanted != article_id:
            return
        self._next, self._history = None, self._history_here
        if back and self.article is not None:
            self._panes.articles.go_to(self.article.id)

    def _show(self, opened: OpenArticle, position: TextPosition) -> None:
        article, panes = opened.article, self._panes
        if article.id != self.wanted:
            return
        self.article = article
        self._next, self._history_here = None, self._history
        marks = self._context.marks.of(article.id)
        panes.articles.show_open(article.id)
        panes.body.show(article, tags=marks.tags, note=marks.note)
        panes.references.show(article.references, opened.links, opened.cited_by)
        panes.outline.show(
            [
                Heading(section.level, section.number, section.title, at)
                for at, section in enumerate(article.sections)
                if section.level > 0
            ]
        )
        panes.body.go_to(position)
        self.follow()
        # The panes say one message later that they want to be painted.
        self._context.screen.call_later(self._context.screen.call_later, self._paint)

    def next_article(self, by: int) -> None:
        """Open the article of the list after this one, or before it, from any pane."""
        self._hold_painting()
        self._panes.articles.choose_next(by)

    def _hold_painting(self) -> None:
        """Paint nothing until the article has come, or for a moment."""
        self._held.close()
        self._held.enter_context(self._context.screen.app.batch_update())
        self._context.screen.set_timer(_HELD_SECONDS, self._paint)

    def _paint(self) -> None:
        """Paint what has changed since an article was asked for."""
        self._held.close()
        self._context.screen.check_idle()

    # The place.

    def _keep_place(self, *, shown: bool = True) -> None:
        """Keep where the reader is, if that has changed."""
        now = self._place_now()
        if now is not None and now != self._kept:
            self._kept = now
            self._context.change_marks(lambda marks: marks.leave(*now), shown=shown)

    def _place_now(self) -> tuple[str, ReadingPosition, float] | None:
        if self.article is None:
            return None
        body = self._panes.body
        position = body.place
        if self._panes.active != "body" and not body.top:
            # Looked at from the list, and not read.
            return None
        place = ReadingPosition(block=position.block, offset=position.offset)
        return self.article.id, place, body.seen

    def keep(self) -> None:
        """Keep the place, and which article is open, before the app ends; say nothing."""
        marks, now = self._context.marks, self._place_now()
        marks.on_wait = None
        if now is not None and now != self._kept:
            marks.leave(*now)
            self._kept = now
        if self.article is not None:
            marks.opened(self.article.id)

    def show_marks(self) -> None:
        """Show the tags and the note of the open article as they are now."""
        if self.article is not None:
            marks = self._context.marks.of(self.article.id)
            self._panes.body.show_marks(tags=marks.tags, note=marks.note)

    # Where the outline and the citations lead.

    def follow(self) -> None:
        """Let the outline show where the body is; asked for at once, it is in the same frame."""
        if self._panes.active != "outline":
            self._panes.outline.follow(self._panes.body.section)

    def choose_section(self, section: int) -> None:
        """Show a section; once more: send the keys into it."""
        panes = self._panes
        if panes.body.section != section:
            panes.body.show_section(section)
            self.follow()
            if not panes.one:
                return
        panes.go_to("body")

    def next_section(self, by: int) -> None:
        """Go to the section after this one, or before it."""
        self._panes.body.next_section(by)
        self.follow()

    def go_to_reference(self, number: int) -> None:
        """Go to the reference that the text cites by a number."""
        if self._panes.references.go_to_number(number):
            self._panes.go_to("references")
        else:
            self._context.say(_("There is no entry {number}").format(number=number))

    def choose(self) -> None:
        """Go to the reference whose number was typed, else act on what the cursor stands on."""
        digits = self._digits
        self.forget_digits()
        if digits and self._panes.references.go_to_number(int(digits)):
            self._panes.go_to("references")
        else:
            self._panes.pane.choose()

    def unfold(self) -> None:
        """Show the reference under the cursor whole, or on one line again."""
        if self._panes.active == "references":
            self._panes.references.unfold()

    def take_digit(self, digit: str) -> None:
        """Take a digit that was typed in the text: with enter it goes to a reference."""
        if self._panes.active != "body" and not self._digits:
            return
        self._digits += digit
        # A digit that also goes to a pane says nothing: that would take a frame of its own.
        if self._digits in _PANE_NUMBERS:
            return
        if self._panes.references.has_number(int(self._digits)):
            self._context.say(_("enter: to entry {number}").format(number=self._digits))

    def forget_digits(self) -> None:
        """Forget the digits that were typed."""
        self._digits = ""

    # What is looked for in the text.

    @property
    def is_searching(self) -> bool:
        """Whether the reader looks for something else than the filter does."""
        return self._search is not None

    def search_text(self, text: str) -> None:
        """Look for a text, as it was typed, in the open article."""
        from papers_store.search.query import Text
        from papers_store.text.fold import fold_text

        wanted = fold_text(text).strip()
        self.set_search(Finder((Text(wanted),)) if wanted else None)

    def set_search(self, finder: Finder | None) -> None:
        """Look for something in the open article; None for what the list is filtered by."""
        self._search = finder
        self._apply_highlight()

    def _apply_highlight(self) -> None:
        finder = self._filter if self._search is None else self._search
        self._panes.outline.find(finder)
        self._panes.body.find(finder)
        self._panes.references.find(finder)

    def go_to_first_match(self) -> None:
        """Send the keys to the text, and go to the first match in view or below it."""
        self._panes.go_to("body")
        self._panes.body.next_match(1)
        self.follow()

    def next_match(self, by: int) -> None:
        """Go to the next match in the text, or to the one before."""
        self._panes.body.next_match(by)
        if self._panes.one:
            self._panes.go_to("body")
        self.follow()
