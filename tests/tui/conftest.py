"""Articles for the app to show."""

import pytest

from support.shelf import Shelf, article


@pytest.fixture
def shelf() -> Shelf:
    """Thirty articles."""
    return Shelf(article(number) for number in range(1, 31))
