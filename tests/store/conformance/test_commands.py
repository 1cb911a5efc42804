"""The command line says the same over each kind of library."""

import pytest

from papers_store.opening import open_library
from papers_tui.cli import main
from support.data.generated_articles import articles, id_of
from support.drivers.postgres import PASSWORD, Server

_FIRST = id_of(0)
COMMANDS = (
    ("list", "--json", '"数据"'),
    ("list", "--json", "--order", "year", "研究 OR xmt"),
    ("list", "--order", "title", "年:2013", "--limit", "3"),
    ("list", "年:abc"),
    ("keywords",),
    ("keywords", "--json", "研究"),
    ("stats",),
    ("stats", "--json", "研究"),
    ("graph", _FIRST),
    ("graph", "--json", _FIRST[:6]),
    ("show", _FIRST),
    ("show", _FIRST, "--format", "json"),
    ("show", "zzzz"),
    ("library", "check"),
    ("library", "migrate"),
    ("export", "--format", "bibtex", '"研究"'),
    ("export", "--format", "ris"),
    ("export", "--format", "csl-json", "年:2013"),
    ("export", "--format", "markdown", "年:2013"),
)


@pytest.fixture(scope="module")
def places(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The same articles in a library of each kind: where they are, and what they are called."""
    names: dict[str, str] = {}
    local = str(tmp_path_factory.mktemp("commands") / "library")
    for place in (local, postgres.url(postgres.database())):
        with open_library(place, create=True) as library:
            library.put(articles(80, seed=11))
            names[place] = library.name
    return names


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        code = main(arguments)
    except SystemExit as left:
        code = int(left.code or 0)
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_says_the_same(
    places: dict[str, str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
) -> None:
    told = []
    for place, name in places.items():
        # In a command, a password in an address would be warned of.
        monkeypatch.setenv("PAPERS_LIBRARY", place)
        code, out, err = said(capsys, *command)
        assert out or err
        # Some name the library, of which no password is ever said.
        assert PASSWORD not in err
        told.append((code, out.replace(name, "LIBRARY"), err.replace(name, "LIBRARY")))
    assert told[0] == told[1]
