"""Copying a library: every article as it was, once, however often it was begun."""

from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

import pytest
from msgspec.structs import replace

from papers_store.analysis.terms import Entry
from papers_store.article import Article, Note
from papers_store.backends.local.library import LocalLibrary
from papers_store.errors import LibraryError
from papers_store.ingest.copy import copy_library
from papers_store.ingest.importer import Report
from papers_store.library import BATCH_SIZE, Library
from papers_store.opening import open_library
from papers_store.results import Changes
from support.fakes.memory_library import NOWHERE, MemoryLibrary, article


def everything_in(number: int) -> Article:
    """An article that leaves no part of an article empty, imported at a time of its own."""
    return replace(
        article(number),
        title_en="On “Reading” \U00020000",
        affiliations=("江州大学",),
        category="期刊",
        uploader="reader",
        abstract_en="About it.",
        keywords_en=("reading",),
        clc="G252",
        document_code="A",
        article_number="1001-8867(2013)01-0001-05",
        doi="10.1000/1",
        front_matter={"基金项目": "甲", "收稿日期": "2013-01-01"},
        notes=(Note(mark="①", text="注\u3000释"),),
        related=("又一篇……",),
        origin=replace(
            NOWHERE, path=f"页/{number}.txt", imported_at=f"2024-01-{number % 28 + 1:02}T00:00:00Z"
        ),
    )


def listed(library: Library) -> list[str]:
    hits = library.find(order="added")
    return [row.id for row in hits.window(0, hits.total)]


@pytest.mark.parametrize("count", [20, BATCH_SIZE + 50])
def test_a_copy_holds_every_article_as_it_was_in_the_same_order(tmp_path: Path, count: int) -> None:
    given = [everything_in(number) for number in range(count)]
    told: list[tuple[int, int]] = []
    with (
        open_library(tmp_path / "one", create=True) as one,
        open_library(tmp_path / "two", create=True) as two,
    ):
        one.put(given)
        report = copy_library(one, two, progress=lambda done, total: told.append((done, total)))
        assert report == Report(added=count)
        assert told[-1] == (count, count)
        assert two.articles([each.id for each in given]) == given
        assert listed(two) == listed(one)


def test_a_copy_takes_what_differs_and_leaves_what_is_only_there(tmp_path: Path) -> None:
    with (
        open_library(tmp_path / "one", create=True) as one,
        open_library(tmp_path / "two", create=True) as two,
    ):
        one.put([article(number) for number in range(1, 60)])
        two.put([article(2), replace(article(3), abstract="旧"), article(99)])
        assert copy_library(one, two) == Report(added=57, updated=1, unchanged=1)
        assert two.article(article(3).id) == article(3)
        assert len(two) == 60
        assert copy_library(one, two) == Report(unchanged=59)


@pytest.mark.slow
def test_a_copy_that_was_broken_off_goes_on_where_it_ended(tmp_path: Path) -> None:
    batches = 0
    whole = LocalLibrary.put_entries

    def fills_up(self: LocalLibrary, entries: Sequence[Entry]) -> Changes:
        nonlocal batches
        batches += 1
        if batches == 2:
            raise LibraryError("the disk is full")
        return whole(self, entries)

    with (
        open_library(tmp_path / "one", create=True) as one,
        open_library(tmp_path / "two", create=True) as two,
    ):
        one.put([article(number) for number in range(700)])
        with patch.object(LocalLibrary, "put_entries", fills_up), pytest.raises(LibraryError):
            copy_library(one, two)
        there = len(two)
        assert 0 < there < 700
        assert copy_library(one, two) == Report(added=700 - there, unchanged=there)
        assert listed(two) == listed(one)


def test_any_library_can_be_gone_through(tmp_path: Path) -> None:
    source = MemoryLibrary([article(number) for number in range(1, 31)])
    with open_library(tmp_path / "two", create=True) as two:
        assert copy_library(source, two).added == 30
        assert [*two.contents()] == [*source.contents()]
        assert two.articles(["0" * 16, article(7).id]) == [article(7)]
        assert two.digests(["0" * 16]) == {}


def test_a_library_that_is_missing_holds_nothing_to_go_through(tmp_path: Path) -> None:
    with open_library(tmp_path / "none") as none:
        assert [*none.contents()] == []
        assert none.articles(["0" * 16]) == [] and none.digests(["0" * 16]) == {}
