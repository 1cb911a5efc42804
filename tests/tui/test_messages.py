"""Messages have what their classes name."""

import pytest
from textual import message

from papers_tui.messages import Message


class _Opened(Message):
    """Something was opened."""

    article_id: str
    section: int


class _Closed(Message):
    """It was closed."""


def test_a_message_has_its_attributes_in_the_order_of_its_class() -> None:
    opened = _Opened("a1", 3)
    assert (opened.article_id, opened.section) == ("a1", 3)
    assert isinstance(_Closed(), message.Message)


@pytest.mark.parametrize("values", [(), ("a1",), ("a1", 3, None)])
def test_a_message_is_not_made_with_too_few_values_or_too_many(values: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match=r"zip\(\)"):
        _Opened(*values)  # type: ignore[arg-type]
