"""Known articles come back from what converters make of them, and the yardstick measures that.

`make dresses` does it with all articles; here are a few, and only the dresses made quickly.
"""

import dataclasses
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from dresses.converters import Converters, missing
from dresses.families import DRESSES, Dress
from dresses.invented import invented
from dresses.measure import all_articles, is_short, measure, read
from dresses.score import FIELDS, letters, score, visible
from dresses.table import DOCUMENT, fallen, figures_of, kept, markdown, rewritten
from dresses.text import typed
from dresses.truth import Truth
from papers_store.article import Article
from papers_store.parser import parse

PLAIN = next(dress for dress in DRESSES if dress.name == "text")
QUICK = [dress for dress in DRESSES if not dress.slow]


@cache
def short_set() -> tuple[Truth, ...]:
    return tuple(truth for truth in all_articles() if is_short(truth))


@pytest.fixture(scope="module")
def converters(tmp_path_factory: pytest.TempPathFactory) -> Converters:
    return Converters(tmp_path_factory.mktemp("converted"))


@pytest.fixture
def dressable(request: pytest.FixtureRequest) -> Dress:
    dress: Dress = request.param
    if reason := missing(dress.tools):
        pytest.skip(f"{dress.name}: {reason}")
    return dress


every_dress = pytest.mark.parametrize(
    "dressable", QUICK, indirect=True, ids=[dress.name for dress in QUICK]
)


@every_dress
def test_no_figure_of_the_short_set_falls(dressable: Dress, converters: Converters) -> None:
    figures = figures_of(measure([dressable], short_set(), converters), short=True)
    before = kept(DOCUMENT.read_text(encoding="utf-8"), "short")
    assert dressable.name in before, "make dresses keeps a row for every dress"
    assert fallen(before, figures) == []


@every_dress
def test_a_dress_prints_all_that_it_keeps(dressable: Dress, converters: Converters) -> None:
    truth = dressable.keeps(short_set()[-1])
    page = letters(visible(dressable.make(truth, converters).decode()))
    # Lines of columns and pages part long texts, which are there all the same.
    pieces = [letters(piece)[:8] for piece in truth.text]
    assert [piece for piece in pieces if piece not in page] == []


def test_invented_articles_are_the_same_every_time_and_of_every_kind() -> None:
    articles = invented()
    assert invented.__wrapped__(3) == articles[:3]
    assert len({truth.title for truth in articles}) == len(articles) == 40
    assert {len(truth.authors) for truth in articles} >= {1, 2, 3, 4, 5, 8}
    assert min(len(truth.title) for truth in articles) <= 6
    assert max(len(truth.title) for truth in articles) >= 39
    assert all(10 <= len(truth.references) <= 30 for truth in articles)
    assert {level for truth in articles for level, _, _ in truth.outline} == {1, 2, 3}
    kinds = {block.kind for truth in articles for block in truth.body}
    assert kinds == {"heading", "paragraph", "item", "caption", "table", "formula"}


def _article() -> tuple[Truth, Article, str]:
    truth = short_set()[0]
    return truth, parse(typed(truth).encode(), "page.txt"), typed(truth)


def test_an_article_that_says_the_truth_has_every_figure_right() -> None:
    truth, article, source = _article()
    figures = score(truth, article, source).figures()
    assert figures == dict.fromkeys(FIELDS, 100.0) | {"lost": 0.0, "twice": 0.0}


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("title", {"title": "另一篇"}),
        ("authors", {"authors": ("王国栋", "陈思远", "林婉清")}),
        ("abstract", {"abstract": ""}),
        ("keywords", {"keywords": ("茶",)}),
        ("outline", {"sections": ()}),
        ("paragraphs", {"sections": ()}),
        ("references", {"references": ()}),
    ],
)
def test_what_an_article_says_otherwise_is_counted(field: str, change: dict[str, object]) -> None:
    truth, article, source = _article()
    assert score(truth, replace(article, **change), source).figures()[field] < 100


def test_lost_letters_and_letters_standing_twice_are_counted() -> None:
    truth, article, source = _article()
    without = score(truth, replace(article, abstract=""), source)
    assert without.lost == pytest.approx(len(letters(truth.abstract)), rel=0.05)
    twice = replace(article, related=(article.abstract,))
    assert score(truth, twice, source).twice == pytest.approx(len(letters(truth.abstract)), rel=0.1)


def test_a_refused_page_loses_everything() -> None:
    truth, _, source = _article()
    result = score(truth, None, source)
    assert result.right.total() == 0
    assert result.lost == result.letters > 1000


def test_a_page_that_prints_nothing_of_a_truth_is_not_blamed_for_it() -> None:
    truth, article, source = _article()
    longer = dataclasses.replace(
        truth, appendix=("这一段从来没有印在纸上，谁也不能怪读它的程序。",)
    )
    assert score(longer, article, source).lost == 0


def test_a_table_read_back_is_the_table_written() -> None:
    figures = {"text": dict.fromkeys(FIELDS, 97.5) | {"lost": 0.4, "twice": 0.0}}
    text = "Converters: none.\n<!-- dresses: all -->\n\n<!-- end -->\n"
    written = rewritten(text, {"all": figures}, "some 1.0")
    assert markdown(figures) in written
    assert kept(written, "all") == figures
    assert "Converters: some 1.0." in written


def test_a_figure_may_rise_and_not_fall() -> None:
    before = {"text": {"title": 97.5, "lost": 0.4}}
    assert not fallen(before, {"text": {"title": 98.0, "lost": 0.3}})
    assert len(fallen(before, {"text": {"title": 97.4, "lost": 0.5}})) == 2


def test_a_dress_reads_its_page(tmp_path: Path) -> None:
    truth = short_set()[0]
    data = PLAIN.make(truth, Converters(tmp_path))
    assert read(PLAIN, truth, data).figures()["title"] == 100
