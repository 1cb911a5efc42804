"""What is taken out of a library is out of its segments and its index alike."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from papers_store.article import Reference
from papers_store.backends.local.index.writer import IndexWriter
from papers_store.errors import LibraryError, NoSuchArticle
from papers_store.library import Library
from papers_store.opening import open_library
from support.fakes.memory_library import article


def an_id(number: int) -> str:
    return f"{number:016x}"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A hundred articles, in two segments."""
    with open_library(tmp_path / "library", create=True) as opened:
        opened.put([article(number) for number in range(1, 101)])
        yield opened


def segment(folder: Path, number: int) -> dict[str, dict[str, object]]:
    """The documents of a segment, as any JSON reader sees them."""
    text = (folder / f"library/segments/{number:05d}.json").read_text(encoding="utf-8")
    documents: dict[str, dict[str, object]] = json.loads(text)["articles"]
    return documents


def test_removed_articles_are_found_nowhere(library: Library, tmp_path: Path) -> None:
    gone = (an_id(3), an_id(64), an_id(65))
    assert library.remove([*gone, an_id(3)]) == gone
    assert len(library) == 97
    assert library.find("第64篇").total == 0 and library.find("第66篇").total == 1
    counts = {one.keyword: one.count for one in library.keywords()}
    assert counts == {"阅读": 97, "终端": 97}
    for article_id in gone:
        with pytest.raises(NoSuchArticle):
            library.article(article_id)
    assert len(segment(tmp_path, 0)) == 62 and len(segment(tmp_path, 1)) == 35


def test_an_unknown_id_stops_the_removal_of_all(library: Library) -> None:
    with pytest.raises(NoSuchArticle):
        library.remove([an_id(1), "f" * 16])
    assert len(library) == 100 and library.article(an_id(1))


def test_what_others_see_after_a_removal_is_in_step(library: Library, tmp_path: Path) -> None:
    with open_library(tmp_path / "library") as other:
        library.remove([an_id(7)])
        assert len(other) == 99
        with pytest.raises(NoSuchArticle):
            other.remove([an_id(7)])
    (tmp_path / "library/index.sqlite3").unlink()
    with open_library(tmp_path / "library") as again:
        assert len(again) == 99 and again.find("第7篇").total == 0


def test_a_removal_that_the_index_never_heard_of_is_seen_later(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pulled_plug(*_: object) -> None:
        raise OSError("gone")

    monkeypatch.setattr(IndexWriter, "erase", pulled_plug)
    with pytest.raises(LibraryError):
        library.remove([an_id(7)])
    with pytest.raises(NoSuchArticle):
        library.article(an_id(7))
    with open_library(tmp_path / "library") as again:
        assert len(again) == 99 and again.find("第7篇").total == 0


def test_an_empty_segment_stays_and_is_filled_before_another_is_begun(
    library: Library, tmp_path: Path
) -> None:
    library.remove([an_id(number) for number in range(1, 101)])
    assert len(library) == 0 and segment(tmp_path, 0) == segment(tmp_path, 1) == {}
    library.put([article(200)])
    assert list(segment(tmp_path, 1)) == ["1"] and segment(tmp_path, 0) == {}
    assert library.article(an_id(200)).title == "第200篇文章"
    assert len(list((tmp_path / "library/segments").iterdir())) == 2


def test_another_article_in_the_place_of_a_removed_one_is_never_taken_for_it(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_library(tmp_path / "library") as reader:
        monkeypatch.setattr(IndexWriter, "erase", lambda *_: None)
        # Between the writes to a segment and that to the index, for somebody who reads.
        library.remove([an_id(100)])
        monkeypatch.undo()
        path = tmp_path / "library/segments/00001.json"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(f'"id":"{an_id(99)}"', f'"id":"{an_id(300)}"'))
        for article_id in (an_id(99), an_id(100)):
            with pytest.raises(NoSuchArticle):
                reader.article(article_id)


def test_references_lead_no_more_to_what_was_removed(library: Library) -> None:
    cited = "这篇文章有一个独一无二的题目"
    library.put([article(200, cited)])
    entry = Reference(number=1, text=cited, title=cited)
    library.put([replace(article(201), references=(entry,))])
    assert library.links(an_id(201)) == (an_id(200),)
    library.remove([an_id(200)])
    assert library.links(an_id(201)) == (None,)
    library.put([article(200, cited)])
    assert [row.id for row in library.cited_by(an_id(200))] == [an_id(201)]
    library.remove([an_id(201)])
    assert library.cited_by(an_id(200)) == []
