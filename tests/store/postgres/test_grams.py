"""Grams tell exactly which texts hold a text, wherever that is promised."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from papers_store.backends.postgres.grams import PARTS, are_enough, grams_asked, grams_of

LETTERS = "ab1新媒体时😀𠮷 ,\ufffd"
texts = st.text(alphabet=LETTERS, max_size=12)


def in_one_part(part: str, text: str) -> list[int]:
    return [*grams_of([text if one == part else "" for one in PARTS])]


@given(texts, st.text(alphabet=LETTERS, min_size=1, max_size=5), st.sampled_from(PARTS))
def test_a_text_has_the_grams_of_all_that_it_holds(text: str, wanted: str, part: str) -> None:
    grams = in_one_part(part, text)
    assert len(grams) == len({*grams})
    held = {*grams_asked(wanted, part)} <= {*grams}
    assert held or wanted not in text
    if are_enough(wanted, part):
        assert held == (wanted in text)


def test_parts_of_an_article_are_told_apart() -> None:
    grams = {*in_one_part("title", "新媒体")}
    assert {*grams_asked("媒体", "title")} <= grams
    for part in PARTS[1:]:
        assert not {*grams_asked("媒体", part)} & grams


def test_every_gram_fits_a_number_of_eight_bytes() -> None:
    highest = in_one_part(PARTS[-1], "zzz\uffff\uffff")
    assert all(0 < gram < 2**63 for gram in highest)


def test_nothing_is_kept_of_how_each_title_sounds() -> None:
    def take(count: int) -> None:
        for number in range(count):
            sounds = " ".join(f"{syllable}{number}" for syllable in ("xin", "mei", "ti") * 10)
            assert in_one_part("title sounds", sounds)

    take(50)
    tracemalloc.start()
    take(500)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 200_000
