"""References lead to the articles that they cite, whichever of them came first."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from msgspec.structs import replace

from papers_store.article import Article, Reference
from papers_store.errors import NoSuchArticle
from papers_store.library import Library
from papers_store.opening import open_library
from support.fakes.memory_library import NOWHERE
from support.oracle import Oracle


def titled(number: int, title: str, *cites: Reference, **fields: object) -> Article:
    made = Article(id=f"{number:016x}", title=title, references=cites, origin=NOWHERE)
    return replace(made, **fields)


def entry(title: str, *authors: str, year: int | None = None) -> Reference:
    return Reference(number=1, text=f"{title}.", title=title, authors=authors, year=year)


CITED = titled(1, "新媒体时代的图书馆阅读推广研究", authors=("王五",), year=2013)
CITING = titled(
    2,
    "阅读小史",
    entry("无人写过的一本书"),
    entry("新媒體時代的圖書館閱讀推廣研究", "王五", year=2013),
    entry("新媒体时代的图书馆阅读推广研究", "赵六", year=1950),
    year=2015,
)
LATER = titled(3, "阅读又史", entry("新媒体时代的图书馆阅读推广研究"), year=2020)


def test_references_lead_where_both_say(both: tuple[Library, Library], oracle: Oracle) -> None:
    one, other = both
    led = 0
    for article in oracle.articles:
        links = one.links(article.id)
        assert other.links(article.id) == links
        assert len(links) == len(article.references)
        led += sum(link is not None for link in links)
        assert other.cited_by(article.id) == one.cited_by(article.id)
    assert led > 100


def test_what_cites_an_article_is_what_leads_to_it(library: Library, oracle: Oracle) -> None:
    leading: dict[str, set[str]] = {one.id: set() for one in oracle.articles}
    for article in oracle.articles:
        for link in library.links(article.id):
            if link is not None:
                leading[link].add(article.id)
    for article in oracle.articles:
        cited_by = library.cited_by(article.id)
        assert {row.id for row in cited_by} == leading[article.id]
        years = [row.year or 0 for row in cited_by]
        assert years == sorted(years, reverse=True)
        assert all(row.match is None for row in cited_by)


@pytest.mark.parametrize("cited_first", [True, False])
def test_an_article_is_linked_at_once_whichever_came_first(
    empty: Library, cited_first: bool
) -> None:
    for article in (CITED, CITING) if cited_first else (CITING, CITED):
        empty.put([article])
    assert empty.links(CITING.id) == (None, CITED.id, None)
    empty.put([LATER])
    assert [row.id for row in empty.cited_by(CITED.id)] == [LATER.id, CITING.id]


def test_an_article_is_opened_with_what_leads_from_and_to_it(
    library: Library, oracle: Oracle
) -> None:
    for article in oracle.articles[:60]:
        opened = library.open(article.id)
        assert opened.article == article
        assert opened.links == library.links(article.id)
        assert opened.cited_by == library.cited_by(article.id)


def test_what_is_opened_is_of_one_moment(place: Callable[[], str]) -> None:
    where, title = place(), "互相引用的两篇文章之第一篇"
    one = titled(4, title, entry("互相引用的两篇文章之第二篇"))
    other = titled(5, "互相引用的两篇文章之第二篇", entry(title))
    with open_library(where, create=True) as writing, open_library(where) as reading:
        writing.put([one])

        def write() -> None:
            for _ in range(10):
                writing.put([other])
                writing.remove([other.id])

        with ThreadPoolExecutor(1) as another:
            written = another.submit(write)
            while not written.done():
                opened = reading.open(one.id)
                assert [*filter(None, opened.links)] == [row.id for row in opened.cited_by]
            written.result()


def test_an_article_that_goes_or_changes_is_unlinked_at_once(empty: Library) -> None:
    empty.put([CITED, CITING, LATER])
    empty.remove([LATER.id])
    assert [row.id for row in empty.cited_by(CITED.id)] == [CITING.id]
    empty.put([replace(CITED, title="改了题名的文章不再是原来那一篇")])
    assert empty.links(CITING.id) == (None, None, None)
    assert empty.cited_by(CITED.id) == []
    empty.put([CITED])
    empty.remove([CITED.id])
    assert empty.links(CITING.id) == (None, None, None)


def test_what_came_last_and_what_was_found_before_are_seen_by_other_handles(
    place: Callable[[], str],
) -> None:
    where = place()
    with open_library(where, create=True) as writing, open_library(where) as reading:
        writing.put([CITING])
        with open_library(where) as later:
            assert later.links(CITING.id) == (None, None, None)
            writing.put([CITED])
            assert later.links(CITING.id) == (None, CITED.id, None)
        assert reading.name == writing.name


def test_an_article_that_is_not_there_has_no_references(empty: Library) -> None:
    for ask in (empty.links, empty.cited_by, empty.article, empty.open):
        for name in ("f" * 16, "", "\x00", "研究"):
            with pytest.raises(NoSuchArticle):
                ask(name)
