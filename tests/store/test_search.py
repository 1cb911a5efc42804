"""What a query finds, and nothing else: held against a plain scan of the folded texts."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from papers_store.article import Article, Reference, Section
from papers_store.backends.local.index import search, searcher
from papers_store.backends.local.index.index_file import connect
from papers_store.backends.local.index.reader import Index
from papers_store.errors import SearchCancelled
from papers_store.library import Library
from papers_store.opening import open_library
from papers_store.results import Order
from papers_store.search.hits import Hits
from papers_store.search.query import Query, State, parse_query
from papers_store.text.fold import fold_apart, fold_text
from support.fakes.memory_library import NOWHERE


def paper(number: int, title: str, **fields: object) -> Article:
    return replace(Article(id=f"{number:016x}", title=title, origin=NOWHERE), **fields)


def body(*paragraphs: str) -> tuple[Section, ...]:
    return (Section(level=0, paragraphs=paragraphs),)


LIBRARY = [
    paper(
        1,
        "新媒體与基层党建",
        authors=("王静波", "李梅"),
        source="大观",
        year=2013,
        citation_count=12,
        keywords=("新媒体", "党建"),
        references=(Reference(number=1, text="赵某. 终端阅读浅说[J]. 新经济, 2010."),),
    ),
    paper(
        2,
        "微信公众号里的图书馆",
        authors=("王五",),
        affiliations=("江州大学图书馆",),
        year=2014,
        citation_count=3,
        keywords=("新媒体技术", "图书馆"),
        sections=body("新媒体改变了推广的样子。"),
    ),
    paper(3, "企业的产品和服务", year=2016, keywords=("服务",), abstract="以客户为先。"),
    paper(
        4, "和服纹样小史", sections=body("衣裳的历史，也是技术的历史。"), keywords=("和服", "党建")
    ),
]


@contextmanager
def library_of(articles: Sequence[Article]) -> Iterator[Library]:
    with TemporaryDirectory() as folder, open_library(Path(folder) / "l", create=True) as library:
        library.put(articles)
        yield library


@pytest.fixture(scope="module")
def library() -> Iterator[Library]:
    with library_of(LIBRARY) as opened:
        yield opened


def numbers(library: Library, query: str, **how: object) -> list[int]:
    hits = library.find(query, **how)  # type: ignore[arg-type]
    return [int(row.id, 16) for row in hits.window(0, hits.total)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("标题：新媒体", [1]),
        ("title:新媒體", [1]),
        ("作者：王", [1, 2]),
        ("作者:王静波", [1]),
        ("source:大观", [1]),
        ("正文:推广", [2]),
        ("摘要:客户", [3]),
        ("引文:新经济", [1]),
        ("新经济", []),
        ("江州大学", [2]),
        ("作者:江州大学", []),
        ("年:2013", [1]),
        ("年：2012..2014", [1, 2]),
        ("年:2014..", [2, 3]),
        ("被引:>3", [1]),
        ("cited:3..12", [1, 2]),
        ("-年:2013", [2, 3, 4]),
        ("-新媒体", [3, 4]),
        ("新媒体 -微信", [1]),
        ("标题：新媒体 年：2012..2014 -微信", [1]),
        ("微信 OR 和服", [2, 4, 3]),
        ("党建 -和服 | 服务", [1, 3]),
        ("kw:党建", [1, 4]),
        ("kw:新媒体", [1]),
        ("kw:媒体", [1, 2]),
        ('kw:"媒体"', []),
        ("-kw:党建", [2, 3]),
        ("kw:党建 kw:和服", [4]),
        ("作者:wangjb", [1]),
        ("作者:wang", [1, 2]),
        ("标题:wang", []),
        ("kw:xmt", [1, 2]),
        ("xmt 年:2014", [2]),
        ("xmt -微信", [1]),
        ("xmt OR 和服", [1, 2, 4, 3]),
    ],
)
def test_each_field_and_sign_of_the_language(
    library: Library, query: str, found: list[int]
) -> None:
    assert sorted(numbers(library, query)) == sorted(found)


def test_words_stand_before_the_divider_and_substrings_behind_it(library: Library) -> None:
    hits = library.find("和服")
    rows = hits.window(0, hits.total)
    assert [(row.title, row.match) for row in rows] == [
        ("和服纹样小史", "word"),
        ("企业的产品和服务", "substring"),
    ]
    assert hits.divider == 1
    assert library.find("纹样").divider is None
    assert library.find("xmt").by_sound and not library.find("新媒体").by_sound


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("added", [1, 2, 3, 4]),
        ("year", [3, 2, 1, 4]),
        ("cited", [1, 2, 3, 4]),
        ("title", [4, 3, 2, 1]),
    ],
)
def test_a_list_goes_by_what_the_reader_wants(
    library: Library, order: str, found: list[int]
) -> None:
    assert numbers(library, "", order=order) == found
    hits = library.find(order=order)  # type: ignore[arg-type]
    assert [hits.position(f"{number:016x}") for number in found] == [0, 1, 2, 3]
    assert numbers(library, "年:2000.. OR 和服纹样", order=order) == found


def test_an_order_keeps_to_both_sides_of_the_divider(library: Library) -> None:
    hits = library.find("服务 OR 和服", order="year")
    assert [row.title for row in hits.window(0, 9)] == ["企业的产品和服务", "和服纹样小史"]
    hits = library.find("和服", order="year")
    assert [row.title for row in hits.window(0, 9)] == ["和服纹样小史", "企业的产品和服务"]


def test_articles_that_are_about_a_word_come_before_those_that_only_use_it() -> None:
    often = body("潜流，潜流，还是潜流。" * 5)
    articles = [
        paper(1, "漫长的一篇关于河流与海洋以及湖泊的研究报告：潜流"),
        paper(2, "别的题目", sections=often),
        paper(3, "又一个题目", keywords=("潜流",)),
        paper(4, "潜流", sections=often),
        paper(5, "题目", authors=("潜流",)),
    ]
    with library_of(articles) as library:
        found = numbers(library, "潜流")
        assert (found[0], found[-1]) == (4, 2)
        first = library.find_first("潜流")
        assert [int(row.id, 16) for row in first.all().window(0, 9)] == found
        assert numbers(library, "潜流 正文:还是") == [4, 2]
        assert numbers(library, "正文:潜流") == [4, 2]


class Starred:
    """A reader who starred the second article and read two."""

    def having(self, state: State) -> Collection[str]:
        read = {f"{1:016x}", f"{3:016x}"}
        return {
            "starred": {f"{2:016x}"},
            "read": read,
            "unread": set(),
            "tag": {f"{4:016x}"} if state.value == "待读" else set(),
            "noted": set(),
        }[state.name]

    def holding(self, text: str) -> Collection[str]:
        return {f"{3:016x}"} if text in "待查潜水艇" else set()

    def recently_read(self) -> Sequence[str]:
        return (f"{3:016x}", f"{1:016x}", "f" * 16)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("is:starred", [2]),
        ("is:unread", [2, 4]),
        ("-is:starred 新媒体", [1]),
        ("tag:待读", [4]),
        ("标签:别的", []),
    ],
)
def test_a_readers_own_marks_can_be_asked_for(
    library: Library, query: str, found: list[int]
) -> None:
    assert numbers(library, query, marks=Starred()) == found
    assert library.find(query).left_out


def test_a_readers_notes_are_searched_too(library: Library) -> None:
    assert numbers(library, "潜水艇") == []
    assert numbers(library, "潜水艇", marks=Starred()) == [3]
    assert numbers(library, "潜水艇 服务", marks=Starred()) == [3]
    assert numbers(library, "服务 -潜水艇", marks=Starred()) == []
    assert numbers(library, "标题:潜水艇", marks=Starred()) == []


def test_what_was_read_last_can_come_first(library: Library) -> None:
    assert numbers(library, "", order="read", marks=Starred()) == [3, 1, 2, 4]
    assert numbers(library, "年:2000..", order="read", marks=Starred()) == [3, 1, 2]


def test_keywords_are_counted_in_what_a_query_finds(library: Library) -> None:
    counts = {one.keyword: one.count for one in library.keywords()}
    assert counts["党建"] == 2 and len(counts) == 6
    assert [one.keyword for one in library.keywords("和服纹样")] == ["党建", "和服"]
    for one in library.keywords():
        assert library.find(f"kw:{one.keyword}").total == one.count


@pytest.mark.parametrize(
    ("query", "nearest"),
    [
        ("图书官", "图书馆"),
        ("新媒体枝术", "新媒体技术"),
        ("年:2014 图书官", "年:2014 图书馆"),
        ("tushuguang", "图书馆"),
        ("辛媒体计数", "新媒体技术"),
        ("新媒体 潜水艇", "新媒体"),
    ],
)
def test_what_finds_nothing_is_answered_with_what_is_near(
    library: Library, query: str, nearest: str
) -> None:
    assert library.find(query).total == 0
    assert library.suggest(query)[0] == nearest


def test_nothing_is_offered_that_finds_nothing(library: Library) -> None:
    assert library.suggest("年:2013 图书官") == ("年:2013",)
    assert library.suggest("潜水艇") == ()
    assert library.suggest("") == ()


def test_a_word_that_is_everywhere_is_weighed_by_titles_and_keywords(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = [
        paper(number, "标题里有技术" if number == 7 else f"篇{number}", sections=body("技术"))
        for number in range(1, 10)
    ]
    with library_of(articles) as everywhere:
        monkeypatch.setattr(search, "MOST_RANKED", 5)
        assert numbers(everywhere, "技术") == [7, 1, 2, 3, 4, 5, 6, 8, 9]


# The first of it, and giving up.


def shown(hits: Hits) -> list[tuple[str, str | None]]:
    return [(row.title, row.match) for row in hits.window(0, hits.total)]


def test_words_are_known_before_what_holds_them_inside_other_words(library: Library) -> None:
    first = library.find_first("和服")
    assert shown(first) == [("和服纹样小史", "word")]
    assert (first.complete, first.divider) == (False, None)
    every = first.all()
    assert shown(every) == shown(library.find("和服")) and len(shown(every)) == 2
    assert (every.complete, every.divider) == (True, 1)
    assert every.all() is every


@pytest.mark.parametrize("query", ["", "纹样", '"产品和"', "xmt", "kw:党建", "潜水艇", "年:2013"])
def test_the_first_are_none_only_where_there_are_none(library: Library, query: str) -> None:
    first = library.find_first(query)
    assert shown(first) == shown(first.all()) == shown(library.find(query))


def asked(
    articles: Sequence[Article], query: str, monkeypatch: pytest.MonkeyPatch
) -> tuple[int, int]:
    """How many questions the index is asked for the first that a query finds, and for all."""
    questions: list[str] = []

    def listened_to(path: Path, *, write: bool) -> sqlite3.Connection:
        connection = connect(path, write=write)
        connection.set_trace_callback(questions.append)
        return connection

    with library_of(articles) as library:
        monkeypatch.setattr(searcher, "connect", listened_to)
        hits = library.find_first(query)
        first = sum(map(is_asked, questions))
        hits.all()
        monkeypatch.undo()
    return first, sum(map(is_asked, questions))


def is_asked(statement: str) -> bool:
    """Whether a statement is a question of ours: FTS5 asks its own tables, which it names in
    full, and a moment that holds for several questions begins and ends."""
    return "'main'" not in statement and statement.strip() not in ("BEGIN", "ROLLBACK")


@pytest.mark.parametrize(
    ("query", "first", "every"),
    [("技术", 4, 5), ('"技术"', 1, 1), ("技术 年:2000..", 5, 6), ("潜水艇", 4, 4), ("kw:x", 2, 2)],
)
def test_few_questions_answer_a_query_however_many_articles_there_are(
    query: str, first: int, every: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for count in (3, 60):
        articles = [
            paper(number, f"篇{number}技术", year=2013, keywords=("x",))
            for number in range(1, count + 1)
        ]
        assert asked(articles, query, monkeypatch) <= (first, every)


def test_a_search_that_nobody_waits_for_ends(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SearchCancelled):
        library.find_first("新媒体", cancelled=lambda: True)
    monkeypatch.setattr(searcher, "_STEPS", 1)
    looks = iter([False] * 9)
    with pytest.raises(SearchCancelled):
        library.find_first("新媒体", cancelled=lambda: next(looks, True)).all()
    assert numbers(library, "新媒体") == [1, 2]


def test_the_list_and_a_later_search_do_not_wait_for_a_search(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searcher, "_STEPS", 1)
    every, seen = library.find(), []

    def meanwhile() -> bool:
        seen.append(
            (len(every.window(0, 9)), every.position(f"{2:016x}"), library.find("和服").total)
        )
        return False

    assert library.find_first("新媒体", cancelled=meanwhile).all().total == 2
    assert len(seen) > 3 and set(seen) == {(4, 1, 2)}


# On two cores.


def many() -> list[Article]:
    """Articles that hold a word in every way, in no order."""
    titles = ("不同", "不同意", "和服", "产品和服务", "新媒体", "bu tong")
    return [paper(n, f"{titles[n % 6]}之{n}", year=1990 + n % 7) for n in range(1, 80)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "query",
    ["不同", '"和服"', "和服 -新媒体", "不同 OR 和服", "之 年:1993..", "xmt", "无", "butong"],
)
@pytest.mark.parametrize("order", ["relevance", "added", "year", "title"])
def test_two_cores_find_what_one_does(
    query: str, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    with library_of(many()) as library:
        alone = library.find(query, order=order)
        wanted = [row.id for row in alone.window(0, alone.total)]
    monkeypatch.setattr(searcher, "_MANY", 2)
    with library_of(many()) as library:
        for hits in (library.find(query, order=order), library.find_first(query, order=order)):
            whole = hits.all()
            assert [row.id for row in whole.window(0, whole.total)] == wanted
            assert whole.divider == alone.divider


def test_a_parsed_query_is_not_parsed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(text: str) -> Query:
        raise AssertionError(text)

    with library_of(many()) as library:
        for typed in ("不同", "kw:数据", "", "  ", "- *"):
            query = parse_query(typed)
            asked = (library.find, library.find_first)
            expected = [ask(typed).total for ask in asked]
            numbers = library.keywords(typed), library.statistics(typed)
            with monkeypatch.context() as patched:
                patched.setattr("papers_store.search.query.parse_query", refuse)
                assert [ask(query).total for ask in asked] == expected
                assert (library.keywords(query), library.statistics(query)) == numbers


@pytest.mark.slow
def test_both_cores_see_one_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searcher, "_MANY", 2)
    place = tmp_path / "library"
    with open_library(place, create=True) as library, open_library(place) as other:
        library.put(many())
        with closing(Index(place / "index.sqlite3")) as index:
            looking = searcher.Searcher(index.connections)
            with looking.snapshot():
                expression = '"4e4b"'
                first = len(looking.characters(expression, 1))
                other.put([paper(n, f"之{n}") for n in range(100, 140)])
                before = looking.characters(expression)
            assert first == 1 and len(before) == 79
            with looking.snapshot():
                assert len(looking.characters(expression)) == 79 + 40


def test_a_search_on_two_cores_that_nobody_waits_for_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(searcher, "_MANY", 2)
    monkeypatch.setattr(searcher, "_STEPS", 1)
    with library_of(many()) as library:
        for steps in (0, 5, 20, 40):
            looks = iter([False] * steps)
            with pytest.raises(SearchCancelled):
                library.find_first("不同", cancelled=lambda it=looks: next(it, True)).all()  # type: ignore[misc]
        assert library.find("不同").total == 27


# Held against a scan.

LETTERS = "新媒体的和服务abc 12，。"
TEXTS = st.text(alphabet=LETTERS, max_size=8)
LIBRARIES = st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=6)
WORDS = st.text(alphabet=LETTERS.replace(" ", ""), min_size=1, max_size=3)


def searched(article: Article) -> list[str]:
    paragraphs = [text for section in article.sections for text in section.paragraphs]
    return [article.title, article.abstract, *paragraphs]


def holds(article: Article, text: str) -> bool:
    asked = {fold_text(text), fold_apart(text)}
    return any(one in fold_text(part) for one in asked for part in searched(article))


def made(texts: list[tuple[str, str, str]]) -> list[Article]:
    return [
        paper(number, title, abstract=abstract, sections=body(paragraph))
        for number, (title, abstract, paragraph) in enumerate(texts, 1)
    ]


@settings(max_examples=40, deadline=None)
@given(LIBRARIES, st.text(alphabet=LETTERS, min_size=1, max_size=4))
def test_a_quoted_query_is_exactly_the_substring_scan(
    texts: list[tuple[str, str, str]], wanted: str
) -> None:
    articles = made(texts)
    with library_of(articles) as library:
        scan = [int(one.id, 16) for one in articles if wanted.strip() and holds(one, wanted)]
        found = sorted(numbers(library, f'"{wanted}"'))
        assert found == (scan if wanted.strip() else [int(one.id, 16) for one in articles])


@settings(max_examples=40, deadline=None)
@given(LIBRARIES, WORDS, WORDS)
def test_a_word_and_its_contrary_part_what_another_finds(
    texts: list[tuple[str, str, str]], one: str, other: str
) -> None:
    with library_of(made(texts)) as library:
        whole, held, not_held = (
            library.find(query) for query in (one, f'{one} "{other}"', f'{one} -"{other}"')
        )
        # Letters that nothing holds beside the other are taken for pinyin, each query for itself.
        if any(hits.by_sound for hits in (whole, held, not_held)) or not any(map(str.isalnum, one)):
            return
        both = [*held.window(0, held.total), *not_held.window(0, not_held.total)]
        assert sorted(row.id for row in both) == sorted(
            row.id for row in whole.window(0, whole.total)
        )


QUERIES = st.lists(
    st.builds(
        "{}{}".format,
        st.sampled_from(("", "", "", "-", "标题:", "kw:", "年:2013 ", "-年:2013 ", "OR ")),
        st.builds(lambda text, quoted: f'"{text}"' if quoted else text, WORDS, st.booleans()),
    ),
    min_size=1,
    max_size=3,
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(LIBRARIES, st.lists(QUERIES, min_size=1, max_size=6), st.sampled_from((1, 2, 4_000)))
def test_all_that_is_found_begins_with_the_first_of_it(
    texts: list[tuple[str, str, str]], queries: list[list[str]], weighed: int
) -> None:
    articles = [
        replace(
            article,
            year=2012 + number % 2,
            keywords=(article.title,) if article.title.strip() else (),
            origin=replace(NOWHERE, imported_at=f"2024-0{1 + number % 3}-01"),
        )
        for number, article in enumerate(made(texts))
    ]
    with library_of(articles) as library, patch.object(search, "MOST_RANKED", weighed):
        for query in map(" ".join, queries):
            first = library.find_first(query)
            begun, every = shown(first), shown(first.all())
            assert every[: len(begun)] == begun
            assert bool(begun) is bool(every)
            assert every == shown(library.find(query))
            by_time = library.find(query, order="added")
            assert sorted(every) == sorted(shown(by_time))
