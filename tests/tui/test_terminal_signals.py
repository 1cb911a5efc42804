"""Signals that end the program do, wherever they come."""

import signal
import weakref
from collections.abc import Iterator

import pytest

from papers_tui.terminal.signals import (
    ENDINGS,
    end_if_requested,
    end_requested,
    exit_code_of_end,
    handle_end_signals,
)


@pytest.fixture(autouse=True)
def _taken() -> Iterator[None]:
    """Signals as the program takes them, and afterwards as they were."""
    # The tests themselves may run under nohup, where one of them is ignored.
    before = {ending: signal.signal(ending, signal.SIG_DFL) for ending in ENDINGS}
    handle_end_signals()
    yield
    for ending, handler in before.items():
        signal.signal(ending, handler)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_signal_ends_as_ctrl_c_does_and_is_known_by_its_code(ending: signal.Signals) -> None:
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(ending)
    assert exit_code_of_end() == 128 + ending


def test_ctrl_c_is_no_signal_that_ends_a_watch_with_a_failure() -> None:
    assert not end_requested()
    end_if_requested()
    assert exit_code_of_end() == 130


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
    assert callback() is None and end_requested()
    with pytest.raises(KeyboardInterrupt):
        end_if_requested()
