"""A page is given out when it has stopped changing, and only then."""

import os
from pathlib import Path

import pytest

from papers_store.ingest.watch import Debouncer


def test_a_page_that_is_still_being_written_is_waited_for(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("一")
    debouncer = Debouncer()
    debouncer.notice(str(page))
    assert debouncer.look(10.0) == []
    page.write_text("一二")
    assert debouncer.look(11.0) == []
    os.utime(page, ns=(1, 1))
    assert debouncer.look(12.0) == []
    assert debouncer.look(12.1) == []
    assert debouncer.look(13.0) == [str(page)]
    assert debouncer.look(14.0) == []


def test_a_page_that_changes_again_is_given_out_again(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("一")
    debouncer = Debouncer()
    for start in (10.0, 20.0):
        debouncer.notice(str(page))
        assert debouncer.look(start) == []
        debouncer.notice(str(page))
        assert debouncer.look(start + 1) == [str(page)]


def test_a_page_that_is_gone_is_forgotten(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("一")
    debouncer = Debouncer()
    debouncer.notice(str(page))
    assert debouncer.look(10.0) == []
    page.unlink()
    assert debouncer.look(11.0) == debouncer.look(12.0) == []


def test_a_folder_stands_for_the_pages_in_it_in_order(tmp_path: Path) -> None:
    below = tmp_path / "below"
    below.mkdir()
    pages = [tmp_path / "a.txt", below / "b.md", tmp_path / "c.html"]
    for one in (*pages, tmp_path / "d.pdf"):
        one.write_text("一")
    # What only looks like a page is given out too: whoever reads it says that it is none.
    pipe = tmp_path / "e.txt"
    os.mkfifo(pipe)
    debouncer = Debouncer()
    debouncer.notice(str(tmp_path))
    debouncer.notice(str(tmp_path / "d.pdf"))
    debouncer.notice(str(pipe))
    debouncer.look(10.0)
    assert debouncer.look(11.0) == [str(one) for one in (*pages, pipe)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list any folder")
def test_a_folder_that_cannot_be_listed_is_given_out_itself(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o000)
    debouncer = Debouncer()
    debouncer.notice(str(tmp_path))
    debouncer.look(10.0)
    assert debouncer.look(11.0) == [str(closed)]
    closed.chmod(0o700)
