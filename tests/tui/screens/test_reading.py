"""Where references lead, where the reader was, and what they leave on articles."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.strip import Strip

from papers_store.article import Article, Reference
from papers_store.errors import LibraryError, OutOfReach
from papers_store.marks.marks import Marks
from papers_store.results import Row
from papers_tui.widgets.articles import ArticlesPane
from support.drivers.app import Reader, open_app
from support.fakes.memory_library import MemoryLibrary, article


def citing(number: int, *titles: str) -> Article:
    """An article whose entries are these."""
    entries = tuple(
        Reference(
            number=nth, text=f"王五. {title}[J]. 学报, 2010.", type="J", title=title, year=2010
        )
        for nth, title in enumerate(titles, 1)
    )
    return replace(article(number), references=entries)


LIBRARY = [citing(1, "别处之文", "第2篇文章", "第3篇文章"), citing(2, "第3篇文章"), citing(3)]


@pytest.fixture
def marks(tmp_path: Path) -> Iterator[Marks]:
    yield Marks(tmp_path / "reader.json")


def id_of(number: int) -> str:
    return f"{number:016x}"


async def test_a_reference_to_the_library_opens_its_article_and_backspace_comes_back() -> None:
    async with open_app(MemoryLibrary(LIBRARY), size=(140, 40)) as reader:
        assert reader.text.count("in library") == 2
        await reader.press("4", "j", "enter")
        assert reader.top_line("body") == "第2篇文章" and reader.active == "body"
        await reader.press("4", "enter")
        assert reader.top_line("body") == "第3篇文章"
        await reader.press("backspace")
        assert reader.top_line("body") == "第2篇文章"
        await reader.press("backspace")
        assert reader.top_line("body") == "第1篇文章"
        await reader.press("L", "L")
        assert reader.top_line("body") == "第3篇文章"
        await reader.press("L")
        assert "way ends" in reader.lines[-1]


async def test_the_way_back_leads_to_the_place_that_was_left() -> None:
    async with open_app(MemoryLibrary(LIBRARY)) as reader:
        await reader.press("3", "space", "j", "j")
        left = reader.top_line("body")
        await reader.press("4", "j", "enter", "backspace")
        assert reader.top_line("body") == left


@pytest.mark.parametrize("error", [OutOfReach, LibraryError])
async def test_a_way_to_an_article_that_cannot_be_read_was_not_gone(
    error: type[LibraryError],
) -> None:
    class Broken(MemoryLibrary):
        """A library whose second article cannot be read."""

        def cited_by(self, article_id: str) -> list[Row]:
            if article_id == id_of(2):
                raise error("it cannot be read")
            return super().cited_by(article_id)

    async with open_app(Broken(LIBRARY), size=(140, 40)) as reader:
        await reader.press("4", "j", "j", "enter")
        assert reader.top_line("body") == "第3篇文章"
        await reader.press("backspace", "4", "j", "enter")
        assert "cannot be read" in reader.lines[-1]
        assert reader.top_line("body") == "第1篇文章"
        await reader.press("backspace")
        assert "way begins" in reader.lines[-1]
        await reader.press("L")
        assert reader.top_line("body") == "第3篇文章"


async def test_articles_that_cite_this_one_are_the_last_part_of_the_references() -> None:
    async with open_app(MemoryLibrary(LIBRARY), size=(140, 40)) as reader:
        await reader.press("J", "J")
        assert reader.top_line("body") == "第3篇文章"
        assert "cited in this library by" in reader.text and "cited by 2" in reader.text
        await reader.press("4", "j", "enter")
        assert reader.top_line("body") == "第1篇文章"


async def test_an_entry_is_shown_whole_wherever_it_leads() -> None:
    async with open_app(MemoryLibrary(LIBRARY)) as reader:
        await reader.press("4", "enter")
        assert "王五. 别处之文[J]. 学报, 2010." in reader.text
        await reader.press("j", "x")
        assert "王五. 第2篇文章[J]. 学报, 2010." in reader.text
        assert reader.top_line("body") == "第1篇文章"


async def test_enter_in_the_text_goes_to_the_entry_that_is_cited_there() -> None:
    async with open_app(MemoryLibrary([article(1)])) as reader:
        await reader.press("3", "enter")
        assert reader.active == "references" and reader.cursor("references").startswith("[1]")
        await reader.press("3", "enter")
        assert reader.cursor("references").startswith("[2]")


@pytest.mark.parametrize("number", ["2", "4", "12"])
async def test_a_number_and_enter_in_the_text_go_to_that_entry(number: str) -> None:
    async with open_app(
        MemoryLibrary([citing(1, *(f"文{nth}" for nth in range(1, 15)))])
    ) as reader:
        await reader.press("3", *number)
        assert (f"entry {number}" in reader.lines[-1]) == (number == "12")
        await reader.press("enter")
        assert reader.active == "references"
        assert reader.cursor("references").startswith(f"[{number}]")


async def test_a_number_that_no_entry_has_is_only_the_number_of_a_pane() -> None:
    async with open_app(MemoryLibrary([replace(article(1), references=())])) as reader:
        await reader.press("3", "2")
        assert reader.active == "outline" and "entry" not in reader.lines[-1]


async def test_a_reader_comes_back_to_article_and_place(marks: Marks) -> None:
    async with open_app(MemoryLibrary(LIBRARY), marks=marks) as reader:
        await reader.press("J", "3", "space", "j")
        left = reader.top_line("body")
    assert marks.session.article == id_of(2)
    async with open_app(MemoryLibrary(LIBRARY), marks=marks, size=(100, 30)) as reader:
        assert reader.cursor("articles") == "第2篇文章"
        assert reader.top_line("body")[:8] == left[:8]


async def test_every_article_keeps_its_own_place(marks: Marks) -> None:
    async with open_app(MemoryLibrary(LIBRARY), marks=marks) as reader:
        await reader.press("3", "space", "j")
        left = reader.top_line("body")
        await reader.press("J", "space", "space", "K")
        assert reader.top_line("body") == left


async def test_to_keep_the_place_of_who_reads_paints_nothing(
    marks: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("papers_tui.browse.reading._KEEP_SECONDS", 0.01)
    painted: list[int] = []
    draw = ArticlesPane.render_line

    def noted(pane: ArticlesPane, y: int) -> Strip:
        painted.append(y)
        return draw(pane, y)

    async with open_app(MemoryLibrary(LIBRARY), marks=marks) as reader:
        await reader.press("3")
        monkeypatch.setattr(ArticlesPane, "render_line", noted)
        await reader.press("space")
        await reader.until(lambda: marks.of(id_of(1)).read > 0)
        await reader.settle()
        assert painted == []
        # The row with the cursor is painted as the keys come to it, and says how far it was read.
        await reader.press("1")
        rows = reader.text.splitlines()
        (title,) = (at for at, row in enumerate(rows) if row[1:].startswith("第1篇文章"))
        assert painted and rows[title + 1].split()[0].endswith("%")


async def test_what_was_read_is_ticked_and_what_was_begun_says_how_far(marks: Marks) -> None:
    async with open_app(MemoryLibrary(LIBRARY), marks=marks) as reader:
        await reader.press("3", "G", "J", "space", "J")
        rows = reader.text.splitlines()
        first, second = (
            next(at for at, row in enumerate(rows) if row[1:].startswith(f"第{n}篇文章"))
            for n in (1, 2)
        )
        assert rows[first + 1].startswith(" ✓ ")
        assert rows[second + 1].split()[0].endswith("%")
        assert marks.of(id_of(1)).finished and not marks.of(id_of(3)).read


async def test_an_article_that_was_only_opened_is_not_begun(marks: Marks) -> None:
    async with open_app(MemoryLibrary(LIBRARY), marks=marks) as reader:
        await reader.press("j", "enter", "j", "enter")
    assert marks.of(id_of(2)).last_read is None


async def test_a_star_is_shown_filtered_by_and_taken_away_again(marks: Marks) -> None:
    async with open_app(MemoryLibrary(LIBRARY), marks=marks) as reader:
        await reader.press("j", "s")
        assert reader.cursor("articles") == "* 第2篇文章" and marks.of(id_of(2)).starred
        await reader.press("s")
        assert reader.cursor("articles") == "第2篇文章" and not marks.of(id_of(2)).starred


async def test_tags_are_typed_completed_and_shown(marks: Marks) -> None:
    marks.tag(id_of(3), ("待读", "方法"))
    async with open_app(MemoryLibrary(LIBRARY), marks=marks) as reader:
        await reader.press("t")
        await reader.type("综述 待")
        await reader.press("tab", "enter")
        assert marks.of(id_of(1)).tags == ("综述", "待读")
        assert "#综述 #待读" in reader.text and "综述 待读" in reader.text.split("3 Text")[1]
        await reader.press("t", "escape")
        assert marks.of(id_of(1)).tags == ("综述", "待读")
        assert "of" not in reader.lines[0]


@pytest.fixture
def no_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has named an editor."""
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)


@pytest.mark.usefixtures("no_editor")
async def test_a_note_is_written_here_where_there_is_no_editor(
    marks: Marks,
) -> None:
    async with open_app(MemoryLibrary(LIBRARY), marks=marks) as reader:
        await reader.press("m")
        await reader.type("可与第3篇对读")
        await reader.press("escape")
        assert marks.of(id_of(1)).note == "可与第3篇对读"
        assert "可与第3篇对读" in reader.text


@pytest.mark.usefixtures("no_editor")
async def test_a_note_that_was_only_looked_at_takes_the_place_of_none(marks: Marks) -> None:
    marks.note(id_of(1), "先前")
    async with open_app(MemoryLibrary(LIBRARY), marks=marks) as reader:
        await reader.press("m")
        marks.note(id_of(1), "别处所写")
    assert marks.of(id_of(1)).note == "别处所写"


@pytest.mark.usefixtures("no_editor")
async def test_a_note_in_the_middle_of_which_the_app_ends_is_kept(
    marks: Marks,
) -> None:
    async with open_app(MemoryLibrary(LIBRARY), marks=marks) as reader:
        await reader.press("m")
        await reader.type("写到一半")
    assert marks.of(id_of(1)).note == "写到一半"


def sent(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is written to the terminal beside frames."""
    written: list[str] = []
    monkeypatch.setattr(reader.app._driver, "write", written.append)
    return written


def clipboard(written: list[str]) -> str:
    (sequence,) = (one for one in written if "]52;c;" in one)
    encoded = sequence.split("]52;c;")[1].split("\x1b")[0]
    return base64.b64decode(encoded).decode()


async def test_y_copies_the_citation_of_the_article_or_of_the_entry(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("TMUX", raising=False)
    async with open_app(MemoryLibrary(LIBRARY)) as reader:
        written = sent(reader, monkeypatch)
        await reader.press("y")
        assert "第1篇文章[J]" in clipboard(written).replace(" ", "")
        assert "clipboard" in reader.lines[-1]
        written.clear()
        await reader.press("4", "j", "y")
        assert clipboard(written) == "王五. 第2篇文章[J]. 学报, 2010."


async def test_the_citation_is_shown_in_every_form_and_copied_in_the_one_chosen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with open_app(MemoryLibrary(LIBRARY)) as reader:
        await reader.press("Y", "j")
        assert "@article" in reader.text
        written = sent(reader, monkeypatch)
        await reader.press("y")
        assert clipboard(written).startswith("@article")
        assert reader.active == "articles"


async def test_the_article_is_saved_as_markdown_and_never_over_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    async with open_app(MemoryLibrary(LIBRARY), size=(240, 36)) as reader:
        await reader.press("e", "enter")
        saved = (tmp_path / "第1篇文章.md").read_text(encoding="utf-8")
        assert saved.startswith("# 第1篇文章") and "第1篇第0节第0段" in saved
        await reader.press("e", "enter")
        assert "already" in reader.lines[-1]
        assert (tmp_path / "第1篇文章.md").read_text(encoding="utf-8") == saved


async def test_marks_that_cannot_be_read_are_said_once_and_set_aside(tmp_path: Path) -> None:
    (tmp_path / "reader.json").write_text("{", encoding="utf-8")
    marks = Marks(tmp_path / "reader.json")
    async with open_app(MemoryLibrary(LIBRARY), marks=marks, size=(200, 40)) as reader:
        assert "reader.json" in reader.lines[-1]
        await reader.press("j")
        assert "reader.json" not in reader.lines[-1]
    assert any(path.read_text() == "{" for path in tmp_path.glob("reader*") if path.is_file())


async def test_articles_that_arrive_are_shown_and_the_place_stays() -> None:
    library = MemoryLibrary(LIBRARY)
    async with open_app(library) as reader:
        await reader.press("3", "space", "1", "j")
        left = reader.top_line("body")
        library.put([article(9)])
        reader.app.screen.search.look_again()  # type: ignore[attr-defined]
        await reader.settle()
        await reader.settle()
        assert reader.lines[0].rstrip().endswith("4")
        assert reader.cursor("articles") == "第2篇文章" and reader.top_line("body") == left


async def test_colours_go_round_and_the_settings_say_the_first() -> None:
    async with open_app(MemoryLibrary(LIBRARY)) as reader:
        seen = [reader.app.theme]
        for _ in range(3):
            await reader.press("ctrl+t")
            seen.append(reader.app.theme)
        assert seen[0] == seen[3] and len(set(seen)) == 3
