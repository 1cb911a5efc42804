"""A library in a folder: what goes in is found, and nothing derived is ever needed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from papers_store.article import Article, Section
from papers_store.backends.local.index.writer import IndexWriter
from papers_store.errors import LibraryError, NoSuchArticle
from papers_store.library import Library
from papers_store.opening import open_library
from papers_store.text.fold import fold_apart, fold_text
from support.fakes.memory_library import NOWHERE, article


def about(number: int, *paragraphs: str, title: str = "", added: str = "") -> Article:
    """An article with nothing to find but its title and paragraphs."""
    return Article(
        id=f"{number:016x}",
        title=title or f"篇{number}",
        sections=(Section(level=0, paragraphs=paragraphs),),
        origin=replace(NOWHERE, imported_at=added),
    )


def titles(library: Library, query: str = "") -> list[str]:
    hits = library.find(query)
    return [row.title for row in hits.window(0, hits.total)]


def test_articles_come_back_equal(tmp_path: Path) -> None:
    given_articles = [article(number) for number in range(1, 200)]
    with open_library(tmp_path / "library", create=True) as library:
        changes = library.put(given_articles)
        assert len(changes.added) == len(library) == 199
        assert all(library.article(one.id) == one for one in given_articles)
    with open_library(tmp_path / "library") as library:
        assert titles(library) == [one.title for one in given_articles]
    assert len(list((tmp_path / "library" / "segments").iterdir())) == 4


def test_large_articles_do_not_make_segments_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("papers_store.backends.local.batch.LARGE", 10_000)
    with open_library(tmp_path, create=True) as library:
        library.put([article(n) for n in range(4)])
        for n in range(4, 8):
            library.put([article(n)])
        assert len(library) == 8
    sizes = [one.stat().st_size for one in sorted((tmp_path / "segments").iterdir())]
    assert len(sizes) >= 3 and max(sizes[1:]) < 20_000


def test_the_newest_import_is_listed_first_and_in_its_own_order(tmp_path: Path) -> None:
    with open_library(tmp_path / "library", create=True) as library:
        library.put([about(1, added="2024-01-01"), about(2, added="2024-01-01")])
        library.put([about(3, added="2024-02-01"), about(4, added="2024-02-01")])
        assert titles(library) == ["篇3", "篇4", "篇1", "篇2"]
        hits = library.find()
        assert [hits.position(f"{number:016x}") for number in (3, 4, 1, 2)] == [0, 1, 2, 3]
        assert hits.position("f" * 16) is None


def test_the_list_goes_by_the_time_of_import_whatever_was_written_first(tmp_path: Path) -> None:
    times = ["2024-02-01T08:00:00+00:00", "2024-03-01T08:00:00Z", "", "2024-02-01T08:00:01+00:00"]
    with open_library(tmp_path / "library", create=True) as library:
        for number, added in enumerate(times, 1):
            library.put([about(number, "甲", added=added), about(number + 4, "甲", added=added)])
        library.put([about(5, "甲乙", added="2024-04-01T00:00:00+00:00")])
        expected = ["篇5", "篇2", "篇6", "篇4", "篇8", "篇1", "篇3", "篇7"]
        assert titles(library) == titles(library, '"甲"') == expected
        hits = library.find()
        assert [hits.position(f"{int(one[1:]):016x}") for one in expected] == list(range(8))
    (tmp_path / "library" / "index.sqlite3").unlink()
    with open_library(tmp_path / "library") as library:
        assert titles(library) == titles(library, '"甲"') == expected


def test_nothing_stays_of_an_article_whose_place_in_the_list_another_takes(tmp_path: Path) -> None:
    with open_library(tmp_path / "library", create=True) as library:
        library.put([about(1, "阅读"), about(2, "排版")])
        library.remove([f"{2:016x}"])
        library.put([about(3, "印刷")])
        assert [titles(library, query) for query in ("排版", '"排版"', "印刷")] == [[], [], ["篇3"]]


def test_putting_the_same_again_changes_nothing_and_a_changed_article_is_updated(
    tmp_path: Path,
) -> None:
    with open_library(tmp_path / "library", create=True) as library:
        library.put([about(1, "阅读"), about(2, "排版")])
        files = {path: path.read_bytes() for path in (tmp_path / "library/segments").iterdir()}
        again = library.put([about(1, "阅读"), about(2, "排版", added="later")])
        assert len(again.unchanged) == 2 and not again.added and not again.updated
        assert {path: path.read_bytes() for path in files} == files
        changed = library.put([about(2, "印刷")])
        assert changed.updated == (f"{2:016x}",)
        assert len(library) == 2
        assert titles(library, "印刷") == ["篇2"]
        assert titles(library, "排版") == []
        assert library.article(f"{2:016x}").sections[0].paragraphs == ("印刷",)


def test_words_come_before_substrings(tmp_path: Path) -> None:
    with open_library(tmp_path / "library", create=True) as library:
        library.put([about(1, "企业的产品和服务"), about(2, "和服纹样的历史")])
        hits = library.find("和服")
        assert [(row.title, row.match) for row in hits.window(0, 9)] == [
            ("篇2", "word"),
            ("篇1", "substring"),
        ]
        assert hits.position(f"{1:016x}") == 1
        assert [row.match for row in hits.window(1, 2)] == ["substring"]


@pytest.mark.parametrize("query", ["新媒体", "新媒體", "ＡＢＣ", "Abc", '"媒体研"', "新媒体 abc"])
def test_a_query_finds_whatever_reads_the_same(tmp_path: Path, query: str) -> None:
    with open_library(tmp_path / "library", create=True) as library:
        library.put([about(1, "新媒體研究 aBC"), about(2, "图书馆")])
        assert titles(library, query) == ["篇1"]


def test_no_phrase_reaches_from_one_paragraph_or_clause_into_the_next(tmp_path: Path) -> None:
    with open_library(tmp_path / "library", create=True) as library:
        library.put([about(1, "说新", "媒体说"), about(2, "说新，媒体说")])
        assert titles(library, "新媒体") == []


def test_all_words_must_be_found_and_references_do_not_count(tmp_path: Path) -> None:
    with open_library(tmp_path / "library", create=True) as library:
        library.put([about(1, "阅读 推广"), about(2, "阅读"), article(3)])
        assert titles(library, "阅读 推广") == ["篇1"]
        assert titles(library, "所引之") == []


def test_a_word_can_be_found_while_it_is_still_being_typed(tmp_path: Path) -> None:
    with open_library(tmp_path / "library", create=True) as library:
        library.put([about(1, "reading rooms"), about(2, "图书馆学")])
        assert [row.match for row in library.find("readi").window(0, 9)] == ["word"]
        assert [row.match for row in library.find("图书").window(0, 9)] == ["word"]


@pytest.mark.parametrize(
    "query",
    [
        *('"', '""', "“", "-", "*", "OR OR", ":::", "a*", "NEAR(a b)", "x AND", "(", "\x00", "😀"),
        *("' OR 1=1 --", "字" * 10_000, "甲 " * 5_000, "\ud800", "{title}: x", "^a", "a\\b"),
    ],
    ids=lambda query: ascii(query[:9]),
)
def test_nothing_typed_is_an_error(tmp_path: Path, query: str) -> None:
    with open_library(tmp_path / "library", create=True) as library:
        library.put([about(1, "阅读")])
        hits = library.find(query)
        assert hits.total == len(hits.window(0, 10))


LETTERS = "新媒體体和服务产品。 aAbＢ1"
TEXT = st.text(alphabet=f"{LETTERS}，", min_size=0, max_size=12)
ASKED = st.text(alphabet=LETTERS, min_size=0, max_size=12)


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=8), st.lists(ASKED, min_size=1, max_size=6))
def test_what_is_found_is_what_a_scan_of_the_folded_text_finds(
    tmp_path_factory: pytest.TempPathFactory, paragraphs: list[str], queries: list[str]
) -> None:
    articles = [
        about(n, text, title="甲乙丙丁戊己庚辛"[n - 1]) for n, text in enumerate(paragraphs, 1)
    ]
    with open_library(tmp_path_factory.mktemp("scan") / "library", create=True) as library:
        library.put(articles)
        for query in queries:
            exact = {fold_text(query), fold_apart(query)}
            words = [fold_text(word) for word in query.split()]
            words = [word for word in words if any(c.isalnum() for c in word)]
            if query.strip():
                scan = {
                    a.title
                    for a in articles
                    if any(text in fold_text(a.sections[0].paragraphs[0]) for text in exact)
                }
                assert set(titles(library, f'"{query}"')) == scan
            if words:
                scan = {
                    a.title
                    for a in articles
                    if all(w in fold_text(a.sections[0].paragraphs[0]) for w in words)
                }
                found = library.find(query)
                rows = found.window(0, found.total)
                assert len(rows) == found.total
                held = {row.title for row in rows if row.match != "pinyin"}
                assert held == scan
                # Only letters that no text holds are taken for pinyin.
                assert not scan or len(rows) == len(scan)


def test_an_id_is_named_by_any_unique_beginning(tmp_path: Path) -> None:
    with open_library(tmp_path / "library", create=True) as library:
        library.put([replace(about(1), id="abc0" * 4), replace(about(2), id="abd0" * 4)])
        assert library.resolve("abc") == "abc0" * 4
        assert library.resolve("ABD") == "abd0" * 4
        for wrong in ("ab", "x", "", "%", "' OR 1", "阅"):
            with pytest.raises(NoSuchArticle):
                library.resolve(wrong)
        with pytest.raises(NoSuchArticle, match="no article has the id"):
            library.article("f" * 16)


# What goes wrong with folders.


def test_a_missing_library_is_an_empty_one_and_is_not_made_by_looking(tmp_path: Path) -> None:
    with open_library(tmp_path / "none") as library:
        assert len(library) == 0 and titles(library) == [] and titles(library, "阅读") == []
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_other_things_is_not_taken_for_a_library(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"")
    with pytest.raises(LibraryError, match="not a library"):
        open_library(tmp_path)
    with pytest.raises(LibraryError, match="not a library"):
        open_library(tmp_path, create=True)


def test_a_file_is_not_taken_for_a_library(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError, match="is a file"):
        open_library(tmp_path / "file")


def test_a_library_of_a_newer_format_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "library.json").write_text('{"format": 99}')
    with pytest.raises(LibraryError, match="newer"):
        open_library(tmp_path, create=True)


@pytest.mark.parametrize("damage", ["gone", "cut", "garbage", "empty", "other version"])
def test_an_index_is_made_anew_whatever_became_of_it(tmp_path: Path, damage: str) -> None:
    with open_library(tmp_path / "library", create=True) as library:
        library.put([about(1, "阅读"), about(2, "排版")])
    index = tmp_path / "library" / "index.sqlite3"
    if damage == "gone":
        index.unlink()
    elif damage == "cut":
        index.write_bytes(index.read_bytes()[:5000])
    elif damage == "garbage":
        index.write_bytes(b"no index at all" * 1000)
    elif damage == "empty":
        index.write_bytes(b"")
    else:
        writer = IndexWriter(index)
        with writer._database:
            writer._database.execute("UPDATE meta SET value = 'old'")
        writer.close()
    with open_library(tmp_path / "library") as library:
        assert titles(library) == ["篇1", "篇2"]
        assert titles(library, "排版") == ["篇2"]


def test_segments_that_changed_behind_the_index_are_read_again(tmp_path: Path) -> None:
    with open_library(tmp_path / "library", create=True) as library:
        library.put([about(1, "阅读"), about(2, "排版")])
    with open_library(tmp_path / "other", create=True) as library:
        library.put([about(3, "印刷")])
    segments = tmp_path / "library" / "segments"
    (segments / "00001.json").write_bytes((tmp_path / "other/segments/00000.json").read_bytes())
    with open_library(tmp_path / "library") as library:
        assert titles(library, "印刷") == ["篇3"]
    (segments / "00000.json").unlink()
    with open_library(tmp_path / "library") as library:
        assert titles(library) == ["篇3"]


def test_a_damaged_segment_is_said_and_the_rest_is_read(tmp_path: Path) -> None:
    with open_library(tmp_path / "library", create=True) as library:
        library.put([about(number) for number in range(1, 101)])
    (tmp_path / "library/segments/00000.json").write_text("{")
    with open_library(tmp_path / "library") as library:
        assert len(library) == 36
        assert len(library.problems) == 1 and "00000.json" in library.problems[0]


@pytest.mark.parametrize("count", [10, 64, 100])
def test_a_damaged_segment_is_left_as_it_is_and_stops_no_import(tmp_path: Path, count: int) -> None:
    with open_library(tmp_path / "library", create=True) as library:
        library.put([about(number) for number in range(1, count + 1)])
    damaged = sorted((tmp_path / "library/segments").iterdir())[-1]
    damaged.write_text("{")
    with open_library(tmp_path / "library") as library:
        before = len(library)
        library.put([about(1000, "阅读")])
        assert len(library) == before + 1 and titles(library, "阅读") == ["篇1000"]
    assert damaged.read_text() == "{"


def test_articles_on_disk_that_the_index_never_heard_of_are_found_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_library(tmp_path / "library", create=True) as library:
        library.put([about(1, "阅读")])

        def pulled_plug(*_: object) -> None:
            raise OSError("gone")

        monkeypatch.setattr(IndexWriter, "record", pulled_plug)
        with pytest.raises(LibraryError):
            library.put([about(2, "排版")])
        monkeypatch.undo()
        assert titles(library, "排版") == []
    with open_library(tmp_path / "library") as library:
        assert titles(library, "排版") == ["篇2"]
        assert library.put([about(2, "排版")]).unchanged == (f"{2:016x}",)


def test_changes_are_told_in_the_order_given(tmp_path: Path) -> None:
    with open_library(tmp_path / "library", create=True) as library:
        first = library.put([about(number) for number in (5, 3, 9)])
        assert first.added == tuple(f"{number:016x}" for number in (5, 3, 9))
        second = library.put([about(9, "新"), about(4), about(5, "新"), about(3)])
        assert second.updated == (f"{9:016x}", f"{5:016x}")
        assert second.added == (f"{4:016x}",) and second.unchanged == (f"{3:016x}",)


def test_two_open_libraries_see_what_the_other_wrote(tmp_path: Path) -> None:
    with (
        open_library(tmp_path / "library", create=True) as one,
        open_library(tmp_path / "library") as other,
    ):
        one.put([about(1, "阅读")])
        assert titles(other, "阅读") == ["篇1"]
        other.put([about(2, "排版")])
        assert titles(one) == ["篇1", "篇2"]


@pytest.mark.parametrize("query", ["", "阅读", "title:篇"])
def test_what_was_found_is_whole_though_others_write(tmp_path: Path, query: str) -> None:
    with (
        open_library(tmp_path / "library", create=True) as one,
        open_library(tmp_path / "library", create=True) as other,
    ):
        other.put([about(number, "阅读") for number in range(1, 6)])
        found = one.find(query).snapshot()
        first = found.window(0, 2)
        other.put([about(number, "阅读。如今改写了。") for number in (2, 4)])
        other.put([about(number, "阅读") for number in range(6, 9)])
        rows = [*first, *found.window(2, found.total)]
        assert [row.title for row in rows] == ["篇1", "篇2", "篇3", "篇4", "篇5"]
        assert "改写" in "".join(
            text
            for row in rows
            for section in one.article(row.id).sections
            for text in section.paragraphs
        )


def test_a_writer_waits_for_another_and_says_so(tmp_path: Path) -> None:
    waited: list[str] = []
    lock = FileLock(tmp_path / "library" / "lock")

    def told() -> None:
        waited.append("told")
        lock.release()

    with open_library(tmp_path / "library", create=True, on_wait=told) as library:
        library.put([about(1, "阅读")])
        assert waited == []
        lock.acquire()
        library.put([about(2, "排版")])
        assert waited == ["told"]
        assert len(library) == 2


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_reader_without_permission_to_write_reads_in_full() -> None:
    # A folder that others may enter; pytest's own are closed to them.
    folder = Path(subprocess.check_output(["mktemp", "-d"], text=True).strip())
    folder.chmod(0o755)
    try:
        with open_library(folder / "library", create=True) as library:
            library.put([about(1, "阅读推广"), about(2, "排版")])
        code = f"""
import os
from papers_store.opening import open_library

def read():
    with open_library({str(folder / "library")!r}) as library:
        hits = library.find("推广")
        return len(library), hits.total, library.article(hits.window(0, 1)[0].id).title

# Python itself may be out of the other's reach: all that reading loads is loaded before.
read()
os.environ["HOME"] = "/nonexistent"
os.setgid(65534)
os.setuid(65534)
print(*read())
"""
        ran = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False
        )
        assert (ran.stdout.strip(), ran.stderr) == ("2 1 篇1", "")
    finally:
        subprocess.run(["rm", "-r", str(folder)], check=True)


@pytest.mark.parametrize(("mask", "wanted"), [(0o002, 0o060), (0o027, 0o040)])
def test_the_mask_says_whether_others_of_the_group_may_write_it_too(
    tmp_path: Path, mask: int, wanted: int
) -> None:
    before = os.umask(mask)
    try:
        with open_library(tmp_path / "library", create=True) as library:
            library.put([article(1)])
    finally:
        os.umask(before)
    folder = tmp_path / "library"
    # Nothing stands in the lock.
    made = [folder, *(one for one in folder.rglob("*") if one.name != "lock")]
    assert {one.name for one in made} >= {"library.json", "segments", "00000.json", "index.sqlite3"}
    assert {one.name for one in made if one.stat().st_mode & 0o060 != wanted} == set()
