"""Check and repair a library's folder, as fsck does for a file system.

A damaged file is kept unchanged in the folder set-aside; its intact articles stay in the library.
Derived files, the index and the dictionary, are rebuilt and not kept.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from papers_store.article import Article
from papers_store.backends.local.index.maintainer import IndexMaintainer
from papers_store.backends.local.manifest import Manifest
from papers_store.backends.local.salvage import salvage
from papers_store.backends.local.segments import CAPACITY, Location, Segments, is_segment_name
from papers_store.backends.local.stray_files import articles_in, is_being_written, strays_in
from papers_store.errors import Damaged, LibraryError
from papers_store.library import Progress
from papers_store.results import Mended, Problem
from papers_store.search.row_keys import first_key
from papers_store.system.atomic_files import (
    is_blocked,
    keep_copy,
    move_aside,
    remove_unfinished,
    replace_file,
)
from papers_store.system.sqlite_damage import clear_damaged_flag
from papers_store.text.dictionary import dictionary_in
from papers_store.text.tokenizer import is_dictionary, private_dictionary


def renew_dictionary(folder: Path) -> None:
    """Write a library's dictionary over whatever is there; the caller holds the writer lock."""
    dictionary = dictionary_in(folder)
    if dictionary.is_dir():
        raise LibraryError(f"{dictionary}: is not a regular file; remove it")
    remove_unfinished(dictionary)
    replace_file(dictionary, private_dictionary().read_bytes())
    clear_damaged_flag(dictionary)


class Copy(NamedTuple):
    """A copy of an article; the smallest one is valid, as in the index."""

    first: int
    """Smaller for a later import (`first_key`)."""
    segment: int
    document: int


_NAMED = 3
"""The largest number of segments that a sentence names."""


@dataclass(slots=True)
class _Survey:
    """What the segments hold."""

    damaged: dict[int, Problem] = field(default_factory=dict)
    """Segments that can be repaired."""
    unread: list[Problem] = field(default_factory=list)
    """Problems of segments that cannot."""
    places: dict[str, list["Copy"]] = field(default_factory=dict)
    """Copies of each article in intact segments."""
    duplicates: dict[int, dict[int, int]] = field(default_factory=dict)
    """Superseded copies: by segment, document id and the segment of the valid copy."""

    def lacks(self, article: Article) -> bool:
        """Return whether every copy of an article, if any, is from an earlier import."""
        return all(_age(article) < copy.first for copy in self.places.get(article.id, ()))


class Checker:
    """Checks and repairs one library's folder."""

    def __init__(
        self,
        folder: Path,
        manifest: Manifest,
        segments: Segments,
        maintainer: IndexMaintainer,
        progress: Progress | None,
    ) -> None:
        self._folder = folder
        self._manifest = manifest
        self._segments = segments
        self._maintainer = maintainer
        self._progress = progress

    def check(self) -> list[Problem]:
        """Return all problems, without changing anything.

        Raises:
            LibraryError: There is no library, or its folder cannot be read.
        """
        if not self._folder.is_dir():
            raise LibraryError(f"{self._folder}: there is no library; papers-tui import makes one")
        before = self._segments.fingerprints()
        survey = self._survey()
        settled = (
            not self._maintainer.is_being_written() and before == self._segments.fingerprints()
        )
        return [
            *self._manifest_problems(),
            *survey.damaged.values(),
            *survey.unread,
            *self._duplicate_problems(survey),
            *self._dictionary_problems(),
            *self._index_problems(survey, settled=settled),
            *self._stray_problems(survey),
        ]

    def repair(self) -> list[Mended]:
        """Repair what can be repaired, holding the writer lock.

        Raises:
            LibraryError: There is no library, or it cannot be written.
        """
        if not self._folder.is_dir():
            raise LibraryError(f"{self._folder}: there is no library; papers-tui import makes one")
        with self._maintainer.locked():
            self._segments.sweep()
            survey = self._survey()
            # Before the repairs, from which the index then differs.
            index = self._index_problems(survey, settled=True)
            mended = [
                *self._repair_manifest(),
                *self._repair_segments(survey),
                *self._take_in_strays(survey),
                *self._repair_duplicates(survey),
                *self._repair_dictionary(),
            ]
            if not all(map(_is_mendable, index)):
                return mended
            for problem in index:
                mended.append(Mended(problem=problem, done="it was rebuilt from the segments"))
            if self._segments.fingerprints() or self._maintainer.path.exists():
                self._maintainer.repair(rebuild=bool(index))
            return mended

    # The manifest.

    def _manifest_problems(self) -> list[Problem]:
        try:
            if self._manifest.exists() and not self._manifest.path.exists():
                remedy = "papers-tui check --repair rewrites it"
                return [Problem(file=str(self._manifest.path), wrong="is missing", remedy=remedy)]
        except Damaged as error:
            return [Problem(file=str(self._manifest.path), wrong=error.wrong, remedy=error.remedy)]
        return []

    def _repair_manifest(self) -> Iterator[Mended]:
        for problem in self._manifest_problems():
            there = os.path.lexists(self._manifest.path)
            kept = self._set_aside(self._manifest.path) if there else None
            self._manifest.write()
            yield Mended(problem=problem, done="it was rewritten", set_aside=kept)

    # The segments.

    def _survey(self) -> _Survey:
        survey = _Survey()
        segments = self._segments.fingerprints()
        for done, segment in enumerate(segments):
            if self._progress is not None:
                self._progress(done, len(segments))
            try:
                found = [
                    (one.id, _copy(place, one)) for place, one in self._segments.articles(segment)
                ]
            except Damaged as error:
                self._note_damage(survey, segment, error)
            except LibraryError as error:
                path = str(self._segments.path(segment))
                wrong = str(error).removeprefix(f"{path}: ")
                remedy = "let it be read, and its articles are there again"
                survey.unread.append(Problem(file=path, wrong=wrong, remedy=remedy, mendable=False))
            else:
                for article_id, copy in found:
                    survey.places.setdefault(article_id, []).append(copy)
        self._note_duplicates(survey)
        return survey

    def _note_damage(self, survey: _Survey, segment: int, error: Damaged) -> None:
        path = str(self._segments.path(segment))
        if not error.mendable:
            survey.unread.append(
                Problem(file=path, wrong=error.wrong, remedy=error.remedy, mendable=False)
            )
            return
        survey.damaged[segment] = Problem(file=path, wrong=error.wrong, remedy=error.remedy)

    def _note_duplicates(self, survey: _Survey) -> None:
        """Note all copies of an article but the valid one."""
        survey.duplicates.clear()
        for copies in survey.places.values():
            if len(copies) > 1:
                read, *others = sorted(copies)
                for copy in others:
                    survey.duplicates.setdefault(copy.segment, {})[copy.document] = read.segment

    def _duplicate_problems(self, survey: _Survey) -> list[Problem]:
        return [self._duplicate_problem(one, held) for one, held in survey.duplicates.items()]

    def _duplicate_problem(self, segment: int, held: Mapping[int, int]) -> Problem:
        names = [self._segments.path(one).name for one in sorted(set(held.values()))]
        others = ", ".join(names[:_NAMED]) + (", ..." if len(names) > _NAMED else "")
        return Problem(
            file=str(self._segments.path(segment)),
            wrong=f"holds articles that are read in {others} (articles: {len(held)})",
            remedy="papers-tui check --repair sets a copy of it aside, and removes them",
        )

    def _repair_segments(self, survey: _Survey) -> Iterator[Mended]:
        for segment, problem in survey.damaged.items():
            path = self._segments.path(segment)
            whole = {
                document: article
                for document, article in salvage(self._segments.data(segment), _age).items()
                # A page that was imported again since may have a newer copy elsewhere.
                if survey.lacks(article)
            }
            kept = self._set_aside(path)
            self._segments.rewrite(segment, whole)
            self._note_places(survey, segment, whole)
            yield Mended(problem=problem, done=_salvaged(whole), set_aside=kept)

    def _note_places(self, survey: _Survey, segment: int, articles: Mapping[int, Article]) -> None:
        for document, article in articles.items():
            copy = _copy(Location(segment, document), article)
            survey.places.setdefault(article.id, []).append(copy)
        self._note_duplicates(survey)

    # Stray files.

    def _stray_problems(self, survey: _Survey) -> Iterator[Problem]:
        for path in strays_in(self._folder, is_segment_name):
            yield self._look_into(path, survey)[0]
        lock = self._folder / "lock"
        if is_blocked(lock):
            yield _in_the_way(lock)

    def _look_into(self, path: Path, survey: _Survey) -> tuple[Problem, list[Article]]:
        """Return the problem of a stray file, and the articles that no segment has as new."""
        try:
            held = articles_in(path, _age)
        except LibraryError as error:
            wrong = f"is not read ({str(error).removeprefix(f'{path}: ')})"
            remedy = "remove it, or make it readable"
            return Problem(file=str(path), wrong=wrong, remedy=remedy, mendable=False), []
        missing = [one for one in held if survey.lacks(one)]
        taken = "papers-tui check --repair takes them in, and sets the file aside"
        later = "if nobody is still writing it, give it another name, and " + taken
        left = is_being_written(path)
        if missing:
            wrong = (
                f"is not read, and has articles or versions that nothing else has ({len(missing)})"
            )
            remedy = later if left else taken
        elif held:
            wrong = f"is not read; its articles are in the library as well ({len(held)})"
            remedy = "remove it" if left else "papers-tui check --repair sets it aside"
        else:
            wrong, remedy = "is not read", "remove it if nobody needs it"
        return Problem(
            file=str(path),
            wrong=wrong,
            remedy=remedy,
            mendable=bool(held) and not left,
            harmless=not missing,
        ), missing

    def _take_in_strays(self, survey: _Survey) -> Iterator[Mended]:
        for path in strays_in(self._folder, is_segment_name):
            problem, missing = self._look_into(path, survey)
            if not problem.mendable:
                continue
            for start in range(0, len(missing), CAPACITY):
                some = missing[start : start + CAPACITY]
                segment = max(self._segments.fingerprints(), default=-1) + 1
                places = self._segments.append(segment, some)
                whole = {at.document: one for at, one in zip(places, some, strict=True)}
                self._note_places(survey, segment, whole)
            kept = str(move_aside(path, self._aside()))
            done = (
                f"they were taken in (articles: {len(missing)})" if missing else "it was set aside"
            )
            yield Mended(problem=problem, done=done, set_aside=kept)

    def _repair_duplicates(self, survey: _Survey) -> Iterator[Mended]:
        for segment, documents in survey.duplicates.items():
            kept = self._set_aside(self._segments.path(segment))
            self._segments.remove(segment, documents)
            yield Mended(
                problem=self._duplicate_problem(segment, documents),
                done="it was removed",
                set_aside=kept,
            )

    def _aside(self) -> Path:
        aside = self._folder / "set-aside"
        if is_blocked(aside) and not aside.is_dir():
            raise LibraryError(f"{aside}: is not a folder; remove it")
        return aside

    def _set_aside(self, path: Path) -> str:
        aside = self._aside()
        return str(move_aside(path, aside) if is_blocked(path) else keep_copy(path, aside))

    # Derived files.

    def _dictionary_problems(self) -> list[Problem]:
        path = dictionary_in(self._folder)
        if is_dictionary(path) or not self._segments.fingerprints():
            return []
        if path.is_dir():
            return [_in_the_way(path)]
        wrong = "is damaged" if os.path.lexists(path) else "is missing"
        remedy = "papers-tui check --repair rebuilds it"
        return [Problem(file=str(path), wrong=wrong, remedy=remedy)]

    def _repair_dictionary(self) -> Iterator[Mended]:
        for problem in filter(_is_mendable, self._dictionary_problems()):
            renew_dictionary(self._folder)
            yield Mended(problem=problem, done="it was rebuilt")

    def _index_problems(self, survey: _Survey, *, settled: bool) -> list[Problem]:
        wrong = self._maintainer.fault(survey.places.keys() if settled else None)
        if wrong is None:
            return []
        if self._maintainer.path.is_dir():
            return [_in_the_way(self._maintainer.path)]
        remedy = "papers-tui rebuilds it when it opens the library, or with check --repair"
        return [Problem(file=str(self._maintainer.path), wrong=wrong, remedy=remedy)]


def _in_the_way(path: Path) -> Problem:
    return Problem(
        file=str(path), wrong="is not a regular file", remedy="remove it", mendable=False
    )


def _is_mendable(problem: Problem) -> bool:
    return problem.mendable


def _copy(place: Location, article: Article) -> Copy:
    return Copy(_age(article), place.segment, place.document)


def _age(article: Article) -> int:
    return first_key(article.origin.imported_at)


def _salvaged(whole: dict[int, Article]) -> str:
    if not whole:
        return "nothing in it was whole; import its pages again"
    return f"what is whole in it stays (articles: {len(whole)}); import the other pages again"
