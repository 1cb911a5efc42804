"""What a server says where it takes no connection becomes a sentence that says what to do."""

import psycopg
import pytest

from papers_store.backends.postgres.error_messages import unreachable


@pytest.mark.parametrize(
    "said",
    [
        "the database system is starting up",
        "the database system is not yet accepting connections",
        "the database system is not accepting connections",
        "the database system is in recovery mode",
        "the database system is shutting down",
    ],
)
def test_a_server_that_starts_or_stops_is_to_be_tried_again(said: str) -> None:
    error = psycopg.OperationalError(
        f'connection to server at "127.0.0.1", port 5432 failed: FATAL:  {said}'
    )
    assert "starting or stopping; try again in a moment" in str(unreachable("library", error))
