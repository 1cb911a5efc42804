"""The rule by which a reference leads to an article, in Python and in SQL.

A reference and an article match where they share a name and author and year agree enough. Author
and year each say 1 for it, -1 against it, or 0 where one of the two is unknown. Each name says how
much they have to say together: its threshold. Of several articles a reference leads to the nearest.
"""

from typing import Literal, NamedTuple

Threshold = Literal[-2, 0, 1, 2]
"""What author and year must come to for two names to be of one work. It is stored."""

DOI: Threshold = -2
"""Whatever they say."""
FULL_TITLE: Threshold = 0
"""No more against it than for it."""
MAIN_TITLE: Threshold = 1
"""One for it; a title before its subtitle may be that of another work."""
SHORT_TITLE: Threshold = 2
"""Both for it; a title of few letters is that of many works."""


class NamedWork(NamedTuple):
    """One name of a work, and what tells the work from others of that name."""

    threshold: int
    author: str | None
    """As `papers_store.analysis.work_names.author_key` writes it."""
    year: int | None


def distance(reference: NamedWork, article: NamedWork) -> int | None:
    """How far a reference is from an article with the same name; None where it leads elsewhere."""
    agreed = _authors_agree(reference.author, article.author) + _years_agree(
        reference.year, article.year
    )
    wanted = max(reference.threshold, article.threshold)
    # Two works may have one main title and different subtitles.
    if reference.threshold == article.threshold == MAIN_TITLE or agreed < wanted:
        return None
    return 4 * wanted - agreed


def _authors_agree(author: str | None, other: str | None) -> int:
    # A name written in Chinese says nothing of one that is not: author_key gives that in ASCII.
    if not author or not other or author[0].isascii() != other[0].isascii():
        return 0
    return 1 if author == other else -1


def _years_agree(year: int | None, other: int | None) -> int:
    if year is None or other is None:
        return 0
    return 1 if abs(year - other) <= 1 else -1


# The same for SQLite, where c is the row of a reference and t that of an article with the same
# name. Their thresholds stand in the column "need". The text is part of every index.

_AGREEMENT = """
    coalesce(
        CASE WHEN (unicode(c.author) < 128) = (unicode(t.author) < 128)
        THEN 2 * (c.author = t.author) - 1 END,
        0
    ) + coalesce(2 * (abs(c.year - t.year) <= 1) - 1, 0)
"""

DISTANCE = f"4 * max(c.need, t.need) - ({_AGREEMENT})"
"""An expression for how far a reference is from an article."""

MATCHES = f"""NOT (c.need = {MAIN_TITLE} AND t.need = {MAIN_TITLE})
    AND ({_AGREEMENT}) >= max(c.need, t.need)"""
"""A condition for a reference to lead to an article."""
