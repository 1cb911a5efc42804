"""Every promise of a library, held on each kind of library there is."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from papers_store.library import Library
from papers_store.opening import make_library, open_library
from support.data.generated_articles import articles
from support.drivers.citus import Cluster
from support.drivers.postgres import Server
from support.oracle import Oracle, age

KINDS = ("local", "postgres", "citus")
Place = Callable[[], str]


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where a test may make libraries of its own, of each kind; another at every call."""
    if request.param == "local":
        taken = count()
        return lambda: str(tmp_path / f"library-{next(taken)}")
    if request.param == "citus":
        cluster: Cluster = request.getfixturevalue("cluster")
        return lambda: divided(cluster)
    server: Server = request.getfixturevalue("postgres")
    return lambda: server.url(server.database())


def divided(cluster: Cluster) -> str:
    """The address of an empty library on a cluster."""
    address = cluster.url(cluster.database())
    make_library(address, citus=True)
    return address


@pytest.fixture
def empty(place: Place) -> Iterator[Library]:
    """A library without articles."""
    with open_library(place(), create=True) as library:
        yield library


_BATCH = 70
"""Articles put in at once, so that later ones were imported before earlier ones."""


@pytest.fixture(scope="session")
def oracle() -> Oracle:
    """Who knows what has to be found."""
    given = articles()
    batches = (given[start : start + _BATCH] for start in range(0, len(given), _BATCH))
    # A batch's articles come in the order of the list, so that all agree which one came first.
    return Oracle([one for batch in batches for one in sorted(batch, key=age)])


def _fill(library: Library, oracle: Oracle) -> None:
    for start in range(0, len(oracle.articles), _BATCH):
        library.put(oracle.articles[start : start + _BATCH])


@pytest.fixture(scope="session")
def filled_local(oracle: Oracle, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with open_library(tmp_path_factory.mktemp("conformance") / "l", create=True) as library:
        _fill(library, oracle)
        yield library


@pytest.fixture(scope="session")
def filled_postgres(oracle: Oracle, postgres: Server) -> Iterator[Library]:
    with open_library(postgres.url(postgres.database()), create=True) as library:
        _fill(library, oracle)
        yield library


@pytest.fixture(scope="session")
def filled_citus(oracle: Oracle, cluster: Cluster) -> Iterator[Library]:
    with open_library(divided(cluster)) as library:
        _fill(library, oracle)
        yield library


@pytest.fixture(params=KINDS)
def library(request: pytest.FixtureRequest) -> Library:
    """A library of each kind with all generated articles; nobody writes to it."""
    found: Library = request.getfixturevalue(f"filled_{request.param}")
    return found


@pytest.fixture
def both(filled_local: Library, filled_postgres: Library) -> tuple[Library, Library]:
    """The same articles in a library of each kind; nobody writes to them."""
    return filled_local, filled_postgres
