"""Under which id a page goes into a library: its own, or one that stands on more of its text.

Two pages with one title and one beginning are the same article if their texts agree: one is part of
the other, or at least half of what follows the beginning is in both. Else both are kept.
"""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from papers_store.analysis.terms import Entry, digest_of
from papers_store.article import Article
from papers_store.library import Library
from papers_store.parser.article_id import ids_of, letters_of

_PIECE = 8
"""Letters that are compared at once."""


class Deduplicator:
    """Finds the id of each page of an import; told what the import has taken before."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._taken: dict[str, Entry | str] = {}
        """The entry that waits under an id, or the digest of one that is written."""

    def wrote(self) -> None:
        """Forget the entries themselves, once the library has them."""
        for article_id, entry in self._taken.items():
            if isinstance(entry, Entry):
                self._taken[article_id] = entry.digest

    def place(self, entries: Sequence[Entry]) -> tuple[list[Entry], list[Entry], list[Entry]]:
        """Place pages.

        Returns:
            What is to be written, under its id; pages of which all stands in another page of this
            import; and pages that another of this import gives in another version.
        """
        there = self._library.digests([entry.article.id for entry in entries])
        placed: list[Entry] = []
        unchanged: list[Entry] = []
        repeated: list[Entry] = []
        for entry in entries:
            self._place(entry, there.get(entry.article.id), placed, unchanged, repeated)
        return placed, unchanged, repeated

    def _place(
        self,
        entry: Entry,
        there: str | None,
        placed: list[Entry],
        unchanged: list[Entry],
        repeated: list[Entry],
    ) -> None:
        for reach, article_id in enumerate(ids_of(entry.article)):
            if reach:
                article = replace(entry.article, id=article_id)
                entry = Entry(article=article, terms=entry.terms, digest=digest_of(article))
                there = self._library.digests([article_id]).get(article_id)
            taken = self._taken.get(article_id)
            digest = taken.digest if isinstance(taken, Entry) else taken or there
            if digest is not None and digest != entry.digest:
                other = taken.article if isinstance(taken, Entry) else self._article(article_id)
                if other is not None and not are_same(other, entry.article):
                    continue
                if taken is not None and other is not None:
                    holds = _share(entry.article, other) == 1
                    (unchanged if holds else repeated).append(entry)
                    return
            elif taken is not None:
                unchanged.append(entry)
                return
            break
        else:
            # Every id is another article's: none of them may be lost for this one.
            repeated.append(entry)
            return
        self._taken[entry.article.id] = entry
        placed.append(entry)

    def _article(self, article_id: str) -> Article | None:
        found = self._library.articles([article_id])
        return found[0] if found else None


def are_same(one: Article, other: Article) -> bool:
    """Whether two pages of one title and one beginning give the same article.

    Numbers that are given to one article alone tell articles apart whatever their texts; a year and
    authors do where the texts are not wholly the same.
    """
    if _differ(one, other, "doi") or _differ(one, other, "article_number"):
        return False
    ours, theirs = _whole(one), _whole(other)
    if ours and ours == theirs:
        return True
    if _differ(one, other, "year"):
        return False
    if one.authors and other.authors and not {*one.authors} & {*other.authors}:
        return False
    bodies = letters_of(_body(one)), letters_of(_body(other))
    if all(bodies):
        ours, theirs = bodies
    begin = next(
        (at for at, pair in enumerate(zip(ours, theirs, strict=False)) if pair[0] != pair[1]),
        min(len(ours), len(theirs)),
    )
    rest = ours[begin:], theirs[begin:]
    if not all(rest):
        return True
    # Sorted, since of two texts of one length min and max would give the same one.
    shorter_rest, longer_rest = sorted(rest, key=len)
    shorter, longer = sorted((ours, theirs), key=len)
    # The longer the beginning that they share, the more of the whole it is.
    return _contained(shorter_rest, longer_rest) >= 0.5 or (
        len(shorter) > 4 * _PIECE * _PIECE and _contained(shorter, longer) >= 0.8
    )


def _differ(one: Article, other: Article, name: str) -> bool:
    """Whether two pages say otherwise of something that both name."""
    left, right = getattr(one, name), getattr(other, name)
    return bool(left and right and left != right)


def _share(one: Article, other: Article) -> float:
    """How much of the text of one stands in the other, from 0 to 1."""
    references = letters_of(reference.text for reference in one.references)
    held = _whole(other) + letters_of(reference.text for reference in other.references)
    return min(_contained(_whole(one), held), _contained(references, held))


def _contained(text: str, other: str) -> float:
    """The share of a text that stands in another; what it says twice counts twice."""
    if len(text) < _PIECE:
        return float(text in other)
    held = {*_pieces(other)}
    return sum(piece in held for piece in _pieces(text)) / (len(text) - _PIECE + 1)


def _pieces(text: str) -> Iterator[str]:
    return (text[at : at + _PIECE] for at in range(len(text) - _PIECE + 1))


def _whole(article: Article) -> str:
    return letters_of([article.abstract, *_body(article)])


def _body(article: Article) -> list[str]:
    return [text for section in article.sections for text in section.paragraphs]
