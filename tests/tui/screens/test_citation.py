"""A citation, in the form that a reader chooses."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event

import pytest
from msgspec.structs import replace
from textual.screen import Screen

from papers_store.article import Article, Reference
from papers_store.cite import FORMS, Form, cite
from papers_tui.screens import citation
from papers_tui.screens.citation import CitationScreen, FormsPane, TextPane
from support.drivers.app import Keyboard, idle
from support.fakes.host_app import HostApp
from support.fakes.memory_library import article

Answer = tuple[Form, str] | None


class CitationHost(HostApp):
    """Nothing but the screen, and what it answered."""

    def __init__(self, work: Article | Reference, form: Form) -> None:
        super().__init__()
        self.answers: list[Answer] = []
        self._screen_shown = CitationScreen(work, form)

    def on_mount(self) -> None:
        self.push_screen(self._screen_shown, self.answers.append)


class Reader(Keyboard[CitationHost]):
    """Someone who chooses a form."""

    @property
    def citation(self) -> list[str]:
        """The lines of the citation in view."""
        pane = self.app.screen.query_one(TextPane)
        lines = [pane.render_line(y).text.rstrip() for y in range(1, pane.size.height)]
        return "\n".join(lines).rstrip("\n").split("\n")

    @property
    def form(self) -> str:
        return self.app.screen.query_one(FormsPane).form


@asynccontextmanager
async def open_app(
    work: Article | Reference, form: Form = "gbt7714", size: tuple[int, int] = (80, 40)
) -> AsyncIterator[Reader]:
    app = CitationHost(work, form)
    async with app.run_test(size=size) as pilot:
        reader = Reader(app, pilot)
        await reader.settle()
        yield reader


async def test_every_form_is_listed_and_the_first_is_shown_whole() -> None:
    async with open_app(article(1)) as reader:
        for form in FORMS:
            assert any(FORMS[form].title in row for row in reader.lines)
        assert reader.citation == ["张三, 李四. 第1篇文章[J]. 阅读学刊, 2001."]
        assert "第1篇文章" in reader.lines[0]


async def test_each_form_in_turn_shows_its_own_text() -> None:
    work = article(1)
    async with open_app(work) as reader:
        for form in FORMS:
            assert reader.form == form
            assert reader.citation == cite(work, form).rstrip().split("\n")
            await reader.press("j")
        assert reader.form == [*FORMS][-1]
        await reader.press("up", "k")
        assert reader.form == [*FORMS][-3]
        assert reader.citation == cite(work, [*FORMS][-3]).rstrip().split("\n")


@pytest.mark.parametrize("key", ["y", "enter"])
async def test_copying_answers_with_the_form_and_its_whole_text(key: str) -> None:
    work = article(1)
    async with open_app(work) as reader:
        await reader.press("down", key)
        assert reader.app.answers == [("bibtex", cite(work, "bibtex"))]


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_going_back_copies_nothing(key: str) -> None:
    async with open_app(article(1)) as reader:
        await reader.press("j", key)
        assert reader.app.answers == [None]


async def test_an_entry_of_a_reference_list_is_given_as_printed() -> None:
    reference = article(1).references[0]
    async with open_app(reference) as reader:
        assert reader.citation == [reference.text]
        await reader.press("y")
        assert reader.app.answers == [("gbt7714", reference.text)]


async def test_an_entry_without_a_title_is_named_by_its_text() -> None:
    async with open_app(Reference(number=1, text="王五.一部未详之书")) as reader:
        assert "王五.一部未详之书" in reader.lines[0]


async def test_the_form_wanted_first_is_shown_first() -> None:
    async with open_app(article(1), "ris") as reader:
        assert reader.form == "ris"
        assert reader.citation[0] == "TY  - JOUR"


async def test_a_long_citation_is_wrapped_and_can_be_paged_through() -> None:
    work = replace(article(1), abstract="本文讨论阅读，以及阅读之外的事。" * 40)
    async with open_app(work, "bibtex", size=(40, 20)) as reader:
        pane = reader.app.screen.query_one(TextPane)
        lines = [pane.draw(line, 40).text for line in range(pane.line_count)]
        assert "".join("".join(lines).split()) == "".join(cite(work, "bibtex").split())
        assert len(reader.citation) == 12 < len(lines)
        await reader.press(*["space"] * 10)
        assert reader.citation[-1] == "}"
        await reader.press(*["pageup", "b"] * 5)
        assert reader.citation[0].startswith("@article")


async def test_a_narrower_window_sets_the_lines_anew() -> None:
    work = article(1, "论" * 60)
    async with open_app(work, size=(100, 30)) as reader:
        wide = "".join(reader.citation)
        await reader.resize(30, 30)
        assert all(row.cell_length == 30 for row in reader.app.screen._compositor.render_strips())
        assert "".join(reader.citation).replace(" ", "") == wide.replace(" ", "")


async def test_text_from_articles_is_never_markup() -> None:
    async with open_app(article(1, "[red]红[/] [@click=app.quit]走[/]"), "ris") as reader:
        assert "TI  - [red]红[/] [@click=app.quit]走[/]" in reader.citation
        assert "[red]红[/]" in reader.lines[0]


async def test_a_reader_faster_than_the_citation_still_gets_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = Event()

    def slowly(work: Article | Reference, form: Form) -> str:
        made.wait()
        return form

    monkeypatch.setattr(citation, "cite", slowly)
    app = CitationHost(article(1), "gbt7714")
    async with app.run_test() as pilot:
        await pilot.press("y")
        assert not app.answers
        await pilot.press("j", "y")
        made.set()
        await idle(app)
        await pilot.pause()
        assert app.answers == [("bibtex", "bibtex")]


async def test_full_width_keys_of_an_input_method_mean_their_plain_twins() -> None:
    async with open_app(article(1)) as reader:
        for character in "ｊｙ":
            await reader.type(character)
        assert [answer and answer[0] for answer in reader.app.answers] == ["bibtex"]


async def test_a_choice_that_comes_late_closes_no_screen_in_front_of_it() -> None:
    async with open_app(article(1)) as reader:
        below, above = reader.app.screen, Screen[None]()
        reader.app.push_screen(above)
        await reader.settle()
        # A click that was on its way when the other screen opened.
        await below.run_action("copy")
        await reader.settle()
        assert reader.app.screen is above
        reader.app.pop_screen()
        await reader.settle()
        assert reader.app.screen is below
        await reader.press("y")
        assert reader.app.screen is not below
        assert len(reader.app.answers) == 1
