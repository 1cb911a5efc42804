"""The open article: its place, the way to and from it, its references, and its marks."""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import partial

from textual import on, work
from textual.worker import get_current_worker

from papers_store.errors import OutOfReach, PapersError
from papers_store.library import OpenArticle
from papers_store.marks.marks import Marks
from papers_store.marks.values import ReadingPosition
from papers_tui.browse.context import Desk
from papers_tui.browse.history import Entry, History
from papers_tui.locale import _
from papers_tui.widgets.articles import ArticlesPane
from papers_tui.widgets.body import BodyPane, TextPosition
from papers_tui.widgets.filter_bar import FilterBar
from papers_tui.widgets.layout import BODY, OUTLINE, REFERENCES
from papers_tui.widgets.outline import Heading, OutlinePane
from papers_tui.widgets.references import ReferencesPane

_KEEP_SECONDS = 20.0
"""How often the place is kept while reading; a line may be cut without a word."""

_HELD_SECONDS = 0.05
"""How long painting waits for an article, so that the list and the article change in one frame."""

_TOP = TextPosition(0, 0)


class Reading(Desk):
    """Opens articles where the reader left them, and goes where references lead."""

    _typed: str = ""
    """Digits typed in the text, which may become the number of a reference."""
    _being_written: Callable[[], tuple[str, str] | None] | None = None
    _kept: tuple[str, ReadingPosition, float] | None = None
    _trail: History
    """The way there."""
    _walked: History
    """The way to the article that is open."""

    def _begin_reading(self) -> None:
        """Have the way taken and the place kept from now on."""
        self._trail = self._walked = History()
        self._held = ExitStack()
        self._room.articles.mark_by(self._marks.of)
        self._marks.on_wait = self._say_waiting
        # How far it was read is for who looks at the list, and no bytes for who reads.
        self.set_interval(_KEEP_SECONDS, partial(self._keep_place, shown=False))
        try:
            self._problems = self._library.problems
        except PapersError as error:
            self.say(str(error))
        # Whoever may name no file can take none in.
        copies = self._marks.unread_copies() if self._access.has("files") else ()
        if problems := (*self._problems, *self._marks.problems, *copies):
            self.say_problems(problems)

    # Opening.

    @on(ArticlesPane.Chosen)
    def _choose_article(self, event: ArticlesPane.Chosen) -> None:
        if event.article_id == self._wanted:
            # It is open, or on its way.
            self._room.go_to(BODY)
            return
        first = self._wanted is None
        self._go_to_article(event.article_id)
        if self._room.one and not first:
            self._room.go_to(BODY)

    def _go_to_article(self, article_id: str) -> None:
        """Open an article of the reader's choice; backspace will come back from it."""
        here, trail = self._here(), self._trail
        if here is not None and article_id != here.article_id:
            trail = trail.left(here)
        self._read(Entry(article_id, None), trail)

    def _here(self) -> Entry | None:
        """Where the reader is, or will be as soon as the article has come."""
        if self._going is not None or self._open is None:
            return self._going
        return Entry(self._open.id, self._room.body.place)

    def _read(self, stop: Entry, trail: History) -> None:
        """Open an article, and go a way with that."""
        self._keep_place()
        self._going, self._trail = stop, trail
        self._fetch(stop)

    def _hold_painting(self) -> None:
        """Paint what an article changes at once, or what there is of it soon."""
        self._held.close()
        self._held.enter_context(self.app.batch_update())
        self.set_timer(_HELD_SECONDS, self._paint)

    def _paint(self) -> None:
        """Paint what has changed since an article was asked for."""
        self._held.close()
        self.check_idle()

    @work(thread=True, exclusive=True, group="read")
    def _fetch(self, stop: Entry) -> None:
        """Fetch an article, away from the keys."""
        worker = get_current_worker()
        article_id, place = stop
        try:
            opened = self._library.open(article_id)
        except PapersError as error:
            self._say_from_afar(error)
            # What is damaged can be stepped over by the list's cursor; where nothing can be
            # reached there is nothing to step to.
            back = isinstance(error, OutOfReach)
            self.app.call_from_thread(self._stay, article_id, back=back)
            return
        left = self._marks.of(article_id).place
        place = place or (TextPosition(left.block, left.offset) if left else _TOP)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show_article, opened, place)

    def _stay(self, article_id: str, *, back: bool) -> None:
        """Remain at the article that is open, where the one that was chosen cannot be read."""
        if self._wanted != article_id:
            return
        self._going, self._trail = None, self._walked
        if back and self._open is not None:
            self._room.articles.go_to(self._open.id)

    def _show_article(self, opened: OpenArticle, place: TextPosition) -> None:
        article = opened.article
        if article.id != self._wanted:
            return
        self._open = article
        self._going, self._walked = None, self._trail
        mark = self._marks.of(article.id)
        self._room.articles.mark_open(article.id)
        self._room.body.show(article, tags=mark.tags, note=mark.note)
        self._room.references.show(article.references, opened.links, opened.cited_by)
        self._room.outline.show(
            [
                Heading(section.level, section.number, section.title, at)
                for at, section in enumerate(article.sections)
                if section.level > 0
            ]
        )
        self._room.body.go_to(place)
        self._follow()
        # The panes say one message later that they want to be painted.
        self.call_later(self.call_later, self._paint)

    # The place.

    def _keep_place(self, *, shown: bool = True) -> None:
        """Keep where the reader is, if that has changed."""
        now = self._place_now()
        if now is not None and now != self._kept:
            self._kept = now
            self._mark(lambda marks: marks.leave(*now), shown=shown)

    def _place_now(self) -> tuple[str, ReadingPosition, float] | None:
        if self._open is None:
            return None
        place = self._room.body.place
        if self._room.active != BODY and not self._room.body.top:
            # Looked at from the list, and not read.
            return None
        kept = ReadingPosition(block=place.block, offset=place.offset)
        return self._open.id, kept, self._room.body.seen

    def on_unmount(self) -> None:
        """Keep the place when the app ends, however it ends; nobody waits for keys any more."""
        try:
            self._keep_all()
        except PapersError as error:
            self.app.exit(message=str(error))

    def _keep_all(self) -> None:
        now = self._place_now()
        self._marks.on_wait = None
        if now is not None and now != self._kept:
            self._marks.leave(*now)
            self._kept = now
        if self._open is not None:
            self._marks.opened(self._open.id)
        # What nobody changed here may have been changed elsewhere meanwhile.
        if self._being_written is not None and (written := self._being_written()) is not None:
            self._marks.note(*written)

    def keep_at_the_end(self) -> None:
        """Keep the place and a note in another thread, when the app's own does not come to it.

        The app may be in the midst of anything: what can be kept is, and nothing is said.
        """
        with suppress(Exception):
            self._keep_all()

    # Where the outline, the citations and the references lead.

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
    def _follow_body(self) -> None:
        self._follow()

    @on(BodyPane.Cited)
    def _go_to_entry(self, event: BodyPane.Cited) -> None:
        if self._room.references.go_to_number(event.number):
            self._room.go_to(REFERENCES)
        else:
            self.say(_("There is no entry {number}").format(number=event.number))

    @on(ReferencesPane.Chosen)
    def _follow_reference(self, event: ReferencesPane.Chosen) -> None:
        self._go_to_article(event.article_id)
        self._room.go_to(BODY)

    def _take_digit(self, digit: str) -> None:
        """Take a digit that was typed in the text: with enter it goes to an entry."""
        if self._room.active != BODY and not self._typed:
            return
        self._typed += digit
        # A digit that also goes to a pane says nothing: it would take a frame of its own.
        to_a_pane = self._typed in ("1", "2", "3", "4")
        if not to_a_pane and self._room.references.has_number(int(self._typed)):
            said = _("enter: to entry {number}").format(number=self._typed)
            self.say(said)

    def _take_number(self) -> bool:
        """Go to the entry whose number was typed; whether there is one."""
        typed, self._typed = self._typed, ""
        if not typed or not self._room.references.go_to_number(int(typed)):
            return False
        self._room.go_to(REFERENCES)
        return True

    # Keys.

    def action_choose(self) -> None:
        """Act on what the active pane's cursor stands on."""
        if not self._take_number():
            self._room.pane.choose()

    def action_unfold(self) -> None:
        """Show the entry of the references whole, or on one line again."""
        if self._room.active == REFERENCES:
            self._room.references.unfold()

    def action_history(self, by: int) -> None:
        """Go back to the article that the reader came from, or forward again."""
        here = self._here()
        if here is None:
            return
        turned = self._trail.back(here) if by < 0 else self._trail.forward(here)
        if turned is None:
            self.say(_("This is where the way begins") if by < 0 else _("The way ends here"))
        else:
            self._read(*turned)

    def action_next_article(self, by: int) -> None:
        """Open the article after this one, or before it, wherever the keys go."""
        self._hold_painting()
        self._room.articles.choose_next(by)

    def action_next_section(self, by: int) -> None:
        """Go to the section after this one, or before it."""
        self._room.body.next_section(by)
        self._follow()

    # Marks.

    def _at_hand(self) -> str | None:
        """The article that marks are for: under the list's cursor, else the open one."""
        if self._room.active < OUTLINE and (row := self._room.articles.current) is not None:
            return row.id
        return self._open.id if self._open else None

    def action_star(self) -> None:
        """Star the article, or take its star away."""
        if (article_id := self._at_hand()) is not None:
            starred = not self._marks.of(article_id).starred
            said = _("Starred") if starred else _("Star taken away")
            self._mark(lambda marks: marks.star(article_id, starred), said)

    def action_tags(self) -> None:
        """Let the reader type tags for the article."""
        if (article_id := self._at_hand()) is not None:
            self._tagged = article_id
            self._filter.open("tags", " ".join(self._marks.of(article_id).tags))

    @on(FilterBar.Accepted)
    def _keep_tags(self, event: FilterBar.Accepted) -> None:
        if event.purpose == "tags":
            article_id, tags = self._tagged, tuple(event.text.split())
            self._filter.close()
            self._mark(lambda marks: marks.tag(article_id, tags), _("Tags kept"))

    @on(FilterBar.Taken)
    def _complete_tag(self, event: FilterBar.Taken) -> None:
        """Complete the last tag typed by one that is in use."""
        if event.purpose != "tags":
            return
        *before, last = event.text.split(" ")
        in_use = [tag for tag in self._marks.tags() if tag.startswith(last) and tag not in before]
        if in_use:
            self._filter.type(" ".join((*before, in_use[0])) + " ")

    def write_note(self, being_written: Callable[[], tuple[str, str] | None] | None) -> None:
        """Know of a note that is being written: an article, and what it says, if changed."""
        self._being_written = being_written

    def keep_note(self, article_id: str, text: str, said: str = "") -> None:
        """Keep a note that the reader wrote, and say so, or something more important."""

        def change(marks: Marks) -> None:
            marks.note(article_id, text)

        self._mark(change, said or _("Note kept"))

    def _show_marks(self, said: str) -> None:
        super()._show_marks(said)
        if self._open is not None:
            mark = self._marks.of(self._open.id)
            self._room.body.remark_on(tags=mark.tags, note=mark.note)
