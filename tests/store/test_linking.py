"""References lead to the articles of the library that they cite, and to no others."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from papers_store.article import Article, Reference
from papers_store.errors import NoSuchArticle
from papers_store.ingest.importer import import_pages
from papers_store.library import Library
from papers_store.opening import open_library
from support.fakes.memory_library import NOWHERE
from test_samples import LINKS, SAMPLES, WRITTEN

TITLE = "湖区水位观测的百年记录"
ENGLISH = "A century of water marks on a lake"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "library", create=True) as opened:
        yield opened


def work(
    number: int,
    title: str,
    author: str | None = "江一帆",
    year: int | None = 2015,
    *,
    title_en: str | None = None,
    doi: str | None = None,
) -> Article:
    return Article(
        id=f"{number:016x}",
        title=title,
        title_en=title_en,
        authors=(author,) if author else (),
        year=year,
        doi=doi,
        origin=NOWHERE,
    )


def entry(
    title: str | None, author: str | None = None, year: int | None = None, doi: str | None = None
) -> Reference:
    return Reference(
        number=1,
        text=f"{author}.{title}",
        authors=(author,) if author else (),
        title=title,
        year=year,
        doi=doi,
    )


def citing(number: int, *entries: Reference, year: int | None = None) -> Article:
    return Article(
        id=f"{number:016x}", title=f"引者{number}", year=year, references=entries, origin=NOWHERE
    )


def test_samples_lead_to_each_other_as_they_were_written_to(library: Library) -> None:
    import_pages(library, [str(SAMPLES)])
    ids = {row.title: row.id for row in library.find().window(0, 99)}
    written = {ids[WRITTEN[name].title]: name for name in WRITTEN}
    found = {
        name: {
            place: written[led]
            for place, led in enumerate(library.links(article_id), start=1)
            if led is not None
        }
        for article_id, name in written.items()
    }
    assert {name: links for name, links in found.items() if links} == LINKS
    for article_id, name in written.items():
        citers = {written[row.id] for row in library.cited_by(article_id)}
        assert citers == {citer for citer, links in LINKS.items() if name in links.values()}


@pytest.mark.parametrize(
    ("article", "reference"),
    [
        (work(1, TITLE), entry(TITLE)),
        (work(1, TITLE), entry("《湖区水位觀測的百年記錄》.", "江一帆", 2015)),
        (work(1, TITLE), entry("湖区水位 观测的百年记录", "江一帆", 2016)),
        (work(1, TITLE), entry(TITLE, "姜一帆", 2015)),
        (work(1, TITLE), entry(TITLE, "江一帆", 2003)),
        (work(1, TITLE, None, None), entry(TITLE, "江一帆", 2003)),
        (work(1, "新媒體環境下的ABC閱讀"), entry("新媒体环境下的ａｂｃ阅读")),
        (work(1, f"{TITLE}：从竹尺到浮标"), entry(TITLE, "江一帆")),
        (work(1, f"{TITLE}——从竹尺到浮标"), entry(TITLE, year=2014)),
        (work(1, TITLE), entry(f"{TITLE}:从竹尺到浮标", "江一帆")),
        (work(1, f"{TITLE}：从竹尺到浮标——一个附记"), entry(f"{TITLE}：从竹尺到浮标", year=2015)),
        (work(1, "引言"), entry("引言", "江一帆", 2016)),
        (work(1, TITLE, "張偉"), entry(TITLE, "张伟", 1999)),
        (work(1, TITLE, "约翰·史密斯"), entry(TITLE, "[美]约翰·史密斯著", 1999)),
        (work(1, ENGLISH, "John Smith", None), entry(f"{ENGLISH.upper()}.", "SMITH J", 1999)),
        (work(1, TITLE, title_en=ENGLISH), entry(ENGLISH, "JIANG Y F", 2015)),
        (
            work(1, TITLE),
            replace(entry(ENGLISH, "JIANG Y F", 2015), parallel_title=TITLE),
        ),
        (work(1, TITLE, doi="10.5555/ABC.1"), entry("观测记录", "别人", 1990, "10.5555/abc.1")),
    ],
)
def test_a_reference_leads_to_the_article_it_cites(
    library: Library, article: Article, reference: Reference
) -> None:
    library.put([article, citing(2, entry(None), reference)])
    assert library.links(f"{2:016x}") == (None, article.id)
    assert [row.id for row in library.cited_by(article.id)] == [f"{2:016x}"]


@pytest.mark.parametrize(
    ("article", "reference"),
    [
        (work(1, TITLE), entry(f"{TITLE}续", "江一帆", 2015)),
        (work(1, TITLE), entry("湖区水位观测的十年记录", "江一帆", 2015)),
        (work(1, f"{TITLE}（上）"), entry(f"{TITLE}（下）", "江一帆", 2015)),
        (work(1, TITLE), entry(TITLE, "别人", 2003)),
        (work(1, TITLE), entry(TITLE, "别人")),
        (work(1, f"{TITLE}：从竹尺到浮标"), entry(TITLE)),
        (work(1, f"{TITLE}：从竹尺到浮标"), entry(f"{TITLE}：一个总结", "江一帆", 2015)),
        (work(1, f"{TITLE}：从竹尺到浮标"), entry(TITLE, "别人", 2015)),
        (work(1, "综述：百年来的观测"), entry("综述", "江一帆", 2015)),
        (work(1, "引言"), entry("引言")),
        (work(1, "引言"), entry("引言", "江一帆")),
        (work(1, "引言"), entry("引言", "江一帆", 2017)),
        (work(1, "引言"), entry("引言", "别人", 2015)),
        (work(1, "Deep learning", "LECUN Y"), entry("Deep learning", "LECUN Y", 1999)),
        (work(1, "——"), entry("：", "江一帆", 2015)),
        (work(1, ""), entry("", "江一帆", 2015)),
    ],
)
def test_a_near_miss_is_not_linked(
    library: Library, article: Article, reference: Reference
) -> None:
    library.put([article, citing(2, reference)])
    assert library.links(f"{2:016x}") == (None,)
    assert library.cited_by(article.id) == []


def test_of_several_articles_with_one_title_author_and_year_choose(library: Library) -> None:
    library.put(
        [
            work(1, TITLE, "别人", 2001),
            work(2, TITLE, "江一帆", 2001),
            work(3, TITLE, "江一帆", 2015),
            work(4, f"{TITLE}：从竹尺到浮标", "江一帆", 2015),
            citing(5, entry(TITLE, "江一帆", 2015)),
            citing(6, entry(TITLE, "江一帆", 2001)),
            citing(7, entry(TITLE, "别人", 2001)),
            citing(8, entry(TITLE)),
        ]
    )
    led = [library.links(f"{number:016x}") for number in (5, 6, 7, 8)]
    assert led == [(f"{number:016x}",) for number in (3, 2, 1, 1)]
    citers = [[row.title for row in library.cited_by(f"{number:016x}")] for number in (1, 2, 3, 4)]
    assert citers == [["引者7", "引者8"], ["引者6"], ["引者5"], []]


def test_an_article_never_leads_to_itself(library: Library) -> None:
    library.put(
        [
            Article(
                id=f"{1:016x}",
                title=TITLE,
                title_en=TITLE,
                references=(entry(TITLE),) * 2,
                origin=NOWHERE,
            )
        ]
    )
    assert library.links(f"{1:016x}") == (None, None)
    assert library.cited_by(f"{1:016x}") == []


def test_older_references_lead_to_an_article_that_comes_and_no_more_to_one_that_changed(
    library: Library,
) -> None:
    library.put([citing(1, entry(TITLE, "江一帆", 2015))])
    assert library.links(f"{1:016x}") == (None,)
    library.put([work(2, TITLE)])
    assert library.links(f"{1:016x}") == (f"{2:016x}",)
    library.put([work(2, "另一个很不相同的题目")])
    assert library.links(f"{1:016x}") == (None,)
    library.put([citing(1)])
    assert library.links(f"{1:016x}") == ()


def test_who_cites_is_listed_once_and_the_newest_first(library: Library) -> None:
    library.put([work(1, TITLE)])
    library.put([citing(2, entry(TITLE), year=2001), citing(3, entry(TITLE))])
    library.put([citing(4, entry(TITLE), entry("别的"), entry(TITLE), year=2020)])
    assert [row.title for row in library.cited_by(f"{1:016x}")] == ["引者4", "引者2", "引者3"]


def test_an_unknown_article_has_no_links(library: Library, tmp_path: Path) -> None:
    with open_library(tmp_path / "none") as none:
        for asked in (library, none):
            with pytest.raises(NoSuchArticle):
                asked.links("f" * 16)
            with pytest.raises(NoSuchArticle):
                asked.cited_by("f" * 16)
