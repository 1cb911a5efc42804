"""What the body shows is the article's text, whatever the width."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from textual.widgets import Static

from papers_store.article import Section
from papers_tui.terminal.cells import width_of
from papers_tui.widgets.body import BodyPane
from support.drivers.app import open_app
from support.fakes.memory_library import MemoryLibrary, article

PARAGRAPHS = st.lists(
    st.text(
        alphabet=st.one_of(
            st.sampled_from("新媒体阅读研究之方法，。、；：？！“”《》（）——…… abc123[1]-%"),
            st.characters(
                blacklist_categories=("Cs", "Cc", "Cf", "Cn", "Zl", "Zp", "Zs", "Mn", "Me")
            ),
        ),
        min_size=1,
        max_size=200,
    ).map(str.strip),
    min_size=1,
    max_size=5,
)


def without_spaces(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("size", [(140, 40), (111, 30), (80, 24), (61, 20), (33, 10)])
async def test_the_lines_of_the_body_joined_are_the_text(size: tuple[int, int]) -> None:
    async with open_app(MemoryLibrary([article(1)]), size=size) as reader:
        await reader.press("3")
        body = reader.app.screen.query_one(BodyPane)

        @settings(max_examples=60, deadline=None)
        @given(PARAGRAPHS)
        def check(paragraphs: list[str]) -> None:
            body.show(
                replace(article(1), sections=(Section(level=0, paragraphs=tuple(paragraphs)),))
            )
            lines = [body.draw(line, body.size.width).text for line in range(body.line_count)]
            assert all(width_of(line) == body.size.width for line in lines)
            assert without_spaces("".join(paragraphs)) in without_spaces("".join(lines))

        check()


async def test_labels_headings_and_citations_are_set_off_from_the_text() -> None:
    async with open_app(MemoryLibrary([article(1)])) as reader:
        body = reader.app.screen.query_one(BodyPane)
        lines = [body.draw(line, body.size.width) for line in range(body.line_count)]
        plain = next(
            segment.style for line in lines for segment in line if "第1篇的开头" in segment.text
        )
        for part in ("[1]", "[2-3]", "Abstract", "第1篇之标题0"):
            style = next(s.style for line in lines for s in line if part in s.text)
            assert style != plain, part


async def test_a_place_outlives_every_width() -> None:
    async with open_app(MemoryLibrary([article(1)]), size=(140, 30)) as reader:
        body = reader.app.screen.query_one(BodyPane)
        await reader.press("3", "space", "j", "j")
        place = body.place
        for size in ((60, 20), (90, 40), (33, 12), (140, 30)):
            await reader.resize(*size)
            assert body.place.block == place.block
        assert body.place == place


async def test_the_share_read_reaches_the_whole_at_the_end() -> None:
    async with open_app(MemoryLibrary([article(1)])) as reader:
        body = reader.app.screen.query_one(BodyPane)
        assert body.remark != "100%"
        await reader.press("3", "G")
        assert body.remark == "100%"


async def test_paging_keeps_two_lines_in_view() -> None:
    async with open_app(MemoryLibrary([article(1)]), size=(80, 24)) as reader:
        body = reader.app.screen.query_one(BodyPane)
        await reader.press("3", "space")
        assert body.top == body.page_height - 2


async def test_the_filter_keeps_its_row_while_the_body_moves() -> None:
    async with open_app(MemoryLibrary([article(1)])) as reader:
        count = reader.app.screen.query_one("#filter-count", Static)
        before = count.region
        await reader.press("3", "space", "space")
        assert count.region == before
