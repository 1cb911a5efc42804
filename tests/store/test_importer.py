"""Folders of pages into a library: everything that can be read is, and the rest is said."""

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from papers_store.analysis.terms import Entry
from papers_store.ingest.importer import LEAST, Part, Report, import_pages
from papers_store.ingest.workers import Refused
from papers_store.library import BATCH_SIZE, Library
from papers_store.opening import open_library
from papers_store.results import Changes
from papers_store.system.limits import DEFAULT_LIMITS
from support.data.pages import page, write_pages


@pytest.fixture
def library(tmp_path: Path) -> Any:
    with open_library(tmp_path / "library", create=True) as opened:
        yield opened


def titles(library: Library) -> list[str]:
    hits = library.find()
    return [row.title for row in hits.window(0, hits.total)]


@pytest.mark.parametrize("count", [3, 100])
def test_a_folder_is_read_in_order_of_name_on_one_core_or_on_all(
    library: Library, tmp_path: Path, count: int
) -> None:
    write_pages(tmp_path / "pages", count)
    told: list[tuple[int, int]] = []
    report = import_pages(
        library, [str(tmp_path / "pages")], progress=lambda done, total: told.append((done, total))
    )
    assert report == Report(added=count)
    assert titles(library) == [f"第{n}号论文：终端阅读研究" for n in range(1, count + 1)]
    assert told[-1] == (count, count)


@pytest.mark.slow
def test_few_are_left_to_be_written_when_all_pages_are_read(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    put = library.put_entries

    def count(entries: Sequence[Entry]) -> Changes:
        written.append(len(entries))
        return put(entries)

    monkeypatch.setattr(library, "put_entries", count)
    pages = BATCH_SIZE + 100
    assert import_pages(library, [str(write_pages(tmp_path / "pages", pages))]).added == pages
    assert sum(written) == pages
    assert written == sorted(written, reverse=True)
    assert written[0] > LEAST >= written[-1]


def test_importing_again_changes_nothing(library: Library, tmp_path: Path) -> None:
    pages = [str(write_pages(tmp_path / "pages", 5))]
    import_pages(library, pages)
    segment = tmp_path / "library" / "segments" / "00000.json"
    before = segment.read_bytes()
    assert import_pages(library, pages) == Report(unchanged=5)
    assert segment.read_bytes() == before


def test_a_page_that_changed_updates_its_article(library: Library, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", 3)
    import_pages(library, [str(pages)])
    (pages / "002.txt").write_text(page(2).replace("阅读之道", "排版之道"), encoding="utf-8")
    assert import_pages(library, [str(pages)]) == Report(updated=1, unchanged=2)
    row = library.find('"第2号"').window(0, 1)[0]
    assert "排版之道" in library.article(row.id).references[1].text


def test_the_same_page_twice_in_one_import_is_one_article(library: Library, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", 1)
    (pages / "copy.txt").write_text(page(1), encoding="utf-8")
    assert import_pages(library, [str(pages)]) == Report(added=1, unchanged=1)


def test_a_page_is_of_the_same_part_wherever_its_folder_is_mounted(tmp_path: Path) -> None:
    parts = [Part(number, 3) for number in (1, 2, 3)]

    def read(folder: Path, part: Part) -> set[str]:
        pages = write_pages(folder / "年" / "期", 30).parent.parent
        with open_library(folder / "library", create=True) as library:
            import_pages(library, [str(pages)], part=part)
            return set(titles(library))

    here = [read(tmp_path / f"host-{part.number}", part) for part in parts]
    there = [read(tmp_path / "mounted" / "elsewhere" / str(part.number), part) for part in parts]
    assert here == there
    assert len(set.union(*here)) == sum(map(len, here)) == 30


def test_one_page_that_cannot_be_read_stops_no_other(library: Library, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", 2)
    (pages / "empty.txt").write_bytes(b"")
    (pages / "binary.txt").write_bytes(bytes(range(256)) * 8)
    report = import_pages(library, [str(pages), str(tmp_path / "none")])
    assert report.added == 2
    assert {Path(page.path).name for page in report.refused} == {"empty.txt", "binary.txt", "none"}
    assert all(page.reason and "\n" not in page.reason for page in report.refused)


def test_a_folder_gives_pages_alone_and_a_named_file_is_always_tried(
    library: Library, tmp_path: Path
) -> None:
    pages = write_pages(tmp_path / "pages", 1)
    (pages / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    (pages / "note.dat").write_text(page(7), encoding="utf-8")
    os.mkfifo(pages / "pipe.txt")
    (pages / "loop").symlink_to(pages)
    no_page = Refused(str(pages / "pipe.txt"), "is not a file")
    assert import_pages(library, [str(pages)]) == Report(added=1, refused=(no_page,))
    assert import_pages(library, [str(pages / "note.dat")]) == Report(added=1)
    assert import_pages(library, [str(pages / "pipe.txt")]).refused == (no_page,)


@pytest.mark.parametrize("name", ["page.xhtml", "PAGE.HTM", "page.markdown"])
def test_a_folder_gives_every_format_that_is_read(
    library: Library, tmp_path: Path, name: str
) -> None:
    pages = write_pages(tmp_path / "pages", 0)
    (pages / name).write_text(page(1).replace("\n", "\n\n<br>"), encoding="utf-8")
    assert import_pages(library, [str(pages)]) == Report(added=1)


def test_standard_input_is_a_page(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(page(5).encode())))
    assert import_pages(library, ["-"]) == Report(added=1)


def test_a_page_without_end_is_refused(library: Library, tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_bytes(b"a" * (DEFAULT_LIMITS.page_bytes + 1))
    report = import_pages(library, [str(tmp_path / "big.txt")])
    assert report.refused == (Refused(str(tmp_path / "big.txt"), "is larger than 20 MB"),)


def test_an_article_knows_where_it_came_from(library: Library, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", 1)
    import_pages(library, [str(pages)])
    origin = library.article(library.find().window(0, 1)[0].id).origin
    assert origin.path == str(pages / "001.txt")
    assert (origin.encoding, origin.format) == ("utf-8", "text")
    assert origin.imported_at.endswith("+00:00")


HIDDEN = (
    *(".hidden.txt", ".git/x.txt", ".stversions/04~20240101.txt", ".Trash-1000/files/y.txt"),
    *("._a.txt", "__MACOSX/._a.txt", "__MACOSX/b.txt", "$RECYCLE.BIN/S-1-5/c.txt", "~$d.html"),
    *("System Volume Information/e.txt", "@eaDir/f.txt/g.txt", "#recycle/h.txt"),
    *("lost+found/i.md", "below/.cache/j.md", "old~/k.txt", "Recycled/l.txt"),
)


def test_hidden_files_and_those_of_systems_are_passed_over_below_a_folder(
    library: Library, tmp_path: Path
) -> None:
    folder = write_pages(tmp_path / "pages", 1)
    for number, name in enumerate(HIDDEN, 2):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(page(number), encoding="utf-8")
    report = import_pages(library, [str(folder)])
    assert (report.added, report.refused) == (1, ())


def test_a_hidden_file_or_folder_that_is_named_is_taken(library: Library, tmp_path: Path) -> None:
    folder = write_pages(tmp_path / ".pages", 2)
    (folder / ".git").mkdir()
    (folder / ".git" / "x.txt").write_text(page(3), encoding="utf-8")
    hidden = tmp_path / ".hidden.txt"
    hidden.write_text(page(4), encoding="utf-8")
    report = import_pages(library, [str(folder), str(hidden)])
    assert (report.added, report.refused) == (3, ())
