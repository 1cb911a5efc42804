"""What the parser's tests share: pages given as text, read whole."""

from collections.abc import Callable

import pytest

from papers_store.article import Article
from papers_store.parser import parse


@pytest.fixture(scope="session")
def read() -> Callable[[str], Article]:
    """Reads the text of a page."""
    return lambda text: parse(text.encode(), "page.txt", imported_at="2024-05-01T00:00:00Z")
