"""Marks of somebody who has no file: they last as long as the session."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from papers_store.marks.form import Contents
from papers_store.marks.keeper import Marks


class FleetingMarks(Marks):
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

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._mutex:
            yield

    def _put(self, table: str, values: dict[str, object], key: str | None, value: object) -> None:
        """Nowhere: the contents in memory are all there is."""

    def _write(self, contents: Contents) -> None:
        """Nowhere."""
