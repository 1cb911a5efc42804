"""What search, reading and actions share: data, the status bar, and threads to work in."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from textual.message import Message
from textual.screen import Screen

from papers_store.errors import PapersError
from papers_store.library import Library
from papers_store.marks.marks import Marks
from papers_tui.access import Access
from papers_tui.locale import _
from papers_tui.widgets.status_bar import StatusBar


class Context:
    """A library, the reader's marks, what the reader may do, and the screen they work on."""

    def __init__(
        self,
        screen: Screen[None],
        status_bar: StatusBar,
        library: Library,
        marks: Marks,
        access: Access,
        *,
        on_error: Callable[[PapersError], None],
        on_marks: Callable[[], None],
    ) -> None:
        """Share these.

        Args:
            screen: Runs workers and timers, and posts messages.
            status_bar: Shows sentences.
            library: Where articles are read.
            marks: The reader's.
            access: What the reader may do.
            on_error: Callback for an error, after it was shown.
            on_marks: Callback that shows the marks after a change.
        """
        self.screen = screen
        self.library = library
        self.marks = marks
        self.access = access
        self.leaving = False
        """Whether another screen was asked for, and has not come."""
        self._status_bar = status_bar
        self._on_error = on_error
        self._on_marks = on_marks

    # Sentences.

    def say(self, sentence: str) -> None:
        """Show a sentence on the status bar, until the next key."""
        self._status_bar.message = sentence

    def unsay(self, sentence: str) -> None:
        """Clear the status bar where it still shows this sentence."""
        if self._status_bar.message == sentence:
            self.say("")

    def say_problems(self, problems: Iterable[str]) -> None:
        """Name what cannot be read, by file names alone: all are in the library's folder."""
        self.say("  ".join(one.removeprefix(f"{self.library.name}/") for one in problems))

    def fail(self, error: PapersError) -> None:
        """Say what went wrong."""
        self.say(str(error))
        self._on_error(error)

    # Other screens.

    def leave_for(self, wanted: Message) -> None:
        """Ask for another screen; keys are meant for it from now on."""
        self.leaving = True
        self.screen.post_message(wanted)

    def arrive(self) -> None:
        """Note that the screen that was asked for has come."""
        self.leaving = False

    # Threads.

    def run(
        self, work: Callable[..., None], *arguments: object, group: str, exclusive: bool = True
    ) -> None:
        """Run a function in a thread.

        Args:
            work: What to run.
            arguments: Its arguments.
            group: Names what it is for.
            exclusive: Whether it cancels workers of its group; those have to look whether they
                are cancelled.
        """
        self.screen.run_worker(
            partial(work, *arguments),
            name=work.__name__,
            group=group,
            exclusive=exclusive,
            thread=True,
        )

    def call_from_thread(self, callback: Callable[..., Any], *arguments: object) -> None:
        """Call a function in the app's thread, and wait for it."""
        self.screen.app.call_from_thread(callback, *arguments)

    def fail_from_thread(self, error: PapersError) -> None:
        """Say what went wrong in a thread."""
        self.call_from_thread(self.fail, error)

    # Marks.

    def change_marks(
        self, change: Callable[[Marks], object], said: str = "", *, shown: bool = True
    ) -> None:
        """Change the reader's marks in a thread, since that waits for the disk.

        Args:
            change: Changes them.
            said: What the status bar says when it is done.
            shown: Whether the panes show the change at once; else they do when next painted.
        """
        self.run(self._change_marks, change, said, shown, group="marks", exclusive=False)

    def _change_marks(self, change: Callable[[Marks], object], said: str, shown: bool) -> None:
        try:
            change(self.marks)
        except PapersError as error:
            self.fail_from_thread(error)
        else:
            if shown:
                self.call_from_thread(self.show_marks, said)

    def show_marks(self, said: str = "") -> None:
        """Show the marks as they are now, and say something."""
        self._on_marks()
        if said:
            self.say(said)

    def say_waiting(self) -> None:
        """Say, from the thread that waits, that another session is writing the marks."""
        said = _("Another session of yours is writing your marks; waiting for it")
        self.call_from_thread(self.say, said)
