"""One library for an institution, on servers that fail as servers do."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from papers_store.opening import open_library
from support.data.generated_articles import articles
from support.data.pages import write_pages
from support.drivers.postgres import Server, Servers
from support.drivers.program import Program
from support.oracle import Oracle


@pytest.fixture(scope="session")
def oracle() -> Oracle:
    """Who knows what has to be found."""
    return Oracle(articles(120, seed=5))


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages for several batches of an import, and short ones, as there are many."""
    return write_pages(tmp_path_factory.mktemp("pages") / "pages", 1200, sections=1)


@pytest.fixture
def careful(servers: Servers) -> Iterator[Server]:
    """A server of a test's own, to be killed, which writes to disk what it says it wrote."""
    server = servers.server({"fsync": "on", "synchronous_commit": "on"})
    yield server
    server.stop()


@pytest.fixture
def filled(postgres: Server, oracle: Oracle) -> str:
    """The name of a database with the articles that the oracle knows."""
    name = postgres.database()
    with open_library(postgres.url(name), create=True) as library:
        library.put(oracle.articles)
    return name


@pytest.fixture
def run_at(tmp_path: Path) -> Program:
    return Program(tmp_path)
