"""The reading room on a server that goes away and comes back."""

import pytest

from papers_store.opening import open_library
from support.drivers.postgres import PASSWORD, Server
from support.drivers.tmux import OpenTmux
from support.fakes.memory_library import article


@pytest.fixture
def address(careful: Server) -> str:
    """A library of thirty articles on a server of its own."""
    place = careful.url(careful.database())
    with open_library(place, create=True) as library:
        library.put([article(number) for number in range(1, 31)])
    return place


def quietly_told(text: str) -> bool:
    """Whether the foot names the server in a line, and no more than that happened."""
    return "127.0.0.1" in "".join(text.splitlines()[-2:]) and PASSWORD not in text


def test_a_reader_keeps_their_place_while_the_server_is_away(
    careful: Server, address: str, tmux: OpenTmux, program: str
) -> None:
    with tmux([program], columns=140, rows=40, PAPERS_LIBRARY=address) as window:
        window.wait_for("第1篇文章")
        window.press("j", "j", "Enter")
        window.wait_for("本文是第3篇的摘要")
        careful.stop()
        window.press("J")
        window.wait_for(quietly_told)
        # The list comes to stand where the text does.
        assert "本文是第3篇的摘要" in window.wait_for("3/30")
        careful.start()
        window.press("J")
        window.wait_for("本文是第4篇的摘要")
        window.press("q")
        assert window.wait_for_end() == 0


def test_a_filter_is_taken_up_again_when_the_server_is_back(
    careful: Server, address: str, tmux: OpenTmux, program: str
) -> None:
    with tmux([program], columns=140, rows=40, PAPERS_LIBRARY=address) as window:
        window.wait_for("第1篇文章")
        window.press("/")
        window.type("第7篇")
        window.wait_for(lambda text: "第7篇文章" in text and "第8篇文章" not in text)
        careful.stop()
        window.type("文")
        window.wait_for(quietly_told)
        assert "第7篇文章" in window.text
        careful.start()
        window.type("章")
        window.wait_for(lambda text: not quietly_told(text) and "第7篇文章" in text)
        window.press("Escape")
        window.wait_for("第8篇文章")
        window.press("q")
        assert window.wait_for_end() == 0


def test_a_server_that_was_started_again_meanwhile_is_not_even_mentioned(
    careful: Server, address: str, tmux: OpenTmux, program: str
) -> None:
    with tmux([program], columns=140, rows=40, PAPERS_LIBRARY=address) as window:
        window.wait_for("第1篇文章")
        careful.kill()
        careful.start()
        window.press("j", "Enter")
        window.wait_for("本文是第2篇的摘要")
        assert not quietly_told(window.text)
        window.press("q")
        assert window.wait_for_end() == 0
