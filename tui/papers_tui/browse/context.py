"""What the rooms of work share: the library, the reader's marks, the panes, and a way to speak."""

from collections.abc import Callable, Iterable

from textual import work
from textual.message import Message
from textual.screen import Screen

from papers_store.article import Article
from papers_store.errors import PapersError
from papers_store.library import Library
from papers_store.marks.marks import Marks
from papers_store.search.highlight import Finder
from papers_tui.access import Access
from papers_tui.browse.history import Entry
from papers_tui.locale import _
from papers_tui.widgets.filter_bar import FilterBar
from papers_tui.widgets.layout import OUTLINE, PaneLayout
from papers_tui.widgets.status_bar import StatusBar


class Desk(Screen[None]):
    """A screen of four panes between the filter and a foot."""

    _filter: FilterBar
    _room: PaneLayout
    _foot: StatusBar

    def __init__(self, library: Library, marks: Marks, access: Access) -> None:
        super().__init__()
        self._access = access
        self._library = library
        self._marks = marks
        self.leaving = False
        """Whether another screen was asked for, and is not there yet."""
        self._problems: tuple[str, ...] = ()
        """What of the library cannot be read, as it was said last."""
        self._open: Article | None = None
        self._going: Entry | None = None
        """Where the reader is going; None once there."""
        self._finder = Finder()
        """What the list is filtered by."""
        self._sought: Finder | None = None
        """What is looked for in the open article in the place of that."""

    @property
    def _wanted(self) -> str | None:
        """The article that is on its way, else the one that is open."""
        if self._going is not None:
            return self._going.article_id
        return None if self._open is None else self._open.id

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether an action may run here."""
        return self._access.allows(action)

    def leave_for(self, wanted: Message) -> None:
        """Ask for another screen; keys are meant for it from now on."""
        self.leaving = True
        self.post_message(wanted)

    def say(self, sentence: str) -> None:
        """One sentence at the foot, until the next key."""
        self._foot.message = sentence

    def say_problems(self, problems: Iterable[str]) -> None:
        """What of the library cannot be read, by its files alone: all are in the same folder."""
        self.say("  ".join(one.removeprefix(f"{self._library.name}/") for one in problems))

    def _say_from_afar(self, error: PapersError) -> None:
        """Say what went wrong in a thread."""
        self.app.call_from_thread(self._fail, error)

    def _fail(self, error: PapersError) -> None:
        """Say what went wrong."""
        self.say(str(error))

    def _follow(self) -> None:
        """Let the outline show where the body is; asked for at once, it is in the same frame."""
        if self._room.active != OUTLINE:
            self._room.outline.follow(self._room.body.section)

    def _look_for(self, finder: Finder | None) -> None:
        """Look for something in the open article; None for what the list is filtered by."""
        self._sought = finder
        self._set_off()

    def _set_off(self) -> None:
        """Mark in the open article what is looked for."""
        finder = self._finder if self._sought is None else self._sought
        self._room.outline.find(finder)
        self._room.body.find(finder)
        self._room.references.find(finder)

    @work(thread=True, group="marks")
    def _mark(
        self, change: Callable[[Marks], object], said: str = "", *, shown: bool = True
    ) -> None:
        """Change the reader's marks, which waits for the disk, away from the keys.

        Args:
            change: What to do with them.
            said: What the foot says when it is done.
            shown: Whether the panes are painted with them; else they are when next they are.
        """
        try:
            change(self._marks)
        except PapersError as error:
            self._say_from_afar(error)
        else:
            if shown:
                self.app.call_from_thread(self._show_marks, said)

    def _say_waiting(self) -> None:
        """Say that a change waits for another session; told in its thread."""
        said = _("Another session of yours is writing your marks; waiting for it")
        self.app.call_from_thread(self.say, said)

    def _show_marks(self, said: str) -> None:
        self._room.articles.refresh_marks()
        if said:
            self.say(said)
