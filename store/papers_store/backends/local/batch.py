"""Write articles in batches: into segments, then into the index in one transaction."""

from collections.abc import Sequence

from papers_store.analysis.terms import Entry
from papers_store.article import Article
from papers_store.backends.local.index.writer import IndexWriter
from papers_store.backends.local.segments import CAPACITY, LARGE, Fingerprint, Location, Segments
from papers_store.results import Changes


class Batch:
    """Adds or removes a batch of articles: in the segments, then in the index.

    If it is interrupted in between, the index differs from the segments and is updated from them.
    """

    def __init__(self, segments: Segments, index: IndexWriter) -> None:
        self._segments = segments
        self._index = index
        self._fingerprints: dict[int, Fingerprint] = {}

    def put(self, entries: Sequence[Entry]) -> Changes:
        """Write the new and changed articles of a batch, and count the unchanged ones."""
        latest = {entry.article.id: entry for entry in entries}
        known = self._index.known(list(latest))
        new = [entry for article_id, entry in latest.items() if article_id not in known]
        changed = [
            (known[article_id][0], entry)
            for article_id, entry in latest.items()
            if article_id in known and known[article_id][1] != entry.digest
        ]
        places = self._append(new)
        self._replace(changed)
        # Other copies of a changed article are superseded now.
        copies = self._index.copies(entry.article.id for _, entry in changed)
        self._take_out(copies)
        if self._fingerprints:
            self._index.record(zip(places, new, strict=True), changed, self._fingerprints, copies)
        added = [entry.article.id for entry in new]
        updated = [entry.article.id for _, entry in changed]
        altered = {*added, *updated}
        return Changes(
            added=tuple(added),
            updated=tuple(updated),
            unchanged=tuple(article_id for article_id in latest if article_id not in altered),
        )

    def remove(self, places: Sequence[Location]) -> None:
        """Remove the articles at some locations."""
        self._take_out(places)
        self._index.erase(places, self._fingerprints)

    def _take_out(self, places: Sequence[Location]) -> None:
        by_segment: dict[int, set[int]] = {}
        for place in places:
            by_segment.setdefault(place.segment, set()).add(place.document)
        for segment, documents in by_segment.items():
            self._segments.remove(segment, documents)
            self._fingerprints[segment] = self._segments.fingerprint(segment)

    def _append(self, entries: Sequence[Entry]) -> list[Location]:
        # An unreadable segment has no articles in the index, but its number is taken.
        fingerprints = self._segments.fingerprints()
        last = max(fingerprints, default=-1)
        segment, held = self._index.last_segment() or (-1, CAPACITY)
        large = last in fingerprints and fingerprints[last].size > LARGE
        if last > segment or large or self._index.is_damaged(last):
            segment, held = last, CAPACITY
        places: list[Location] = []
        while entries:
            if held >= CAPACITY:
                segment, held = segment + 1, 0
            batch, entries = entries[: CAPACITY - held], entries[CAPACITY - held :]
            places += self._segments.append(segment, [entry.article for entry in batch])
            self._fingerprints[segment] = self._segments.fingerprint(segment)
            held = CAPACITY if self._fingerprints[segment].size > LARGE else held + len(batch)
        return places

    def _replace(self, entries: Sequence[tuple[Location, Entry]]) -> None:
        by_segment: dict[int, dict[int, Article]] = {}
        for place, entry in entries:
            by_segment.setdefault(place.segment, {})[place.document] = entry.article
        for segment, articles in by_segment.items():
            self._segments.replace(segment, articles)
            self._fingerprints[segment] = self._segments.fingerprint(segment)
