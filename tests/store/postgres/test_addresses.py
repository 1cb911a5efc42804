"""What an address is, and what of it is said."""

import pytest

from papers_store.backends.postgres.address import name_of, parameters_of
from papers_store.errors import LibraryError
from papers_store.opening import is_address, names_password


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("postgresql://me:secret@db.example:5433/papers", "postgresql://me@db.example:5433/papers"),
        ("postgres://db/papers?password=secret", "postgresql://db/papers"),
        (
            "postgresql://me:se%40cret@one:1,two:2/papers?target_session_attrs=any",
            "postgresql://me@one:1,two:2/papers",
        ),
        ("service=papers password=secret", "service=papers"),
        ("host=db user=me password='se cret' dbname=papers", "host=db user=me dbname=papers"),
    ],
)
def test_a_library_is_called_by_its_address_without_the_password(address: str, name: str) -> None:
    assert is_address(address)
    assert name_of(address, parameters_of(address)) == name


@pytest.mark.parametrize(
    "address", ["postgresql://me:se@cret@db/papers", "postgresql://me:secret@[::db/papers"]
)
def test_an_address_that_cannot_be_read_is_not_repeated(address: str) -> None:
    with pytest.raises(LibraryError) as raised:
        parameters_of(address)
    assert "secret" not in str(raised.value) and "cret" not in str(raised.value)


@pytest.mark.parametrize("folder", ["papers", "/srv/papers", "~/papers", "./service=x", "C:/x"])
def test_a_folder_is_no_address(folder: str) -> None:
    assert not is_address(folder)


def test_a_password_in_an_address_is_noticed() -> None:
    assert names_password("postgresql://me:secret@db/papers")
    assert names_password("postgresql://db/papers?user=me&password=secret")
    assert names_password("host=db password=secret")
    assert not names_password("postgresql://me@db:5432/papers")
    assert not names_password("service=papers")
