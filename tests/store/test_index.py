"""What an index gives beside rows: keywords, sounds, and reading where nobody may write."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from papers_store.article import Article
from papers_store.backends.local.index.index_file import VERSION
from papers_store.backends.local.index.reader import Index
from papers_store.opening import open_library
from papers_store.text.tokenizer import tokenizer_name
from support.fakes.memory_library import NOWHERE


def named(number: int, title: str, *keywords: str, extracted: tuple[str, ...] = ()) -> Article:
    return Article(
        id=f"{number:016x}",
        title=title,
        authors=("单于飞",) if number == 1 else (),
        source="重庆学刊" if number == 2 else None,
        keywords=keywords,
        extracted_keywords=extracted,
        origin=NOWHERE,
    )


LIBRARY = [
    named(1, "新媒體与党建", "党建", "新媒体"),
    named(2, "图书馆学引论", "图书馆", "新媒体"),
    named(3, "稻田的水", extracted=("稻田",)),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with open_library(tmp_path / "library", create=True) as library:
        library.put(LIBRARY)
    return tmp_path / "library"


def found(folder: Path, query: str) -> list[tuple[str, str | None]]:
    with open_library(folder) as library:
        hits = library.find(query)
        return [(row.title[:3], row.match) for row in hits.window(0, hits.total)]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("xinmeiti", ["新媒體", "图书馆"]),
        ("xmt", ["新媒體", "图书馆"]),
        ("xinmt", ["新媒體", "图书馆"]),
        ("tushuguan", ["图书馆"]),
        ("tu shu", ["图书馆"]),
        ("chongqing", ["图书馆"]),
        ("zqxk", ["图书馆"]),
        ("shanyu", ["新媒體"]),
        ("chanyu", ["新媒體"]),
        ("daotian", ["稻田的"]),
        ("图书馆 xmt", ["图书馆"]),
        ("稻田 xmt", []),
        ("xmtdj", []),
    ],
)
def test_letters_that_no_text_holds_are_tried_as_pinyin(
    folder: Path, query: str, titles: list[str]
) -> None:
    assert found(folder, query) == [(title, "pinyin") for title in titles]


def test_letters_that_a_text_holds_are_not_pinyin(folder: Path) -> None:
    with open_library(folder) as library:
        library.put([named(4, "XMT 是一种格式")])
    assert found(folder, "xmt") == [("XMT", "word")]


def test_quoted_letters_are_not_pinyin(folder: Path) -> None:
    assert found(folder, '"xmt"') == []


@pytest.fixture
def index(folder: Path) -> Iterator[Index]:
    opened = Index(folder / "index.sqlite3")
    yield opened
    opened.close()


def counts(index: Index, keys: list[int] | None = None) -> list[tuple[str, int]]:
    return [(one.keyword, one.count) for one in index.keyword_counts(keys)]


def test_keywords_are_counted_the_most_frequent_first(index: Index) -> None:
    assert counts(index) == [("新媒体", 2), ("党建", 1), ("图书馆", 1), ("稻田", 1)]
    assert [one.keyword for one in index.keyword_counts() if one.extracted] == ["稻田"]
    key = index.key(f"{2:016x}")
    assert key is not None
    assert counts(index, [key]) == [("图书馆", 1), ("新媒体", 1)]


def test_keywords_and_sounds_of_a_changed_article_are_the_new_ones(folder: Path) -> None:
    with open_library(folder) as library:
        library.put([replace(LIBRARY[2], title="麦田的水", extracted_keywords=("麦田",))])
    index = Index(folder / "index.sqlite3")
    assert ("麦田", 1) in counts(index) and ("稻田", 1) not in counts(index)
    index.close()
    assert found(folder, "daotian") == []
    assert found(folder, "maitian") == [("麦田的", "pinyin")]


def test_the_index_says_which_program_cut_its_words(index: Index) -> None:
    assert index.tokenizer() == tokenizer_name() in ("rjieba", "jieba")


def test_many_changes_do_not_make_the_index_grow_for_ever(folder: Path) -> None:
    with open_library(folder) as library:
        for nth in range(20):
            library.put([replace(LIBRARY[0], abstract=f"第{nth}稿")])
    with open_library(folder) as library:
        assert [row.title for row in library.find("第19稿").window(0, 9)] == ["新媒體与党建"]
    index = Index(folder / "index.sqlite3")
    assert index.deleted_ratio() < 0.5
    index.close()


def test_any_number_of_rows_can_be_asked_for_at_once(index: Index) -> None:
    keys = [index.key(one.id) or 0 for one in LIBRARY]
    assert len(index.rows([*keys, *range(10, 300_000)])) == 3


# Where nobody may write.


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that others may enter; pytest's own are closed to them."""
    folder = Path(subprocess.check_output(["mktemp", "-d"], text=True).strip())
    folder.chmod(0o755)
    with open_library(folder / "library", create=True) as library:
        library.put(LIBRARY)
    yield folder
    shutil.rmtree(folder)


def read_as_nobody(folder: Path, before: str = "") -> str:
    """What somebody without any permission to write finds, or the error."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    home.chmod(0o777)
    code = (
        "import os, urllib.parse, jieba, tinydb, platformdirs\n"
        "from papers_store.opening import open_library\n"
        "from papers_store.errors import LibraryError\n"
        "from papers_store.system.tinydb_storage import SegmentStorage\n"
        # Python itself may be out of the other's reach: all of it is loaded before.
        "from papers_store.analysis.terms import entry_of\n"
        "from support.fakes.memory_library import article\n"
        "entry_of(article(1)); import papers_store.backends.local.index.maintainer\n"
        f"os.environ['XDG_CACHE_HOME'] = {str(home)!r}\n"
        "os.setgid(65534); os.setuid(65534)\n"
        f"{before}\n"
        f"library = open_library({str(folder / 'library')!r})\n"
        "hits = library.find('新媒体')\n"
        "first = library.article(hits.window(0, 1)[0].id)\n"
        "print(len(library), hits.total, library.find('xmt').total, first.title)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    )
    return ran.stdout.strip() or ran.stderr


ALL_OF_IT = "3 2 2 新媒體与党建"

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


@only_root
def test_a_reader_needs_no_permission_to_write(open_folder: Path) -> None:
    assert read_as_nobody(open_folder) == ALL_OF_IT
    assert list((open_folder / "home").iterdir()) == []


@only_root
def test_a_copy_without_the_files_beside_its_index_is_read_as_it_is(open_folder: Path) -> None:
    for suffix in ("-wal", "-shm"):
        (open_folder / "library" / f"index.sqlite3{suffix}").unlink()
    assert read_as_nobody(open_folder) == ALL_OF_IT
    assert list((open_folder / "home").iterdir()) == []


@only_root
@pytest.mark.parametrize("index", ["missing", "damaged", "stale"])
def test_a_reader_keeps_an_index_of_their_own_where_the_librarys_does_not_serve(
    open_folder: Path, index: str
) -> None:
    shared = open_folder / "library" / "index.sqlite3"
    if index == "missing":
        for path in shared.parent.glob("index.sqlite3*"):
            path.unlink()
    elif index == "damaged":
        shared.write_bytes(b"no index" * 4096)
    else:
        segment = open_folder / "library" / "segments" / "00000.json"
        text = segment.read_text(encoding="utf-8")
        segment.write_text(text.replace("新媒體与党建", "新媒體与建党"), encoding="utf-8")
    expected = ALL_OF_IT.replace("党建", "建党") if index == "stale" else ALL_OF_IT
    assert read_as_nobody(open_folder) == expected
    assert any(path.suffix == ".sqlite3" for path in (open_folder / "home").rglob("index-*"))


def test_an_index_of_another_version_is_made_anew(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "index.sqlite3")) as rows, rows:
        rows.execute("UPDATE meta SET value = '12 ' || value WHERE name = 'version'")
        rows.execute("UPDATE articles SET title_order = 'zz', title = '旧'")
    open_library(folder).close()
    with closing(sqlite3.connect(folder / "index.sqlite3")) as rows:
        ((version,),) = rows.execute("SELECT value FROM meta WHERE name = 'version'")
        assert version == VERSION
        assert rows.execute("SELECT count(*) FROM articles WHERE title = '旧'").fetchone() == (0,)
