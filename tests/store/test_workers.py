"""Preparing pages in other processes: in order, and no page takes others with it."""

import os
from pathlib import Path
from typing import Any

import pytest

from papers_store.analysis.terms import Entry
from papers_store.ingest.workers import Page, Refused, prepare_in_parallel
from support.data.pages import write_pages


class Deadly(Page):
    """A page that ends the process that takes it."""

    def __reduce__(self) -> Any:
        return os._exit, (1,)


def test_pages_come_back_in_order(tmp_path: Path) -> None:
    pages = [Page(str(path)) for path in sorted(write_pages(tmp_path, 50).iterdir())]
    prepared = [p for chunk in prepare_in_parallel(pages, "") for p in chunk]
    paths = [p.article.origin.path if isinstance(p, Entry) else p.path for p in prepared]
    assert paths == [page.path for page in pages]


@pytest.mark.slow
def test_a_page_on_which_its_reader_dies_is_refused_alone(tmp_path: Path) -> None:
    pages = [Page(str(path)) for path in sorted(write_pages(tmp_path, 20).iterdir())]
    pages[17] = Deadly("deadly.txt")
    prepared = [p for chunk in prepare_in_parallel(pages, "") for p in chunk]
    refused = [p for p in prepared if isinstance(p, Refused)]
    assert refused == [Refused("deadly.txt", "the process that read it died")]
    assert len(prepared) == 20
