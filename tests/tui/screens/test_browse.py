"""Four panes on one library, by keyboard alone."""

import pytest

from support.drivers.app import open_app
from support.fakes.memory_library import MemoryLibrary, article


async def test_all_four_panes_are_filled_at_the_start(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        assert reader.cursor("articles") == "第1篇文章"
        assert reader.cursor("outline").endswith("第1篇之标题0")
        assert reader.top_line("body") == "第1篇文章"
        assert reader.cursor("references").startswith("[1]")
        assert "30" in reader.lines[0]


async def test_enter_opens_and_enter_again_goes_to_the_text(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        await reader.press("j", "enter")
        assert reader.top_line("body") == "第2篇文章"
        assert reader.active == "articles"
        await reader.press("enter")
        assert reader.active == "body"


async def test_moving_the_cursor_opens_nothing(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        await reader.press("j", "down", "j")
        assert reader.cursor("articles") == "第4篇文章"
        assert reader.top_line("body") == "第1篇文章"


async def test_a_heading_chosen_in_the_outline_comes_to_the_top_of_the_text(
    library: MemoryLibrary,
) -> None:
    async with open_app(library) as reader:
        await reader.press("tab", "j", "j", "enter")
        assert reader.top_line("body").endswith("第1篇之标题2")
        await reader.press("enter")
        assert reader.active == "body"


async def test_the_outline_follows_the_text() -> None:
    async with open_app(MemoryLibrary([article(1, sections=6)])) as reader:
        await reader.press("3", "right_square_bracket")
        assert reader.cursor("outline").endswith("标题0")
        await reader.press("right_square_bracket", "right_square_bracket", "right_square_bracket")
        assert reader.cursor("outline").endswith("标题3")
        await reader.press("left_square_bracket")
        assert reader.cursor("outline").endswith("标题2")
        await reader.press("g")
        assert reader.cursor("outline").endswith("标题0")


async def test_enter_on_a_reference_shows_it_whole_and_again_in_short() -> None:
    async with open_app(MemoryLibrary([article(1)])) as reader:
        assert "[J]" not in reader.text
        await reader.press("4", "j", "enter")
        assert "第1篇所引之2[J].读书学报,2010(2):1-9." in reader.text
        await reader.press("enter")
        assert "[J]" not in reader.text


async def test_tab_goes_round_the_panes_and_digits_go_straight(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        seen = [reader.active]
        for _ in range(4):
            await reader.press("tab")
            seen.append(reader.active)
        assert seen == ["articles", "outline", "body", "references", "articles"]
        await reader.press("shift+tab")
        assert reader.active == "references"
        await reader.press("2")
        assert reader.active == "outline"
        await reader.press("l")
        assert reader.active == "references"
        await reader.press("h")
        assert reader.active == "outline"


async def test_next_and_previous_article_open_from_any_pane(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        await reader.press("3", "J", "J")
        assert reader.top_line("body") == "第3篇文章"
        assert reader.active == "body"
        await reader.press("K")
        assert reader.top_line("body") == "第2篇文章"


async def test_the_filter_narrows_as_it_is_typed_and_escape_gives_the_list_back(
    library: MemoryLibrary,
) -> None:
    async with open_app(library) as reader:
        await reader.press("slash", "2", "9")
        assert reader.cursor("articles") == "第29篇文章"
        assert "1 of 30" in reader.lines[0]
        await reader.press("escape")
        assert "30" in reader.lines[0] and "of" not in reader.lines[0]
        await reader.press("j")
        assert reader.active == "articles"


async def test_enter_in_the_filter_gives_the_keys_to_the_list(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        await reader.press("2", "slash", "1", "enter", "j", "enter")
        assert reader.active == "articles"
        assert reader.top_line("body") == "第10篇文章"


async def test_the_cursor_stays_on_its_article_while_it_matches(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        await reader.press(*"jjjjjjjjjjj")
        assert reader.cursor("articles") == "第12篇文章"
        await reader.press("slash", "2")
        assert reader.cursor("articles") == "第12篇文章"


async def test_a_query_given_at_the_start_filters_the_list(library: MemoryLibrary) -> None:
    async with open_app(library, "第7") as reader:
        assert reader.cursor("articles") == "第7篇文章"
        assert "第7" in reader.lines[0]


async def test_full_width_keys_of_an_input_method_mean_their_plain_twins(
    library: MemoryLibrary,
) -> None:
    async with open_app(library) as reader:
        await reader.type("ｊｊ")
        assert reader.cursor("articles") == "第3篇文章"
        await reader.type("／29")
        await reader.press("enter")
        assert reader.cursor("articles") == "第29篇文章"
        await reader.type("？")
        assert "Keys" in reader.lines[0] or "键" in reader.lines[0]


async def test_full_width_text_typed_into_the_filter_stays_as_typed(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        await reader.press("slash")
        await reader.type("？")
        assert "？" in reader.lines[0]


async def test_the_hint_for_help_never_leaves(library: MemoryLibrary) -> None:
    for width in (140, 80, 60, 30):
        async with open_app(library, size=(width, 20)) as reader:
            assert reader.lines[-1].rstrip().endswith("q quit")
            assert "? help" in reader.lines[-1]


async def test_help_shows_every_key_and_q_goes_back(library: MemoryLibrary) -> None:
    async with open_app(library, size=(80, 60)) as reader:
        await reader.press("question_mark")
        for key in ("j", "G", "space", "[", "/", "J", "z", "?"):
            assert any(line.split()[:1] == [key] for line in reader.lines), key
        await reader.press("q")
        assert reader.active == "articles"


@pytest.mark.parametrize("size", [(79, 40), (60, 20), (120, 23)])
async def test_small_windows_show_one_pane_at_a_time(
    library: MemoryLibrary, size: tuple[int, int]
) -> None:
    async with open_app(library, size=size) as reader:
        assert "第1篇之标题0" not in reader.text
        await reader.press("enter")
        assert reader.active == "body"
        assert "第1篇之标题0" in reader.text and "第2篇文章" not in reader.text
        await reader.press("escape")
        assert "第2篇文章" in reader.text


async def test_a_resize_never_loses_the_place(library: MemoryLibrary) -> None:
    async with open_app(library, size=(140, 40)) as reader:
        await reader.press("3", "space", "space", "j")
        first = reader.top_line("body")[:6]
        await reader.resize(60, 20)
        assert reader.top_line("body").startswith(first)
        await reader.resize(100, 30)
        await reader.resize(140, 40)
        assert reader.top_line("body").startswith(first)


async def test_zoom_gives_one_pane_the_screen_and_takes_it_back(library: MemoryLibrary) -> None:
    async with open_app(library) as reader:
        await reader.press("3", "z")
        assert "第2篇文章" not in reader.text
        await reader.press("z")
        assert "第2篇文章" in reader.text


async def test_an_article_that_has_gone_is_one_sentence_and_the_room_stays(
    library: MemoryLibrary,
) -> None:
    async with open_app(library) as reader:
        library.remove([f"{2:016x}"])
        await reader.press("j", "enter")
        assert "no article has the id" in reader.lines[-1]
        assert reader.top_line("body") == "第1篇文章"
        await reader.press("j", "enter")
        assert reader.top_line("body") == "第3篇文章"


async def test_an_empty_library_says_what_to_do_next() -> None:
    async with open_app(MemoryLibrary([])) as reader:
        assert "papers-tui import" in reader.text
        await reader.press("j", "enter", "tab", "enter", "G", "J", "space", "3", "J")
        assert "papers-tui import" in reader.text


async def test_text_from_articles_is_never_markup() -> None:
    hostile = article(1, "[red]红[/] [@click=app.quit]走[/] [link=x")
    async with open_app(MemoryLibrary([hostile]), size=(140, 40)) as reader:
        assert reader.top_line("body") == "[red]红[/] [@click=app.quit]走[/] [link=x"


async def test_a_long_list_is_read_a_window_at_a_time() -> None:
    library = MemoryLibrary(article(number) for number in range(1, 501))
    async with open_app(library) as reader:
        hits = reader.app.screen.query_one("#articles")._rows._hits  # type: ignore[attr-defined]
        await reader.press("G", "g", "space", "space")
        assert all(stop - start < 100 for start, stop in hits.windows)
