"""What is sent in bulk arrives as it was."""

from array import array
from collections.abc import Sequence

import psycopg
import pytest

from papers_store.backends.postgres import copy_format
from support.drivers.postgres import Server


def arrived(server: Server, kind: str, values: Sequence[bytes | None]) -> list[object]:
    """The values as a server reads them."""
    with psycopg.connect(server.url("postgres")) as connection:
        connection.execute(f"CREATE TEMPORARY TABLE sent (at serial, value {kind})".encode())
        with connection.cursor().copy(b"COPY sent (value) FROM STDIN (FORMAT BINARY)") as copy:
            copy.write(copy_format.HEADER)
            for value in values:
                copy.write(copy_format.row([value]))
            copy.write(copy_format.TRAILER)
        rows = connection.execute("SELECT value FROM sent ORDER BY at").fetchall()
    return [value for (value,) in rows]


def test_numbers(postgres: Server) -> None:
    given = [0, 1, -1, 2**62, -(2**62)]
    assert arrived(postgres, "bigint", [*map(copy_format.bigint, given), None]) == [*given, None]


@pytest.mark.parametrize("given", [[], [7], [3, -5, 2**62, 0, 255, 256]])
def test_arrays_of_numbers(postgres: Server, given: list[int]) -> None:
    assert arrived(postgres, "bigint[]", [copy_format.bigints(array("q", given))]) == [given]


@pytest.mark.parametrize("given", [[], [""], ["新媒体", 'a"b\\', "", "{x}"]])
def test_arrays_of_texts(postgres: Server, given: list[str]) -> None:
    assert arrived(postgres, "text[]", [copy_format.texts(given)]) == [given]


def test_what_no_server_holds_in_a_text_is_replaced(postgres: Server) -> None:
    assert arrived(
        postgres, "text", [copy_format.text("a\0b"), copy_format.optional_text(None)]
    ) == [
        "a\ufffdb",
        None,
    ]


def test_vectors_of_words(postgres: Server) -> None:
    words = ["6新媒体", "0it's", "1a\\b", "0a"]
    (found,) = arrived(postgres, "tsvector", [copy_format.tsvector(words)])
    (expected,) = arrived(postgres, "tsvector", [copy_format.tsvector(words[::-1])])
    assert found == expected == "'0a' '0it''s' '1a\\\\b' '6新媒体'"


def test_vectors_with_places_and_weights(postgres: Server) -> None:
    (found,) = arrived(
        postgres,
        "tsvector",
        [copy_format.ranked_tsvector([("0论", [(1, 3), (16_383, 3)]), ("3学", [(2, 0)])])],
    )
    assert found == "'0论':1A,16383A '3学':2"


def test_more_words_than_a_vector_holds_are_left_out(postgres: Server) -> None:
    words = [f"6{number:09d}" for number in range(150_000)]
    (found,) = arrived(postgres, "tsvector", [copy_format.tsvector(words)])
    assert str(found).startswith("'6000000000' ") and str(found).count("' '") < len(words) - 1
