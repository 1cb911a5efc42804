"""Recognise pages of the same article, and choose the id of each page in a library.

Two pages with the same title and beginning are the same article if their texts agree: one contains
the other, or at least half of what follows the beginning is in both. Otherwise both are kept, and
the later one gets an id that depends on more of its text.
"""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from papers_store.analysis.terms import Entry, digest_of
from papers_store.article import Article
from papers_store.library import Library
from papers_store.parser.article_id import ids_of, letters_of

_NGRAM = 8
"""Length of the character n-grams that are compared."""


class Deduplicator:
    """Chooses the id of each page of an import."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._taken: dict[str, Entry | str] = {}
        """By id, an entry that is not yet written, or the digest of one that is."""

    def release_entries(self) -> None:
        """Keep only the digests of entries, once the library has them."""
        for article_id, entry in self._taken.items():
            if isinstance(entry, Entry):
                self._taken[article_id] = entry.digest

    def sort(self, entries: Sequence[Entry]) -> tuple[list[Entry], list[Entry], list[Entry]]:
        """Sort pages by whether they are to be written.

        Returns:
            Entries to write, under their ids; entries contained in another page of this import;
            and entries of which another page of this import holds another version.
        """
        there = self._library.digests([entry.article.id for entry in entries])
        placed: list[Entry] = []
        unchanged: list[Entry] = []
        repeated: list[Entry] = []
        for entry in entries:
            self._sort_one(entry, there.get(entry.article.id), placed, unchanged, repeated)
        return placed, unchanged, repeated

    def _sort_one(
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
            # Every id belongs to another article, which must not be overwritten.
            repeated.append(entry)
            return
        self._taken[entry.article.id] = entry
        placed.append(entry)

    def _article(self, article_id: str) -> Article | None:
        found = self._library.articles([article_id])
        return found[0] if found else None


def are_same(one: Article, other: Article) -> bool:
    """Return whether two pages with the same title and beginning are the same article.

    A DOI or an article number tells articles apart whatever their texts; year and authors do unless
    the texts are identical.
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
    # Sorted, since for two texts of equal length min and max return the same one.
    shorter_rest, longer_rest = sorted(rest, key=len)
    shorter, longer = sorted((ours, theirs), key=len)
    # A long common beginning counts as part of the whole text.
    return _contained(shorter_rest, longer_rest) >= 0.5 or (
        len(shorter) > 4 * _NGRAM * _NGRAM and _contained(shorter, longer) >= 0.8
    )


def _differ(one: Article, other: Article, name: str) -> bool:
    """Return whether two pages have different values of a field that both have."""
    left, right = getattr(one, name), getattr(other, name)
    return bool(left and right and left != right)


def _share(one: Article, other: Article) -> float:
    """Return how much of the text of one page is contained in the other, from 0 to 1."""
    references = letters_of(reference.text for reference in one.references)
    held = _whole(other) + letters_of(reference.text for reference in other.references)
    return min(_contained(_whole(one), held), _contained(references, held))


def _contained(text: str, other: str) -> float:
    """Return the share of a text's n-grams that another contains; repeated ones count each time."""
    if len(text) < _NGRAM:
        return float(text in other)
    held = {*_ngrams(other)}
    return sum(one in held for one in _ngrams(text)) / (len(text) - _NGRAM + 1)


def _ngrams(text: str) -> Iterator[str]:
    return (text[at : at + _NGRAM] for at in range(len(text) - _NGRAM + 1))


def _whole(article: Article) -> str:
    return letters_of([article.abstract, *_body(article)])


def _body(article: Article) -> list[str]:
    return [text for section in article.sections for text in section.paragraphs]
