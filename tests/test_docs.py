"""The pages say what the program does, and lead to each other."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.binding import Binding

from papers_tui.app import PapersApp
from papers_tui.browse.screen import BrowseScreen
from papers_tui.keys import written

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")


def bound_keys() -> set[str]:
    """Every key that does something in the reading room, as help writes it."""
    bindings = [*BrowseScreen.BINDINGS, *PapersApp.BINDINGS]
    return {
        written(key)
        for binding in bindings
        if isinstance(binding, Binding)
        for key in binding.key.split(",")
    }


def table_under(heading: str, text: str) -> set[str]:
    """The words in code marks in the first column of the first table after a heading."""
    rows = text.split(heading, 1)[1].split("\n\n")[1].splitlines()
    return {word for row in rows for word in re.findall(r"`([^`]+)`", row.split("|")[1])}


@pytest.mark.parametrize(("readme", "heading"), zip(READMES, ("## Keys", "## 按键"), strict=True))
def test_the_readme_lists_every_key_and_no_other(readme: str, heading: str) -> None:
    told = table_under(heading, (ROOT / readme).read_text(encoding="utf-8"))
    assert told == bound_keys()


def test_every_binding_can_be_changed_by_its_id() -> None:
    bindings = [*BrowseScreen.BINDINGS, *PapersApp.BINDINGS]
    ids = [binding.id for binding in bindings if isinstance(binding, Binding)]
    assert None not in ids and len(ids) == len(set(ids)) == len(bindings)


def test_nothing_in_the_project_names_a_registry() -> None:
    hosts = re.compile(r"(?i)pypi\.org|pythonhosted|registry\.npmjs|deb\.debian|index-url")
    for name in ("pyproject.toml", "constraints.txt", "Makefile", ".ci/run", *READMES):
        assert not hosts.search((ROOT / name).read_text(encoding="utf-8")), name


PAGES = sorted((*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")))


def links_of(page: Path) -> Iterator[tuple[Path, str]]:
    """The files that a page links to, and the heading in each; none of other sites."""
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" not in link:
            name, _, heading = link.partition("#")
            yield (page.parent / name).resolve() if name else page, heading


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_to_a_file_and_a_heading(page: Path) -> None:
    for linked, heading in links_of(page):
        assert linked.is_file(), linked
        if heading:
            headings = re.findall(r"^#+ (.+)$", linked.read_text(encoding="utf-8"), re.MULTILINE)
            slugs = {re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in headings}
            assert heading in slugs


def test_an_sdist_has_every_page_and_what_the_pages_link_to() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    included = project["tool"]["hatch"]["build"]["targets"]["sdist"]["only-include"]
    roots = [ROOT / name for name in (*included, project["project"]["readme"], "LICENSE")]
    for page_or_picture in {*PAGES, *(linked for page in PAGES for linked, _ in links_of(page))}:
        assert any(page_or_picture.is_relative_to(root) for root in roots), page_or_picture
