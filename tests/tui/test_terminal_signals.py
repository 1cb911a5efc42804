"""Signals that end the program do, wherever they come."""

import signal
import weakref
from collections.abc import Iterator

import pytest

from papers_tui.terminal.signals import (
    ENDINGS,
    code_of_ending,
    end_if_told,
    end_in_order,
    is_told_to_end,
)


@pytest.fixture(autouse=True)
def _taken() -> Iterator[None]:
    """Signals as the program takes them, and afterwards as they were."""
    before = {ending: signal.getsignal(ending) for ending in ENDINGS}
    end_in_order()
    yield
    for ending, handler in before.items():
        signal.signal(ending, handler)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_signal_ends_as_ctrl_c_does_and_is_known_by_its_code(ending: signal.Signals) -> None:
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(ending)
    assert code_of_ending() == 128 + ending


def test_ctrl_c_is_no_signal_that_ends_a_watch_with_a_failure() -> None:
    assert not is_told_to_end()
    end_if_told()
    assert code_of_ending() == 130


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_signal_that_comes_where_exceptions_are_lost_ends_at_the_next_step(
    ending: signal.Signals,
) -> None:
    class Page:
        pass

    page = Page()
    # What a callback raises is written to standard error and lost.
    callback = weakref.ref(page, lambda _: signal.raise_signal(ending))
    del page
    assert callback() is None and is_told_to_end()
    with pytest.raises(KeyboardInterrupt):
        end_if_told()
