"""Marks in memory, for a reader without a file; they last as long as the session."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from papers_store.marks.marks import Marks
from papers_store.marks.marks_file import Loaded
from papers_store.marks.marks_format import Change, Contents


class SessionMarks(Marks):
    """Marks that are kept in memory only."""

    def __init__(self, problems: tuple[str, ...] = ()) -> None:
        """Start without marks.

        Args:
            problems: Sentences for the reader on why there is no file.
        """
        # The path is never opened.
        super().__init__(Path())
        self._problems = problems

    def refresh(self) -> bool:
        """Return False, since no other session writes."""
        return False

    def unread_copies(self) -> tuple[str, ...]:
        """Return nothing, since there is no file to be copied."""
        return ()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._mutex:
            yield

    def _keep(self, change: Change | None, contents: Contents) -> None:
        """Keep the contents in memory."""
        self._loaded = Loaded(contents)
