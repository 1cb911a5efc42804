"""Marks of somebody who has no file: they last as long as the session."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from papers_store.marks.marks import Marks
from papers_store.marks.marks_file import Loaded
from papers_store.marks.marks_format import Change, Contents


class SessionMarks(Marks):
    """Marks that are kept in memory alone."""

    def __init__(self, problems: tuple[str, ...] = ()) -> None:
        """Begin with none.

        Args:
            problems: What to tell the reader of it.
        """
        # There is no such file, and nothing here looks for one.
        super().__init__(Path())
        self._problems = problems

    def refresh(self) -> bool:
        """There is nobody else who writes."""
        return False

    def unread_copies(self) -> tuple[str, ...]:
        """There is nothing to be a copy of."""
        return ()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._mutex:
            yield

    def _keep(self, change: Change | None, contents: Contents) -> None:
        """In memory is all there is."""
        self._loaded = Loaded(contents)
