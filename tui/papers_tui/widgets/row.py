"""An article as lists show it."""

from typing import Protocol


class Row(Protocol):
    """What a list shows of an article."""

    @property
    def id(self) -> str:
        """The article's id."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def authors(self) -> tuple[str, ...]:
        """Who wrote it."""

    @property
    def source(self) -> str | None:
        """Where it appeared."""

    @property
    def year(self) -> int | None:
        """And when."""

    @property
    def citation_count(self) -> int | None:
        """How often it is cited."""

    @property
    def keywords(self) -> tuple[str, ...]:
        """Its keywords."""
