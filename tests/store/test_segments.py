"""Segments are ordinary TinyDB databases that are written whole or not at all."""

from pathlib import Path

import pytest
from tinydb import TinyDB

from papers_store.backends.local.segments import Location, Segments
from papers_store.errors import LibraryError
from papers_store.system.tinydb_file import DatabaseFile
from support.fakes.memory_library import article


@pytest.fixture
def segments(tmp_path: Path) -> Segments:
    return Segments(tmp_path)


def test_an_article_comes_back_as_it_went_in(segments: Segments) -> None:
    given = [article(1), article(2)]
    places = segments.append(0, given)
    assert [segments.article(place) for place in places] == given


def test_plain_tinydb_reads_a_segment(segments: Segments) -> None:
    segments.append(0, [article(1), article(2)])
    with TinyDB(segments.path(0)) as database:
        titles = [document["title"] for document in database.table("articles").all()]
    assert titles == ["第1篇文章", "第2篇文章"]


def test_replacing_leaves_the_others_and_the_places_as_they_were(segments: Segments) -> None:
    places = segments.append(0, [article(1), article(2), article(3)])
    segments.replace(0, {places[1].document: article(9)})
    titles = [found.title for _, found in segments.articles(0)]
    assert titles == ["第1篇文章", "第9篇文章", "第3篇文章"]
    assert segments.append(0, [article(4)])[0].document == 4


def test_no_article_stands_at_a_place_that_was_never_filled(segments: Segments) -> None:
    segments.append(0, [article(1)])
    assert segments.article(Location(0, 7)) is None


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[]",
        b"\x00\xff" * 100,
        b'{"articles": 3}',
        b'{"articles": {"1": {"id": "\xff"}}}',
    ],
)
def test_a_damaged_segment_is_named_in_one_sentence(segments: Segments, damage: bytes) -> None:
    segments.path(0).write_bytes(damage)
    with pytest.raises(LibraryError, match=r"00000\.json"):
        segments.article(Location(0, 1))


@pytest.mark.parametrize("document", ['{"id": 5}', "5", '"text"'])
def test_a_document_that_is_no_article_is_named(segments: Segments, document: str) -> None:
    segments.path(0).write_text(f'{{"articles": {{"1": {document}}}}}')
    with pytest.raises(LibraryError, match="document 1"):
        segments.article(Location(0, 1))


def test_what_is_damaged_beside_an_article_leaves_it_readable(segments: Segments) -> None:
    places = segments.append(0, [article(1), article(2)])
    data = segments.path(0).read_bytes()
    segments.path(0).write_bytes(data.replace("第1篇".encode(), b"\xff" * 7))
    assert segments.article(places[1]) == article(2)
    with pytest.raises(LibraryError, match="is damaged"):
        segments.article(places[0])
    with pytest.raises(LibraryError, match="is damaged"):
        list(segments.articles(0))


def test_a_write_that_fails_leaves_the_old_file_and_no_other(
    segments: Segments, monkeypatch: pytest.MonkeyPatch
) -> None:
    segments.append(0, [article(1)])
    before = segments.path(0).read_bytes()

    def no_room(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("papers_store.system.atomic_files.os.fsync", no_room)
    with pytest.raises(LibraryError, match="No space left on device"):
        segments.append(0, [article(2)])
    assert segments.path(0).read_bytes() == before
    assert [path.name for path in segments.folder.iterdir()] == ["00000.json"]


def test_stamps_tell_segments_from_other_files(segments: Segments, tmp_path: Path) -> None:
    segments.append(3, [article(1)])
    (tmp_path / ".00004.json.abc").write_text("half written")
    (tmp_path / "notes.json").write_text("{}")
    assert list(segments.fingerprints()) == [3]


def test_an_empty_storage_is_no_database_yet(tmp_path: Path) -> None:
    assert DatabaseFile(tmp_path / "none.json").read() is None
