"""Books: articles so long that an engine's positions and vectors come to their end."""

from collections.abc import Callable, Iterator
from random import Random

import pytest
from msgspec.structs import replace

from papers_store.article import Article, Section
from papers_store.library import Library
from papers_store.opening import open_library
from support.data.generated_articles import WORDS
from support.fakes.memory_library import NOWHERE

ENDS = {"book": "潜水艇与新媒体党建", "twin": "潜，水，艇，与，新，媒，体，党，建"}
"""How two books end: with a phrase, and with its characters apart; far behind all else."""

TOLD_APART = ("潜水艇", '"潜水艇与新"', '"水艇"', "潜水艇与新媒体党建", "正文：艇与")


def long_text(characters: int, seed: int) -> list[str]:
    """Paragraphs of so many characters in all, of common words and of every character there is."""
    random = Random(seed)
    paragraphs, left = [], characters
    while left > 0:
        rare = "".join(chr(random.randint(0x4E00, 0x9FA0)) for _ in range(200))
        common = "".join(random.choices(WORDS, k=200))
        paragraphs.append(f"{rare}。{common}")
        left -= len(paragraphs[-1])
    return paragraphs


def book(number: int, *paragraphs: str) -> Article:
    return Article(
        id=f"{number:016x}",
        title=f"长篇{number}",
        sections=(Section(level=0, paragraphs=paragraphs),),
        origin=NOWHERE,
    )


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """400,000 characters, 1.2 MB."""
    return long_text(400_000, 3)


@pytest.fixture
def library(place: Callable[[], str], texts: list[str]) -> Iterator[Library]:
    with open_library(place(), create=True) as library:
        library.put(
            [
                book(1, *texts, ENDS["book"]),
                book(2, *texts, ENDS["twin"]),
                book(3, "潜水艇，与新媒体，党建"),
            ]
        )
        yield library


def found(library: Library, query: str) -> list[str]:
    hits = library.find(query)
    return sorted(row.title for row in hits.window(0, hits.total))


def test_the_end_of_a_book_is_found_letter_by_letter(library: Library, texts: list[str]) -> None:
    expected = {
        query: sorted(
            title
            for title, text in (("长篇1", ENDS["book"]), ("长篇3", "潜水艇，与新媒体，党建"))
            if query.strip('"').removeprefix("正文：") in text
        )
        for query in TOLD_APART
    }
    assert {query: found(library, query) for query in TOLD_APART} == expected
    assert expected["潜水艇"] == ["长篇1", "长篇3"] and expected["正文：艇与"] == ["长篇1"]
    random = Random(5)
    for _ in range(40):
        text = random.choice(texts)
        start = random.randrange(len(text) - 8)
        piece = text[start : start + random.randint(2, 8)]
        assert found(library, f'"{piece}"') == ["长篇1", "长篇2"], piece


def test_a_book_comes_back_as_it_was_and_goes(library: Library, texts: list[str]) -> None:
    whole = book(1, *texts, ENDS["book"])
    assert library.article(whole.id) == whole
    changed = replace(whole, sections=(Section(level=0, paragraphs=(*texts, "飞机场")),))
    assert library.put([changed]).updated == (whole.id,)
    assert found(library, '"水艇与"') == [] and found(library, '"飞机场"') == ["长篇1"]
    library.remove([whole.id])
    assert found(library, '"飞机场"') == []
