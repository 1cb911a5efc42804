"""Narrowing the list, what stands out, and going from match to match."""

import threading
from collections.abc import Callable, Iterable

import pytest
from msgspec.structs import replace

from papers_store.article import Article
from papers_store.errors import PapersError
from papers_store.results import Order
from papers_store.search.hits import Hits
from papers_store.search.query import Query
from papers_store.search.reader_marks import Marks
from papers_tui.browse.rows import ListQuery, ResilientRows
from papers_tui.browse.screen import BrowseScreen
from papers_tui.widgets.filter_bar import FilterBar
from papers_tui.widgets.pane import Pane
from support.drivers.app import Reader, open_app
from support.fakes.memory_library import MemoryHits, MemoryLibrary, article


def styled(reader: Reader, pane: str, look: str = "match") -> list[str]:
    """The pieces of text in a pane that are drawn as matches."""
    widget = reader.app.screen.query_one(f"#{pane}")
    assert isinstance(widget, Pane)
    wanted = widget.look(look)
    return [
        segment.text
        for y in range(1, widget.size.height)
        for segment in widget.render_line(y)
        if segment.style and segment.text.strip()
        # On the cursor's line its own ground goes before that of a match.
        if (
            segment.style.underline if wanted.underline else segment.style.bgcolor == wanted.bgcolor
        )
    ]


def remark(reader: Reader, pane: str) -> str:
    return str(reader.app.screen.query_one(f"#{pane}").remark)  # type: ignore[attr-defined]


async def test_what_the_list_is_filtered_by_stands_out_everywhere() -> None:
    async with open_app(MemoryLibrary([article(1), article(2, "阅读小史")]), "阅读") as reader:
        found = styled(reader, "articles")
        assert set(found) == {"阅读"} and len(found) >= 3
        assert "阅读" in styled(reader, "body")
    library = MemoryLibrary([article(1, "标题0")])
    async with open_app(library, "标题0") as reader:
        assert styled(reader, "outline") == ["标题0"]
    async with open_app(MemoryLibrary([article(1, "所引之2")]), "所引之2") as reader:
        await reader.press("4", "j")
        assert "所引之2" in styled(reader, "references")


async def test_a_row_shows_the_sentence_that_matched_when_its_title_did_not() -> None:
    async with open_app(MemoryLibrary([article(1), article(2)]), "第2篇的摘要") as reader:
        assert "本文是第2篇的摘要。" in reader.lines[3]
        assert "第2篇的摘要" in styled(reader, "articles")
        await reader.press("slash", *["backspace"] * 10)
        assert "阅读学刊" in reader.lines[3]


async def test_n_goes_from_match_to_match_and_says_which() -> None:
    async with open_app(MemoryLibrary([article(1)]), "终端") as reader:
        assert remark(reader, "body").startswith("0/1 ")
    async with open_app(
        MemoryLibrary([article(1, "细细体会第1篇第1节第0段")]), "第1篇第1节第0段"
    ) as reader:
        assert remark(reader, "body").startswith("0/2 ")
        await reader.press("n")
        assert remark(reader, "body").startswith("1/2 ")
        await reader.press("n")
        assert remark(reader, "body").startswith("2/2 ")
        assert styled(reader, "body", "here") == ["第1篇第1节第0段"]
        await reader.press("n")
        assert remark(reader, "body").startswith("1/2 ")
        await reader.press("N")
        assert remark(reader, "body").startswith("2/2 ")


async def test_slash_in_the_text_finds_in_the_article_and_escape_forgets_it(
    library: MemoryLibrary,
) -> None:
    async with open_app(library) as reader:
        await reader.press("3", "slash")
        await reader.type("第2节")
        assert "30" in reader.lines[0] and "of" not in reader.lines[0]
        await reader.press("enter")
        assert reader.active == "body"
        assert remark(reader, "body").startswith("1/4 ")
        assert "第2节" in styled(reader, "body")
        await reader.press("n", "escape")
        assert "/" not in remark(reader, "body")
        assert reader.active == "body"


async def test_what_is_looked_for_in_the_text_stays_when_the_list_is_shown_anew(
    library: MemoryLibrary,
) -> None:
    async with open_app(library) as reader:
        await reader.press("3", "slash")
        await reader.type("第2节")
        await reader.press("enter", "o")
        assert remark(reader, "body").startswith("1/4 ")


async def test_escape_gives_the_filter_back_as_it_was_before_typing(library: MemoryLibrary) -> None:
    async with open_app(library, "第1") as reader:
        assert "11 of 30" in reader.lines[0]
        await reader.press("slash", "2", "escape")
        assert "11 of 30" in reader.lines[0]
        await reader.press("escape")
        assert "of" not in reader.lines[0]


async def test_up_calls_up_earlier_filters_and_down_comes_back(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        for word in ("第7", "第8"):
            await reader.press("slash")
            await reader.type(word)
            await reader.press("enter", "escape")
        await reader.press("slash", "up")
        assert reader.cursor("articles") == "第8篇文章"
        await reader.press("up")
        assert reader.cursor("articles") == "第7篇文章"
        await reader.press("up", "down")
        assert reader.cursor("articles") == "第8篇文章"
        await reader.press("down", "down")
        assert reader.active == "articles" and "of" not in reader.lines[0]


async def test_what_finds_nothing_says_so_and_tab_takes_what_is_offered(
    library: MemoryLibrary,
) -> None:
    async with open_app(library) as reader:
        await reader.press("slash")
        await reader.type("没有")
        assert "0 of 30" in reader.lines[0]
        assert "Nothing found" in reader.lines[-1] and "第1篇" in reader.lines[-1]
        await reader.press("tab")
        assert reader.cursor("articles") == "第1篇文章"
        assert "Nothing found" not in reader.lines[-1]


async def test_o_has_the_list_go_by_something_else(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        await reader.press("o")
        assert "year ▾" in remark(reader, "articles")
        await reader.press("o")
        assert "cited ▾" in remark(reader, "articles")
        assert reader.cursor("articles") == "第1篇文章"
        await reader.press("g")
        assert reader.cursor("articles") == "第30篇文章"


def tagged(number: int, *keywords: str) -> Article:
    return replace(article(number), keywords=keywords)


TAGGED = [
    tagged(1, "党建", "阅读"),
    tagged(2, "阅读"),
    tagged(3, "排版"),
    tagged(4, "阅读", "党建"),
]


async def test_keywords_are_chosen_from_a_list_with_counts() -> None:
    async with open_app(MemoryLibrary(TAGGED)) as reader:
        await reader.press("f")
        rows = [line.split() for line in reader.lines[2:5]]
        assert [row[-2] for row in rows] == ["3", "2", "1"]
        assert [len(row[-1]) for row in rows] == sorted(
            (len(row[-1]) for row in rows), reverse=True
        )
        await reader.press("down", "space", "enter")
        assert "kw:党建" in reader.lines[0] and "2 of 4" in reader.lines[0]
        await reader.press("f")
        assert any("[x] 党建" in line for line in reader.lines)
        await reader.press("space", "down", "enter")
        assert "kw:" not in reader.lines[0] and "of" not in reader.lines[0]


async def test_a_chosen_keyword_can_be_taken_off_again() -> None:
    async with open_app(MemoryLibrary(TAGGED), "kw:排版") as reader:
        await reader.press("f", "space", "enter")
        assert "kw:" not in reader.lines[0] and "4" in reader.lines[0]


async def test_typing_narrows_the_keywords_and_enter_takes_the_first() -> None:
    async with open_app(MemoryLibrary(TAGGED)) as reader:
        await reader.press("f")
        await reader.type("排")
        assert "[ ] 排版" in reader.lines[2] and "阅读" not in reader.text
        await reader.press("enter")
        assert "kw:排版" in reader.lines[0] and "1 of 4" in reader.lines[0]


async def test_escape_leaves_the_filter_as_it_was() -> None:
    async with open_app(MemoryLibrary(TAGGED), "阅读") as reader:
        await reader.press("f", "space", "escape")
        assert "kw:" not in reader.lines[0] and "阅读" in reader.lines[0]


async def test_matches_keep_their_places_under_any_text() -> None:
    hostile = article(1, "[red]阅读[/]\u200b阅读")
    async with open_app(MemoryLibrary([hostile]), "阅读") as reader:
        assert styled(reader, "articles")[:2] == ["阅读", "阅读"]


@pytest.mark.parametrize("slash", ["/", "／"])
async def test_keys_that_arrive_all_at_once_are_all_taken(
    library: MemoryLibrary, slash: str
) -> None:
    async with open_app(library) as reader:
        await reader.burst(slash, "第", "2", "9", "enter")
        await reader.settle()
        assert reader.cursor("articles") == "第29篇文章"
        assert reader.active == "articles" and "第29" in reader.lines[0]


def _fail(error: PapersError) -> None:
    raise error


def answer(library: MemoryLibrary, text: str) -> ResilientRows:
    """What the list shows for a filter."""
    query = ListQuery(text, "relevance")
    return ResilientRows(library.find(text), query, len(library), on_error=_fail)


async def test_a_late_answer_to_an_earlier_filter_is_dropped(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        screen = reader.app.screen
        assert isinstance(screen, BrowseScreen)
        screen.search.show(answer(library, "第9"), None)
        assert "30" in reader.lines[0] and "of" not in reader.lines[0]


async def test_the_keys_stay_in_the_list_though_all_of_an_answer_comes_at_once(
    library: MemoryLibrary,
) -> None:
    async with open_app(library, "无此") as reader:
        screen = reader.app.screen
        assert isinstance(screen, BrowseScreen)
        screen.search._query = ListQuery("", "relevance")
        screen.search.show(answer(library, ""), None)
        screen.search.show(answer(library, ""), None, grown=True)
        await reader.settle()
        assert "第1篇的开头" in reader.text and reader.active == "articles"


class FirstHits(MemoryHits):
    """The first three articles; the others come when the test says so."""

    complete = False

    def __init__(self, every: MemoryHits, come: threading.Event) -> None:
        super().__init__(every.articles[:3])
        self._every = every
        self._come = come

    def all(self) -> Hits:
        assert self._come.wait(10)
        return self._every


class SlowLibrary(MemoryLibrary):
    """A library that finds three articles at once, and takes its time for the others."""

    def __init__(self, articles: Iterable[Article]) -> None:
        super().__init__(articles)
        self.come = threading.Event()

    def find_first(
        self,
        query: str | Query = "",
        *,
        order: Order = "relevance",
        marks: Marks | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Hits:
        every = self.find(query, order=order, marks=marks)
        assert isinstance(every, MemoryHits)
        return FirstHits(every, self.come) if query else every


async def test_the_first_articles_found_are_there_before_all_are() -> None:
    library = SlowLibrary(article(number) for number in range(1, 31))
    async with open_app(library) as reader:
        reader.send("/", "文", "章")
        await reader.until(lambda: "… of 30" in reader.lines[0])
        reader.send("enter")
        await reader.until(lambda: not reader.app.screen.query_one(FilterBar).typing)
        reader.send("j")
        await reader.until(lambda: remark(reader, "articles") == "2/…")
        second = reader.cursor("articles")
        library.come.set()
        await reader.until(lambda: "30 of 30" in reader.lines[0])
        assert remark(reader, "articles") == "2/30" and reader.cursor("articles") == second
        rows = [line for line in reader.lines if "篇文章" in line]
        assert len(rows) > 4
