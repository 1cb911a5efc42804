"""Putting articles in, changing them and taking them out, on each kind of library."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from msgspec.structs import replace

from papers_store.article import Article, Section
from papers_store.errors import NoSuchArticle
from papers_store.ingest.copy import copy_library
from papers_store.library import Library
from papers_store.opening import open_library
from papers_store.results import Changes
from support.data.generated_articles import articles
from support.fakes.memory_library import NOWHERE
from support.oracle import Oracle


def about(number: int, text: str = "", added: str = "") -> Article:
    return Article(
        id=f"{number:016x}",
        title=f"篇{number}",
        sections=(Section(level=0, paragraphs=(text,)),),
        origin=replace(NOWHERE, imported_at=added),
    )


def listed(library: Library, query: str = "") -> list[str]:
    hits = library.find(query, order="added")
    return [row.title for row in hits.window(0, hits.total)]


def test_every_article_comes_back_as_it_was(library: Library, oracle: Oracle) -> None:
    assert len(library) == len(oracle.articles)
    ids = [one.id for one in oracle.articles]
    assert library.articles(ids) == [library.article(one) for one in ids] == oracle.articles
    assert library.articles([ids[3], "f" * 16, ids[1], ids[3]]) == [
        oracle.articles[3],
        oracle.articles[1],
    ]
    assert library.problems == ()


def test_what_there_is_is_told_once_in_the_order_of_the_list(
    library: Library, oracle: Oracle
) -> None:
    told = [one for batch in library.contents() for one in batch.items()]
    hits = library.find(order="added")
    assert [article_id for article_id, _ in told] == [row.id for row in hits.window(0, hits.total)]
    assert library.digests([one.id for one in oracle.articles] + ["f" * 16]) == dict(told)


def test_rows_hold_what_articles_print(library: Library, oracle: Oracle) -> None:
    hits = library.find()
    rows = {row.id: row for row in hits.window(0, hits.total)}
    for one in oracle.articles:
        row = rows[one.id]
        assert (row.title, row.authors, row.source) == (one.title, one.authors, one.source)
        assert (row.year, row.citation_count) == (one.year, one.citation_count)
        assert row.keywords == (one.keywords or one.extracted_keywords) and row.match is None


def test_what_was_written_is_sound_and_nothing_is_mended(library: Library, oracle: Oracle) -> None:
    told: list[tuple[int, int]] = []
    assert not library.check(progress=lambda done, total: told.append((done, total)))
    assert told and all(0 <= done <= total for done, total in told)


def test_articles_that_came_and_went_leave_a_sound_library(empty: Library) -> None:
    empty.put([about(number, "甲") for number in range(1, 80)])
    empty.put([about(2, "乙"), about(3, "丙")])
    empty.remove([f"{1:016x}", f"{2:016x}"])
    assert not empty.check() and not empty.repair() and not empty.check()
    assert len(empty) == 77 and listed(empty, "丙") == ["篇3"]


def test_a_library_without_articles_answers_everything(empty: Library) -> None:
    assert len(empty) == empty.find().total == empty.find("研究").total == 0
    assert empty.find_first("研究").all().window(0, 9) == []
    assert empty.keywords() == [] and empty.suggest("研究 教育") == ()
    assert empty.statistics().articles == 0 and [*empty.contents()] == []
    assert empty.put([]) == Changes() and empty.remove([]) == ()


def test_changes_say_what_came_what_changed_and_what_stayed(empty: Library) -> None:
    ids = [f"{number:016x}" for number in range(5)]
    assert empty.put([about(2), about(1)]) == Changes(added=(ids[2], ids[1]))
    again = [about(1, added="2030-01-01T00:00:00Z"), about(2, "阅读"), about(3)]
    assert empty.put(again) == Changes(added=(ids[3],), updated=(ids[2],), unchanged=(ids[1],))
    # What reads the same stays as it was, with where it came from.
    assert empty.article(ids[1]) == about(1)
    assert len(empty) == 3 and listed(empty, "阅读") == ["篇2"]
    assert empty.put([about(4, "旧"), about(4, "新")]) == Changes(added=(ids[4],))
    assert empty.article(ids[4]) == about(4, "新") and listed(empty, '"旧"') == []


def test_nothing_stays_of_what_was_changed_or_taken_out(empty: Library) -> None:
    first = replace(about(1, "潜水艇"), keywords=("深海",), authors=("王静波",), year=1999)
    empty.put([first, about(2)])
    empty.put([replace(about(1, "飞机"), keywords=("天空",))])
    queries = ("潜水艇", '"潜水艇"', "kw:深海", "wangjb", "年:1999")
    assert [listed(empty, query) for query in queries] == [[]] * len(queries)
    assert [one.keyword for one in empty.keywords()] == ["天空"]
    assert dict(empty.statistics().years) == {}
    assert empty.remove([first.id]) == (first.id,)
    assert listed(empty) == ["篇2"] and empty.keywords() == []
    assert [listed(empty, query) for query in ("飞机", '"飞机"', "kw:天空")] == [[]] * 3
    assert empty.put([first]).added == (first.id,)
    assert [listed(empty, query) for query in queries] == [["篇1"]] * len(queries)


def test_articles_are_taken_out_all_or_none(empty: Library) -> None:
    empty.put([about(1), about(2), about(3)])
    with pytest.raises(NoSuchArticle):
        empty.remove([f"{1:016x}", "f" * 16])
    assert len(empty) == 3
    assert empty.remove([f"{3:016x}", f"{1:016x}", f"{3:016x}"]) == (f"{3:016x}", f"{1:016x}")
    assert listed(empty) == ["篇2"]
    with pytest.raises(NoSuchArticle):
        empty.article(f"{1:016x}")


def test_the_list_goes_by_the_time_of_import_whatever_was_written_first(empty: Library) -> None:
    times = ["2024-02-01T08:00:00+00:00", "2024-03-01T08:00:00Z", "", "2024-02-01T08:00:01+00:00"]
    for number, added in enumerate(times, 1):
        empty.put([about(number, "甲", added), about(number + 4, "甲", added)])
    expected = ["篇2", "篇6", "篇4", "篇8", "篇1", "篇5", "篇3", "篇7"]
    assert listed(empty) == listed(empty, '"甲"') == expected
    empty.put([about(5, "甲乙", "2024-04-01T00:00:00+00:00")])
    expected = ["篇5", "篇2", "篇6", "篇4", "篇8", "篇1", "篇3", "篇7"]
    assert listed(empty) == listed(empty, '"甲"') == expected


def test_an_id_is_known_by_its_beginning(empty: Library) -> None:
    empty.put([replace(about(1), id="abc0000000000001"), replace(about(2), id="abd0000000000002")])
    assert empty.resolve("abc") == empty.resolve("ABC0") == "abc0000000000001"
    assert empty.resolve("abd0000000000002") == "abd0000000000002"
    for beginning in ("ab", "", "f", "abc0000000000001x", "%", "_bc", "\x00", "\ud800", "研"):
        with pytest.raises(NoSuchArticle):
            empty.resolve(beginning)


def test_the_version_tells_every_change_to_every_handle(place: Callable[[], str]) -> None:
    where = place()
    with open_library(where, create=True) as writing:
        writing.put([about(1)])
        with open_library(where) as reading:
            seen = [reading.version()]
            assert reading.version() == seen[0]
            writing.put([about(2)])
            seen.append(reading.version())
            writing.put([about(2, "改")])
            seen.append(reading.version())
            writing.remove([f"{1:016x}"])
            seen.append(reading.version())
            assert all(seen[nth] != seen[nth + 1] for nth in range(3))
            assert reading.version() == seen[-1]
            assert listed(reading) == ["篇2"] and len(reading) == 1


def test_hits_go_on_being_read_while_articles_come_and_go(place: Callable[[], str]) -> None:
    where = place()
    with open_library(where, create=True) as writing:
        writing.put([about(number, "甲") for number in range(1, 60)])
        with open_library(where) as reading:
            hits = reading.find("甲", order="added")
            before = hits.window(0, 20)
            writing.put([about(100, "甲", "2030-01-01T00:00:00Z")])
            writing.remove([f"{50:016x}"])
            assert hits.window(0, 20) == before
            gone = hits.window(40, hits.total)
            assert f"{50:016x}" not in [row.id for row in gone]


def test_all_calls_may_be_made_from_any_thread(library: Library, oracle: Oracle) -> None:
    queries = ["研究", '"甲乙"', "数据 OR 新媒体", "xmt", "年:2013", ""] * 6
    alone = {query: library.find(query, order="added").total for query in queries}

    def ask(query: str) -> tuple[str, int]:
        hits = library.find(query, order="added")
        library.keywords(query)
        library.article(hits.window(0, 1)[0].id)
        return query, len(hits.window(0, hits.total))

    with ThreadPoolExecutor(8) as threads:
        assert all(alone[query] == found for query, found in threads.map(ask, queries))


def test_two_hands_may_write_the_same_articles_at_once(place: Callable[[], str]) -> None:
    where = place()
    given = articles(60, seed=7)
    with open_library(where, create=True) as one, open_library(where, create=True) as other:
        with ThreadPoolExecutor(2) as threads:
            halves = [
                threads.submit(library.put, order)
                for library, order in ((one, given), (other, [*reversed(given)]))
            ]
            changes = [half.result() for half in halves]
        assert sum(len(change.added) for change in changes) == 60
        assert sum(len(change.unchanged) for change in changes) == 60
        ids = [each.id for each in given]
        assert one.articles(ids) == given
        counted = {counts[1:] for counts in Oracle(given).keywords(ids)}
        assert {(each.count, each.extracted) for each in one.keywords()} == counted


@pytest.mark.slow
def test_a_copy_of_either_kind_is_the_same_library(
    library: Library, oracle: Oracle, place: Callable[[], str]
) -> None:
    with open_library(place(), create=True) as copy:
        assert copy_library(library, copy).added == len(oracle.articles)
        ids = [one.id for one in oracle.articles]
        assert copy.articles(ids) == oracle.articles
        assert [*copy.contents()] == [*library.contents()]
        for query in ("研究", '"甲乙"', "xmt"):
            hits, same = (each.find(query, order="year") for each in (library, copy))
            assert hits.window(0, hits.total) == same.window(0, same.total)
