"""An open library tells when somebody else changed it, and shows what is there now."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from papers_store.library import Library
from papers_store.opening import open_library
from support.fakes.memory_library import article


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with open_library(tmp_path / "library", create=True) as library:
        library.put([article(1), article(2)])
    return tmp_path / "library"


@pytest.fixture
def reader(folder: Path) -> Iterator[Library]:
    with open_library(folder) as library:
        yield library


def test_the_version_of_a_library_stays_while_nobody_writes(reader: Library) -> None:
    first = reader.version()
    assert reader.find("第1篇").total == 1 and reader.article(f"{1:016x}")
    assert reader.version() == first


@pytest.mark.parametrize("change", ["come", "go", "change"])
def test_the_version_differs_when_articles(folder: Path, reader: Library, change: str) -> None:
    before = reader.version()
    with open_library(folder) as writer:
        if change == "come":
            writer.put([article(3)])
        elif change == "go":
            writer.remove([f"{2:016x}"])
        else:
            writer.put([replace(article(2), year=1999)])
    after = reader.version()
    assert after != before and reader.version() == after


def test_the_version_differs_when_one_writes_oneself(folder: Path) -> None:
    with open_library(folder) as library:
        before = library.version()
        library.put([article(3)])
        assert library.version() != before


def test_a_library_that_was_not_there_is_seen_when_it_is_made(tmp_path: Path) -> None:
    with open_library(tmp_path / "library") as reader:
        before = reader.version()
        assert reader.version() == before
        with open_library(tmp_path / "library", create=True) as writer:
            writer.put([article(1)])
        assert reader.version() != before
        assert [row.title for row in reader.find().window(0, 9)] == ["第1篇文章"]


def test_an_index_that_was_made_anew_is_read_from_then_on(folder: Path, reader: Library) -> None:
    before, hits = reader.version(), reader.find()
    for path in folder.glob("index.sqlite3*"):
        path.unlink()
    with open_library(folder) as writer:
        writer.put([article(3)])
    assert reader.version() != before
    assert len(reader) == 3
    assert [row.title for row in hits.window(0, 9)] == ["第1篇文章", "第2篇文章"]
